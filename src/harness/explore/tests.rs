//! The whole search, on tiny programs whose every schedule is known.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::harness::explore::order::{Grain, Order};
use crate::harness::explore::toy::{Outcome, Program, State, Step, brute_force, program};
use crate::harness::explore::toy_run::run;
use crate::harness::explore::trace::{Trace, TraceEnd};
use crate::harness::explore::{Counts, Explorer};
use crate::model::schedule::Budget;

const SYSTEMATIC: Budget = Budget {
    schedules: 100_000,
    sweep: 0,
    random: 0,
    steps: 20_000,
};
/// Programs with more schedules than this say nothing new.
const MAX_SCHEDULES: u64 = 100_000;

fn explore(
    program: &Program,
    budget: Budget,
    fails: impl Fn(&Program, &State) -> bool,
) -> (Explorer, Vec<Order>, BTreeSet<Outcome>) {
    let mut explorer = Explorer::new(budget, 1);
    let mut orders = Vec::new();
    let mut outcomes = BTreeSet::new();
    while let Some(order) = explorer.next() {
        let (trace, state) = run(program, &order);
        // A schedule may keep threads waiting in a loop until the steps are used up, although another one could help them.
        let ended = (0..program.len()).all(|thread| !state.can_step(program, thread));
        if ended {
            outcomes.insert(state.outcome(program));
        }
        // An endless schedule is a failure that these tests look behind.
        let trace = Trace {
            end: if trace.end == TraceEnd::Steps {
                TraceEnd::Failed
            } else {
                trace.end
            },
            ..trace
        };
        explorer.record(&trace, ended && fails(program, &state));
        orders.push(order);
    }
    (explorer, orders, outcomes)
}

fn explore_all(program: &Program) -> (Counts, BTreeSet<Outcome>) {
    let (explorer, _, outcomes) = explore(program, SYSTEMATIC, |_, _| false);
    (explorer.counts(), outcomes)
}

/// Waiting threads stand at some read; which of several equal states they are in is the same for all schedules.
fn waits_actively(program: &Program) -> bool {
    program
        .iter()
        .flatten()
        .any(|step| matches!(step, Step::Await(..)))
}

fn tries_locks(program: &Program) -> bool {
    program.iter().flatten().any(|step| matches!(step, Step::Try(..)))
}

fn increment(value: usize) -> Vec<Step> {
    vec![Step::Load(value), Step::Add(value, 1)]
}

fn locked_increment() -> Vec<Step> {
    [&[Step::Take(0)][..], &increment(0), &[Step::Release(0)]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_systematic_search_sees_every_outcome(program in program()) {
        let (all, schedules) = brute_force(&program);
        prop_assume!(schedules <= MAX_SCHEDULES);
        let (counts, seen) = explore_all(&program);
        prop_assert!(counts.exhausted);
        prop_assert_eq!(&seen, &all);
        if !waits_actively(&program) {
            // A program that tries locks starts again once, when that is seen.
            prop_assert!(counts.schedules <= schedules + u64::from(tries_locks(&program)));
        }
    }

    #[test]
    fn the_same_input_gives_the_same_orders(program in program()) {
        let budget = Budget { schedules: 40, sweep: 20, random: 5, steps: 20_000 };
        let (_, first, _) = explore(&program, budget, |_, _| false);
        let (_, second, _) = explore(&program, budget, |_, _| false);
        prop_assert_eq!(first, second);
    }
}

#[test]
fn locked_increments_are_explored_once_per_order_of_the_threads() {
    for (threads, expected) in [(1, 1), (2, 2), (3, 6), (4, 24)] {
        let program = vec![locked_increment(); threads];
        let (counts, outcomes) = explore_all(&program);
        assert_eq!(
            (counts.schedules, counts.exhausted),
            (expected, true),
            "{threads} threads"
        );
        assert!(
            outcomes
                .iter()
                .all(|(state, _)| state.variables[0] == i64::try_from(threads).unwrap())
        );
    }
}

#[test]
fn a_lost_update_is_found_within_three_schedules() {
    let program = vec![increment(0); 2];
    let (explorer, orders, _) = explore(&program, Budget::default(), |_, state| state.variables[0] != 2);
    let found_after = explorer.counts().found_after;
    assert!(
        found_after.is_some_and(|schedules| schedules <= 3),
        "{found_after:?}"
    );
    assert!(orders.iter().all(|order| order.plan.len() <= 1));
}

#[test]
fn a_deadlock_of_two_locks_in_opposite_order_is_found() {
    let both = |first, second| {
        vec![
            Step::Take(first),
            Step::Take(second),
            Step::Release(second),
            Step::Release(first),
        ]
    };
    let program = vec![both(0, 1), both(1, 0)];
    let stuck = |program: &Program, state: &State| state.outcome(program).1.contains(&false);
    let (explorer, ..) = explore(&program, Budget::default(), stuck);
    assert!(
        explorer
            .counts()
            .found_after
            .is_some_and(|schedules| schedules <= 3)
    );
}
