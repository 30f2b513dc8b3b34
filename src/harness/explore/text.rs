//! How operations ended, as short Python text, for what is shown beside each other.

use crate::model::schedule::OperationEnd;
use crate::model::show;

/// Longer texts are cut: they stand in a table.
const MAX_CHARS: usize = 200;

/// How an operation ended, as Python would show it.
pub(crate) fn end_text(end: &OperationEnd) -> String {
    let text = match end {
        OperationEnd::Value(value) => show::python(value),
        OperationEnd::Raised(exception) => format!("raises {}", exception.class()),
    };
    show::shortened(&text, MAX_CHARS)
}
