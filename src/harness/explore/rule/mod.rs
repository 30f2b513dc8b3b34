//! The rule of a scenario, applied to what came of one schedule.

mod calls;
#[cfg(test)]
mod clock_tests;
mod results;
mod script;
mod times;

use crate::harness::explore::orders::{SerialTable, key, operations};
use crate::harness::explore::outcome::{Failure, Outcome};
use crate::model::observation::{Broken, ImportFailure, LimitKind, MissingName};
use crate::model::schedule::{
    HeldLock, LeftThread, Operation, OperationKey, Part, Scenario, ThreadId, Violation,
};

/// What is known about one schedule besides its outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) scenario: &'a Scenario,
    /// The answers of the scenario's model, where it has one.
    pub(crate) table: Option<&'a SerialTable>,
    /// Nothing deviated from the default schedule: only there does the number of calls count.
    pub(crate) default_schedule: bool,
}

/// In which way a schedule went wrong, if it did.
pub(crate) fn violation(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    if outcome.pruned {
        return None;
    }
    let violation = refused(outcome).or_else(|| wrong(context, outcome));
    // Whatever went wrong, it did so after a thread could not be started.
    match violation {
        Some(_) if outcome.too_many_threads => Some(Violation::Broken(Broken::Limit(LimitKind::Processes))),
        violation => violation,
    }
}

fn wrong(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    failed(context, outcome)
        .or_else(|| incomplete(context.scenario, outcome))
        .or_else(|| script::misattempted(context.scenario, outcome))
        .or_else(|| results::unexpected(context.scenario, outcome))
        .or_else(|| results::raised(context, outcome))
        .or_else(|| results::disordered(context, outcome))
        .or_else(|| script::mispaced(context.scenario, outcome))
        .or_else(|| calls::miscalled(context, outcome))
        .or_else(|| calls::miscounted(context.scenario, outcome))
        .or_else(|| times::busy(context.scenario, outcome))
        .or_else(|| times::too_long_or_short(context.scenario, outcome))
        .or_else(|| times::started_otherwise(context.scenario, outcome))
}

/// There was nothing to run.
fn refused(outcome: &Outcome) -> Option<Violation> {
    if let Some(exception) = &outcome.import {
        return Some(Violation::NotImported(ImportFailure::Raised(exception.clone())));
    }
    let missing = |name: &String| MissingName {
        name: name.clone(),
        present: outcome.public.clone(),
    };
    let missing: Vec<_> = outcome.missing.iter().map(missing).collect();
    (!missing.is_empty()).then_some(Violation::NamesMissing(missing))
}

/// The harness ended the schedule.
fn failed(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let scenario = context.scenario;
    let name = |thread: ThreadId| outcome.threads.get(thread as usize).cloned().unwrap_or_default();
    let Some(failure) = outcome.failure.clone() else {
        let thread = name(outcome.endless?);
        return Some(Violation::Spin {
            thread,
            location: None,
        });
    };
    Some(match failure {
        Failure::Exception {
            thread,
            operation,
            exception,
        } => {
            let code = operation
                .and_then(|key| operation_of(scenario, key))
                .map_or(&scenario.setup, |known| &known.code);
            Violation::Raised {
                thread,
                code: code.clone(),
                exception,
            }
        }
        Failure::ThreadDied { thread, exception } => Violation::ThreadDied {
            thread: name(thread),
            exception,
        },
        Failure::Deadlock { waits } => Violation::Deadlock { waits },
        Failure::Spin { thread, at } => Violation::Spin {
            thread: name(thread),
            location: at,
        },
        Failure::Left {
            operation,
            threads,
            locks,
        } => left(context, outcome, operation, threads, locks),
        Failure::ExtraAttempt { call } => script::extra(scenario, call),
        Failure::NotAlways { index, seen } => match scenario.always.get(index) {
            Some(code) => Violation::NotAlways {
                code: code.clone(),
                seen,
            },
            None => protocol("an expression that is never evaluated failed"),
        },
    })
}

/// An operation left something behind. An exception that it must not raise explains that, and counts first.
fn left(
    context: Context<'_>,
    outcome: &Outcome,
    operation: OperationKey,
    threads: Vec<LeftThread>,
    locks: Vec<HeldLock>,
) -> Violation {
    let asked = operation_of(context.scenario, operation).filter(|asked| {
        (locks.is_empty() || asked.leaves.no_locks) && (threads.is_empty() || asked.leaves.no_threads)
    });
    let Some(asked) = asked.filter(|_| !locks.is_empty() || !threads.is_empty()) else {
        return protocol("something is left that nobody asked for");
    };
    let code = asked.code.clone();
    let explained =
        results::unexpected(context.scenario, outcome).or_else(|| results::raised(context, outcome));
    explained.unwrap_or(if locks.is_empty() {
        Violation::ThreadsLeft { code, threads }
    } else {
        Violation::LocksHeld { code, locks }
    })
}

/// A finished schedule has each result exactly once; anything else is no honest answer.
fn incomplete(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    let mut wanted: Vec<_> = operations(scenario).collect();
    let mut given: Vec<_> = outcome.results.iter().map(key).collect();
    wanted.sort_unstable();
    given.sort_unstable();
    (wanted != given).then(|| protocol("the results are not those of the operations"))
}

pub(crate) fn operation_of(scenario: &Scenario, (part, thread, index): OperationKey) -> Option<&Operation> {
    let list = match part {
        Part::Thread => scenario.threads.get((thread as usize).checked_sub(1)?)?,
        Part::Main => &scenario.main,
        Part::End => &scenario.end,
    };
    list.get(index)
}

fn protocol(what: &str) -> Violation {
    Violation::Broken(Broken::Protocol(what.to_owned()))
}

#[cfg(test)]
pub(super) mod tests;
