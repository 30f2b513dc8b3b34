//! What is wrong in the parameters of a check, and values that remember where they stood.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// There is no task.
    Error,
    /// The task can be graded, and its author should look at it.
    Warning,
}

/// One thing that a task's author must change; `spec` turns it into a diagnostic with the source line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) severity: Severity,
    /// A stable word, such as `python-syntax`.
    pub(crate) code: &'static str,
    pub(crate) place: Place,
    /// What is wrong: lower case, no final period.
    pub(crate) message: String,
    /// What to say right under the place.
    pub(crate) label: String,
    /// The way out.
    pub(crate) help: Option<String>,
}

/// Where a fault is; all ranges count bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A part of `task.toml`.
    Span(Range<usize>),
    /// A part of the text that the TOML string at `string` stands for, which differs from its bytes in the file
    /// by quotes and escapes.
    Inside {
        string: Range<usize>,
        part: Range<usize>,
    },
    /// A part of a file beside `task.toml`.
    File { path: String, part: Range<usize> },
}

impl Fault {
    pub(crate) fn new(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            place,
            message: message.into(),
            label: String::new(),
            help: None,
        }
    }

    /// Makes a warning of it.
    #[must_use]
    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    #[must_use]
    pub(crate) fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers the nearest of the `known` names, or all of them when none is near.
    #[must_use]
    pub(crate) fn suggest<'a>(mut self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(name) = nearest(wrong, &known) {
            self.label = format!("did you mean `{name}`?");
        }
        if !known.is_empty() && known.len() <= 24 {
            self.help = Some(format!("known here: {}", known.join(", ")));
        }
        self
    }
}

/// The name that `wrong` was probably meant to be; the first one wins among equals.
pub(crate) fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    // A few wrong letters are a slip; more are another word. Long texts are not compared at all.
    if wrong.len() > 200 {
        return None;
    }
    let allowed = (wrong.chars().count() / 3).max(1);
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), *name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A value with the bytes of `task.toml` that it stood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl<T> At<T> {
    pub(crate) fn place(&self) -> Place {
        Place::Span(self.span.clone())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = toml::Spanned::<T>::deserialize(deserializer)?;
        Ok(Self {
            span: spanned.span(),
            value: spanned.into_inner(),
        })
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_another_word_finds_none() {
        #[track_caller]
        fn check(wrong: &str, expected: Option<&str>) {
            assert_eq!(
                nearest(wrong, &["call", "schedules", "equals"]),
                expected,
                "{wrong}"
            );
        }
        check("cal", Some("call"));
        check("shedules", Some("schedules"));
        check("eqauls", Some("equals"));
        check("fork", None);
        check("", None);
        check(&"x".repeat(300), None);
    }
}
