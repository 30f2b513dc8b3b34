//! Schedules by chance, for scenarios that the systematic search did not get to the end of.

use crate::harness::explore::order::{Order, Random};

/// Bugs that need this many ordered steps are found with a chance that the number of runs can make large.
const DEPTH: u32 = 3;

/// The random schedules of one search.
#[derive(Debug)]
pub(crate) struct Pct {
    seed: u64,
    runs: u64,
    release_points: bool,
    /// The most decisions that any schedule had.
    length: u32,
}

impl Pct {
    pub(crate) fn new(seed: u64, release_points: bool, length: u32) -> Self {
        Self {
            seed,
            runs: 0,
            release_points,
            length: length.max(1),
        }
    }

    /// There is always one more.
    pub(crate) fn next(&mut self) -> Order {
        let seed = mix(self.seed.wrapping_add(mix(self.runs)));
        self.runs += 1;
        let random = Some(Random {
            seed,
            depth: DEPTH,
            length: self.length,
        });
        Order {
            random,
            ..Order::plain(Vec::new(), self.release_points)
        }
    }

    pub(crate) fn record(&mut self, decisions: u32) {
        self.length = self.length.max(decisions);
    }
}

/// Spreads a counter over all 64 bits (the finaliser of splitmix64); 53 of them survive every JSON reader.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (value ^ (value >> 31)) >> 11
}
