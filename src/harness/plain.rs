//! A plain interpreter beside a submission, and the runs that it serves.

use std::collections::BTreeSet;

use crate::harness::bench::{Bench, Memory};
use crate::harness::observe;
use crate::harness::session::{Network, Session, Sight};
use crate::model::grade::Flag;
use crate::model::limits::Limits;
use crate::model::observation::{Broken, ImportFailure, Observation};
use crate::model::run::Run;

/// A plain interpreter that has tried to import the submission.
pub(super) struct Plain<'a> {
    session: Option<Session<'a>>,
    /// Why nothing can be asked.
    refused: Option<Observation>,
}

impl<'a> Plain<'a> {
    pub(super) fn start(
        bench: &'a Bench<'_>,
        limits: &Limits,
        around: (Network, Sight),
        memory: &Memory,
    ) -> Self {
        if let Some(failure) = memory.driven_import().and_then(Result::err).filter(never_ends) {
            return Self {
                session: None,
                refused: Some(Observation::NotImported(failure)),
            };
        }
        match bench.plain(limits, around) {
            Ok(mut session) => Self {
                refused: observe::import(&mut session, bench.module_file),
                session: Some(session),
            },
            Err(error) => Self {
                session: None,
                refused: Some(observe::faulty(&error)),
            },
        }
    }

    /// An interpreter that imports nothing.
    pub(super) fn bare(bench: &'a Bench<'_>, limits: &Limits) -> Self {
        match bench.plain(limits, (Network::None, Sight::Unseen)) {
            Ok(session) => Self {
                session: Some(session),
                refused: None,
            },
            Err(error) => Self {
                session: None,
                refused: Some(observe::faulty(&error)),
            },
        }
    }

    pub(super) fn carry(&mut self, bench: &Bench<'_>, run: &Run) -> Observation {
        let file = bench.module_file;
        match (&mut self.session, &self.refused) {
            (_, Some(refused)) => refused.clone(),
            (Some(session), None) => match run {
                Run::Steps(steps) => observe::steps(session, file, steps),
                Run::Site(visit) => observe::visit(session, file, visit),
                Run::Observed(steps) => observe::observed(session, file, steps),
                Run::Script(script) => observe::script(session, file, script),
                Run::Source(source) => observe::source(session, file, source, bench.files),
                Run::Reference(_) | Run::Schedules(_) => {
                    Observation::Faulty("a run of another kind beside plain steps".to_owned())
                }
            },
            (None, None) => Observation::Faulty("plain steps without a session".to_owned()),
        }
    }

    pub(super) fn take_flags(&mut self) -> BTreeSet<Flag> {
        self.session.as_mut().map(Session::take_flags).unwrap_or_default()
    }
}

/// An import that used up what it may use, or would have gone on for ever, is not tried again in the other mode.
fn never_ends(failure: &ImportFailure) -> bool {
    match failure {
        ImportFailure::Endless(_) | ImportFailure::Broken(Broken::Limit(_)) => true,
        ImportFailure::Raised(_)
        | ImportFailure::Broken(Broken::Exited(_) | Broken::Signalled(_) | Broken::Protocol(_)) => false,
    }
}
