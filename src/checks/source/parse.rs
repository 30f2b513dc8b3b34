//! The keys of a `source` check.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::source::{Rules, Source};
use crate::checks::{At, Fault, Nearby};

/// The keys of a `source` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceToml {
    /// Modules that must not be imported, nor their submodules, nor a function or class made in them under any name.
    #[serde(default)]
    forbid_imports: Vec<At<String>>,
    /// The only modules that may be imported, beside those of the submission.
    allow_imports: Option<Vec<At<String>>>,
    /// Modules that must be imported.
    #[serde(default)]
    require_imports: Vec<At<String>>,
    /// Names that must not be used, such as `eval`.
    #[serde(default)]
    forbid_names: Vec<At<String>>,
    /// Names that must be used.
    #[serde(default)]
    require_names: Vec<At<String>>,
    /// Attributes that must not be used, such as `sort`.
    #[serde(default)]
    forbid_attributes: Vec<At<String>>,
    /// Parts of the language that must not be used.
    #[serde(default)]
    forbid_syntax: Vec<Construct>,
    /// Parts of the language that must be used.
    #[serde(default)]
    require_syntax: Vec<Construct>,
    /// Classes that must not be among the bases of a metaclass of the submission's classes, such as `abc.ABCMeta`.
    #[serde(default)]
    forbid_metaclasses: Vec<At<String>>,
    /// Functions and classes (`"total"`, `"Counter.increment"`) that the rules about names, attributes and syntax are
    /// about. Without this key they are about all code.
    #[serde(default)]
    inside: Vec<At<String>>,
    /// Statements that run after the import, so that there is more to see; how they end does not matter.
    run: Option<At<String>>,
}

/// A part of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Construct {
    For,
    While,
    If,
    Try,
    With,
    Lambda,
    Comprehension,
    Generator,
    Yield,
    Class,
    Decorator,
    Global,
    Nonlocal,
    Assert,
    Async,
    Await,
    Match,
    Walrus,
    FString,
    Slice,
    Ternary,
    Raise,
    Del,
    Import,
    StarImport,
    BareExcept,
}

impl Construct {
    /// As a person would write it.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::While => "while",
            Self::If => "if",
            Self::Try => "try",
            Self::With => "with",
            Self::Lambda => "lambda",
            Self::Comprehension => "[… for … in …]",
            Self::Generator => "(… for … in …)",
            Self::Yield => "yield",
            Self::Class => "class",
            Self::Decorator => "@decorator",
            Self::Global => "global",
            Self::Nonlocal => "nonlocal",
            Self::Assert => "assert",
            Self::Async => "async",
            Self::Await => "await",
            Self::Match => "match",
            Self::Walrus => ":=",
            Self::FString => "f\"…\"",
            Self::Slice => "[a:b]",
            Self::Ternary => "a if b else c",
            Self::Raise => "raise",
            Self::Del => "del",
            Self::Import => "import",
            Self::StarImport => "from … import *",
            Self::BareExcept => "except:",
        }
    }
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<SourceToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Source {
    let place = at.place();
    let toml = at.value;
    let code = toml.run.as_ref().and_then(|code| {
        piece::statements(code, faults)?;
        Some(code.value.clone())
    });
    let mut dotted = |names: Vec<At<String>>| texts(names, true, faults);
    let rules = Rules {
        file: nearby.file.to_owned(),
        forbid_imports: dotted(toml.forbid_imports),
        allow_imports: toml.allow_imports.map(&mut dotted),
        require_imports: dotted(toml.require_imports),
        forbid_metaclasses: dotted(toml.forbid_metaclasses),
        inside: dotted(toml.inside),
        forbid_names: texts(toml.forbid_names, false, faults),
        require_names: texts(toml.require_names, false, faults),
        forbid_attributes: texts(toml.forbid_attributes, false, faults),
        forbid_syntax: toml.forbid_syntax,
        require_syntax: toml.require_syntax,
        code: code.into_iter().collect(),
    };
    if rules.has_no_rule() {
        let message = "a `source` check without a rule finds nothing out";
        let help = "add `forbid_imports`, `require_names`, `forbid_syntax` or another rule";
        faults.push(Fault::new("no-steps", place, message).help(help));
    }
    Source(Box::new(rules))
}

impl Rules {
    fn has_no_rule(&self) -> bool {
        let lists = [
            &self.forbid_imports,
            &self.require_imports,
            &self.forbid_names,
            &self.require_names,
            &self.forbid_attributes,
            &self.forbid_metaclasses,
        ];
        let syntax = [&self.forbid_syntax, &self.require_syntax];
        lists.iter().all(|list| list.is_empty())
            && syntax.iter().all(|list| list.is_empty())
            && self.allow_imports.is_none()
    }
}

/// Names of Python; with dots between them where that makes sense.
fn texts(names: Vec<At<String>>, dots: bool, faults: &mut Vec<Fault>) -> Vec<String> {
    for name in &names {
        let mut parts = name.value.split('.');
        let right = parts.all(piece::is_identifier) && (dots || !name.value.contains('.'));
        if !right {
            let message = format!("`{}` is not a name of Python", name.value.escape_debug());
            let fault = Fault::new("bad-name", name.place(), message);
            faults.push(if name.value.contains('.') {
                fault.help("attributes are named without what stands before the dot, in `forbid_attributes`")
            } else {
                fault
            });
        }
    }
    names.into_iter().map(|name| name.value).collect()
}
