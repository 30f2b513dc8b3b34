//! `grader` marks Python homework whose bugs depend on a schedule, a fork, a clock or a class protocol.
//!
//! The one way through, each arrow one function from value to value:
//!
//! ```text
//! task.toml ── spec ──────> Task     ─┐
//! directory ── submission ─> Snapshot ─┴─ Check::plan ─> Run ─ harness, sandbox ─> Observation
//!           ─ Check::judge ─> Verdict + Feedback ─ score ─> Grade ─ report ─> text
//! ```
//!
//! A room is a top-level module; a room uses only rooms on lower floors, and rooms of one floor do not know each
//! other (`tests/floor_plan.rs` holds them to it). From the ground up:
//!
//! - floor 0: `model` (the words, as plain data), `util` (files, text, time);
//! - floor 1: `checks` (what each kind of check runs and concludes), `sandbox` (a command under limits; does not
//!   know that Python exists), `submission` (a directory becomes a frozen snapshot), `score`, `report`;
//! - floor 2: `spec` (TOML becomes a task), `harness` (our Python inside the student's interpreter, and the
//!   search through schedules);
//! - floor 3: `grade` (one submission of one task);
//! - floor 5: `cli` (the only room that reads arguments and the environment).

mod checks;
mod cli;
mod grade;
mod harness;
mod model;
mod report;
mod sandbox;
mod score;
mod spec;
mod submission;
mod util;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with these arguments, the program's name first, and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    cli::run(arguments)
}
