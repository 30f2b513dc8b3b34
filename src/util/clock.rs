//! The one place that asks what time it is.

use std::time::Instant;

/// Now, on a clock that only goes forward. Verdicts never depend on it: it measures, and ends what would not end.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
