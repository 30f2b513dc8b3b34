//! Starts real programs and asserts what they are refused, what they may do, and that nothing is left behind.

#![expect(
    clippy::disallowed_methods,
    reason = "tests prepare files for the sandbox, start a grader to kill, and hold deadlines"
)]

mod allowed;
mod cost;
mod limits;
mod listen;
mod observed;
mod refused;
mod remains;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::process::Ended;
use super::*;
use crate::model::limits::Limits;
use crate::model::observation::LimitKind;

/// A sandbox of this level; `None` where the machine does not give it, said aloud, and a failure in CI.
pub(super) fn sandbox(level: Level) -> Option<Sandbox> {
    match Sandbox::choose(Demand::Exactly(level)) {
        Ok(sandbox) => Some(sandbox),
        Err(error) => {
            skipped(&error.to_string());
            None
        }
    }
}

/// Says aloud what cannot be tested here; a failure in CI.
fn skipped(what: &str) {
    let message = format!("SKIPPED: {what}\n");
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
    std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes()).unwrap();
}

/// Sandboxes that have a root of their own. Root tries the way for root in a container, too.
pub(super) fn jails() -> Vec<Sandbox> {
    let mut jails: Vec<Sandbox> = [Level::Full, Level::Namespaces]
        .into_iter()
        .filter_map(sandbox)
        .collect();
    if jails.iter().any(|sandbox| sandbox.entry == Entry::Root) {
        match probe::attempt(Level::Namespaces, Entry::Mapped) {
            Ok(sandbox) => jails.push(sandbox),
            Err(reason) => skipped(&format!("a user namespace for root: {reason}")),
        }
    }
    jails
}

/// Everything that isolates.
pub(super) fn walls() -> Vec<Sandbox> {
    jails().into_iter().chain(sandbox(Level::Restricted)).collect()
}

pub(super) fn limits() -> Limits {
    Limits {
        wall: Duration::from_mins(1),
        processes: 48,
        memory: 256 << 20,
        ..Limits::default()
    }
}

/// A Python program that sees the machine's `/usr` and two scratch directories.
pub(super) fn python(code: &str) -> Command {
    let bind = |path: &str| Mount::Bind {
        source: path.into(),
        target: path.into(),
    };
    let mut mounts = vec![
        Mount::Files {
            target: "/work".into(),
            files: vec![
                ("main.py".into(), Arc::from(code.as_bytes())),
                ("deep/down/data.txt".into(), Arc::from(*b"data")),
            ],
        },
        Mount::Scratch {
            target: "/tmp".into(),
        },
        Mount::Scratch {
            target: "/dev/shm".into(),
        },
    ];
    let system = ["/usr", "/lib", "/lib64", "/bin"];
    mounts.extend(
        system
            .into_iter()
            .filter(|path| std::path::Path::new(path).exists())
            .map(bind),
    );
    Command {
        program: "/usr/bin/python3".into(),
        args: ["-I", "-S", "-B", "/work/main.py"].map(String::from).to_vec(),
        env: vec![("HOME".into(), "/tmp".into())],
        cwd: "/work".into(),
        mounts,
        limits: limits(),
        loopback: true,
        listen: Vec::new(),
        observed: false,
    }
}

/// How a program went from start to end.
pub(super) struct Went {
    pub(super) channel: Vec<u8>,
    pub(super) limit: Option<LimitKind>,
    pub(super) ended: Ended,
}

impl Went {
    pub(super) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.ended.stdout).into_owned()
    }

    pub(super) fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.ended.stderr).into_owned()
    }
}

/// Runs a program until it ends or is ended.
pub(super) fn follow(sandbox: &Sandbox, command: &Command) -> Went {
    let process = sandbox.start(command).unwrap();
    until_end(process, &command.limits)
}

pub(super) fn until_end(mut process: Process, limits: &Limits) -> Went {
    let wall = Instant::now() + limits.wall;
    let mut channel = Vec::new();
    let limit = loop {
        match process.wait(wall, Some(limits.cpu)) {
            Happened::Bytes(bytes) => channel.extend(bytes),
            Happened::Closed => {}
            Happened::Exited(_) => break None,
            Happened::Limit(limit) => break Some(limit),
        }
    };
    Went {
        channel,
        limit,
        ended: process.end(),
    }
}

/// Runs Python that must end with status 0; its standard output.
#[track_caller]
pub(super) fn says(sandbox: &Sandbox, code: &str) -> String {
    let went = follow(sandbox, &python(code));
    assert_eq!(
        (went.limit, went.ended.status),
        (None, Exit::Code(0)),
        "{}: {}\n{}",
        sandbox.level().as_str(),
        went.stdout(),
        went.stderr()
    );
    went.stdout()
}
