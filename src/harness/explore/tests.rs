//! The whole search, on tiny programs whose every schedule is known.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::harness::explore::order::{Order, Random};
use crate::harness::explore::shorten::{Shortener, Witness};
use crate::harness::explore::toy::{Outcome, Program, State, Step, brute_force, program};
use crate::harness::explore::toy_run::run;
use crate::harness::explore::trace::{Trace, TraceEnd};
use crate::harness::explore::{Counts, Explorer};
use crate::model::schedule::{Budget, Grain, Plan};

const SYSTEMATIC: Budget = Budget {
    schedules: 100_000,
    sweep: 0,
    random: 0,
    steps: 20_000,
};
/// Programs with more schedules than this say nothing new.
const MAX_SCHEDULES: u64 = 10_000;

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
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_systematic_search_sees_every_outcome(program in program()) {
        let (all, schedules) = brute_force(&program);
        prop_assume!(schedules <= MAX_SCHEDULES);
        let (counts, seen) = explore_all(&program);
        prop_assert_eq!(&seen, &all);
        // Each further turn of a waiting loop is one more schedule: such programs have no end.
        if !waits_actively(&program) {
            prop_assert!(counts.exhausted);
            // A program that tries locks starts again once, when that is seen.
            prop_assert!(counts.schedules <= schedules + u64::from(tries_locks(&program)));
        }
    }

    #[test]
    fn a_stated_bound_holds(program in program()) {
        let few = Budget { schedules: 1, sweep: 400, random: 0, steps: 20_000 };
        let (explorer, _, seen) = explore(&program, few, |_, _| false);
        prop_assume!(!explorer.counts().exhausted);
        for bound in 0..=explorer.counts().bound.unwrap_or(0).min(3) {
            prop_assert!(seen.is_superset(&within(&program, bound as usize)), "bound {}", bound);
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

/// The outcomes of all schedules with at most so many forced switches, one plan after another.
fn within(program: &Program, switches: usize) -> BTreeSet<Outcome> {
    let (mut outcomes, mut plans) = (BTreeSet::new(), vec![Plan::new()]);
    // Somebody who tries a lock sees its release: the search takes decisions there, too.
    let release_points = tries_locks(program);
    while let Some(plan) = plans.pop() {
        let (trace, state) = run(program, &Order::plain(plan.clone(), release_points));
        if (0..program.len()).all(|thread| !state.can_step(program, thread)) {
            outcomes.insert(state.outcome(program));
        }
        if plan.len() == switches {
            continue;
        }
        let first = plan.last().map_or(0, |(at, _)| at + 1);
        for (index, decision) in (0..).zip(&trace.decisions).filter(|(index, _)| *index >= first) {
            for thread in decision
                .available()
                .iter()
                .filter(|thread| *thread != decision.chosen)
            {
                plans.push([&plan[..], &[(index, thread)]].concat());
            }
        }
    }
    outcomes
}

/// Runs a shortener to its end; a schedule fails in the way of `key`.
fn shorten<K: PartialEq>(
    program: &Program,
    mut shortener: Shortener<K>,
    key: impl Fn(&State) -> Option<K>,
) -> (Plan, bool, usize) {
    let mut runs = 0;
    while let Some(order) = shortener.next() {
        let (trace, state) = run(program, &order);
        shortener.record(Some(&trace), key(&state).as_ref());
        runs += 1;
    }
    (shortener.plan().clone(), shortener.is_confirmed(), runs)
}

#[test]
fn a_failing_schedule_found_by_chance_is_shortened_to_few_deviations_and_confirmed() {
    let program = vec![[increment(0), increment(0), increment(0)].concat(); 3];
    let lost = |state: &State| (state.variables[0] != 9).then_some("lost");
    let mut longest = 0;
    for seed in 0..30 {
        let random = Some(Random {
            seed,
            depth: 3,
            length: 20,
        });
        let order = Order {
            random,
            ..Order::plain(Plan::new(), false)
        };
        let (trace, state) = run(&program, &order);
        if lost(&state).is_none() {
            continue;
        }
        longest = longest.max(trace.deviations().len());
        let (plan, confirmed, runs) = shorten(
            &program,
            Shortener::new(Witness::new(&order, &trace), "lost"),
            lost,
        );
        assert!(plan.len() <= 2 && confirmed, "seed {seed}: {plan:?}");
        assert!(runs <= 61);
    }
    assert!(longest > 8, "chance makes long plans: {longest}");
}

#[test]
fn a_shorter_schedule_that_fails_in_another_way_is_not_taken() {
    let program = vec![[increment(0), increment(0)].concat(); 3];
    let value = |state: &State| Some(state.variables[0]);
    let random = Some(Random {
        seed: 3,
        depth: 3,
        length: 20,
    });
    let order = Order {
        random,
        ..Order::plain(Plan::new(), false)
    };
    let (trace, state) = run(&program, &order);
    let shortener = Shortener::new(Witness::new(&order, &trace), state.variables[0]);
    let (plan, confirmed, _) = shorten(&program, shortener, value);
    assert!(confirmed);
    assert_eq!(
        run(&program, &Order::plain(plan, false)).1.variables[0],
        state.variables[0]
    );
}

#[test]
fn the_search_ends_with_the_first_failure_and_hands_it_to_the_shortener() {
    let program = vec![increment(0); 2];
    let (explorer, orders, _) = explore(&program, Budget::default(), |_, state| state.variables[0] != 2);
    assert_eq!(explorer.counts().found_after, Some(orders.len() as u64));
    assert!(!explorer.counts().exhausted);
    let lost = |state: &State| (state.variables[0] != 2).then_some(());
    let (plan, confirmed, runs) = shorten(&program, explorer.shorten(()).unwrap(), lost);
    assert_eq!((plan.len(), confirmed, runs), (1, true, 1));
}

#[test]
fn a_schedule_that_ends_the_process_is_found_and_run_again() {
    let mut explorer = Explorer::new(Budget::default(), 1);
    let order = explorer.next().unwrap();
    explorer.record_loss();
    assert_eq!((explorer.next(), explorer.counts().found_after), (None, Some(1)));
    let mut shortener = explorer.shorten("crash").unwrap();
    assert_eq!(
        shortener.next(),
        Some(Order {
            verbose: true,
            ..order
        })
    );
    shortener.record(None, Some(&"crash"));
    assert!(shortener.is_confirmed());
}

#[test]
fn the_sweep_follows_and_leaves_out_what_has_been_run() {
    let program = vec![increment(0); 2];
    let (explorer, orders, _) = explore(&program, Budget::default(), |_, _| false);
    assert!(explorer.counts().exhausted);
    let (systematic, sweep): (Vec<_>, Vec<_>) = orders.iter().partition(|order| order.grain == Grain::Coarse);
    assert!(orders.iter().all(|order| order.random.is_none()));
    assert_eq!(sweep[0].plan, Plan::new());
    assert!(sweep.len() > 1 && sweep[1..].iter().all(|order| order.plan.len() == 1));
    let run_before = |order: &&&Order| systematic.iter().any(|known| known.plan == order.plan);
    assert_eq!(sweep[1..].iter().filter(run_before).count(), 0);
}

#[test]
fn schedules_by_chance_come_last_and_only_where_the_budget_ended_first() {
    let program = vec![[increment(0), increment(1), increment(0)].concat(); 3];
    let budget = Budget {
        schedules: 20,
        sweep: 5,
        random: 7,
        steps: 20_000,
    };
    let (explorer, orders, _) = explore(&program, budget, |_, _| false);
    assert!(!explorer.counts().exhausted);
    // As many as the sweep may take complete the bound.
    assert_eq!((explorer.counts().schedules, orders.len()), (37, 37));
    let seeds: BTreeSet<_> = orders[30..]
        .iter()
        .map(|order| order.random.unwrap().seed)
        .collect();
    assert_eq!(seeds.len(), 7);
    assert!(orders[30..].iter().all(|order| order.random.unwrap().length > 10));
}

#[test]
fn a_search_whose_budget_ends_with_its_last_schedule_is_exhausted() {
    let program = vec![locked_increment(); 3];
    for (schedules, exhausted) in [(5, false), (6, true)] {
        let budget = Budget {
            schedules,
            sweep: 0,
            random: 0,
            steps: 20_000,
        };
        assert_eq!(
            explore(&program, budget, |_, _| false).0.counts().exhausted,
            exhausted
        );
    }
}

#[test]
fn a_thread_that_waits_for_a_lock_when_others_pass_it_is_seen_to_go_first_too() {
    use Step::{Add, Load, Log, Release, Set, Take, Try};
    let program = vec![
        vec![
            Take(1),
            Load(0),
            Add(0, 1),
            Release(1),
            Take(1),
            Take(0),
            Set(2, 7),
            Release(0),
            Release(1),
        ],
        vec![
            Try(1, 3),
            Load(0),
            Add(0, 5),
            Release(1),
            Take(0),
            Take(1),
            Set(0, 7),
            Release(1),
            Release(0),
            Load(2),
            Log,
        ],
    ];
    let (counts, seen) = explore_all(&program);
    assert!(counts.exhausted);
    assert_eq!(seen, brute_force(&program).0);
}
