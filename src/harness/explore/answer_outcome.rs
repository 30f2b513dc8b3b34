//! The part of an answer that the rule judges: failures, results, calls, lines.

use crate::harness::explore::answer::{BadAnswer, Decode, ensure, optional};
use crate::harness::explore::outcome::{Calls, Failure, Outcome, StepRow};
use crate::harness::explore::trace::Trace;
use crate::harness::explore::wire::{
    ScheduleAnswer, WireAction, WireCall, WireEnd, WireFailure, WireHeldLock, WireLeftThread, WirePart,
    WireResult, WireRow, WireWait,
};
use crate::model::clock::{Times, WatchedCall};
use crate::model::schedule::{Action, HeldLock, JOIN, LeftThread, OperationResult, Part, ThreadId, Wait};
use crate::model::verdict::Location;

const MAX_ROWS: usize = 1 << 18;
const MAX_TEXT: usize = 300;
/// No schedule is longer: so many steps, each of which waits as long as any wait ends by itself, are never made.
const MAX_SECONDS: f64 = 1e12;
const MAX_WAKE_UPS: u64 = 1 << 52;
/// Differences of sums are not exact.
const ROUNDING: f64 = 1e-3;
/// Locks that an operation leaves behind: an honest program has a handful.
const MAX_LOCKS: usize = 1 << 12;

impl ScheduleAnswer {
    pub(super) fn outcome(&self, trace: &Trace, decode: Decode) -> Result<Outcome, BadAnswer> {
        let import = self
            .import
            .as_ref()
            .map(decode.exception)
            .transpose()
            .map_err(BadAnswer)?;
        let failure = self
            .failure
            .as_ref()
            .map(|failure| read_failure(failure, trace, decode))
            .transpose()?;
        let refused = import.is_some() || self.missing.is_some();
        let explained = refused || failure.is_some() || self.end != WireEnd::Failed;
        ensure(explained, "a failure without its reason")?;
        let endless = match self.end {
            WireEnd::Steps => Some(trace.events.last().map_or(0, |event| event.thread)),
            WireEnd::Finished | WireEnd::Failed | WireEnd::Pruned => None,
        };
        let results = self.results.iter().map(|result| read_result(result, decode));
        let results = results.collect::<Result<Vec<_>, _>>()?;
        let watched = self.watched.iter().map(|call| read_call(call, trace));
        let watched = watched.collect::<Result<Vec<_>, _>>()?;
        ensure(watched.is_sorted_by_key(|call| call.began), "calls out of order")?;
        ensure(time_goes_on(&results, &watched), "a clock that goes back")?;
        let scripted = self.scripted.as_ref();
        let scripted = scripted.map(|scripted| scripted.read(watched.len(), decode));
        let scripted = scripted.transpose()?.unwrap_or_default();
        let rows = self.rows.as_deref().unwrap_or_default();
        ensure(rows.len() <= MAX_ROWS, "too many lines of an interleaving")?;
        Ok(Outcome {
            import,
            missing: self.missing.clone().unwrap_or_default(),
            public: self.public.clone(),
            failure,
            results,
            calls: self.read_calls(),
            watched,
            threads: trace.threads.clone(),
            endless,
            too_many_threads: self.too_many_threads,
            pruned: self.end == WireEnd::Pruned,
            scripted,
            rows: rows
                .iter()
                .map(|row| read_row(row, trace))
                .collect::<Result<_, _>>()?,
        })
    }

    fn read_calls(&self) -> Calls {
        let by_thread = self
            .calls
            .iter()
            .filter(|(thread, count)| *thread != 0 && *count > 0);
        Calls {
            by_thread: by_thread.copied().collect(),
            by_caller: self.calls_by_caller,
            overlap: self.overlap,
        }
    }
}

fn read_failure(failure: &WireFailure, trace: &Trace, decode: Decode) -> Result<Failure, BadAnswer> {
    let known = |thread: ThreadId| {
        ensure(
            (thread as usize) < trace.threads.len(),
            "a failure of an unknown thread",
        )
    };
    Ok(match failure {
        WireFailure::Exception { thread, op, exc } => {
            known(*thread)?;
            let operation = op.map(|(part, thread, index)| (read_part(part), thread, index));
            Failure::Exception {
                thread: *thread,
                operation,
                exception: (decode.exception)(exc).map_err(BadAnswer)?,
            }
        }
        WireFailure::ThreadDied { thread, exc } => {
            known(*thread)?;
            Failure::ThreadDied {
                thread: *thread,
                exception: (decode.exception)(exc).map_err(BadAnswer)?,
            }
        }
        WireFailure::Deadlock { waits } => {
            ensure(waits.len() <= trace.threads.len(), "more waits than threads")?;
            let waits = waits
                .iter()
                .map(|wait| read_wait(wait, trace))
                .collect::<Result<_, _>>()?;
            Failure::Deadlock { waits }
        }
        WireFailure::Spin { thread, at } => {
            known(*thread)?;
            Failure::Spin {
                thread: *thread,
                at: at.as_ref().map(read_location).transpose()?,
            }
        }
        WireFailure::Left { op, threads, locks } => read_left(*op, threads, locks, trace)?,
        WireFailure::ExtraAttempt { call } => Failure::ExtraAttempt { call: *call },
        WireFailure::Always { index, seen } => Failure::NotAlways {
            index: *index,
            seen: (decode.end)(seen).map_err(BadAnswer)?,
        },
    })
}

fn read_left(
    (part, thread, index): (WirePart, ThreadId, usize),
    threads: &[WireLeftThread],
    locks: &[WireHeldLock],
    trace: &Trace,
) -> Result<Failure, BadAnswer> {
    ensure(
        threads.len() <= trace.threads.len(),
        "more threads left than there are",
    )?;
    ensure(locks.len() <= MAX_LOCKS, "too many locks left")?;
    let thread_left = |left: &WireLeftThread| {
        ensure(
            left.wanted.len() <= MAX_TEXT,
            "a wait for something with a long name",
        )?;
        Ok(LeftThread {
            thread: name_of(left.thread, trace)?,
            started_at: left.started_at.as_ref().map(read_location).transpose()?,
            wanted: (!left.wanted.is_empty()).then(|| left.wanted.clone()),
            at: left.at.as_ref().map(read_location).transpose()?,
        })
    };
    let lock_held = |held: &WireHeldLock| {
        ensure(held.lock.len() <= MAX_TEXT, "a lock with a long name")?;
        Ok(HeldLock {
            thread: name_of(held.thread, trace)?,
            lock: held.lock.clone(),
            taken_at: held.taken_at.as_ref().map(read_location).transpose()?,
            ended: held.ended,
        })
    };
    Ok(Failure::Left {
        operation: (read_part(part), thread, index),
        threads: threads.iter().map(thread_left).collect::<Result<_, _>>()?,
        locks: locks.iter().map(lock_held).collect::<Result<_, _>>()?,
    })
}

fn name_of(thread: ThreadId, trace: &Trace) -> Result<String, BadAnswer> {
    let name = trace.threads.get(thread as usize).cloned();
    name.ok_or_else(|| BadAnswer("a wait of an unknown thread".to_owned()))
}

fn read_wait(wait: &WireWait, trace: &Trace) -> Result<Wait, BadAnswer> {
    let name = |thread: ThreadId| name_of(thread, trace);
    ensure(
        wait.wanted.len() <= MAX_TEXT,
        "a wait for something with a long name",
    )?;
    let holder = wait.holder.map(name).transpose()?;
    // Two threads may have one name; here each has its own.
    let wanted = match &holder {
        Some(joined) if wait.wanted.starts_with(JOIN) => format!("{JOIN}{joined}"),
        Some(_) | None => wait.wanted.clone(),
    };
    Ok(Wait {
        thread: name(wait.thread)?,
        wanted,
        at: wait.at.as_ref().map(read_location).transpose()?,
        holder,
        taken_at: wait.taken_at.as_ref().map(read_location).transpose()?,
        holder_ended: wait.holder_ended,
        missed: wait.missed.as_ref().map(read_location).transpose()?,
        cleared: wait.cleared.as_ref().map(read_location).transpose()?,
    })
}

fn read_result(result: &WireResult, decode: Decode) -> Result<OperationResult, BadAnswer> {
    ensure(
        result.began <= result.returned,
        "an operation that returned before it began",
    )?;
    Ok(OperationResult {
        thread: result.thread,
        index: result.index,
        part: read_part(result.part),
        began: result.began,
        returned: result.returned,
        end: (decode.end)(&result.end).map_err(BadAnswer)?,
        times: read_times(result)?,
    })
}

fn read_times(result: &WireResult) -> Result<Times, BadAnswer> {
    let (began_at, returned_at) = (seconds(result.began_at)?, seconds(result.returned_at)?);
    ensure(
        result.spun >= 0.0 && result.spun <= returned_at - began_at + ROUNDING,
        "more time in loops than there was",
    )?;
    ensure(result.wake_ups <= MAX_WAKE_UPS, "too many wake-ups")?;
    Ok(Times {
        began_at,
        returned_at,
        spun: result.spun,
        wake_ups: result.wake_ups,
        woken_at: result.woken_at.as_ref().map(read_location).transpose()?,
    })
}

fn read_call(call: &WireCall, trace: &Trace) -> Result<WatchedCall, BadAnswer> {
    let (thread, began, ended, began_at, ended_at, at) = call;
    ensure(
        (*thread as usize) < trace.threads.len(),
        "a call by an unknown thread",
    )?;
    let over = *ended != -1;
    let ended = over.then_some(*ended).map(u64::try_from).transpose();
    let ended = ended.map_err(|_| BadAnswer("a call that ended at no moment".to_owned()))?;
    ensure(
        ended.is_none_or(|ended| *began <= ended),
        "a call that ended before it began",
    )?;
    Ok(WatchedCall {
        thread: *thread,
        began: *began,
        ended,
        began_at: seconds(*began_at)?,
        ended_at: over.then(|| seconds(*ended_at)).transpose()?,
        at: at.as_ref().map(read_location).transpose()?,
    })
}

pub(super) fn seconds(seconds: f64) -> Result<f64, BadAnswer> {
    let holds = (0.0..=MAX_SECONDS).contains(&seconds);
    ensure(holds, "a moment that no clock shows")?;
    Ok(seconds)
}

/// Whether all that happened later happened at a later time, or at the same.
fn time_goes_on(results: &[OperationResult], calls: &[WatchedCall]) -> bool {
    let mut moments: Vec<(u64, f64)> = Vec::new();
    for result in results {
        moments.push((result.began, result.times.began_at));
        moments.push((result.returned, result.times.returned_at));
    }
    for call in calls {
        moments.push((call.began, call.began_at));
        moments.extend(call.ended.zip(call.ended_at));
    }
    moments.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    moments.is_sorted_by(|a, b| a.1 <= b.1)
}

fn read_row(row: &WireRow, trace: &Trace) -> Result<StepRow, BadAnswer> {
    let (thread, file, line, action, target, value, location, event) = row;
    ensure(
        (*thread as usize) < trace.threads.len(),
        "a line of an unknown thread",
    )?;
    let value_length = value.as_ref().map_or(0, String::len);
    ensure(
        target.len().max(value_length) <= MAX_TEXT,
        "a line with a long text",
    )?;
    let location = optional(*location, trace.names.len(), "a line at an unknown location")?;
    let event = optional(*event, trace.events.len(), "a line of an unknown event")?;
    Ok(StepRow {
        thread: *thread,
        at: read_location(&(file.clone(), *line))?,
        action: read_action(*action),
        target: target.clone(),
        value: value.clone(),
        location,
        event: event.map(|event| event as usize),
    })
}

fn read_location(place: &(String, u32)) -> Result<Location, BadAnswer> {
    ensure(place.0.len() <= MAX_TEXT, "a file with a long name")?;
    Ok(Location {
        file: place.0.clone(),
        line: place.1,
    })
}

fn read_part(part: WirePart) -> Part {
    match part {
        WirePart::Thread => Part::Thread,
        WirePart::Main => Part::Main,
        WirePart::End => Part::End,
    }
}

fn read_action(action: WireAction) -> Action {
    match action {
        WireAction::Reads => Action::Reads,
        WireAction::Writes => Action::Writes,
        WireAction::Takes => Action::Takes,
        WireAction::Releases => Action::Releases,
        WireAction::Tries => Action::Tries,
        WireAction::Waits => Action::Waits,
        WireAction::Sleeps => Action::Sleeps,
        WireAction::Forks => Action::Forks,
    }
}
