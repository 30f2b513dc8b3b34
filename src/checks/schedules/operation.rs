//! An operation of a scenario as it is written: a string, or a table.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::checks::At;
use crate::checks::piece::Plain;
use crate::checks::schedules::takes::TakesToml;
use crate::model::schedule::Leaves;

/// An operation: `"c.value"` is judged, `{ do = "c.increment()" }` is only run, `{ value = "c.value", equals = 2 }`
/// has a result of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum OperationToml {
    Judged(String),
    Table(Box<OperationTable>),
}

/// An operation written as a table.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationTable {
    /// Statements or an expression whose result does not matter.
    #[serde(rename = "do")]
    pub(crate) run: Option<At<String>>,
    /// An expression whose value is compared.
    pub(crate) value: Option<At<String>>,
    /// The expected value, of a type that TOML has.
    pub(crate) equals: Option<At<Plain>>,
    /// The expected value as a Python literal.
    pub(crate) equals_python: Option<At<String>>,
    /// The class of an exception that it must raise; derived ones are right too.
    pub(crate) raises: Option<At<String>>,
    /// How long it takes in virtual seconds: a number, or `{ at_least = …, at_most = … }`. Only in a check of kind `clock`.
    pub(crate) takes: Option<At<TakesToml>>,
    /// How often all threads together may wake up in a virtual second while it runs. Only in a check of kind `clock`.
    pub(crate) wakeups_per_second: Option<At<f64>>,
    /// When it has returned, no thread is alive that was started since `setup` began.
    #[serde(default)]
    pub(crate) no_threads_left: bool,
    /// When it has returned, neither its thread nor one that has ended holds a lock that was taken meanwhile.
    #[serde(default)]
    pub(crate) no_locks_held: bool,
}

impl OperationTable {
    pub(crate) fn leaves(&self) -> Leaves {
        Leaves {
            no_threads: self.no_threads_left,
            no_locks: self.no_locks_held,
        }
    }
}

impl<'de> Deserialize<'de> for OperationToml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OperationVisitor)
    }
}

struct OperationVisitor;

impl<'de> Visitor<'de> for OperationVisitor {
    type Value = OperationToml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an operation: a string or a table")
    }

    fn visit_str<E: Error>(self, code: &str) -> Result<OperationToml, E> {
        Ok(OperationToml::Judged(code.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<OperationToml, A::Error> {
        let table = OperationTable::deserialize(MapAccessDeserializer::new(entries))?;
        Ok(OperationToml::Table(Box::new(table)))
    }
}

impl JsonSchema for OperationToml {
    fn schema_name() -> Cow<'static, str> {
        "Operation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = OperationTable::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "string", "description": "Python whose result is judged." }, table] })
    }
}
