//! A Python literal, as a teacher writes it after `equals_python`, becomes a value with exact types.

use std::fmt::Write as _;
use std::ops::Range;

use ruff_python_ast::{Arguments, Expr, ExprBinOp, ExprNumberLiteral, Number, Operator, UnaryOp};
use ruff_text_size::Ranged;

use crate::checks::python::{SyntaxFault, bytes, expression};
use crate::model::value::Value;

/// Longest integer that is turned from another base into decimal digits.
const MAX_DIGITS: usize = 4000;

/// Reads a literal: constants, numbers with a sign, strings, bytes, lists, tuples, sets, dicts, and the calls that stand
/// for what has no literal: `set()`, `frozenset({…})`, `float("nan")`, `complex(1, 2)`, `bytearray(b'…')`, `range(…)`.
pub(crate) fn literal(code: &str) -> Result<Value, SyntaxFault> {
    let code = code.trim_end();
    let tree = expression(code)?;
    Reader { code }.value(&tree)
}

struct Reader<'a> {
    code: &'a str,
}

impl Reader<'_> {
    fn value(&self, tree: &Expr) -> Result<Value, SyntaxFault> {
        match tree {
            Expr::NoneLiteral(_) => Ok(Value::None),
            Expr::BooleanLiteral(constant) => Ok(Value::Bool(constant.value)),
            Expr::NumberLiteral(number) => self.number(number, false),
            Expr::UnaryOp(signed) => match (signed.op, signed.operand.as_ref()) {
                (UnaryOp::USub, Expr::NumberLiteral(number)) => self.number(number, true),
                (UnaryOp::UAdd, Expr::NumberLiteral(number)) => self.number(number, false),
                _ => Err(refused(bytes(tree.range()))),
            },
            Expr::EllipsisLiteral(_) => Ok(Value::Ellipsis),
            Expr::BinOp(sum) => self.complex(sum, bytes(tree.range())),
            Expr::StringLiteral(text) => Ok(Value::Str(text.value.to_str().to_owned())),
            Expr::BytesLiteral(octets) => Ok(Value::Bytes(octets.value.bytes().collect())),
            Expr::List(list) => Ok(Value::List(self.values(&list.elts)?)),
            Expr::Tuple(tuple) => Ok(Value::Tuple(self.values(&tuple.elts)?)),
            Expr::Set(set) => Ok(Value::Set(unordered(self.values(&set.elts)?))),
            Expr::Dict(dict) => {
                let mut pairs = Vec::with_capacity(dict.items.len());
                for item in &dict.items {
                    let key = item
                        .key
                        .as_ref()
                        .ok_or_else(|| refused(bytes(item.value.range())))?;
                    pairs.push((self.value(key)?, self.value(&item.value)?));
                }
                Ok(Value::Dict(pairs))
            }
            Expr::Call(call) => match call.func.as_ref() {
                Expr::Name(name) => self.call(&name.id, &call.arguments, bytes(tree.range())),
                other => Err(refused(bytes(other.range()))),
            },
            other => Err(refused(bytes(other.range()))),
        }
    }

    fn values(&self, trees: &[Expr]) -> Result<Vec<Value>, SyntaxFault> {
        trees.iter().map(|tree| self.value(tree)).collect()
    }

    fn call(&self, name: &str, arguments: &Arguments, part: Range<usize>) -> Result<Value, SyntaxFault> {
        if !arguments.keywords.is_empty() {
            return Err(refused(part));
        }
        let mut values = self.values(&arguments.args)?;
        match (name, values.as_slice()) {
            ("range", [Value::Int(end)]) => {
                return Ok(Value::range("0".to_owned(), end.clone(), "1".to_owned()));
            }
            ("range", [Value::Int(start), Value::Int(end)]) => {
                return Ok(Value::range(start.clone(), end.clone(), "1".to_owned()));
            }
            ("range", [Value::Int(start), Value::Int(end), Value::Int(step)]) if step != "0" => {
                return Ok(Value::range(start.clone(), end.clone(), step.clone()));
            }
            ("complex", [real, imaginary]) => {
                let (real, imaginary) = part_of(real)
                    .zip(part_of(imaginary))
                    .ok_or_else(|| refused(part))?;
                return Ok(Value::complex(real, imaginary));
            }
            (_, [_, _, ..]) => return Err(refused(part)),
            _ => {}
        }
        match (name, values.pop()) {
            ("bytearray", None) => Ok(Value::ByteArray(Vec::new())),
            ("bytearray", Some(Value::Bytes(octets))) => Ok(Value::ByteArray(octets)),
            ("set", None) => Ok(Value::Set(Vec::new())),
            ("frozenset", None) => Ok(Value::FrozenSet(Vec::new())),
            ("frozenset", Some(Value::Set(items))) => Ok(Value::FrozenSet(items)),
            ("frozenset", Some(Value::List(items) | Value::Tuple(items))) => {
                Ok(Value::FrozenSet(unordered(items)))
            }
            ("float", Some(Value::Str(text))) if is_special(&text) => {
                Ok(Value::float(text.parse().unwrap_or(f64::NAN)))
            }
            _ => Err(refused(part)),
        }
    }

    fn number(&self, literal: &ExprNumberLiteral, negative: bool) -> Result<Value, SyntaxFault> {
        let part = bytes(literal.range());
        match &literal.value {
            Number::Int(_) => {
                let text: String = self.code[part.clone()].chars().filter(|c| *c != '_').collect();
                let digits = decimal(&text).ok_or_else(|| SyntaxFault {
                    part,
                    message: format!("an integer of more than {MAX_DIGITS} digits in another base than ten"),
                })?;
                Ok(Value::Int(if negative && digits != "0" {
                    format!("-{digits}")
                } else {
                    digits
                }))
            }
            Number::Float(value) => Ok(Value::float(if negative { -value } else { *value })),
            Number::Complex { real, imag } => Ok(if negative {
                Value::complex(-real, -imag)
            } else {
                Value::complex(*real, *imag)
            }),
        }
    }

    /// `1 + 2j`: the only operation that a literal can be.
    fn complex(&self, sum: &ExprBinOp, part: Range<usize>) -> Result<Value, SyntaxFault> {
        let sign = match sum.op {
            Operator::Add => 1.0,
            Operator::Sub => -1.0,
            _ => return Err(refused(part)),
        };
        match (self.value(&sum.left)?, sum.right.as_ref()) {
            (
                real,
                Expr::NumberLiteral(ExprNumberLiteral {
                    value: Number::Complex { imag, .. },
                    ..
                }),
            ) => {
                let real = part_of(&real).ok_or_else(|| refused(part))?;
                Ok(Value::complex(real, sign * imag))
            }
            _ => Err(refused(part)),
        }
    }
}

/// A part of a complex number.
fn part_of(value: &Value) -> Option<f64> {
    match value {
        Value::Float(bits) => Some(f64::from_bits(*bits)),
        Value::Int(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// The words that make a float which has no literal.
fn is_special(text: &str) -> bool {
    matches!(text, "nan" | "inf" | "-inf")
}

fn refused(part: Range<usize>) -> SyntaxFault {
    SyntaxFault {
        part,
        message: "not a literal of a plain Python type".to_owned(),
    }
}

/// Elements in the order of [`Value`], each once.
fn unordered(mut items: Vec<Value>) -> Vec<Value> {
    items.sort();
    items.dedup();
    items
}

/// Canonical decimal digits of an integer literal.
fn decimal(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (digits, base) = match lower.get(..2) {
        Some("0x") => (&lower[2..], 16),
        Some("0o") => (&lower[2..], 8),
        Some("0b") => (&lower[2..], 2),
        _ => return Some(canonical(&lower)),
    };
    if digits.len() > MAX_DIGITS {
        return None;
    }
    // Least significant group of nine decimal digits first.
    let mut groups: Vec<u32> = vec![0];
    for digit in digits.chars() {
        let mut carry = u64::from(digit.to_digit(base)?);
        for group in &mut groups {
            let sum = u64::from(*group) * u64::from(base) + carry;
            *group = u32::try_from(sum % 1_000_000_000).expect("a remainder is smaller than its divisor");
            carry = sum / 1_000_000_000;
        }
        if carry > 0 {
            groups.push(u32::try_from(carry).expect("a carry is smaller than the base"));
        }
    }
    let mut text = String::new();
    for group in groups.iter().rev() {
        let _ = write!(text, "{group:09}");
    }
    Some(canonical(&text))
}

fn canonical(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        "0".to_owned()
    } else {
        digits.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::show;

    #[track_caller]
    fn check(code: &str, expected: Value) {
        assert_eq!(literal(code), Ok(expected), "{code}");
    }

    #[test]
    fn every_plain_type_has_a_literal() {
        check("None", Value::None);
        check("True", Value::Bool(true));
        check("-0", Value::int(0));
        check("1_000", Value::int(1000));
        check("0xFF", Value::int(255));
        check("-0b11", Value::int(-3));
        check(
            "123456789012345678901234567890",
            Value::Int("123456789012345678901234567890".to_owned()),
        );
        check(
            "0x1_0000_0000_0000_0000",
            Value::Int("18446744073709551616".to_owned()),
        );
        check("-0.0", Value::float(-0.0));
        check("1e300", Value::float(1e300));
        check("float('nan')", Value::float(f64::NAN));
        check("float(\"-inf\")", Value::float(f64::NEG_INFINITY));
        check("'a' \"b\"", Value::Str("ab".to_owned()));
        check(r"b'\x00x'", Value::Bytes(vec![0, b'x']));
        check(
            "[1, [2]]",
            Value::List(vec![Value::int(1), Value::List(vec![Value::int(2)])]),
        );
        check("()", Value::Tuple(vec![]));
        check("1, None", Value::Tuple(vec![Value::int(1), Value::None]));
        check("{2, 1, 2}", Value::Set(vec![Value::int(1), Value::int(2)]));
        check(
            "frozenset([2, 1])",
            Value::FrozenSet(vec![Value::int(1), Value::int(2)]),
        );
        check("set()", Value::Set(vec![]));
        check("...", Value::Ellipsis);
        check("-2j", Value::complex(-0.0, -2.0));
        check("1.5 - 2j", Value::complex(1.5, -2.0));
        check("complex(-1, float('nan'))", Value::complex(-1.0, f64::NAN));
        check("bytearray(b'ab')", Value::ByteArray(b"ab".to_vec()));
        check("range(3)", Value::range("0".into(), "3".into(), "1".into()));
        check(
            "range(-1, 0x10, 3)",
            Value::range("-1".into(), "16".into(), "3".into()),
        );
        check(
            "{'b': 1, 'a': ()}",
            Value::Dict(vec![
                (Value::Str("b".to_owned()), Value::int(1)),
                (Value::Str("a".to_owned()), Value::Tuple(vec![])),
            ]),
        );
    }

    #[test]
    fn what_is_not_a_literal_is_refused_at_its_place() {
        #[track_caller]
        fn check(code: &str, part: Range<usize>) {
            assert_eq!(literal(code).unwrap_err().part, part, "{code}");
        }
        check("[1, x]", 4..5);
        check("(1, 2 + 3)", 4..9);
        check("{**{}}", 3..5);
        check("set([1])", 0..8);
        check("range(1, 2, 0)", 0..14);
        check("complex(1, 'a')", 0..15);
        check("1j * 2", 0..6);
        check("complex(real=1)", 0..15);
        check("float('1')", 0..10);
        check("[1", 2..2);
    }

    #[test]
    fn values_are_shown_as_python_shows_them() {
        for code in [
            "None",
            "True",
            "-3",
            "1.0",
            "-0.0",
            "0.0001",
            "1e-05",
            "1.5e-07",
            "1e+16",
            "1e+300",
            "123456789.125",
            "float(\"nan\")",
            "float(\"-inf\")",
            "'a'",
            "\"it's\"",
            "'\\n\\\\\"\\''",
            "b'\\x00a\\xff'",
            "[]",
            "[1, 2]",
            "()",
            "(1,)",
            "(1, 2)",
            "{1, 2}",
            "set()",
            "frozenset({1})",
            "frozenset()",
            "{'a': 1, 'b': [None]}",
            "...",
            "2j",
            "(1-2.5j)",
            "complex(-0.0, -2.0)",
            "complex(1.0, float(\"inf\"))",
            "bytearray(b'a')",
            "range(0, 3)",
            "range(5, -1, -2)",
            "range(0, 0)",
        ] {
            assert_eq!(show::python(&literal(code).unwrap()), code);
        }
        assert_eq!(show::python(&Value::float(1e15)), "1000000000000000.0");
    }

    proptest::proptest! {
        #[test]
        fn shown_floats_and_strings_read_back(bits: u64, text in "\\PC{0,40}") {
            let number = Value::float(f64::from_bits(bits));
            proptest::prop_assert_eq!(literal(&show::python(&number)), Ok(number));
            let text = Value::Str(text);
            proptest::prop_assert_eq!(literal(&show::python(&text)), Ok(text));
        }
    }
}
