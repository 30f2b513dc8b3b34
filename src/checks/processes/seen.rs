//! What a tree of processes says about one watched call.

use crate::model::processes::{BEGINS, Born, CAME_BACK, ENDED, End, Fate, Mark, Origin, RAISED, State, Tree};

/// The tree from the caller's point of view.
pub(super) struct Seen<'a> {
    tree: &'a Tree,
    pub(super) caller: usize,
    end: &'a Mark,
}

/// A child that came out of the call into the caller's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CameBack {
    /// Of the fork that made it; nothing where that is not known.
    pub(super) line: Option<u32>,
    pub(super) by_exception: bool,
}

/// What is left of a call that has returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Left {
    pub(super) alive: u64,
    /// Children of the caller that ended, and nobody waited for.
    pub(super) zombies: u64,
    /// Processes whose parent, another than the caller, ended without having waited for them.
    pub(super) abandoned: u64,
}

impl<'a> Seen<'a> {
    /// Finds the moments of the call: each once, in their order, named by one process. Anything else is not of the
    /// harness's making.
    pub(super) fn of(tree: &'a Tree) -> Option<Self> {
        let named = |kind: u8| {
            let mut marks = tree
                .marks
                .iter()
                .enumerate()
                .filter(move |(_, mark)| mark.kind == kind);
            marks.next().filter(|_| marks.next().is_none())
        };
        let (first, begin) = named(BEGINS)?;
        let (last, end) = named(ENDED)?;
        let honest = first < last && begin.process == end.process && begin.value == end.value;
        Some(Self {
            tree,
            caller: begin.process.filter(|_| honest)?,
            end,
        })
    }

    /// Those that came back, the first line first.
    pub(super) fn came_back(tree: &Tree) -> Vec<CameBack> {
        let mut found: Vec<CameBack> = tree
            .marks
            .iter()
            .filter(|mark| mark.kind == CAME_BACK || mark.kind == RAISED)
            .map(|mark| CameBack {
                line: Some(mark.value).filter(|line| *line > 0),
                by_exception: mark.kind == RAISED,
            })
            .collect();
        found.sort_by_key(|copy| (copy.by_exception, copy.line));
        found
    }

    /// Whether a process took part: the caller, and whatever was born from it.
    fn took_part(&self, index: usize) -> bool {
        let born = &self.tree.processes[index];
        index == self.caller || born.parent.is_some() || born.origin == Origin::Unknown
    }

    /// How many took part, the caller among them.
    pub(super) fn count(&self) -> u64 {
        self.who().count() as u64 + self.tree.untold
    }

    /// Those that took part, by their place in the tree.
    pub(super) fn who(&self) -> impl Iterator<Item = usize> {
        (0..self.tree.processes.len()).filter(|index| self.took_part(*index))
    }

    pub(super) fn most_alive(&self) -> u64 {
        u64::from(self.tree.most_alive)
    }

    pub(super) fn left(&self) -> Left {
        let others = || self.end.others.iter().filter(|(index, _)| self.took_part(*index));
        let of_caller = |born: &Born| born.parent == Some(self.caller);
        let born = &self.tree.processes;
        Left {
            alive: others().filter(|(_, state)| *state == State::Alive).count() as u64,
            zombies: others()
                .filter(|(index, state)| *state == State::Zombie && of_caller(&born[*index]))
                .count() as u64,
            abandoned: born
                .iter()
                .enumerate()
                .filter(|(index, born)| {
                    *index != self.caller
                        && born.fate != Fate::Kept
                        && born.parent.is_some()
                        && !of_caller(born)
                })
                .count() as u64,
        }
    }

    /// How the caller's children ended, as Python tells it; `None` for one that had to be ended.
    pub(super) fn statuses(&self) -> Vec<Option<i32>> {
        let children = self
            .tree
            .processes
            .iter()
            .filter(|born| born.parent == Some(self.caller));
        children
            .map(|born| {
                born.end.map(|end| match end {
                    End::Status(status) => status,
                    End::Signal(signal) => -signal,
                })
            })
            .collect()
    }
}
