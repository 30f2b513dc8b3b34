//! The programs of `fixtures/schedules`, through the binary: every bad one is found, no good one is flagged.
