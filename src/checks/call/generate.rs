//! Values made from the seed: the smallest one first, then small ones, and numbers around 0 and the ends of a range more
//! often than chance would have it.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::checks::piece::python_fault;
use crate::checks::python::literal;
use crate::checks::python::{self, SyntaxFault, bytes};
use crate::checks::{At, Fault};
use crate::model::value::Value;
use crate::util::random::Random;

/// How a value is made.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Generator {
    Constant(Value),
    Bool,
    Int { low: i64, high: i64 },
    Float { low: f64, high: f64 },
    Str { alphabet: Vec<char>, length: Length },
    Bytes(Length),
    List(Box<Generator>, Length),
    Set(Box<Generator>, Length),
    FrozenSet(Box<Generator>, Length),
    Tuple(Vec<Generator>),
    Dict(Box<(Generator, Generator)>, Length),
    OneOf(Vec<Generator>),
}

/// Shortest and longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    low: i64,
    high: i64,
}

/// Letters of two scripts, a digit, a space, and what needs care in a text.
const ALPHABET: &str = "abcXYZ019 _-é я\n'\"\\";
const USUAL_LENGTH: Length = Length { low: 0, high: 10 };
const USUAL_BOUND: i64 = 100;
/// Longest text or container.
const LONGEST: i64 = 1000;

const HELP: &str = "known here: int, int(0, 9), float, float(-1, 1), bool, str, str('abc', 0, 5), bytes, bytes(0, 5), \
    list(int, 0, 8), set(int), frozenset(int), tuple(int, str), dict(str, int), one_of(None, int), and literals";

/// Reads how an argument is made; `None` after a fault.
pub(super) fn read(code: &At<String>, faults: &mut Vec<Fault>) -> Option<Generator> {
    let read = python::expression(&code.value).and_then(|tree| generator(&code.value, &tree));
    read.map_err(|fault| faults.push(python_fault(code, fault).help(HELP)))
        .ok()
}

fn generator(code: &str, tree: &Expr) -> Result<Generator, SyntaxFault> {
    match tree {
        Expr::Name(name) => named(name.id.as_str(), &[], code, tree),
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Name(name) if is_generator(name.id.as_str()) && call.arguments.keywords.is_empty() => {
                named(name.id.as_str(), &call.arguments.args, code, tree)
            }
            _ => constant(code, tree),
        },
        _ => constant(code, tree),
    }
}

fn is_generator(name: &str) -> bool {
    let names = [
        "int",
        "float",
        "bool",
        "str",
        "bytes",
        "list",
        "set",
        "frozenset",
        "tuple",
        "dict",
        "one_of",
    ];
    names.contains(&name)
}

fn constant(code: &str, tree: &Expr) -> Result<Generator, SyntaxFault> {
    let value = literal::literal(&code[bytes(tree.range())]);
    value.map(Generator::Constant).map_err(|_| refused(tree))
}

fn refused(tree: &Expr) -> SyntaxFault {
    SyntaxFault {
        part: bytes(tree.range()),
        message: "not a way to make a value".to_owned(),
    }
}

fn named(name: &str, args: &[Expr], code: &str, tree: &Expr) -> Result<Generator, SyntaxFault> {
    let inner = |tree: &Expr| generator(code, tree);
    let length = |rest: &[Expr]| length(rest, code, tree);
    Ok(match (name, args) {
        ("bool", []) => Generator::Bool,
        ("int", []) => Generator::Int {
            low: -USUAL_BOUND,
            high: USUAL_BOUND,
        },
        ("int", [low, high]) => {
            let Length { low, high } = ordered(whole(low, code)?, whole(high, code)?, tree)?;
            Generator::Int { low, high }
        }
        ("float", []) => Generator::Float {
            low: -1000.0,
            high: 1000.0,
        },
        ("float", [low, high]) => {
            let (low, high) = (real(low, code)?, real(high, code)?);
            if low > high {
                return Err(refused(tree));
            }
            Generator::Float { low, high }
        }
        ("str", [Expr::StringLiteral(alphabet), rest @ ..]) => {
            let alphabet: Vec<char> = alphabet.value.to_str().chars().collect();
            if alphabet.is_empty() {
                return Err(refused(tree));
            }
            Generator::Str {
                alphabet,
                length: length(rest)?,
            }
        }
        ("str", rest) => Generator::Str {
            alphabet: ALPHABET.chars().collect(),
            length: length(rest)?,
        },
        ("bytes", rest) => Generator::Bytes(length(rest)?),
        ("list", [of, rest @ ..]) => Generator::List(Box::new(inner(of)?), length(rest)?),
        ("set", []) => Generator::Constant(Value::Set(Vec::new())),
        ("frozenset", []) => Generator::Constant(Value::FrozenSet(Vec::new())),
        ("set", [of, rest @ ..]) => Generator::Set(Box::new(inner(of)?), length(rest)?),
        ("frozenset", [of, rest @ ..]) => Generator::FrozenSet(Box::new(inner(of)?), length(rest)?),
        ("dict", [key, value, rest @ ..]) => {
            Generator::Dict(Box::new((inner(key)?, inner(value)?)), length(rest)?)
        }
        ("tuple", parts) => Generator::Tuple(parts.iter().map(inner).collect::<Result<_, _>>()?),
        ("one_of", parts @ [_, ..]) => Generator::OneOf(parts.iter().map(inner).collect::<Result<_, _>>()?),
        _ => return Err(refused(tree)),
    })
}

fn length(rest: &[Expr], code: &str, tree: &Expr) -> Result<Length, SyntaxFault> {
    match rest {
        [] => Ok(USUAL_LENGTH),
        [low, high] => {
            let length = ordered(whole(low, code)?, whole(high, code)?, tree)?;
            if (0..=LONGEST).contains(&length.low) && length.high <= LONGEST {
                Ok(length)
            } else {
                Err(refused(tree))
            }
        }
        _ => Err(refused(tree)),
    }
}

fn ordered(low: i64, high: i64, tree: &Expr) -> Result<Length, SyntaxFault> {
    if low <= high {
        Ok(Length { low, high })
    } else {
        Err(refused(tree))
    }
}

fn whole(tree: &Expr, code: &str) -> Result<i64, SyntaxFault> {
    match literal::literal(&code[bytes(tree.range())]) {
        Ok(Value::Int(digits)) => digits.parse().map_err(|_| refused(tree)),
        _ => Err(refused(tree)),
    }
}

fn real(tree: &Expr, code: &str) -> Result<f64, SyntaxFault> {
    match literal::literal(&code[bytes(tree.range())]) {
        Ok(Value::Int(digits)) => digits.parse().map_err(|_| refused(tree)),
        Ok(Value::Float(bits)) if f64::from_bits(bits).is_finite() => Ok(f64::from_bits(bits)),
        _ => Err(refused(tree)),
    }
}

impl Generator {
    /// A value; `size` goes from 0 (the smallest one) to 1.
    pub(super) fn make(&self, random: &mut Random, size: f64) -> Value {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Bool => Value::Bool(random.once_in(2)),
            Self::Int { low, high } => Value::int(int(*low, *high, random, size)),
            Self::Float { low, high } => Value::float(float(*low, *high, random, size)),
            Self::Str { alphabet, length } => {
                let length = length.make(random, size);
                let letter = |random: &mut Random| alphabet[index(random, alphabet.len())];
                Value::Str((0..length).map(|_| letter(random)).collect())
            }
            Self::Bytes(length) => {
                let length = length.make(random, size);
                Value::Bytes((0..length).map(|_| random.next().to_le_bytes()[0]).collect())
            }
            Self::List(of, length) => Value::List(many(of, *length, random, size)),
            Self::Set(of, length) => Value::Set(distinct(many(of, *length, random, size))),
            Self::FrozenSet(of, length) => Value::FrozenSet(distinct(many(of, *length, random, size))),
            Self::Tuple(parts) => Value::Tuple(parts.iter().map(|part| part.make(random, size)).collect()),
            Self::Dict(pair, length) => {
                let keys = distinct(many(&pair.0, *length, random, size));
                let pairs = keys.into_iter().map(|key| (key, pair.1.make(random, size)));
                Value::Dict(pairs.collect())
            }
            Self::OneOf(parts) => parts[index(random, parts.len())].make(random, size),
        }
    }
}

impl Length {
    fn make(self, random: &mut Random, size: f64) -> i64 {
        int(self.low, self.high, random, size)
    }
}

fn index(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length as u64)).unwrap_or(0)
}

fn many(of: &Generator, length: Length, random: &mut Random, size: f64) -> Vec<Value> {
    (0..length.make(random, size))
        .map(|_| of.make(random, size))
        .collect()
}

fn distinct(mut items: Vec<Value>) -> Vec<Value> {
    items.sort();
    items.dedup();
    items
}

/// How far from 0 numbers are that programs treat differently: the sign, nothing, one, several.
const NEAR: i64 = 2;

/// A number near the one of the range that is nearest to 0, at first that one; sometimes an end of the range.
fn int(low: i64, high: i64, random: &mut Random, size: f64) -> i64 {
    let origin = 0_i64.clamp(low, high);
    if size <= 0.0 {
        return origin;
    }
    if size > 0.3 && random.once_in(8) {
        return if random.once_in(2) { low } else { high };
    }
    if random.once_in(6) {
        let near = |offset: i64| origin.saturating_add(offset).clamp(low, high);
        return random.between(near(-NEAR), near(NEAR));
    }
    let part = |bound: i64| {
        let span = i128::from(bound) - i128::from(origin);
        // Whole percents keep this exact; a range always grows by 1 at least.
        #[expect(clippy::cast_possible_truncation, reason = "a size is at most 1")]
        let percent = (size * 200.0).ceil().min(100.0) as i128;
        let scaled = span * percent / 100;
        let least = if span == 0 { 0 } else { span.signum() };
        let offset = if scaled == 0 { least } else { scaled };
        i64::try_from(i128::from(origin) + offset).unwrap_or(bound)
    };
    random.between(part(low), part(high))
}

/// A number with few digits, or an end of the range.
fn float(low: f64, high: f64, random: &mut Random, size: f64) -> f64 {
    if size <= 0.0 {
        return 0.0_f64.clamp(low, high);
    }
    if size > 0.3 && random.once_in(8) {
        return if random.once_in(2) { low } else { high };
    }
    let origin = 0.0_f64.clamp(low, high);
    let part = (size * 2.0).min(1.0);
    let (low, high) = (origin + (low - origin) * part, origin + (high - origin) * part);
    #[expect(clippy::cast_precision_loss, reason = "a thousandth is exact")]
    let part = random.between(0, 1000) as f64 / 1000.0;
    let value = low + (high - low) * part;
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded == 0.0 {
        0.0
    } else {
        rounded.clamp(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::show;

    fn parsed(code: &str) -> Result<Generator, SyntaxFault> {
        python::expression(code).and_then(|tree| generator(code, &tree))
    }

    #[track_caller]
    fn values(code: &str) -> Vec<String> {
        let generator = parsed(code).unwrap();
        let mut random = Random::new(7, 0);
        (1..=300)
            .map(|index| show::source(&generator.make(&mut random, f64::from(index) / 300.0)))
            .collect()
    }

    #[test]
    fn every_generator_makes_values_of_its_kind_and_meets_its_ends() {
        #[track_caller]
        fn check(code: &str, some: &[&str]) {
            let values = values(code);
            for wanted in some {
                assert!(
                    values.iter().any(|value| value == wanted),
                    "{code}: no {wanted} in {values:?}"
                );
            }
            for value in values {
                assert!(literal::literal(&value).is_ok(), "{code}: {value}");
            }
        }
        check("int", &["-100", "100", "0"]);
        check("int(5, 9)", &["5", "6", "7", "8", "9"]);
        check(
            "int(-9223372036854775808, 9223372036854775807)",
            &["-9223372036854775808", "9223372036854775807"],
        );
        check("float(-1, 1.5)", &["-1.0", "1.5"]);
        check("bool", &["True", "False"]);
        check("str('ab', 0, 2)", &["''", "'a'", "'b'", "'ab'", "'ba'"]);
        check("str", &["''"]);
        check("bytes(0, 1)", &["b''"]);
        check("list(int(0, 1), 0, 2)", &["[]", "[0]", "[1, 1]", "[0, 1]"]);
        check("set(int(0, 1))", &["set()", "{0}", "{0, 1}"]);
        check("frozenset(bool)", &["frozenset()", "frozenset({False, True})"]);
        check("tuple(int(0, 1), None)", &["(0, None)", "(1, None)"]);
        check("dict(str('a', 1, 1), 7)", &["{}", "{'a': 7}"]);
        check("one_of(None, 'x', list(1, 2, 2))", &["None", "'x'", "[1, 1]"]);
        check("(1, 2)", &["(1, 2)"]);
        check("set()", &["set()"]);
    }

    #[test]
    fn the_first_value_is_the_smallest_and_numbers_around_nothing_come_again() {
        let first = |code: &str| show::source(&parsed(code).unwrap().make(&mut Random::new(3, 1), 0.0));
        assert_eq!(first("int(-1000000, 1000000)"), "0");
        assert_eq!(first("int(5, 9)"), "5");
        assert_eq!(first("float(-1, 1)"), "0.0");
        assert_eq!(first("list(int, 0, 8)"), "[]");
        assert_eq!(first("str('ab', 1, 8)").len(), "'a'".len());
        let wide = values("int(-1000000, 1000000)");
        for wanted in ["-1", "0", "1"] {
            assert!(
                wide.iter().any(|value| value == wanted),
                "no {wanted} in {wide:?}"
            );
        }
    }

    #[test]
    fn the_first_values_are_small() {
        let generator = parsed("list(int(-1000, 1000), 0, 100)").unwrap();
        let mut random = Random::new(1, 1);
        for _ in 0..50 {
            let Value::List(items) = generator.make(&mut random, 0.01) else {
                panic!("no list")
            };
            assert!(items.len() <= 2, "{items:?}");
        }
    }

    #[test]
    fn what_makes_no_value_is_refused_at_its_place() {
        for code in [
            "integer",
            "int(1)",
            "int(2, 1)",
            "list()",
            "list(int, 1)",
            "list(int, 0, 100000)",
            "str('', 1, 2)",
            "one_of()",
            "int(low=1)",
            "x + 1",
            "dict(int)",
        ] {
            assert!(parsed(code).is_err(), "{code}");
        }
        assert_eq!(parsed("list(whole, 0, 2)").unwrap_err().part, 5..10);
    }
}
