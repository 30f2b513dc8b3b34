//! Steps that programs about fields are made of.

use crate::checks::descriptor::Subject;
use crate::checks::descriptor::owner::{Field, Owner};
use crate::checks::laws::Program;
use crate::model::value::Value;

/// The first steps of a program: the class, and an instance `a`.
pub(super) fn begin(subject: &Subject, owner: &Owner, body: &str) -> Program {
    let mut program = set_up(subject);
    if owner.made {
        program = program.run(owner.class_with(body));
    }
    program.run(format!("a = {}", owner.new))
}

pub(super) fn set_up(subject: &Subject) -> Program {
    match &subject.setup {
        Some(code) => Program::default().run(code.clone()),
        None => Program::default(),
    }
}

pub(super) fn good(subject: &Subject, index: usize) -> &(String, Value) {
    &subject.good[index % subject.good.len()]
}

/// `a.x = value`, with a good value.
pub(super) fn assign(program: Program, subject: &Subject, to: &str, index: usize) -> Program {
    program.run(format!("{to} = {}", good(subject, index).0))
}

/// `a.x` is a good value.
pub(super) fn reads(program: Program, subject: &Subject, from: &str, index: usize) -> Program {
    program.gives(from, good(subject, index).1.clone())
}

/// Assigns, and reads at once.
pub(super) fn keeps(program: Program, subject: &Subject, place: &str, index: usize) -> Program {
    reads(assign(program, subject, place, index), subject, place, index)
}

pub(super) fn at(instance: &str, field: &Field) -> String {
    format!("{instance}.{}", field.name)
}
