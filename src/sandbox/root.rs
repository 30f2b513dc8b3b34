//! The root of a sandbox: a small file system in memory with what the command names, and nothing else.
//!
//! It is built beside the old root, with the rights of the setup (root's own directories can be reached still), and
//! made read-only at the end.

use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::limits::Limits;
use crate::sandbox::SandboxError;
use crate::sandbox::command::{Command, Mount};
use crate::sandbox::operation::Operation;
use crate::sandbox::plan::{List, c_path, file_path, not_absolute};

/// Read-only, no set-user-id programs, no devices, no programs.
const READ_ONLY: u64 = 1;
const NO_SETUID: u64 = 2;
const NO_DEVICES: u64 = 4;
const NO_PROGRAMS: u64 = 8;

/// Where the old root is while the new one is built.
const OLD_ROOT: &str = "/.old";

/// Directories of which one exists on every machine, to mount the new root on.
const MOUNT_POINTS: [&str; 5] = ["/tmp", "/run", "/var", "/mnt", "/dev"];

pub(super) const DEVICES: [&str; 5] = [
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
];

/// How many files a scratch directory may hold.
const SCRATCH_FILES: u32 = 4096;

impl List {
    /// A new root: a file system in memory with what the command names, and nothing else.
    pub(super) fn root(&mut self, command: &Command) -> Result<(), SandboxError> {
        let base = MOUNT_POINTS.iter().find(|path| Path::new(path).is_dir());
        let base = c_path(Path::new(
            base.ok_or_else(|| SandboxError::Command("there is no /tmp".into()))?,
        ))?;
        let old_beside = [base.as_bytes(), OLD_ROOT.as_bytes()].concat();
        let old_beside = CString::new(old_beside).expect("made of two strings without a zero");
        self.must(Operation::PrivateMounts);
        self.must(Operation::Memory {
            target: base.clone(),
            options: root_size(command),
            flags: libc::MS_NOSUID | libc::MS_NODEV,
        });
        self.must(Operation::Directory {
            path: old_beside.clone(),
            mode: 0o700,
        });
        self.must(Operation::PivotRoot {
            root: base,
            old: old_beside,
        });
        let mut mounts: Vec<&Mount> = command.mounts.iter().collect();
        mounts.sort_by_key(|mount| mount.target().components().count());
        for mount in &mounts {
            self.mount(mount, &command.mounts, &command.limits)?;
        }
        for device in DEVICES {
            let attributes = READ_ONLY | NO_SETUID | NO_PROGRAMS;
            self.bind(Path::new(device), Path::new(device), false, attributes)?;
        }
        self.directory(Path::new("/proc"))?;
        self.may(Operation::Processes {
            target: c"/proc".into(),
        });
        self.must(Operation::Detach {
            target: c_path(Path::new(OLD_ROOT))?,
        });
        self.must(Operation::RemoveDirectory {
            path: c_path(Path::new(OLD_ROOT))?,
        });
        let attributes = READ_ONLY | NO_SETUID | NO_DEVICES;
        self.must(Operation::RestrictMount {
            target: c"/".into(),
            attributes,
        });
        Ok(())
    }

    fn mount(&mut self, mount: &Mount, all: &[Mount], limits: &Limits) -> Result<(), SandboxError> {
        match mount {
            Mount::Bind { source, target } => {
                if let Some(content) = kept_link(source, target, all) {
                    if let Some(parent) = target.parent() {
                        self.directory(parent)?;
                    }
                    self.must(Operation::Link {
                        content: c_path(&content)?,
                        path: c_path(target)?,
                    });
                    return Ok(());
                }
                let real = source.canonicalize().map_err(|error| {
                    SandboxError::Command(format!("cannot mount {}: {error}", source.display()))
                })?;
                self.bind(&real, target, real.is_dir(), READ_ONLY | NO_SETUID | NO_DEVICES)
            }
            Mount::Files { target, files } => {
                self.directory(target)?;
                for (name, content) in files {
                    self.file(&target.join(file_path(name)?), content)?;
                }
                Ok(())
            }
            Mount::Scratch { target } => {
                self.directory(target)?;
                let options = format!("size={},nr_inodes={SCRATCH_FILES},mode=1777", limits.disk);
                self.must(Operation::Memory {
                    target: c_path(target)?,
                    options: CString::new(options).expect("made of numbers"),
                    flags: libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC,
                });
                Ok(())
            }
        }
    }

    fn bind(
        &mut self,
        source: &Path,
        target: &Path,
        directory: bool,
        attributes: u64,
    ) -> Result<(), SandboxError> {
        if directory {
            self.directory(target)?;
        } else {
            self.file(target, &Arc::from([]))?;
        }
        let below = source.strip_prefix("/").map_err(|_| not_absolute(source))?;
        let source = c_path(&Path::new(OLD_ROOT).join(below))?;
        self.must(Operation::Bind {
            source,
            target: c_path(target)?,
            attributes,
        });
        Ok(())
    }

    fn directory(&mut self, path: &Path) -> Result<(), SandboxError> {
        let mut missing: Vec<&Path> = Vec::new();
        for ancestor in path.ancestors().filter(|ancestor| ancestor.parent().is_some()) {
            missing.push(ancestor);
        }
        if missing.is_empty() && path != Path::new("/") {
            return Err(not_absolute(path));
        }
        for path in missing.into_iter().rev() {
            if self.made.insert(path.to_path_buf()) {
                self.must(Operation::Directory {
                    path: c_path(path)?,
                    mode: 0o755,
                });
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, content: &Arc<[u8]>) -> Result<(), SandboxError> {
        if let Some(parent) = path.parent() {
            self.directory(parent)?;
        }
        self.must(Operation::File {
            path: c_path(path)?,
            content: Arc::clone(content),
            mode: 0o444,
        });
        Ok(())
    }
}

/// Room for the files that are written into the root itself, and a little more.
fn root_size(command: &Command) -> CString {
    let (mut bytes, mut count) = (1 << 20, 1024);
    for mount in &command.mounts {
        if let Mount::Files { files, .. } = mount {
            for (_, content) in files {
                bytes += (content.len() as u64).next_multiple_of(4096);
                // With a directory or two of its own.
                count += 4;
            }
        }
    }
    CString::new(format!("size={bytes},nr_inodes={count},mode=755")).expect("made of numbers")
}

/// The content of a link that stays a link: one whose end is mounted at its own place anyway.
fn kept_link(source: &Path, target: &Path, all: &[Mount]) -> Option<PathBuf> {
    let content = source.read_link().ok()?;
    let end = source.canonicalize().ok()?;
    let mounted = all.iter().any(|mount| match mount {
        Mount::Bind {
            source: other,
            target: place,
        } => other == place && other != source && end.starts_with(other) && !other.is_symlink(),
        Mount::Files { .. } | Mount::Scratch { .. } => false,
    });
    (mounted && source == target).then_some(content)
}
