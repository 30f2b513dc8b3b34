//! What runs of one submission need.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::harness::packages::Environment;
use crate::harness::python::Interpreter;
use crate::harness::session::{Files, Mode, Network, Session, SessionError, Setting, Sight};
use crate::model::grade::Flag;
use crate::model::limits::Limits;
use crate::model::observation::ImportFailure;
use crate::sandbox::Sandbox;

/// A submission, and the machine to run it on.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) interpreter: &'a Interpreter,
    /// What a submission may import beside the standard library.
    pub(crate) packages: Option<&'a Environment>,
    /// The frozen submission.
    pub(crate) files: &'a Files,
    /// The required file, such as `counter.py`.
    pub(crate) module_file: &'a str,
    /// How many runs may be under way at once. No verdict depends on it.
    pub(crate) workers: usize,
}

/// Interpreters that one worker keeps running between searches. A search asks all its questions in forks of them, so
/// nothing of one search can be seen in the next.
#[derive(Default)]
pub(crate) struct Kept<'a> {
    pub(super) memory: Arc<Memory>,
    driven: Option<(Limits, Session<'a>)>,
    apart: Option<(Limits, Session<'a>)>,
}

/// What all workers know of one submission: an import that fails, or never ends, is tried once, not by every run.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    driven: Mutex<Option<Result<(), ImportFailure>>>,
    flags: Mutex<BTreeSet<Flag>>,
}

impl Memory {
    /// How the import ended in a controlled interpreter, once it is known.
    pub(super) fn driven_import(&self) -> Option<Result<(), ImportFailure>> {
        self.driven
            .lock()
            .expect("nobody panics while holding it")
            .clone()
    }

    pub(super) fn remember(&self, import: Result<(), ImportFailure>, flags: BTreeSet<Flag>) {
        self.driven
            .lock()
            .expect("nobody panics while holding it")
            .get_or_insert(import);
        self.flags
            .lock()
            .expect("nobody panics while holding it")
            .extend(flags);
    }

    /// What the import was seen to do.
    pub(super) fn flags(&self) -> BTreeSet<Flag> {
        self.flags.lock().expect("nobody panics while holding it").clone()
    }
}

impl<'a> Kept<'a> {
    pub(super) fn sharing(memory: Arc<Memory>) -> Self {
        Self {
            memory,
            ..Self::default()
        }
    }

    /// What the controlled interpreter noted since this was asked last.
    pub(super) fn take_flags(&mut self) -> BTreeSet<Flag> {
        self.driven
            .as_mut()
            .map(|(_, session)| session.take_flags())
            .unwrap_or_default()
    }

    /// A controlled interpreter beside the submission.
    pub(super) fn driven(
        &mut self,
        bench: &'a Bench<'_>,
        limits: &Limits,
    ) -> Result<&mut Session<'a>, SessionError> {
        keep(&mut self.driven, limits, || bench.session(Mode::Driven, limits))
    }

    /// An interpreter without the submission, for a teacher's model.
    pub(super) fn apart(
        &mut self,
        bench: &'a Bench<'_>,
        limits: &Limits,
    ) -> Result<&mut Session<'a>, SessionError> {
        keep(&mut self.apart, limits, || {
            bench.start(Mode::Plain, Files::new(), limits, (Network::None, Sight::Unseen))
        })
    }
}

/// The session that is kept, when it has the limits asked for, else a new one.
fn keep<'k, 'a>(
    kept: &'k mut Option<(Limits, Session<'a>)>,
    limits: &Limits,
    start: impl FnOnce() -> Result<Session<'a>, SessionError>,
) -> Result<&'k mut Session<'a>, SessionError> {
    let found = match kept.take() {
        Some((known, session)) if known == *limits => session,
        Some(_) | None => start()?,
    };
    Ok(&mut kept.insert((limits.clone(), found)).1)
}

impl Bench<'_> {
    /// As many workers as the machine has cores.
    pub(crate) fn cores() -> usize {
        thread::available_parallelism().map_or(1, std::num::NonZero::get)
    }

    /// Starts an interpreter beside the submission.
    pub(super) fn session(&self, mode: Mode, limits: &Limits) -> Result<Session<'_>, SessionError> {
        self.start(mode, self.files.clone(), limits, (Network::None, Sight::Unseen))
    }

    /// Starts a plain interpreter beside the submission, with or without a web site in its reach, seen or not.
    pub(super) fn plain(
        &self,
        limits: &Limits,
        around: (Network, Sight),
    ) -> Result<Session<'_>, SessionError> {
        self.start(Mode::Plain, self.files.clone(), limits, around)
    }

    fn start(
        &self,
        mode: Mode,
        files: Files,
        limits: &Limits,
        (network, sight): (Network, Sight),
    ) -> Result<Session<'_>, SessionError> {
        Session::start(Setting {
            sandbox: self.sandbox,
            interpreter: self.interpreter,
            packages: self.packages,
            mode,
            files,
            limits: limits.clone(),
            network,
            sight,
        })
    }
}
