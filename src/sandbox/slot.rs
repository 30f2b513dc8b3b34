//! A number that one run alone has among those that are alive, on this machine.
//!
//! It names the run's control group and gives it a user id, so it must not be handed out again while any process of
//! the run may live: the reaper kills by user id.

use std::sync::{Mutex, PoisonError};

/// How many runs one grader can have at once.
const SLOTS: usize = 256;

/// User ids from here on belong to nobody.
const FIRST_USER: u32 = 1_000_000_000;

/// Which slots are taken. It has to be one table for the whole process, however many sandboxes it chooses: user ids
/// and names of groups are made from the process's id.
static TAKEN: Mutex<[bool; SLOTS]> = Mutex::new([false; SLOTS]);

/// A taken slot; given back when dropped.
#[derive(Debug)]
pub(super) struct Slot(u8);

impl Slot {
    /// A free slot, if there is one.
    pub(super) fn take() -> Option<Self> {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let free = taken.iter().position(|taken| !taken)?;
        taken[free] = true;
        u8::try_from(free).ok().map(Self)
    }

    pub(super) fn number(&self) -> u8 {
        self.0
    }

    /// A user id that no other run of any grader on this machine has. (Process ids have at most 22 bits.)
    pub(super) fn user(&self) -> u32 {
        FIRST_USER + ((std::process::id() & 0x3f_ffff) << 8) + u32::from(self.0)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        TAKEN.lock().unwrap_or_else(PoisonError::into_inner)[usize::from(self.0)] = false;
    }
}
