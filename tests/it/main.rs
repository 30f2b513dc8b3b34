//! End-to-end tests through the binary, one topic per file.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests stand outside of the program: they make files, start it, and fail at the first surprise"
)]

mod bad_answers;
mod bad_input;
mod builder;
mod check;
mod cli;
mod clock;
mod deadlocks;
mod descriptor;
mod determinism;
mod examples;
mod formats;
mod metaclass;
mod names;
mod packages;
mod retry;
mod schedules;
mod spec;
mod task1;
mod task10;
mod task11;
mod task3;
mod task7;
mod task9;
mod tasks;
