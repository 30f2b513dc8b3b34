//! Spans of virtual time as they are written: a number of seconds, or a range.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::checks::{At, Fault};
use crate::model::clock::{Clock, Seconds};

/// `2`, `1.5`, or `{ at_least = 1, at_most = 1.5 }`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TakesToml {
    Exactly(f64),
    Range(RangeToml),
}

/// The bounds of a span of time; a missing one is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RangeToml {
    #[schemars(range(min = 0.0))]
    at_least: Option<f64>,
    #[schemars(range(min = 0.0))]
    at_most: Option<f64>,
}

/// The span that is meant; `None` without one, or after a fault.
pub(crate) fn seconds(
    key: &str,
    toml: Option<&At<TakesToml>>,
    clock: Clock,
    faults: &mut Vec<Fault>,
) -> Option<Seconds> {
    let at = toml?;
    if !is_allowed(key, at, clock, faults) {
        return None;
    }
    let span = match at.value {
        TakesToml::Exactly(seconds) => Seconds {
            at_least: seconds,
            at_most: seconds,
        },
        TakesToml::Range(range) => Seconds {
            at_least: range.at_least.unwrap_or(0.0),
            at_most: range.at_most.unwrap_or(f64::INFINITY),
        },
    };
    let written = match at.value {
        TakesToml::Exactly(seconds) => [Some(seconds), None],
        TakesToml::Range(range) => [range.at_least, range.at_most],
    };
    let given = written.iter().flatten().count() > 0;
    let holds = given && written.iter().flatten().all(|seconds| is_time(*seconds));
    if holds && span.at_least <= span.at_most {
        return Some(span);
    }
    let message = if !given {
        "a range of time needs a bound"
    } else if holds {
        "this range of time is empty: it ends before it begins"
    } else {
        "a time is a number of seconds, 0 or more"
    };
    let help = format!("as in `{key} = 2` or `{key} = {{ at_least = 1, at_most = 1.5 }}`");
    faults.push(Fault::new("bad-time", at.place(), message).help(help));
    None
}

/// A number of wake-ups per second; `None` without one, or after a fault.
pub(crate) fn rate(toml: Option<&At<f64>>, clock: Clock, faults: &mut Vec<Fault>) -> Option<f64> {
    let at = toml?;
    if !is_allowed("wakeups_per_second", at, clock, faults) {
        return None;
    }
    if is_time(at.value) && at.value > 0.0 {
        return Some(at.value);
    }
    let message = "this is no number of wake-ups: it must be more than 0";
    let help = "a sleep alone wakes up once when it is over, so that 1 is the least that makes sense";
    faults.push(Fault::new("bad-rate", at.place(), message).help(help));
    None
}

/// Whether a key about time stands in a check where time is exact.
pub(crate) fn is_allowed<T>(key: &str, at: &At<T>, clock: Clock, faults: &mut Vec<Fault>) -> bool {
    match clock {
        Clock::Strict => true,
        Clock::Loose => {
            let message = format!(
                "`{key}` needs the virtual clock, and in a `schedules` check a wait may end at any moment"
            );
            let fault = Fault::new("clock-only", at.place(), message).labelled("needs `kind = \"clock\"`");
            faults.push(fault.help("put this scenario into a check of its own with `kind = \"clock\"`"));
            false
        }
    }
}

/// Whether a number can be a moment or a span.
pub(crate) fn is_time(seconds: f64) -> bool {
    seconds.is_finite() && seconds >= 0.0
}

impl<'de> Deserialize<'de> for TakesToml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TakesVisitor)
    }
}

struct TakesVisitor;

impl<'de> Visitor<'de> for TakesVisitor {
    type Value = TakesToml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds or `{ at_least = …, at_most = … }`")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<TakesToml, E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "no duration needs more than 2^52 seconds"
        )]
        let seconds = seconds as f64;
        Ok(TakesToml::Exactly(seconds))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<TakesToml, E> {
        Ok(TakesToml::Exactly(seconds))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<TakesToml, A::Error> {
        RangeToml::deserialize(MapAccessDeserializer::new(entries)).map(TakesToml::Range)
    }
}

impl JsonSchema for TakesToml {
    fn schema_name() -> Cow<'static, str> {
        "Takes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let range = RangeToml::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "number", "minimum": 0 }, range] })
    }
}
