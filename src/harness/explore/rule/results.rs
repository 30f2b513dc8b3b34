//! What the operations gave and raised.

use super::{Context, operation_of};
use crate::harness::explore::orders::key;
use crate::harness::explore::outcome::Outcome;
use crate::harness::explore::serial::Serial;
use crate::harness::explore::text::end_text;
use crate::model::schedule::{
    ExpectedEnd, Operation, OperationEnd, OperationKey, OperationResult, Scenario, Violation,
};

/// An operation ended in another way than the spec says.
pub(super) fn unexpected(scenario: &Scenario, outcome: &Outcome) -> Option<Violation> {
    scenario.rule.expectations.iter().find_map(|expectation| {
        let result = outcome
            .results
            .iter()
            .find(|result| key(result) == expectation.operation)?;
        let code = operation_of(scenario, expectation.operation)?.code.clone();
        let seen = result.end.clone();
        match (expectation.end.as_ref()?, &result.end) {
            (ExpectedEnd::Any, _) => None,
            (ExpectedEnd::Value(expected), OperationEnd::Value(value)) if expected == value => None,
            (ExpectedEnd::Value(expected), OperationEnd::Value(_) | OperationEnd::Raised(_)) => {
                let expected = expected.clone();
                Some(Violation::WrongResult { code, expected, seen })
            }
            (ExpectedEnd::Raises(class), OperationEnd::Raised(exception)) if exception.is_a(class) => None,
            (ExpectedEnd::Raises(class), OperationEnd::Value(_) | OperationEnd::Raised(_)) => {
                let class = class.clone();
                Some(Violation::NotRaised { code, class, seen })
            }
        }
    })
}

/// Whether the spec says how an operation ends, so that it is no matter of what may be raised in general.
fn has_an_end_of_its_own(scenario: &Scenario, operation: OperationKey) -> bool {
    let mut expectations = scenario.rule.expectations.iter();
    expectations.any(|expectation| expectation.operation == operation && expectation.end.is_some())
}

/// An operation raised what it may not raise under any schedule.
pub(super) fn raised(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let scenario = context.scenario;
    let mut results: Vec<_> = outcome.results.iter().collect();
    results.sort_by_key(|result| result.returned);
    results.into_iter().find_map(|result| {
        let OperationEnd::Raised(exception) = &result.end else {
            return None;
        };
        let operation = operation_of(scenario, key(result))?;
        if has_an_end_of_its_own(scenario, key(result)) {
            return None;
        }
        let allowed = match context.table {
            Some(table) => {
                let serial = Serial::new(table, &outcome.results, Vec::new());
                serial.may_raise(key(result), exception) || is_excused(scenario, operation, result)
            }
            None => is_excused(scenario, operation, result),
        };
        let (thread, code) = (result.thread, operation.code.clone());
        (!allowed).then(|| Violation::Raised {
            thread,
            code,
            exception: exception.clone(),
        })
    })
}

/// Whether the list of the rule allows what an operation raised. Where there is a model it decides about judged ones.
fn is_excused(scenario: &Scenario, operation: &Operation, result: &OperationResult) -> bool {
    let OperationEnd::Raised(exception) = &result.end else {
        return false;
    };
    let model_decides = scenario.rule.model.is_some() && operation.judged;
    !model_decides && scenario.rule.may_raise.iter().any(|class| exception.is_a(class))
}

/// The results are those of no order of the operations.
pub(super) fn disordered(context: Context<'_>, outcome: &Outcome) -> Option<Violation> {
    let (scenario, table) = (context.scenario, context.table?);
    let mut judged = Vec::new();
    let mut excused = Vec::new();
    let mut seen = Vec::new();
    let mut results: Vec<_> = outcome.results.iter().collect();
    results.sort_by_key(|result| key(result));
    for result in results {
        let operation = operation_of(scenario, key(result))?;
        if operation.judged {
            judged.push(key(result));
            seen.push((operation.code.clone(), end_text(&result.end)));
        }
        let of_its_own = !operation.judged && has_an_end_of_its_own(scenario, key(result));
        if of_its_own || is_excused(scenario, operation, result) {
            excused.push(key(result));
        }
    }
    let serial = Serial::new(table, &outcome.results, judged);
    (!serial.holds(&excused)).then(|| Violation::NoSerialOrder {
        seen,
        allowed: serial.nearest(),
    })
}
