//! Programs that show whether a law holds, written step by step.

use crate::checks::call::{Case, Expect, Identity, Raises, Step, Steppings};
use crate::model::value::Value;

/// Steps of one interpreter, one building on the other.
#[derive(Debug, Clone, Default)]
pub(in crate::checks) struct Program {
    steps: Vec<Step>,
}

impl Program {
    /// Python that must raise nothing.
    #[must_use]
    pub(in crate::checks) fn run(self, code: impl Into<String>) -> Self {
        self.step(Step::new(code, Expect::NoException))
    }

    /// An expression that must give this.
    #[must_use]
    pub(in crate::checks) fn gives(self, code: impl Into<String>, value: Value) -> Self {
        self.step(Step::new(code, Expect::Value(value)))
    }

    /// An expression that must give the very object that another one gives.
    #[must_use]
    pub(in crate::checks) fn same(self, code: impl Into<String>, other: impl Into<String>) -> Self {
        self.identity(code, other, Identity::Same)
    }

    /// An expression that must give another object than another one.
    #[must_use]
    pub(in crate::checks) fn different(self, code: impl Into<String>, other: impl Into<String>) -> Self {
        self.identity(code, other, Identity::Different)
    }

    /// Python that must raise this.
    #[must_use]
    pub(in crate::checks) fn raises(self, code: impl Into<String>, class: &str) -> Self {
        self.step(Step::new(code, raises(class)))
    }

    /// Python that must raise this and leave the value of an expression as it was.
    #[must_use]
    pub(in crate::checks) fn refused(self, code: impl Into<String>, class: &str, unchanged: &str) -> Self {
        self.step(Step {
            unchanged: vec![unchanged.to_owned()],
            ..Step::new(code, raises(class))
        })
    }

    #[must_use]
    pub(in crate::checks) fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// An interpreter of its own for it; `needs` are names of the submission.
    pub(in crate::checks) fn alone(self, needs: &[String]) -> Case {
        Case {
            name: None,
            needs: needs.to_vec(),
            steps: Steppings::InOrder(self.steps),
        }
    }

    /// One interpreter for many programs that do not need each other; of those that fail the smallest is shown.
    pub(in crate::checks) fn together(programs: Vec<Self>, needs: &[String]) -> Case {
        let programs = programs.into_iter().map(|program| program.steps).collect();
        Case {
            name: None,
            needs: needs.to_vec(),
            steps: Steppings::Programs(programs),
        }
    }

    fn identity(self, code: impl Into<String>, other: impl Into<String>, identity: Identity) -> Self {
        self.step(Step {
            identity: vec![(other.into(), identity)],
            ..Step::new(code, Expect::NoException)
        })
    }
}

fn raises(class: &str) -> Expect {
    Expect::Raises(Raises {
        class: class.to_owned(),
        text: None,
        cause: None,
    })
}
