//! One call of a case: its arguments, its attempts, and what must come of it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece::{self, Plain};
use crate::checks::python::names::Names;
use crate::checks::retry::attempt::{self, AttemptToml, PauseToml};
use crate::checks::schedules::operation::OperationToml;
use crate::checks::{At, Fault};
use crate::model::retry::{CallRule, Like, PauseRule, WRAPPED};
use crate::model::schedule::ExpectedEnd;
use crate::model::show;
use crate::model::value::Value;

/// By how much a pause may differ when a call does not say how much.
const WITHIN: f64 = 1e-6;

/// One call of `wrapped`, the attempts that it must come to, and what must come of it. What is not asked is not judged.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallToml {
    /// What the call is called in the feedback, and in `like` and `calls`.
    pub(super) name: Option<At<String>>,
    /// Positional arguments, of types that TOML has. With arguments of any form, each attempt must get the same.
    args: Option<At<Plain>>,
    /// Positional arguments as a Python literal, a list or a tuple.
    args_python: Option<At<String>>,
    /// Keyword arguments: `{ reverse = true }`.
    kwargs: Option<At<Plain>>,
    /// What each attempt must get instead, where what is wrapped passes on something else: positional and keyword
    /// arguments as a Python literal, `"((1, 'a'), {'size': 2})"`.
    gets: Option<At<String>>,
    /// The thread that makes it, from 1; calls without one are made one after another, after the threads have ended.
    #[schemars(range(min = 1, max = 16))]
    pub(super) thread: Option<At<u32>>,
    /// What the function does at each attempt, in order. It must be called exactly so often.
    pub(super) attempts: Vec<At<AttemptToml>>,
    /// How often it tries is another check's matter: twice or more (where three attempts are written), and at most once more
    /// than is written. The last attempt is then made again, and of `sleeps` as many count as there are.
    #[serde(default)]
    may_miscount: bool,
    /// The value that it must return, of a type that TOML has.
    equals: Option<At<Plain>>,
    /// The value that it must return, as a Python literal.
    equals_python: Option<At<String>>,
    /// The class of the exception that must leave it; derived ones are right too.
    raises: Option<At<String>>,
    /// What is looked at afterwards, as operations of a scenario: `{ value = "error.__cause__ is thrown[-1]", equals = true }`.
    /// There are `result`, `error`, and the lists `returned` and `thrown` of what its attempts gave and raised.
    #[serde(default)]
    pub(super) then: Vec<At<OperationToml>>,
    /// How long nothing is tried between two attempts, in virtual seconds; then no time may pass before the first attempt
    /// and after the last. Several sleeps between two attempts are one pause, and a sleep of 0 is none.
    sleeps: Option<At<Vec<At<PauseToml>>>>,
    /// By how many seconds, or by which part of it where that is more, a pause may differ; 0.000001 by default.
    within: Option<At<f64>>,
    /// All time between two attempts must be spent in `time.sleep`.
    by_sleep: Option<At<bool>>,
    /// How often it may wake up in a virtual second.
    pub(super) wakeups_per_second: Option<At<f64>>,
    /// The name of a call that this one must resemble: as many attempts, the same pauses.
    pub(super) like: Option<At<String>>,
}

impl CallToml {
    /// The Python of the call, and the arguments that every attempt must get.
    pub(super) fn code(&self, faults: &mut Vec<Fault>) -> (String, Option<(Value, Value)>) {
        let args = match (&self.args, &self.args_python) {
            (Some(_), Some(second)) => {
                let message = "a call has `args` or `args_python`, and not both";
                faults.push(Fault::new("call-shape", second.place(), message));
                return (String::new(), None);
            }
            (Some(plain), None) => Some((plain.value.0.clone(), plain.place())),
            (None, Some(code)) => piece::literal(code, faults).map(|value| (value, code.place())),
            (None, None) => None,
        };
        let positional = match args {
            None => Vec::new(),
            Some((Value::List(items) | Value::Tuple(items), _)) => items,
            Some((_, place)) => {
                let message = "the arguments are a list: `args = [1, 2]`";
                faults.push(Fault::new("call-shape", place, message));
                Vec::new()
            }
        };
        let named = match self
            .kwargs
            .as_ref()
            .map(|kwargs| (&kwargs.value.0, kwargs.place()))
        {
            None => Vec::new(),
            Some((Value::Dict(pairs), _)) => pairs.clone(),
            Some((_, place)) => {
                let message = "keyword arguments are a table: `kwargs = { size = 2 }`";
                faults.push(Fault::new("call-shape", place, message));
                Vec::new()
            }
        };
        let mut shown: Vec<String> = positional.iter().map(show::source).collect();
        for (name, value) in &named {
            match name {
                Value::Str(name) if piece::is_identifier(name) => {
                    shown.push(format!("{name}={}", show::source(value)));
                }
                _ => shown.push(format!("**{{{}: {}}}", show::source(name), show::source(value))),
            }
        }
        let code = format!("{WRAPPED}({})", shown.join(", "));
        if let Some(gets) = &self.gets {
            return (code, passed_on(gets, faults));
        }
        let given = self.args.is_some() || self.args_python.is_some() || self.kwargs.is_some();
        let arguments = given.then_some((Value::Tuple(positional), Value::Dict(named)));
        (code, arguments)
    }

    /// How it must end; `None` where that does not matter, or after a fault.
    pub(super) fn end(&self, faults: &mut Vec<Fault>) -> Option<ExpectedEnd> {
        let ends = [
            self.equals.as_ref().map(At::place),
            self.equals_python.as_ref().map(At::place),
            self.raises.as_ref().map(At::place),
        ];
        if let Some(second) = ends.into_iter().flatten().nth(1) {
            let message = "a call has one end: `equals`, `equals_python` or `raises`";
            faults.push(Fault::new("call-shape", second, message));
            return None;
        }
        if let Some(class) = &self.raises {
            return Some(ExpectedEnd::Raises(piece::exception_class(class, faults)));
        }
        match (&self.equals, &self.equals_python) {
            (Some(plain), _) => Some(ExpectedEnd::Value(plain.value.0.clone())),
            (None, Some(code)) => piece::literal(code, faults).map(ExpectedEnd::Value),
            (None, None) => None,
        }
    }

    /// How often the last attempt may be made once more.
    pub(super) fn spare(&self) -> u32 {
        u32::from(self.may_miscount)
    }

    /// What must be true of it, but for its end; `count` attempts are written.
    pub(super) fn rule(
        &self,
        count: u32,
        arguments: Option<(Value, Value)>,
        like: Option<usize>,
        in_threads: bool,
        faults: &mut Vec<Fault>,
    ) -> CallRule {
        let least = if self.may_miscount {
            1 + u32::from(count > 2)
        } else {
            count
        };
        if let Some(by_sleep) = self.by_sleep.as_ref().filter(|_| in_threads) {
            let message = "whose sleep it is cannot be told in a case with threads";
            let fault = Fault::new("call-shape", by_sleep.place(), message);
            faults.push(fault.help("ask for `by_sleep` in a case without threads"));
        }
        CallRule {
            attempts: Some((least, count.saturating_add(self.spare()))),
            arguments,
            pauses: self.pauses(count, faults),
            by_sleep: self.by_sleep.as_ref().is_some_and(|at| at.value),
            like: like.map(|call| Like {
                call,
                within: self.within(),
            }),
            end: None,
        }
    }

    fn within(&self) -> f64 {
        self.within.as_ref().map_or(WITHIN, |within| within.value)
    }

    fn pauses(&self, count: u32, faults: &mut Vec<Fault>) -> Option<PauseRule> {
        if let Some(within) = self.within.as_ref()
            && !(within.value > 0.0 && within.value.is_finite())
        {
            let message = "`within` must be a number above 0";
            faults.push(Fault::new("call-shape", within.place(), message));
        }
        let sleeps = self.sleeps.as_ref()?;
        let seconds = attempt::pauses(&sleeps.value, faults)?;
        if seconds.len() + 1 != count as usize {
            let message = format!(
                "{count} attempts have {} pauses between them, and here are {}",
                count.saturating_sub(1),
                seconds.len()
            );
            faults.push(Fault::new("wrong-pauses", sleeps.place(), message));
            return None;
        }
        Some(PauseRule {
            seconds,
            within: self.within(),
        })
    }

    /// The names that its attempts use, and its attempts.
    pub(super) fn attempts(
        &self,
        index_of: &dyn Fn(&str) -> Option<usize>,
        names: &mut Names,
        faults: &mut Vec<Fault>,
    ) -> Vec<crate::model::retry::Attempt> {
        let attempts = self.attempts.iter().filter_map(|at| {
            let calls = at.value.calls.as_ref().and_then(|name| index_of(&name.value));
            at.value.attempt(at, calls, names, faults)
        });
        attempts.collect()
    }
}

/// Positional and keyword arguments as they are written in `gets`.
fn passed_on(gets: &At<String>, faults: &mut Vec<Fault>) -> Option<(Value, Value)> {
    if let Value::Tuple(parts) = piece::literal(gets, faults)?
        && let [args @ Value::Tuple(_), kwargs @ Value::Dict(_)] = &parts[..]
    {
        return Some((args.clone(), kwargs.clone()));
    }
    let message = "arguments are a tuple of a tuple and a dict";
    let fault = Fault::new("call-shape", gets.place(), message);
    faults.push(fault.help("write `gets = \"((1, 2), {'size': 3})\"`"));
    None
}
