//! What the scripted function does, and how long nothing is tried, as they are written.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::checks::piece::{self, Plain};
use crate::checks::python::names::Names;
use crate::checks::schedules::takes;
use crate::checks::{At, Fault};
use crate::model::retry::{Attempt, AttemptEnd};
use crate::model::show;

/// The most attempts of one call: more show nothing new.
const MOST: u32 = 10_000;

/// What the function does when it is called, so many times in a row.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptToml {
    /// An expression that gives the exception that it raises, made anew each time: `"OSError('no answer')"`.
    raises: Option<At<String>>,
    /// The value that it returns, of a type that TOML has.
    returns: Option<At<Plain>>,
    /// An expression that gives the value that it returns.
    returns_python: Option<At<String>>,
    /// How many attempts in a row are like this; 1 by default.
    times: Option<At<u32>>,
    /// Virtual seconds that pass before it ends.
    takes: Option<At<f64>>,
    /// By how many seconds the wall clock is put forward meanwhile, or back (negative). No other clock changes.
    sets_clock: Option<At<f64>>,
    /// The name of a call of this case that it makes first, as a function does that calls itself.
    pub(super) calls: Option<At<String>>,
}

impl AttemptToml {
    /// The attempt; `calls` is the index of the call that it makes. `None` after a fault.
    pub(super) fn attempt(
        &self,
        at: &At<AttemptToml>,
        calls: Option<usize>,
        names: &mut Names,
        faults: &mut Vec<Fault>,
    ) -> Option<Attempt> {
        let end = self.end(at, names, faults)?;
        let times = self.times.as_ref();
        let counted = times.filter(|times| !(1..=MOST).contains(&times.value));
        if let Some(times) = counted {
            let message = format!("`times` is a number from 1 to {MOST}");
            faults.push(Fault::new("attempt-shape", times.place(), message));
        }
        if let Some(takes) = self.takes.as_ref().filter(|takes| !takes::is_time(takes.value)) {
            let message = "a time is a number of seconds, 0 or more";
            faults.push(Fault::new("bad-time", takes.place(), message));
        }
        let jump = self.sets_clock.as_ref();
        if let Some(jump) = jump.filter(|jump| !jump.value.is_finite()) {
            let message = "a clock is put forward or back by a number of seconds";
            faults.push(Fault::new("bad-time", jump.place(), message));
        }
        Some(Attempt {
            times: times.map_or(1, |times| times.value),
            takes: self.takes.as_ref().map_or(0.0, |takes| takes.value),
            sets_clock: jump.map_or(0.0, |jump| jump.value),
            calls,
            end,
        })
    }

    fn end(&self, at: &At<AttemptToml>, names: &mut Names, faults: &mut Vec<Fault>) -> Option<AttemptEnd> {
        let ends = [
            self.raises.as_ref().map(At::place),
            self.returns.as_ref().map(At::place),
            self.returns_python.as_ref().map(At::place),
        ];
        if ends.iter().flatten().count() != 1 {
            let message = "an attempt ends in one way: `raises`, `returns` or `returns_python`";
            faults.push(Fault::new("attempt-shape", at.place(), message));
            return None;
        }
        let mut code = |piece: &At<String>| {
            if let Some(module) = piece::expression(piece, faults) {
                names.add(&module);
            }
            piece.value.trim().to_owned()
        };
        Some(match (&self.raises, &self.returns_python, &self.returns) {
            (Some(raises), ..) => AttemptEnd::Raises(code(raises)),
            (None, Some(returns), _) => AttemptEnd::Returns(code(returns)),
            (None, None, returns) => {
                let value = returns.as_ref().map(|plain| show::source(&plain.value.0));
                AttemptEnd::Returns(value.unwrap_or_default())
            }
        })
    }
}

/// `2`, or `{ seconds = 2, times = 100 }`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum PauseToml {
    One(f64),
    Several(SeveralToml),
}

/// Pauses of one length, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeveralToml {
    /// Virtual seconds.
    seconds: f64,
    /// How many pauses.
    times: u32,
}

/// The pauses one by one; `None` after a fault.
pub(super) fn pauses(list: &[At<PauseToml>], faults: &mut Vec<Fault>) -> Option<Vec<f64>> {
    let mut pauses = Vec::new();
    for at in list {
        let (seconds, times) = match at.value {
            PauseToml::One(seconds) => (seconds, 1),
            PauseToml::Several(SeveralToml { seconds, times }) => (seconds, times),
        };
        if !takes::is_time(seconds) || times > MOST {
            let message = format!("a pause is a number of seconds, 0 or more, at most {MOST} times");
            faults.push(Fault::new("bad-time", at.place(), message));
            return None;
        }
        pauses.extend((0..times).map(|_| seconds));
    }
    Some(pauses)
}

impl<'de> Deserialize<'de> for PauseToml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PauseVisitor)
    }
}

struct PauseVisitor;

impl<'de> Visitor<'de> for PauseVisitor {
    type Value = PauseToml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds or `{ seconds = …, times = … }`")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<PauseToml, E> {
        #[expect(clippy::cast_precision_loss, reason = "no pause needs more than 2^52 seconds")]
        let seconds = seconds as f64;
        Ok(PauseToml::One(seconds))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<PauseToml, E> {
        Ok(PauseToml::One(seconds))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<PauseToml, A::Error> {
        SeveralToml::deserialize(MapAccessDeserializer::new(entries)).map(PauseToml::Several)
    }
}

impl JsonSchema for PauseToml {
    fn schema_name() -> Cow<'static, str> {
        "Pause".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let several = SeveralToml::json_schema(generator);
        json_schema!({ "anyOf": [{ "type": "number", "minimum": 0 }, several] })
    }
}
