//! Data races of one schedule: accesses to one place, one of them a write, that nothing puts into an order.
//!
//! Happens-before as the program made it: the order within a thread, starting and joining threads, releasing and taking
//! locks, setting and seeing events (Flanagan and Freund, "Efficient and precise dynamic race detection", 2009). What
//! the schedule happened to do first does not count. One operation on a container is one step of the interpreter, and
//! races with nothing.

use std::collections::HashMap;

use crate::harness::explore::outcome::StepRow;
use crate::harness::explore::trace::{Event, Kind, Trace};
use crate::model::schedule::{DataRace, RacingAccess};

/// Pairs of lines that are told.
const MOST: usize = 5;

/// How many ticks of each thread something knows of.
type Clock = Vec<u32>;

/// One access.
#[derive(Debug, Clone, Copy)]
struct Access {
    thread: usize,
    tick: u32,
    event: usize,
}

/// The last accesses to a place.
#[derive(Debug, Default)]
struct History {
    write: Option<Access>,
    /// One per thread.
    reads: Vec<Access>,
}

/// The races between lines that are known, each pair of lines once.
pub(crate) fn races(trace: &Trace, rows: &[StepRow]) -> Vec<DataRace> {
    let by_event: HashMap<usize, &StepRow> = rows.iter().filter_map(|row| Some((row.event?, row))).collect();
    let access = |row: &StepRow| RacingAccess {
        thread: trace.threads[row.thread as usize].clone(),
        location: row.at.clone(),
        action: row.action,
    };
    let mut found: Vec<DataRace> = Vec::new();
    for (first, second) in unordered(trace) {
        let (Some(first), Some(second)) = (by_event.get(&first), by_event.get(&second)) else {
            continue;
        };
        let race = DataRace {
            target: second.target.clone(),
            first: access(first),
            second: access(second),
        };
        let lines = |race: &DataRace| {
            let mut lines = [race.first.location.clone(), race.second.location.clone()];
            lines.sort();
            lines
        };
        if found.iter().all(|known| lines(known) != lines(&race)) {
            found.push(race);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Pairs of events, the earlier first, in the order of the later ones.
fn unordered(trace: &Trace) -> Vec<(usize, usize)> {
    let threads = trace.threads.len();
    let mut clocks: Vec<Clock> = vec![vec![0; threads]; threads];
    let mut released: HashMap<u32, Clock> = HashMap::new();
    let mut histories: HashMap<u32, History> = HashMap::new();
    let mut found = Vec::new();
    for (index, event) in trace.events.iter().enumerate() {
        let thread = event.thread as usize;
        clocks[thread][thread] += 1;
        if matches!(event.kind, Kind::Read | Kind::Write) {
            let history = histories.entry(event.location).or_default();
            history.access(event, index, &clocks[thread], &mut found);
        } else {
            synchronise(event, &mut clocks, &mut released);
        }
    }
    found
}

/// What orders threads: locks, events, the start and the end of threads.
fn synchronise(event: &Event, clocks: &mut [Clock], released: &mut HashMap<u32, Clock>) {
    let thread = event.thread as usize;
    match event.kind {
        Kind::Acquire | Kind::Try => {
            if let Some(clock) = released.get(&event.location) {
                raise(&mut clocks[thread], clock);
            }
            // An event is set, not taken: that releases those who see it.
            if event.kind == Kind::Acquire && !event.taking {
                release(event.location, &clocks[thread], released);
            }
        }
        Kind::Release => release(event.location, &clocks[thread], released),
        Kind::Spawn => {
            let parent = clocks[thread].clone();
            raise(&mut clocks[event.location as usize], &parent);
        }
        Kind::Joined => {
            let ended = clocks[event.location as usize].clone();
            raise(&mut clocks[thread], &ended);
        }
        Kind::Read
        | Kind::Write
        | Kind::ElementRead
        | Kind::ElementWrite
        | Kind::WholeRead
        | Kind::WholeWrite
        | Kind::Fork
        | Kind::Forkable
        | Kind::End
        | Kind::Pending => {}
    }
}

fn release(location: u32, clock: &Clock, released: &mut HashMap<u32, Clock>) {
    let known = released.entry(location).or_insert_with(|| vec![0; clock.len()]);
    raise(known, clock);
}

impl History {
    fn access(&mut self, event: &Event, index: usize, clock: &Clock, found: &mut Vec<(usize, usize)>) {
        let this = Access {
            thread: event.thread as usize,
            tick: clock[event.thread as usize],
            event: index,
        };
        let unknown = |access: &&Access| access.thread != this.thread && access.tick > clock[access.thread];
        let earlier = self.write.iter().filter(unknown);
        found.extend(earlier.map(|access| (access.event, index)));
        if event.kind == Kind::Write {
            let readers = self.reads.iter().filter(unknown);
            found.extend(readers.map(|access| (access.event, index)));
            self.write = Some(this);
        } else if let Some(known) = self.reads.iter_mut().find(|known| known.thread == this.thread) {
            *known = this;
        } else {
            self.reads.push(this);
        }
    }
}

fn raise(clock: &mut Clock, other: &Clock) {
    for (mine, theirs) in clock.iter_mut().zip(other) {
        *mine = (*mine).max(*theirs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::explore::trace::TraceEnd;
    use crate::model::schedule::Action;
    use crate::model::verdict::Location;

    use Kind::{Acquire, ElementWrite, Joined, Read, Release, Spawn, Try, WholeWrite, Write};

    /// Thread, kind, location, and whether a lock is taken.
    type Step = (u32, Kind, u32, bool);

    /// The pairs of races, by the numbers of their steps.
    fn check(steps: &[Step], expected: &[(usize, usize)]) {
        let event = |&(thread, kind, location, taking): &Step| Event {
            thread,
            kind,
            location,
            decision: None,
            taking,
            untracked: false,
            same_tick: false,
        };
        let trace = Trace {
            end: TraceEnd::Finished,
            decisions: Vec::new(),
            events: steps.iter().map(event).collect(),
            names: vec!["x".into(), "lock".into(), "y".into()],
            threads: vec!["main".to_owned(), "thread 1".to_owned(), "thread 2".to_owned()],
            saw_try: false,
        };
        let found = unordered(&trace);
        assert_eq!(found, expected, "{steps:?}");
        // Each step on a line of its own.
        let row = |(index, step): (usize, &Step)| StepRow {
            thread: step.0,
            at: Location {
                file: "a.py".to_owned(),
                line: u32::try_from(index).unwrap(),
            },
            action: if step.1 == Read {
                Action::Reads
            } else {
                Action::Writes
            },
            target: "self.x".to_owned(),
            value: None,
            location: Some(step.2),
            event: Some(index),
        };
        let rows: Vec<StepRow> = steps.iter().enumerate().map(row).collect();
        let told = races(&trace, &rows);
        let lines: Vec<_> = told
            .iter()
            .map(|race| {
                (
                    race.first.location.line as usize,
                    race.second.location.line as usize,
                )
            })
            .collect();
        assert_eq!(lines, expected);
        assert!(races(&trace, &[]).is_empty(), "lines that nobody knows are told");
    }

    #[test]
    fn accesses_without_an_order_race_when_one_writes() {
        check(&[(1, Write, 0, false), (2, Write, 0, false)], &[(0, 1)]);
        check(&[(1, Write, 0, false), (2, Read, 0, false)], &[(0, 1)]);
        check(&[(1, Read, 0, false), (2, Write, 0, false)], &[(0, 1)]);
        check(&[(1, Read, 0, false), (2, Read, 0, false)], &[]);
        check(&[(1, Write, 0, false), (2, Write, 2, false)], &[]);
        check(&[(1, Write, 0, false), (1, Read, 0, false)], &[]);
    }

    #[test]
    fn one_lock_orders_and_two_locks_do_not() {
        let under = |thread, lock| {
            [
                (thread, Acquire, lock, true),
                (thread, Write, 0, false),
                (thread, Release, lock, false),
            ]
        };
        check(&[under(1, 1), under(2, 1)].concat(), &[]);
        check(&[under(1, 1), under(2, 2)].concat(), &[(1, 4)]);
        let tried = [(2, Try, 1, true), (2, Read, 0, false)];
        check(&[&under(1, 1)[..], &tried[..]].concat(), &[]);
    }

    #[test]
    fn what_was_read_without_the_lock_races_with_a_write_under_it() {
        let steps = [
            (1, Acquire, 1, true),
            (1, Write, 0, false),
            (1, Release, 1, false),
            (2, Read, 0, false),
        ];
        check(&steps, &[(1, 3)]);
    }

    #[test]
    fn starting_joining_and_events_order() {
        check(
            &[(0, Write, 0, false), (0, Spawn, 1, false), (1, Write, 0, false)],
            &[],
        );
        check(
            &[(0, Spawn, 1, false), (0, Write, 0, false), (1, Write, 0, false)],
            &[(1, 2)],
        );
        check(
            &[(1, Write, 0, false), (0, Joined, 1, false), (0, Read, 0, false)],
            &[],
        );
        let event = [
            (1, Write, 0, false),
            (1, Acquire, 1, false),
            (2, Try, 1, false),
            (2, Read, 0, false),
        ];
        check(&event, &[]);
    }

    #[test]
    fn one_operation_on_a_container_races_with_nothing() {
        check(&[(1, WholeWrite, 0, false), (2, WholeWrite, 0, false)], &[]);
        check(&[(1, ElementWrite, 0, false), (2, WholeWrite, 0, false)], &[]);
    }

    #[test]
    fn a_pair_of_lines_is_told_once() {
        let trace = Trace {
            end: TraceEnd::Finished,
            decisions: Vec::new(),
            events: [1, 2, 1, 2, 1, 2]
                .map(|thread| Event {
                    thread,
                    kind: Write,
                    location: 0,
                    decision: None,
                    taking: false,
                    untracked: false,
                    same_tick: false,
                })
                .to_vec(),
            names: vec!["x".into()],
            threads: vec![String::new(); 3],
            saw_try: false,
        };
        let row = |event: usize| StepRow {
            thread: trace.events[event].thread,
            at: Location {
                file: "a.py".to_owned(),
                line: 7,
            },
            action: Action::Writes,
            target: "x".to_owned(),
            value: None,
            location: Some(0),
            event: Some(event),
        };
        let rows: Vec<StepRow> = (0..6).map(row).collect();
        assert_eq!(races(&trace, &rows).len(), 1);
    }
}
