//! Laws of descriptors that are fields: what is assigned to an attribute is kept for the instance, and checked.

mod access;
mod apart;
mod steps;
mod values;

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::descriptor::owner::Owner;
use crate::checks::laws::{Law, Program};

pub(super) const LAWS: [Law<Subject>; 14] = [
    Law {
        name: "takes",
        meaning: "law-descriptor-takes",
        about: "each of `good` is assigned, read back, and replaced by the next one",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, values::takes),
    },
    Law {
        name: "refuses",
        meaning: "law-descriptor-refuses",
        about: "each of `bad` raises its exception, on an instance with a value, which stays, and on one without",
        lacks: |subject| with_values(subject).or_else(|| subject.bad.is_empty().then_some("`bad`")),
        cases: |subject, seed| cases(subject, seed, 1, values::refuses),
    },
    Law {
        name: "per-instance",
        meaning: "law-descriptor-per-instance",
        about: "instances do not share values: two at once, two that are equal, some that cannot be hashed, a new one in \
            the place of one that is gone",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, apart::per_instance),
    },
    Law {
        name: "per-field",
        meaning: "law-descriptor-per-field",
        about: "fields of one class do not share values",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 3, apart::per_field),
    },
    Law {
        name: "per-subclass",
        meaning: "law-descriptor-per-subclass",
        about: "a class and its subclasses do not share values, whether these inherit the field or define it anew",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, apart::per_subclass),
    },
    Law {
        name: "keeps-nothing-alive",
        meaning: "law-descriptor-keeps-nothing-alive",
        about: "instances with values, read, changed and refused, are collected when nobody else holds them",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, apart::keeps_nothing_alive),
    },
    Law {
        name: "lives-in-instance",
        meaning: "law-descriptor-lives-in-instance",
        about: "another instance that gets a copy of the `__dict__` has the values",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 2, apart::lives_in_instance),
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
        cases: |subject, seed| cases(subject, seed, 2, apart::stored_under),
    },
    Law {
        name: "class-access",
        meaning: "law-descriptor-class-access",
        about: "read on the class or on a subclass it gives the descriptor itself; read on an instance that is false, \
            the value",
        lacks: with_fields,
        cases: |subject, seed| cases(subject, seed, 2, access::class_access),
    },
    Law {
        name: "data",
        meaning: "law-descriptor-data",
        about: "an entry of the instance's `__dict__` under the field's name, before or after the first value, does not \
            switch it off: values are refused, taken and read as before",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, access::data),
    },
    Law {
        name: "non-data",
        meaning: "law-descriptor-non-data",
        about: "an attribute of the instance hides it, for that instance alone, until it is deleted",
        lacks: with_fields,
        cases: |subject, seed| cases(subject, seed, 1, access::non_data),
    },
    Law {
        name: "refuses-deletion",
        meaning: "law-descriptor-refuses-deletion",
        about: "`del` raises the exception `deletion` and changes nothing, also where there is no value yet or the \
            `__dict__` has an entry under the field's name",
        lacks: |subject| with_values(subject).or_else(|| subject.deletion.is_none().then_some("`deletion`")),
        cases: |subject, seed| cases(subject, seed, 1, values::refuses_deletion),
    },
    Law {
        name: "deletes",
        meaning: "law-descriptor-deletes",
        about: "after `del` reading raises AttributeError, other instances keep theirs, and a new value is taken",
        lacks: with_values,
        cases: |subject, seed| cases(subject, seed, 1, values::deletes),
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
        cases: |subject, seed| cases(subject, seed, 4, access::set_name),
    },
];

fn with_fields(subject: &Subject) -> Option<&'static str> {
    let owned = subject.owner.is_some() && !subject.fields.is_empty();
    (subject.make.is_none() && !owned).then_some("`make`, or `owner` and `fields`")
}

fn with_values(subject: &Subject) -> Option<&'static str> {
    with_fields(subject).or_else(|| (subject.good.len() < 2).then_some("`good` with two values"))
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
