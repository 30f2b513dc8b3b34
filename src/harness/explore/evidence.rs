//! Pairs of lines whose order nothing in the program settles: an explanation, never a verdict.
//!
//! Correct programs have such pairs (a flag that is only ever set, a list that is only appended to), and wrong ones may have
//! none (a lock released too early).

use std::collections::{BTreeSet, HashMap};

use crate::harness::explore::clocks::{Clocks, Race, Relation};
use crate::harness::explore::outcome::StepRow;
use crate::harness::explore::trace::Trace;
use crate::model::verdict::Location;

/// Two lines that access the same data, at least one of them writing, in no settled order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UnorderedLines {
    pub(crate) first: Location,
    pub(crate) second: Location,
    /// What both access.
    pub(crate) target: String,
}

/// The unordered pairs of one schedule that was run verbosely, each once.
pub(crate) fn unordered_lines(trace: &Trace, rows: &[StepRow]) -> Vec<UnorderedLines> {
    let by_event: HashMap<usize, &StepRow> = rows.iter().filter_map(|row| Some((row.event?, row))).collect();
    let clocks = Clocks::of(trace, Relation::Synchronisation);
    // An operation of two accesses is shown by one row, which may name either.
    let row_of = |event: usize| {
        let thread = trace.events[event].thread;
        let same_operation = |near: &usize| {
            let known = trace
                .events
                .get(*near)
                .is_some_and(|known| known.thread == thread);
            known && clocks.tick(*near) == clocks.tick(event)
        };
        let near = [Some(event), event.checked_sub(1), event.checked_add(1)]
            .into_iter()
            .flatten();
        near.filter(same_operation).find_map(|near| by_event.get(&near))
    };
    let mut found = BTreeSet::new();
    let of_data = |race: &&Race| {
        trace
            .events
            .get(race.later)
            .is_some_and(|later| later.kind.is_data())
    };
    for race in clocks.races().iter().filter(of_data) {
        if let (Some(first), Some(second)) = (row_of(race.earlier), row_of(race.later)) {
            let (first, second, target) = (first.at.clone(), second.at.clone(), second.target.clone());
            found.insert(UnorderedLines {
                first,
                second,
                target,
            });
        }
    }
    found.into_iter().collect()
}
