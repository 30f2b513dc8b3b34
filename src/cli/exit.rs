//! How the program ends: one documented list and one place that maps errors to it.

use std::process::ExitCode;

/// The exit status of `grader`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Graded, every point; or a command that only tells something told it.
    Success,
    /// Graded, not every point; or `selftest` and `replay` found something else than expected.
    PointsLost,
    /// The command line or a task's spec is wrong.
    Usage,
    /// The grader or the machine failed: no score may be recorded.
    Failure,
    /// There was nothing to grade.
    Nothing,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::PointsLost => 1,
            Self::Usage => 2,
            Self::Failure => 3,
            Self::Nothing => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// A reason to stop: whose fault it is decides the exit status.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) exit: Exit,
    /// Printed to standard error, after `error:`; empty when everything was said already.
    pub(crate) message: String,
    /// The way out, after `hint:`.
    pub(crate) hint: Option<String>,
}

impl Stop {
    /// The command line or a spec is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
            hint: None,
        }
    }

    /// The grader or the machine failed.
    pub(crate) fn failure(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Failure,
            message: message.into(),
            hint: None,
        }
    }

    /// There is nothing to grade.
    pub(crate) fn nothing(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Nothing,
            message: message.into(),
            hint: None,
        }
    }

    /// Everything was said already.
    pub(crate) fn said(exit: Exit) -> Self {
        Self {
            exit,
            message: String::new(),
            hint: None,
        }
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
