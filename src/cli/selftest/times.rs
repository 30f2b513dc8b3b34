//! How long the checks of a task took over all its solutions: a table.

use std::fmt::Write as _;
use std::time::Duration;

use crate::model::grade::Grade;

/// What one grading took: each check in the order of the spec, then the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Times {
    checks: Vec<Duration>,
    pub(super) whole: Duration,
}

impl Times {
    pub(super) fn of(grade: &Grade) -> Self {
        Self {
            checks: grade.checks.iter().map(|check| check.verdict.duration).collect(),
            whole: grade.duration,
        }
    }
}

/// Median and longest of each check, and of whole submissions.
pub(super) fn table(ids: &[String], all: &[Times]) -> String {
    let whole = "whole submission";
    let head = "time";
    let widest = ids.iter().map(String::len).max().unwrap_or(0).max(whole.len());
    let mut text = format!("  {head:widest$}  {:>9}  {:>9}\n", "median", "max");
    let columns = ids.iter().enumerate().map(|(index, id)| {
        let times = all.iter().filter_map(|times| times.checks.get(index).copied());
        (id.as_str(), times.collect::<Vec<_>>())
    });
    let wholes = all.iter().map(|times| times.whole).collect();
    for (name, mut times) in columns.chain([(whole, wholes)]) {
        times.sort_unstable();
        let (median, max) = (times.get(times.len() / 2), times.last());
        let _ = writeln!(text, "  {name:widest$}  {:>9}  {:>9}", shown(median), shown(max));
    }
    text
}

fn shown(time: Option<&Duration>) -> String {
    time.map_or_else(|| "–".to_owned(), |time| format!("{} ms", time.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_check_and_one_for_the_whole() {
        let times = |checks: [u64; 2], whole| Times {
            checks: checks.map(Duration::from_millis).to_vec(),
            whole: Duration::from_millis(whole),
        };
        let ids = ["one".to_owned(), "another-check-of-the-task".to_owned()];
        let all = [times([1, 20], 30), times([5, 10], 40), times([3, 900], 1000)];
        insta::assert_snapshot!(table(&ids, &all), @r"
        time                          median        max
        one                             3 ms       5 ms
        another-check-of-the-task      20 ms     900 ms
        whole submission               40 ms    1000 ms
        ");
        assert!(table(&ids, &[]).contains('–'));
    }
}
