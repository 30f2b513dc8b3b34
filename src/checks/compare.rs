//! When a value is the expected one, and where it is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::message::{Message, Words};
use crate::model::show;
use crate::model::value::Value;

/// What counts as the same beside the same.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rule {
    /// Floats may differ by so much, or by this part of the expected one where that is more.
    pub(crate) within: Option<f64>,
    /// An object of a subclass stands for the plain value in it.
    pub(crate) subclasses: bool,
}

/// The first place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    /// The way into the expected value as Python, such as `[3]['a']`; empty for the whole.
    pub(crate) place: String,
    pub(crate) kind: Different,
}

/// In which way they do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Different {
    Values {
        expected: Value,
        actual: Value,
    },
    /// A list or tuple of another length, the same as far as the shorter one goes.
    Lengths {
        expected: usize,
        actual: usize,
    },
    /// An element of a set, or a key of a dict, that is not there.
    Missing(Value),
    /// One that should not be there.
    Extra(Value),
}

impl Difference {
    /// In words; nothing where these would repeat that the whole differs.
    pub(crate) fn words(&self) -> Option<Words> {
        let place = self.place.as_str();
        let message = match &self.kind {
            Different::Values { .. } if place.is_empty() => return None,
            Different::Values { expected, actual } => Message::new("differs-at")
                .code("place", place)
                .code("expected", show::python(expected))
                .code("actual", show::python(actual)),
            Different::Lengths { expected, actual } => at(place, "differs-length", "differs-length-at")
                .count("expected", *expected as u64)
                .count("actual", *actual as u64),
            Different::Missing(key) => {
                at(place, "differs-missing", "differs-missing-at").code("key", show::python(key))
            }
            Different::Extra(key) => {
                at(place, "differs-extra", "differs-extra-at").code("key", show::python(key))
            }
        };
        Some(Words::Ours(message))
    }
}

/// The sentence about the whole, or the one about a place in it.
fn at(place: &str, whole: &'static str, inside: &'static str) -> Message {
    if place.is_empty() {
        Message::new(whole)
    } else {
        Message::new(inside).code("place", place)
    }
}

/// Where two values differ; nowhere when they have the same exact types and contents. The order of a dict's keys and the
/// sign of a zero do not count, as in Python's own `==`.
pub(crate) fn difference(expected: &Value, actual: &Value, rule: Rule) -> Option<Difference> {
    let mut place = String::new();
    let kind = if rule.subclasses {
        differ(&plain(expected), &plain(actual), rule, &mut place)
    } else {
        differ(expected, actual, rule, &mut place)
    };
    kind.map(|kind| Difference { place, kind })
}

/// The two type names, where the types alone tell the values apart (`True` and `1`, `2.0` and `2`).
pub(crate) fn other_type<'a>(expected: &'a Value, actual: &'a Value) -> Option<(&'a str, &'a str)> {
    let (expected, actual) = (show::type_name(expected), show::type_name(actual));
    (expected != actual).then_some((expected, actual))
}

fn differ(expected: &Value, actual: &Value, rule: Rule, place: &mut String) -> Option<Different> {
    match (expected, actual) {
        (Value::Dict(expected), Value::Dict(actual)) => differ_dict(expected, actual, rule, place),
        (Value::List(expected), Value::List(actual)) | (Value::Tuple(expected), Value::Tuple(actual)) => {
            differ_items(expected, actual, rule, place)
        }
        (Value::Set(expected), Value::Set(actual))
        | (Value::FrozenSet(expected), Value::FrozenSet(actual)) => {
            let missing = expected.iter().find(|item| actual.binary_search(item).is_err());
            let extra = || actual.iter().find(|item| expected.binary_search(item).is_err());
            missing
                .map(|item| Different::Missing(item.clone()))
                .or_else(|| extra().map(|item| Different::Extra(item.clone())))
        }
        (
            Value::Subclass { class, value },
            Value::Subclass {
                class: other,
                value: inner,
            },
        ) if class == other => differ(value, inner, rule, place),
        (left, right) if left == right || is_equal(left, right) || is_near(left, right, rule) => None,
        (left, right) => Some(Different::Values {
            expected: left.clone(),
            actual: right.clone(),
        }),
    }
}

fn differ_items(expected: &[Value], actual: &[Value], rule: Rule, place: &mut String) -> Option<Different> {
    for (index, (left, right)) in expected.iter().zip(actual).enumerate() {
        let length = place.len();
        let _ = write!(place, "[{index}]");
        if let Some(different) = differ(left, right, rule, place) {
            return Some(different);
        }
        place.truncate(length);
    }
    (expected.len() != actual.len()).then_some(Different::Lengths {
        expected: expected.len(),
        actual: actual.len(),
    })
}

fn differ_dict(
    expected: &[(Value, Value)],
    actual: &[(Value, Value)],
    rule: Rule,
    place: &mut String,
) -> Option<Different> {
    // A key that is there twice can only come from a class whose equality is odd; the number of pairs tells.
    let seen: BTreeMap<&Value, &Value> = actual.iter().map(|(key, value)| (key, value)).collect();
    let wanted: BTreeMap<&Value, &Value> = expected.iter().map(|(key, value)| (key, value)).collect();
    for (key, value) in expected {
        let Some(found) = seen.get(key) else {
            return Some(Different::Missing(key.clone()));
        };
        let length = place.len();
        let _ = write!(place, "[{}]", show::python(key));
        // Of keys that are written twice Python takes the last.
        if let Some(different) = differ(wanted.get(key).copied().unwrap_or(value), found, rule, place) {
            return Some(different);
        }
        place.truncate(length);
    }
    let extra = actual.iter().find(|(key, _)| !wanted.contains_key(key));
    extra.map(|(key, _)| Different::Extra(key.clone())).or_else(|| {
        (actual.len() != wanted.len()).then_some(Different::Lengths {
            expected: wanted.len(),
            actual: actual.len(),
        })
    })
}

/// `-0.0 == 0.0` in Python: who gives the one for the other is not wrong.
fn is_equal(expected: &Value, actual: &Value) -> bool {
    let same = |one: u64, other: u64| {
        let (one, other) = (f64::from_bits(one), f64::from_bits(other));
        one.to_bits() == other.to_bits() || one == 0.0 && other == 0.0
    };
    match (expected, actual) {
        (Value::Float(expected), Value::Float(actual)) => same(*expected, *actual),
        (Value::Complex(real, imaginary), Value::Complex(other, other_imaginary)) => {
            same(*real, *other) && same(*imaginary, *other_imaginary)
        }
        _ => false,
    }
}

fn is_near(expected: &Value, actual: &Value, rule: Rule) -> bool {
    let near = |expected: u64, actual: u64, within: f64| {
        let (expected, actual) = (f64::from_bits(expected), f64::from_bits(actual));
        let finite = expected.is_finite() && actual.is_finite();
        expected.to_bits() == actual.to_bits()
            || (finite && (expected - actual).abs() <= within.max(within * expected.abs()))
    };
    match (expected, actual, rule.within) {
        (Value::Float(expected), Value::Float(actual), Some(within)) => near(*expected, *actual, within),
        (Value::Complex(real, imaginary), Value::Complex(other, other_imaginary), Some(within)) => {
            near(*real, *other, within) && near(*imaginary, *other_imaginary, within)
        }
        _ => false,
    }
}

/// The value without the subclasses in it.
fn plain(value: &Value) -> Value {
    let all = |items: &[Value]| items.iter().map(plain).collect::<Vec<_>>();
    let sorted = |items: &[Value]| {
        let mut items = all(items);
        items.sort();
        items
    };
    match value {
        Value::Subclass { value, .. } => plain(value),
        Value::List(items) => Value::List(all(items)),
        Value::Tuple(items) => Value::Tuple(all(items)),
        Value::Set(items) => Value::Set(sorted(items)),
        Value::FrozenSet(items) => Value::FrozenSet(sorted(items)),
        Value::Dict(pairs) => Value::Dict(
            pairs
                .iter()
                .map(|(key, value)| (plain(key), plain(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::python::literal::literal;

    fn same(expected: &Value, actual: &Value) -> bool {
        difference(expected, actual, Rule::default()).is_none()
    }

    #[track_caller]
    fn check(expected: &str, actual: &str, equal: bool) {
        assert_eq!(
            same(&literal(expected).unwrap(), &literal(actual).unwrap()),
            equal,
            "{expected} {actual}"
        );
    }

    #[test]
    fn types_are_exact_and_only_the_order_of_keys_is_free() {
        check("1", "1", true);
        check("1", "True", false);
        check("1", "1.0", false);
        check("(1,)", "[1]", false);
        check("[1, 2]", "[2, 1]", false);
        check("[1, 2]", "[1]", false);
        check("{1, 2}", "{2, 1}", true);
        check("{1, 2}", "{2, 3}", false);
        check("{1}", "frozenset({1})", false);
        check("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", true);
        check("[{'a': {'x': 1, 'y': 2}}]", "[{'a': {'y': 2, 'x': 1}}]", true);
        check("{'a': 1}", "{'a': True}", false);
        check("{'a': 1}", "{'a': 1, 'b': 2}", false);
        check("{'a': 1, 'b': 2}", "{'a': 1}", false);
        check("{1: 'a'}", "{True: 'a'}", false);
        check("float('nan')", "float('nan')", true);
        // `-x` and `0 - x` are both right ways to turn a sign.
        check("0.0", "-0.0", true);
        check("[-0.0]", "[0.0]", true);
        check("0.0", "0", false);
        check("0.0", "5e-324", false);
        check("1j", "complex(0, 1)", true);
        check("1 + 0j", "1", false);
        check("b'a'", "bytearray(b'a')", false);
        check("range(0)", "range(5, 1)", true);
        check("range(3)", "[0, 1, 2]", false);
        check("...", "...", true);
    }

    #[test]
    fn the_first_difference_is_told_with_its_place() {
        #[track_caller]
        fn check(expected: &str, actual: &str, place: &str, kind: &str) {
            let found = difference(
                &literal(expected).unwrap(),
                &literal(actual).unwrap(),
                Rule::default(),
            );
            let found = found.unwrap();
            let told = match found.kind {
                Different::Values { expected, actual } => {
                    format!("{} {}", show::python(&expected), show::python(&actual))
                }
                Different::Lengths { expected, actual } => format!("length {expected} {actual}"),
                Different::Missing(key) => format!("missing {}", show::python(&key)),
                Different::Extra(key) => format!("extra {}", show::python(&key)),
            };
            assert_eq!((found.place.as_str(), told.as_str()), (place, kind));
        }
        check("1", "2", "", "1 2");
        check(
            "[0, [1, {'a': 1}]]",
            "[0, [1, {'a': True}]]",
            "[1][1]['a']",
            "1 True",
        );
        check("[1, 2]", "[1, 2, 3]", "", "length 2 3");
        check("([1, 2],)", "([1],)", "[0]", "length 2 1");
        check("{'a': {1, 2}}", "{'a': {1, 3}}", "['a']", "missing 2");
        check("{1}", "{1, 3}", "", "extra 3");
        check("{'a': 1}", "{'b': 1}", "", "missing 'a'");
        check("{'a': 1}", "{'a': 1, None: 1}", "", "extra None");
        check("[(1,)]", "[[1]]", "[0]", "(1,) [1]");
    }

    #[test]
    fn subclasses_and_near_floats_are_the_same_only_where_the_rule_says_so() {
        let derived = |value: &str| Value::Subclass {
            class: "m.S".to_owned(),
            value: Box::new(literal(value).unwrap()),
        };
        let (lax, strict) = (
            Rule {
                within: Some(0.01),
                subclasses: true,
            },
            Rule::default(),
        );
        for (expected, actual) in [
            (literal("'a'").unwrap(), derived("'a'")),
            (
                literal("[1, 'a']").unwrap(),
                Value::List(vec![Value::int(1), derived("'a'")]),
            ),
            (
                literal("{'a', 'b'}").unwrap(),
                Value::Set(vec![Value::Str("b".to_owned()), derived("'a'")]),
            ),
            (literal("1.0").unwrap(), literal("1.001").unwrap()),
            (literal("[1000.0]").unwrap(), literal("[1009.0]").unwrap()),
            (literal("1 + 1j").unwrap(), literal("1.001 + 1j").unwrap()),
        ] {
            assert!(difference(&expected, &actual, lax).is_none(), "{actual:?}");
            assert!(difference(&expected, &actual, strict).is_some(), "{actual:?}");
        }
        for (expected, actual) in [
            ("1.0", "1.02"),
            ("1", "1.0"),
            ("float('nan')", "1.0"),
            ("1.0", "float('inf')"),
            ("float('inf')", "1.0"),
        ] {
            let (expected, actual) = (literal(expected).unwrap(), literal(actual).unwrap());
            assert!(difference(&expected, &actual, lax).is_some(), "{actual:?}");
        }
        let twice = literal("float('inf')").unwrap();
        assert!(difference(&twice, &twice, lax).is_none());
    }
}
