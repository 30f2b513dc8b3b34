//! The ends of a step's pieces, sorted by what they are about.

use crate::checks::call::Step;
use crate::model::observation::StepEnd;

/// See [`Step::pieces`] for the order.
pub(super) struct Ends<'a> {
    /// Of `unchanged`, before the step.
    pub(super) before: &'a [StepEnd],
    pub(super) code: &'a StepEnd,
    /// Of `identity`.
    pub(super) identity: &'a [StepEnd],
    pub(super) printed: Option<&'a StepEnd>,
    /// Of `unchanged`, after it.
    pub(super) after: &'a [StepEnd],
}

impl<'a> Ends<'a> {
    /// Takes the ends of a step off the front of `ends`; `None` when not all of them are there.
    pub(super) fn take(step: &Step, ends: &mut &'a [StepEnd]) -> Option<Self> {
        let captures = usize::from(step.prints.iter().any(Option::is_some));
        let mut next = |count: usize| {
            let (taken, rest) = ends.split_at_checked(count)?;
            *ends = rest;
            Some(taken)
        };
        let before = next(step.unchanged.len())?;
        next(captures)?;
        Some(Self {
            before,
            code: next(1)?.first()?,
            identity: next(step.identity.len())?,
            printed: next(captures)?.first(),
            after: next(step.unchanged.len())?,
        })
    }
}
