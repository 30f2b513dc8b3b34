//! Steps that programs about wrapped functions are made of.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::laws::Program;
use crate::checks::python::literal::literal;
use crate::model::value::Value;

/// What is run, with the wrapping class in place of `Wrap`.
pub(super) fn written(subject: &Subject, code: &str) -> String {
    code.replace("Wrap", subject.wrap.as_deref().unwrap_or_default())
}

pub(super) fn start(subject: &Subject, code: &str) -> Program {
    let program = match &subject.setup {
        Some(code) => Program::default().run(code.clone()),
        None => Program::default(),
    };
    program.run(written(subject, code))
}

/// Expressions and what they must give, as Python.
pub(super) fn give(program: Program, expected: &[(&str, &str)]) -> Program {
    expected.iter().fold(program, |program, (code, value)| {
        program.gives(*code, literal(value).unwrap_or(Value::Ellipsis))
    })
}

pub(super) fn all(programs: Vec<Program>, subject: &Subject) -> Vec<Case> {
    vec![Program::together(programs, &subject.needs)]
}
