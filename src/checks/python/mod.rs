//! Python inside a spec: parsed, never run.
//!
//! The parser is recursive where it drops and walks trees, so that a long `1+1+…` overflows an ordinary stack and
//! kills the process. Everything here is therefore called from [`on_deep_stack`], and refuses more than [`MAX_BYTES`].

pub(crate) mod builtins;
pub(crate) mod literal;
pub(crate) mod names;
mod nesting;

use std::ops::Range;
use std::thread;

use ruff_python_ast::{Expr, Mod, ModModule, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

use crate::util::cookie;

/// Longest piece of Python that is parsed.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// Enough for any tree that fits in [`MAX_BYTES`]; only the part that is used costs memory.
const STACK_BYTES: usize = 256 << 20;

/// The oldest Python that submissions run on; specs run on it too.
const OLDEST: PythonVersion = PythonVersion::PY39;

/// Why a piece of Python is refused: the part of it, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxFault {
    pub(crate) part: Range<usize>,
    pub(crate) message: String,
}

/// Runs `work` where deep trees may be walked and dropped.
pub(crate) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("python-parser".to_owned())
            .stack_size(STACK_BYTES);
        match worker
            .spawn_scoped(scope, work)
            .expect("the system can start one more thread")
            .join()
        {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Accepts one expression.
pub(crate) fn expression(code: &str) -> Result<Box<Expr>, SyntaxFault> {
    let parsed = parse(code, Mode::Expression)?;
    match parsed.into_syntax() {
        Mod::Expression(module) => Ok(module.body),
        Mod::Module(_) => Err(SyntaxFault {
            part: 0..code.len(),
            message: "not an expression".to_owned(),
        }),
    }
}

/// Accepts statements; an expression is a statement too.
pub(crate) fn statements(code: &str) -> Result<ModModule, SyntaxFault> {
    let parsed = parse(code, Mode::Module)?;
    match parsed.into_syntax() {
        Mod::Module(module) => Ok(module),
        Mod::Expression(_) => Err(SyntaxFault {
            part: 0..code.len(),
            message: "not statements".to_owned(),
        }),
    }
}

fn parse(code: &str, mode: Mode) -> Result<Parsed<Mod>, SyntaxFault> {
    if code.len() > MAX_BYTES {
        let message = format!("{} bytes of Python, and at most {MAX_BYTES} are read", code.len());
        return Err(SyntaxFault { part: 0..0, message });
    }
    if let Some(at) = code.find('\0') {
        return Err(SyntaxFault {
            part: at..at + 1,
            message: "a null character".to_owned(),
        });
    }
    if nesting::is_too_deep(code) {
        let message = "nested too deeply to be read".to_owned();
        return Err(SyntaxFault { part: 0..0, message });
    }
    let parsed = parse_unchecked(code, ParseOptions::from(mode).with_target_version(OLDEST));
    // Later errors are mostly echoes of the first.
    if let Some(error) = parsed.errors().first() {
        return Err(SyntaxFault {
            part: bytes(error.location),
            message: lower(&error.error.to_string()),
        });
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(SyntaxFault {
            part: bytes(error.range()),
            message: lower(&error.to_string()),
        });
    }
    Ok(parsed)
}

/// Why a file of a submission is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Longer than [`MAX_BYTES`].
    TooLong,
    /// Nested more deeply than any Python accepts.
    TooDeep,
    /// It declares an encoding in which the text is not what it looks like.
    Encoding,
}

/// Reads a file of a submission as far as it can be read: the interpreter has the last word on what is Python. Call
/// it [`on_deep_stack`].
pub(crate) fn file(source: &[u8]) -> Result<(String, ModModule), Unreadable> {
    if source.len() > MAX_BYTES {
        return Err(Unreadable::TooLong);
    }
    if cookie::declared(source).is_some_and(|encoding| !cookie::is_plain(&encoding)) {
        return Err(Unreadable::Encoding);
    }
    let text = String::from_utf8_lossy(source.strip_prefix(b"\xef\xbb\xbf").unwrap_or(source));
    // What takes the place of broken letters may be longer than they were.
    let code = text.replace('\0', " ");
    if code.len() > 3 * MAX_BYTES {
        return Err(Unreadable::TooLong);
    }
    if nesting::is_too_deep(&code) {
        return Err(Unreadable::TooDeep);
    }
    match parse_unchecked(&code, ParseOptions::from(Mode::Module)).into_syntax() {
        Mod::Module(module) => Ok((code, module)),
        Mod::Expression(_) => Err(Unreadable::TooDeep),
    }
}

/// A range of the parser as bytes.
pub(crate) fn bytes(range: TextRange) -> Range<usize> {
    range.start().to_usize()..range.end().to_usize()
}

/// The parser's sentence begins with a capital, ours do not.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_nesting_is_an_answer_and_not_a_crash() {
        let sizes = 60_000;
        for code in [
            format!("1{}", "+1".repeat(sizes)),
            "(".repeat(sizes),
            "not ".repeat(sizes) + "x",
            "a".to_owned() + &".b".repeat(sizes),
            "[".repeat(sizes) + &"]".repeat(sizes),
            "lambda: ".repeat(sizes / 8) + "1",
            "(".repeat(MAX_BYTES - 1),
            "x ".to_owned() + &"+1".repeat(MAX_BYTES / 2 - 2),
            "a".to_owned() + &".b".repeat(9_000),
            format!("1{}", "+1".repeat(9_000)),
            "lambda: ".repeat(9_000) + "1",
            "(".repeat(19_000),
        ] {
            on_deep_stack(|| drop(expression(&code)));
            on_deep_stack(|| drop(file(code.as_bytes())));
        }
    }

    #[test]
    fn the_first_error_is_reported_with_its_place() {
        #[track_caller]
        fn check(code: &str, part: Range<usize>, message: &str) {
            assert_eq!(
                statements(code).map(|_| ()),
                Err(SyntaxFault {
                    part,
                    message: message.to_owned()
                })
            );
        }
        check("c = = 5", 4..5, "expected an expression");
        check("a\0b", 1..2, "a null character");
        check(
            "match x:\n    case 1: pass",
            0..5,
            "cannot use `match` statement on Python 3.9 (syntax was added in Python 3.10)",
        );
    }

    #[test]
    fn too_much_python_is_refused() {
        assert!(statements(&"x\n".repeat(MAX_BYTES)).is_err());
    }
}
