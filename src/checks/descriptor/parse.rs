//! The keys of a `descriptor` check, and how they become laws and what these are about.

use ruff_python_ast::Expr;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use crate::checks::call::{self, CaseToml};
use crate::checks::descriptor::{Descriptor, LAWS, Subject};
use crate::checks::laws::{self, Group, Laws};
use crate::checks::piece;
use crate::checks::python;
use crate::checks::python::names::Names;
use crate::checks::{At, Fault, Nearby};
use crate::model::value::Value;

/// The keys of a `descriptor` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescriptorToml {
    /// Names of the submission's file that the code needs. Without this key: every name that the code uses, does not
    /// assign and does not have from Python.
    needs: Option<Vec<At<String>>>,
    /// What laws are about, and which.
    #[serde(default)]
    subject: Vec<At<SubjectToml>>,
    /// Groups of steps as in a check of the kind `call`, for what no law says; they come after the laws.
    #[serde(default)]
    case: Vec<At<CaseToml>>,
}

/// What laws are about: fields (`make`, or `owner` and `fields`), a class that wraps functions (`wrap`), or a function
/// that finds attributes (`lookup`).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SubjectToml {
    /// The laws that must hold, in the order in which they are tried; the first that does not fails the check.
    #[schemars(schema_with = "known_laws")]
    laws: At<Vec<At<String>>>,
    /// Statements that run before each program: classes that the other keys use, for instance.
    setup: Option<At<String>>,
    /// An expression that makes a descriptor in a class body: `"NonEmptyString()"`. In it `{key}` stands for an attribute
    /// name of its own for each field: `"NonEmptyString('{key}')"`.
    make: Option<At<String>>,
    /// A call that makes an instance of a class that has such fields already: `"Farmer('Ann', 'Lee')"`.
    owner: Option<At<String>>,
    /// The fields of `owner`.
    #[serde(default)]
    fields: Vec<At<String>>,
    /// Values that a field takes, as Python literals; they must differ.
    #[serde(default)]
    good: Vec<At<String>>,
    /// Values that it refuses.
    #[serde(default)]
    bad: Vec<BadToml>,
    /// The exception class that deleting raises.
    deletion: Option<At<String>>,
    /// An expression that gives a field's name, in which `descriptor` is the descriptor: `"descriptor.name"`.
    named: Option<At<String>>,
    /// A class that wraps functions: `"StaticMethod"`.
    wrap: Option<At<String>>,
    /// Built-in classes that it must do without: `["staticmethod", "classmethod", "property"]`.
    #[serde(default)]
    without: Vec<At<String>>,
    /// A function that finds an attribute by object and name: `"lookup"`.
    lookup: Option<At<String>>,
}

/// A value that a field refuses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BadToml {
    /// An expression.
    value: At<String>,
    /// The exception class (built-in, or `module.Class`) that assigning raises; a derived one is right too.
    raises: At<String>,
}

fn known_laws(_: &mut SchemaGenerator) -> Schema {
    laws::schema(&LAWS)
}

pub(super) fn build(at: At<DescriptorToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Descriptor {
    let (place, toml) = (at.place(), at.value);
    if toml.subject.is_empty() {
        let fault = Fault::new(
            "no-steps",
            place,
            "a `descriptor` check without a law finds nothing out",
        );
        faults.push(fault.help("add `[[check.subject]]` with `laws`"));
    }
    let listed = toml.needs.as_deref();
    let groups = toml.subject.iter().map(|at| {
        let subject = subject(&at.value, listed, faults);
        let laws = laws::held(&at.value.laws, &LAWS, &subject, faults);
        Group { subject, laws }
    });
    let groups = groups.collect();
    Descriptor(Laws {
        module: nearby.module(),
        groups,
        cases: call::cases(toml.case, listed, faults),
    })
}

fn subject(toml: &SubjectToml, listed: Option<&[At<String>]>, faults: &mut Vec<Fault>) -> Subject {
    let names = names(toml, faults);
    let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
    Subject {
        needs: piece::needs(listed, &names, faults),
        setup: text(&toml.setup),
        make: text(&toml.make),
        owner: text(&toml.owner),
        fields: toml.fields.iter().map(|at| at.value.clone()).collect(),
        good: good(&toml.good, faults),
        bad: toml
            .bad
            .iter()
            .map(|bad| {
                (
                    bad.value.value.clone(),
                    piece::exception_class(&bad.raises, faults),
                )
            })
            .collect(),
        deletion: toml
            .deletion
            .as_ref()
            .map(|class| piece::exception_class(class, faults)),
        named: text(&toml.named),
        wrap: text(&toml.wrap),
        without: without(&toml.without, faults),
        lookup: text(&toml.lookup),
    }
}

/// The names in the pieces of Python, all of which are read.
fn names(toml: &SubjectToml, faults: &mut Vec<Fault>) -> Names {
    let mut names = Names::default();
    let set_up = toml
        .setup
        .as_ref()
        .and_then(|code| piece::statements(code, faults));
    if let Some(module) = set_up {
        names.add(&module);
    }
    let single = [&toml.make, &toml.owner, &toml.wrap, &toml.lookup];
    let bad = toml.bad.iter().map(|bad| &bad.value);
    for code in single.into_iter().flatten().chain(bad) {
        if let Some(module) = piece::expression(code, faults) {
            names.add(&module);
        }
    }
    if let Some(code) = &toml.named {
        piece::expression(code, faults);
    }
    if let Some(code) = toml.owner.as_ref().filter(|code| !calls_a_class(&code.value)) {
        let fault = Fault::new(
            "not-a-call",
            code.place(),
            "this does not call a class by its name",
        );
        faults.push(fault.help("write `Farmer('Ann', 'Lee')`; what it needs goes into `setup`"));
    }
    for field in toml
        .fields
        .iter()
        .filter(|field| !piece::is_identifier(&field.value))
    {
        let message = format!("`{}` is not a name of Python", field.value);
        faults.push(Fault::new("bad-name", field.place(), message));
    }
    names
}

/// Whether it is `Class(…)`: subclasses are made of the class.
fn calls_a_class(code: &str) -> bool {
    fn is_name(tree: &Expr) -> bool {
        match tree {
            Expr::Name(_) => true,
            Expr::Attribute(attribute) => is_name(&attribute.value),
            _ => false,
        }
    }
    match python::expression(code).as_deref() {
        Ok(Expr::Call(call)) => is_name(&call.func),
        // What is no Python at all has been told.
        Ok(_) => false,
        Err(_) => true,
    }
}

/// Laws tell values apart, so that no two may be the same.
fn good(codes: &[At<String>], faults: &mut Vec<Fault>) -> Vec<(String, Value)> {
    let mut good: Vec<(String, Value)> = Vec::new();
    for code in codes {
        let Some(value) = piece::literal(code, faults) else {
            continue;
        };
        if good.iter().any(|(_, known)| *known == value) {
            let message = "this value is there twice, and the laws tell values apart";
            faults.push(Fault::new("value-twice", code.place(), message));
        }
        good.push((code.value.clone(), value));
    }
    good
}

fn without(classes: &[At<String>], faults: &mut Vec<Fault>) -> Vec<String> {
    const KNOWN: [&str; 3] = ["staticmethod", "classmethod", "property"];
    for class in classes
        .iter()
        .filter(|class| !KNOWN.contains(&class.value.as_str()))
    {
        let message = format!("`{}` is no built-in class that wraps functions", class.value);
        faults.push(Fault::new("unknown-class", class.place(), message).suggest(&class.value, KNOWN));
    }
    classes.iter().map(|class| class.value.clone()).collect()
}
