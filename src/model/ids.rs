//! Names that are right by construction.

use std::fmt;

/// The id of a task: lower-case letters, digits and single hyphens, starting with a letter, at most 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TaskId(String);

/// The id of a check, unique within its task; the same alphabet as a [`TaskId`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CheckId(String);

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not an id: use lower-case letters, digits and single hyphens, starting with a letter, at most 64"
)]
pub(crate) struct BadId {
    text: String,
}

impl TaskId {
    /// Accepts `text` when it is an id.
    pub(crate) fn new(text: &str) -> Result<Self, BadId> {
        checked(text).map(Self)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl CheckId {
    /// Accepts `text` when it is an id.
    pub(crate) fn new(text: &str) -> Result<Self, BadId> {
        checked(text).map(Self)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn checked(text: &str) -> Result<String, BadId> {
    let letters = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase());
    if letters && starts && !text.ends_with('-') && !text.contains("--") && text.len() <= 64 {
        Ok(text.to_owned())
    } else {
        Err(BadId {
            text: text.chars().take(80).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_words_joined_by_single_hyphens() {
        for good in ["a", "task3", "race-free", "x-1-y"] {
            assert_eq!(CheckId::new(good).expect(good).as_str(), good);
        }
        for bad in [
            "",
            "3task",
            "Race",
            "a--b",
            "a-",
            "-a",
            "a b",
            "a_b",
            "é",
            &"a".repeat(65),
        ] {
            assert!(TaskId::new(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
