//! Values as short Python text, for what is shown beside each other.

use crate::model::schedule::OperationEnd;
use crate::model::value::Value;

/// Longer texts are cut: they stand in a table.
const MAX_CHARS: usize = 200;

/// How an operation ended, as Python would show it.
pub(crate) fn end_text(end: &OperationEnd) -> String {
    let text = match end {
        OperationEnd::Value(value) => value_text(value),
        OperationEnd::Raised(exception) => format!("raises {}", exception.class()),
    };
    cut(text)
}

fn value_text(value: &Value) -> String {
    match value {
        Value::None => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(digits) => digits.clone(),
        Value::Float(bits) => float_text(f64::from_bits(*bits)),
        Value::Str(text) => quoted(text),
        Value::Bytes(bytes) => format!("b'{}'", bytes.escape_ascii()),
        Value::List(items) => format!("[{}]", joined(items)),
        Value::Tuple(items) if items.len() == 1 => format!("({},)", joined(items)),
        Value::Tuple(items) => format!("({})", joined(items)),
        Value::Set(items) if items.is_empty() => "set()".to_owned(),
        Value::Set(items) => format!("{{{}}}", joined(items)),
        Value::FrozenSet(items) if items.is_empty() => "frozenset()".to_owned(),
        Value::FrozenSet(items) => format!("frozenset({{{}}})", joined(items)),
        Value::Dict(pairs) => {
            let pairs = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", value_text(key), value_text(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Opaque { class } => format!("<{class} object>"),
        Value::Cycle => "...".to_owned(),
        Value::TooLarge(what) => format!("<too large: {what}>"),
    }
}

fn joined(items: &[Value]) -> String {
    items.iter().map(value_text).collect::<Vec<_>>().join(", ")
}

fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    // Both languages print the shortest digits that read back; Python signs exponents and pads them to two digits.
    let text = format!("{value:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => {
            let (sign, exponent) = exponent
                .strip_prefix('-')
                .map_or(('+', exponent), |exponent| ('-', exponent));
            format!("{digits}e{sign}{exponent:0>2}").replace(".0e", "e")
        }
    }
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            '\\' => quoted.push_str("\\\\"),
            c if c == quote => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.extend(c.escape_default()),
            c => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_look_as_in_python() {
        let text = |value: Value| end_text(&OperationEnd::Value(value));
        assert_eq!(text(Value::Tuple(vec![Value::int(1)])), "(1,)");
        assert_eq!(
            text(Value::Dict(vec![(Value::Str("a'b\n".into()), Value::Bool(true))])),
            r#"{"a'b\n": True}"#
        );
        assert_eq!(text(Value::float(1e16)), "1e+16");
        assert_eq!(text(Value::float(1.5e-7)), "1.5e-07");
        assert_eq!(text(Value::float(-0.0)), "-0.0");
        assert_eq!(text(Value::Bytes(b"a\x00'".to_vec())), r"b'a\x00\''");
        assert_eq!(text(Value::Str("x".repeat(500))).chars().count(), MAX_CHARS + 1);
    }
}
