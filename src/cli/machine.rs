//! The machine to grade on: an interpreter and a sandbox, or a clear word why not.

use std::path::Path;

use crate::cli::args::{IsolationArg, MachineArgs};
use crate::cli::config::{self, Config};
use crate::cli::exit::Stop;
use crate::cli::tell;
use crate::harness::bench::Bench;
use crate::harness::packages::{self, Environment, PackagesError, Wanted};
use crate::harness::python::Interpreter;
use crate::report::Verbosity;
use crate::sandbox::{Demand, Level, Sandbox};
use crate::spec::Task;
use crate::util::causes::chain;

/// What every run needs.
pub(crate) struct Machine {
    pub(crate) interpreter: Interpreter,
    pub(crate) sandbox: Sandbox,
    /// Packages of the task that is graded now.
    pub(crate) packages: Option<Environment>,
    offline: bool,
    /// How many runs of one submission may be under way at once.
    pub(crate) workers: usize,
}

impl Machine {
    pub(crate) fn find(args: &MachineArgs) -> Result<Self, Stop> {
        Ok(Self {
            interpreter: interpreter(args.python.as_deref())?,
            sandbox: sandbox(args.isolation)?,
            packages: None,
            offline: args.offline,
            workers: Bench::cores(),
        })
    }

    /// Gets ready for a task: the packages that it names are there when this has succeeded.
    pub(crate) fn prepare(&mut self, task: &Task, config: &Config) -> Result<(), Stop> {
        self.packages = None;
        if task.packages.is_empty() {
            return Ok(());
        }
        let cache = config::cache().ok_or_else(|| {
            Stop::failure(format!(
                "{} needs packages, and there is no place to keep them",
                task.id
            ))
            .hint("set HOME, or XDG_CACHE_HOME, to a directory that can be written")
        })?;
        let told = |line: &str| {
            if config.verbosity != Verbosity::Quiet {
                tell(&format!("{}: {line}", task.id));
            }
        };
        let environment = packages::provide(&Wanted {
            packages: &task.packages,
            interpreter: &self.interpreter,
            cache: &cache,
            offline: self.offline,
            tell: &told,
        });
        self.packages = Some(environment.map_err(|error| without_packages(task, &error))?);
        Ok(())
    }
}

/// The interpreter asked for, else `python3` on PATH. One that was asked for and cannot be used is a mistake of the
/// command line; one that is nowhere is a fault of the machine.
pub(crate) fn interpreter(asked: Option<&Path>) -> Result<Interpreter, Stop> {
    Interpreter::find(asked, config::cache().as_deref()).map_err(|error| {
        let stop = if asked.is_some() {
            Stop::usage(error.to_string())
        } else {
            Stop::failure(error.to_string())
        };
        stop.hint("--python PATH names a CPython of version 3.9 or newer")
    })
}

pub(crate) fn sandbox(asked: IsolationArg) -> Result<Sandbox, Stop> {
    Sandbox::choose(demand(asked)).map_err(|error| {
        Stop::failure(format!("no sandbox, no run: {error}")).hint(
            "`grader doctor` says what is missing and how to get it; --isolation chooses a weaker level",
        )
    })
}

fn without_packages(task: &Task, error: &PackagesError) -> Stop {
    let needed = task.packages.names.join(", ");
    let stop = Stop::failure(format!(
        "{} needs the packages {needed}: {}",
        task.id,
        chain(error)
    ));
    if let PackagesError::NoPlace { .. } = error {
        return stop.hint("set XDG_CACHE_HOME to a directory that can be written");
    }
    match error.fetch() {
        Some(command) => stop.hint(format!(
            "run it again where a package index can be reached; or fetch the files there with\n    {command}\nand set \
             PIP_NO_INDEX=1 and PIP_FIND_LINKS to that folder here"
        )),
        None => stop,
    }
}

fn demand(asked: IsolationArg) -> Demand {
    match asked {
        IsolationArg::Auto => Demand::Auto,
        IsolationArg::Full => Demand::Exactly(Level::Full),
        IsolationArg::Namespaces => Demand::Exactly(Level::Namespaces),
        IsolationArg::Restricted => Demand::Exactly(Level::Restricted),
        IsolationArg::None => Demand::Exactly(Level::None),
    }
}
