//! End-to-end tests through the binary, one topic per file.

mod bad_input;
mod builder;
mod check;
mod cli;
mod determinism;
mod formats;
mod schedules;
mod spec;
mod task3;
