//! The command line: the only room that reads arguments and the environment, and the only one that prints.
//!
//! Data goes to standard output, everything else to standard error. `args` is what was typed, `config` what it
//! means; each subcommand has a file of its own.

mod args;
mod bug;
mod check;
mod config;
mod course;
mod doctor;
mod exit;
mod list;
mod machine;
mod progress;
mod replay;
mod schema;
mod selftest;
mod tasks;
mod validate;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{CommandFactory, Parser};

use crate::cli::args::{Cli, Command};
use crate::cli::config::Config;
use crate::cli::exit::{Exit, Stop};

/// Runs the program with these arguments, the program's name first.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    bug::caught(&arguments, || obey(&arguments)).into()
}

fn obey(arguments: &[OsString]) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    obey_interrupts();
    let config = Config::from_environment(&cli.output);
    dispatch(&cli.command, &config).unwrap_or_else(|stop| {
        complain(&stop, &config);
        stop.exit
    })
}

fn dispatch(command: &Command, config: &Config) -> Result<Exit, Stop> {
    match command {
        Command::Check(args) => check::run(args, config),
        Command::List(args) => list::run(args, config),
        Command::Validate(args) => validate::run(args, config),
        Command::Selftest(args) => selftest::run(args, config),
        Command::Replay(args) => replay::run(args, config),
        Command::Schema => schema::run(),
        Command::Doctor(args) => doctor::run(args, config),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "grader", &mut script);
            print(&script)
        }
    }
}

/// Writes data to standard output. A reader that has gone away is not an error.
pub(crate) fn print(bytes: &[u8]) -> Result<Exit, Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Success),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => Err(Stop::failure(format!("cannot write to standard output: {error}"))),
    }
}

/// Writes a line for people to standard error; nobody to tell when that fails.
pub(crate) fn tell(line: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{line}");
}

fn complain(stop: &Stop, config: &Config) {
    if !stop.message.is_empty() {
        tell(&format!("{} {}", config.paint_error("error:"), stop.message));
    }
    if let Some(hint) = &stop.hint {
        tell(&format!("{} {hint}", config.paint_hint("hint:")));
    }
}

/// clap's own errors, and the texts of `--help` and `--version`, which are data.
fn usage(error: &clap::Error) -> Exit {
    let _ = error.print();
    if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Success
    }
}

/// Ctrl-C and SIGTERM end the program at once with status 130: the kernel ends every sandbox together with its
/// grader, and nothing is written half.
fn obey_interrupts() {
    let always = Arc::new(AtomicBool::new(true));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Without a handler the default action ends the program as well, only with another status.
        let status = Exit::Interrupted.code().into();
        let _ = signal_hook::flag::register_conditional_shutdown(signal, status, Arc::clone(&always));
    }
}
