//! Named laws: properties that hold or not for a class, a descriptor or a function of the teacher's choosing.
//!
//! A law is data: its name, what it means, and the programs that show whether it holds. These are cases of steps as
//! the kind `call` has them, so that running, comparing and the smallest program to see a failure again are those of
//! `call`. The expected values stay here; the sandbox sees only the programs. A kind of check that consists of laws is
//! a table of them and a struct of what they are about (the subject); this folder knows neither.

mod judge;
mod program;
mod read;
#[cfg(test)]
pub(super) mod tests;

pub(super) use program::Program;
pub(super) use read::{held, schema};

use crate::checks::call::{Call, Case};
use crate::checks::{Check, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::verdict::Judgement;

/// A property that holds or not for a subject `S`.
#[derive(Debug)]
pub(super) struct Law<S: 'static> {
    /// The name in a spec and in feedback, such as `per-instance`.
    pub(super) name: &'static str,
    /// The id of the sentence that says what it means to a student, such as `law-descriptor-per-instance`.
    pub(super) meaning: &'static str,
    /// What is tried, for the author of a task: the entry of the spec reference.
    pub(super) about: &'static str,
    /// The key that the law needs and the subject does not have.
    pub(super) lacks: fn(&S) -> Option<&'static str>,
    /// What is run, and how it must end; inputs that differ from run to run come from the seed.
    pub(super) cases: fn(&S, u64) -> Vec<Case>,
}

/// A subject, and the laws that must hold for it, in the order of the spec.
#[derive(Debug, Clone)]
pub(super) struct Group<S: 'static> {
    pub(super) subject: S,
    pub(super) laws: Vec<&'static Law<S>>,
}

/// The laws of one check, and cases of steps beside them. The first that does not hold fails the check.
#[derive(Debug, Clone)]
pub(super) struct Laws<S: 'static> {
    /// The name under which an example imports the submission.
    pub(super) module: String,
    pub(super) groups: Vec<Group<S>>,
    /// What no law says, as in a check of the kind `call`.
    pub(super) cases: Vec<Case>,
}

/// Something that is run and judged at once, and the law that it shows.
struct Part<S: 'static> {
    law: Option<&'static Law<S>>,
    call: Call,
}

impl<S> Laws<S> {
    /// The parts in the order in which they are run and judged.
    fn parts(&self, seed: u64) -> Vec<Part<S>> {
        let call = |cases| Call {
            module: self.module.clone(),
            cases,
            reference: None,
        };
        let mut parts = Vec::new();
        for group in &self.groups {
            parts.extend(group.laws.iter().copied().map(|law| Part {
                law: Some(law),
                call: call((law.cases)(&group.subject, seed)),
            }));
        }
        if !self.cases.is_empty() {
            parts.push(Part {
                law: None,
                call: call(self.cases.clone()),
            });
        }
        parts
    }
}

impl<S> Check for Laws<S> {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let parts = self.parts(task.seed);
        parts.iter().flat_map(|part| part.call.plan(task)).collect()
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(&self.parts(task.seed), task, observations)
    }
}
