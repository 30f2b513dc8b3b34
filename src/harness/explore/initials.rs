//! Which threads can make the first step towards the reversal of a race.
//!
//! The steps between the two events of a race that do not depend on the earlier one, followed by the later one, could all
//! have happened before the earlier one. To see the reversal it is enough that *one* of the threads that can start this
//! sequence is tried there (source sets: Abdulla, Aronsson, Jonsson, Sagonas, "Optimal dynamic partial order reduction", 2014).

use crate::harness::explore::clocks::{Clocks, Race};
use crate::harness::explore::threads::ThreadSet;
use crate::harness::explore::trace::{Event, Kind, Trace};
use crate::model::schedule::ThreadId;

/// Finds initials in one schedule.
pub(crate) struct Initials<'t> {
    events: &'t [Event],
    clocks: &'t Clocks,
    /// The events of each thread, attempts that had to wait left out: they change nothing.
    by_thread: Vec<Vec<usize>>,
}

impl<'t> Initials<'t> {
    pub(crate) fn new(trace: &'t Trace, clocks: &'t Clocks) -> Self {
        let mut by_thread = vec![Vec::new(); trace.threads.len()];
        for (index, event) in trace.events.iter().enumerate() {
            if event.kind != Kind::Pending {
                by_thread[event.thread as usize].push(index);
            }
        }
        Self {
            events: &trace.events,
            clocks,
            by_thread,
        }
    }

    pub(crate) fn of(&self, race: &Race) -> ThreadSet {
        let firsts = self.firsts(race);
        let free = |event: usize, of: ThreadId| {
            let known = |&(thread, first): &(ThreadId, usize)| {
                thread != of && self.clocks.seen(event, thread) >= self.clocks.tick(first)
            };
            !firsts.iter().any(known)
        };
        let starts = firsts.iter().filter(|(thread, first)| free(*first, *thread));
        let mut initials: ThreadSet = starts.map(|(thread, _)| *thread).collect();
        let moved = firsts.iter().any(|(thread, _)| *thread == race.thread);
        if !moved && free(race.later, race.thread) {
            initials.insert(race.thread);
        }
        initials
    }

    /// The first event between the two of each thread, where it does not depend on the earlier one.
    fn firsts(&self, race: &Race) -> Vec<(ThreadId, usize)> {
        let first_thread = self.events[race.earlier].thread;
        let first_tick = self.clocks.tick(race.earlier);
        let mut firsts = Vec::new();
        for (thread, events) in (0..).zip(&self.by_thread) {
            let next = events.partition_point(|event| *event <= race.earlier);
            let Some(event) = events.get(next).copied().filter(|event| *event < race.later) else {
                continue;
            };
            if self.clocks.seen(event, first_thread) < first_tick {
                firsts.push((thread, event));
            }
        }
        firsts
    }
}
