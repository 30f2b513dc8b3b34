//! What one schedule did, as far as the search needs it: decisions, and accesses in the order in which they happened.

use std::sync::Arc;

use crate::harness::explore::threads::ThreadSet;
use crate::model::schedule::{Plan, ThreadId};

/// One schedule that was run.
///
/// Made by [`answer`](super::answer) alone, which checks that every thread, location and decision named in it exists
/// and that the decisions of the events never go backwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trace {
    pub(crate) end: TraceEnd,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) events: Vec<Event>,
    /// Short names of the locations, by their numbers.
    pub(crate) names: Vec<Arc<str>>,
    /// Names of the threads, by their numbers.
    pub(crate) threads: Vec<String>,
    /// A lock was tried, or waited for with a timeout, or the process forked: moments at which it matters where a lock
    /// is released.
    pub(crate) saw_try: bool,
}

/// How far a schedule came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TraceEnd {
    Finished,
    /// The harness saw something wrong and ended it.
    Failed,
    /// Every thread that could go on was asleep: an equivalent schedule has been run.
    Pruned,
    /// The budget of visible steps ended.
    Steps,
}

/// A moment at which more than one thread could go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) chosen: ThreadId,
    pub(crate) enabled: ThreadSet,
    /// The thread that ran until here and could go on.
    pub(crate) running: Option<ThreadId>,
    /// What is chosen where the plan says nothing.
    pub(crate) default: ThreadId,
    /// The thread that waits actively and gave way: choosing it again leads nowhere.
    pub(crate) yielded: Option<ThreadId>,
    /// Threads that wait for a time which may come early.
    pub(crate) sleepers: ThreadSet,
    /// The sleep set after this decision.
    pub(crate) asleep: ThreadSet,
    /// The first event after it.
    pub(crate) first_event: u32,
    /// No event lies between the decision before and this one.
    pub(crate) quiet: bool,
    /// How many locations were known: later ones have no number that other schedules share.
    pub(crate) locations: u32,
}

impl Decision {
    /// Threads that may be chosen.
    pub(crate) fn available(&self) -> ThreadSet {
        self.enabled.union(self.sleepers)
    }
}

/// One access, or one step in the life of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) thread: ThreadId,
    pub(crate) kind: Kind,
    /// A location; the other thread for [`Kind::Spawn`] and [`Kind::Joined`].
    pub(crate) location: u32,
    /// The decision directly before it: without one no other thread could have gone on there.
    pub(crate) decision: Option<u32>,
    /// An acquisition that took the lock; of [`Kind::Pending`], one that is only tried or has a timeout.
    pub(crate) taking: bool,
    /// On a lock that no other thread can want yet: orders threads, conflicts with nothing.
    pub(crate) untracked: bool,
    /// The second access of one operation, such as the element after its container.
    pub(crate) same_tick: bool,
}

impl Event {
    /// Whether it can conflict with events of other threads.
    pub(crate) fn is_access(&self) -> bool {
        self.kind.is_access() && !self.untracked
    }
}

/// Kinds of events. Their numbers in the protocol are those of `kind as u8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Kind {
    Read = 0,
    Write = 1,
    /// Of a container, when one of its elements is read or written, and when it is read or written as a whole.
    ElementRead = 2,
    ElementWrite = 3,
    WholeRead = 4,
    WholeWrite = 5,
    Acquire = 6,
    Release = 7,
    Try = 8,
    /// A fork of the process, and any operation that a fork may cut in two.
    Fork = 9,
    Forkable = 10,
    Spawn = 20,
    End = 21,
    Joined = 22,
    /// About to acquire a lock that is taken.
    Pending = 23,
}

impl Kind {
    const ALL: [Self; 15] = [
        Self::Read,
        Self::Write,
        Self::ElementRead,
        Self::ElementWrite,
        Self::WholeRead,
        Self::WholeWrite,
        Self::Acquire,
        Self::Release,
        Self::Try,
        Self::Fork,
        Self::Forkable,
        Self::Spawn,
        Self::End,
        Self::Joined,
        Self::Pending,
    ];

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The number in the protocol.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// Kinds of accesses to the same location whose order with this one matters.
    ///
    /// A release conflicts with attempts only: an acquisition that has to wait for it cannot come before it.
    pub(crate) fn conflicts(self) -> &'static [Self] {
        match self {
            Self::Read => &[Self::Write],
            Self::Write => &[Self::Read, Self::Write],
            Self::ElementRead => &[Self::WholeWrite],
            Self::ElementWrite => &[Self::WholeRead, Self::WholeWrite],
            Self::WholeRead => &[Self::ElementWrite, Self::WholeWrite],
            Self::WholeWrite => &[
                Self::ElementRead,
                Self::ElementWrite,
                Self::WholeRead,
                Self::WholeWrite,
            ],
            Self::Acquire => &[Self::Acquire, Self::Try],
            Self::Release => &[Self::Try],
            Self::Try => &[Self::Acquire, Self::Release, Self::Try],
            Self::Fork => &[Self::Forkable],
            Self::Forkable => &[Self::Fork],
            Self::Spawn | Self::End | Self::Joined | Self::Pending => &[],
        }
    }

    /// Whether it accesses a location.
    pub(crate) fn is_access(self) -> bool {
        !self.conflicts().is_empty()
    }
}

/// What a thread did between two decisions, in words that other schedules share.
pub(crate) type Transition = Arc<[Access]>;

/// One access of a [`Transition`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) kind: Kind,
    /// `None` where the location was first touched after the decision: it is then known by its name only.
    pub(crate) location: Option<u32>,
    pub(crate) name: Arc<str>,
}

impl Trace {
    /// The decisions that were not the default ones: a plan that leads to this schedule again.
    pub(crate) fn deviations(&self) -> Plan {
        let numbered = (0_u32..).zip(&self.decisions);
        numbered
            .filter(|(_, d)| d.chosen != d.default)
            .map(|(at, d)| (at, d.chosen))
            .collect()
    }

    /// What the thread chosen at a decision did before the next one.
    pub(crate) fn transition(&self, decision: u32) -> Transition {
        let Some(taken) = self.decision(decision) else {
            return Arc::new([]);
        };
        let known = taken.locations;
        let after = self.events.iter().skip(taken.first_event as usize);
        after
            .take_while(|event| event.decision == Some(decision))
            .filter(|event| event.is_access())
            .map(|event| Access {
                kind: event.kind,
                location: (event.location < known).then_some(event.location),
                name: self.names[event.location as usize].clone(),
            })
            .collect()
    }

    /// The first of the decisions that come directly after each other and lead to the next event.
    ///
    /// A thread that is let go on meets the decision before its own next access at once. What is chosen there could
    /// have been chosen at the first decision as well: the search knows them as one.
    pub(crate) fn first_of_chain(&self, mut decision: u32) -> u32 {
        while self.continues(decision) {
            decision -= 1;
        }
        decision
    }

    /// The last of such decisions: the one that the next event follows.
    pub(crate) fn last_of_chain(&self, mut decision: u32) -> u32 {
        while self.continues(decision + 1) {
            decision += 1;
        }
        decision
    }

    fn continues(&self, decision: u32) -> bool {
        let before = decision.checked_sub(1).and_then(|before| self.decision(before));
        let (Some(before), Some(this)) = (before, self.decision(decision)) else {
            return false;
        };
        // A thread whose time has come early has changed the clock.
        this.quiet && this.running == Some(before.chosen) && before.enabled.contains(before.chosen)
    }

    pub(crate) fn decision(&self, index: u32) -> Option<&Decision> {
        self.decisions.get(index as usize)
    }
}
