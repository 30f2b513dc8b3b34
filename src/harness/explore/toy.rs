//! Tiny programs for the tests of the search: what they mean, and every schedule of them by brute force.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;

pub(super) const VARIABLES: usize = 3;
pub(super) const LOCKS: usize = 2;

/// What one thread does: a list of steps, each one visible operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Reads a variable into the thread's register.
    Load(usize),
    /// Writes twice the register and a number more.
    Store(usize, i64),
    /// Writes the register and a number more.
    Add(usize, i64),
    /// Writes a number.
    Set(usize, i64),
    Take(usize),
    Release(usize),
    /// Tries a lock; where that fails, notes it and skips so many steps.
    Try(usize, usize),
    /// Waits, reading again and again, until a variable is at least so large.
    Await(usize, i64),
    /// Adds the register to the thread's log.
    Log,
}

/// One list of steps per thread.
pub(super) type Program = Vec<Vec<Step>>;

/// What a program has come to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct State {
    pub(super) variables: [i64; VARIABLES],
    pub(super) locks: [Option<usize>; LOCKS],
    pub(super) at: Vec<usize>,
    pub(super) registers: Vec<i64>,
    pub(super) logs: Vec<Vec<i64>>,
}

/// What is compared between searches: all but where each thread stands, which tells whether it ended.
pub(super) type Outcome = (State, Vec<bool>);

impl State {
    pub(super) fn new(program: &Program) -> Self {
        let threads = program.len();
        Self {
            variables: [0; VARIABLES],
            locks: [None; LOCKS],
            at: vec![0; threads],
            registers: vec![0; threads],
            logs: vec![Vec::new(); threads],
        }
    }

    pub(super) fn step(&self, program: &Program, thread: usize) -> Option<Step> {
        program[thread].get(self.at[thread]).copied()
    }

    /// Whether the next step of a thread would get it anywhere.
    pub(super) fn can_step(&self, program: &Program, thread: usize) -> bool {
        match self.step(program, thread) {
            None => false,
            Some(Step::Take(lock)) => self.locks[lock].is_none(),
            Some(Step::Await(variable, least)) => self.variables[variable] >= least,
            Some(_) => true,
        }
    }

    /// Makes a step that can be made.
    pub(super) fn make(&mut self, thread: usize, step: Step) {
        let register = &mut self.registers[thread];
        self.at[thread] += 1;
        match step {
            Step::Load(variable) => *register = self.variables[variable],
            Step::Store(variable, more) => self.variables[variable] = *register * 2 + more,
            Step::Add(variable, more) => self.variables[variable] = *register + more,
            Step::Set(variable, value) => self.variables[variable] = value,
            Step::Take(lock) => self.locks[lock] = Some(thread),
            Step::Release(lock) => self.locks[lock] = None,
            Step::Try(lock, _) if self.locks[lock].is_none() => self.locks[lock] = Some(thread),
            Step::Try(_, skip) => {
                self.logs[thread].push(-1);
                self.at[thread] += skip;
            }
            Step::Await(..) => {}
            Step::Log => self.logs[thread].push(*register),
        }
    }

    pub(super) fn outcome(&self, program: &Program) -> Outcome {
        let ended = (0..program.len())
            .map(|thread| self.step(program, thread).is_none())
            .collect();
        (self.clone(), ended)
    }
}

/// Every outcome of a program, and how many schedules lead there.
pub(super) fn brute_force(program: &Program) -> (BTreeSet<Outcome>, u64) {
    let mut known = HashMap::new();
    let mut outcomes = BTreeSet::new();
    let schedules = count(program, &State::new(program), &mut known, &mut outcomes);
    (outcomes, schedules)
}

fn count(
    program: &Program,
    state: &State,
    known: &mut HashMap<State, u64>,
    outcomes: &mut BTreeSet<Outcome>,
) -> u64 {
    if let Some(schedules) = known.get(state) {
        return *schedules;
    }
    let mut schedules = 0_u64;
    for thread in 0..program.len() {
        if let Some(step) = state
            .step(program, thread)
            .filter(|_| state.can_step(program, thread))
        {
            let mut next = state.clone();
            next.make(thread, step);
            schedules = schedules.saturating_add(count(program, &next, known, outcomes));
        }
    }
    if schedules == 0 {
        outcomes.insert(state.outcome(program));
        schedules = 1;
    }
    known.insert(state.clone(), schedules);
    schedules
}

/// A few steps that make sense together.
fn phrase() -> impl Strategy<Value = Vec<Step>> {
    let variable = 0..VARIABLES;
    let lock = 0..LOCKS;
    prop_oneof![
        (variable.clone(), 1..4_i64).prop_map(|(v, k)| vec![Step::Load(v), Step::Add(v, k)]),
        (variable.clone(), variable.clone(), 1..4_i64)
            .prop_map(|(v, w, k)| vec![Step::Load(v), Step::Store(w, k)]),
        (variable.clone(), 1..4_i64).prop_map(|(v, k)| vec![Step::Set(v, k)]),
        variable.clone().prop_map(|v| vec![Step::Load(v), Step::Log]),
        (lock.clone(), variable.clone()).prop_map(|(l, v)| vec![
            Step::Take(l),
            Step::Load(v),
            Step::Add(v, 1),
            Step::Release(l)
        ]),
        (lock.clone(), variable.clone()).prop_map(|(l, v)| {
            let inner = [Step::Take(1 - l), Step::Set(v, 7), Step::Release(1 - l)];
            [&[Step::Take(l)][..], &inner, &[Step::Release(l)]].concat()
        }),
        (lock.clone(), variable.clone()).prop_map(|(l, v)| vec![
            Step::Try(l, 3),
            Step::Load(v),
            Step::Add(v, 5),
            Step::Release(l)
        ]),
        (lock, variable.clone()).prop_map(|(l, v)| vec![Step::Take(l), Step::Set(v, 9), Step::Release(l)]),
        variable.prop_map(|v| vec![Step::Await(v, 1), Step::Set(v, 2)]),
    ]
}

fn thread(phrases: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(phrase(), phrases).prop_map(|phrases| phrases.concat())
}

/// Two threads of up to three phrases, or three of up to two.
pub(super) fn program() -> impl Strategy<Value = Program> {
    prop_oneof![
        prop::collection::vec(thread(1..4), 2),
        prop::collection::vec(thread(1..3), 3)
    ]
}
