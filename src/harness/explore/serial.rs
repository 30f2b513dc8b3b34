//! Linearizability: do the results of a schedule belong to some order of its operations, each run alone?

use std::collections::HashMap;

use crate::harness::explore::orders::{SerialTable, key};
use crate::harness::explore::text::end_text;
use crate::model::schedule::{OperationEnd, OperationKey, OperationResult};
use crate::model::value::Exception;

/// How many right results are shown beside the wrong ones.
const MAX_NEAREST: usize = 3;

/// The operations of one schedule, beside what a sequential model says about them.
pub(crate) struct Serial<'a> {
    table: &'a SerialTable,
    seen: HashMap<OperationKey, &'a OperationResult>,
    /// Operations whose results count, in the order in which they are shown.
    judged: Vec<OperationKey>,
}

impl<'a> Serial<'a> {
    /// `results` must hold each operation of the table's orders.
    pub(crate) fn new(
        table: &'a SerialTable,
        results: &'a [OperationResult],
        judged: Vec<OperationKey>,
    ) -> Self {
        Self {
            table,
            seen: results.iter().map(|result| (key(result), result)).collect(),
            judged,
        }
    }

    /// Whether some order gives exactly the judged results, and the same exceptions wherever one was raised.
    pub(crate) fn holds(&self, excused: &[OperationKey]) -> bool {
        self.table
            .orders()
            .any(|order| self.is_consistent(order) && self.gives(order, excused))
    }

    /// Whether the model raises what this operation raised, in any order at all.
    pub(crate) fn may_raise(&self, operation: OperationKey, raised: &Exception) -> bool {
        let at = |(key, end): &(OperationKey, OperationEnd)| *key == operation && raises(end, raised);
        self.table.orders().any(|order| order.iter().any(at))
    }

    /// Judged results of possible orders that differ least from those seen, each in the order of the judged operations.
    pub(crate) fn nearest(&self) -> Vec<Vec<String>> {
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        for order in self.table.orders().filter(|order| self.is_consistent(order)) {
            let ends: HashMap<_, _> = order.iter().map(|(key, end)| (*key, end)).collect();
            let judged = self
                .judged
                .iter()
                .filter_map(|key| Some((*ends.get(key)?, self.seen.get(key)?)));
            let wrong = judged.filter(|(end, result)| !same(end, &result.end)).count();
            let worst = found.last().map_or(usize::MAX, |(wrong, _)| *wrong);
            if found.len() == MAX_NEAREST && wrong >= worst {
                continue;
            }
            let texts: Vec<_> = self
                .judged
                .iter()
                .filter_map(|key| Some(end_text(ends.get(key)?)))
                .collect();
            if found.iter().all(|(_, known)| *known != texts) {
                found.push((wrong, texts));
                found.sort_by_key(|(wrong, _)| *wrong);
                found.truncate(MAX_NEAREST);
            }
        }
        found.into_iter().map(|(_, texts)| texts).collect()
    }

    /// No operation comes after one that began when it had already returned.
    fn is_consistent(&self, order: &[(OperationKey, OperationEnd)]) -> bool {
        let mut latest = 0;
        order.iter().all(|(key, _)| {
            let Some(result) = self.seen.get(key) else {
                return false;
            };
            let in_time = result.returned >= latest;
            latest = latest.max(result.began);
            in_time
        })
    }

    fn gives(&self, order: &[(OperationKey, OperationEnd)], excused: &[OperationKey]) -> bool {
        order.iter().all(|(key, end)| {
            let Some(result) = self.seen.get(key) else {
                return false;
            };
            let raised = matches!(result.end, OperationEnd::Raised(_)) && !excused.contains(key);
            let counts = raised || self.judged.contains(key);
            !counts || same(end, &result.end)
        })
    }
}

/// Values are compared exactly, exceptions by class.
fn same(model: &OperationEnd, seen: &OperationEnd) -> bool {
    match (model, seen) {
        (OperationEnd::Value(right), OperationEnd::Value(seen)) => right == seen,
        (_, OperationEnd::Raised(seen)) => raises(model, seen),
        (OperationEnd::Raised(_), OperationEnd::Value(_)) => false,
    }
}

/// Whether the model's end is an exception whose class the seen one is of.
///
/// Python's own classes must be the very same. A class that the submission defines is known to the model under another
/// module, so that there the name decides.
fn raises(model: &OperationEnd, seen: &Exception) -> bool {
    let OperationEnd::Raised(right) = model else {
        return false;
    };
    let class = right.class();
    match class.rsplit_once('.') {
        None => seen.is_a(class),
        Some((_, name)) => seen
            .classes
            .iter()
            .any(|seen| seen.rsplit_once('.').is_some_and(|(_, seen)| seen == name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::clock::Times;
    use crate::model::schedule::Part;
    use crate::model::value::Value;

    /// An operation of a row: thread, index, when it began and returned, its value.
    type Row = (u32, usize, u64, u64, i64);

    /// A model whose orders are given as lists of (thread, index, value).
    fn table(orders: &[&[(u32, usize, i64)]]) -> SerialTable {
        let key = |(thread, index, _): &(u32, usize, i64)| (Part::Thread, *thread, *index);
        let end = |(_, _, value): &(u32, usize, i64)| OperationEnd::Value(Value::int(*value));
        let keys = orders
            .iter()
            .map(|order| order.iter().map(key).collect())
            .collect();
        let ends = orders
            .iter()
            .map(|order| order.iter().map(end).collect())
            .collect();
        SerialTable::new(keys, ends).unwrap()
    }

    fn results(rows: &[Row]) -> Vec<OperationResult> {
        let result = |&(thread, index, began, returned, value): &Row| OperationResult {
            thread,
            index,
            part: Part::Thread,
            began,
            returned,
            times: Times::default(),
            end: OperationEnd::Value(Value::int(value)),
        };
        rows.iter().map(result).collect()
    }

    #[track_caller]
    fn check(table: &SerialTable, rows: &[Row], expected: bool) {
        let results = results(rows);
        let judged = results.iter().map(key).collect();
        assert_eq!(
            Serial::new(table, &results, judged).holds(&[]),
            expected,
            "{rows:?}"
        );
    }

    /// Two increments of a counter that return the new value.
    fn increments() -> SerialTable {
        table(&[&[(1, 0, 1), (2, 0, 2)], &[(2, 0, 1), (1, 0, 2)]])
    }

    #[test]
    fn a_lost_update_is_of_no_order() {
        let table = increments();
        check(&table, &[(1, 0, 0, 5, 1), (2, 0, 2, 6, 1)], false);
        check(&table, &[(1, 0, 0, 5, 2), (2, 0, 2, 6, 1)], true);
        check(&table, &[(1, 0, 0, 5, 1), (2, 0, 2, 6, 2)], true);
    }

    #[test]
    fn a_value_that_was_replaced_before_the_read_began_is_stale() {
        // Thread 1 writes 1; thread 2 reads 0 or 1.
        let table = table(&[&[(1, 0, 0), (2, 0, 1)], &[(2, 0, 0), (1, 0, 0)]]);
        check(&table, &[(1, 0, 0, 4, 0), (2, 0, 5, 6, 0)], false);
        check(&table, &[(1, 0, 0, 4, 0), (2, 0, 5, 6, 1)], true);
        // While the write is going on both are right.
        check(&table, &[(1, 0, 0, 4, 0), (2, 0, 4, 6, 0)], true);
        check(&table, &[(1, 0, 0, 4, 0), (2, 0, 4, 6, 1)], true);
        // A read that returned before the write began cannot know of it.
        check(&table, &[(1, 0, 7, 9, 0), (2, 0, 5, 6, 1)], false);
    }

    /// A counter kept as one part per thread: thread 1 and 2 add 1 to their own part, thread 3 adds the parts up.
    fn sharded_sum() -> SerialTable {
        table(&[
            &[(1, 0, 0), (2, 0, 0), (3, 0, 2)],
            &[(2, 0, 0), (1, 0, 0), (3, 0, 2)],
            &[(1, 0, 0), (3, 0, 1), (2, 0, 0)],
            &[(2, 0, 0), (3, 0, 1), (1, 0, 0)],
            &[(3, 0, 0), (1, 0, 0), (2, 0, 0)],
            &[(3, 0, 0), (2, 0, 0), (1, 0, 0)],
        ])
    }

    #[test]
    fn an_unlocked_sum_of_parts_is_right_while_the_parts_only_grow_by_single_steps() {
        // The sum runs beside both additions and may have seen any of them.
        for sum in 0..=2 {
            check(
                &sharded_sum(),
                &[(1, 0, 1, 8, 0), (2, 0, 1, 8, 0), (3, 0, 0, 9, sum)],
                true,
            );
        }
        check(
            &sharded_sum(),
            &[(1, 0, 1, 8, 0), (2, 0, 1, 8, 0), (3, 0, 0, 9, 3)],
            false,
        );
        // Thread 1 had returned before the sum began: 0 is stale.
        check(
            &sharded_sum(),
            &[(1, 0, 1, 2, 0), (2, 0, 1, 8, 0), (3, 0, 3, 9, 0)],
            false,
        );
        check(
            &sharded_sum(),
            &[(1, 0, 1, 2, 0), (2, 0, 1, 8, 0), (3, 0, 3, 9, 1)],
            true,
        );
    }

    #[test]
    fn an_unlocked_sum_that_saw_the_second_change_but_not_the_first_is_refused() {
        // One thread adds 1 to a part and then 10 to another; a sum of 10 is of no order.
        let table = table(&[
            &[(1, 0, 0), (1, 1, 0), (2, 0, 11)],
            &[(1, 0, 0), (2, 0, 1), (1, 1, 0)],
            &[(2, 0, 0), (1, 0, 0), (1, 1, 0)],
        ]);
        for (sum, right) in [(0, true), (1, true), (10, false), (11, true)] {
            check(
                &table,
                &[(1, 0, 1, 2, 0), (1, 1, 3, 4, 0), (2, 0, 0, 9, sum)],
                right,
            );
        }
    }

    #[test]
    fn the_nearest_right_results_stand_beside_the_wrong_ones() {
        let results = results(&[(1, 0, 0, 5, 1), (2, 0, 2, 6, 1)]);
        let table = increments();
        let serial = Serial::new(&table, &results, results.iter().map(key).collect());
        let allowed = serial.nearest();
        assert_eq!(allowed, [["1", "2"], ["2", "1"]]);
    }

    #[test]
    fn exceptions_match_by_class_and_never_by_a_name_that_a_student_chose() {
        let raised = |classes: &[&str]| Exception {
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
            text: String::new(),
            location: None,
            cause: Vec::new(),
        };
        let model = |class: &str| OperationEnd::Raised(raised(&[class]));
        assert!(raises(
            &model("ValueError"),
            &raised(&["ValueError", "Exception"])
        ));
        assert!(raises(
            &model("ValueError"),
            &raised(&["bank.Refused", "ValueError"])
        ));
        assert!(!raises(
            &model("ValueError"),
            &raised(&["counter.ValueError", "Exception"])
        ));
        assert!(raises(
            &model("__main__.InsufficientFunds"),
            &raised(&["bank.InsufficientFunds", "Exception"])
        ));
        assert!(!raises(&model("__main__.ValueError"), &raised(&["ValueError"])));
        assert!(!raises(
            &OperationEnd::Value(Value::None),
            &raised(&["ValueError"])
        ));
    }
}
