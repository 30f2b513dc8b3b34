//! What to ask of the harness: which schedule to run next.

use std::collections::BTreeMap;

use crate::harness::explore::trace::Transition;
use crate::model::schedule::{Grain, Plan, Replay, ThreadId};

/// One schedule to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) plan: Plan,
    pub(crate) sleep: Option<Sleep>,
    pub(crate) grain: Grain,
    /// Whether there is a decision before the release of a lock.
    pub(crate) release_points: bool,
    /// Choices by chance where the plan says nothing.
    pub(crate) random: Option<Random>,
    /// Whether the answer shall tell lines and values.
    pub(crate) verbose: bool,
}

impl Order {
    /// A schedule that is known already.
    pub(crate) fn of(replay: &Replay) -> Self {
        Self {
            grain: replay.grain,
            ..Self::plain(replay.plan.clone(), replay.release_points)
        }
    }

    /// What runs this schedule again.
    pub(crate) fn replay(&self, scenario: &str) -> Replay {
        Replay {
            scenario: scenario.to_owned(),
            plan: self.plan.clone(),
            grain: self.grain,
            release_points: self.release_points,
        }
    }

    /// A plan at the grain of the systematic search.
    pub(crate) fn plain(plan: Plan, release_points: bool) -> Self {
        Self {
            plan,
            sleep: None,
            grain: Grain::Coarse,
            release_points,
            random: None,
            verbose: false,
        }
    }
}

/// Threads that need not be chosen first from a decision on, because those schedules are run elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sleep {
    pub(crate) at: u32,
    pub(crate) set: SleepSet,
}

/// What each sleeping thread would do; an access that conflicts with it wakes the thread.
pub(crate) type SleepSet = BTreeMap<ThreadId, Transition>;

/// Random priorities with a few random moments at which the running thread falls behind (PCT, Burckhardt et al. 2010).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Random {
    pub(crate) seed: u64,
    /// One more than the number of such moments.
    pub(crate) depth: u32,
    /// How many decisions a schedule is expected to have.
    pub(crate) length: u32,
}
