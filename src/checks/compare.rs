//! When a value is the expected one.

use crate::model::show;
use crate::model::value::Value;

/// Whether two values have the same exact types and contents. The order of a dict's keys does not count, as in
/// Python's own `==`.
pub(crate) fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Dict(expected), Value::Dict(actual)) => same_pairs(expected, actual),
        (Value::List(expected), Value::List(actual)) | (Value::Tuple(expected), Value::Tuple(actual)) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(left, right)| same(left, right))
        }
        (left, right) => left == right,
    }
}

/// The two type names, where the types alone tell the values apart (`True` and `1`, `2.0` and `2`).
pub(crate) fn other_type<'a>(expected: &'a Value, actual: &'a Value) -> Option<(&'a str, &'a str)> {
    let (expected, actual) = (show::type_name(expected), show::type_name(actual));
    (expected != actual).then_some((expected, actual))
}

fn same_pairs(expected: &[(Value, Value)], actual: &[(Value, Value)]) -> bool {
    let sorted = |pairs: &[(Value, Value)]| {
        let mut pairs = pairs.to_vec();
        pairs.sort_by(|left, right| left.0.cmp(&right.0));
        pairs
    };
    let (expected, actual) = (sorted(expected), sorted(actual));
    expected.len() == actual.len()
        && expected
            .iter()
            .zip(&actual)
            .all(|(left, right)| left.0 == right.0 && same(&left.1, &right.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::python::literal::literal;

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
        check("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", true);
        check("[{'a': {'x': 1, 'y': 2}}]", "[{'a': {'y': 2, 'x': 1}}]", true);
        check("{'a': 1}", "{'a': True}", false);
        check("{'a': 1}", "{'a': 1, 'b': 2}", false);
        check("float('nan')", "float('nan')", true);
        check("0.0", "-0.0", false);
    }
}
