//! Small sets of threads.

use crate::model::schedule::ThreadId;

/// More threads than this in one schedule are refused: the sets are bit masks.
pub(crate) const MAX_THREADS: u32 = 128;

/// A set of threads of one schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ThreadSet(u128);

impl ThreadSet {
    pub(crate) const EMPTY: Self = Self(0);

    /// The set whose member `i` is bit `i`.
    pub(crate) fn from_mask(mask: u128) -> Self {
        Self(mask)
    }

    /// Threads from [`MAX_THREADS`] on are in no set.
    pub(crate) fn contains(self, thread: ThreadId) -> bool {
        self.0 & bit(thread) != 0
    }

    pub(crate) fn insert(&mut self, thread: ThreadId) {
        self.0 |= bit(thread);
    }

    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(crate) fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The smallest member.
    pub(crate) fn first(self) -> Option<ThreadId> {
        (self.0 != 0).then(|| self.0.trailing_zeros())
    }

    /// The largest member.
    pub(crate) fn last(self) -> Option<ThreadId> {
        (self.0 != 0).then(|| self.0.ilog2())
    }

    /// Members from the smallest to the largest.
    pub(crate) fn iter(self) -> impl Iterator<Item = ThreadId> {
        (0..MAX_THREADS).filter(move |thread| self.contains(*thread))
    }
}

impl FromIterator<ThreadId> for ThreadSet {
    fn from_iter<I: IntoIterator<Item = ThreadId>>(threads: I) -> Self {
        let mut set = Self::EMPTY;
        for thread in threads {
            set.insert(thread);
        }
        set
    }
}

fn bit(thread: ThreadId) -> u128 {
    1_u128.checked_shl(thread).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_in_order_and_none_beyond_the_last_bit() {
        let set: ThreadSet = [5, 0, 127, 128, 4000].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 5, 127]);
        assert_eq!((set.first(), set.last(), set.len()), (Some(0), Some(127), 3));
        assert!(!set.contains(128));
    }
}
