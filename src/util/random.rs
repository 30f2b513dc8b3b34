//! Random numbers that depend on a seed alone: the same on every machine, for ever.

/// `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// A sequence of its own for each pair.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed);
        let start = random.next() ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03);
        Self(start)
    }

    /// A sequence of its own for each seed and purpose.
    pub(crate) fn named(seed: u64, purpose: &str) -> Self {
        let stream = purpose.bytes().fold(0xCBF2_9CE4_8422_2325, |stream: u64, byte| {
            (stream ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Self::new(seed, stream)
    }

    /// A place in a list of this length, or 0.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// One of some things; there is at least one.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.index(things.len())]
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0. (The bias of the remainder is below 2^-32 for what we count.)
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// A number of the range, both ends included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.wrapping_sub(low).cast_unsigned();
        let offset = if span == u64::MAX {
            self.next()
        } else {
            self.below(span + 1)
        };
        low.wrapping_add(offset.cast_signed())
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_the_paper() {
        let mut random = Random(0);
        assert_eq!(random.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn another_purpose_has_other_numbers() {
        let numbers = |seed, purpose| {
            let mut random = Random::named(seed, purpose);
            (0..20).map(|_| random.index(1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1, "a"), numbers(1, "a"));
        assert_ne!(numbers(1, "a"), numbers(1, "b"));
        assert_ne!(numbers(1, "a"), numbers(2, "a"));
    }

    #[test]
    fn numbers_stay_in_their_range_and_meet_both_ends() {
        let mut random = Random::new(1, 2);
        let seen: std::collections::BTreeSet<i64> = (0..200).map(|_| random.between(-2, 3)).collect();
        assert_eq!(seen, (-2..=3).collect());
        random.between(i64::MIN, i64::MAX);
        assert_eq!(random.between(7, 7), 7);
    }
}
