//! Lines, put together from what each process wrote by itself.

use std::collections::BTreeMap;

use crate::model::processes::Written;

/// The lines of each process; nothing is the key of those that are not told one by one.
pub(super) struct Lines(BTreeMap<Option<usize>, Vec<Line>>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// It has its line end.
    pub(super) ended: bool,
}

impl Lines {
    pub(super) fn of(written: &[Written]) -> Self {
        let mut bytes: BTreeMap<Option<usize>, Vec<u8>> = BTreeMap::new();
        for piece in written {
            bytes.entry(piece.process).or_default().extend(&piece.bytes);
        }
        Self(
            bytes
                .into_iter()
                .map(|(process, bytes)| (process, lines(&bytes)))
                .collect(),
        )
    }

    /// Whether a process wrote anything at all.
    pub(super) fn wrote(&self, process: usize) -> bool {
        self.0.contains_key(&Some(process))
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &Line> {
        self.0.values().flatten()
    }

    /// How often a line is there, of all processes together.
    pub(super) fn count(&self, text: &str) -> u64 {
        self.each().filter(|line| line.is(text)).count() as u64
    }

    /// How often each process wrote the line, of those that did.
    pub(super) fn writers(&self, text: &str) -> BTreeMap<Option<usize>, u64> {
        let count = |lines: &Vec<Line>| lines.iter().filter(|line| line.is(text)).count() as u64;
        let counted = self.0.iter().map(|(process, lines)| (*process, count(lines)));
        counted.filter(|(_, count)| *count > 0).collect()
    }
}

impl Line {
    fn is(&self, text: &str) -> bool {
        self.ended && self.text == text
    }
}

fn lines(bytes: &[u8]) -> Vec<Line> {
    let text = String::from_utf8_lossy(bytes);
    text.split_inclusive('\n')
        .map(|line| Line {
            text: line.trim_end_matches('\n').to_owned(),
            ended: line.ends_with('\n'),
        })
        .collect()
}
