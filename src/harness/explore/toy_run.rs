//! Runs a tiny program under an order, as the harness runs Python: with decisions, default choices, sleep sets, and a main
//! thread that starts the others and joins them.

use crate::harness::explore::order::{Order, SleepSet};
use crate::harness::explore::threads::ThreadSet;
use crate::harness::explore::toy::{Program, State, Step};
use crate::harness::explore::trace::{Decision, Event, Kind, Trace, TraceEnd};
use crate::model::schedule::ThreadId;

const MAX_STEPS: usize = 100;

/// One schedule: its trace, and what the program came to.
pub(super) fn run(program: &Program, order: &Order) -> (Trace, State) {
    let mut toy = Toy::new(program, order);
    toy.start_threads();
    let end = toy.run();
    let threads = (0..=program.len()).map(|thread| format!("T{thread}")).collect();
    let trace = Trace {
        end,
        decisions: toy.decisions,
        events: toy.events,
        names: toy
            .numbers
            .iter()
            .map(|place| format!("{place:?}").as_str().into())
            .collect(),
        threads,
        saw_try: toy.saw_try,
    };
    (trace, toy.state)
}

/// What an event is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Variable(usize),
    Lock(usize),
    /// What the main thread waits for when it joins a thread.
    Sentinel(usize),
}

/// How a thread stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Ready,
    /// Waits for a place; `true` where it is free at the moment.
    Waiting(Place, bool),
    Done,
}

/// Why a decision is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Step,
    Yield,
    Block,
}

struct Toy<'a> {
    program: &'a Program,
    order: &'a Order,
    state: State,
    standing: Vec<Standing>,
    /// Threads that have passed the decision before their next step.
    passed: Vec<bool>,
    /// How often each thread has just read a variable that is not large enough, and how many events there were then.
    idle: Vec<(u32, usize)>,
    joined: usize,
    current: usize,
    decisions: Vec<Decision>,
    last: Option<u32>,
    events: Vec<Event>,
    numbers: Vec<Place>,
    asleep: SleepSet,
    pruned: bool,
    saw_try: bool,
}

impl<'a> Toy<'a> {
    fn new(program: &'a Program, order: &'a Order) -> Self {
        let threads = program.len() + 1;
        Self {
            program,
            order,
            state: State::new(program),
            standing: vec![Standing::Ready; threads],
            passed: vec![false; threads],
            idle: vec![(0, 0); threads],
            joined: 0,
            current: 0,
            decisions: Vec::new(),
            last: None,
            events: Vec::new(),
            numbers: Vec::new(),
            asleep: SleepSet::new(),
            pruned: false,
            saw_try: false,
        }
    }

    fn start_threads(&mut self) {
        for child in 1..=self.program.len() {
            self.push(0, Kind::Spawn, u32::try_from(child).unwrap(), 0);
        }
    }

    fn run(&mut self) -> TraceEnd {
        for _ in 0..MAX_STEPS {
            let thread = self.current;
            let next = if thread == 0 {
                self.join_next()
            } else {
                self.step(thread)
            };
            match next {
                Some(next) => self.current = next,
                None if self.standing[0] == Standing::Done => return TraceEnd::Finished,
                None => return TraceEnd::Failed,
            }
            if self.pruned {
                return TraceEnd::Pruned;
            }
        }
        if self.asleep.is_empty() {
            TraceEnd::Steps
        } else {
            TraceEnd::Pruned
        }
    }

    /// The main thread takes the sentinel of the next thread, or waits for it.
    fn join_next(&mut self) -> Option<usize> {
        if self.joined == self.program.len() {
            self.standing[0] = Standing::Done;
            return None;
        }
        let place = Place::Sentinel(self.joined + 1);
        if self.standing[self.joined + 1] != Standing::Done {
            self.standing[0] = Standing::Waiting(place, false);
            return self.pick(0);
        }
        self.standing[0] = Standing::Ready;
        self.record(0, Kind::Acquire, place, 1 | 2);
        self.joined += 1;
        Some(0)
    }

    /// One turn of a thread: up to its next decision, or one step. Returns who goes on.
    fn step(&mut self, thread: usize) -> Option<usize> {
        let Some(step) = self.state.step(self.program, thread - 1) else {
            return self.finish(thread);
        };
        let has_point = match step {
            Step::Log => false,
            Step::Release(_) => self.order.release_points,
            _ => true,
        };
        if has_point && !self.passed[thread] {
            self.passed[thread] = true;
            let next = self.point(thread);
            if next != thread {
                return Some(next);
            }
        }
        match step {
            Step::Take(lock) => self.take(thread, step, lock),
            Step::Await(variable, least) => Some(self.wait_until(thread, step, variable, least)),
            _ => {
                self.access(thread, step);
                self.make(thread, step);
                Some(thread)
            }
        }
    }

    fn access(&mut self, thread: usize, step: Step) {
        match step {
            Step::Load(v) => self.record(thread, Kind::Read, Place::Variable(v), 0),
            Step::Store(v, _) | Step::Add(v, _) | Step::Set(v, _) => {
                self.record(thread, Kind::Write, Place::Variable(v), 0);
            }
            Step::Release(lock) => {
                self.record(thread, Kind::Release, Place::Lock(lock), 0);
                self.set_free(Place::Lock(lock), true);
            }
            Step::Try(lock, _) => {
                self.saw_try = true;
                let free = self.state.locks[lock].is_none();
                self.record(thread, Kind::Try, Place::Lock(lock), u8::from(free));
                if free {
                    self.set_free(Place::Lock(lock), false);
                }
            }
            Step::Log | Step::Take(_) | Step::Await(..) => {}
        }
    }

    fn take(&mut self, thread: usize, step: Step, lock: usize) -> Option<usize> {
        if self.state.locks[lock].is_some() {
            self.record(thread, Kind::Pending, Place::Lock(lock), 0);
            self.standing[thread] = Standing::Waiting(Place::Lock(lock), false);
            return self.pick(thread);
        }
        self.standing[thread] = Standing::Ready;
        self.record(thread, Kind::Acquire, Place::Lock(lock), 1);
        self.set_free(Place::Lock(lock), false);
        self.make(thread, step);
        Some(thread)
    }

    /// The third idle read in a row gives way first.
    fn wait_until(&mut self, thread: usize, step: Step, variable: usize, least: i64) -> usize {
        let (mut idle, events) = self.idle[thread];
        if events != self.events.len() {
            idle = 0;
        }
        if idle >= 2 {
            self.idle[thread] = (0, 0);
            if self.enabled().len() > 1 {
                let next = self.decide(thread, Moment::Yield);
                if next != thread {
                    return next;
                }
            }
        }
        self.record(thread, Kind::Read, Place::Variable(variable), 0);
        if self.state.variables[variable] >= least {
            self.make(thread, step);
        } else {
            self.idle[thread] = (idle + 1, self.events.len());
            self.passed[thread] = false;
        }
        thread
    }

    fn make(&mut self, thread: usize, step: Step) {
        self.state.make(thread - 1, step);
        self.passed[thread] = false;
    }

    fn finish(&mut self, thread: usize) -> Option<usize> {
        self.push(thread, Kind::End, 0, 0);
        self.record(thread, Kind::Release, Place::Sentinel(thread), 2);
        self.standing[thread] = Standing::Done;
        self.set_free(Place::Sentinel(thread), true);
        self.pick(thread)
    }

    /// All who wait for a place can go on, or cannot any more.
    fn set_free(&mut self, place: Place, free: bool) {
        for standing in &mut self.standing {
            if let Standing::Waiting(wanted, is_free) = standing
                && *wanted == place
            {
                *is_free = free;
            }
        }
    }

    fn enabled(&self) -> ThreadSet {
        let ready = |standing: &Standing| matches!(standing, Standing::Ready | Standing::Waiting(_, true));
        (0..)
            .zip(&self.standing)
            .filter(|(_, standing)| ready(standing))
            .map(|(thread, _)| thread)
            .collect()
    }

    fn point(&mut self, thread: usize) -> usize {
        if self.enabled().len() > 1 {
            return self.decide(thread, Moment::Step);
        }
        self.last = None;
        thread
    }

    /// Who goes on when a thread cannot.
    fn pick(&mut self, thread: usize) -> Option<usize> {
        let enabled = self.enabled();
        if enabled.len() > 1 {
            return Some(self.decide(thread, Moment::Block));
        }
        self.last = None;
        enabled.first().map(|only| only as usize)
    }

    fn decide(&mut self, thread: usize, moment: Moment) -> usize {
        let enabled = self.enabled();
        let own = u32::try_from(thread).unwrap();
        let index = u32::try_from(self.decisions.len()).unwrap();
        let stays = moment == Moment::Step && enabled.contains(own);
        let default = if stays { own } else { self.next_after(own, enabled) };
        let planned = self.order.plan.iter().find(|(at, _)| *at == index);
        let planned = planned
            .map(|(_, thread)| *thread)
            .filter(|thread| enabled.contains(*thread));
        let mut chosen = planned
            .or_else(|| self.by_chance(index, enabled))
            .unwrap_or(default);
        if let Some(sleep) = &self.order.sleep {
            if sleep.at == index {
                self.asleep = sleep.set.clone();
                self.asleep.remove(&chosen);
            } else if index > sleep.at && self.asleep.contains_key(&chosen) {
                let yields = |other: &ThreadId| moment == Moment::Yield && *other == own;
                let awake = enabled
                    .iter()
                    .find(|other| !self.asleep.contains_key(other) && !yields(other));
                self.pruned = awake.is_none();
                chosen = awake.unwrap_or(default);
            }
        }
        let events = u32::try_from(self.events.len()).unwrap();
        self.decisions.push(Decision {
            chosen,
            enabled,
            running: stays.then_some(own),
            default,
            yielded: (moment == Moment::Yield).then_some(own),
            sleepers: ThreadSet::EMPTY,
            asleep: self.asleep.keys().copied().collect(),
            first_event: events,
            quiet: self
                .decisions
                .last()
                .is_some_and(|before| before.first_event == events),
            locations: u32::try_from(self.numbers.len()).unwrap(),
        });
        self.last = Some(index);
        chosen as usize
    }

    fn by_chance(&self, index: u32, enabled: ThreadSet) -> Option<ThreadId> {
        let seed = self.order.random?.seed;
        let number = (seed ^ u64::from(index)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        enabled
            .iter()
            .nth(usize::try_from(number).unwrap() % enabled.len() as usize)
    }

    fn next_after(&self, thread: ThreadId, enabled: ThreadSet) -> ThreadId {
        let count = u32::try_from(self.standing.len()).unwrap();
        (1..=count)
            .map(|distance| (thread + distance) % count)
            .find(|next| enabled.contains(*next))
            .unwrap()
    }

    fn record(&mut self, thread: usize, kind: Kind, place: Place, flags: u8) {
        let known = self.numbers.iter().position(|known| *known == place);
        let location = known.unwrap_or_else(|| {
            self.numbers.push(place);
            self.numbers.len() - 1
        });
        self.push(thread, kind, u32::try_from(location).unwrap(), flags);
        if flags & 2 == 0 && kind.is_access() {
            self.wake(
                u32::try_from(thread).unwrap(),
                kind,
                u32::try_from(location).unwrap(),
            );
        }
    }

    /// Threads whose next transition conflicts with an access wake up.
    fn wake(&mut self, thread: ThreadId, kind: Kind, location: u32) {
        if self.asleep.contains_key(&thread) {
            self.pruned = true;
        }
        let name = format!("{:?}", self.numbers[location as usize]);
        self.asleep.retain(|_, transition| {
            !transition.iter().any(|access| {
                let same = access
                    .location
                    .map_or(*access.name == *name, |known| known == location);
                same && kind.conflicts().contains(&access.kind)
            })
        });
    }

    fn push(&mut self, thread: usize, kind: Kind, location: u32, flags: u8) {
        let (taking, untracked, same_tick) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
        let thread = u32::try_from(thread).unwrap();
        self.events.push(Event {
            thread,
            kind,
            location,
            decision: self.last,
            taking,
            untracked,
            same_tick,
        });
    }
}
