//! Parts that the parameters of several kinds share: pieces of Python, names, exceptions, plain values.

use std::borrow::Cow;
use std::fmt;

use regex::Regex;
use ruff_python_ast::ModModule;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::checks::fault::{At, Fault, Place};
use crate::checks::python::builtins::{self, EXCEPTIONS};
use crate::checks::python::names::Names;
use crate::checks::python::{self, SyntaxFault};
use crate::model::message::Text;
use crate::model::value::Value;

/// A TOML value as the Python value of the same plain type: there is no `None`, tuple, set or bytes among them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plain(pub(crate) Value);

/// A fault inside a piece of Python that is a string of the spec.
pub(crate) fn python_fault(piece: &At<String>, fault: SyntaxFault) -> Fault {
    let place = Place::Inside {
        string: piece.span.clone(),
        part: fault.part,
    };
    Fault::new(
        "python-syntax",
        place,
        format!("this is not Python: {}", fault.message),
    )
}

/// Reads a piece of Python of any form; `None` after a fault.
pub(crate) fn statements(piece: &At<String>, faults: &mut Vec<Fault>) -> Option<ModModule> {
    let module = python::statements(&piece.value)
        .map_err(|fault| faults.push(python_fault(piece, fault)))
        .ok()?;
    if module.body.is_empty() {
        faults
            .push(Fault::new("python-empty", piece.place(), "there is no Python in this").labelled("empty"));
        return None;
    }
    Some(module)
}

/// Reads a piece of Python that must have a value; `None` after a fault.
pub(crate) fn expression(piece: &At<String>, faults: &mut Vec<Fault>) -> Option<ModModule> {
    let module = statements(piece, faults)?;
    if python::expression(&piece.value).is_ok() {
        return Some(module);
    }
    let message = "this is a statement, and only an expression has a value";
    let help = "an expression fits where `eval` takes it; statements go into `run` or `{ do = \"…\" }`";
    faults.push(Fault::new("python-not-an-expression", piece.place(), message).help(help));
    None
}

/// The value of an `equals_python` key; `None` after a fault.
pub(crate) fn literal(piece: &At<String>, faults: &mut Vec<Fault>) -> Option<Value> {
    let help = "literals are None, True, numbers, strings, b'…', [], (), {}, ..., set(), frozenset({…}), range(3), bytearray(b''), float(\"nan\")";
    python::literal::literal(&piece.value)
        .map_err(|fault| faults.push(python_fault(piece, fault).help(help)))
        .ok()
}

/// The names that a run needs from the submission: those the author lists, else those the code uses.
pub(crate) fn needs(listed: Option<&[At<String>]>, names: &Names, faults: &mut Vec<Fault>) -> Vec<String> {
    let Some(listed) = listed else {
        return names.needed();
    };
    for name in listed.iter().filter(|name| !is_identifier(&name.value)) {
        faults.push(Fault::new(
            "bad-name",
            name.place(),
            format!("`{}` is not a name of Python", name.value),
        ));
    }
    listed.iter().map(|name| name.value.clone()).collect()
}

/// The class of an exception: a built-in one, or `module.Class`.
pub(crate) fn exception_class(class: &At<String>, faults: &mut Vec<Fault>) -> String {
    let name = class.value.as_str();
    let dotted = name.contains('.') && name.split('.').all(is_identifier);
    if !dotted && !EXCEPTIONS.contains(&name) {
        let fault = Fault::new(
            "unknown-exception",
            class.place(),
            format!("Python has no exception `{name}`"),
        );
        let mut fault = fault.suggest(name, EXCEPTIONS.iter().copied());
        fault.help = Some(
            "a class of the submission is written with its module, as in `bank.InsufficientFunds`".into(),
        );
        faults.push(fault);
    }
    builtins::canonical(name).to_owned()
}

/// A regular expression; `None` after a fault.
pub(crate) fn regex(pattern: &At<String>, faults: &mut Vec<Fault>) -> Option<Regex> {
    let report = |error: &regex::Error| {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or_default();
        let last = last.trim_start_matches("error: ");
        let message = format!("this is not a regular expression: {last}");
        Fault::new("bad-regex", pattern.place(), message)
            .help("the syntax is that of the Rust crate `regex`: no look-around, no back-references")
    };
    Regex::new(&pattern.value)
        .map_err(|error| faults.push(report(&error)))
        .ok()
}

/// Whether `text` can be a name in Python; only ASCII ones are used in specs.
pub(crate) fn is_identifier(text: &str) -> bool {
    let letters = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    letters && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// What a case, a scenario, a page or a site is called: a text, or one in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(pub(crate) Text);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor).map(Self)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or `{ en = …, ru = … }`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::plain(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Text, A::Error> {
        let (mut en, mut ru) = (None, None);
        while let Some((key, text)) = entries.next_entry::<String, String>()? {
            match key.as_str() {
                "en" => en = Some(text),
                "ru" => ru = Some(text),
                _ => return Err(Error::unknown_field(&key, &["en", "ru"])),
            }
        }
        let en = en.ok_or_else(|| Error::missing_field("en"))?;
        Ok(Text { en, ru })
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "properties": { "en": { "type": "string" }, "ru": { "type": "string" } },
                "required": ["en"],
                "additionalProperties": false,
            },
        ] })
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Self)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Int(value.to_string()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Int(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Int(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Str(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, Plain(value))) = entries.next_entry::<String, Plain>()? {
            if key.starts_with("$__toml_private") {
                return Err(Error::custom(
                    "a date is not a plain value of Python; use `equals_python`",
                ));
            }
            pairs.push((Value::Str(key), value));
        }
        Ok(Value::Dict(pairs))
    }
}

impl JsonSchema for Plain {
    fn schema_name() -> Cow<'static, str> {
        "Plain".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "integer", "number", "string", "array", "object"] })
    }
}
