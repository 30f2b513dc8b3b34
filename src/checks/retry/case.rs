//! One case: what is made of the scripted function, and the calls.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece::{self, Name};
use crate::checks::retry::call::CallToml;
use crate::checks::schedules::Parts;
use crate::checks::schedules::parse::{BudgetToml, Model, Setup, budget};
use crate::checks::schedules::scenario::Reader;
use crate::checks::{At, Fault};
use crate::model::clock::Clock;
use crate::model::message::Text;
use crate::model::retry::{ATTEMPT, Call, CallRule, LOOKS, Script, WRAPPED};
use crate::model::schedule::{Budget, Expectation, ExpectedEnd, Leaves, Operation, OperationKey, Part, Rule};

/// The most threads of one case.
const MOST_THREADS: u32 = 16;

/// What is made of the scripted function `attempt`, and calls of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseToml {
    /// What the case is about; shown when it fails.
    name: Option<Name>,
    /// Names of the submission's file that the code needs; without this key they are found in the code.
    needs: Option<Vec<At<String>>>,
    /// Statements that run first; they can use `attempt`.
    setup: Option<At<String>>,
    /// An expression that makes what is called, `wrapped`: `"retry(wait=wait_fixed(2))(attempt)"`, or
    /// `"lambda *args: call_again(attempt, *args, tries=3)"`.
    wrap: At<String>,
    /// Calls of `wrapped`.
    call: Vec<At<CallToml>>,
    /// How much is searched here, instead of the check's budget.
    budget: Option<BudgetToml>,
}

/// Makes the scenario of a case; what is wrong goes to `faults`.
pub(super) fn parts(
    number: usize,
    at: &At<CaseToml>,
    shared: &Setup,
    over: Budget,
    faults: &mut Vec<Fault>,
) -> Parts {
    let toml = &at.value;
    let setup = Setup::read(toml.setup.as_ref(), faults);
    if toml.call.is_empty() {
        let message = "a case without a call finds nothing out";
        let fault = Fault::new("empty-case", at.place(), message);
        faults.push(fault.help("add `[[check.case.call]]`"));
    }
    let threads = thread_count(toml, faults);
    let model = Model::default();
    let mut reader = Reader::new(&model, Clock::Strict, faults);
    reader.bind([ATTEMPT, WRAPPED].iter().chain(LOOKS));
    reader.add(shared.module.as_ref());
    reader.add(setup.module.as_ref());
    reader.expression(&toml.wrap);
    let mut lists = Lists::new(threads);
    let mut script = Script { calls: Vec::new() };
    let mut rules = Vec::new();
    for call in &toml.call {
        let (mut call, rule) = one_call(call, toml, &mut lists, &mut reader);
        call.name = unlike_those(&script.calls, call.name);
        script.calls.push(call);
        rules.push(rule);
    }
    let needs = piece::needs(toml.needs.as_deref(), &reader.names, reader.faults);
    Parts {
        name: name(toml, number),
        needs,
        setup: with_wrap(&shared.then(&setup), &toml.wrap.value),
        threads: lists.threads,
        main: lists.main,
        end: lists.end,
        always: Vec::new(),
        watch: None,
        script: Some(script),
        clock: Clock::Strict,
        may_leave_threads: false,
        rule: Rule {
            expectations: std::mem::take(&mut reader.expectations),
            script: rules,
            ..Rule::default()
        },
        budget: budget(toml.budget, over),
    }
}

fn name(toml: &CaseToml, number: usize) -> Text {
    let unnamed = || Text::plain(format!("#{number}"));
    toml.name.as_ref().map_or_else(unnamed, |name| name.0.clone())
}

/// The operations of a scenario.
struct Lists {
    threads: Vec<Vec<Operation>>,
    main: Vec<Operation>,
    end: Vec<Operation>,
}

impl Lists {
    fn new(threads: u32) -> Self {
        Self {
            threads: (0..threads).map(|_| Vec::new()).collect(),
            main: Vec::new(),
            end: Vec::new(),
        }
    }

    /// Where a call is made: in its thread, or after all threads, or where there are none.
    fn of(&mut self, thread: Option<u32>) -> (&mut Vec<Operation>, Part, u32) {
        let alone = self.threads.is_empty();
        match thread.and_then(|thread| self.threads.get_mut((thread as usize).checked_sub(1)?)) {
            Some(list) => (list, Part::Thread, thread.unwrap_or_default()),
            None if alone => (&mut self.main, Part::Main, 0),
            None => (&mut self.end, Part::End, 0),
        }
    }
}

/// The call, with its operations in their list, and its rule.
fn one_call(
    at: &At<CallToml>,
    case: &CaseToml,
    lists: &mut Lists,
    reader: &mut Reader<'_>,
) -> (Call, CallRule) {
    let toml = &at.value;
    let (mut call, mut rule) = without_operations(at, case, !lists.threads.is_empty(), reader);
    let end = toml.end(reader.faults);
    if is_made_by_an_attempt(case, toml) {
        rule.end = end;
        for look in &toml.then {
            let message = "only the end and the pauses of a call that an attempt makes are looked at";
            let fault = Fault::new("call-shape", look.place(), message);
            reader.faults.push(fault);
        }
        return (call, rule);
    }
    let (list, part, thread) = lists.of(toml.thread.as_ref().map(|thread| thread.value));
    let key = (part, thread, list.len());
    list.push(Operation {
        code: call.code.clone(),
        judged: matches!(end, Some(ExpectedEnd::Value(_))),
        leaves: Leaves::default(),
    });
    reader.expect(
        key,
        end.unwrap_or(ExpectedEnd::Any),
        toml.wakeups_per_second.as_ref(),
    );
    call.operation = Some(key);
    reader.append(list, &toml.then, part, thread);
    call.looks = (key.2 + 1..list.len())
        .map(|index| (part, thread, index))
        .collect();
    (call, rule)
}

/// The call and its rule as far as they do not depend on where it is made.
fn without_operations(
    at: &At<CallToml>,
    case: &CaseToml,
    in_threads: bool,
    reader: &mut Reader<'_>,
) -> (Call, CallRule) {
    let toml = &at.value;
    let (code, arguments) = toml.code(reader.faults);
    let like = toml
        .like
        .as_ref()
        .and_then(|name| known(case, name, reader.faults));
    for attempt in &toml.attempts {
        if let Some(name) = &attempt.value.calls {
            known(case, name, reader.faults);
        }
    }
    if toml.attempts.is_empty() {
        let message = "a call without an attempt finds nothing out";
        let fault = Fault::new("call-shape", at.place(), message);
        let help = "write what each attempt does: `attempts = [{ returns = 1 }]`";
        reader.faults.push(fault.help(help));
    }
    let index_of = |name: &str| index_of(case, name);
    let attempts = toml.attempts(&index_of, &mut reader.names, reader.faults);
    let count = attempts.iter().map(|attempt| attempt.times).sum();
    let shows_arguments = arguments.is_some();
    let rule = toml.rule(count, arguments, like, in_threads, reader.faults);
    let name = toml.name.as_ref();
    let call = Call {
        name: name.map_or_else(|| code.clone(), |name| name.value.clone()),
        code,
        operation: None,
        looks: Vec::new(),
        attempts,
        spare: toml.spare(),
        shows_arguments,
    };
    (call, rule)
}

impl Reader<'_> {
    /// How an operation must end, and how often threads may wake up meanwhile.
    fn expect(&mut self, operation: OperationKey, end: ExpectedEnd, rate: Option<&At<f64>>) {
        let wakeups_per_second = crate::checks::schedules::takes::rate(rate, Clock::Strict, self.faults);
        self.expectations.push(Expectation {
            operation,
            end: Some(end),
            takes: None,
            wakeups_per_second,
        });
    }
}

/// Calls of one form are told apart by their numbers, as a comment on their code.
fn unlike_those(calls: &[Call], name: String) -> String {
    let alike = calls.iter().filter(|known| known.code == name).count();
    if alike == 0 {
        name
    } else {
        format!("{name}  # {}", alike + 1)
    }
}

fn is_made_by_an_attempt(case: &CaseToml, call: &CallToml) -> bool {
    let Some(name) = call.name.as_ref() else {
        return false;
    };
    let attempts = case.call.iter().flat_map(|call| &call.value.attempts);
    let mut called = attempts.filter_map(|attempt| attempt.value.calls.as_ref());
    called.any(|called| called.value == name.value)
}

fn index_of(case: &CaseToml, name: &str) -> Option<usize> {
    let mut names = case.call.iter().map(|call| call.value.name.as_ref());
    names.position(|known| known.is_some_and(|known| known.value == name))
}

/// The index of a named call, or a fault with the nearest name.
fn known(case: &CaseToml, name: &At<String>, faults: &mut Vec<Fault>) -> Option<usize> {
    let found = index_of(case, &name.value);
    if found.is_none() {
        let names = case.call.iter().filter_map(|call| call.value.name.as_ref());
        let message = format!("no call of this case is named `{}`", name.value);
        let fault = Fault::new("unknown-call", name.place(), message);
        faults.push(fault.suggest(&name.value, names.map(|known| known.value.as_str())));
    }
    found
}

fn thread_count(case: &CaseToml, faults: &mut Vec<Fault>) -> u32 {
    let threads = case.call.iter().filter_map(|call| call.value.thread.as_ref());
    for thread in threads.clone() {
        if !(1..=MOST_THREADS).contains(&thread.value) {
            let message = format!("a thread is a number from 1 to {MOST_THREADS}");
            faults.push(Fault::new("call-shape", thread.place(), message));
        }
    }
    threads
        .map(|thread| thread.value.min(MOST_THREADS))
        .max()
        .unwrap_or_default()
}

/// The setup, and the statement that makes what is called.
fn with_wrap(setup: &str, wrap: &str) -> String {
    let wrap = wrap.trim();
    let wrap = if wrap.contains('\n') {
        format!("{WRAPPED} = (\n{wrap}\n)")
    } else {
        format!("{WRAPPED} = {wrap}")
    };
    if setup.trim().is_empty() {
        wrap
    } else {
        format!("{}\n{wrap}", setup.trim_end())
    }
}
