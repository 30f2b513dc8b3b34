//! Values as the Python text that a person would type.

use std::fmt::Write as _;

use crate::model::value::{Exception, Value};

/// Longest text of a value in a feedback, in characters.
const MAX_CHARS: usize = 600;

/// A value as Python; the middle of a long one is left out.
pub(crate) fn python(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    shortened(&text, MAX_CHARS)
}

/// A value as Python that can be run, nothing left out.
pub(crate) fn source(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value);
    text
}

/// A text as a Python string; the middle of a long one is left out.
pub(crate) fn text(text: &str) -> String {
    let mut quoted = String::new();
    write_str(&mut quoted, text);
    shortened(&quoted, MAX_CHARS)
}

/// A line with its blanks, safe to print.
pub(crate) fn visible_line(line: &str) -> String {
    let mut visible = String::new();
    line.chars().for_each(|c| push_visible(&mut visible, c));
    shortened(&visible, MAX_CHARS)
}

/// The name of a value's exact type.
pub(crate) fn type_name(value: &Value) -> &str {
    match value {
        Value::None => "NoneType",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Float(_) => "float",
        Value::Complex(..) => "complex",
        Value::Str(_) => "str",
        Value::Bytes(_) => "bytes",
        Value::ByteArray(_) => "bytearray",
        Value::List(_) => "list",
        Value::Tuple(_) => "tuple",
        Value::Set(_) => "set",
        Value::FrozenSet(_) => "frozenset",
        Value::Dict(_) => "dict",
        Value::Range(..) => "range",
        Value::Ellipsis => "ellipsis",
        Value::Subclass { class, .. } | Value::Opaque { class } => class,
        Value::Cycle => "(cycle)",
        Value::TooLarge(_) => "(too large)",
    }
}

/// A text of the submission's on one line, safe to print.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    text.trim().chars().for_each(|c| push_visible(&mut line, c));
    shortened(&line, MAX_CHARS)
}

/// An exception as the last line of a traceback shows it.
pub(crate) fn exception(exception: &Exception) -> String {
    if exception.text.is_empty() {
        return exception.class().to_owned();
    }
    format!("{}: {}", exception.class(), one_line(&exception.text))
}

/// Beginning and end of a text that is longer than `max` characters.
pub(crate) fn shortened(text: &str, max: usize) -> String {
    let count = text.chars().count();
    if count <= max {
        return text.to_owned();
    }
    let half = max / 2;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(count - half).collect();
    format!("{head} … {tail}")
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::None => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Int(digits) => out.push_str(digits),
        Value::Float(bits) => out.push_str(&float(f64::from_bits(*bits))),
        Value::Complex(real, imaginary) => {
            write_complex(out, f64::from_bits(*real), f64::from_bits(*imaginary));
        }
        Value::Str(text) => write_str(out, text),
        Value::Bytes(octets) => write_bytes(out, octets),
        Value::ByteArray(octets) => {
            out.push_str("bytearray(");
            write_bytes(out, octets);
            out.push(')');
        }
        Value::List(items) => write_items(out, "[", items, "]"),
        Value::Tuple(items) if items.len() == 1 => write_items(out, "(", items, ",)"),
        Value::Tuple(items) => write_items(out, "(", items, ")"),
        Value::Set(items) if items.is_empty() => out.push_str("set()"),
        Value::Set(items) => write_items(out, "{", items, "}"),
        Value::FrozenSet(items) if items.is_empty() => out.push_str("frozenset()"),
        Value::FrozenSet(items) => write_items(out, "frozenset({", items, "})"),
        Value::Dict(pairs) => write_pairs(out, pairs),
        Value::Range(start, end, step) => {
            let _ = match step.as_str() {
                "1" => write!(out, "range({start}, {end})"),
                _ => write!(out, "range({start}, {end}, {step})"),
            };
        }
        Value::Ellipsis => out.push_str("..."),
        Value::Subclass { class, value } => {
            let _ = write!(out, "{class}(");
            write_value(out, value);
            out.push(')');
        }
        Value::Opaque { class } => {
            let _ = write!(out, "<{class} object>");
        }
        Value::Cycle => out.push_str("[...]"),
        Value::TooLarge(what) => {
            let _ = write!(out, "<too large: {what}>");
        }
    }
}

fn write_items(out: &mut String, open: &str, items: &[Value], close: &str) {
    out.push_str(open);
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        write_value(out, item);
    }
    out.push_str(close);
}

fn write_pairs(out: &mut String, pairs: &[(Value, Value)]) {
    out.push('{');
    for (i, (key, value)) in pairs.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        write_value(out, key);
        out.push_str(": ");
        write_value(out, value);
    }
    out.push('}');
}

/// As Python's `repr` of a complex number, where that reads back; a call where it does not.
fn write_complex(out: &mut String, real: f64, imaginary: f64) {
    let reads_back = real.is_finite() && imaginary.is_finite() && !(real == 0.0 && real.is_sign_negative());
    if !reads_back || (imaginary.is_sign_negative() && imaginary == 0.0) {
        let _ = write!(out, "complex({}, {})", float(real), float(imaginary));
        return;
    }
    let short = |value: f64| float(value).trim_end_matches(".0").to_owned();
    let _ = if real == 0.0 {
        write!(out, "{}j", short(imaginary))
    } else {
        write!(
            out,
            "({}{}{}j)",
            short(real),
            if imaginary < 0.0 { "" } else { "+" },
            short(imaginary)
        )
    };
}

/// As Python's `repr` of a float: the shortest digits that read back, an exponent below 1e-4 and from 1e16.
fn float(value: f64) -> String {
    if value.is_nan() {
        return "float(\"nan\")".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "float(\"inf\")"
        } else {
            "float(\"-inf\")"
        }
        .to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = exponent.parse().unwrap_or(0);
    if value == 0.0 || (-4..16).contains(&power) {
        let plain = format!("{value}");
        return if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        };
    }
    format!("{digits}e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs())
}

fn write_str(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c => push_visible(out, c),
        }
    }
    out.push(quote);
}

/// A character, or its escape where it would not be seen or would move what is around it.
fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        }
        // Marks that change the direction of the line would make a feedback lie.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
        c => out.push(c),
    }
}

fn write_bytes(out: &mut String, octets: &[u8]) {
    let quote = if octets.contains(&b'\'') && !octets.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    out.push('b');
    out.push(quote);
    for &octet in octets {
        match octet {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            0x20..0x7f if char::from(octet) == quote => out.extend(['\\', quote]),
            0x20..0x7f => out.push(char::from(octet)),
            _ => {
                let _ = write!(out, "\\x{octet:02x}");
            }
        }
    }
    out.push(quote);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_keep_their_ends() {
        let text = python(&Value::Str("x".repeat(5000)));
        assert_eq!(text.chars().count(), MAX_CHARS + 3);
        assert!(text.starts_with("'x") && text.ends_with("x'"));
    }
}
