//! The keys of a `metaclass` check, and how they become subjects with laws.

use ruff_python_ast::Expr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_text_size::Ranged;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use crate::checks::call::{Call, CallToml, CaseToml, RandomToml, TableToml};
use crate::checks::laws::{self, Group, Laws};
use crate::checks::metaclass::subject::{ARGS, Given, KWARGS, NAME, Subject, Template};
use crate::checks::metaclass::{LAWS, Metaclass};
use crate::checks::piece::{self, Plain, python_fault};
use crate::checks::python::names::Names;
use crate::checks::python::{self, bytes, literal};
use crate::checks::{At, Fault, Nearby, Parameters};
use crate::model::value::Value;

/// The keys of a `metaclass` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetaclassToml {
    /// Names of the submission's file that the code needs. Without this key: every name that the code uses, does not
    /// assign and does not have from Python.
    needs: Option<Vec<At<String>>>,
    /// What laws are about, and which.
    #[serde(default)]
    subject: Vec<At<SubjectToml>>,
    /// Groups of steps as in a check of the kind `call`, for what no law says; they come after the laws.
    #[serde(default)]
    case: Vec<At<CaseToml>>,
    /// Calls of one function with many arguments, as in a check of the kind `call`.
    #[serde(default)]
    table: Vec<At<TableToml>>,
    /// Calls with arguments made from the seed, as in a check of the kind `call`.
    #[serde(default)]
    random: Vec<At<RandomToml>>,
    /// A file of the task's folder with a right solution, for `random`.
    reference: Option<At<String>>,
    /// The same as Python.
    reference_python: Option<At<String>>,
}

/// A metaclass, a class or a function, and the laws that must hold for it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubjectToml {
    /// A metaclass: an expression, such as `"Logged"`.
    metaclass: Option<At<String>>,
    /// A class whose `__new__` gives objects of other types: an expression.
    class: Option<At<String>>,
    /// A function that makes a class from a name, a tuple of bases and a namespace: an expression.
    function: Option<At<String>>,
    /// Where the metaclass notes what happens: an expression that gives a list, such as `"Logged.events"`.
    log: Option<At<String>>,
    /// What is noted when a class is made: a literal list with `NAME` for the name of the class, such as
    /// `"[('new', NAME), ('init', NAME)]"`.
    made: Option<At<String>>,
    /// What is noted when a class is called: a literal with `NAME`, `ARGS` (a tuple) and `KWARGS` (a dict), such as
    /// `"('call', NAME, ARGS, KWARGS)"`.
    called: Option<At<String>>,
    /// Where the metaclass keeps its classes by name: an expression that gives a dict, such as `"Registry.classes"`.
    registry: Option<At<String>>,
    /// The keyword of a `class` statement that keeps a class out of the registry: `"abstract=True"`.
    left_out_by: Option<At<String>>,
    /// A keyword that does not: `"abstract=False"`.
    kept_by: Option<At<String>>,
    /// The exception for a second class of one name; `TypeError` by default.
    duplicate: Option<At<String>>,
    /// Calls of the class and what they give.
    #[serde(default)]
    gives: Vec<At<GivenToml>>,
    /// Expressions: a call of the class with the value of one gives that very object.
    #[serde(default)]
    itself: Vec<At<String>>,
    /// The laws that must hold, in the order in which they are tried; the first that does not fails the check.
    #[schemars(schema_with = "known_laws")]
    laws: At<Vec<At<String>>>,
    /// Statements that run before each program: classes that the other keys use, for instance.
    setup: Option<At<String>>,
}

/// A call of the class.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenToml {
    /// The arguments, as they stand in a call: `"'42'"`.
    args: At<String>,
    /// The value, of a type that TOML has.
    equals: Option<At<Plain>>,
    /// The value as a Python literal.
    equals_python: Option<At<String>>,
}

fn known_laws(_: &mut SchemaGenerator) -> Schema {
    laws::schema(LAWS)
}

/// Makes the check; what is wrong goes to `faults`.
pub(super) fn build(at: At<MetaclassToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Metaclass {
    let (place, span, toml) = (at.place(), at.span, at.value);
    if toml.subject.is_empty() {
        let message = "a `metaclass` check without a law finds nothing out";
        faults.push(Fault::new("no-steps", place, message).help("add `[[check.subject]]` with `laws`"));
    }
    let listed = toml.needs.as_deref();
    let subjects = toml.subject.iter();
    let laws = Laws {
        module: nearby.module(),
        groups: subjects.map(|one| group(one, listed, faults)).collect(),
        cases: Vec::new(),
    };
    let more = !(toml.case.is_empty() && toml.table.is_empty() && toml.random.is_empty());
    let call = CallToml {
        needs: toml.needs,
        reference: toml.reference,
        reference_python: toml.reference_python,
        step: Vec::new(),
        case: toml.case,
        table: toml.table,
        random: toml.random,
    };
    Metaclass {
        laws,
        beside: more.then(|| Call::build(At { value: call, span }, nearby, faults)),
    }
}

fn group(at: &At<SubjectToml>, listed: Option<&[At<String>]>, faults: &mut Vec<Fault>) -> Group<Subject> {
    one_of_three(at, faults);
    let subject = subject(&at.value, listed, faults);
    Group {
        laws: laws::held(&at.value.laws, LAWS, &subject, faults),
        subject,
    }
}

fn one_of_three(at: &At<SubjectToml>, faults: &mut Vec<Fault>) {
    let toml = &at.value;
    let given = [&toml.metaclass, &toml.class, &toml.function];
    match given.into_iter().flatten().collect::<Vec<_>>().as_slice() {
        [] => {
            let message = "a subject needs `metaclass`, `class` or `function`";
            faults.push(Fault::new("no-subject", at.place(), message));
        }
        [_] => {}
        [_, second, ..] => {
            let message = "a subject has one of `metaclass`, `class` and `function`";
            faults.push(Fault::new("two-subjects", second.place(), message).help("make two subjects of it"));
        }
    }
}

fn subject(toml: &SubjectToml, listed: Option<&[At<String>]>, faults: &mut Vec<Fault>) -> Subject {
    let mut names = Names::default();
    let single = [
        &toml.metaclass,
        &toml.class,
        &toml.function,
        &toml.log,
        &toml.registry,
    ];
    for code in single.into_iter().flatten().chain(&toml.itself) {
        if let Some(module) = piece::expression(code, faults) {
            names.add(&module);
        }
    }
    if let Some(module) = toml
        .setup
        .as_ref()
        .and_then(|code| piece::statements(code, faults))
    {
        names.add(&module);
    }
    let gives: Vec<Given> = toml
        .gives
        .iter()
        .filter_map(|one| given(one, &mut names, faults))
        .collect();
    let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
    Subject {
        needs: piece::needs(listed, &names, faults),
        setup: text(&toml.setup),
        metaclass: text(&toml.metaclass),
        class: text(&toml.class),
        function: text(&toml.function),
        log: text(&toml.log),
        registry: text(&toml.registry),
        made: toml.made.as_ref().and_then(|code| events(code, faults)),
        called: toml.called.as_ref().and_then(|code| template(code, faults)),
        left_out_by: toml.left_out_by.as_ref().and_then(|code| keywords(code, faults)),
        kept_by: toml.kept_by.as_ref().and_then(|code| keywords(code, faults)),
        duplicate: toml.duplicate.as_ref().map_or_else(
            || "TypeError".to_owned(),
            |class| piece::exception_class(class, faults),
        ),
        gives,
        itself: toml.itself.iter().map(|code| code.value.clone()).collect(),
    }
}

fn given(at: &At<GivenToml>, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Given> {
    let toml = &at.value;
    let value = match (&toml.equals, &toml.equals_python) {
        (Some(plain), None) => plain.value.0.clone(),
        (None, Some(code)) => piece::literal(code, faults)?,
        (None, None) | (Some(_), Some(_)) => {
            let message = "a call gives one value: `equals` or `equals_python`";
            faults.push(Fault::new("step-shape", at.place(), message));
            return None;
        }
    };
    names.add(&call_of(&toml.args, faults)?);
    Some(Given {
        args: toml.args.value.clone(),
        value,
    })
}

/// Arguments as Python reads them in a call; `None` after a fault.
fn call_of(args: &At<String>, faults: &mut Vec<Fault>) -> Option<ruff_python_ast::ModModule> {
    let call = format!("print({})", args.value);
    if python::expression(&call).is_ok_and(|tree| matches!(*tree, Expr::Call(_))) {
        return python::statements(&call).ok();
    }
    let message = "these are no arguments of a call";
    faults.push(
        Fault::new("python-syntax", args.place(), message)
            .help("write them as in a call: `\"'42', base=10\"`"),
    );
    None
}

/// Keywords of a `class` statement, as they are written.
fn keywords(code: &At<String>, faults: &mut Vec<Fault>) -> Option<String> {
    let call = format!("print({})", code.value);
    let only_keywords = |tree: &Expr| match tree {
        Expr::Call(call) => call.arguments.args.is_empty() && !call.arguments.keywords.is_empty(),
        _ => false,
    };
    if python::expression(&call).is_ok_and(|tree| only_keywords(&tree)) {
        return Some(code.value.clone());
    }
    let message = "this is no keyword of a `class` statement";
    faults.push(
        Fault::new("python-syntax", code.place(), message).help("write it as there: `\"abstract=True\"`"),
    );
    None
}

/// What is noted when a class is made: as many events as there are.
fn events(code: &At<String>, faults: &mut Vec<Fault>) -> Option<Template> {
    let template = template(code, faults)?;
    if matches!(template.0, Value::List(_)) {
        return Some(template);
    }
    let message = "`made` is a list of what is noted";
    faults.push(
        Fault::new("template", code.place(), message)
            .help("`\"[('new', NAME), ('init', NAME)]\"`, for instance"),
    );
    None
}

/// A literal with places in it; `None` after a fault.
fn template(code: &At<String>, faults: &mut Vec<Fault>) -> Option<Template> {
    let help = "it is a literal in which `NAME`, `ARGS` and `KWARGS` stand for what differs";
    let mut refuse = |fault| faults.push(python_fault(code, fault).help(help));
    let tree = python::expression(&code.value).map_err(&mut refuse).ok()?;
    let mut places = Places::default();
    places.visit_expr(&tree);
    let mut text = code.value.clone();
    for (range, place) in places.0.into_iter().rev() {
        text.replace_range(range, &format!("'\\0{place}'"));
    }
    literal::literal(&text).map_err(&mut refuse).ok().map(Template)
}

/// Where the names of a template stand, in their order.
#[derive(Default)]
struct Places(Vec<(std::ops::Range<usize>, &'static str)>);

impl<'a> Visitor<'a> for Places {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            let known = [NAME, ARGS, KWARGS].map(|place| &place[1..]);
            let place = known.into_iter().find(|place| *place == name.id.as_str());
            self.0.extend(place.map(|place| (bytes(name.range()), place)));
        }
        walk_expr(self, expression);
    }
}
