//! Which schedule to run next: a pure state machine that learns from the traces of earlier ones.
//!
//! ```text
//! Explorer::next ──> Order ── (session: the harness runs it) ──> answer ──> Trace + Outcome ── rule::violation ──> failed?
//!       ^                                                                       │
//!       └──────────────────────────── Explorer::record <────────────────────────┘
//! ```
//!
//! Up to four searches, one after another: the systematic one ([`dpor`]); where it did not get to its end, all schedules with
//! few forced switches ([`bounded`]); every single deviation at the finest grain ([`sweep`]); and, where the first did not get
//! to its end, schedules by chance ([`pct`]). The first failing schedule ends the search; a
//! [`Shortener`] then looks for a simpler schedule that fails in the same way, and asks for its confirmation.
//!
//! Nothing here does IO, reads a clock or draws random numbers; the same answers always lead to the same orders. Answers come
//! from a process that runs a student's code: [`answer`] checks them, and everything behind it can rely on a [`trace::Trace`].

pub(crate) mod answer;
mod answer_outcome;
mod answer_script;
pub(crate) mod bounded;
pub(crate) mod clocks;
pub(crate) mod dpor;
pub(crate) mod initials;
pub(crate) mod interleaving;
pub(crate) mod order;
pub(crate) mod orders;
pub(crate) mod outcome;
pub(crate) mod pct;
pub(crate) mod races;
pub(crate) mod rule;
pub(crate) mod serial;
pub(crate) mod shorten;
pub(crate) mod sweep;
pub(crate) mod text;
pub(crate) mod threads;
pub(crate) mod trace;
pub(crate) mod wire;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod toy;
#[cfg(test)]
mod toy_run;

use crate::harness::explore::bounded::Bounded;
use crate::harness::explore::dpor::Dpor;
use crate::harness::explore::order::Order;
use crate::harness::explore::pct::Pct;
use crate::harness::explore::shorten::{Shortener, Witness};
use crate::harness::explore::sweep::{Known, Sweep};
use crate::harness::explore::trace::{Trace, TraceEnd};
use crate::model::schedule::Budget;

/// One search through the schedules of one scenario.
#[derive(Debug)]
pub(crate) struct Explorer {
    budget: Budget,
    seed: u64,
    phase: Phase,
    /// Schedules of the current phase.
    runs: u32,
    /// What was asked for last, until its trace is recorded.
    asked: Option<Order>,
    counts: Counts,
    /// The most decisions that a schedule of the systematic search had.
    length: u32,
    release_points: bool,
    known: Known,
    bounded: Bounded,
    found: Option<Witness>,
}

#[derive(Debug)]
enum Phase {
    Systematic(Dpor),
    Bounded,
    Sweep(Sweep),
    Random(Pct),
    Over,
}

/// What a search can say about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) schedules: u64,
    /// Schedules given up half-way because an equivalent one had been run.
    pub(crate) pruned: u64,
    /// The systematic search came to its end, with nothing left out.
    pub(crate) exhausted: bool,
    /// Every schedule with at most one deviation, at the finest grain, was run.
    pub(crate) swept: bool,
    /// How many schedules had been run when the first failing one was found, itself included.
    pub(crate) found_after: Option<u64>,
    /// Every schedule with at most this many deviations was run; not counted where the search was exhausted.
    pub(crate) bound: Option<u32>,
}

impl Explorer {
    pub(crate) fn new(budget: Budget, seed: u64) -> Self {
        Self {
            budget,
            seed,
            phase: Phase::Systematic(Dpor::new()),
            runs: 0,
            asked: None,
            counts: Counts::default(),
            length: 0,
            release_points: false,
            known: Known::default(),
            bounded: Bounded::new(false),
            found: None,
        }
    }

    /// The next schedule to run; none when the search is over.
    pub(crate) fn next(&mut self) -> Option<Order> {
        loop {
            let order = match &mut self.phase {
                Phase::Systematic(dpor) => (self.runs < self.budget.schedules).then(|| dpor.next()).flatten(),
                Phase::Bounded => (self.runs < self.budget.sweep)
                    .then(|| self.bounded.next())
                    .flatten(),
                Phase::Sweep(sweep) => (self.runs < self.budget.sweep).then(|| sweep.next()).flatten(),
                Phase::Random(pct) => (self.runs < self.budget.random).then(|| pct.next()),
                Phase::Over => return None,
            };
            if order.is_some() {
                self.asked.clone_from(&order);
                return order;
            }
            self.next_phase();
        }
    }

    /// Learns from the schedule that [`Explorer::next`] asked for last. A failed one ends the search.
    pub(crate) fn record(&mut self, trace: &Trace, failed: bool) {
        let Some(order) = self.asked.take() else { return };
        self.runs += 1;
        self.counts.schedules += 1;
        if failed {
            self.fail(Witness::new(&order, trace));
            return;
        }
        let decisions = u32::try_from(trace.decisions.len()).unwrap_or(u32::MAX);
        match &mut self.phase {
            Phase::Systematic(dpor) => {
                self.counts.pruned += u64::from(trace.end == TraceEnd::Pruned);
                self.length = self.length.max(decisions);
                if trace.end == TraceEnd::Finished {
                    self.known.note(trace);
                }
                self.bounded.note(trace);
                dpor.record(trace);
                if dpor.release_points() != self.release_points {
                    self.release_points = true;
                    self.known = Known::default();
                    self.bounded = Bounded::new(true);
                }
            }
            Phase::Bounded => self.bounded.record(trace),
            Phase::Sweep(sweep) => sweep.record(trace),
            Phase::Random(pct) => pct.record(decisions),
            Phase::Over => {}
        }
    }

    /// Takes note that the schedule asked for last ended its process, so that there is no trace of it: it failed.
    pub(crate) fn record_loss(&mut self) {
        let Some(order) = self.asked.take() else { return };
        self.counts.schedules += 1;
        self.fail(Witness::without_trace(order));
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// The failing schedule that ended the search, to be shortened while it fails in the way that `key` names.
    pub(crate) fn shorten<K: PartialEq>(&self, key: K) -> Option<Shortener<K>> {
        self.found.clone().map(|witness| Shortener::new(witness, key))
    }

    fn fail(&mut self, witness: Witness) {
        self.counts.found_after = Some(self.counts.schedules);
        self.found = Some(witness);
        self.phase = Phase::Over;
    }

    fn next_phase(&mut self) {
        self.runs = 0;
        self.phase = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Systematic(mut dpor) => {
                // Only an empty queue is the end; the budget may have ended before.
                self.counts.exhausted =
                    self.counts.schedules > 0 && dpor.is_complete() && dpor.next().is_none();
                if self.counts.exhausted {
                    Phase::Sweep(Sweep::new(std::mem::take(&mut self.known)))
                } else {
                    Phase::Bounded
                }
            }
            Phase::Bounded => {
                // What the next one is, is known only when the ones before have been counted.
                let _ = self.bounded.next();
                self.counts.bound = self.bounded.bound();
                Phase::Sweep(Sweep::new(std::mem::take(&mut self.known)))
            }
            Phase::Sweep(sweep) => {
                self.counts.swept = sweep.is_complete();
                if self.counts.swept && !self.counts.exhausted {
                    self.counts.bound = self.counts.bound.max(Some(1));
                }
                if self.counts.exhausted {
                    Phase::Over
                } else {
                    Phase::Random(Pct::new(self.seed, self.release_points, self.length))
                }
            }
            Phase::Random(_) | Phase::Over => Phase::Over,
        };
    }
}
