//! Which events of a schedule depend on which: vector clocks.
//!
//! An event depends on an earlier one of the same thread, on an earlier one that it conflicts with, on the release of the
//! lock that it takes, and on what happened before its thread was started or before a thread ended that it joins.

use std::collections::{BTreeMap, HashMap};

use crate::harness::explore::trace::{Event, Kind, Trace};
use crate::model::schedule::ThreadId;

/// More races of one schedule than this are not looked at; an honest schedule has as many only if it is very long.
const MAX_RACES: usize = 50_000;

/// How many ticks of each thread something depends on.
type Clock = Vec<u32>;

/// Two conflicting events of different threads that nothing between them forces into this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Race {
    pub(crate) earlier: usize,
    /// The decision directly before the earlier event, where there was one.
    pub(crate) decision: Option<u32>,
    /// Beyond the last event for a thread that still waits at the end.
    pub(crate) later: usize,
    /// The thread of the later event.
    pub(crate) thread: ThreadId,
}

/// The order of the events of one schedule.
#[derive(Debug)]
pub(crate) struct Clocks {
    threads: usize,
    /// The clocks of all events, one after another.
    rows: Vec<u32>,
    /// The tick of each event in its own thread.
    ticks: Vec<u32>,
    races: Vec<Race>,
    /// There were more races than are kept.
    cut: bool,
}

impl Clocks {
    pub(crate) fn of(trace: &Trace) -> Self {
        let mut build = Build::new(&trace.events, trace.threads.len());
        for event in &trace.events {
            build.event(event);
        }
        build.still_waiting();
        build.done
    }

    /// Conflicting pairs in the order of their later events.
    pub(crate) fn races(&self) -> &[Race] {
        &self.races
    }

    /// Whether there were more races than those returned.
    pub(crate) fn were_cut(&self) -> bool {
        self.cut
    }

    pub(crate) fn tick(&self, event: usize) -> u32 {
        self.ticks[event]
    }

    /// How many ticks of a thread an event depends on, its own included.
    pub(crate) fn seen(&self, event: usize, thread: ThreadId) -> u32 {
        self.rows[event * self.threads + thread as usize]
    }

    fn row(&mut self, event: usize) -> &mut [u32] {
        let start = event * self.threads;
        &mut self.rows[start..start + self.threads]
    }
}

/// The last access of one thread to a location, of one kind.
#[derive(Debug, Clone, Copy)]
struct Last {
    thread: ThreadId,
    tick: u32,
    decision: Option<u32>,
    event: usize,
}

/// All accesses of one kind to a location.
#[derive(Debug, Default)]
struct History {
    /// In the order in which threads first came.
    last: Vec<Last>,
    joined: Clock,
}

struct Build<'t> {
    events: &'t [Event],
    done: Clocks,
    now: Vec<Clock>,
    ended: Vec<Option<Clock>>,
    /// Attempts of threads that wait for a lock.
    waiting: BTreeMap<ThreadId, &'t Event>,
    histories: HashMap<(u32, Kind), History>,
    released: HashMap<u32, Clock>,
}

impl<'t> Build<'t> {
    fn new(events: &'t [Event], threads: usize) -> Self {
        Self {
            events,
            done: Clocks {
                threads,
                rows: Vec::with_capacity(threads * events.len()),
                ticks: Vec::with_capacity(events.len()),
                races: Vec::new(),
                cut: false,
            },
            now: vec![vec![0; threads]; threads],
            ended: vec![None; threads],
            waiting: BTreeMap::new(),
            histories: HashMap::new(),
            released: HashMap::new(),
        }
    }

    fn event(&mut self, event: &'t Event) {
        let thread = event.thread as usize;
        if event.kind == Kind::Pending {
            self.waiting.insert(event.thread, event);
            self.attempt(event);
            return;
        }
        self.waiting.remove(&event.thread);
        if event.is_access() {
            self.find_races(event, event.kind, true);
        }
        self.synchronise(event);
        if !event.same_tick {
            self.now[thread][thread] += 1;
        }
        if event.kind == Kind::Spawn {
            self.now[event.location as usize] = self.child_of(thread, event.location as usize);
        }
        let index = self.store(thread);
        self.remember(event, index);
        if event.same_tick {
            self.widen_operation(thread, index);
        }
    }

    /// An acquisition that has to wait may still have come before those that made it wait.
    fn attempt(&mut self, event: &Event) {
        let wanted = if event.taking { Kind::Try } else { Kind::Acquire };
        self.find_races(event, wanted, false);
        self.store(event.thread as usize);
    }

    /// Threads that wait at the end may have been passed by others since they began.
    fn still_waiting(&mut self) {
        for event in std::mem::take(&mut self.waiting).into_values() {
            self.attempt(event);
        }
    }

    /// Looks for conflicting events that the thread does not know of yet, and joins their clocks where asked.
    fn find_races(&mut self, event: &Event, kind: Kind, join: bool) {
        let later = self.done.ticks.len();
        let clock = &mut self.now[event.thread as usize];
        for other in kind.conflicts() {
            let Some(history) = self.histories.get(&(event.location, *other)) else {
                continue;
            };
            for last in &history.last {
                if last.thread == event.thread || last.tick <= clock[last.thread as usize] {
                    continue;
                }
                let (earlier, decision) = (last.event, last.decision);
                if self.done.races.len() == MAX_RACES {
                    self.done.cut = true;
                    break;
                }
                self.done.races.push(Race {
                    earlier,
                    decision,
                    later,
                    thread: event.thread,
                });
            }
            if join {
                raise(clock, &history.joined);
            }
        }
    }

    /// Joins what the event waited for.
    fn synchronise(&mut self, event: &Event) {
        let clock = &mut self.now[event.thread as usize];
        let waited_for = match event.kind {
            Kind::Acquire | Kind::Try if event.taking => self.released.get(&event.location),
            Kind::Joined => self.ended.get(event.location as usize).and_then(Option::as_ref),
            _ => None,
        };
        if let Some(waited_for) = waited_for {
            raise(clock, waited_for);
        }
    }

    /// The clock of a thread that starts: what its parent knows, on top of nothing.
    fn child_of(&self, parent: usize, child: usize) -> Clock {
        let mut clock = self.now[parent].clone();
        clock[child] = clock[child].max(self.now[child][child]);
        clock
    }

    /// A further access of an operation widens what its earlier ones depend on: they are one.
    fn widen_operation(&mut self, thread: usize, last: usize) {
        let clock = &self.now[thread];
        for index in (0..last).rev() {
            let event = &self.events[index];
            if event.thread as usize != thread || self.done.ticks[index] != clock[thread] {
                break;
            }
            self.done.row(index).copy_from_slice(clock);
            if let Some(history) = self.histories.get_mut(&(event.location, event.kind)) {
                raise(&mut history.joined, clock);
            }
        }
    }

    fn remember(&mut self, event: &Event, index: usize) {
        let thread = event.thread as usize;
        let clock = &self.now[thread];
        match event.kind {
            Kind::Release => drop(self.released.insert(event.location, clock.clone())),
            Kind::End => self.ended[thread] = Some(clock.clone()),
            _ => {}
        }
        if !event.is_access() {
            return;
        }
        let history = self.histories.entry((event.location, event.kind)).or_default();
        let last = Last {
            thread: event.thread,
            tick: clock[thread],
            decision: event.decision,
            event: index,
        };
        match history.last.iter_mut().find(|known| known.thread == event.thread) {
            Some(known) => *known = last,
            None => history.last.push(last),
        }
        history.joined.resize(clock.len(), 0);
        raise(&mut history.joined, clock);
    }

    /// Writes down the clock of a thread as that of the next event.
    fn store(&mut self, thread: usize) -> usize {
        let clock = &self.now[thread];
        self.done.rows.extend_from_slice(clock);
        self.done.ticks.push(clock[thread]);
        self.done.ticks.len() - 1
    }
}

fn raise(clock: &mut [u32], other: &[u32]) {
    for (mine, theirs) in clock.iter_mut().zip(other) {
        *mine = (*mine).max(*theirs);
    }
}
