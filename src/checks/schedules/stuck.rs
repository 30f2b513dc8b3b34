//! What is said of threads that cannot go on, go on for ever, or leave something behind.

use crate::checks::schedules::tell::{MOST, judgement, place};
use crate::model::message::{Message, Words};
use crate::model::schedule::{self, HeldLock, LeftThread, Wait};
use crate::model::verdict::{Judgement, Location, Reason};

/// No thread can go on: why, each with what it waits for, and what would have helped.
pub(crate) fn deadlock(waits: &[Wait]) -> Judgement {
    if let Some(wait) = waits.iter().find(|wait| wait.missed.is_some()) {
        return missed(wait, waits);
    }
    let circle = schedule::circle(waits);
    let of_locks = circle.iter().all(|wait| wait.joined().is_none());
    let (first, advice) = match circle.as_slice() {
        [] => (Message::new("schedules-deadlock"), None),
        [alone] => (
            Message::new("schedules-deadlock-self").thread("thread", alone.thread.as_str()),
            alone
                .wanted
                .starts_with("Lock ")
                .then_some("deadlock-advice-again"),
        ),
        several => (
            Message::new("schedules-deadlock-circle").count("threads", several.len() as u64),
            Some(if of_locks {
                "deadlock-advice-order"
            } else {
                "deadlock-advice-join"
            }),
        ),
    };
    let others = waits
        .iter()
        .filter(|wait| !circle.iter().any(|known| std::ptr::eq(*known, *wait)));
    let words = circle.iter().copied().chain(others).map(waiting);
    let judgement = words.fold(judgement(Reason::Deadlock, first), |judgement, words| {
        judgement.because(Words::Ours(words))
    });
    let numbers = waits
        .iter()
        .any(|wait| is_numbered(&wait.wanted))
        .then_some("deadlock-numbers");
    numbers
        .into_iter()
        .chain(advice)
        .fold(judgement, |judgement, id| {
            judgement.because(Words::Ours(Message::new(id)))
        })
}

/// Somebody waits for a signal that was given before it waited.
fn missed(wait: &Wait, waits: &[Wait]) -> Judgement {
    let (words, advice) = match wait.cleared {
        None => (Message::new("schedules-missed-notify"), "missed-advice-condition"),
        Some(_) => (Message::new("schedules-missed-set"), "missed-advice-event"),
    };
    let words = words
        .thread("thread", wait.thread.as_str())
        .wanted("wanted", wait.wanted.as_str())
        .plain("at", place(wait.at.as_ref()))
        .plain("missed_at", place(wait.missed.as_ref()));
    let words = match &wait.cleared {
        None => words,
        Some(cleared) => words.plain("cleared_at", place(Some(cleared))),
    };
    let others = waits
        .iter()
        .filter(|other| !std::ptr::eq(*other, wait))
        .map(waiting);
    let judgement = others.fold(judgement(Reason::MissedWakeup, words), |judgement, words| {
        judgement.because(Words::Ours(words))
    });
    judgement.because(Words::Ours(Message::new(advice)))
}

/// A thread goes on without getting anywhere.
pub(crate) fn spin(thread: &str, location: Option<&Location>) -> Judgement {
    let words = Message::new("schedules-spin")
        .thread("thread", thread)
        .plain("at", place(location));
    judgement(Reason::Spin, words)
}

/// Threads go on after an operation that had to end them.
pub(crate) fn threads_left(code: &str, threads: &[LeftThread]) -> Judgement {
    let words = Message::new("schedules-threads-left")
        .count("threads", threads.len() as u64)
        .code("code", code);
    let first = judgement(Reason::ThreadLeft, words);
    threads.iter().take(MOST).fold(first, |judgement, left| {
        judgement.because(Words::Ours(thread_left(left)))
    })
}

/// Locks stay taken after an operation.
pub(crate) fn locks_held(code: &str, locks: &[HeldLock]) -> Judgement {
    let words = locks.iter().take(MOST).map(|held| lock_held(code, held));
    let numbered = locks.iter().any(|held| is_numbered(&held.lock));
    let words = words.chain(numbered.then(|| Message::new("deadlock-numbers")));
    words.fold(Judgement::failed(Reason::LockHeld), |judgement, words| {
        judgement.because(Words::Ours(words))
    })
}

/// Whether a lock shares its name with others, so that it has a number.
fn is_numbered(lock: &str) -> bool {
    lock.contains(" #")
}

/// One thread of a deadlock.
fn waiting(wait: &Wait) -> Message {
    // The thread that another one waits to see ended "holds" nothing.
    let holder = wait.holder.as_ref().filter(|_| wait.joined().is_none());
    let words = match holder {
        None => Message::new("deadlock-waits"),
        Some(_) if wait.holder_ended => Message::new("deadlock-waits-ended"),
        Some(holder) if *holder == wait.thread => Message::new("deadlock-waits-self"),
        Some(_) => Message::new("deadlock-waits-held"),
    };
    let words = match holder.filter(|holder| **holder != wait.thread) {
        None => words,
        Some(holder) => words.thread("holder", holder.as_str()),
    };
    words
        .thread("thread", wait.thread.as_str())
        .wanted("wanted", wait.wanted.as_str())
        .plain("at", place(wait.at.as_ref()))
        .plain("taken_at", place(wait.taken_at.as_ref()))
}

/// A thread that goes on after an operation that had to end it.
fn thread_left(left: &LeftThread) -> Message {
    let words = match left.wanted {
        None => Message::new("thread-left-running"),
        Some(_) => Message::new("thread-left-waiting"),
    };
    let words = words
        .thread("thread", left.thread.as_str())
        .plain("started_at", place(left.started_at.as_ref()));
    match &left.wanted {
        None => words,
        Some(wanted) => words
            .wanted("wanted", wanted.as_str())
            .plain("at", place(left.at.as_ref())),
    }
}

/// A lock that stays taken after an operation.
fn lock_held(code: &str, held: &HeldLock) -> Message {
    let words = if held.ended {
        Message::new("lock-held-ended")
    } else {
        Message::new("lock-held")
    };
    words
        .code("code", code)
        .thread("thread", held.thread.as_str())
        .wanted("lock", held.lock.as_str())
        .plain("taken_at", place(held.taken_at.as_ref()))
}
