//! Makes observations of what a session answers.

use std::path::Path;

use crate::harness::answers::{Imported, Modelled, ScriptEnd, SourceFacts, Stepped};
use crate::harness::questions::ModelQuestion;
use crate::harness::session::{Files, Session, Trouble};
use crate::model::observation::{Broken, ImportFailure, MissingName, Observation, Sourced, StepEnd};
use crate::model::run::{Piece, Reference, Script, SourceRun, Steps, Visit};
use crate::model::schedule::Part;
use crate::model::show;
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
    match asked(session, file, steps, &steps.pieces) {
        Observation::Broken(how) if steps.apart => find_the_broken(session, file, steps, how),
        other => other,
    }
}

/// Tries the pieces one by one; the first that breaks is the one to blame. Where none breaks alone, nothing is known.
fn find_the_broken(session: &mut Session<'_>, file: &str, steps: &Steps, how: Broken) -> Observation {
    let mut before = Vec::new();
    for piece in &steps.pieces {
        match asked(session, file, steps, std::slice::from_ref(piece)) {
            Observation::Steps(ends) => before.extend(ends),
            Observation::Broken(how) => return Observation::Cut(before, how),
            _ => break,
        }
    }
    Observation::Broken(how)
}

fn asked(session: &mut Session<'_>, file: &str, steps: &Steps, pieces: &[Piece]) -> Observation {
    stepped_observation(session.steps(file, &steps.needs, pieces), steps, pieces.len())
}

fn stepped_observation(stepped: Result<Stepped, Trouble>, steps: &Steps, count: usize) -> Observation {
    match stepped {
        Ok(Stepped::Ends(ends)) => counted(ends, count),
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
            steps: Box::new(stepped_observation(
                stepped,
                &visit.steps,
                visit.steps.pieces.len(),
            )),
            requests,
        },
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// Pieces of code, and the processes that they make.
pub(crate) fn observed(session: &mut Session<'_>, file: &str, steps: &Steps) -> Observation {
    let seen = asked(session, file, steps, &steps.pieces);
    match session.take_tree() {
        Some(tree) => Observation::Observed {
            steps: Box::new(seen),
            tree,
        },
        // Nothing was started: there is nothing to tell of processes.
        None => seen,
    }
}

/// A program of its own.
pub(crate) fn script(session: &mut Session<'_>, file: &str, script: &Script) -> Observation {
    match session.script(file, script) {
        Ok(ScriptEnd(scripted)) => Observation::Script(scripted),
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// What the code imports and makes; `files` is the frozen submission.
pub(crate) fn source(session: &mut Session<'_>, file: &str, run: &SourceRun, files: &Files) -> Observation {
    let python = |(name, _): &&(String, _)| {
        Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "py")
    };
    match session.source(file, &run.code) {
        Ok(SourceFacts::Seen(seen)) => Observation::Source(Sourced {
            files: files.iter().filter(python).cloned().collect(),
            ..seen
        }),
        Ok(SourceFacts::Raised(exception)) => Observation::NotImported(ImportFailure::Raised(exception)),
        Err(Trouble::Broken(broken)) => Observation::Broken(broken),
        Err(Trouble::Fault(error)) => faulty(&error),
    }
}

/// What a teacher's solution gives.
pub(crate) fn reference(session: &mut Session<'_>, reference: &Reference) -> Observation {
    let number = |case: &Vec<String>, thread: usize| {
        (0..case.len())
            .map(|index| (Part::Thread, thread, index))
            .collect()
    };
    let question = ModelQuestion {
        source: reference.source.clone(),
        setup: String::new(),
        orders: reference
            .cases
            .iter()
            .enumerate()
            .map(|(thread, case)| number(case, thread))
            .collect(),
        threads: reference.cases.clone(),
        main: Vec::new(),
        end: Vec::new(),
    };
    match session.model(question) {
        Ok(Modelled::Orders(cases)) => {
            let told =
                |(asked, ends): (&Vec<String>, Vec<StepEnd>)| asked.iter().cloned().zip(ends).collect();
            Observation::Reference(reference.cases.iter().zip(cases).map(told).collect())
        }
        Ok(Modelled::Raised(exception)) => Observation::Faulty(format!(
            "the reference solution of the task raised {}",
            show::exception(&exception)
        )),
        Err(Trouble::Broken(broken)) => Observation::Faulty(format!(
            "the reference solution of the task gave no answer: {broken:?}"
        )),
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
