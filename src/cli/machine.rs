//! The machine to grade on: an interpreter and a sandbox, or a clear word why not.

use std::path::Path;

use crate::cli::args::{IsolationArg, MachineArgs};
use crate::cli::config;
use crate::cli::exit::Stop;
use crate::harness::bench::Bench;
use crate::harness::python::Interpreter;
use crate::sandbox::{Demand, Level, Sandbox};

/// What every run needs.
pub(crate) struct Machine {
    pub(crate) interpreter: Interpreter,
    pub(crate) sandbox: Sandbox,
    /// How many runs of one submission may be under way at once.
    pub(crate) workers: usize,
}

impl Machine {
    pub(crate) fn find(args: &MachineArgs) -> Result<Self, Stop> {
        Ok(Self {
            interpreter: interpreter(args.python.as_deref())?,
            sandbox: sandbox(args.isolation)?,
            workers: Bench::cores(),
        })
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

fn demand(asked: IsolationArg) -> Demand {
    match asked {
        IsolationArg::Auto => Demand::Auto,
        IsolationArg::Full => Demand::Exactly(Level::Full),
        IsolationArg::Namespaces => Demand::Exactly(Level::Namespaces),
        IsolationArg::Restricted => Demand::Exactly(Level::Restricted),
        IsolationArg::None => Demand::Exactly(Level::None),
    }
}
