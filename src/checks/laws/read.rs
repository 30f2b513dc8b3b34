//! Names of laws, as they are written in a spec.

use schemars::{Schema, json_schema};

use crate::checks::laws::Law;
use crate::checks::{At, Fault};

/// The laws that a subject must hold to, in the order in which they are written.
pub(in crate::checks) fn held<S>(
    names: &At<Vec<At<String>>>,
    known: &'static [Law<S>],
    subject: &S,
    faults: &mut Vec<Fault>,
) -> Vec<&'static Law<S>> {
    if names.value.is_empty() {
        let fault = Fault::new(
            "no-laws",
            names.place(),
            "a subject without a law finds nothing out",
        );
        faults.push(fault.help(format!("known here: {}", all(known))));
    }
    let mut held: Vec<&'static Law<S>> = Vec::new();
    for name in &names.value {
        let Some(law) = known.iter().find(|law| law.name == name.value) else {
            let message = format!("there is no law `{}`", name.value);
            let fault = Fault::new("unknown-law", name.place(), message);
            let fault = fault.suggest(&name.value, known.iter().map(|law| law.name));
            faults.push(fault.help(format!("known here: {}", all(known))));
            continue;
        };
        if let Some(key) = (law.lacks)(subject) {
            let message = format!("the law `{}` needs {key}", law.name);
            faults.push(Fault::new("law-lacks-key", name.place(), message).help(law.about));
        } else if held.iter().any(|other| other.name == law.name) {
            let message = format!("the law `{}` is there twice", law.name);
            faults.push(Fault::new("law-twice", name.place(), message));
        }
        held.push(law);
    }
    held
}

/// The entries of the spec reference.
pub(in crate::checks) fn schema<S>(known: &[Law<S>]) -> Schema {
    let one = |law: &Law<S>| json_schema!({ "const": law.name, "description": law.about });
    let all: Vec<Schema> = known.iter().map(one).collect();
    json_schema!({ "type": "array", "minItems": 1, "items": { "type": "string", "oneOf": all } })
}

fn all<S>(known: &[Law<S>]) -> String {
    let names: Vec<&str> = known.iter().map(|law| law.name).collect();
    names.join(", ")
}
