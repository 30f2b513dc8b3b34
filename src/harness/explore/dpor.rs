//! The systematic search: from each schedule to those in which one of its races is reversed.
//!
//! Dynamic partial order reduction with source sets and sleep sets. When its queue runs empty every schedule of the
//! scenario has been run, up to the order of independent steps. Schedules with few deviations from the default one come
//! first, since most bugs need one forced switch.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::harness::explore::clocks::{Clocks, Race};
use crate::harness::explore::initials::Initials;
use crate::harness::explore::order::{Order, Sleep, SleepSet};
use crate::harness::explore::threads::ThreadSet;
use crate::harness::explore::trace::{Decision, Kind, Trace, TraceEnd, Transition};
use crate::model::schedule::{Plan, ThreadId};

/// Beyond these the search forgets, and says so: large programs never get near the end of their budget anyway.
const MAX_NODES: usize = 100_000;
const MAX_WAITING: usize = 100_000;

/// The search and what it still has to try.
#[derive(Debug)]
pub(crate) struct Dpor {
    /// By number of deviations, then first come, first served.
    waiting: BTreeMap<(usize, u64), Candidate>,
    pushed: u64,
    nodes: HashMap<Place, Node>,
    release_points: bool,
    running: Option<Started>,
    /// Nothing was left out so far.
    complete: bool,
}

/// A decision, and the deviations before it: schedules that share both are the same until there.
type Place = (Plan, u32);

/// A decision that schedules leave in different directions.
#[derive(Debug)]
struct Node {
    /// Threads that have been tried there or wait to be.
    tried: ThreadSet,
    /// What slept when the node was first reached.
    asleep: Arc<SleepSet>,
    /// What each thread does that was chosen there.
    explored: BTreeMap<ThreadId, Transition>,
}

/// A schedule to run: the default one, or one that leaves a known one at a node.
#[derive(Debug)]
enum Candidate {
    Default,
    Branch { place: Place, thread: ThreadId },
}

/// The schedule that is being run.
#[derive(Debug)]
struct Started {
    branch: Option<(Place, ThreadId)>,
    asleep: Arc<SleepSet>,
}

impl Started {
    /// The decision from which on it is new.
    fn new_from(&self) -> u32 {
        self.branch.as_ref().map_or(0, |((_, at), _)| *at)
    }
}

impl Dpor {
    pub(crate) fn new() -> Self {
        Self {
            waiting: BTreeMap::from([((0, 0), Candidate::Default)]),
            pushed: 0,
            nodes: HashMap::new(),
            release_points: false,
            running: None,
            complete: true,
        }
    }

    /// Whether there are decisions before releases: from the moment at which a lock was tried.
    pub(crate) fn release_points(&self) -> bool {
        self.release_points
    }

    /// Whether nothing had to be left out. Together with an empty queue: every schedule was covered.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// The next schedule worth running.
    pub(crate) fn next(&mut self) -> Option<Order> {
        while let Some((_, candidate)) = self.waiting.pop_first() {
            let Candidate::Branch { place, thread } = candidate else {
                self.running = Some(Started {
                    branch: None,
                    asleep: Arc::default(),
                });
                return Some(Order::plain(Plan::new(), self.release_points));
            };
            let Some(set) = self.nodes.get(&place).and_then(|node| node.sleep_without(thread)) else {
                continue;
            };
            let mut plan = place.0.clone();
            plan.push((place.1, thread));
            let sleep = Some(Sleep {
                at: place.1,
                set: set.clone(),
            });
            self.running = Some(Started {
                branch: Some((place, thread)),
                asleep: Arc::new(set),
            });
            return Some(Order {
                sleep,
                ..Order::plain(plan, self.release_points)
            });
        }
        None
    }

    /// Learns from the schedule that [`Dpor::next`] asked for.
    pub(crate) fn record(&mut self, trace: &Trace) {
        let Some(started) = self.running.take() else {
            return;
        };
        if !self.release_points && asks_for_release_points(trace) {
            *self = Self {
                release_points: true,
                complete: self.complete,
                ..Self::new()
            };
            return;
        }
        let deviations = trace.deviations();
        self.complete &= trace.end != TraceEnd::Steps && follows(trace, &deviations, started.branch.as_ref());
        if let Some((place, thread)) = &started.branch {
            let last = trace.last_of_chain(place.1);
            let arrived = trace
                .decision(last)
                .is_some_and(|decision| decision.chosen == *thread);
            if let Some(node) = self.nodes.get_mut(place).filter(|_| arrived) {
                node.note(*thread, trace.transition(last));
            }
        }
        let clocks = Clocks::of(trace);
        self.complete &= !clocks.were_cut();
        let initials = Initials::new(trace, &clocks);
        for race in clocks.races() {
            let Some(last) = race.decision else { continue };
            let at = trace.first_of_chain(last);
            let Some(decision) = trace.decision(at) else {
                continue;
            };
            let before = deviations.partition_point(|(deviation, _)| *deviation < at);
            let place = (deviations[..before].to_vec(), at);
            if !self.nodes.contains_key(&place) && !self.add_node(&place, &started, decision) {
                continue;
            }
            let Some(node) = self.nodes.get_mut(&place) else {
                continue;
            };
            node.pass(trace, last);
            if node.has_tried_all(decision) {
                continue;
            }
            let wanted = node.reversals(race, initials.of(race), decision);
            self.push_all(&place, wanted, decision.default);
        }
    }

    /// Makes a node where a schedule is the first one to branch; not where there are too many.
    fn add_node(&mut self, place: &Place, started: &Started, decision: &Decision) -> bool {
        if self.nodes.len() >= MAX_NODES {
            self.complete = false;
            return false;
        }
        let is_new = place.1 >= started.new_from();
        let asleep = if is_new {
            started.still_asleep(decision)
        } else {
            SleepSet::new()
        };
        let node = Node {
            tried: ThreadSet::EMPTY,
            asleep: Arc::new(asleep),
            explored: BTreeMap::new(),
        };
        self.nodes.insert(place.clone(), node);
        true
    }

    fn push_all(&mut self, place: &Place, threads: ThreadSet, default: ThreadId) {
        for thread in threads.iter() {
            self.pushed += 1;
            let deviations = place.0.len() + usize::from(thread != default);
            let branch = Candidate::Branch {
                place: place.clone(),
                thread,
            };
            self.waiting.insert((deviations, self.pushed), branch);
        }
        while self.waiting.len() > MAX_WAITING {
            self.waiting.pop_last();
            self.complete = false;
        }
    }
}

impl Started {
    fn still_asleep(&self, decision: &Decision) -> SleepSet {
        let asleep = self
            .asleep
            .iter()
            .filter(|(thread, _)| decision.asleep.contains(**thread));
        asleep
            .map(|(thread, transition)| (*thread, transition.clone()))
            .collect()
    }
}

impl Node {
    /// Takes note of a schedule that came through here; `last` is the decision that its next event follows.
    fn pass(&mut self, trace: &Trace, last: u32) {
        if let Some(chosen) = trace.decision(last).map(|decision| decision.chosen) {
            self.tried.insert(chosen);
            if !self.explored.contains_key(&chosen) {
                self.note(chosen, trace.transition(last));
            }
        }
    }

    /// Remembers what a thread does here, so that it can sleep when others go first.
    ///
    /// One that did nothing (it found a lock taken, and waits) made no step here, and must not sleep: nothing would wake
    /// it, and what it does once the lock is free would be missed.
    fn note(&mut self, thread: ThreadId, transition: Transition) {
        if !transition.is_empty() {
            self.explored.insert(thread, transition);
        }
    }

    fn has_tried_all(&self, decision: &Decision) -> bool {
        decision.available().intersection(self.tried) == decision.available()
    }

    /// What sleeps when a thread is chosen here; `None` where that thread itself sleeps.
    fn sleep_without(&self, thread: ThreadId) -> Option<SleepSet> {
        if self.asleep.contains_key(&thread) {
            return None;
        }
        let mut set = SleepSet::clone(&self.asleep);
        let explored = self.explored.iter().filter(|(other, _)| **other != thread);
        set.extend(explored.map(|(other, transition)| (*other, transition.clone())));
        Some(set)
    }

    /// Threads to try here so that the race is seen the other way round; marks them as tried.
    fn reversals(&mut self, race: &Race, initials: ThreadSet, decision: &Decision) -> ThreadSet {
        if !initials.intersection(self.tried).is_empty() {
            return ThreadSet::EMPTY;
        }
        let possible = initials.intersection(decision.available());
        let wanted = if possible.contains(race.thread) {
            ThreadSet::from_iter([race.thread])
        } else if let Some(thread) = possible.first() {
            ThreadSet::from_iter([thread])
        } else {
            decision.enabled
        };
        let fresh = |thread: &ThreadId| {
            !self.tried.contains(*thread)
                && !self.asleep.contains_key(thread)
                && decision.yielded != Some(*thread)
        };
        let fresh: ThreadSet = wanted.iter().filter(fresh).collect();
        self.tried = self.tried.union(fresh);
        fresh
    }
}

/// Once a lock is tried, somebody sees whether it has been released: releases become moments that matter.
fn asks_for_release_points(trace: &Trace) -> bool {
    trace.saw_try || trace.events.iter().any(|event| event.kind == Kind::Fork)
}

/// Whether the schedule went where it was sent; otherwise the program does not depend on the schedule alone.
fn follows(trace: &Trace, deviations: &Plan, branch: Option<&(Place, ThreadId)>) -> bool {
    let Some(((before, at), thread)) = branch else {
        return true;
    };
    deviations.starts_with(before)
        && trace
            .decision(*at)
            .is_some_and(|decision| decision.chosen == *thread)
}
