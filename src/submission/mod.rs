//! What was handed in becomes a frozen copy in memory: everything after this sees the same bytes, whatever happens to
//! the directory meanwhile.
//!
//! The directory is hostile: links are not followed, fifos and devices are not opened, sizes, numbers and depth are
//! bounded, and what is left out is mentioned. This room runs nothing, and does not know what a task is beyond the name
//! of its required file.

mod encoding;
mod near;
mod refusal;
mod walk;

#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use crate::model::grade::Source;
use crate::submission::walk::{Collected, Required, collect};
use crate::util::fs::{self, Content, Directory, Kind};
use crate::util::{hash, text};

pub(crate) use crate::submission::refusal::{LeftOut, NothingToGrade, Refusal, Unusable};

/// Bounds of what is copied.
#[derive(Debug, Clone, Copy)]
struct Caps {
    /// Bytes of the required file.
    required: u64,
    /// Bytes of any other file.
    file: u64,
    /// Bytes of all files.
    total: u64,
    files: usize,
    depth: usize,
    /// Names that are looked at, in all directories together.
    names: usize,
}

const CAPS: Caps = Caps {
    required: 1 << 20,
    file: 8 << 20,
    total: 64 << 20,
    files: 2000,
    depth: 16,
    names: 50_000,
};

/// A frozen submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// Path inside the submission, with `/`, and bytes; sorted by path.
    pub(crate) files: Vec<(String, Arc<[u8]>)>,
    /// SHA-256 over all paths and bytes, in hexadecimal digits.
    pub(crate) hash: String,
    /// What the directory has and the snapshot has not, in the order of the walk.
    pub(crate) left_out: Vec<LeftOut>,
}

impl Snapshot {
    fn new(mut files: Vec<(String, Arc<[u8]>)>, left_out: Vec<LeftOut>) -> Self {
        files.sort_by(|left, right| left.0.cmp(&right.0));
        let hash = hash::of(files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]));
        Self {
            files,
            hash,
            left_out,
        }
    }

    /// The bytes of a file, by its path inside the submission.
    #[cfg(test)]
    pub(crate) fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        let index = self
            .files
            .binary_search_by(|(known, _)| known.as_str().cmp(path))
            .ok()?;
        Some(&self.files[index].1)
    }

    /// A snapshot of files that are in memory already: a task's own solutions.
    pub(crate) fn from_files(files: Vec<(String, Vec<u8>)>) -> Self {
        Self::new(
            files
                .into_iter()
                .map(|(path, bytes)| (path, bytes.into()))
                .collect(),
            Vec::new(),
        )
    }

    /// The Python files as text, for reports that quote lines; what is not UTF-8 in them appears as replacement signs.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let python = |path: &str| {
            Path::new(path)
                .extension()
                .is_some_and(|extension| extension == "py")
        };
        let files = self.files.iter().filter(|(path, _)| python(path));
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .trim_start_matches('\u{feff}')
                .to_owned()
        };
        files
            .map(|(path, bytes)| Source {
                path: path.clone(),
                text: text(bytes),
            })
            .collect()
    }
}

/// Copies what was handed in: a directory with the `required` file at its top, or that file alone.
pub(crate) fn freeze(path: &Path, required: &str) -> Result<Snapshot, Refusal> {
    freeze_within(path, required, &CAPS)
}

fn freeze_within(path: &Path, required: &str, caps: &Caps) -> Result<Snapshot, Refusal> {
    let shown = text::name(path.as_os_str());
    let kind = match fs::kind_of(path) {
        Ok(kind) => kind,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Refusal::CommandLine(NothingToGrade::NotFound { path: shown }));
        }
        Err(error) => return Err(Refusal::Machine(error)),
    };
    match kind {
        Kind::Directory => directory(path, required, caps),
        Kind::File => single(path, shown, required, caps),
        Kind::Link | Kind::Special => Err(Refusal::CommandLine(NothingToGrade::Special { path: shown })),
    }
}

fn directory(path: &Path, required: &str, caps: &Caps) -> Result<Snapshot, Refusal> {
    let top = Directory::open(path).map_err(Refusal::Machine)?;
    let Collected {
        files,
        left_out,
        present,
        required: found,
    } = collect(&top, required, caps).map_err(Refusal::Machine)?;
    let unusable = match found {
        Required::Whole(at) => match encoding::check(&files[at].1) {
            Ok(()) => return Ok(Snapshot::new(files, left_out)),
            Err(problem) => Unusable::NotText {
                expected: required.to_owned(),
                problem,
            },
        },
        Required::TooLarge(size) => Unusable::TooLarge {
            expected: required.to_owned(),
            size,
            limit: caps.required,
        },
        Required::NotAFile(what) => Unusable::NotAFile {
            expected: required.to_owned(),
            what,
        },
        Required::Absent if present.is_empty() && left_out.is_empty() => Unusable::Empty {
            expected: required.to_owned(),
        },
        Required::Absent => Unusable::MissingFile {
            expected: required.to_owned(),
            near: near::nearest(required, &present),
            present,
        },
    };
    Err(Refusal::Submission(unusable))
}

/// A file named on the command line: its directory is opened, for the same care, and nothing else in it is looked at.
fn single(path: &Path, shown: String, required: &str, caps: &Caps) -> Result<Snapshot, Refusal> {
    let given = path.file_name().unwrap_or_default();
    if given != required {
        return Err(Refusal::CommandLine(NothingToGrade::OtherFile {
            path: shown,
            expected: required.to_owned(),
        }));
    }
    let path = fs::canonical(path).map_err(Refusal::Machine)?;
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Refusal::CommandLine(NothingToGrade::Special { path: shown }));
    };
    let content = Directory::open(parent).and_then(|parent| parent.read(name, caps.required));
    let expected = required.to_owned();
    let bytes = match content.map_err(Refusal::Machine)? {
        Content::Whole(bytes) => bytes,
        Content::TooLarge(size) => {
            return Err(Refusal::Submission(Unusable::TooLarge {
                expected,
                size,
                limit: caps.required,
            }));
        }
        Content::ForeignHardLink | Content::NotAFile => {
            return Err(Refusal::CommandLine(NothingToGrade::Special { path: shown }));
        }
    };
    encoding::check(&bytes).map_err(|problem| {
        Refusal::Submission(Unusable::NotText {
            expected: expected.clone(),
            problem,
        })
    })?;
    Ok(Snapshot::new(vec![(expected, bytes.into())], Vec::new()))
}
