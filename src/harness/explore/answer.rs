//! The careful reading of the answer to a `schedule` question.
//!
//! It comes from a process that ran a student's code. Every number in it is checked against what it counts before anything
//! relies on it, and sizes are bounded, so that a forged answer costs no more than an honest one.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::harness::explore::outcome::Outcome;
use crate::harness::explore::threads::{MAX_THREADS, ThreadSet};
use crate::harness::explore::trace::{Decision, Event, Kind, Trace, TraceEnd};
use crate::harness::explore::wire::{Mask, ScheduleAnswer, WireEnd};
use crate::model::schedule::OperationEnd;
use crate::model::value::Exception;

/// Events times threads: the numbers that the clocks of one schedule consist of.
const MAX_CLOCK_NUMBERS: usize = 1 << 24;
const MAX_ITEMS: usize = 1 << 20;
const MAX_NAME: usize = 300;

/// What is wrong with an answer, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadAnswer(pub(crate) String);

/// How ends of operations and exceptions are read: they look the same in every answer, not only in this one.
#[derive(Clone, Copy)]
pub(crate) struct Decode {
    pub(crate) end: fn(&Json) -> Result<OperationEnd, String>,
    pub(crate) exception: fn(&Json) -> Result<Exception, String>,
}

impl ScheduleAnswer {
    /// What the search learns from, and what the rule judges.
    pub(crate) fn read(self, decode: Decode) -> Result<(Trace, Outcome), BadAnswer> {
        let mut trace = self.trace()?;
        let mut outcome = self.outcome(&trace, decode)?;
        if outcome.is_endless() && trace.decisions.last().is_some_and(|last| !last.asleep.is_empty()) {
            // Somebody waits in a loop for a thread that only the sleep set keeps from going on: no fault of the program,
            // and the fair schedule that starts in the same way is run elsewhere.
            trace.end = TraceEnd::Pruned;
            outcome.pruned = true;
        }
        Ok((trace, outcome))
    }

    fn trace(&self) -> Result<Trace, BadAnswer> {
        let threads = self.threads.len();
        ensure(
            threads <= MAX_THREADS as usize,
            "too many threads in one schedule",
        )?;
        ensure(
            self.events.len().saturating_mul(threads) <= MAX_CLOCK_NUMBERS,
            "too many events in one schedule",
        )?;
        ensure(
            self.decisions.len().max(self.names.len()).max(self.watched.len()) <= MAX_ITEMS,
            "too many decisions, locations or calls",
        )?;
        ensure(
            self.names.iter().all(|name| name.len() <= MAX_NAME),
            "a location with a long name",
        )?;
        ensure(
            self.threads.iter().all(|(name, _)| name.len() <= MAX_NAME),
            "a thread with a long name",
        )?;
        let events = self.events()?;
        Ok(Trace {
            end: match self.end {
                WireEnd::Finished => TraceEnd::Finished,
                WireEnd::Failed => TraceEnd::Failed,
                WireEnd::Pruned => TraceEnd::Pruned,
                WireEnd::Steps => TraceEnd::Steps,
            },
            decisions: self.decisions()?,
            events,
            names: self.names.iter().map(|name| Arc::from(name.as_str())).collect(),
            threads: unique(self.threads.iter().map(|(name, _)| name.as_str())),
            saw_try: self.saw_try,
        })
    }

    fn events(&self) -> Result<Vec<Event>, BadAnswer> {
        let mut events = Vec::with_capacity(self.events.len());
        let mut latest = 0;
        for &(thread, code, location, decision, flags) in &self.events {
            let kind = Kind::from_code(code).ok_or_else(|| bad("an event of an unknown kind"))?;
            ensure(
                (thread as usize) < self.threads.len(),
                "an event of an unknown thread",
            )?;
            let known = match kind {
                Kind::Spawn | Kind::Joined => self.threads.len(),
                _ => self.names.len(),
            };
            // The end of a thread is at no location.
            ensure(
                kind == Kind::End || (location as usize) < known,
                "an event at an unknown location",
            )?;
            let decision = optional(
                decision,
                self.decisions.len(),
                "an event after an unknown decision",
            )?;
            if let Some(decision) = decision {
                ensure(decision >= latest, "decisions out of order")?;
                latest = decision;
            }
            let (taking, untracked, same_tick) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
            events.push(Event {
                thread,
                kind,
                location,
                decision,
                taking,
                untracked,
                same_tick,
            });
        }
        Ok(events)
    }

    fn decisions(&self) -> Result<Vec<Decision>, BadAnswer> {
        let (count, threads) = (self.decisions.len(), self.threads.len());
        ensure(
            self.sleeping.is_empty() || self.sleeping.len() == count,
            "sleep sets for other decisions",
        )?;
        ensure(self.locs_at.len() == count, "locations for other decisions")?;
        ensure(self.events_at.len() == count, "events for other decisions")?;
        ensure(self.events_at.is_sorted(), "decisions out of order")?;
        let mut decisions = Vec::with_capacity(count);
        for (at, (chosen, enabled, running, default, yielded, sleepers)) in self.decisions.iter().enumerate()
        {
            ensure(
                (*chosen.max(default) as usize) < threads,
                "a decision for an unknown thread",
            )?;
            let asleep = self
                .sleeping
                .get(at)
                .and_then(Option::as_deref)
                .unwrap_or_default();
            decisions.push(Decision {
                chosen: *chosen,
                enabled: enabled.threads(threads)?,
                running: optional(*running, threads, "a decision of an unknown thread")?,
                default: *default,
                yielded: optional(*yielded, threads, "a decision of an unknown thread")?,
                sleepers: sleepers.threads(threads)?,
                asleep: asleep.iter().copied().collect(),
                first_event: self.events_at[at],
                quiet: at > 0 && self.events_at[at - 1] == self.events_at[at],
                locations: self.locs_at[at],
            });
        }
        Ok(decisions)
    }
}

impl Mask {
    fn threads(&self, count: usize) -> Result<ThreadSet, BadAnswer> {
        let mask = match self {
            Self::Number(number) => u128::from(*number),
            Self::Text(text) => {
                let digits = text
                    .strip_prefix("0x")
                    .ok_or_else(|| bad("a set of threads that is no number"))?;
                u128::from_str_radix(digits, 16).map_err(|_| bad("a set of threads that is no number"))?
            }
        };
        let set = ThreadSet::from_mask(mask);
        ensure(
            set.last().is_none_or(|last| (last as usize) < count),
            "a set with an unknown thread",
        )?;
        Ok(set)
    }
}

/// Names of threads that are told apart: students may give several one name.
fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut unlike = |name: &'a str| {
        let count = known.entry(name).or_default();
        *count += 1;
        if *count == 1 {
            name.to_owned()
        } else {
            format!("{name} ({count})")
        }
    };
    names.map(&mut unlike).collect()
}

/// An index below `count`; -1 stands for none.
pub(super) fn optional(index: i64, count: usize, what: &str) -> Result<Option<u32>, BadAnswer> {
    if index == -1 {
        return Ok(None);
    }
    let index = u32::try_from(index).map_err(|_| bad(what))?;
    ensure((index as usize) < count, what)?;
    Ok(Some(index))
}

pub(super) fn ensure(holds: bool, what: &str) -> Result<(), BadAnswer> {
    if holds { Ok(()) } else { Err(bad(what)) }
}

pub(super) fn bad(what: &str) -> BadAnswer {
    BadAnswer(what.to_owned())
}
