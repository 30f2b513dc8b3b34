//! Calls of one function with many arguments: written down in rows, or made from the seed.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::call::ends::EndToml;
use crate::checks::call::generate::{self, Generator};
use crate::checks::call::{Case, Expect, Step, Steppings};
use crate::checks::compare::Rule;
use crate::checks::piece::{self, Name, Plain};
use crate::checks::python::names::Names;
use crate::checks::{At, Fault};
use crate::model::show;
use crate::model::value::Value;
use crate::util::random::Random as Numbers;

/// Calls of one function, one a row. They run one after another in one fresh interpreter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableToml {
    /// What the table is about; shown when a row fails.
    name: Option<Name>,
    /// What is called: a name, or an expression such as `"Counter(5).increment"`.
    call: At<String>,
    /// Floats may differ by so much, or by this part of the expected one where that is more.
    within: Option<At<f64>>,
    /// Whether an object of a subclass stands for the plain value in it; it does not by default.
    #[serde(default)]
    subclasses: bool,
    /// Arguments, and how the call must end.
    rows: Vec<At<RowToml>>,
}

/// The arguments of one call, and how it must end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowToml {
    /// Positional arguments, of types that TOML has.
    args: Option<At<Plain>>,
    /// Positional arguments as a Python literal, a list or a tuple: `"(None, b'x')"`.
    args_python: Option<At<String>>,
    /// Keyword arguments: `{ reverse = true }`.
    kwargs: Option<At<Plain>>,
    /// The expected value, of a type that TOML has.
    equals: Option<At<Plain>>,
    /// The expected value as a Python literal.
    equals_python: Option<At<String>>,
    /// Whether it must end as the reference solution does.
    equals_reference: Option<At<bool>>,
    /// The exception class that must leave the call.
    raises: Option<At<String>>,
    /// The text of the exception, exactly.
    text: Option<At<String>>,
    /// A regular expression that must be found in the text of the exception.
    text_matches: Option<At<String>>,
    /// The class of the exception's `__cause__`.
    cause: Option<At<String>>,
    /// What must arrive at standard output, exactly.
    prints: Option<String>,
    /// What must arrive at standard error, exactly.
    prints_error: Option<String>,
}

/// Calls of one function with arguments made from the seed (`--seed`, stored in the result: the same seed makes the
/// same calls). The calls grow; of those that fail the smallest is shown. The reference solution says what is right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RandomToml {
    /// What the calls are about; shown when one fails.
    name: Option<Name>,
    /// What is called: a name, or an expression.
    call: At<String>,
    /// How each argument is made: `"int"`, `"int(0, 9)"`, `"float"`, `"bool"`, `"str('abc', 0, 5)"`, `"bytes"`,
    /// `"list(int, 0, 8)"`, `"tuple(int, str)"`, `"set(int)"`, `"dict(str, int)"`, `"one_of(None, int)"`, or a literal.
    args: Vec<At<String>>,
    /// How many calls; 100 by default.
    #[schemars(range(min = 1, max = 10_000))]
    count: Option<u32>,
    /// Floats may differ by so much, or by this part of the expected one where that is more.
    within: Option<At<f64>>,
    /// Whether an object of a subclass stands for the plain value in it; it does not by default.
    #[serde(default)]
    subclasses: bool,
}

/// Calls that are made from the seed.
#[derive(Debug, Clone)]
pub(in crate::checks) struct Random {
    call: String,
    args: Vec<Generator>,
    count: u32,
    pub(super) rule: Rule,
    /// Tells the random calls of one check apart.
    stream: u64,
}

/// Random calls when a check does not say how many.
const USUAL_COUNT: u32 = 100;

impl Random {
    /// The calls as Python, each once, the small ones first.
    pub(super) fn calls(&self, seed: u64) -> Vec<String> {
        let mut numbers = Numbers::new(seed, self.stream);
        let mut calls = Vec::new();
        for index in 0..self.count {
            let size = f64::from(index) / f64::from(self.count.saturating_sub(1).max(1));
            let args: Vec<String> = self
                .args
                .iter()
                .map(|arg| show::source(&arg.make(&mut numbers, size)))
                .collect();
            let call = format!("{}({})", self.call, args.join(", "));
            if !calls.contains(&call) {
                calls.push(call);
            }
        }
        calls
    }

    /// The step that one of its calls stands for.
    pub(super) fn step(&self, call: &str) -> Step {
        Step {
            rule: self.rule,
            ..Step::new(call, Expect::Reference)
        }
    }
}

pub(super) fn table(at: At<TableToml>, listed: Option<&[At<String>]>, faults: &mut Vec<Fault>) -> Case {
    let place = at.place();
    let toml = at.value;
    if toml.rows.is_empty() {
        faults.push(Fault::new(
            "no-steps",
            place,
            "a table without a row finds nothing out",
        ));
    }
    let mut names = Names::default();
    let called = callable(&toml.call, &mut names, faults);
    let rows = toml
        .rows
        .iter()
        .filter_map(|one| row(one, &toml, &called, faults))
        .collect();
    Case {
        name: toml.name.map(|name| name.0),
        needs: piece::needs(listed, &names, faults),
        steps: Steppings::Rows(rows),
    }
}

pub(super) fn random(at: At<RandomToml>, listed: Option<&[At<String>]>, faults: &mut Vec<Fault>) -> Case {
    let stream = at.span.start as u64;
    let toml = at.value;
    let mut names = Names::default();
    let call = callable(&toml.call, &mut names, faults);
    let end = EndToml {
        within: toml.within.as_ref(),
        subclasses: toml.subclasses,
        ..EndToml::default()
    };
    let args = toml
        .args
        .iter()
        .filter_map(|arg| generate::read(arg, faults))
        .collect();
    let random = Random {
        call,
        args,
        count: toml.count.unwrap_or(USUAL_COUNT),
        rule: end.rule(faults),
        stream,
    };
    Case {
        name: toml.name.map(|name| name.0),
        needs: piece::needs(listed, &names, faults),
        steps: Steppings::Random(random),
    }
}

/// What is called, as Python that can stand before a parenthesis.
fn callable(code: &At<String>, names: &mut Names, faults: &mut Vec<Fault>) -> String {
    if let Some(module) = piece::expression(code, faults) {
        names.add(&module);
    }
    let text = code.value.trim();
    let simple = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    // `Counter(5).increment` is one thing too, a sum or a lambda is not.
    if simple || text.ends_with(|c: char| c.is_alphanumeric() || c == ']' || c == ')') && !text.contains(' ')
    {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

fn row(toml: &At<RowToml>, table: &TableToml, called: &str, faults: &mut Vec<Fault>) -> Option<Step> {
    let row = &toml.value;
    let end = EndToml {
        equals: row.equals.as_ref(),
        equals_python: row.equals_python.as_ref(),
        equals_reference: row.equals_reference.as_ref(),
        within: None,
        subclasses: table.subclasses,
        raises: row.raises.as_ref(),
        text: row.text.as_ref(),
        text_matches: row.text_matches.as_ref(),
        cause: row.cause.as_ref(),
    };
    let expect = end.expect(faults);
    let printed = row.prints.is_some() || row.prints_error.is_some();
    if matches!(expect, Some(Expect::NoException)) && !printed {
        let fault = Fault::new("step-shape", toml.place(), "nothing is expected of this row");
        faults.push(fault.help("add `equals`, `equals_python`, `equals_reference`, `raises` or `prints`"));
    }
    let mut rule = end.rule(faults);
    rule.within = EndToml {
        within: table.within.as_ref(),
        ..end
    }
    .rule(faults)
    .within;
    Some(Step {
        code: format!("{called}({})", arguments(row, toml, faults)?),
        expect: expect?,
        rule,
        identity: Vec::new(),
        prints: [row.prints.clone(), row.prints_error.clone()],
        unchanged: Vec::new(),
    })
}

/// What stands between the parentheses.
fn arguments(row: &RowToml, toml: &At<RowToml>, faults: &mut Vec<Fault>) -> Option<String> {
    let positional = match (&row.args, &row.args_python) {
        (Some(_), Some(second)) => {
            let message = "a row has `args` or `args_python`, and not both";
            faults.push(Fault::new("step-shape", second.place(), message));
            return None;
        }
        (Some(plain), None) => Some((plain.value.0.clone(), plain.place())),
        (None, Some(code)) => Some((piece::literal(code, faults)?, code.place())),
        (None, None) if row.kwargs.is_none() => {
            let fault = Fault::new("step-shape", toml.place(), "a row needs its arguments");
            faults.push(fault.help("write `args = [1, 2]`; a call without arguments has `args = []`"));
            return None;
        }
        (None, None) => None,
    };
    let mut shown = Vec::new();
    match positional {
        Some((Value::List(items) | Value::Tuple(items), _)) => shown.extend(items.iter().map(show::source)),
        Some((_, place)) => {
            let message = "arguments are a list: one element is one argument";
            faults.push(
                Fault::new("step-shape", place, message).help("a single list as argument is `[[1, 2]]`"),
            );
            return None;
        }
        None => {}
    }
    if let Some(keywords) = &row.kwargs {
        let Value::Dict(pairs) = &keywords.value.0 else {
            let message = "keyword arguments are a table: `{ name = value }`";
            faults.push(Fault::new("step-shape", keywords.place(), message));
            return None;
        };
        for (name, value) in pairs {
            match name {
                Value::Str(name) if piece::is_identifier(name) => {
                    shown.push(format!("{name}={}", show::source(value)));
                }
                _ => {
                    let message = format!("{} is not a name of Python", show::python(name));
                    faults.push(Fault::new("bad-name", keywords.place(), message));
                    return None;
                }
            }
        }
    }
    Some(shown.join(", "))
}
