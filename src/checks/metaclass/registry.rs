//! Laws of a metaclass that keeps its classes by name.

use crate::checks::call::Case;
use crate::checks::laws::Law;
use crate::checks::metaclass::subject::{Subject, Writer, attribute, list, text};
use crate::model::value::Value;

pub(super) const REGISTERED_BY_NAME: Law<Subject> = Law {
    name: "registered-by-name",
    meaning: "law-metaclass-registered-by-name",
    about: "every class that is made, by a `class` statement, by a call of the metaclass or inside another class, is in the registry under its name, and nothing else is added; needs `metaclass` and `registry`",
    lacks: no_registry,
    cases: registered_by_name,
};

pub(super) const SUBCLASSES_REGISTERED: Law<Subject> = Law {
    name: "subclasses-registered",
    meaning: "law-metaclass-subclasses-registered",
    about: "subclasses and theirs are in the registry as every class is; needs `metaclass` and `registry`",
    lacks: no_registry,
    cases: subclasses_registered,
};

pub(super) const LEFT_OUT: Law<Subject> = Law {
    name: "left-out",
    meaning: "law-metaclass-left-out",
    about: "a class with the keyword `left_out_by` is not in the registry, its subclasses without the keyword (or with `kept_by`) are, and a class of its name that is there stays; needs `metaclass`, `registry` and `left_out_by`",
    lacks: no_left_out,
    cases: left_out,
};

pub(super) const DUPLICATE_REFUSED: Law<Subject> = Law {
    name: "duplicate-refused",
    meaning: "law-metaclass-duplicate-refused",
    about: "a second class of one name raises `duplicate` (TypeError without that key), however it is made, and the first one stays; needs `metaclass` and `registry`",
    lacks: no_registry,
    cases: duplicate_refused,
};

pub(super) const REGISTRY_HOLDS: Law<Subject> = Law {
    name: "registry-holds",
    meaning: "law-metaclass-registry-holds",
    about: "a class is still in the registry after a garbage collection when nobody else holds it; needs `metaclass` and `registry`",
    lacks: no_registry,
    cases: registry_holds,
};

pub(super) const FAILED_CLASS_NOT_REGISTERED: Law<Subject> = Law {
    name: "failed-class-not-registered",
    meaning: "law-metaclass-failed-class-not-registered",
    about: "a class whose making fails (`__init_subclass__` of its base raises) is not in the registry and has not taken the name; needs `metaclass` and `registry`",
    lacks: no_registry,
    cases: failed_class_not_registered,
};

pub(super) const REGISTRY_NOT_SHADOWED: Law<Subject> = Law {
    name: "registry-not-shadowed",
    meaning: "law-metaclass-registry-not-shadowed",
    about: "a class with an attribute of the registry's name is in the registry, and its attribute is left alone; needs `metaclass` and `registry` as an attribute",
    lacks: no_registry_attribute,
    cases: registry_not_shadowed,
};

fn no_registry(subject: &Subject) -> Option<&'static str> {
    let lacks = [
        ("`metaclass`", subject.metaclass.is_none()),
        ("`registry`", subject.registry.is_none()),
    ];
    lacks.into_iter().find_map(|(key, lacks)| lacks.then_some(key))
}

fn no_left_out(subject: &Subject) -> Option<&'static str> {
    no_registry(subject).or_else(|| subject.left_out_by.is_none().then_some("`left_out_by`"))
}

fn no_registry_attribute(subject: &Subject) -> Option<&'static str> {
    let attribute = subject.registry.as_deref().and_then(attribute);
    no_registry(subject).or_else(|| attribute.is_none().then_some("a `registry` that is an attribute"))
}

/// The names that were added, in whatever order.
fn names(names: impl IntoIterator<Item = Value>) -> Value {
    let mut names: Vec<Value> = names.into_iter().collect();
    names.sort();
    Value::Set(names)
}

const BEFORE: &str = "before = [*$REGISTRY]";
const ADDED: &str = "{name for name in $REGISTRY if name not in before}";

fn registered_by_name(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "registered-by-name");
    let program = Writer::new(&words)
        .run(BEFORE)
        .run("class $A(metaclass=$M):\n    pass")
        .same("$REGISTRY['$A']", "$A")
        .run("class Outer:\n    class $B(metaclass=$M):\n        pass")
        .same("$REGISTRY['$B']", "Outer.$B")
        .run("made = $M('$C', (), {'number': 5})")
        .same("$REGISTRY['$C']", "made")
        .gives(ADDED, names([words.text('A'), words.text('B'), words.text('C')]))
        .same("$REGISTRY['$A']", "$A")
        .done();
    subject.each(vec![program])
}

fn subclasses_registered(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "subclasses-registered");
    let program = Writer::new(&words)
        .run("class $A(metaclass=$M):\n    pass")
        .run("class Mixin:\n    pass")
        .run("class $B(Mixin, $A):\n    pass")
        .same("$REGISTRY['$B']", "$B")
        .run("class $C($B):\n    pass")
        .same("$REGISTRY['$C']", "$C")
        .same("$REGISTRY['$A']", "$A")
        .holds("'Mixin' not in $REGISTRY")
        .done();
    subject.each(vec![program])
}

fn left_out(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "left-out");
    let writer = Writer::new(&words)
        .run(BEFORE)
        .run("class $A(metaclass=$M, $LEFTOUT):\n    number = 5")
        .gives(ADDED, names([]))
        .gives(
            "($A.__name__, $A().number)",
            Value::Tuple(vec![words.text('A'), Value::int(5)]),
        )
        .run("class $B($A):\n    pass")
        .same("$REGISTRY['$B']", "$B")
        .run("class $C($B, $LEFTOUT):\n    pass")
        .gives(ADDED, names([words.text('B')]));
    let writer = match subject.kept_by {
        Some(_) => writer
            .run("class $D($C, $KEPT):\n    pass")
            .same("$REGISTRY['$D']", "$D"),
        None => writer,
    };
    let statement = writer.done();
    let words = subject.words(seed, "left-out, called");
    let call = Writer::new(&words)
        .run(BEFORE)
        .run("made = $M('$A', (), {'number': 5}, $LEFTOUT)")
        .gives(ADDED, names([]))
        .gives("made.number", Value::int(5))
        .done();
    let words = subject.words(seed, "left-out, of a name that is there");
    let named = Writer::new(&words)
        .run("class $A(metaclass=$M):\n    pass")
        .run("first = $A")
        .run("try:\n    class $A(metaclass=$M, $LEFTOUT):\n        pass\nexcept Exception:\n    pass")
        .same("$REGISTRY['$A']", "first")
        .done();
    subject.each(vec![statement, call, named])
}

fn duplicate_refused(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "duplicate-refused");
    let twice = |second: &str| {
        Writer::new(&words)
            .run(BEFORE)
            .run("class $A(metaclass=$M):\n    number = 1")
            .run("first = $A")
            .raises(second, &subject.duplicate)
            .same("$REGISTRY['$A']", "first")
            .raises(second, &subject.duplicate)
            .same("$REGISTRY['$A']", "first")
            .gives("first.number", Value::int(1))
            .run("class $B(metaclass=$M):\n    pass")
            .gives(ADDED, names([words.text('A'), words.text('B')]))
            .done()
    };
    subject.each(vec![
        twice("class $A(metaclass=$M):\n    number = 2"),
        twice("class $A(first):\n    number = 2"),
        twice("$M('$A', (), {'number': 2})"),
    ])
}

fn registry_holds(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "registry-holds");
    let program = Writer::new(&words)
        .run("import gc")
        .run("class $A(metaclass=$M):\n    number = 5")
        .run("del $A")
        .run("gc.collect()")
        .gives("$REGISTRY['$A']().number", Value::int(5))
        .done();
    subject.each(vec![program])
}

fn failed_class_not_registered(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "failed-class-not-registered");
    let program = Writer::new(&words)
        .run(
            "
class $A(metaclass=$M):
    def __init_subclass__(cls):
        if not hasattr(cls, 'number'):
            raise LookupError('a number is missing')
",
        )
        .run(BEFORE)
        .raises("class $B($A):\n    pass", "LookupError")
        .gives(ADDED, names([]))
        .run("class $B($A):\n    number = 5")
        .same("$REGISTRY['$B']", "$B")
        .done();
    subject.each(vec![program])
}

fn registry_not_shadowed(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "registry-not-shadowed");
    let program = Writer::new(&words)
        .run("class $A(metaclass=$M):\n    $SHADOW = ['its own']")
        .same("$REGISTRY['$A']", "$A")
        .gives("$A.$SHADOW", list([text("its own")]))
        .run("class $B($A):\n    pass")
        .same("$REGISTRY['$B']", "$B")
        .gives("$A.$SHADOW", list([text("its own")]))
        .done();
    subject.each(vec![program])
}
