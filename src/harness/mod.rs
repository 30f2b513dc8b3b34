//! Runs code beside a submission, in the student's interpreter, and brings back what it showed.
//!
//! [`Interpreter`](python::Interpreter) finds a Python; [`Session`](session::Session) starts our program
//! (`python/main.py`) in it, in a sandbox, and asks one question at a time; [`observe`] makes observations of answers.
//! `questions`, `answers`, `values` and `protocol` are the channel between the two halves, pure on this side.
//!
//! What this room does not do:
//! - it knows no expected value and makes no verdict: it is told what to run, and returns facts;
//! - it believes nothing: what comes out of the sandbox is parsed as bytes of a stranger, and an answer that breaks
//!   the protocol is an observation, never an error of ours;
//! - it starts no process with a student's code except through the sandbox;
//! - it never puts a teacher's model and a submission into one session.

mod answers;
pub(crate) mod bench;
mod bytecode;
pub(crate) mod carry;
mod explore;
mod files;
pub(crate) mod observe;
pub(crate) mod packages;
mod plain;
mod protocol;
pub(crate) mod python;
mod questions;
mod running;
pub(crate) mod search;
mod session;
mod site;
mod values;

/// The version of the channel protocol; both halves are in one binary, so it is checked, never negotiated.
const VERSION: u32 = 1;
