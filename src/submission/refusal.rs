//! Why there is nothing to grade, by whose fault it is, and what was left out of a snapshot.

use crate::model::message::{Message, Words};
use crate::model::verdict::{Judgement, Reason};
use crate::submission::encoding::NotText;
use crate::util::{fs, text};

/// At most so many names of other files are told to a student.
const NAMES_SHOWN: usize = 8;

/// Why there is no snapshot. The type says whose fault it is.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The student's: graded, with no points.
    Submission(Unusable),
    /// The command line's: there is nothing to grade.
    CommandLine(NothingToGrade),
    /// The machine's: no score may be recorded.
    Machine(fs::Error),
}

/// What is wrong with what was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The required file is not at the top.
    MissingFile {
        expected: String,
        /// Paths of the files that are there.
        present: Vec<String>,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// There is no file at all.
    Empty {
        expected: String,
    },
    /// The name of the required file stands for something else.
    NotAFile {
        expected: String,
        what: NotAFile,
    },
    TooLarge {
        expected: String,
        size: u64,
        limit: u64,
    },
    /// Python could not read it, or a person could not read what Python would.
    NotText {
        expected: String,
        problem: NotText,
    },
}

/// What stands where the required file should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAFile {
    Directory,
    Link,
    Special,
    Unreadable,
}

/// What is wrong with the path that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NothingToGrade {
    NotFound {
        path: String,
    },
    /// A file whose name is not the required one.
    OtherFile {
        path: String,
        expected: String,
    },
    /// Neither a file nor a directory.
    Special {
        path: String,
    },
}

/// A name in the directory that is not in the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Path inside the submission, escaped where it cannot be shown.
    pub(crate) path: String,
    pub(crate) why: WhyLeftOut,
}

/// Why it is not in the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhyLeftOut {
    /// What tools leave behind: caches, environments, repositories.
    Tooling,
    Link,
    Special,
    ForeignHardLink,
    Unreadable,
    /// The name is not UTF-8.
    Name,
    TooLarge(u64),
    TooDeep,
    /// The bound of all files together was reached: this one and what comes after it.
    TooMuch,
}

impl Unusable {
    /// The end of every check of the task.
    pub(crate) fn judgement(&self) -> Judgement {
        let reason = match self {
            Self::NotText { .. } => Reason::ImportError,
            Self::MissingFile { .. } | Self::Empty { .. } | Self::NotAFile { .. } | Self::TooLarge { .. } => {
                Reason::MissingFile
            }
        };
        Judgement::failed(reason).because(Words::Ours(self.message()))
    }

    pub(crate) fn message(&self) -> Message {
        match self {
            Self::MissingFile {
                expected,
                near: Some(near),
                ..
            } => Message::new("submission-missing-near")
                .code("expected", expected)
                .code("near", near),
            Self::MissingFile {
                expected,
                present,
                near: None,
            } => Message::new("submission-missing")
                .code("expected", expected)
                .count("others", present.len() as u64)
                .plain("present", names(present)),
            Self::Empty { expected } => Message::new("submission-empty").code("expected", expected),
            Self::NotAFile {
                expected,
                what: NotAFile::Directory,
            } => Message::new("submission-is-directory").code("expected", expected),
            Self::NotAFile {
                expected,
                what: NotAFile::Link,
            } => Message::new("submission-is-link").code("expected", expected),
            Self::NotAFile {
                expected,
                what: NotAFile::Special,
            } => Message::new("submission-is-special").code("expected", expected),
            Self::NotAFile {
                expected,
                what: NotAFile::Unreadable,
            } => Message::new("submission-unreadable").code("expected", expected),
            Self::TooLarge {
                expected,
                size,
                limit,
            } => Message::new("submission-too-large")
                .code("expected", expected)
                .plain("size", text::size(*size))
                .plain("limit", text::size(*limit)),
            Self::NotText { expected, problem } => not_text(expected, problem),
        }
    }
}

fn not_text(expected: &str, problem: &NotText) -> Message {
    match problem {
        NotText::Nul { offset } => Message::new("submission-binary")
            .code("expected", expected)
            .count("offset", *offset as u64),
        NotText::Utf16 => Message::new("submission-utf16").code("expected", expected),
        NotText::NotUtf8 { offset, line } => Message::new("submission-not-utf8")
            .code("expected", expected)
            .count("offset", *offset as u64)
            .count("line", *line as u64),
        NotText::Disguised { encoding } => Message::new("submission-disguised")
            .code("expected", expected)
            .code("encoding", encoding),
    }
}

impl NothingToGrade {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::NotFound { path } => Message::new("submission-not-found").code("path", path),
            Self::OtherFile { path, expected } => Message::new("submission-other-file")
                .code("path", path)
                .code("expected", expected),
            Self::Special { path } => Message::new("submission-not-a-directory").code("path", path),
        }
    }
}

impl LeftOut {
    pub(crate) fn message(&self) -> Message {
        let path = self.path.as_str();
        match self.why {
            WhyLeftOut::Tooling => Message::new("left-out-tooling").code("path", path),
            WhyLeftOut::Link => Message::new("left-out-link").code("path", path),
            WhyLeftOut::Special => Message::new("left-out-special").code("path", path),
            WhyLeftOut::ForeignHardLink => Message::new("left-out-hard-link").code("path", path),
            WhyLeftOut::Unreadable => Message::new("left-out-unreadable").code("path", path),
            WhyLeftOut::Name => Message::new("left-out-name").code("path", path),
            WhyLeftOut::TooLarge(size) => Message::new("left-out-too-large")
                .code("path", path)
                .plain("size", text::size(size)),
            WhyLeftOut::TooDeep => Message::new("left-out-too-deep").code("path", path),
            WhyLeftOut::TooMuch => Message::new("left-out-too-much").code("path", path),
        }
    }
}

fn names(present: &[String]) -> String {
    let mut shown: Vec<String> = present
        .iter()
        .take(NAMES_SHOWN)
        .map(|path| text::one_line(path))
        .collect();
    if present.len() > NAMES_SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
