//! The failing schedule as a student sees it: only the steps that matter, on their own lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::explore::outcome::StepRow;
use crate::model::schedule::{Action, Interleaving, Row, ThreadId};
use crate::model::verdict::Location;

/// More rows than this are not read.
const MAX_ROWS: usize = 60;
/// Rows kept before the ones that explain the failure, where there are too many.
const LEAD: usize = 10;

/// Reduces the steps of a schedule to those that threads share. `source` gives the text of a line.
pub(crate) fn interleaving(
    steps: &[StepRow],
    threads: &[String],
    source: impl Fn(&Location) -> String,
) -> Interleaving {
    let steps = merge_repetitions(shared(steps));
    let overwrites = overwrites(&steps);
    let (from, until) = window(&steps, &overwrites);
    let row = |(index, step): (usize, &&StepRow)| Row {
        thread: step.thread,
        location: step.at.clone(),
        source: source(&step.at).trim().to_owned(),
        action: step.action,
        target: step.target.clone(),
        value: step.value.clone(),
        overwrites: overwrites
            .get(&index)
            .and_then(|lost| lost.write.checked_sub(from)),
    };
    let rows = steps
        .iter()
        .enumerate()
        .skip(from)
        .take(until - from)
        .map(row)
        .collect();
    Interleaving {
        threads: threads.to_vec(),
        rows,
    }
}

/// Steps on data that two threads touch and one writes, on locks that two threads want, and all waits.
fn shared(steps: &[StepRow]) -> Vec<&StepRow> {
    let mut touched: BTreeMap<Option<u32>, BTreeSet<ThreadId>> = BTreeMap::new();
    let mut written = BTreeSet::new();
    let mut wanted: BTreeMap<Option<u32>, BTreeSet<ThreadId>> = BTreeMap::new();
    for step in steps {
        match step.action {
            Action::Writes => {
                written.insert(step.location);
                touched.entry(step.location).or_default().insert(step.thread);
            }
            Action::Reads => drop(touched.entry(step.location).or_default().insert(step.thread)),
            Action::Takes | Action::Tries | Action::Waits => {
                wanted.entry(step.location).or_default().insert(step.thread);
            }
            Action::Releases | Action::Sleeps | Action::Forks => {}
        }
    }
    let by_several = |users: &BTreeMap<Option<u32>, BTreeSet<ThreadId>>, location: Option<u32>| {
        users.get(&location).is_some_and(|threads| threads.len() > 1)
    };
    let matters = |step: &&StepRow| match step.action {
        Action::Reads | Action::Writes => {
            written.contains(&step.location) && by_several(&touched, step.location)
        }
        Action::Takes | Action::Releases | Action::Tries => by_several(&wanted, step.location),
        Action::Waits | Action::Sleeps | Action::Forks => true,
    };
    steps.iter().filter(matters).collect()
}

/// Steps of the longest round of a loop that is shown once.
const LONGEST_ROUND: usize = 8;

/// A thread that does the same thing on the same line again, as in a loop that waits, is shown once, the last time; so are
/// rounds of several steps that change nothing.
fn merge_repetitions(steps: Vec<&StepRow>) -> Vec<&StepRow> {
    let mut merged: Vec<&StepRow> = Vec::new();
    for step in steps {
        let key = |step: &StepRow| (step.thread, step.location, step.action, step.at.line);
        match merged.last_mut() {
            Some(last) if key(last) == key(step) && last.at == step.at && step.action != Action::Writes => {
                *last = step;
            }
            _ => {
                merged.push(step);
                drop_round(&mut merged);
            }
        }
    }
    merged
}

/// Takes out the round before the last one, where both are the same.
fn drop_round(steps: &mut Vec<&StepRow>) {
    let same = |one: &StepRow, other: &StepRow| {
        one.thread == other.thread
            && one.location == other.location
            && one.action == other.action
            && one.at == other.at
            && one.value == other.value
            && one.action != Action::Writes
    };
    let repeats = |length: &usize| {
        let rounds = steps.len().checked_sub(2 * length).map(|start| &steps[start..]);
        rounds.is_some_and(|rounds| {
            let (before, last) = rounds.split_at(*length);
            before.iter().zip(last).all(|(one, other)| same(one, other))
        })
    };
    if let Some(length) = (2..=LONGEST_ROUND).find(repeats) {
        let end = steps.len() - length;
        steps.drain(end - length..end);
    }
}

/// Why a write destroyed another one: the rows of the other write and of the read before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lost {
    write: usize,
    read: usize,
}

/// Writes whose thread had read the location before another thread wrote there.
fn overwrites(steps: &[&StepRow]) -> BTreeMap<usize, Lost> {
    let mut last_read: BTreeMap<(ThreadId, Option<u32>), usize> = BTreeMap::new();
    let mut last_write: BTreeMap<Option<u32>, (usize, ThreadId)> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        match step.action {
            Action::Reads => drop(last_read.insert((step.thread, step.location), index)),
            Action::Writes => {
                let read = last_read.get(&(step.thread, step.location));
                let write = last_write.insert(step.location, (index, step.thread));
                if let (Some(&read), Some((write, writer))) = (read, write)
                    && writer != step.thread
                    && read < write
                {
                    found.insert(index, Lost { write, read });
                }
            }
            Action::Takes
            | Action::Releases
            | Action::Tries
            | Action::Waits
            | Action::Sleeps
            | Action::Forks => {}
        }
    }
    found
}

/// The rows to show: around the first lost write, or else the last ones.
fn window(steps: &[&StepRow], overwrites: &BTreeMap<usize, Lost>) -> (usize, usize) {
    let Some((write, lost)) = overwrites.first_key_value() else {
        let from = start_of_story(steps, last_before_switch(steps));
        let from = first_write_before(steps, from);
        return (from.max(steps.len().saturating_sub(MAX_ROWS)), steps.len());
    };
    let (from, until) = (start_of_story(steps, lost.read), end_of_story(steps, *write));
    if until - from <= MAX_ROWS {
        return (from, until);
    }
    let from = from
        .max(lost.read.saturating_sub(LEAD))
        .max((write + 1).saturating_sub(MAX_ROWS));
    (from, until.min(from + MAX_ROWS))
}

/// The last row before a second thread comes.
fn last_before_switch(steps: &[&StepRow]) -> usize {
    let first = steps.first().map_or(0, |step| step.thread);
    let others = steps.iter().position(|step| step.thread != first);
    others.unwrap_or(0).saturating_sub(1)
}

/// What a thread wrote shortly before others came may be what they see half of.
fn first_write_before(steps: &[&StepRow], row: usize) -> usize {
    let lead = row.saturating_sub(LEAD);
    let write = steps[lead..row]
        .iter()
        .position(|step| step.action == Action::Writes);
    write.map_or(row, |write| lead + write)
}

/// Earlier rows that belong to what happens at a row: its line, and locks that are still held there.
fn start_of_story(steps: &[&StepRow], row: usize) -> usize {
    let mut start = row;
    let mut held: BTreeMap<(ThreadId, Option<u32>), usize> = BTreeMap::new();
    for (index, step) in steps[..row].iter().enumerate() {
        match step.action {
            Action::Takes => drop(held.insert((step.thread, step.location), index)),
            Action::Releases => drop(held.remove(&(step.thread, step.location))),
            Action::Reads
            | Action::Writes
            | Action::Tries
            | Action::Waits
            | Action::Sleeps
            | Action::Forks => {}
        }
    }
    if let Some(first) = held.values().min() {
        start = start.min(*first);
    }
    // The thread has usually begun its line before; what it wrote there belongs to an earlier turn.
    let same_turn = |before: &StepRow, after: &StepRow| {
        before.thread == after.thread && before.at == after.at && before.action != Action::Writes
    };
    while start > 0 && same_turn(steps[start - 1], steps[start]) {
        start -= 1;
    }
    start
}

/// The row after a lost write, and after the releases that directly follow it.
fn end_of_story(steps: &[&StepRow], row: usize) -> usize {
    let releases = steps[row + 1..]
        .iter()
        .take_while(|step| step.action == Action::Releases)
        .count();
    row + 1 + releases
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thread, line, action, target; the location is the target's first letter.
    fn step(thread: ThreadId, line: u32, action: Action, target: &str) -> StepRow {
        StepRow {
            thread,
            at: Location {
                file: "counter.py".to_owned(),
                line,
            },
            action,
            target: target.to_owned(),
            value: None,
            location: Some(u32::from(target.as_bytes()[0])),
            event: None,
        }
    }

    fn show(steps: &[StepRow]) -> Vec<String> {
        let threads = ["main", "T1", "T2"].map(str::to_owned);
        let interleaving = interleaving(steps, &threads, |at| format!("  line {}", at.line));
        let line = |row: &Row| {
            let lost = row.overwrites.map_or(String::new(), |lost| format!(" <- {lost}"));
            format!("{} {:?} {}{lost}", row.thread, row.action, row.target)
        };
        interleaving.rows.iter().map(line).collect()
    }

    use Action::{Reads, Releases, Takes, Waits, Writes};

    #[test]
    fn a_lost_update_is_shown_without_what_came_before_and_after() {
        let mut steps = vec![
            step(1, 1, Takes, "own"),
            step(1, 2, Reads, "private"),
            step(1, 1, Releases, "own"),
        ];
        for _ in 0..3 {
            steps.extend([step(1, 3, Reads, "value"), step(1, 3, Writes, "value")]);
        }
        steps.extend([step(1, 3, Reads, "value"), step(2, 3, Reads, "value")]);
        steps.extend([
            step(2, 3, Writes, "value"),
            step(1, 3, Writes, "value"),
            step(2, 9, Reads, "value"),
        ]);
        assert_eq!(
            show(&steps),
            [
                "1 Reads value",
                "2 Reads value",
                "2 Writes value",
                "1 Writes value <- 2"
            ]
        );
    }

    #[test]
    fn a_deadlock_is_shown_with_the_locks_that_are_held() {
        let steps = [
            step(1, 1, Takes, "a"),
            step(1, 1, Releases, "a"),
            step(1, 5, Takes, "a"),
            step(2, 6, Takes, "b"),
            step(2, 7, Waits, "a"),
            step(1, 7, Waits, "b"),
        ];
        assert_eq!(show(&steps), ["1 Takes a", "2 Takes b", "2 Waits a", "1 Waits b"]);
    }

    #[test]
    fn a_torn_read_is_shown_with_the_write_before_it() {
        let steps = [
            step(1, 2, Reads, "x"),
            step(1, 2, Writes, "x"),
            step(1, 3, Reads, "y"),
            step(2, 9, Reads, "x"),
            step(2, 9, Reads, "y"),
            step(1, 3, Writes, "y"),
        ];
        assert_eq!(show(&steps)[0], "1 Writes x");
    }

    #[test]
    fn never_more_than_sixty_rows_and_the_lost_write_is_among_them() {
        let mut steps = vec![step(1, 3, Reads, "value")];
        for line in 0..200 {
            steps.extend([step(2, line, Reads, "value"), step(2, line, Writes, "value")]);
        }
        steps.push(step(1, 3, Writes, "value"));
        let shown = show(&steps);
        assert_eq!(shown.len(), MAX_ROWS);
        assert_eq!(shown.last().map(String::as_str), Some("1 Writes value <- 58"));
    }

    #[test]
    fn rounds_of_a_loop_that_changes_nothing_are_shown_once() {
        let round = || {
            [
                step(1, 7, Takes, "lock"),
                step(1, 8, Reads, "flag"),
                step(1, 7, Releases, "lock"),
            ]
        };
        let mut steps = vec![step(2, 3, Takes, "lock"), step(2, 4, Writes, "flag")];
        steps.push(step(2, 3, Releases, "lock"));
        steps.extend((0..9).flat_map(|_| round()));
        steps.push(step(1, 7, Takes, "lock"));
        let shown = show(&steps);
        assert_eq!(
            shown.iter().filter(|row| *row == "1 Reads flag").count(),
            1,
            "{shown:?}"
        );
        // Where something is written each round is its own.
        let steps: Vec<StepRow> = (0..3)
            .flat_map(|_| [step(1, 7, Writes, "flag"), step(2, 8, Reads, "flag")])
            .collect();
        assert_eq!(show(&steps).len(), 6);
    }

    #[test]
    fn steps_that_one_thread_makes_alone_are_left_out() {
        let steps = [
            step(1, 1, Reads, "x"),
            step(2, 1, Reads, "x"),
            step(1, 2, Writes, "y"),
            step(1, 3, Takes, "l"),
        ];
        assert_eq!(show(&steps), Vec::<String>::new());
    }
}
