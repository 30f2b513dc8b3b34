//! `expected.toml` of a rejected solution.

use serde::Deserialize;

use crate::cli::exit::Stop;
use crate::model::grade::Grade;
use crate::model::verdict::Status;
use crate::spec::Task;

/// What must become of a solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    /// Ids of the checks that must fail, in the order of the spec; all others must pass.
    pub(crate) fails: Vec<String>,
    /// The reason that every failed check must give, where the file names one.
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    fails: Vec<String>,
    /// For people: which sentence of the contract is broken.
    why: String,
    reason: Option<String>,
}

impl Expected {
    /// Every check passes.
    pub(crate) fn accepted() -> Self {
        Self {
            fails: Vec::new(),
            reason: None,
        }
    }

    /// Reads the file of a rejected solution.
    pub(crate) fn parse(bytes: &[u8], task: &Task, shown: &str) -> Result<Self, Stop> {
        let text = std::str::from_utf8(bytes).map_err(|_| Stop::usage(format!("{shown} is not UTF-8")))?;
        let note: Note = toml::from_str(text).map_err(|error| Stop::usage(format!("{shown}: {error}")))?;
        if note.fails.is_empty() {
            return Err(Stop::usage(format!(
                "{shown}: a rejected solution must fail at least one check"
            )));
        }
        if note.why.trim().is_empty() {
            return Err(Stop::usage(format!(
                "{shown}: `why` must say what is wrong with the solution"
            )));
        }
        for id in &note.fails {
            if !task.checks.iter().any(|check| check.info.id.as_str() == id) {
                return Err(Stop::usage(format!("{shown}: {} has no check `{id}`", task.id)));
            }
        }
        Ok(Self {
            fails: note.fails,
            reason: note.reason,
        })
    }

    /// In which ways a grade is not what was expected, in words.
    pub(crate) fn faults(&self, grade: &Grade) -> Vec<String> {
        let mut faults = Vec::new();
        for check in &grade.checks {
            let id = check.info.id.as_str();
            let judgement = &check.verdict.judgement;
            let must_fail = self.fails.iter().any(|expected| expected == id);
            let reason = judgement.reason.as_str();
            match (must_fail, judgement.status) {
                (true, Status::Failed) => {
                    if let Some(wanted) = self.reason.as_deref().filter(|wanted| *wanted != reason) {
                        faults.push(format!("`{id}` failed for the reason {reason}, not {wanted}"));
                    }
                }
                (false, Status::Passed) => {}
                (true, Status::Passed) => faults.push(format!("`{id}` passed and must fail")),
                (false, Status::Failed) => faults.push(format!("`{id}` failed ({reason}) and must pass")),
                (_, Status::Skipped) => faults.push(format!("`{id}` was skipped")),
                (_, Status::Inconclusive) => faults.push(format!("`{id}` is inconclusive")),
            }
        }
        faults
    }
}
