//! Makes observations of what a session answers.

use crate::harness::answers::{Imported, Stepped};
use crate::harness::session::{Session, Trouble};
use crate::model::observation::{Broken, ImportFailure, Observation, StepEnd};
use crate::model::run::Steps;

/// Imports the submission's file; `None` when steps can be asked for.
pub(crate) fn import(session: &mut Session<'_>, file: &str) -> Option<Observation> {
    match session.import(file) {
        Ok(Imported::Names(_)) => None,
        Ok(Imported::Raised(exception)) => Some(Observation::NotImported(ImportFailure::Raised(exception))),
        Err(Trouble::Broken(broken)) => Some(Observation::NotImported(ImportFailure::Broken(broken))),
        Err(Trouble::Fault(error)) => Some(faulty(&error)),
    }
}

/// Pieces of code, after the file was imported.
pub(crate) fn steps(session: &mut Session<'_>, file: &str, steps: &Steps) -> Observation {
    match session.steps(file, &steps.needs, &steps.code) {
        Ok(Stepped::Ends(ends)) => counted(ends, steps.code.len()),
        Ok(Stepped::Missing(names)) if names.iter().all(|name| steps.needs.contains(&name.name)) => {
            Observation::NamesMissing(names)
        }
        Ok(Stepped::Missing(_)) => {
            Observation::Broken(Broken::Protocol("names are missing that nobody needs".to_owned()))
        }
        Ok(Stepped::NotImported(exception)) => Observation::NotImported(ImportFailure::Raised(exception)),
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// There is one end per piece of code, no more and no fewer.
fn counted(ends: Vec<StepEnd>, expected: usize) -> Observation {
    if ends.len() == expected {
        Observation::Steps(ends)
    } else {
        Observation::Broken(Broken::Protocol("not one end per piece of code".to_owned()))
    }
}

/// A fault of the grader or of the machine, with all its causes.
pub(crate) fn faulty(error: &dyn std::error::Error) -> Observation {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    Observation::Faulty(text)
}
