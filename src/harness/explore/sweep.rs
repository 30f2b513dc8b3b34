//! Every schedule with at most one deviation, at the finest grain.
//!
//! The systematic search trusts the harness to know which accesses touch the same thing. This one does not: it also finds
//! what hides behind an object that cannot be told from others.

use std::collections::{HashSet, VecDeque};

use crate::harness::explore::order::Order;
use crate::harness::explore::trace::{Decision, Trace};
use crate::model::schedule::{Grain, Plan, ThreadId};

/// The sweep, and what it still has to run.
#[derive(Debug)]
pub(crate) struct Sweep {
    phase: Phase,
    known: Known,
}

#[derive(Debug)]
enum Phase {
    /// The schedule without deviations was not asked for yet.
    Start,
    /// It is being run; its decisions say what else there is.
    Default,
    Rest(VecDeque<Plan>),
}

/// What the systematic search has run already.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Decisions of its default schedule.
    decisions: Vec<Step>,
    /// Schedules with one deviation that came to their end.
    plans: HashSet<Plan>,
}

/// A decision, without what depends on the search that met it.
type Step = (ThreadId, ThreadId, u32, Option<ThreadId>);

impl Known {
    pub(crate) fn note(&mut self, trace: &Trace) {
        let deviations = trace.deviations();
        match deviations.len() {
            0 => self.decisions = steps(&trace.decisions),
            1 => drop(self.plans.insert(deviations)),
            _ => {}
        }
    }

    /// Whether a schedule at the finest grain has been run at the coarse one: up to its deviation nothing was decided
    /// that the coarse one did not decide, and from there on it takes the defaults.
    fn covers(&self, plan: &Plan, fine: &[Step]) -> bool {
        let Some(until) = plan.first().map(|(at, _)| *at as usize + 1) else {
            return false;
        };
        let same = fine
            .get(..until)
            .is_some_and(|fine| self.decisions.get(..until) == Some(fine));
        same && self.plans.contains(plan)
    }
}

fn steps(decisions: &[Decision]) -> Vec<Step> {
    decisions
        .iter()
        .map(|d| (d.chosen, d.default, d.enabled.len(), d.yielded))
        .collect()
}

impl Sweep {
    pub(crate) fn new(known: Known) -> Self {
        Self {
            phase: Phase::Start,
            known,
        }
    }

    pub(crate) fn next(&mut self) -> Option<Order> {
        let plan = match &mut self.phase {
            Phase::Start => Plan::new(),
            Phase::Default => return None,
            Phase::Rest(plans) => plans.pop_front()?,
        };
        if let Phase::Start = self.phase {
            self.phase = Phase::Default;
        }
        Some(Order {
            grain: Grain::Fine,
            ..Order::plain(plan, true)
        })
    }

    /// Every schedule with at most one deviation has been run.
    pub(crate) fn is_complete(&self) -> bool {
        matches!(&self.phase, Phase::Rest(plans) if plans.is_empty())
    }

    /// Learns from the default schedule where the others leave it.
    pub(crate) fn record(&mut self, trace: &Trace) {
        if let Phase::Default = self.phase {
            let fine = steps(&trace.decisions);
            let plans = single_deviations(trace).into_iter();
            self.phase = Phase::Rest(plans.filter(|plan| !self.known.covers(plan, &fine)).collect());
        }
    }
}

/// All plans of one deviation: first those that pass over one thread, then those that pass over two, and so on.
fn single_deviations(trace: &Trace) -> Vec<Plan> {
    let threads = u32::try_from(trace.threads.len()).unwrap_or(u32::MAX).max(1);
    let mut found = Vec::new();
    for (at, decision) in (0..).zip(&trace.decisions) {
        for thread in decision.available().iter() {
            if thread != decision.chosen && decision.yielded != Some(thread) {
                let distance = (thread + threads - decision.chosen % threads) % threads;
                found.push((distance, at, thread));
            }
        }
    }
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, at, thread)| vec![(at, thread)])
        .collect()
}
