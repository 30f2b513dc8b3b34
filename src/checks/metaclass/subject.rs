//! What the laws are about, and how the programs that show them get its names.

use crate::checks::call::Case;
use crate::checks::call::{Expect, Step};
use crate::checks::compare::Rule;
use crate::checks::laws::Program;
use crate::model::value::Value;
use crate::util::random::Random;

/// What the laws of one check are about. A law says what it lacks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    /// Names of the submission.
    pub(super) needs: Vec<String>,
    /// Python that runs first.
    pub(super) setup: Option<String>,
    /// Expressions.
    pub(super) metaclass: Option<String>,
    pub(super) class: Option<String>,
    pub(super) function: Option<String>,
    /// Where the metaclass notes what happens: an expression.
    pub(super) log: Option<String>,
    /// What is noted when a class is made, and when it is called.
    pub(super) made: Option<Template>,
    pub(super) called: Option<Template>,
    /// Where the metaclass keeps its classes by name: an expression.
    pub(super) registry: Option<String>,
    /// Keywords of a `class` statement.
    pub(super) left_out_by: Option<String>,
    pub(super) kept_by: Option<String>,
    /// The exception for a second class of one name.
    pub(super) duplicate: String,
    pub(super) gives: Vec<Given>,
    pub(super) itself: Vec<String>,
}

/// Arguments of a call as they are written, and what it gives.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) args: String,
    pub(super) value: Value,
}

/// A value with places for a name and arguments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template(pub(super) Value);

/// What stands for a place; no text of a spec has a NUL.
pub(super) const NAME: &str = "\0NAME";
pub(super) const ARGS: &str = "\0ARGS";
pub(super) const KWARGS: &str = "\0KWARGS";

impl Template {
    /// The value for a class of this name, called with these.
    pub(super) fn fill(&self, name: &str, args: &Value, kwargs: &Value) -> Value {
        filled(&self.0, &|place| match place {
            NAME => Some(Value::Str(name.to_owned())),
            ARGS => Some(args.clone()),
            KWARGS => Some(kwargs.clone()),
            _ => None,
        })
    }

    /// The same for a class that is not called.
    pub(super) fn name(&self, name: &str) -> Value {
        self.fill(name, &Value::None, &Value::None)
    }
}

fn filled(value: &Value, places: &impl Fn(&str) -> Option<Value>) -> Value {
    let all = |items: &[Value]| items.iter().map(|item| filled(item, places)).collect();
    match value {
        Value::Str(text) => places(text).unwrap_or_else(|| value.clone()),
        Value::List(items) => Value::List(all(items)),
        Value::Tuple(items) => Value::Tuple(all(items)),
        Value::Dict(pairs) => Value::Dict(
            pairs
                .iter()
                .map(|(key, value)| (filled(key, places), filled(value, places)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The words that a program is written with: `$A` to `$D` are names of classes, `$M` the metaclass, and so on.
pub(super) struct Words<'a> {
    subject: &'a Subject,
    names: Vec<String>,
}

/// First parts of names of classes. A number makes it unlikely that a submission has one of the name.
const BIRDS: [&str; 12] = [
    "Bittern", "Curlew", "Dunlin", "Egret", "Fulmar", "Godwit", "Heron", "Ibis", "Jacana", "Kestrel",
    "Lapwing", "Plover",
];

impl Subject {
    /// Names for one program; another `program` has others, since all classes of a run may meet in one registry.
    pub(super) fn words(&self, seed: u64, program: &str) -> Words<'_> {
        let mut random = Random::named(seed, program);
        let first = random.index(BIRDS.len());
        let name = |index: usize| {
            let number = random.between(100, 999);
            format!("{}{number}", BIRDS[(first + index) % BIRDS.len()])
        };
        Words {
            subject: self,
            names: (0..4).map(name).collect(),
        }
    }

    /// An interpreter for each of some programs.
    pub(super) fn each(&self, programs: Vec<Program>) -> Vec<Case> {
        programs
            .into_iter()
            .map(|program| program.alone(&self.needs))
            .collect()
    }
}

impl Words<'_> {
    /// The name that `$A` stands for, and so on.
    pub(super) fn name(&self, letter: char) -> &str {
        let index = "ABCD".find(letter).unwrap_or(0);
        &self.names[index]
    }

    /// The same as a value.
    pub(super) fn text(&self, letter: char) -> Value {
        Value::Str(self.name(letter).to_owned())
    }

    /// A program's text with the names in it.
    pub(super) fn of(&self, text: &str) -> String {
        let mut parts = text.split('$');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(part.len());
            filled.push_str(&self.word(&part[..end]));
            filled.push_str(&part[end..]);
        }
        // A program begins where its text does.
        filled.trim().to_owned()
    }

    fn word(&self, word: &str) -> String {
        let subject = self.subject;
        let written = |code: &Option<String>| code.as_deref().map(primary).unwrap_or_default();
        match word {
            "A" | "B" | "C" | "D" => self.name(word.chars().next().unwrap_or('A')).to_owned(),
            "M" => written(&subject.metaclass),
            "K" => written(&subject.class),
            "F" => written(&subject.function),
            "LOG" => written(&subject.log),
            "REGISTRY" => written(&subject.registry),
            "LEFTOUT" => subject.left_out_by.clone().unwrap_or_default(),
            "KEPT" => subject.kept_by.clone().unwrap_or_default(),
            "SHADOW" => {
                let holder = subject.log.as_ref().or(subject.registry.as_ref());
                holder
                    .and_then(|code| attribute(code))
                    .unwrap_or_default()
                    .to_owned()
            }
            other => unreachable!("the laws know no ${other}"),
        }
    }
}

/// An expression that can stand before a dot or a bracket.
fn primary(code: &str) -> String {
    let code = code.trim();
    let simple = code
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if simple {
        code.to_owned()
    } else {
        format!("({code})")
    }
}

/// The name after the last dot of `Logged.events`.
pub(super) fn attribute(code: &str) -> Option<&str> {
    let (_, name) = code.trim().rsplit_once('.')?;
    crate::checks::piece::is_identifier(name).then_some(name)
}

/// A program with the names in it.
pub(super) struct Writer<'a> {
    words: &'a Words<'a>,
    program: Program,
}

impl<'a> Writer<'a> {
    pub(super) fn new(words: &'a Words<'a>) -> Self {
        let program = Program::default();
        Self {
            words,
            program: match &words.subject.setup {
                Some(setup) => program.run(setup.trim_end()),
                None => program,
            },
        }
    }

    fn then(self, next: impl FnOnce(Program) -> Program) -> Self {
        Self {
            words: self.words,
            program: next(self.program),
        }
    }

    /// Python that must raise nothing.
    pub(super) fn run(self, text: &str) -> Self {
        let code = self.words.of(text);
        self.then(|program| program.run(code))
    }

    /// An expression that must give this.
    pub(super) fn gives(self, text: &str, value: Value) -> Self {
        let code = self.words.of(text);
        self.then(|program| program.gives(code, value))
    }

    /// An expression that must be true.
    pub(super) fn holds(self, text: &str) -> Self {
        self.gives(text, Value::Bool(true))
    }

    /// An expression that must give this, or the same with objects of derived classes in it.
    pub(super) fn like(self, text: &str, value: Value) -> Self {
        let rule = Rule {
            within: None,
            subclasses: true,
        };
        let step = Step {
            rule,
            ..Step::new(self.words.of(text), Expect::Value(value))
        };
        self.then(|program| program.step(step))
    }

    /// An expression that must give the very object that another one gives.
    pub(super) fn same(self, text: &str, other: &str) -> Self {
        let (code, other) = (self.words.of(text), self.words.of(other));
        self.then(|program| program.same(code, other))
    }

    /// Python that must raise this.
    pub(super) fn raises(self, text: &str, class: &str) -> Self {
        let code = self.words.of(text);
        self.then(|program| program.raises(code, class))
    }

    pub(super) fn done(self) -> Program {
        self.program
    }
}

/// A tuple of values.
pub(super) fn tuple(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Tuple(items.into_iter().collect())
}

/// A list of values.
pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::List(items.into_iter().collect())
}

/// A text as a value.
pub(super) fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

/// Named values.
pub(super) fn dict(items: &[(&str, Value)]) -> Value {
    Value::Dict(
        items
            .iter()
            .map(|(name, value)| (text(name), value.clone()))
            .collect(),
    )
}
