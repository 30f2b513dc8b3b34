//! What a failing schedule is in words.

use crate::checks::schedules::judge::end_text;
use crate::checks::schedules::{Parts, stuck, tell_script, tell_times};
use crate::checks::trouble;
use crate::model::message::{Message, Words};
use crate::model::plan;
use crate::model::schedule::{
    Action, CallsRule, DataRace, Failing, Interleaving, OperationEnd, Plan, Violation,
};
use crate::model::show;
use crate::model::value::Value;
use crate::model::verdict::{Evidence, Judgement, Location, Reason};

/// How many right outcomes, and how many lost updates, are named: more help nobody.
pub(super) const MOST: usize = 3;

/// The violation itself: what was expected, and what happened. `outcome` is the reason of a wrong result.
pub(crate) fn violation(parts: &Parts, failing: &Failing, outcome: Reason) -> Judgement {
    let watched = parts.watch.as_deref().unwrap_or_default();
    match &failing.violation {
        Violation::Duration { .. }
        | Violation::WakeUps { .. }
        | Violation::AtOnce { .. }
        | Violation::CallCount { .. }
        | Violation::Starts { .. } => tell_times::violation(&failing.violation, watched, outcome)
            .unwrap_or_else(|| Judgement::failed(outcome)),
        Violation::Script(fault) => tell_script::fault(fault, outcome),
        Violation::NotRaised { code, class, seen } => not_raised(code, class, seen, outcome),
        Violation::NoSerialOrder { seen, allowed } => no_serial_order(seen, allowed, outcome),
        Violation::WrongResult { code, expected, seen } => wrong_result(code, expected, seen, outcome),
        Violation::Raised {
            thread,
            code,
            exception,
        } => {
            let words = Message::new("schedules-raised")
                .thread("thread", thread_name(&failing.interleaving, *thread))
                .code("code", last_line(code))
                .code("exception", show::exception(exception));
            judgement(Reason::Exception, words)
        }
        Violation::ThreadDied { thread, exception } => {
            let words = Message::new("schedules-thread-died")
                .thread("thread", thread.as_str())
                .code("exception", show::exception(exception));
            judgement(Reason::Exception, words)
        }
        Violation::Deadlock { waits } => stuck::deadlock(waits),
        Violation::Spin { thread, location } => stuck::spin(thread, location.as_ref()),
        Violation::Race { races } => races
            .iter()
            .take(MOST)
            .fold(Judgement::failed(Reason::Race), |judgement, one| {
                judgement.because(Words::Ours(race(one)))
            }),
        Violation::ThreadsLeft { code, threads } => stuck::threads_left(code, threads),
        Violation::LocksHeld { code, locks } => stuck::locks_held(code, locks),
        Violation::NotAlways { code, seen } => {
            let seen = end_text(seen);
            let words = Message::new("schedules-not-always")
                .code("code", code.as_str())
                .code("actual", &seen);
            judgement(outcome, words).expecting("True", seen)
        }
        Violation::Calls {
            rule,
            by_thread,
            by_caller,
            overlap,
        } => calls(parts, rule, by_thread, *by_caller, *overlap),
        Violation::Broken(how) => trouble::broken(how),
        Violation::NotImported(failure) => trouble::not_imported(failure),
        Violation::NamesMissing(names) => trouble::names_missing(names),
    }
}

fn wrong_result(code: &str, expected: &Value, seen: &OperationEnd, outcome: Reason) -> Judgement {
    let reason = match seen {
        OperationEnd::Value(_) => outcome,
        OperationEnd::Raised(_) => Reason::Exception,
    };
    let (expected, seen) = (show::python(expected), end_text(seen));
    let words = Message::new("schedules-wrong-value")
        .code("code", code)
        .code("expected", &expected)
        .code("actual", &seen);
    judgement(reason, words).expecting(expected, seen)
}

fn not_raised(code: &str, class: &str, seen: &OperationEnd, outcome: Reason) -> Judgement {
    let (reason, words) = match seen {
        OperationEnd::Value(value) => {
            let words = Message::new("schedules-did-not-raise")
                .code("code", code)
                .code("class", class)
                .code("actual", show::python(value));
            (outcome, words)
        }
        OperationEnd::Raised(exception) => {
            let words = Message::new("schedules-raised-other")
                .code("code", code)
                .code("class", class)
                .code("exception", show::exception(exception));
            (Reason::Exception, words)
        }
    };
    judgement(reason, words).expecting(class, end_text(seen))
}

/// What programs can read of the violation.
pub(crate) fn facts(violation: &Violation, evidence: &mut Evidence) {
    match violation {
        Violation::Deadlock { waits } => evidence.waits.clone_from(waits),
        Violation::ThreadsLeft { threads, .. } => evidence.left_threads.clone_from(threads),
        Violation::LocksHeld { locks, .. } => evidence.left_locks.clone_from(locks),
        Violation::NoSerialOrder { .. }
        | Violation::WrongResult { .. }
        | Violation::Raised { .. }
        | Violation::NotRaised { .. }
        | Violation::ThreadDied { .. }
        | Violation::Spin { .. }
        | Violation::Race { .. }
        | Violation::Duration { .. }
        | Violation::WakeUps { .. }
        | Violation::AtOnce { .. }
        | Violation::CallCount { .. }
        | Violation::Starts { .. }
        | Violation::Script(_)
        | Violation::NotAlways { .. }
        | Violation::Calls { .. }
        | Violation::Broken(_)
        | Violation::NotImported(_)
        | Violation::NamesMissing(_) => {}
    }
}

/// What brought a wrong outcome about: lost updates, or else the first accesses that nothing puts into an order.
pub(crate) fn why(failing: &Failing) -> Vec<Message> {
    match &failing.violation {
        Violation::NoSerialOrder { .. }
        | Violation::WrongResult { .. }
        | Violation::NotRaised { .. }
        | Violation::Raised { .. }
        | Violation::ThreadDied { .. }
        | Violation::NotAlways { .. } => {
            let lost = lost_updates(&failing.interleaving);
            if lost.is_empty() && !failing.replay.plan.is_empty() {
                failing.races.iter().take(1).map(race).collect()
            } else {
                lost
            }
        }
        Violation::Deadlock { .. }
        | Violation::Spin { .. }
        | Violation::Race { .. }
        | Violation::ThreadsLeft { .. }
        | Violation::Duration { .. }
        | Violation::WakeUps { .. }
        | Violation::AtOnce { .. }
        | Violation::CallCount { .. }
        | Violation::Starts { .. }
        | Violation::Script(_)
        | Violation::LocksHeld { .. }
        | Violation::Calls { .. }
        | Violation::Broken(_)
        | Violation::NotImported(_)
        | Violation::NamesMissing(_) => Vec::new(),
    }
}

/// Two accesses that nothing puts into an order.
fn race(race: &DataRace) -> Message {
    let words = match (race.first.action, race.second.action) {
        (Action::Writes, Action::Writes) => Message::new("schedules-race-writes"),
        _ => Message::new("schedules-race"),
    };
    // Who reads is named second.
    let (writer, other) = if race.first.action == Action::Writes {
        (&race.first, &race.second)
    } else {
        (&race.second, &race.first)
    };
    words
        .code("target", race.target.as_str())
        .thread("thread", writer.thread.as_str())
        .plain("at", place(Some(&writer.location)))
        .thread("other", other.thread.as_str())
        .plain("other_at", place(Some(&other.location)))
}

/// Updates that another thread's write destroyed.
fn lost_updates(interleaving: &Interleaving) -> Vec<Message> {
    let lost = interleaving
        .rows
        .iter()
        .filter_map(|row| Some((row, interleaving.rows.get(row.overwrites?)?)));
    lost.take(MOST)
        .map(|(row, destroyed)| {
            Message::new("schedules-lost-update")
                .thread("thread", thread_name(interleaving, row.thread))
                .plain("at", place(Some(&row.location)))
                .code("target", row.target.as_str())
                .thread("other", thread_name(interleaving, destroyed.thread))
                .plain("other_at", place(Some(&destroyed.location)))
        })
        .collect()
}

/// How many times the schedule stops a thread, and how to run it again.
pub(crate) fn switches(plan: &Plan) -> Message {
    if plan.is_empty() {
        return Message::new("schedules-no-switch");
    }
    Message::new("schedules-switches")
        .count("switches", plan.len() as u64)
        .code("plan", plan::print(plan))
}

pub(super) fn judgement(reason: Reason, words: Message) -> Judgement {
    Judgement::failed(reason).because(Words::Ours(words))
}

fn no_serial_order(seen: &[(String, String)], allowed: &[Vec<String>], outcome: Reason) -> Judgement {
    let line = |results: &mut dyn Iterator<Item = &String>| {
        let pairs = seen
            .iter()
            .zip(results)
            .map(|((code, _), result)| format!("{code} → {result}"));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let actual = line(&mut seen.iter().map(|(_, result)| result));
    let right: Vec<String> = allowed
        .iter()
        .take(MOST)
        .map(|results| line(&mut results.iter()))
        .collect();
    judgement(outcome, Message::new("schedules-no-serial-order")).expecting(right.join("\n"), actual)
}

/// What is not as the rule says about the calls of the watched function.
fn calls(parts: &Parts, rule: &CallsRule, by_thread: &[u32], by_caller: u32, overlap: bool) -> Judgement {
    let watched = parts.watch.as_deref().unwrap_or_default();
    let mut threads = by_thread.len() as u64;
    if rule.caller && by_caller > 0 {
        threads += 1;
    }
    let mut words = Vec::new();
    if by_caller > 0 && !rule.caller {
        words.push(
            Message::new("calls-by-caller")
                .count("calls", by_caller.into())
                .code("watched", watched),
        );
    }
    if threads != u64::from(rule.threads) {
        words.push(
            Message::new("calls-threads")
                .count("expected", rule.threads.into())
                .count("actual", threads)
                .code("watched", watched),
        );
    }
    if by_thread.iter().any(|calls| *calls != rule.each) {
        let seen: Vec<String> = by_thread.iter().map(u32::to_string).collect();
        words.push(
            Message::new("calls-each")
                .count("expected", rule.each.into())
                .plain("actual", seen.join(", "))
                .code("watched", watched),
        );
    }
    if rule.overlap && !overlap {
        words.push(Message::new("calls-no-overlap").code("watched", watched));
    }
    let first = Judgement::failed(Reason::Wrong);
    words
        .into_iter()
        .fold(first, |judgement, words| judgement.because(Words::Ours(words)))
}

pub(super) fn thread_name(interleaving: &Interleaving, thread: u32) -> String {
    let known = interleaving.threads.get(thread as usize);
    known.cloned().unwrap_or_else(|| {
        if thread == 0 {
            "main".to_owned()
        } else {
            format!("thread {thread}")
        }
    })
}

/// Code of several lines by its last one: a whole `setup` would hide what went wrong.
fn last_line(code: &str) -> String {
    let mut lines = code.lines().map(str::trim).filter(|line| !line.is_empty()).rev();
    match (lines.next(), lines.next()) {
        (Some(last), Some(_)) => format!("… {last}"),
        (Some(only), None) => only.to_owned(),
        (None, _) => code.to_owned(),
    }
}

/// `file:line`; the catalogue knows the word for no place.
pub(super) fn place(location: Option<&Location>) -> String {
    location.map_or_else(
        || "nowhere".to_owned(),
        |location| format!("{}:{}", location.file, location.line),
    )
}
