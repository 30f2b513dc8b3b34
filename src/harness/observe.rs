//! Makes observations of what a session answers.

use crate::harness::answers::{Imported, Stepped};
use crate::harness::session::{Session, Trouble};
use crate::model::observation::{Broken, ImportFailure, MissingName, Observation, StepEnd};
use crate::model::run::{Steps, Visit};
use crate::util::causes::chain;

/// Public names that are told beside a missing one; the harness sends no more.
const MOST_NAMES: usize = 200;

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
    stepped_observation(session.steps(file, &steps.needs, &steps.code), steps)
}

fn stepped_observation(stepped: Result<Stepped, Trouble>, steps: &Steps) -> Observation {
    match stepped {
        Ok(Stepped::Ends(ends)) => counted(ends, steps.code.len()),
        Ok(Stepped::Missing { missing, present }) => names_missing(&steps.needs, &missing, &present),
        Ok(Stepped::NotImported(exception)) => Observation::NotImported(ImportFailure::Raised(exception)),
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// Pieces of code beside a web site.
pub(crate) fn visit(session: &mut Session<'_>, file: &str, visit: &Visit) -> Observation {
    match session.visit(file, visit) {
        Ok((stepped, requests)) => Observation::Site {
            steps: Box::new(stepped_observation(stepped, &visit.steps)),
            requests,
        },
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// Only names that are needed can be missing; each is told once, in the order in which they are needed.
fn names_missing(needs: &[String], missing: &[String], present: &[String]) -> Observation {
    if !missing.iter().all(|name| needs.contains(name)) {
        return Observation::Broken(Broken::Protocol("names are missing that nobody needs".to_owned()));
    }
    let present = &present[..present.len().min(MOST_NAMES)];
    let missing = needs.iter().filter(|name| missing.contains(name));
    Observation::NamesMissing(
        missing
            .map(|name| MissingName {
                name: name.clone(),
                present: present.to_vec(),
            })
            .collect(),
    )
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
    Observation::Faulty(chain(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn missing_names_are_those_that_are_needed() {
        let needs = words(&["A", "B", "C"]);
        let Observation::NamesMissing(names) =
            names_missing(&needs, &words(&["C", "A", "A"]), &words(&["x"]))
        else {
            panic!("no names")
        };
        let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
        assert_eq!(names, ["A", "C"]);
        let forged = names_missing(&needs, &words(&["A", "D"]), &[]);
        assert!(matches!(forged, Observation::Broken(Broken::Protocol(_))));
    }

    #[test]
    fn ends_are_counted() {
        let one = vec![StepEnd::Value(crate::model::value::Value::None)];
        assert_eq!(counted(one.clone(), 1), Observation::Steps(one.clone()));
        assert!(matches!(
            counted(one, 2),
            Observation::Broken(Broken::Protocol(_))
        ));
    }
}
