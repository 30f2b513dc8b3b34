//! Laws of a class whose `__new__` gives objects of other types.

use crate::checks::call::Case;
use crate::checks::laws::{Law, Program};
use crate::checks::metaclass::subject::{Given, Subject, Writer, list};

pub(super) const GIVES: Law<Subject> = Law {
    name: "gives",
    meaning: "law-metaclass-gives",
    about: "a call of the class with `args` gives the value, by exact type; needs `class` and `gives`",
    lacks: no_gives,
    cases: gives,
};

pub(super) const GIVES_ITSELF: Law<Subject> = Law {
    name: "gives-itself",
    meaning: "law-metaclass-gives-itself",
    about: "a call of the class with one of the values in `itself` gives that very object; needs `class` and `itself`",
    lacks: no_itself,
    cases: gives_itself,
};

pub(super) const MADE_BY_NEW: Law<Subject> = Law {
    name: "made-by-new",
    meaning: "law-metaclass-made-by-new",
    about: "it is a class, and a call of its `__new__` with the class and `args` gives the same; needs `class` and `gives`",
    lacks: no_gives,
    cases: made_by_new,
};

pub(super) const INIT_NOT_RUN: Law<Subject> = Law {
    name: "init-not-run",
    meaning: "law-metaclass-init-not-run",
    about: "`__init__` of the class is run neither by a call of it nor by its `__new__`; needs `class` and `gives`",
    lacks: no_gives,
    cases: init_not_run,
};

fn no_class(subject: &Subject) -> Option<&'static str> {
    subject.class.is_none().then_some("`class`")
}

fn no_gives(subject: &Subject) -> Option<&'static str> {
    no_class(subject).or_else(|| subject.gives.is_empty().then_some("`gives`"))
}

fn no_itself(subject: &Subject) -> Option<&'static str> {
    no_class(subject).or_else(|| subject.itself.is_empty().then_some("`itself`"))
}

fn gives(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "gives");
    let one = |given: &Given| {
        Writer::new(&words)
            .gives(&format!("$K({})", given.args), given.value.clone())
            .done()
    };
    vec![Program::together(
        subject.gives.iter().map(one).collect(),
        &subject.needs,
    )]
}

fn gives_itself(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "gives-itself");
    let one = |itself: &String| {
        Writer::new(&words)
            .run(&format!("given = {itself}"))
            .same("$K(given)", "given")
            .done()
    };
    vec![Program::together(
        subject.itself.iter().map(one).collect(),
        &subject.needs,
    )]
}

fn made_by_new(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "made-by-new");
    let mut programs = vec![Writer::new(&words).holds("isinstance($K, type)").done()];
    programs.extend(subject.gives.iter().map(|given| {
        let call = format!("$K.__new__($K, {})", given.args);
        Writer::new(&words).gives(&call, given.value.clone()).done()
    }));
    vec![Program::together(programs, &subject.needs)]
}

fn init_not_run(subject: &Subject, seed: u64) -> Vec<Case> {
    let words = subject.words(seed, "init-not-run");
    let one = |given: &Given| {
        let calls = ["$K(", "$K.__new__($K, "].map(|call| format!("{call}{})", given.args));
        Writer::new(&words)
            .run(
                "
ran = []

def note(self, *args, **kwargs):
    ran.append(args)

$K.__init__ = note
",
            )
            .run(&calls[0])
            .gives("ran", list([]))
            .run(&calls[1])
            .gives("ran", list([]))
            .done()
    };
    vec![Program::together(
        subject.gives.iter().map(one).collect(),
        &subject.needs,
    )]
}
