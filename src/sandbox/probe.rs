//! Which level does this machine give? Found out by doing all of it in a throw-away child, not by asking.

use std::num::NonZero;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::limits::Limits;
use crate::sandbox::cgroup::Hierarchy;
use crate::sandbox::command::{Command, Mount};
use crate::sandbox::process::{Exit, Process};
use crate::sandbox::start::{self, Finish};
use crate::sandbox::{Demand, Entry, Level, Sandbox, SandboxError, landlock, sys};
use crate::util::fs;

/// The first level of the demand that works, tried as root first if we are root.
pub(super) fn choose(demand: Demand) -> Result<Sandbox, SandboxError> {
    let (levels, weakest): (&[Level], Level) = match &demand {
        Demand::Auto => (&[Level::Full, Level::Namespaces], Level::Namespaces),
        Demand::Exactly(level) => (std::slice::from_ref(level), *level),
    };
    let mut reasons = Vec::new();
    for level in levels {
        for entry in entries() {
            match attempt(*level, entry) {
                Ok(sandbox) => return Ok(sandbox),
                Err(reason) => reasons.push(reason),
            }
        }
    }
    reasons.dedup();
    Err(SandboxError::Unavailable {
        level: weakest,
        reasons,
    })
}

/// Ways to set up that this process has, the best first.
pub(super) fn entries() -> Vec<Entry> {
    match sys::effective_ids() {
        // The kernel counts no processes for the machine's real root, so it must not be the user of a run.
        (0, _) if is_real_root() => vec![Entry::Root, Entry::Mapped],
        (0, _) => vec![Entry::Root, Entry::Mapped, Entry::User],
        _ => vec![Entry::User],
    }
}

/// Is our user 0 also user 0 outside of our user namespace?
fn is_real_root() -> bool {
    let map = fs::read_text(Path::new("/proc/self/uid_map")).unwrap_or_default();
    let outside = map
        .lines()
        .find_map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["0", outside, _] => Some(outside == "0"),
            _ => None,
        });
    outside.unwrap_or(true)
}

/// A sandbox at this level, after all its operations worked once; or why not, in words.
pub(super) fn attempt(level: Level, entry: Entry) -> Result<Sandbox, String> {
    let landlock = sys::landlock_version();
    let groups = if level == Level::Full {
        Some(Hierarchy::find()?)
    } else {
        None
    };
    if level == Level::Restricted {
        check_restricted(entry, landlock)?;
    }
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut sandbox = Sandbox {
        level,
        entry,
        groups,
        landlock,
        processors: u32::try_from(processors).unwrap_or(u32::MAX),
        tolerated: Vec::new(),
    };
    let chain = |error: SandboxError| match std::error::Error::source(&error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    };
    let process = start::start(&sandbox, &trial(), Finish::Probe).map_err(chain)?;
    sandbox.tolerated.clone_from(&process.tolerated);
    finish(process)?;
    Ok(sandbox)
}

fn finish(mut process: Process) -> Result<(), String> {
    match process.reap(true) {
        Some(Exit::Code(0)) => Ok(()),
        other => Err(format!("the probe ended with {other:?}")),
    }
}

/// Without namespaces there must be another bound on whom a program, and the reaper that ends it, can signal.
fn check_restricted(entry: Entry, version: u32) -> Result<(), String> {
    match (version, entry) {
        (0, _) => Err("the kernel has no Landlock".into()),
        (_, Entry::Root) => Ok(()),
        (_, Entry::Mapped) => Err("there is no user namespace at this level".into()),
        (version, Entry::User) if version >= landlock::SCOPED => Ok(()),
        (version, Entry::User) => Err(format!(
            "Landlock version {version} cannot keep signals inside (version 6, Linux 6.12, can)"
        )),
    }
}

/// Every kind of operation that a real command may need.
fn trial() -> Command {
    Command {
        program: PathBuf::from("/"),
        args: Vec::new(),
        env: Vec::new(),
        cwd: PathBuf::from("/files"),
        mounts: vec![
            Mount::Files {
                target: "/files".into(),
                files: vec![("file".into(), Arc::from(*b"content"))],
            },
            Mount::Scratch {
                target: "/tmp".into(),
            },
            Mount::Scratch {
                target: "/dev/shm".into(),
            },
        ],
        limits: Limits::default(),
        loopback: true,
        listen: Vec::new(),
        observed: false,
    }
}
