//! The kind `processes`: a call that forks, and what the operating system saw of it.
//!
//! It proves how many processes took part, which of them wrote which line, how they ended, who was waited for, and that
//! none of them came back into the caller's code: all of it counted from outside, where nothing that the code does can
//! change it. It proves nothing about time, and nothing about moments that nobody names: what is alive is looked at
//! when the call returns.
//!
//! A line belongs to the process that wrote it: lines are put together from what each process wrote by itself, so that
//! it does not matter how the pieces of several processes mixed.
//!
//! ```toml
//! [[check]]
//! id = "forks"
//! kind = "processes"
//! points = 1
//! title = { en = "Two processes", ru = "Два процесса" }
//! [[check.run]]
//! before = "print('before')"
//! run = "greet_twice()"
//! processes = 2
//! lines = { "hello" = 2, "before" = 1 }
//! writers = { "hello" = 2 }
//! nothing_left = true
//! once = true
//! ```

mod judge;
mod lines;
mod parse;
mod seen;
mod tell;
#[cfg(test)]
mod tests;

use regex::Regex;

use crate::checks::call::Call;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::observation::Observation;
use crate::model::run::{Piece, Run};
use crate::model::verdict::Judgement;

/// Runs, each in an interpreter of its own.
#[derive(Debug, Clone)]
pub(crate) struct Processes {
    runs: Vec<OneRun>,
}

/// One call that is watched.
#[derive(Debug, Clone)]
struct OneRun {
    /// What comes before, and the call as its last step: how they must end is a matter of kind `call`.
    call: Call,
    /// The call.
    code: String,
    /// The required file, for places in it.
    file: String,
    wanted: Wanted,
}

/// What must have been seen; what is not given may be anything.
#[derive(Debug, Clone, Default)]
struct Wanted {
    /// Processes that took part, the caller among them.
    processes: Option<u32>,
    /// Alive at once, the caller among them: at least, at most.
    alive: (Option<u32>, Option<u32>),
    /// How often a line must be written.
    lines: Vec<(String, u32)>,
    /// Other lines that may be written; any when nothing is given.
    other_lines: Option<Vec<String>>,
    /// How many processes must write a line, each once, the caller among them.
    writers: Vec<(String, u32)>,
    /// Whether every process that takes part must write something to standard output.
    each_prints: bool,
    /// How the children of the caller end, in the order of their birth, as Python tells it.
    statuses: Option<Vec<i32>>,
    /// Whether no child may be alive or not waited for when the call returns, and no child of a child left behind.
    nothing_left: bool,
    /// Whether the call may return, or raise, in the caller alone.
    once: bool,
    errors: Option<Regex>,
}

impl Check for Processes {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        self.runs
            .iter()
            .flat_map(|run| run.call.plan(task))
            .map(watched)
            .collect()
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, task, observations)
    }
}

/// The same, with its last piece before the eyes of the observer.
fn watched(run: Run) -> Run {
    let Run::Steps(mut steps) = run else { return run };
    if let Some(Piece::Code(code)) = steps.pieces.pop() {
        steps.pieces.push(Piece::Watched(code));
    }
    Run::Observed(Box::new(steps))
}

impl Parameters for Processes {
    type Toml = parse::ProcessesToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
