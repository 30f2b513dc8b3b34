//! What runs of one submission need.

use std::thread;

use crate::harness::python::Interpreter;
use crate::harness::session::{Files, Mode, Session, SessionError, Setting};
use crate::model::limits::Limits;
use crate::sandbox::Sandbox;

/// A submission, and the machine to run it on.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) interpreter: &'a Interpreter,
    /// The frozen submission.
    pub(crate) files: &'a Files,
    /// The required file, such as `counter.py`.
    pub(crate) module_file: &'a str,
    /// How many runs may be under way at once. No verdict depends on it.
    pub(crate) workers: usize,
}

impl Bench<'_> {
    /// As many workers as the machine has cores.
    pub(crate) fn cores() -> usize {
        thread::available_parallelism().map_or(1, std::num::NonZero::get)
    }

    /// Starts an interpreter beside the submission.
    pub(super) fn session(&self, mode: Mode, limits: &Limits) -> Result<Session<'_>, SessionError> {
        self.start(mode, self.files.clone(), limits)
    }

    /// Starts an interpreter without the submission, for a teacher's model.
    pub(super) fn apart(&self, limits: &Limits) -> Result<Session<'_>, SessionError> {
        self.start(Mode::Plain, Files::new(), limits)
    }

    fn start(&self, mode: Mode, files: Files, limits: &Limits) -> Result<Session<'_>, SessionError> {
        Session::start(Setting {
            sandbox: self.sandbox,
            interpreter: self.interpreter,
            mode,
            files,
            limits: limits.clone(),
        })
    }
}
