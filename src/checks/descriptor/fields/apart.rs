//! Where values are, and that nobody shares them.

use crate::checks::descriptor::Subject;
use crate::checks::descriptor::fields::steps::{assign, at, begin, good, reads, set_up};
use crate::checks::descriptor::owner::{Field, Owner, class};
use crate::checks::laws::Program;
use crate::model::value::Value;

pub(super) fn per_instance(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let mut programs = vec![two_instances(subject, owner, "")];
    if owner.made {
        let equal = "    def __eq__(self, other):\n        return True";
        let hashed = format!("{equal}\n    def __hash__(self):\n        return 1");
        programs.push(two_instances(subject, owner, equal));
        programs.push(two_instances(subject, owner, &hashed));
        programs.push(reborn(subject, owner));
    }
    programs
}

fn two_instances(subject: &Subject, owner: &Owner, body: &str) -> Program {
    let (a, b) = (at("a", owner.field(0)), at("b", owner.field(0)));
    let program = begin(subject, owner, body).run(format!("b = {}", owner.new));
    let program = assign(assign(program, subject, &a, 0), subject, &b, 1);
    let program = reads(reads(program, subject, &a, 0), subject, &b, 1);
    reads(assign(program, subject, &a, 1), subject, &b, 1)
}

/// A new instance is often where one was that is gone.
fn reborn(subject: &Subject, owner: &Owner) -> Program {
    let field = &owner.field(0).name;
    let code = format!(
        "old_value_read = False\nfor _ in range(50):\n    old = {new}\n    old.{field} = {value}\n    del old\n    fresh = {new}\n    \
         try:\n        old_value_read = old_value_read or fresh.{field} == {value}\n    except Exception:\n        pass",
        new = owner.new,
        value = good(subject, 0).0,
    );
    let program = begin(subject, owner, "").run(code);
    program.gives("old_value_read", Value::Bool(false))
}

pub(super) fn per_field(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let places: Vec<String> = owner.fields.iter().map(|field| at("a", field)).collect();
    let mut program = begin(subject, owner, "");
    // The last field first: an order that a class body does not have.
    for (index, place) in places.iter().enumerate().rev() {
        program = assign(program, subject, place, index);
    }
    for (index, place) in places.iter().enumerate() {
        program = reads(program, subject, place, index);
    }
    for (index, place) in places.iter().enumerate() {
        program = assign(program, subject, place, index + 1);
    }
    for (index, place) in places.iter().enumerate() {
        program = reads(program, subject, place, index + 1);
    }
    vec![program]
}

pub(super) fn per_subclass(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let field = owner.field(0);
    let base = &owner.class;
    let new = |class: &str| owner.new.replacen(base, class, 1);
    let inherits = |body: &[Field]| {
        let program = begin(subject, owner, "")
            .run(class("Sub", &format!("({base})"), body, ""))
            .run(class("Other", &format!("({base})"), &[], ""));
        let program = program
            .run(format!("b = {}", new("Sub")))
            .run(format!("c = {}", new("Other")));
        let places = ["a", "b", "c"].map(|name| at(name, field));
        let program = places
            .iter()
            .enumerate()
            .fold(program, |program, (index, place)| {
                assign(program, subject, place, index)
            });
        places
            .iter()
            .enumerate()
            .fold(program, |program, (index, place)| {
                reads(program, subject, place, index)
            })
    };
    let mut programs = vec![inherits(&[])];
    if owner.made {
        let anew = Field {
            make: owner.field(1).make.clone(),
            ..field.clone()
        };
        programs.push(inherits(std::slice::from_ref(&anew)));
    }
    programs
}

pub(super) fn keeps_nothing_alive(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let mut lines = vec![
        "import gc, weakref".to_owned(),
        "instances = []".to_owned(),
        "for _ in range(3):".to_owned(),
        format!("    a = {}", owner.new),
    ];
    for (index, field) in owner.fields.iter().enumerate() {
        let place = at("a", field);
        lines.push(format!("    {place} = {}", good(subject, index).0));
        lines.push(format!("    {place} = {}", good(subject, index + 1).0));
        lines.push(format!("    {place}"));
        if let Some((bad, _)) = subject.bad.first() {
            // Which exception it must be is another law.
            lines.push(format!(
                "    try:
        {place} = {bad}
    except Exception:
        pass"
            ));
        }
    }
    lines.push("    instances.append(weakref.ref(a))".to_owned());
    lines.push("    del a".to_owned());
    lines.push("gc.collect()".to_owned());
    let mut program = set_up(subject);
    if owner.made {
        program = program.run(owner.statement());
    }
    let program = program.run(lines.join("\n"));
    let alive = "sum(instance() is not None for instance in instances)";
    vec![program.gives(alive, Value::int(0))]
}

pub(super) fn lives_in_instance(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let programs = owner.fields.iter().enumerate().map(|(index, field)| {
        let program = assign(begin(subject, owner, ""), subject, &at("a", field), index);
        let program = program
            .run("b = object.__new__(type(a))")
            .run("b.__dict__.update(a.__dict__)");
        reads(program, subject, &at("b", field), index)
    });
    programs.collect()
}

pub(super) fn stored_under(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let programs = owner.fields.iter().map(|field| {
        let place = at("a", field);
        let kept = format!("a.__dict__['{}']", field.key);
        let mut program = begin(subject, owner, "");
        for index in 0..2 {
            program = reads(assign(program, subject, &place, index), subject, &kept, index);
        }
        reads(assign(program, subject, &kept, 0), subject, &place, 0)
    });
    programs.collect()
}
