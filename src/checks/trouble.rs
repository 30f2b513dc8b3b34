//! Verdicts that do not depend on the kind of check: there was nothing to look at.

use crate::checks::fault::nearest;
use crate::model::message::{Message, Words};
use crate::model::observation::{Broken, ImportFailure, LimitKind, MissingName};
use crate::model::show;
use crate::model::verdict::{Judgement, Reason};

/// The submission's file could not be imported.
pub(crate) fn not_imported(failure: &ImportFailure) -> Judgement {
    match failure {
        ImportFailure::Raised(exception) => {
            let words = Message::new("import-raised").code("exception", show::exception(exception));
            let mut judgement = Judgement::failed(Reason::ImportError).because(Words::Ours(words));
            judgement.location.clone_from(&exception.location);
            judgement
        }
        ImportFailure::Broken(how) => Judgement::failed(Reason::ImportError)
            .because(Words::Ours(Message::new("import-broken")))
            .because(Words::Ours(broken_words(how))),
        ImportFailure::Endless(at) => {
            let mut judgement = Judgement::failed(Reason::ImportError)
                .because(Words::Ours(Message::new("import-broken")))
                .because(Words::Ours(Message::new("import-endless")));
            judgement.location.clone_from(at);
            judgement
        }
    }
}

/// The file lacks names that the check needs.
pub(crate) fn names_missing(names: &[MissingName]) -> Judgement {
    names
        .iter()
        .fold(Judgement::failed(Reason::MissingName), |judgement, missing| {
            let present: Vec<&str> = missing.present.iter().map(String::as_str).collect();
            let words = match nearest(&missing.name, &present) {
                Some(similar) => Message::new("missing-name-similar")
                    .code("similar", similar)
                    .code("name", missing.name.as_str()),
                None => Message::new("missing-name").code("name", missing.name.as_str()),
            };
            judgement.because(Words::Ours(words))
        })
}

/// No complete, honest answer came.
pub(crate) fn broken(how: &Broken) -> Judgement {
    Judgement::failed(broken_reason(how)).because(Words::Ours(broken_words(how)))
}

/// The grader or the machine failed.
pub(crate) fn faulty(causes: &str) -> Judgement {
    Judgement::inconclusive().because(Words::Ours(Message::new("grader-fault").plain("causes", causes)))
}

/// A run that showed something else than its kind of run can show, or nothing at all: our own fault.
pub(crate) fn unexpected() -> Judgement {
    faulty("the observations do not fit the plan of the check")
}

fn broken_reason(how: &Broken) -> Reason {
    match how {
        Broken::Exited(_) => Reason::NoAnswer,
        Broken::Signalled(_) => Reason::Crash,
        Broken::Limit(LimitKind::Memory) => Reason::MemoryLimit,
        Broken::Limit(LimitKind::Processes) => Reason::ProcessLimit,
        Broken::Limit(LimitKind::Cpu) => Reason::CpuLimit,
        Broken::Limit(LimitKind::Output) => Reason::OutputLimit,
        Broken::Limit(LimitKind::Answer) => Reason::AnswerLimit,
        Broken::Limit(LimitKind::Wall) => Reason::Timeout,
        Broken::Protocol(_) => Reason::ForgedAnswer,
    }
}

fn broken_words(how: &Broken) -> Message {
    match how {
        Broken::Exited(status) => Message::new("broken-exited").plain("status", status.to_string()),
        Broken::Signalled(signal) => Message::new("broken-signalled").plain("signal", signal.to_string()),
        Broken::Limit(LimitKind::Memory) => Message::new("broken-memory"),
        Broken::Limit(LimitKind::Processes) => Message::new("broken-processes"),
        Broken::Limit(LimitKind::Cpu) => Message::new("broken-cpu"),
        Broken::Limit(LimitKind::Output) => Message::new("broken-output"),
        Broken::Limit(LimitKind::Answer) => Message::new("broken-answer"),
        Broken::Limit(LimitKind::Wall) => Message::new("broken-wall"),
        Broken::Protocol(detail) => Message::new("broken-protocol").plain("detail", show::one_line(detail)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn ids(judgement: &Judgement) -> Vec<&'static str> {
        let id = |words: &Words| match words {
            Words::Ours(message) => message.id,
            Words::Author(_) => "author",
        };
        judgement.rationale.iter().map(id).collect()
    }

    #[test]
    fn each_way_to_break_has_its_reason_and_words() {
        #[track_caller]
        fn check(how: &Broken, reason: Reason, id: &'static str) {
            let judgement = broken(how);
            assert_eq!((judgement.reason, ids(&judgement)), (reason, vec![id]));
        }
        check(&Broken::Exited(0), Reason::NoAnswer, "broken-exited");
        check(&Broken::Signalled(11), Reason::Crash, "broken-signalled");
        check(
            &Broken::Limit(LimitKind::Memory),
            Reason::MemoryLimit,
            "broken-memory",
        );
        check(
            &Broken::Limit(LimitKind::Processes),
            Reason::ProcessLimit,
            "broken-processes",
        );
        check(&Broken::Limit(LimitKind::Cpu), Reason::CpuLimit, "broken-cpu");
        check(
            &Broken::Limit(LimitKind::Output),
            Reason::OutputLimit,
            "broken-output",
        );
        check(
            &Broken::Limit(LimitKind::Answer),
            Reason::AnswerLimit,
            "broken-answer",
        );
        check(&Broken::Limit(LimitKind::Wall), Reason::Timeout, "broken-wall");
        check(
            &Broken::Protocol("a second answer".to_owned()),
            Reason::ForgedAnswer,
            "broken-protocol",
        );
    }

    #[test]
    fn a_missing_name_comes_with_the_nearest_present_one() {
        let missing = |name: &str| MissingName {
            name: name.to_owned(),
            present: vec!["Countr".to_owned()],
        };
        let judgement = names_missing(&[missing("Counter"), missing("count_all")]);
        assert_eq!(ids(&judgement), ["missing-name-similar", "missing-name"]);
    }

    #[test]
    fn an_import_that_ends_the_process_says_how() {
        let judgement = not_imported(&ImportFailure::Broken(Broken::Limit(LimitKind::Cpu)));
        assert_eq!(judgement.reason, Reason::ImportError);
        assert_eq!(ids(&judgement), ["import-broken", "broken-cpu"]);
    }
}
