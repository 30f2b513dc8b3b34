//! Laws of how the classes of a metaclass are called: as any class, or one instance for each.

use crate::checks::call::Case;
use crate::checks::laws::Law;
use crate::checks::metaclass::making::no_metaclass;
use crate::checks::metaclass::subject::{Subject, Writer, dict, list, text, tuple};
use crate::model::value::Value;

pub(super) const MAKES_INSTANCES: Law<Subject> = Law {
    name: "makes-instances",
    meaning: "law-metaclass-makes-instances",
    about: "`__new__` and `__init__` of a class get the arguments of the call, and the call gives the instance, or raises what they raise; needs `metaclass`",
    lacks: no_metaclass,
    cases: makes_instances,
};

pub(super) const OTHER_TYPE_NOT_INITIALISED: Law<Subject> = Law {
    name: "other-type-not-initialised",
    meaning: "law-metaclass-other-type-not-initialised",
    about: "where `__new__` of a class gives an object of another type, `__init__` is not run on it; needs `metaclass`",
    lacks: no_metaclass,
    cases: other_type_not_initialised,
};

pub(super) const ONE_INSTANCE: Law<Subject> = Law {
    name: "one-instance",
    meaning: "law-metaclass-one-instance",
    about: "every call of a class gives the same object, also when that is false, equal to everything, or without a `__dict__`; needs `metaclass`",
    lacks: no_metaclass,
    cases: one_instance,
};

pub(super) const INIT_ONCE: Law<Subject> = Law {
    name: "init-once",
    meaning: "law-metaclass-init-once",
    about: "`__init__` runs once, with the arguments of the first call; needs `metaclass`",
    lacks: no_metaclass,
    cases: init_once,
};

pub(super) const ONE_PER_CLASS: Law<Subject> = Law {
    name: "one-per-class",
    meaning: "law-metaclass-one-per-class",
    about: "a class and its subclasses have an instance each, in whatever order they are made, and so have two classes of one name; needs `metaclass`",
    lacks: no_metaclass,
    cases: one_per_class,
};

pub(super) const FAILED_INIT_RETRIED: Law<Subject> = Law {
    name: "failed-init-retried",
    meaning: "law-metaclass-failed-init-retried",
    about: "an exception of `__init__`, KeyboardInterrupt too, leaves the call, and the next call tries anew with its own arguments; needs `metaclass`",
    lacks: no_metaclass,
    cases: failed_init_retried,
};

pub(super) const INSTANCE_KEPT: Law<Subject> = Law {
    name: "instance-kept",
    meaning: "law-metaclass-instance-kept",
    about: "the instance is still there after a garbage collection when nobody else holds it; needs `metaclass`",
    lacks: no_metaclass,
    cases: instance_kept,
};

fn makes_instances(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "makes-instances");
    let nothing = || tuple([tuple([]), dict(&[])]);
    let given = tuple([
        tuple([Value::int(1), text("two")]),
        dict(&[("key", list([Value::int(3)]))]),
    ]);
    let both = Writer::new(&words)
        .run(
            "
class $A(metaclass=$M):
    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made.new = (args, kwargs)
        return made

    def __init__(self, *args, **kwargs):
        self.init = (args, kwargs)
",
        )
        .run("made = $A(1, 'two', key=[3])")
        .holds("type(made) is $A")
        .gives("(made.new, made.init)", tuple([given.clone(), given]))
        .done();
    let none = Writer::new(&words)
        .run("class $B(metaclass=$M):\n    def __init__(self, *args, **kwargs):\n        self.init = (args, kwargs)")
        .gives("$B().init", nothing())
        .run("class $C(metaclass=$M):\n    pass")
        .holds("type($C()) is $C")
        .done();
    let failing = Writer::new(&words)
        .run("class $D(metaclass=$M):\n    def __init__(self):\n        raise LookupError('not here')")
        .raises("$D()", "LookupError")
        .done();
    subject.each(vec![both, none, failing])
}

fn other_type_not_initialised(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "other-type-not-initialised");
    let program = Writer::new(&words)
        .run(
            "
class $A(metaclass=$M):
    ran = []

    def __new__(cls, text):
        return len(text)

    def __init__(self, text):
        $A.ran.append(text)
",
        )
        .gives("$A('four')", Value::int(4))
        .gives("$A.ran", list([]))
        .done();
    subject.each(vec![program])
}

fn one_instance(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "one-instance");
    let plain = Writer::new(&words)
        .run("class $A(metaclass=$M):\n    def __init__(self, number=0):\n        self.number = number")
        .run("first = $A(1)")
        .holds("type(first) is $A")
        .same("$A(2)", "first")
        .same("$A()", "first")
        .same("$A(number=3)", "first")
        .done();
    let odd = |body: &str| {
        Writer::new(&words)
            .run(&format!("class $B(metaclass=$M):\n    {body}"))
            .run("first = $B()")
            .same("$B()", "first")
            .done()
    };
    subject.each(vec![
        plain,
        odd("def __bool__(self):\n        return False"),
        odd("def __len__(self):\n        return 0"),
        odd("def __eq__(self, other):\n        return True\n    __hash__ = None"),
        odd("__slots__ = ()"),
    ])
}

fn init_once(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "init-once");
    let program = Writer::new(&words)
        .run(
            "
class $A(metaclass=$M):
    ran = []

    def __init__(self, *args, **kwargs):
        $A.ran.append((args, kwargs))
        self.given = (args, kwargs)
",
        )
        .gives(
            "$A(1, key='a').given",
            tuple([tuple([Value::int(1)]), dict(&[("key", text("a"))])]),
        )
        .gives(
            "$A(2, key='b').given",
            tuple([tuple([Value::int(1)]), dict(&[("key", text("a"))])]),
        )
        .run("$A()")
        .gives(
            "$A.ran",
            list([tuple([tuple([Value::int(1)]), dict(&[("key", text("a"))])])]),
        )
        .done();
    subject.each(vec![program])
}

/// A class, one derived from it, and one derived from that; `$A.ran` says which of them were initialised.
const FAMILY: &str = "
class $A(metaclass=$M):
    ran = []

    def __init__(self, number):
        $A.ran.append(type(self).__name__)
        self.number = number

class $B($A):
    pass

class $C($B):
    pass
";

fn one_per_class(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "one-per-class");
    let ordered = |letters: [char; 3]| {
        let mut writer = Writer::new(&words).run(FAMILY);
        for (number, letter) in (1..).zip(letters) {
            writer = writer
                .gives(&format!("${letter}({number}).number"), Value::int(number))
                .holds(&format!("type(${letter}(0)) is ${letter}"));
        }
        let names = letters.map(|letter| words.text(letter));
        writer.gives("$A.ran", list(names)).done()
    };
    let twins = Writer::new(&words)
        .run("def make(number):\n    class $D(metaclass=$M):\n        value = number\n    return $D")
        .run("one, two = make(1), make(2)")
        .gives(
            "(one().value, two().value)",
            tuple([Value::int(1), Value::int(2)]),
        )
        .holds("type(one()) is one and type(two()) is two")
        .done();
    subject.each(vec![
        ordered(['A', 'B', 'C']),
        ordered(['C', 'B', 'A']),
        ordered(['B', 'C', 'A']),
        twins,
    ])
}

fn failed_init_retried(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "failed-init-retried");
    let failing = |raised: &str| {
        Writer::new(&words)
            .run(&format!(
                "
class $A(metaclass=$M):
    ran = []

    def __init__(self, number):
        $A.ran.append(number)
        self.number = number
        if number < 3:
            raise {raised}('not yet')
"
            ))
            .raises("$A(1)", raised)
            .raises("$A(2)", raised)
            .gives("$A(3).number", Value::int(3))
            .gives("$A(4).number", Value::int(3))
            .gives("$A.ran", list([1, 2, 3].map(Value::int)))
            .done()
    };
    let parent = Writer::new(&words)
        .run(FAMILY)
        .run("class $D($A):\n    def __init__(self, number):\n        raise LookupError('never')")
        .gives("$A(1).number", Value::int(1))
        .raises("$D(2)", "LookupError")
        .raises("$D(3)", "LookupError")
        .gives("$A(4).number", Value::int(1))
        .done();
    subject.each(vec![failing("ValueError"), failing("KeyboardInterrupt"), parent])
}

fn instance_kept(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "instance-kept");
    let program = Writer::new(&words)
        .run("import gc")
        .run("class $A(metaclass=$M):\n    def __init__(self, number):\n        self.number = number")
        .run("$A(1)")
        .run("gc.collect()")
        .gives("$A(2).number", Value::int(1))
        .done();
    subject.each(vec![program])
}
