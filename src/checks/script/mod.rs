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

use regex::Regex;

use crate::checks::lines::Rule;
use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
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

#[derive(Debug, Clone)]
struct OneRun {
    name: Option<String>,
    args: Vec<String>,
    stdin: String,
    files: Vec<(String, String)>,
    status: i32,
    /// Standard output, standard error.
    streams: [Expected; 2],
}

/// What a stream must hold.
#[derive(Debug, Clone)]
enum Expected {
    Anything,
    Text(String, Rule),
    Matches(Regex),
}

impl Check for Script {
    fn plan(&self, task: &TaskContext) -> Vec<run::Run> {
        let script = |one: &OneRun| {
            run::Run::Script(run::Script {
                args: one.args.clone(),
                stdin: one.stdin.clone(),
                files: one.files.clone(),
                limits: task.limits.clone(),
            })
        };
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
