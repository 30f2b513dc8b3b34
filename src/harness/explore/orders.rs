//! The orders in which the operations of a scenario could have run one after another.

use crate::model::schedule::{OperationEnd, OperationKey, OperationResult, Part, Scenario};

/// More orders than this are not asked of a model: the scenario is too large for a sequential model.
const MAX_ORDERS: u128 = 20_000;

/// A scenario with too many operations for a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the operations of this scenario can follow each other in {count} orders, more than {MAX_ORDERS}; use fewer of them"
)]
pub(crate) struct TooManyOrders {
    count: u128,
}

/// What the sequential model answered for every order of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SerialTable {
    /// Each order with the ends of its operations.
    orders: Vec<Vec<(OperationKey, OperationEnd)>>,
}

impl SerialTable {
    /// Joins orders with the model's answers; `None` where their numbers differ.
    pub(crate) fn new(orders: Vec<Vec<OperationKey>>, ends: Vec<Vec<OperationEnd>>) -> Option<Self> {
        let same = orders.len() == ends.len()
            && orders
                .iter()
                .zip(&ends)
                .all(|(order, ends)| order.len() == ends.len());
        let joined = orders
            .into_iter()
            .zip(ends)
            .map(|(order, ends)| order.into_iter().zip(ends).collect());
        same.then(|| Self {
            orders: joined.collect(),
        })
    }

    pub(crate) fn orders(&self) -> impl Iterator<Item = &[(OperationKey, OperationEnd)]> {
        self.orders.iter().map(Vec::as_slice)
    }
}

/// All orders that keep each thread's own, `end` operations last. They depend on the scenario alone, so that one
/// question to the model serves all its schedules.
pub(crate) fn serial_orders(scenario: &Scenario) -> Result<Vec<Vec<OperationKey>>, TooManyOrders> {
    let lists = operation_lists(scenario);
    let count = merges(&lists);
    if count > MAX_ORDERS {
        return Err(TooManyOrders { count });
    }
    let mut orders = Vec::new();
    merge(&lists, &mut vec![0; lists.len()], &mut Vec::new(), &mut orders);
    for order in &mut orders {
        order.extend((0..scenario.end.len()).map(|index| (Part::End, 0, index)));
    }
    Ok(orders)
}

/// All operations of a scenario.
pub(crate) fn operations(scenario: &Scenario) -> impl Iterator<Item = OperationKey> {
    let end = (0..scenario.end.len()).map(|index| (Part::End, 0, index));
    operation_lists(scenario).into_iter().flatten().chain(end)
}

pub(crate) fn key(result: &OperationResult) -> OperationKey {
    (result.part, result.thread, result.index)
}

/// One list per thread: `main` is what thread 0 does beside the others.
fn operation_lists(scenario: &Scenario) -> Vec<Vec<OperationKey>> {
    let main = (0..scenario.main.len())
        .map(|index| (Part::Main, 0, index))
        .collect();
    let threads = (1..).zip(&scenario.threads);
    let threads = threads.map(|(thread, list)| {
        (0..list.len())
            .map(|index| (Part::Thread, thread, index))
            .collect()
    });
    std::iter::once(main).chain(threads).collect()
}

/// How many ways there are to merge the lists.
fn merges(lists: &[Vec<OperationKey>]) -> u128 {
    let (mut count, mut placed) = (1_u128, 0_u128);
    for list in lists {
        for taken in 1..=list.len() as u128 {
            placed += 1;
            // Binomial coefficients, built up so that each division is exact.
            count = count.saturating_mul(placed) / taken;
        }
    }
    count
}

fn merge(
    lists: &[Vec<OperationKey>],
    taken: &mut Vec<usize>,
    order: &mut Vec<OperationKey>,
    orders: &mut Vec<Vec<OperationKey>>,
) {
    let mut ended = true;
    for list in 0..lists.len() {
        let Some(operation) = lists[list].get(taken[list]) else {
            continue;
        };
        ended = false;
        taken[list] += 1;
        order.push(*operation);
        merge(lists, taken, order, orders);
        order.pop();
        taken[list] -= 1;
    }
    if ended {
        orders.push(order.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::explore::rule::tests::scenario;

    fn count(threads: &[usize], main: usize, end: usize) -> Result<usize, TooManyOrders> {
        serial_orders(&scenario(threads, main, end)).map(|orders| orders.len())
    }

    #[test]
    fn orders_are_all_merges() {
        assert_eq!(count(&[], 0, 0), Ok(1));
        assert_eq!(count(&[1, 1], 0, 1), Ok(2));
        assert_eq!(count(&[2, 2], 0, 0), Ok(6));
        assert_eq!(count(&[1, 1, 1], 1, 0), Ok(24));
        assert_eq!(count(&[3, 3, 3], 0, 0), Ok(1680));
    }

    #[test]
    fn too_many_orders_are_refused_with_their_number() {
        let error = count(&[5, 5, 5], 0, 0).unwrap_err();
        assert!(error.to_string().contains("756756"), "{error}");
        assert!(count(&[60; 60], 0, 0).is_err());
    }

    #[test]
    fn end_operations_come_last_and_threads_keep_their_order() {
        let orders = serial_orders(&scenario(&[2, 1], 0, 2)).unwrap();
        for order in orders {
            assert_eq!(order[3..], [(Part::End, 0, 0), (Part::End, 0, 1)]);
            let place = |index| {
                order
                    .iter()
                    .position(|key| *key == (Part::Thread, 1, index))
                    .unwrap()
            };
            assert!(place(0) < place(1));
        }
    }
}
