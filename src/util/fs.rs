//! Files: every error names its path, and a file of a stranger is opened relative to its directory, following no link
//! and waiting for nobody.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};

/// What went wrong with which path.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", crate::util::text::name(path.as_os_str()))]
pub(crate) struct Error {
    action: &'static str,
    path: PathBuf,
    #[source]
    source: io::Error,
}

impl Error {
    /// The kind of the cause, for callers who treat an absent file apart.
    pub(crate) fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

/// For callers who handle errors of the system only; the path stays in the text.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::new(error.kind(), error)
    }
}

/// An open directory. What is in it is reached by name through its descriptor, so that nobody can put a link in the
/// way meanwhile.
pub(crate) struct Directory {
    file: File,
    path: PathBuf,
    owner: u32,
}

/// What a name in a directory stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Directory,
    Link,
    /// A fifo, a socket, a device.
    Special,
}

/// The bytes of a regular file, as far as they were wanted.
pub(crate) enum Content {
    Whole(Vec<u8>),
    /// Larger than the limit; the size is what the file system says.
    TooLarge(u64),
    /// A second name of another user's file.
    ForeignHardLink,
    /// It became something else after its kind was looked up.
    NotAFile,
}

impl Directory {
    /// Opens the directory at a path that the user typed: links in it are followed.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source: io::Error| Error {
            action: "open directory",
            path: path.to_owned(),
            source,
        };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let file =
            File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|errno| failed(errno.into()))?);
        let owner = rustix::fs::fstat(&file)
            .map_err(|errno| failed(errno.into()))?
            .st_uid;
        Ok(Self {
            file,
            path: path.to_owned(),
            owner,
        })
    }

    /// Opens a directory in this one, unless its name is a link.
    pub(crate) fn child(&self, name: &OsStr) -> Result<Self, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = rustix::fs::openat(&self.file, name, flags, Mode::empty());
        let file = File::from(opened.map_err(|errno| self.failed("open directory", name, errno))?);
        Ok(Self {
            file,
            path: self.path.join(name),
            owner: self.owner,
        })
    }

    /// At most `limit` names, sorted by their bytes, and whether there are more.
    pub(crate) fn names(&self, limit: usize) -> Result<(Vec<OsString>, bool), Error> {
        let here = OsStr::new("");
        let mut names = Vec::new();
        let mut more = false;
        for entry in Dir::read_from(&self.file).map_err(|errno| self.failed("list", here, errno))? {
            let entry = entry.map_err(|errno| self.failed("list", here, errno))?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            if names.len() == limit {
                more = true;
                break;
            }
            names.push(name.to_owned());
        }
        names.sort();
        Ok((names, more))
    }

    /// What a name stands for, links not followed.
    pub(crate) fn kind(&self, name: &OsStr) -> Result<Kind, Error> {
        let stat = rustix::fs::statat(&self.file, name, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(|errno| self.failed("look at", name, errno))?;
        Ok(kind(&stat))
    }

    /// Reads a regular file of at most `limit` bytes. A fifo without a writer does not hold it up.
    pub(crate) fn read(&self, name: &OsStr, limit: u64) -> Result<Content, Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let opened = rustix::fs::openat(&self.file, name, flags, Mode::empty());
        let file = File::from(opened.map_err(|errno| self.failed("open", name, errno))?);
        let stat = rustix::fs::fstat(&file).map_err(|errno| self.failed("look at", name, errno))?;
        if kind(&stat) != Kind::File {
            return Ok(Content::NotAFile);
        }
        if stat.st_nlink > 1 && stat.st_uid != self.owner {
            return Ok(Content::ForeignHardLink);
        }
        let size = u64::try_from(stat.st_size).unwrap_or(0);
        if size > limit {
            return Ok(Content::TooLarge(size));
        }
        let mut bytes = Vec::new();
        // One byte more than the limit shows a file that grew since.
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| Error {
                action: "read",
                path: self.path.join(name),
                source,
            })?;
        let read = bytes.len() as u64;
        Ok(if read > limit {
            Content::TooLarge(read)
        } else {
            Content::Whole(bytes)
        })
    }

    fn failed(&self, action: &'static str, name: &OsStr, errno: rustix::io::Errno) -> Error {
        Error {
            action,
            path: self.path.join(name),
            source: errno.into(),
        }
    }
}

/// What a path that the user typed stands for, its links followed.
pub(crate) fn kind_of(path: &Path) -> Result<Kind, Error> {
    let stat = rustix::fs::stat(path).map_err(|errno| Error {
        action: "look at",
        path: path.to_owned(),
        source: errno.into(),
    })?;
    Ok(kind(&stat))
}

/// The path without links, `.` and `..`.
pub(crate) fn canonical(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(|source| Error {
        action: "look at",
        path: path.to_owned(),
        source,
    })
}

fn kind(stat: &Stat) -> Kind {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::Link,
        _ => Kind::Special,
    }
}

/// The paths of what is in a directory, sorted.
pub(crate) fn list(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error {
        action: "list",
        path: path.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The bytes of a file that is not a stranger's.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place, and the error names the path"
)]
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// The first bytes of a file, at most `limit`.
pub(crate) fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|source| Error {
            action: "read",
            path: path.to_owned(),
            source,
        })?;
    Ok(bytes)
}

/// The text of a file that the kernel makes up.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place, and the error names the path"
)]
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// Writes into a file that exists already, as those are that the kernel makes up: a missing one must not be created
/// elsewhere by mistake.
pub(crate) fn write_into(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    File::options()
        .write(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|source| Error {
            action: "write",
            path: path.to_owned(),
            source,
        })
}

/// Makes a directory and those above it that are missing.
pub(crate) fn make_directories(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(|source| Error {
        action: "make directory",
        path: path.to_owned(),
        source,
    })
}

/// Writes a file whole or not at all: beside its place first, then by renaming.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error {
        action: "write",
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    let open = PermissionsExt::from_mode(0o644);
    file.as_file().set_permissions(open).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Moves a file or directory, within one file system.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(from, to).map_err(|source| Error {
        action: "rename",
        path: from.to_owned(),
        source,
    })
}

/// Lets everybody read a directory and everything in it, whatever the user's mask took away; links are left alone.
pub(crate) fn make_readable(directory: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error {
            action: "make readable",
            path,
            source,
        }
    };
    let mut directories = vec![directory.to_owned()];
    while let Some(directory) = directories.pop() {
        for path in list(&directory)?.into_iter().chain([directory.clone()]) {
            let metadata = path.symlink_metadata().map_err(failed(&path))?;
            if metadata.is_symlink() {
                continue;
            }
            let mode = metadata.permissions().mode();
            let wanted = mode | if metadata.is_dir() { 0o555 } else { 0o444 };
            if mode != wanted {
                std::fs::set_permissions(&path, PermissionsExt::from_mode(wanted)).map_err(failed(&path))?;
            }
            if metadata.is_dir() && path != directory {
                directories.push(path);
            }
        }
    }
    Ok(())
}
