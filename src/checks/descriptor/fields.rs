//! Laws of descriptors that are fields: what is assigned to an attribute is kept for the instance, and checked.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::descriptor::owner::{Field, Owner, class};
use crate::checks::laws::{Law, Program};
use crate::model::value::Value;

pub(super) const LAWS: [Law<Subject>; 14] = [
    Law {
        name: "takes",
        meaning: "law-descriptor-takes",
        about: "each of `good` is assigned, read back, and replaced by the next one",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, takes),
    },
    Law {
        name: "refuses",
        meaning: "law-descriptor-refuses",
        about: "each of `bad` raises its exception, on an instance with a value, which stays, and on one without",
        lacks: |subject| with_values(subject).or_else(|| subject.bad.is_empty().then_some("`bad`")),
        cases: |subject, seed| cases(subject, seed, 1, refuses),
    },
    Law {
        name: "per-instance",
        meaning: "law-descriptor-per-instance",
        about: "instances do not share values: two at once, two that are equal, some that cannot be hashed, a new one in \
            the place of one that is gone",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, per_instance),
    },
    Law {
        name: "per-field",
        meaning: "law-descriptor-per-field",
        about: "fields of one class do not share values",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 3, per_field),
    },
    Law {
        name: "per-subclass",
        meaning: "law-descriptor-per-subclass",
        about: "a class and its subclasses do not share values, whether these inherit the field or define it anew",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, per_subclass),
    },
    Law {
        name: "keeps-nothing-alive",
        meaning: "law-descriptor-keeps-nothing-alive",
        about: "instances with values, read, changed and refused, are collected when nobody else holds them",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, keeps_nothing_alive),
    },
    Law {
        name: "lives-in-instance",
        meaning: "law-descriptor-lives-in-instance",
        about: "another instance that gets a copy of the `__dict__` has the values",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, lives_in_instance),
    },
    Law {
        name: "stored-under",
        meaning: "law-descriptor-stored-under",
        about: "the value is in the instance's `__dict__` under the attribute name that `{key}` stands for in `make`, and \
            what is put there is read",
        lacks: |subject| {
            let keyed = subject.make.as_ref().is_some_and(|make| make.contains("{key}"));
            with_values(subject).or_else(|| (!keyed).then_some("`{key}` in `make`"))
        },
        cases: |subject, seed| cases(subject, seed, 2, stored_under),
    },
    Law {
        name: "class-access",
        meaning: "law-descriptor-class-access",
        about: "read on the class or on a subclass it gives the descriptor itself; read on an instance that is false, \
            the value",
        lacks: with_fields,
        cases: |subject, seed| cases(subject, seed, 2, class_access),
    },
    Law {
        name: "data",
        meaning: "law-descriptor-data",
        about: "an entry of the instance's `__dict__` under the field's name, before or after the first value, does not \
            switch it off: values are refused, taken and read as before",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, data),
    },
    Law {
        name: "non-data",
        meaning: "law-descriptor-non-data",
        about: "an attribute of the instance hides it, for that instance alone, until it is deleted",
        lacks: with_fields,
        cases: |subject, seed| cases(subject, seed, 1, non_data),
    },
    Law {
        name: "refuses-deletion",
        meaning: "law-descriptor-refuses-deletion",
        about: "`del` raises the exception `deletion` and changes nothing, also where there is no value yet or the \
            `__dict__` has an entry under the field's name",
        lacks: |subject| with_values(subject).or_else(|| subject.deletion.is_none().then_some("`deletion`")),
        cases: |subject, seed| cases(subject, seed, 1, refuses_deletion),
    },
    Law {
        name: "deletes",
        meaning: "law-descriptor-deletes",
        about: "after `del` reading raises AttributeError, other instances keep theirs, and a new value is taken",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, deletes),
    },
    Law {
        name: "set-name",
        meaning: "law-descriptor-set-name",
        about: "the expression `named`, in which `descriptor` is the descriptor, gives the field's name, for fields of \
            several classes",
        lacks: |subject| {
            let made = subject.make.is_none().then_some("`make`");
            made.or_else(|| subject.named.is_none().then_some("`named`"))
        },
        cases: |subject, seed| cases(subject, seed, 4, set_name),
    },
];

fn with_fields(subject: &Subject) -> Option<&'static str> {
    let owned = subject.owner.is_some() && !subject.fields.is_empty();
    (subject.make.is_none() && !owned).then_some("`make`, or `owner` and `fields`")
}

fn with_values(subject: &Subject) -> Option<&'static str> {
    with_fields(subject).or_else(|| (subject.good.len() < 2).then_some("`good` with two values"))
}

/// The first steps of a program: the class, and an instance `a`.
fn begin(subject: &Subject, owner: &Owner, body: &str) -> Program {
    let mut program = set_up(subject);
    if owner.made {
        program = program.run(owner.class_with(body));
    }
    program.run(format!("a = {}", owner.new))
}

fn set_up(subject: &Subject) -> Program {
    match &subject.setup {
        Some(code) => Program::default().run(code.clone()),
        None => Program::default(),
    }
}

fn good(subject: &Subject, index: usize) -> &(String, Value) {
    &subject.good[index % subject.good.len()]
}

/// `a.x = value`, with a good value.
fn assign(program: Program, subject: &Subject, to: &str, index: usize) -> Program {
    program.run(format!("{to} = {}", good(subject, index).0))
}

/// `a.x` is a good value.
fn reads(program: Program, subject: &Subject, from: &str, index: usize) -> Program {
    program.gives(from, good(subject, index).1.clone())
}

/// Assigns, and reads at once.
fn keeps(program: Program, subject: &Subject, place: &str, index: usize) -> Program {
    reads(assign(program, subject, place, index), subject, place, index)
}

fn at(instance: &str, field: &Field) -> String {
    format!("{instance}.{}", field.name)
}

/// One interpreter for the programs of a law: for a class made for the run, or for each field of the submission's.
fn cases(
    subject: &Subject,
    seed: u64,
    count: usize,
    programs: fn(&Subject, &Owner) -> Vec<Program>,
) -> Vec<Case> {
    let owners = Owner::each(subject, seed, count);
    let programs = owners.iter().flat_map(|owner| programs(subject, owner));
    vec![Program::together(programs.collect(), &subject.needs)]
}

fn takes(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let place = at("a", owner.field(0));
    let mut program = begin(subject, owner, "");
    for index in 0..=subject.good.len() {
        program = keeps(program, subject, &place, index);
    }
    vec![program]
}

fn refuses(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let (old, new) = (at("a", owner.field(0)), at("b", owner.field(0)));
    let programs = subject.bad.iter().map(|(bad, class)| {
        let program = assign(begin(subject, owner, ""), subject, &old, 0);
        let program = program.refused(format!("{old} = {bad}"), class, &old);
        let program = reads(program, subject, &old, 0).run(format!("b = {}", owner.new));
        let program = program.raises(format!("{new} = {bad}"), class);
        keeps(program, subject, &new, 1)
    });
    programs.collect()
}

fn per_instance(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn per_field(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn per_subclass(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn keeps_nothing_alive(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn lives_in_instance(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let programs = owner.fields.iter().enumerate().map(|(index, field)| {
        let program = assign(begin(subject, owner, ""), subject, &at("a", field), index);
        let program = program
            .run("b = object.__new__(type(a))")
            .run("b.__dict__.update(a.__dict__)");
        reads(program, subject, &at("b", field), index)
    });
    programs.collect()
}

fn stored_under(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn class_access(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn data(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn non_data(subject: &Subject, owner: &Owner) -> Vec<Program> {
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

fn refuses_deletion(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let field = owner.field(0);
    let class = subject.deletion.as_deref().unwrap_or_default();
    let place = at("a", field);
    let delete = format!("del {place}");
    let kept = assign(begin(subject, owner, ""), subject, &place, 0).refused(delete.clone(), class, &place);
    let kept = keeps(kept, subject, &place, 1);
    let without = begin(subject, owner, "").raises(delete.clone(), class);
    let entry = format!("a.__dict__['{}']", field.name);
    let planted = assign(begin(subject, owner, ""), subject, &place, 0);
    let planted = assign(planted, subject, &entry, 1).refused(delete, class, &place);
    vec![kept, without, planted]
}

fn deletes(subject: &Subject, owner: &Owner) -> Vec<Program> {
    let (a, b) = (at("a", owner.field(0)), at("b", owner.field(0)));
    let program = begin(subject, owner, "").run(format!("b = {}", owner.new));
    let program = assign(assign(program, subject, &a, 0), subject, &b, 1);
    let program = program
        .run(format!("del {a}"))
        .raises(a.clone(), "AttributeError");
    let program = reads(program, subject, &b, 1);
    vec![keeps(program, subject, &a, 1)]
}

fn set_name(subject: &Subject, owner: &Owner) -> Vec<Program> {
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
