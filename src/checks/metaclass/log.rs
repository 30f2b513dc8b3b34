//! Laws of a metaclass that notes what happens to its classes.

use crate::checks::call::Case;
use crate::checks::laws::Law;
use crate::checks::metaclass::making::items;
use crate::checks::metaclass::subject::{Subject, Words, Writer, attribute, dict, list, text, tuple};
use crate::model::value::Value;

pub(super) const CREATION_ORDER: Law<Subject> = Law {
    name: "creation-order",
    meaning: "law-metaclass-creation-order",
    about: "a class that is made, by a `class` statement, by a call of the metaclass or inside another class, adds exactly `made` to the log; needs `metaclass`, `log` and `made`",
    lacks: no_made,
    cases: creation_order,
};

pub(super) const CALLS_NOTED: Law<Subject> = Law {
    name: "calls-noted",
    meaning: "law-metaclass-calls-noted",
    about: "a call of a class adds exactly `called`, with the name of the class and the arguments; needs `metaclass`, `log` and `called`",
    lacks: no_called,
    cases: calls_noted,
};

pub(super) const SUBCLASSES_NOTED: Law<Subject> = Law {
    name: "subclasses-noted",
    meaning: "law-metaclass-subclasses-noted",
    about: "subclasses and theirs are noted as every class, each under its own name; needs `metaclass`, `log` and `made`",
    lacks: no_made,
    cases: subclasses_noted,
};

pub(super) const LOG_KEPT: Law<Subject> = Law {
    name: "log-kept",
    meaning: "law-metaclass-log-kept",
    about: "the object that holds the log stays the same; needs `metaclass` and `log`",
    lacks: no_log,
    cases: log_kept,
};

pub(super) const LOG_NOT_SHADOWED: Law<Subject> = Law {
    name: "log-not-shadowed",
    meaning: "law-metaclass-log-not-shadowed",
    about: "a class with an attribute of the log's name is noted in the log, and its attribute is left alone; needs `metaclass`, `made` and `log` as an attribute",
    lacks: no_log_attribute,
    cases: log_not_shadowed,
};

fn no_log(subject: &Subject) -> Option<&'static str> {
    let lacks = [
        ("`metaclass`", subject.metaclass.is_none()),
        ("`log`", subject.log.is_none()),
    ];
    lacks.into_iter().find_map(|(key, lacks)| lacks.then_some(key))
}

fn no_made(subject: &Subject) -> Option<&'static str> {
    no_log(subject).or_else(|| subject.made.is_none().then_some("`made`"))
}

fn no_called(subject: &Subject) -> Option<&'static str> {
    no_log(subject).or_else(|| subject.called.is_none().then_some("`called`"))
}

fn no_log_attribute(subject: &Subject) -> Option<&'static str> {
    let attribute = subject.log.as_deref().and_then(attribute);
    no_made(subject).or_else(|| attribute.is_none().then_some("a `log` that is an attribute"))
}

/// What is noted when these classes are made.
fn made(subject: &Subject, words: &Words<'_>, letters: &[char]) -> Vec<Value> {
    let made = letters
        .iter()
        .filter_map(|letter| Some(subject.made.as_ref()?.name(words.name(*letter))));
    made.flat_map(items).collect()
}

/// What is noted when a class is called with these.
fn called(subject: &Subject, words: &Words<'_>, letter: char, given: &[Value; 2]) -> Option<Value> {
    Some(
        subject
            .called
            .as_ref()?
            .fill(words.name(letter), &given[0], &given[1]),
    )
}

/// No arguments.
fn nothing() -> [Value; 2] {
    [tuple([]), dict(&[])]
}

fn creation_order(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "creation-order");
    let noted = |letters: &[char]| Value::List(made(subject, &words, letters));
    let statement = Writer::new(&words)
        .run("start = len($LOG)")
        .run("class $A(metaclass=$M):\n    pass")
        .like("$LOG[start:]", noted(&['A']))
        .run("class $B(metaclass=$M):\n    number = 5")
        .like("$LOG[start:]", noted(&['A', 'B']))
        .done();
    let call = Writer::new(&words)
        .run("start = len($LOG)")
        .run("made = $M('$C', (), {'number': 5})")
        .like("$LOG[start:]", noted(&['C']))
        .gives("made.number", Value::int(5))
        .done();
    let inside = Writer::new(&words)
        .run("start = len($LOG)")
        .run("class Outer:\n    class $D(metaclass=$M):\n        pass")
        .like("$LOG[start:]", noted(&['D']))
        .done();
    subject.each(vec![statement, call, inside])
}

fn calls_noted(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "calls-noted");
    let noted = |letter, given: [Value; 2]| list(called(subject, &words, letter, &given));
    let class = "class $A(metaclass=$M):\n    def __init__(self, *args, **kwargs):\n        self.given = (args, kwargs)";
    let args = || tuple([Value::int(1), text("two")]);
    let kwargs = || dict(&[("key", list([Value::int(3)]))]);
    let arguments = Writer::new(&words)
        .run(class)
        .run("start = len($LOG)")
        .run("made = $A(1, 'two', key=[3])")
        .like("$LOG[start:]", noted('A', [args(), kwargs()]))
        .gives("made.given", tuple([args(), kwargs()]))
        .done();
    let bare = Writer::new(&words)
        .run("class $B(metaclass=$M):\n    pass")
        .run("start = len($LOG)")
        .holds("type($B()) is $B")
        .like("$LOG[start:]", noted('B', nothing()))
        .done();
    let inside = Writer::new(&words)
        .run("class Outer:\n    class $C(metaclass=$M):\n        pass")
        .run("start = len($LOG)")
        .run("Outer.$C()")
        .like("$LOG[start:]", noted('C', nothing()))
        .done();
    subject.each(vec![arguments, bare, inside])
}

fn subclasses_noted(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "subclasses-noted");
    let noted = |letters: &[char], call: Option<Value>| {
        let mut events = made(subject, &words, letters);
        events.extend(call);
        Value::List(events)
    };
    let program = Writer::new(&words)
        .run("start = len($LOG)")
        .run("class $A(metaclass=$M):\n    def __init__(self, number=0):\n        self.number = number")
        .run("class Mixin:\n    pass")
        .run("class $B(Mixin, $A):\n    pass")
        .run("class $C($B):\n    def __init__(self, number):\n        super().__init__(number + 1)")
        .like("$LOG[start:]", noted(&['A', 'B', 'C'], None))
        .run("start = len($LOG)")
        .gives("$C(7).number", Value::int(8));
    let call = called(subject, &words, 'C', &[tuple([Value::int(7)]), dict(&[])]);
    let program = match call {
        Some(call) => program.like("$LOG[start:]", noted(&[], Some(call))),
        None => program,
    };
    subject.each(vec![program.done()])
}

fn log_kept(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "log-kept");
    let program = Writer::new(&words)
        .run("log = $LOG")
        .run("class $A(metaclass=$M):\n    pass")
        .same("$LOG", "log")
        .run("$A()")
        .same("$LOG", "log")
        .done();
    subject.each(vec![program])
}

fn log_not_shadowed(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "log-not-shadowed");
    let mut events = made(subject, &words, &['A']);
    events.extend(called(subject, &words, 'A', &nothing()));
    let program = Writer::new(&words)
        .run("start = len($LOG)")
        .run("class $A(metaclass=$M):\n    $SHADOW = ['its own']")
        .run("$A()")
        .like("$LOG[start:]", Value::List(events))
        .gives("$A.$SHADOW", list([text("its own")]))
        .done();
    subject.each(vec![program])
}
