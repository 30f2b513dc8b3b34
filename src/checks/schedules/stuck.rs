//! What is said of threads that cannot go on, go on for ever, or leave something behind.

use crate::checks::schedules::tell::{MOST, judgement, place};
use crate::model::message::{Message, Words};
use crate::model::schedule::{HeldLock, LeftThread, Wait};
use crate::model::verdict::{Judgement, Location, Reason};

/// No thread can go on: each with what it waits for.
pub(crate) fn deadlock(waits: &[Wait]) -> Judgement {
    let first = judgement(Reason::Deadlock, Message::new("schedules-deadlock"));
    waits.iter().fold(first, |judgement, wait| {
        judgement.because(Words::Ours(waiting(wait)))
    })
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
    let first = Judgement::failed(Reason::LockHeld);
    locks.iter().take(MOST).fold(first, |judgement, held| {
        judgement.because(Words::Ours(lock_held(code, held)))
    })
}

/// One thread of a deadlock.
fn waiting(wait: &Wait) -> Message {
    // The thread that another one waits to see ended "holds" nothing.
    let holder = wait
        .holder
        .as_ref()
        .filter(|_| !wait.wanted.starts_with("join of "));
    let words = match (holder, wait.holder_ended) {
        (None, _) => Message::new("deadlock-waits"),
        (Some(_), false) => Message::new("deadlock-waits-held"),
        (Some(_), true) => Message::new("deadlock-waits-ended"),
    };
    let words = match holder {
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
    let words = match &left.wanted {
        None => Message::new("thread-left-running"),
        Some(wanted) => Message::new("thread-left-waiting")
            .wanted("wanted", wanted.as_str())
            .plain("at", place(left.at.as_ref())),
    };
    words
        .thread("thread", left.thread.as_str())
        .plain("started_at", place(left.started_at.as_ref()))
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
