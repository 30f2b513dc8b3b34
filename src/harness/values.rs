//! Values and exceptions as the harness writes them, checked and made canonical.

use serde::Deserialize;

use crate::model::value::{Exception, Value};
use crate::model::verdict::Location;

/// Hexadecimal digits of an int that is still turned into decimal; the conversion takes quadratic time.
const MOST_HEX_DIGITS: usize = 100_000;
/// Decimal digits of an int that the harness may send as such.
const MOST_DECIMAL_DIGITS: usize = 4000;
/// Text of an exception, in characters.
const LONGEST_TEXT: usize = 2000;
/// Characters of a class or a file.
const LONGEST_NAME: usize = 401;
/// Classes of one exception.
const MOST_CLASSES: usize = 32;

/// What is wrong with a value; a phrase that fits after "the answer has ".
pub(crate) type Fault = &'static str;

/// A value on the wire: one key that names its exact type.
#[derive(Debug, Deserialize)]
pub(crate) enum WireValue {
    #[serde(rename = "n")]
    None(#[expect(dead_code, reason = "the key says all")] u8),
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "i")]
    Int(String),
    #[serde(rename = "x")]
    HexInt(String),
    #[serde(rename = "f")]
    Float(String),
    #[serde(rename = "s")]
    Str(String),
    #[serde(rename = "j")]
    Complex(String, String),
    #[serde(rename = "y")]
    Bytes(String),
    #[serde(rename = "Y")]
    ByteArray(String),
    #[serde(rename = "r")]
    Range(Box<[WireValue; 3]>),
    #[serde(rename = "e")]
    Ellipsis(#[expect(dead_code, reason = "the key says all")] u8),
    #[serde(rename = "u")]
    Subclass(String, Box<WireValue>),
    #[serde(rename = "l")]
    List(Vec<WireValue>),
    #[serde(rename = "t")]
    Tuple(Vec<WireValue>),
    #[serde(rename = "S")]
    Set(Vec<WireValue>),
    #[serde(rename = "F")]
    FrozenSet(Vec<WireValue>),
    #[serde(rename = "d")]
    Dict(Vec<(WireValue, WireValue)>),
    #[serde(rename = "o")]
    Opaque(String),
    #[serde(rename = "c")]
    Cycle(#[expect(dead_code, reason = "the key says all")] u8),
    #[serde(rename = "z")]
    TooLarge(String),
}

/// An exception on the wire.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireException {
    classes: Vec<String>,
    text: String,
    #[serde(rename = "where")]
    place: Option<(String, u32)>,
    #[serde(default)]
    cause: Vec<String>,
}

impl TryFrom<WireValue> for Value {
    type Error = Fault;

    /// Recursion is bounded: the line that it came in was scanned for its nesting before it was parsed.
    fn try_from(wire: WireValue) -> Result<Self, Fault> {
        Ok(match wire {
            WireValue::None(_) => Self::None,
            WireValue::Bool(value) => Self::Bool(value),
            WireValue::Int(digits) => Self::Int(decimal(digits)?),
            WireValue::HexInt(digits) => from_hex_int(&digits)?,
            WireValue::Float(bits) => Self::Float(float_bits(&bits)?),
            WireValue::Str(text) => Self::Str(text),
            WireValue::Complex(real, imaginary) => Self::Complex(float_bits(&real)?, float_bits(&imaginary)?),
            WireValue::Bytes(hex) => Self::Bytes(bytes(&hex)?),
            WireValue::ByteArray(hex) => Self::ByteArray(bytes(&hex)?),
            WireValue::Range(parts) => {
                let [start, end, step] = *parts;
                Self::range(digits(start)?, digits(end)?, digits(step)?)
            }
            WireValue::Ellipsis(_) => Self::Ellipsis,
            WireValue::Subclass(class, value) => Self::Subclass {
                class: short(class, LONGEST_NAME),
                value: Box::new((*value).try_into()?),
            },
            WireValue::List(items) => Self::List(all(items)?),
            WireValue::Tuple(items) => Self::Tuple(all(items)?),
            WireValue::Set(items) => Self::Set(sorted(items)?),
            WireValue::FrozenSet(items) => Self::FrozenSet(sorted(items)?),
            WireValue::Dict(pairs) => Self::Dict(
                pairs
                    .into_iter()
                    .map(|(key, value)| Ok((key.try_into()?, value.try_into()?)))
                    .collect::<Result<_, Fault>>()?,
            ),
            WireValue::Opaque(class) => Self::Opaque {
                class: short(class, LONGEST_NAME),
            },
            WireValue::Cycle(_) => Self::Cycle,
            WireValue::TooLarge(bound) => Self::TooLarge(match bound.as_str() {
                "depth" | "nodes" | "bytes" => bound,
                _ => return Err("an unknown bound"),
            }),
        })
    }
}

impl TryFrom<WireException> for Exception {
    type Error = Fault;

    fn try_from(wire: WireException) -> Result<Self, Fault> {
        if wire.classes.is_empty() || wire.classes.len().max(wire.cause.len()) > MOST_CLASSES {
            return Err("an exception without classes");
        }
        let names = |classes: Vec<String>| {
            classes
                .into_iter()
                .map(|class| short(class, LONGEST_NAME))
                .collect()
        };
        Ok(Self {
            classes: names(wire.classes),
            cause: names(wire.cause),
            text: short(wire.text, LONGEST_TEXT),
            location: wire.place.map(|(file, line)| Location {
                file: short(file, LONGEST_NAME),
                line,
            }),
        })
    }
}

/// A part of a range.
fn digits(part: WireValue) -> Result<String, Fault> {
    match part.try_into()? {
        Value::Int(digits) => Ok(digits),
        _ => Err("a range of what is no int"),
    }
}

fn all(items: Vec<WireValue>) -> Result<Vec<Value>, Fault> {
    items.into_iter().map(Value::try_from).collect()
}

fn sorted(items: Vec<WireValue>) -> Result<Vec<Value>, Fault> {
    let mut values = all(items)?;
    values.sort();
    Ok(values)
}

pub(super) fn short(mut text: String, longest: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(longest) {
        text.truncate(end);
    }
    text
}

/// Digits in canonical form, or a fault.
fn decimal(digits: String) -> Result<String, Fault> {
    let magnitude = digits.strip_prefix('-').unwrap_or(&digits);
    let canonical = match magnitude.as_bytes() {
        [] => false,
        [b'0'] => magnitude.len() == digits.len(),
        [first, ..] => *first != b'0',
    };
    if !canonical
        || magnitude.len() > MOST_DECIMAL_DIGITS
        || !magnitude.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Err("an int that is none");
    }
    Ok(digits)
}

fn float_bits(text: &str) -> Result<u64, Fault> {
    if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("a float that is none");
    }
    let bits = u64::from_str_radix(text, 16).map_err(|_| "a float that is none")?;
    match Value::float(f64::from_bits(bits)) {
        Value::Float(folded) => Ok(folded),
        _ => Err("a float that is none"),
    }
}

pub(super) fn bytes(hex: &str) -> Result<Vec<u8>, Fault> {
    const FAULT: Fault = "bytes that are none";
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or(FAULT)
    };
    let pairs = hex.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(FAULT);
    }
    pairs
        .map(|pair| Ok(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

/// An int too long for decimal on the other side: the digits are turned over limb by limb.
fn from_hex_int(text: &str) -> Result<Value, Fault> {
    const FAULT: Fault = "an int that is none";
    /// The largest power of ten below 2^32, so that a limb times 2^32 fits into 64 bits.
    const LIMB: u64 = 1_000_000_000;
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    if magnitude.is_empty() || magnitude.starts_with('0') {
        return Err(FAULT);
    }
    if !magnitude.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(FAULT);
    }
    if magnitude.len() > MOST_HEX_DIGITS {
        return Ok(Value::TooLarge("bytes".to_owned()));
    }
    let mut limbs: Vec<u64> = Vec::new();
    let first = magnitude.len() % 8;
    for chunk in [&magnitude[..first]]
        .into_iter()
        .chain(magnitude.as_bytes()[first..].chunks(8).map(|chunk| {
            // Hexadecimal digits, as was checked above.
            std::str::from_utf8(chunk).unwrap_or_default()
        }))
    {
        if chunk.is_empty() {
            continue;
        }
        let mut carry = u64::from_str_radix(chunk, 16).map_err(|_| FAULT)?;
        let shift = 4 * chunk.len();
        for limb in &mut limbs {
            let sum = (*limb << shift) + carry;
            *limb = sum % LIMB;
            carry = sum / LIMB;
        }
        while carry > 0 {
            limbs.push(carry % LIMB);
            carry /= LIMB;
        }
    }
    let mut digits = String::with_capacity(limbs.len() * 9 + 1);
    if text.starts_with('-') {
        digits.push('-');
    }
    for (at, limb) in limbs.iter().rev().enumerate() {
        let text = if at == 0 {
            limb.to_string()
        } else {
            format!("{limb:09}")
        };
        digits.push_str(&text);
    }
    Ok(Value::Int(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Result<Value, String> {
        let wire: WireValue = serde_json::from_str(json).map_err(|error| error.to_string())?;
        Value::try_from(wire).map_err(str::to_owned)
    }

    #[test]
    fn every_plain_type_is_read() {
        assert_eq!(value(r#"{"n":0}"#), Ok(Value::None));
        assert_eq!(value(r#"{"b":true}"#), Ok(Value::Bool(true)));
        assert_eq!(value(r#"{"i":"-12"}"#), Ok(Value::int(-12)));
        assert_eq!(value(r#"{"f":"8000000000000000"}"#), Ok(Value::float(-0.0)));
        assert_eq!(value(r#"{"f":"fff8000000000001"}"#), Ok(Value::float(f64::NAN)));
        assert_eq!(value(r#"{"s":"\u00e9"}"#), Ok(Value::Str("é".to_owned())));
        assert_eq!(value(r#"{"y":"00fF"}"#), Ok(Value::Bytes(vec![0, 255])));
        assert_eq!(
            value(r#"{"d":[[{"i":"1"},{"l":[]}]]}"#),
            Ok(Value::Dict(vec![(Value::int(1), Value::List(vec![]))]))
        );
        assert_eq!(
            value(r#"{"j":["3ff0000000000000","8000000000000000"]}"#),
            Ok(Value::complex(1.0, -0.0))
        );
        assert_eq!(value(r#"{"Y":"00"}"#), Ok(Value::ByteArray(vec![0])));
        let range = Value::Range("5".to_owned(), "-1".to_owned(), "-2".to_owned());
        assert_eq!(value(r#"{"r":[{"x":"5"},{"i":"0"},{"i":"-2"}]}"#), Ok(range));
        assert_eq!(value(r#"{"e":0}"#), Ok(Value::Ellipsis));
        let derived = Value::Subclass {
            class: "m.S".to_owned(),
            value: Box::new(Value::Str(String::new())),
        };
        assert_eq!(value(r#"{"u":["m.S",{"s":""}]}"#), Ok(derived));
        assert_eq!(value(r#"{"c":0}"#), Ok(Value::Cycle));
        assert_eq!(value(r#"{"z":"depth"}"#), Ok(Value::TooLarge("depth".to_owned())));
    }

    #[test]
    fn sets_are_equal_whatever_order_they_came_in() {
        assert_eq!(
            value(r#"{"S":[{"i":"2"},{"i":"1"}]}"#),
            value(r#"{"S":[{"i":"1"},{"i":"2"}]}"#)
        );
    }

    #[test]
    fn values_that_are_not_canonical_are_refused() {
        for json in [
            r#"{"i":""}"#,
            r#"{"i":"-"}"#,
            r#"{"i":"01"}"#,
            r#"{"i":"-0"}"#,
            r#"{"i":"+1"}"#,
            r#"{"i":"1_0"}"#,
            r#"{"x":"0f"}"#,
            r#"{"x":"-"}"#,
            r#"{"x":"0x1"}"#,
            r#"{"f":"+000000000000000"}"#,
            r#"{"f":"0"}"#,
            r#"{"y":"0"}"#,
            r#"{"y":"zz"}"#,
            r#"{"y":"é"}"#,
            r#"{"z":"stars"}"#,
            r#"{"r":[{"i":"0"},{"i":"1"}]}"#,
            r#"{"r":[{"i":"0"},{"i":"1"},{"b":true}]}"#,
            r#"{"j":["3ff0000000000000"]}"#,
            r#"{"u":[{"s":""},{"s":""}]}"#,
            r#"{"i":"1","s":"1"}"#,
            r#"{"q":1}"#,
            "{}",
            r#"{"d":[[{"n":0}]]}"#,
        ] {
            assert!(value(json).is_err(), "{json}");
        }
    }

    #[test]
    fn hexadecimal_ints_become_decimal() {
        assert_eq!(value(r#"{"x":"ff"}"#), Ok(Value::int(255)));
        assert_eq!(value(r#"{"x":"-7fffffffffffffff"}"#), Ok(Value::int(-i64::MAX)));
        let power = format!(r#"{{"x":"1{}"}}"#, "0".repeat(32));
        assert_eq!(
            value(&power),
            Ok(Value::Int("340282366920938463463374607431768211456".to_owned()))
        );
        let huge = format!(r#"{{"x":"{}"}}"#, "f".repeat(MOST_HEX_DIGITS + 1));
        assert_eq!(value(&huge), Ok(Value::TooLarge("bytes".to_owned())));
    }

    proptest::proptest! {
        #[test]
        fn hexadecimal_agrees_with_the_machine(number: i128) {
            let sign = if number < 0 { "-" } else { "" };
            let text = format!("{sign}{:x}", number.unsigned_abs());
            let expected = if number == 0 { Err("an int that is none") } else { Ok(Value::Int(number.to_string())) };
            proptest::prop_assert_eq!(from_hex_int(&text), expected);
        }
    }
}
