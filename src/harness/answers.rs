//! What is answered, as plain data of the domain. Every type here is made from a line of a process that a student's
//! code may have run in: wrong kinds and unknown keys are refused, never skipped.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::harness::values::{self, Fault, WireException, WireValue};
use crate::model::observation::{Scripted, SeenImport, SeenName, Sourced, StepEnd};
use crate::model::schedule::OperationEnd;
use crate::model::value::Exception;
use crate::model::verdict::Location;

/// A question's answer as it is written.
pub(crate) trait Answer: Sized {
    type Wire: DeserializeOwned;

    fn check(wire: Self::Wire) -> Result<Self, Fault>;
}

/// To `import`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Imported {
    /// The public names of the file.
    Names(Vec<String>),
    Raised(Exception),
}

/// To `steps`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stepped {
    Ends(Vec<StepEnd>),
    /// Names that are missing, and public names that are there.
    Missing {
        missing: Vec<String>,
        present: Vec<String>,
    },
    /// The import, done again for this question, raised.
    NotImported(Exception),
}

/// To `script`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScriptEnd(pub(crate) Scripted);

/// To `source`: everything but the files.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SourceFacts {
    Seen(Sourced),
    Raised(Exception),
}

/// To `model`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Modelled {
    /// Per order, one end per operation.
    Orders(Vec<Vec<StepEnd>>),
    Raised(Exception),
}

/// To `scenario`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Prepared {
    Ready,
    Raised(Exception),
}

/// Any answer that has the shape of its own type; whoever asked checks the rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape<A>(pub(crate) A);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireImported {
    ok: Option<bool>,
    names: Option<Vec<String>>,
    raised: Option<WireException>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireStepped {
    steps: Option<Vec<WireEnd>>,
    missing: Option<Vec<String>>,
    names: Option<Vec<String>>,
    raised: Option<WireException>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireScript {
    status: i32,
    signal: Option<i32>,
    out: String,
    err: String,
    over: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireSource {
    #[serde(default)]
    imports: Vec<(String, String, String, String, u32)>,
    #[serde(default)]
    bound: Vec<(String, String, String)>,
    #[serde(default)]
    classes: Vec<(String, Vec<String>)>,
    files: Option<Vec<String>>,
    raised: Option<WireException>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WireModelled {
    orders: Option<Vec<Vec<WireEnd>>>,
    raised: Option<WireException>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WirePrepared {
    ready: Option<bool>,
    raised: Option<WireException>,
}

/// How a piece of code ended.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WireEnd {
    Value(WireValue),
    Raised(WireException),
}

const NEITHER: Fault = "keys that do not go together";

impl Answer for Imported {
    type Wire = WireImported;

    fn check(wire: WireImported) -> Result<Self, Fault> {
        match (wire.ok, wire.names, wire.raised) {
            (Some(true), Some(names), None) => Ok(Self::Names(names)),
            (None, None, Some(raised)) => Ok(Self::Raised(raised.try_into()?)),
            _ => Err(NEITHER),
        }
    }
}

impl Answer for Stepped {
    type Wire = WireStepped;

    fn check(wire: WireStepped) -> Result<Self, Fault> {
        match (wire.steps, wire.missing, wire.names, wire.raised) {
            (Some(steps), None, None, None) => Ok(Self::Ends(ends(steps)?)),
            (None, Some(missing), Some(present), None) if !missing.is_empty() => {
                Ok(Self::Missing { missing, present })
            }
            (None, None, None, Some(raised)) => Ok(Self::NotImported(raised.try_into()?)),
            _ => Err(NEITHER),
        }
    }
}

impl Answer for ScriptEnd {
    type Wire = WireScript;

    fn check(wire: WireScript) -> Result<Self, Fault> {
        Ok(Self(Scripted {
            status: wire.status,
            signal: wire.signal,
            stdout: values::bytes(&wire.out)?,
            stderr: values::bytes(&wire.err)?,
            over: wire.over,
        }))
    }
}

/// Facts of one kind about code; the harness sends no more.
const MOST_FACTS: usize = 500;
const LONGEST_NAME: usize = 500;

impl Answer for SourceFacts {
    type Wire = WireSource;

    fn check(wire: WireSource) -> Result<Self, Fault> {
        let lengths = [wire.imports.len(), wire.bound.len(), wire.classes.len()];
        if lengths.into_iter().any(|length| length > MOST_FACTS) {
            return Err("more facts than were asked for");
        }
        let loaded = match (wire.files, wire.raised) {
            (Some(files), None) => files,
            (None, Some(raised)) if lengths == [0; 3] => return Ok(Self::Raised(raised.try_into()?)),
            _ => return Err(NEITHER),
        };
        let short = |text: String| values::short(text, LONGEST_NAME);
        let import = |(module, name, origin, file, line)| SeenImport {
            module: short(module),
            name: short(name),
            origin: short(origin),
            location: Location {
                file: short(file),
                line,
            },
        };
        let name = |(file, name, origin)| SeenName {
            file: short(file),
            name: short(name),
            origin: short(origin),
        };
        let class =
            |(class, bases): (String, Vec<String>)| (short(class), bases.into_iter().map(short).collect());
        Ok(Self::Seen(Sourced {
            files: Vec::new(),
            loaded: loaded.into_iter().take(MOST_FACTS).map(short).collect(),
            imports: wire.imports.into_iter().map(import).collect(),
            bound: wire.bound.into_iter().map(name).collect(),
            classes: wire.classes.into_iter().map(class).collect(),
        }))
    }
}

impl Answer for Modelled {
    type Wire = WireModelled;

    fn check(wire: WireModelled) -> Result<Self, Fault> {
        match (wire.orders, wire.raised) {
            (Some(orders), None) => Ok(Self::Orders(
                orders.into_iter().map(ends).collect::<Result<_, _>>()?,
            )),
            (None, Some(raised)) => Ok(Self::Raised(raised.try_into()?)),
            _ => Err(NEITHER),
        }
    }
}

impl Answer for Prepared {
    type Wire = WirePrepared;

    fn check(wire: WirePrepared) -> Result<Self, Fault> {
        match (wire.ready, wire.raised) {
            (Some(true), None) => Ok(Self::Ready),
            (None, Some(raised)) => Ok(Self::Raised(raised.try_into()?)),
            _ => Err(NEITHER),
        }
    }
}

impl<A: DeserializeOwned> Answer for Shape<A> {
    type Wire = A;

    fn check(wire: A) -> Result<Self, Fault> {
        Ok(Self(wire))
    }
}

/// The end of one operation in a larger answer.
pub(crate) fn operation_end(json: &serde_json::Value) -> Result<OperationEnd, String> {
    let wire = WireEnd::deserialize(json).map_err(|error| error.to_string())?;
    Ok(match StepEnd::try_from(wire)? {
        StepEnd::Value(value) => OperationEnd::Value(value),
        StepEnd::Raised(exception) => OperationEnd::Raised(exception),
    })
}

/// An exception in a larger answer.
pub(crate) fn exception(json: &serde_json::Value) -> Result<Exception, String> {
    let wire = WireException::deserialize(json).map_err(|error| error.to_string())?;
    Ok(Exception::try_from(wire)?)
}

impl TryFrom<WireEnd> for StepEnd {
    type Error = Fault;

    fn try_from(wire: WireEnd) -> Result<Self, Fault> {
        Ok(match wire {
            WireEnd::Value(value) => Self::Value(value.try_into()?),
            WireEnd::Raised(exception) => Self::Raised(exception.try_into()?),
        })
    }
}

fn ends(wire: Vec<WireEnd>) -> Result<Vec<StepEnd>, Fault> {
    wire.into_iter().map(StepEnd::try_from).collect()
}
