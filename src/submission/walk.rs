//! The walk through the directory that was handed in.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use crate::submission::Caps;
use crate::submission::refusal::{LeftOut, NotAFile, WhyLeftOut};
use crate::util::fs::{Content, Directory, Error, Kind};
use crate::util::text;

/// More mentions than this help nobody.
const MENTIONS: usize = 200;

/// What tools leave beside a program.
const TOOLING: &[&str] = &[
    "__pycache__",
    "__MACOSX",
    ".DS_Store",
    ".git",
    ".hg",
    ".idea",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "node_modules",
    "venv",
];

/// What the walk found.
pub(super) struct Collected {
    pub(super) files: Vec<(String, Arc<[u8]>)>,
    pub(super) left_out: Vec<LeftOut>,
    /// Paths of all regular files met, those left out for their size included.
    pub(super) present: Vec<String>,
    pub(super) required: Required,
}

/// What became of the required file.
pub(super) enum Required {
    /// Its index in `files`.
    Whole(usize),
    TooLarge(u64),
    NotAFile(NotAFile),
    Absent,
}

/// Copies the files of a directory. The required one is read before all others, so that no bound on them keeps it out.
pub(super) fn collect(top: &Directory, required: &str, caps: &Caps) -> Result<Collected, Error> {
    let mut walk = Walk {
        required,
        caps,
        names_left: caps.names,
        bytes_left: caps.total,
        collected: Collected {
            files: Vec::new(),
            left_out: Vec::new(),
            present: Vec::new(),
            required: Required::Absent,
        },
    };
    let (names, more) = top.names(walk.names_left)?;
    walk.take_required(top, &names);
    walk.directory(top, "", 1, names, more);
    Ok(walk.collected)
}

struct Walk<'a> {
    required: &'a str,
    caps: &'a Caps,
    names_left: usize,
    bytes_left: u64,
    collected: Collected,
}

impl Walk<'_> {
    fn take_required(&mut self, top: &Directory, names: &[OsString]) {
        let name = OsStr::new(self.required);
        if !names.iter().any(|known| known == name) {
            return;
        }
        self.collected.required = match top.kind(name) {
            Ok(Kind::File) => match top.read(name, self.caps.required) {
                Ok(Content::Whole(bytes)) => {
                    self.bytes_left = self.bytes_left.saturating_sub(bytes.len() as u64);
                    self.collected
                        .files
                        .push((self.required.to_owned(), bytes.into()));
                    Required::Whole(0)
                }
                Ok(Content::TooLarge(size)) => Required::TooLarge(size),
                Ok(Content::NotAFile) => Required::NotAFile(NotAFile::Special),
                Ok(Content::ForeignHardLink) => Required::NotAFile(NotAFile::Link),
                Err(_) => Required::NotAFile(NotAFile::Unreadable),
            },
            Ok(Kind::Directory) => Required::NotAFile(NotAFile::Directory),
            Ok(Kind::Link) => Required::NotAFile(NotAFile::Link),
            Ok(Kind::Special) => Required::NotAFile(NotAFile::Special),
            Err(_) => Required::NotAFile(NotAFile::Unreadable),
        };
    }

    /// Takes what is in a directory whose path, empty or ending in `/`, is `prefix`.
    fn directory(
        &mut self,
        directory: &Directory,
        prefix: &str,
        depth: usize,
        names: Vec<OsString>,
        more: bool,
    ) {
        self.names_left = self.names_left.saturating_sub(names.len());
        for name in names {
            let Some(utf8) = name.to_str() else {
                self.leave_out(
                    &format!("{}{}", text::one_line(prefix), text::name(&name)),
                    WhyLeftOut::Name,
                );
                continue;
            };
            let path = format!("{prefix}{utf8}");
            if depth == 1 && utf8 == self.required {
                self.collected.present.push(path);
                continue;
            }
            if self.collected.files.len() >= self.caps.files {
                self.leave_out(&path, WhyLeftOut::TooMuch);
                return;
            }
            self.entry(directory, &name, path, depth);
        }
        if more {
            self.leave_out(&format!("{prefix}…"), WhyLeftOut::TooMuch);
        }
    }

    fn entry(&mut self, directory: &Directory, name: &OsStr, path: String, depth: usize) {
        let compiled = Path::new(name)
            .extension()
            .is_some_and(|extension| extension == "pyc" || extension == "pyo");
        if compiled || TOOLING.iter().any(|tool| name == *tool) {
            return self.leave_out(&path, WhyLeftOut::Tooling);
        }
        match directory.kind(name) {
            Ok(Kind::File) => self.file(directory, name, path),
            Ok(Kind::Directory) if depth >= self.caps.depth => self.leave_out(&path, WhyLeftOut::TooDeep),
            Ok(Kind::Directory) => {
                let inner = directory.child(name);
                let listed = inner.and_then(|inner| inner.names(self.names_left).map(|names| (inner, names)));
                match listed {
                    Ok((inner, (names, more))) => {
                        self.directory(&inner, &format!("{path}/"), depth + 1, names, more);
                    }
                    Err(_) => self.leave_out(&path, WhyLeftOut::Unreadable),
                }
            }
            Ok(Kind::Link) => self.leave_out(&path, WhyLeftOut::Link),
            Ok(Kind::Special) => self.leave_out(&path, WhyLeftOut::Special),
            Err(_) => self.leave_out(&path, WhyLeftOut::Unreadable),
        }
    }

    fn file(&mut self, directory: &Directory, name: &OsStr, path: String) {
        self.collected.present.push(path.clone());
        let limit = self.caps.file.min(self.bytes_left);
        match directory.read(name, limit) {
            Ok(Content::Whole(bytes)) => {
                self.bytes_left -= bytes.len() as u64;
                self.collected.files.push((path, bytes.into()));
            }
            Ok(Content::TooLarge(size)) if size > self.caps.file => {
                self.leave_out(&path, WhyLeftOut::TooLarge(size));
            }
            Ok(Content::TooLarge(_)) => self.leave_out(&path, WhyLeftOut::TooMuch),
            Ok(Content::NotAFile) => self.leave_out(&path, WhyLeftOut::Special),
            Ok(Content::ForeignHardLink) => self.leave_out(&path, WhyLeftOut::ForeignHardLink),
            Err(_) => self.leave_out(&path, WhyLeftOut::Unreadable),
        }
    }

    fn leave_out(&mut self, path: &str, why: WhyLeftOut) {
        if self.collected.left_out.len() < MENTIONS {
            self.collected.left_out.push(LeftOut {
                path: text::one_line(path),
                why,
            });
        }
    }
}
