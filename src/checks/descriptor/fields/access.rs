//! Access on the class, beside the `__dict__` of the instance, and the name of a field.

use crate::checks::descriptor::Subject;
use crate::checks::descriptor::fields::steps::{assign, at, begin, keeps, set_up};
use crate::checks::descriptor::owner::{Field, Owner, class};
use crate::checks::laws::Program;
use crate::model::value::Value;

pub(super) fn class_access(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let on_class = owner
        .fields
        .iter()
        .fold(begin(subject, owner, ""), |program, field| {
            let name = &field.name;
            let cls = &owner.class;
            let itself = if owner.made {
                format!("{cls}.__dict__['{name}']")
            } else {
                format!(
                    "next(base.__dict__['{name}'] for base in {cls}.__mro__ if '{name}' in base.__dict__)"
                )
            };
            program
                .same(format!("{cls}.{name}"), itself.clone())
                .run(format!("class Sub({cls}):\n    pass"))
                .same(format!("Sub.{name}"), itself)
        });
    let mut programs = vec![on_class];
    if owner.made && subject.good.len() > 1 {
        let place = at("a", owner.field(0));
        let body = "    def __len__(self):\n        return 0";
        programs.push(keeps(begin(subject, owner, body), subject, &place, 0));
    }
    programs
}

pub(super) fn data(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let field = owner.field(0);
    let place = at("a", field);
    let entry = format!("a.__dict__['{}']", field.name);
    let early = assign(begin(subject, owner, ""), subject, &entry, 0);
    let early = keeps(early, subject, &place, 1);
    let late = assign(begin(subject, owner, ""), subject, &place, 0);
    let late = assign(late, subject, &entry, 1);
    let late = keeps(keeps(late, subject, &place, 0), subject, &place, 1);
    let mut programs = vec![early, late];
    programs.extend(subject.bad.iter().map(|(bad, _)| {
        let program = begin(subject, owner, "")
            .run(format!("b = {}", owner.new))
            .run(refused_at(&field.name, bad));
        // What is refused without the entry is refused with it; whether it must be is another law.
        let program = assign(program.run("usually = refused(b)"), subject, &entry, 0);
        program.gives("usually and not refused(a)", Value::Bool(false))
    }));
    programs
}

/// A function that says whether an instance refuses a value.
fn refused_at(field: &str, bad: &str) -> String {
    format!(
        "def refused(instance):\n    try:\n        instance.{field} = {bad}\n    except Exception:\n        return True\n    \
         return False"
    )
}

pub(super) fn non_data(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let place = at("a", owner.field(0));
    let entry = format!("a.__dict__['{}']", owner.field(0).name);
    let hidden = |code: &str| {
        begin(subject, owner, "")
            .run(format!("b = {}", owner.new))
            .run("mine = ['of this instance alone']")
            .run(code.to_owned())
            .same(place.clone(), "mine")
            .gives(format!("{} is mine", at("b", owner.field(0))), Value::Bool(false))
            .run(format!("del {entry}"))
            .gives(format!("{place} is mine"), Value::Bool(false))
    };
    let programs = vec![
        hidden(&format!("{entry} = mine")),
        hidden(&format!("{place} = mine")),
    ];
    programs
}

pub(super) fn set_name(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let (own, others) = owner.fields.split_at(2);
    let program = set_up(subject)
        .run(class("Owner", "", own, ""))
        .run(class("Sub", "(Owner)", others, ""));
    let named = subject.named.as_deref().unwrap_or_default();
    let asked = |program: Program, class: &str, field: &Field| {
        program
            .run(format!("descriptor = {class}.__dict__['{}']", field.name))
            .gives(named, Value::Str(field.name.clone()))
    };
    let program = own
        .iter()
        .fold(program, |program, field| asked(program, "Owner", field));
    let program = others
        .iter()
        .fold(program, |program, field| asked(program, "Sub", field));
    vec![program]
}
