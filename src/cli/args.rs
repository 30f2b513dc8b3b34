//! What was typed: clap's types, and nothing that does work.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Marks Python homework about threads, forks, descriptors and metaclasses.
///
/// A submission runs in a sandbox; threads are driven through their schedules, so that a race is found every time
/// and a right program never fails by bad luck.
#[derive(Debug, Parser)]
#[command(name = "grader", version, max_term_width = 100, after_help = EXIT_STATUSES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0    graded, every point
  1    graded, not every point
  2    the command line or a task's spec is wrong
  3    the grader or the machine failed: no score may be recorded
  4    there was nothing to grade
  130  interrupted

Start with `grader list`, then `grader check task3 FOLDER`.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Grade submissions of a task and say what is wrong and why
    Check(CheckArgs),
    /// List the tasks that can be graded
    List(TasksArgs),
    /// Look for mistakes in task specs; reports all of them at once
    Validate(TaskNames),
    /// Grade a task's own accepted and rejected solutions, to see that the spec is right
    Selftest(SelftestArgs),
    /// Run a failing schedule again, from a result file
    Replay(ReplayArgs),
    /// Print the JSON Schema of task.toml, for editors
    Schema,
    /// Say layer by layer what isolation this machine gives, and how to get the rest
    Doctor(DoctorArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// How to talk, for every command.
#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// Language of the feedback [default: from the locale]
    #[arg(long, global = true, value_name = "LANG", help_heading = "Output")]
    pub(crate) lang: Option<LangArg>,
    /// Colour the output: `auto` colours a terminal and obeys `NO_COLOR`
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub(crate) color: ColorArg,
    /// Say less: one line a check
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: u8,
    /// Say more: evidence of passed checks, what was left out of the submission
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    pub(crate) verbose: u8,
}

#[derive(Debug, Args)]
pub(crate) struct TasksArgs {
    /// Folder that holds the task folders [default: `tasks` here or in a parent, else the shipped course]
    #[arg(long, value_name = "DIR")]
    pub(crate) tasks: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TaskNames {
    /// Tasks by name or by path of their folder [default: all]
    #[arg(value_name = "TASK")]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) tasks: TasksArgs,
}

/// Where submissions run.
#[derive(Debug, Args)]
pub(crate) struct MachineArgs {
    /// Interpreter to grade with, CPython 3.9 or newer [default: python3 on PATH]
    #[arg(long, value_name = "PATH", help_heading = "Machine")]
    pub(crate) python: Option<PathBuf>,
    /// Isolation: `auto` takes the strongest that the machine gives and refuses to run without namespaces
    #[arg(long, value_name = "LEVEL", default_value = "auto", help_heading = "Machine")]
    pub(crate) isolation: IsolationArg,
    /// Fetch no packages: use those that are in the cache already
    #[arg(long, help_heading = "Machine")]
    pub(crate) offline: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Task by name, such as `task3`, or by path of its folder
    #[arg(value_name = "TASK")]
    pub(crate) task: String,
    /// Folders (or single files) that were handed in
    #[arg(value_name = "SUBMISSION", required = true)]
    pub(crate) submissions: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) tasks: TasksArgs,
    /// Format of the report, or FORMAT=FILE to write it to a file; may be repeated [terminal, json]
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "terminal")]
    pub(crate) format: Vec<FormatArg>,
    /// Grade only these checks (and those that they require)
    #[arg(long, value_name = "ID")]
    pub(crate) check: Vec<String>,
    /// Seed of everything random; the same seed gives the same verdict [default: from the submission's content]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
    /// Exit with 0 instead of 1 when points were lost
    #[arg(long)]
    pub(crate) exit_zero: bool,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SelftestArgs {
    #[command(flatten)]
    pub(crate) names: TaskNames,
    /// Grade each solution this many times and demand the same verdicts
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) repeat: u32,
    /// Only solutions whose name, such as `accepted/rlock`, contains this; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// A result in JSON, as `--format json=FILE` wrote it; `FILE#CHECK` replays one check
    #[arg(value_name = "RESULT[#CHECK]")]
    pub(crate) result: String,
    /// Where the submission is now [default: where the result says]
    #[arg(long, value_name = "DIR")]
    pub(crate) submission: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) tasks: TasksArgs,
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) machine: MachineArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangArg {
    En,
    Ru,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Levels of isolation, as `grader doctor` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IsolationArg {
    /// The strongest that the machine gives, at least `namespaces`
    Auto,
    /// Namespaces, seccomp, Landlock, limits, and control groups
    Full,
    /// The same without control groups
    Namespaces,
    /// No namespaces: seccomp, Landlock and limits only
    Restricted,
    /// Nothing: only for code that you trust
    None,
}

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormatArg {
    pub(crate) format: FormatName,
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatName {
    Terminal,
    Json,
}

impl std::str::FromStr for FormatArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("no file name after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = FormatName::from_str(name, true)
            .map_err(|_| format!("`{name}` is not a format: use terminal or json, or FORMAT=FILE"))?;
        Ok(Self { format, file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_argument_has_a_help_text() {
        fn walk(command: &clap::Command) {
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} of {}",
                    argument.get_id(),
                    command.get_name()
                );
            }
            for inner in command.get_subcommands() {
                assert!(inner.get_about().is_some(), "{}", inner.get_name());
                walk(inner);
            }
        }
        walk(&Cli::command());
    }

    #[test]
    fn a_format_may_name_a_file() {
        let parsed: FormatArg = "json=out/a=b.json".parse().unwrap();
        assert_eq!(parsed.file, Some(PathBuf::from("out/a=b.json")));
        assert!("json=".parse::<FormatArg>().is_err());
        assert!(
            "xml"
                .parse::<FormatArg>()
                .unwrap_err()
                .contains("terminal or json")
        );
    }
}
