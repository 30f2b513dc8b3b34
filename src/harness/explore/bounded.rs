//! Every schedule with at most so many forced switches, one more at a time, for a scenario whose schedules are too many.
//!
//! A forced switch is a decision where another thread goes on than the one that would: the one that ran, or, where that
//! one cannot go on, the next in turn. Nothing is left out by looking at races: a bound can stand between a race and
//! the schedule that shows its reversal, so that a reduction by races may miss schedules within the bound (Coons,
//! Musuvathi and `McKinley`, "Bounded partial-order reduction", 2013). Left out is only a switch that leads where another
//! schedule with no more forced switches has been: to the same thread after the same steps in the same order, up to the
//! order of independent ones. From there on both take the same defaults and the same further switches.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::harness::explore::clocks::Clocks;
use crate::harness::explore::order::Order;
use crate::harness::explore::threads::ThreadSet;
use crate::harness::explore::trace::{Event, Kind, Trace, TraceEnd};
use crate::model::schedule::{Plan, ThreadId};

/// More forced switches than this are not counted.
const MOST_SWITCHES: usize = 8;
/// More schedules than this are not remembered.
const MAX_WAITING: usize = 100_000;

/// What has been done up to a decision: two numbers that differ where the steps, or the order of dependent ones, do.
type Past = (u64, u64);

/// The decisions of a schedule from its last forced switch on.
type Turns = Vec<Turn>;

#[derive(Debug)]
struct Turn {
    index: u32,
    past: Past,
    chosen: ThreadId,
    others: ThreadSet,
}

/// The search, and what it still has to run.
#[derive(Debug)]
pub(crate) struct Bounded {
    /// Schedules that other searches have run.
    known: HashMap<Plan, Turns>,
    release_points: bool,
    /// Which thread went on after what.
    reached: HashSet<(Past, ThreadId)>,
    /// Schedules with the present number of forced switches that are to be run.
    waiting: VecDeque<Plan>,
    /// Those that have been run.
    run: Vec<(Plan, Turns)>,
    switches: usize,
    asked: Option<Plan>,
    bound: Option<u32>,
    /// Something could not be followed to its end.
    broken: bool,
}

impl Bounded {
    pub(crate) fn new(release_points: bool) -> Self {
        Self {
            known: HashMap::new(),
            release_points,
            reached: HashSet::new(),
            waiting: VecDeque::from([Plan::new()]),
            run: Vec::new(),
            switches: 0,
            asked: None,
            bound: None,
            broken: false,
        }
    }

    /// Takes note of a schedule that another search has run at the coarse grain.
    pub(crate) fn note(&mut self, trace: &Trace) {
        let plan = trace.deviations();
        if trace.end == TraceEnd::Finished && plan.len() <= MOST_SWITCHES {
            let turns = turns(trace, &plan);
            self.known.insert(plan, turns);
        }
    }

    /// Every schedule with at most this many forced switches has been run, or an equivalent one.
    pub(crate) fn bound(&self) -> Option<u32> {
        self.bound
    }

    /// The next schedule that has not been run.
    pub(crate) fn next(&mut self) -> Option<Order> {
        while !self.broken {
            while let Some(plan) = self.waiting.pop_front() {
                let Some(turns) = self.known.remove(&plan) else {
                    self.asked = Some(plan.clone());
                    return Some(Order::plain(plan, self.release_points));
                };
                self.reach(plan, turns);
            }
            self.bound = u32::try_from(self.switches).ok();
            if self.switches == MOST_SWITCHES || !self.switch_once_more() {
                return None;
            }
        }
        None
    }

    /// Learns from the schedule that [`Bounded::next`] asked for.
    pub(crate) fn record(&mut self, trace: &Trace) {
        let Some(plan) = self.asked.take() else { return };
        if trace.end != TraceEnd::Finished || trace.deviations() != plan {
            self.broken = true;
            return;
        }
        let turns = turns(trace, &plan);
        self.reach(plan, turns);
    }

    fn reach(&mut self, plan: Plan, turns: Turns) {
        for turn in &turns {
            self.reached.insert((turn.past, turn.chosen));
        }
        self.run.push((plan, turns));
    }

    /// Makes the schedules with one forced switch more; false where there is none.
    fn switch_once_more(&mut self) -> bool {
        self.switches += 1;
        for (plan, turns) in std::mem::take(&mut self.run) {
            let after = plan.last().map(|(at, _)| *at);
            for turn in turns.iter().filter(|turn| Some(turn.index) != after) {
                for thread in turn.others.iter() {
                    if self.reached.insert((turn.past, thread)) {
                        let mut next = plan.clone();
                        next.push((turn.index, thread));
                        self.waiting.push_back(next);
                    }
                }
            }
        }
        self.broken |= self.waiting.len() > MAX_WAITING;
        !self.waiting.is_empty()
    }
}

/// The decisions from the last forced switch on, that one included.
fn turns(trace: &Trace, plan: &Plan) -> Turns {
    let clocks = Clocks::of(trace);
    let from = plan.last().map_or(0, |(at, _)| *at);
    let (mut past, mut event, mut exact) = ((0, 0), 0, false);
    let mut turns = Turns::new();
    for (index, decision) in (0..).zip(&trace.decisions) {
        // Where time may pass, or somebody is seen to wait actively, it matters which of independent steps came first.
        if !exact && (decision.yielded.is_some() || !decision.sleepers.is_empty()) {
            exact = true;
            past = (0, 1);
            event = 0;
        }
        while event < decision.first_event as usize {
            past = if exact {
                follow(past, index_of(&trace.events[event]))
            } else {
                let step = (stable(&trace.events[event]), row(&clocks, trace, event));
                (
                    past.0.wrapping_add(hash(1, &step)),
                    past.1.wrapping_add(hash(2, &step)),
                )
            };
            event += 1;
        }
        if exact {
            let chosen = (u32::MAX, 0, decision.chosen, 0);
            past = follow(past, chosen);
        }
        if index >= from {
            let other = |thread: &ThreadId| *thread != decision.chosen && decision.yielded != Some(*thread);
            turns.push(Turn {
                index,
                past,
                chosen: decision.chosen,
                others: decision.available().iter().filter(other).collect(),
            });
        }
    }
    turns
}

type Step = (u32, u8, u32, u8);

/// All that an event is, in one schedule.
fn index_of(event: &Event) -> Step {
    let flags = u8::from(event.taking) | u8::from(event.untracked) << 1 | u8::from(event.same_tick) << 2;
    (event.thread, event.kind.code(), event.location, flags)
}

/// What an event is in whatever order independent ones came: places are numbered in the order of their first accesses.
fn stable(event: &Event) -> Step {
    let location = match event.kind {
        Kind::Spawn | Kind::Joined => event.location,
        _ => 0,
    };
    let (thread, kind, _, flags) = index_of(event);
    (thread, kind, location, flags)
}

/// On how many steps of which threads an event depends. By these alone, of all events, one finds out what each of them is.
fn row(clocks: &Clocks, trace: &Trace, event: usize) -> Vec<(ThreadId, u32)> {
    let threads = 0..u32::try_from(trace.threads.len()).unwrap_or(u32::MAX);
    let seen = threads.map(|thread| (thread, clocks.seen(event, thread)));
    seen.filter(|(_, ticks)| *ticks > 0).collect()
}

fn follow(past: Past, step: Step) -> Past {
    (hash(past.0, &step), hash(past.1, &step))
}

/// The same number in every run of one build.
fn hash(seed: u64, what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    what.hash(&mut hasher);
    hasher.finish()
}
