//! `grader doctor`: what isolation this machine gives, layer by layer, and which interpreter would grade.

use crate::cli::args::DoctorArgs;
use crate::cli::config::Config;
use crate::cli::exit::{Exit, Stop};
use crate::cli::{machine, print};
use crate::sandbox::{self, State};

pub(crate) fn run(args: &DoctorArgs, config: &Config) -> Result<Exit, Stop> {
    let mut text = Vec::new();
    for layer in sandbox::survey() {
        let word = match layer.state {
            State::Have => config.paint_good("yes"),
            State::Lack => config.paint_bad("no "),
        };
        text.push(format!("{word}  {:<22} {}\n", layer.name, layer.detail));
        if let Some(remedy) = layer.remedy {
            text.push(format!("     to get it: {remedy}\n"));
        }
    }
    let sandbox = machine::sandbox(args.machine.isolation);
    let interpreter = machine::interpreter(args.machine.python.as_deref());
    match &sandbox {
        Ok(sandbox) => text.push(format!("\nisolation: {}\n", sandbox.level().as_str())),
        Err(stop) => text.push(format!("\nisolation: {}\n", stop.message)),
    }
    match &interpreter {
        Ok(python) => text.push(format!(
            "Python:    {} at {}\n",
            python.version,
            python.program.display()
        )),
        Err(stop) => text.push(format!("Python:    {}\n", stop.message)),
    }
    print(text.concat().as_bytes())?;
    let faults = [sandbox.err(), interpreter.err()];
    Ok(faults
        .into_iter()
        .flatten()
        .map(|stop| stop.exit)
        .max()
        .unwrap_or(Exit::Success))
}
