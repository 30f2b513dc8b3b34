//! From a failing schedule to a simpler one that fails in the same way, and its confirmation.

use std::collections::{HashSet, VecDeque};

use crate::harness::explore::order::Order;
use crate::harness::explore::trace::Trace;
use crate::model::schedule::Plan;

/// Schedules that may be run to find a simpler one; the confirmation comes on top.
const MAX_TRIES: u32 = 60;

/// A failing schedule.
#[derive(Debug, Clone)]
pub(crate) struct Witness {
    /// What to ask for to see it again.
    order: Order,
    /// Deviations that take the processor from a thread that could have gone on.
    forced: usize,
}

impl Witness {
    /// The schedule as it went, whatever led to it: chance and sleep sets become plain deviations.
    pub(crate) fn new(order: &Order, trace: &Trace) -> Self {
        let interrupts = |decision: &&_| is_interruption(decision);
        let forced = trace.decisions.iter().filter(interrupts).count();
        let plain = Order::plain(trace.deviations(), order.release_points);
        Self {
            order: Order {
                grain: order.grain,
                ..plain
            },
            forced,
        }
    }

    /// A schedule that nothing came back from.
    pub(crate) fn without_trace(order: Order) -> Self {
        let forced = order.plan.len();
        Self {
            order: Order {
                sleep: None,
                verbose: false,
                ..order
            },
            forced,
        }
    }

    /// Fewer deviations are simpler, then fewer interruptions, then those that come earlier.
    fn simpler_than(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.order.plan, &other.order.plan);
        (mine.len(), self.forced, mine) < (theirs.len(), other.forced, theirs)
    }
}

fn is_interruption(decision: &super::trace::Decision) -> bool {
    decision.running.is_some_and(|running| running != decision.chosen)
}

/// Tries simpler schedules one after another. `K` names the way in which a schedule fails.
#[derive(Debug)]
pub(crate) struct Shortener<K> {
    key: K,
    best: Witness,
    candidates: VecDeque<Plan>,
    tried: HashSet<Plan>,
    asked: Asked,
    runs: u32,
    confirmed: Option<bool>,
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Candidate(Order),
    Confirmation,
}

impl<K: PartialEq> Shortener<K> {
    pub(crate) fn new(found: Witness, key: K) -> Self {
        let mut shortener = Self {
            key,
            // The default schedule has been run, and did not fail if this is another one.
            tried: HashSet::from([Plan::new(), found.order.plan.clone()]),
            candidates: VecDeque::new(),
            best: found,
            asked: Asked::Nothing,
            runs: 0,
            confirmed: None,
        };
        shortener.candidates = shortener.shorter_plans();
        shortener
    }

    /// The next schedule to run; the last one is verbose and confirms the result.
    pub(crate) fn next(&mut self) -> Option<Order> {
        if self.confirmed.is_some() {
            return None;
        }
        while self.runs < MAX_TRIES
            && let Some(plan) = self.candidates.pop_front()
        {
            if self.tried.insert(plan.clone()) {
                let order = Order {
                    plan,
                    ..self.best.order.clone()
                };
                self.asked = Asked::Candidate(order.clone());
                return Some(order);
            }
        }
        self.asked = Asked::Confirmation;
        Some(Order {
            verbose: true,
            ..self.best.order.clone()
        })
    }

    /// Learns how the schedule that [`Shortener::next`] asked for went: its trace, where there is one, and the way in which
    /// it failed, if it did.
    pub(crate) fn record(&mut self, trace: Option<&Trace>, failed: Option<&K>) {
        let same = failed == Some(&self.key);
        match std::mem::replace(&mut self.asked, Asked::Nothing) {
            Asked::Nothing => {}
            Asked::Confirmation => self.confirmed = Some(same),
            Asked::Candidate(order) => {
                self.runs += 1;
                let witness = match trace {
                    Some(trace) => Witness::new(&order, trace),
                    None => Witness::without_trace(order),
                };
                if same && witness.simpler_than(&self.best) {
                    self.tried.insert(witness.order.plan.clone());
                    self.best = witness;
                    self.candidates = self.shorter_plans();
                }
            }
        }
    }

    /// The simplest failing schedule found.
    #[cfg(test)]
    pub(crate) fn plan(&self) -> &Plan {
        &self.best.order.plan
    }

    /// Whether the last, verbose run failed in the same way.
    pub(crate) fn is_confirmed(&self) -> bool {
        self.confirmed == Some(true)
    }

    /// The best plan without one part of it: halves first, then quarters, down to single deviations, the last ones first;
    /// and each deviation alone.
    ///
    /// A thread that is switched to meets a decision of its own at once. Without the switch the later decisions come one
    /// earlier, so that each part is also left out in that way.
    fn shorter_plans(&self) -> VecDeque<Plan> {
        let plan = &self.best.order.plan;
        let mut shorter = VecDeque::new();
        let mut size = if plan.len() > 3 {
            plan.len() / 2
        } else {
            plan.len().min(2)
        };
        while size > 0 {
            for start in (0..plan.len()).step_by(size).rev() {
                let end = (start + size).min(plan.len());
                let (before, after) = (&plan[..start], &plan[end..]);
                shorter.push_back([before, after].concat());
                if size <= 2 {
                    let earlier = after.iter().map(|(at, thread)| (at.saturating_sub(1), *thread));
                    shorter.push_back(before.iter().copied().chain(earlier).collect());
                }
            }
            size /= 2;
        }
        shorter.extend(plan.iter().map(|deviation| vec![*deviation]));
        shorter
    }
}
