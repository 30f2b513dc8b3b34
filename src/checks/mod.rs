//! Kinds of check: what each must run to know, and what it concludes from what was seen.
//!
//! A new kind is one file (or folder) and one line in the table below. `plan` and `judge` are pure: nothing here
//! starts a process, reads a file or knows how a report looks. Nothing above this room matches on a kind.

mod call;
mod clock;
mod compare;
mod descriptor;
mod fault;
mod laws;
mod lines;
mod metaclass;
mod piece;
mod processes;
pub(crate) mod python;
mod retry;
mod schedules;
mod scrape;
mod script;
mod source;
#[cfg(test)]
mod tests;
mod trouble;

pub(crate) use fault::{At, Fault, Place, Severity, nearest};

use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use crate::model::limits::Limits;
use crate::model::observation::Observation;
use crate::model::run::Run;
use crate::model::verdict::Judgement;

/// One check of a task, whatever its kind.
pub(crate) trait Check {
    /// What must be run to know.
    fn plan(&self, task: &TaskContext) -> Vec<Run>;

    /// What the observations of these runs, in their order, prove, and what to tell the student. The context is that of
    /// the plan, so that what was made from the seed can be made again.
    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement;
}

/// What a plan may depend on besides the parameters of its check.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskContext {
    /// The required file, such as `counter.py`.
    pub(crate) file: String,
    /// The limits of this check: its own over the task's over the defaults.
    pub(crate) limits: Limits,
    /// Where inputs that differ from run to run come from.
    pub(crate) seed: u64,
}

/// What is around a check while its parameters are read.
pub(crate) struct Nearby<'a> {
    /// The required file, such as `counter.py`.
    pub(crate) file: &'a str,
    /// Reads a file of the task's folder by its safe relative path; the error is a sentence for the author.
    pub(crate) read: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Nearby<'_> {
    /// The name under which the submission's file is imported.
    fn module(&self) -> String {
        self.file
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".py")
            .to_owned()
    }
}

/// How a kind comes out of TOML.
trait Parameters: Check + Sized {
    /// The keys of the kind, as they are written.
    type Toml: DeserializeOwned + JsonSchema;

    /// A whole `[[check]]` table, which the tests walk.
    #[cfg(test)]
    const EXAMPLE: &'static str;

    /// Makes a check; what is wrong goes to `faults`, and then the result is not used.
    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self;
}

macro_rules! check_kinds {
    ($($name:literal => $module:ident::$Type:ident),+ $(,)?) => {
        /// A check of any kind.
        #[derive(Debug, Clone)]
        pub(crate) enum Kind {
            $($Type($module::$Type)),+
        }

        impl Kind {
            /// The words that `kind` can have.
            pub(crate) const NAMES: &[&str] = &[$($name),+];

            /// The word of this kind.
            #[cfg(test)]
            pub(crate) fn name(&self) -> &'static str {
                match self {
                    $(Self::$Type(_) => $name),+
                }
            }

            pub(crate) fn as_check(&self) -> &dyn Check {
                match self {
                    $(Self::$Type(check) => check),+
                }
            }

            /// A `[[check]]` table of the named kind.
            #[cfg(test)]
            pub(crate) fn example(kind: &str) -> Option<&'static str> {
                match kind {
                    $($name => Some(<$module::$Type as Parameters>::EXAMPLE),)+
                    _ => None,
                }
            }

            /// The JSON Schema of the named kind's own keys.
            pub(crate) fn schema(kind: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
                match kind {
                    $($name => Some(<<$module::$Type as Parameters>::Toml>::json_schema(generator)),)+
                    _ => None,
                }
            }

            /// Reads the kind's own keys (all keys of the table but the common ones).
            pub(crate) fn parse(
                kind: &str,
                table: Spanned<DeValue<'_>>,
                nearby: &Nearby<'_>,
                faults: &mut Vec<Fault>,
            ) -> Option<Self> {
                match kind {
                    $($name => parse::<$module::$Type>(table, nearby, faults).map(Self::$Type),)+
                    _ => None,
                }
            }
        }
    };
}

check_kinds! {
    "call" => call::Call,
    "clock" => clock::Clock,
    "descriptor" => descriptor::Descriptor,
    "metaclass" => metaclass::Metaclass,
    "processes" => processes::Processes,
    "retry" => retry::Retry,
    "schedules" => schedules::Schedules,
    "scrape" => scrape::Scrape,
    "script" => script::Script,
    "source" => source::Source,
}

fn parse<P: Parameters>(
    table: Spanned<DeValue<'_>>,
    nearby: &Nearby<'_>,
    faults: &mut Vec<Fault>,
) -> Option<P> {
    let before = faults.len();
    let span = table.span();
    match P::Toml::deserialize(ValueDeserializer::from(table)) {
        Ok(toml) => {
            let check = P::build(At { value: toml, span }, nearby, faults);
            (faults.len() == before).then_some(check)
        }
        Err(error) => {
            faults.push(shape_fault(&error, span));
            None
        }
    }
}

/// A deserialisation error at its place; `around` where it names none.
pub(crate) fn shape_fault(error: &toml::de::Error, around: Range<usize>) -> Fault {
    let span = error.span().unwrap_or(around);
    Fault::new(
        "shape",
        Place::Span(span),
        error.message().trim().replace('\n', "; "),
    )
}
