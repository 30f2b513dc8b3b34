//! Grades become text. Every renderer is a pure function: it runs nothing, reads nothing and decides nothing about
//! verdicts, points or who may see what (`Grade::for_audience` has, before).
//!
//! A format is one file, one variant of [`Format`], one arm of [`render`] and its snapshots.

mod json;
mod terminal;
mod words;

#[cfg(test)]
mod samples;

use crate::model::grade::Grade;
use crate::model::message::Lang;

pub(crate) use crate::report::json::SCHEMA as JSON_SCHEMA;
pub(crate) use crate::report::words::Catalogue;

/// What grades become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// For a person at a terminal.
    #[default]
    Text,
    /// For a program: `grader.result/1`.
    Json,
}

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Verbosity {
    /// One line a check.
    Quiet,
    /// And why each failed one did.
    #[default]
    Normal,
    /// And what a pass rests on, every step of long schedules, and what one expects to be left out.
    Verbose,
}

/// How it should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) lang: Lang,
    /// Whether escape sequences for colours are written.
    pub(crate) color: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
    pub(crate) verbosity: Verbosity,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            color: false,
            width: 80,
            verbosity: Verbosity::Normal,
        }
    }
}

/// The grades in a format, ending in a line break.
pub(crate) fn render(format: Format, grades: &[Grade], look: &Look) -> String {
    match format {
        Format::Text => terminal::render(grades, look),
        Format::Json => json::render(grades, look.lang),
    }
}
