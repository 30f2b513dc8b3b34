//! Mounts for the levels that have none: directories made from memory become directories of a private temporary
//! directory, and what the command says about their paths is translated.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::sandbox::SandboxError;
use crate::sandbox::command::{Command, Mount};
use crate::sandbox::plan::file_path;

/// A command as it has to be carried out on the machine's own file system.
pub(super) struct Materialised {
    pub(super) command: Command,
    /// Removed when dropped.
    pub(super) directory: TempDir,
}

/// Writes the files, makes the scratch directories, and translates the paths in the command. With an `owner` the
/// grader keeps the files and the owner may read them; without one the program runs as the same user as we do.
pub(super) fn materialise(command: &Command, owner: Option<u32>) -> Result<Materialised, SandboxError> {
    let failed = |source| SandboxError::Io {
        doing: "make a private directory for the files",
        source,
    };
    let directory = tempfile::Builder::new()
        .prefix("grader-")
        .tempdir()
        .map_err(failed)?;
    let root = directory.path().canonicalize().map_err(failed)?;
    give_to(&root, owner, 0o750).map_err(failed)?;
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    for mount in &command.mounts {
        let target = mount.target();
        let below = target.strip_prefix("/").map_err(|_| relative(target))?;
        let real = root.join(below);
        match mount {
            Mount::Bind { source, .. } => moved.push((target.clone(), source.clone())),
            Mount::Files { files, .. } => {
                make_directories(&root, below, owner).map_err(failed)?;
                for (name, content) in files {
                    place(&root, &below.join(file_path(name)?), content, owner).map_err(failed)?;
                }
                moved.push((target.clone(), real));
            }
            Mount::Scratch { .. } => {
                make_directories(&root, below, owner).map_err(failed)?;
                if let Some(id) = owner {
                    chown(&real, Some(id), Some(id)).map_err(failed)?;
                }
                fs::set_permissions(&real, Permissions::from_mode(0o700)).map_err(failed)?;
                moved.push((target.clone(), real));
            }
        }
    }
    // The longest target decides.
    moved.sort_by_key(|(target, _)| std::cmp::Reverse(target.as_os_str().len()));
    Ok(Materialised {
        command: translate(command, &moved),
        directory,
    })
}

fn relative(path: &Path) -> SandboxError {
    SandboxError::Command(format!("the target {} is not absolute", path.display()))
}

fn make_directories(root: &Path, below: &Path, owner: Option<u32>) -> io::Result<()> {
    let mut path = root.to_path_buf();
    for component in below.components() {
        path.push(component);
        match fs::create_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Ok(()) => give_to(&path, owner, 0o750)?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn place(root: &Path, below: &Path, content: &[u8], owner: Option<u32>) -> io::Result<()> {
    if let Some(parent) = below.parent() {
        make_directories(root, parent, owner)?;
    }
    let path = root.join(below);
    fs::File::create(&path)?.write_all(content)?;
    give_to(&path, owner, 0o440)
}

/// The owner's group may read; nobody else may.
fn give_to(path: &Path, owner: Option<u32>, mode: u32) -> io::Result<()> {
    if owner.is_some() {
        chown(path, None, owner)?;
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
}

fn translate(command: &Command, moved: &[(PathBuf, PathBuf)]) -> Command {
    let path = |path: &Path| {
        let found = moved
            .iter()
            .find_map(|(target, real)| Some(real.join(path.strip_prefix(target).ok()?)));
        // `join("")` leaves a slash behind.
        found.map_or_else(|| path.to_path_buf(), |found| found.components().collect())
    };
    let text = |text: &String| match path(Path::new(text)).to_str() {
        Some(translated) if text.starts_with('/') => translated.to_owned(),
        _ => text.clone(),
    };
    let mut env: Vec<(String, String)> = command
        .env
        .iter()
        .map(|(name, value)| (name.clone(), text(value)))
        .collect();
    let temporary = path(Path::new("/tmp"));
    if temporary != Path::new("/tmp") && !env.iter().any(|(name, _)| name == "TMPDIR") {
        env.push(("TMPDIR".into(), temporary.to_string_lossy().into_owned()));
    }
    let mounts = command.mounts.iter().map(|mount| match mount {
        Mount::Bind { source, .. } => Mount::Bind {
            source: source.clone(),
            target: source.clone(),
        },
        Mount::Files { target, .. } => Mount::Files {
            target: path(target),
            files: Vec::new(),
        },
        Mount::Scratch { target } => Mount::Scratch { target: path(target) },
    });
    Command {
        program: path(&command.program),
        args: command.args.iter().map(text).collect(),
        env,
        cwd: path(&command.cwd),
        mounts: mounts.collect(),
        limits: command.limits.clone(),
        loopback: command.loopback,
        listen: command.listen.clone(),
        observed: command.observed,
    }
}

/// Removes the directory, whatever the program made of it.
pub(super) fn remove(directory: TempDir) {
    /// As deep as is removed in one go: every level takes a descriptor.
    const DEPTH: u32 = 200;
    let root = directory.path().to_path_buf();
    for turn in 0..10_000 {
        if fs::remove_dir_all(&root).is_ok() {
            break;
        }
        let Some(deep) = deep_directory(&root, DEPTH) else {
            // All directories can be entered now; if that does not help, nothing will.
            let _ = fs::remove_dir_all(&root);
            break;
        };
        let _ = fs::rename(deep, root.join(format!(".deep-{turn}")));
    }
    // It is gone, or beyond help.
    let _ = directory.close();
}

/// A directory this deep below, if there is one; makes all that it passes accessible.
fn deep_directory(path: &Path, depth: u32) -> Option<PathBuf> {
    if depth == 0 {
        return Some(path.to_path_buf());
    }
    let _ = fs::set_permissions(path, Permissions::from_mode(0o700));
    let entries: Vec<PathBuf> = fs::read_dir(path)
        .ok()?
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    entries.iter().find_map(|entry| deep_directory(entry, depth - 1))
}
