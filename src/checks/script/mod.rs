//! The kind `script`: the submission's file run as a program, `python FILE args`, and what it printed.
//!
//! It proves what a program does that gets these arguments, files and input: output, exit status, nothing about what
//! is inside. Each run has a process and a scratch folder of its own.
//!
//! ```toml
//! [[check]]
//! id = "printed"
//! kind = "script"
//! points = 1
//! title = { en = "The program prints the sum", ru = "Программа печатает сумму" }
//! [[check.run]]
//! args = ["numbers.txt"]
//! files = { "numbers.txt" = "1\n2\n" }
//! stdout = "3\n"
//! ```

mod judge;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use judge::judge_one;

use regex::Regex;

use crate::checks::lines::Rule;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::limits::Limits;
use crate::model::message::Text;
use crate::model::observation::Observation;
use crate::model::run;
use crate::model::verdict::Judgement;

/// Runs of the program.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    /// The file, as the command line of an example names it.
    file: String,
    runs: Vec<OneRun>,
}

/// One run, and how it must end.
#[derive(Debug, Clone)]
pub(super) struct OneRun {
    pub(super) name: Option<Text>,
    pub(super) args: Vec<String>,
    pub(super) stdin: String,
    pub(super) files: Vec<(String, String)>,
    pub(super) status: i32,
    /// Standard output, standard error.
    pub(super) streams: [Expected; 2],
}

/// What a stream must hold.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    Anything,
    Text(String, Rule),
    Matches(Regex),
}

impl OneRun {
    /// What must be run for it.
    pub(super) fn run(&self, limits: &Limits) -> run::Script {
        run::Script {
            args: self.args.clone(),
            stdin: self.stdin.clone(),
            files: self.files.clone(),
            limits: limits.clone(),
        }
    }
}

impl Check for Script {
    fn plan(&self, task: &TaskContext) -> Vec<run::Run> {
        let script = |one: &OneRun| run::Run::Script(one.run(&task.limits));
        self.runs.iter().map(script).collect()
    }

    fn judge(&self, _: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, observations)
    }
}

impl Parameters for Script {
    type Toml = parse::ScriptToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
