//! What a cloned child can do on its way to becoming a program, as data.

use std::ffi::CString;
use std::os::fd::RawFd;
use std::sync::Arc;

use crate::sandbox::landlock::Ruleset;
use crate::sandbox::seccomp::Instruction;
use crate::sandbox::sys::inside::PointerList;

/// One thing that the child does before it becomes the program.
pub(super) enum Operation {
    /// Listen on every address of the network that this process is in, and send the socket over a line.
    Listen {
        port: u16,
        line: RawFd,
    },
    /// Input, output, error and channel become 0 to 3; control and leash are kept for later; all else is closed.
    Descriptors {
        program: [RawFd; 4],
        leash: Option<RawFd>,
    },
    DefaultSignals,
    NewSession,
    DieWithParent,
    /// Tell the grader that we are here, and wait until it has written our identity and let us go on.
    Synchronise,
    HostName(CString),
    RaiseLoopback,
    /// Nothing that is mounted from here on is seen outside, and nothing outside is seen here.
    PrivateMounts,
    Memory {
        target: CString,
        options: CString,
        flags: u64,
    },
    Directory {
        path: CString,
        mode: u32,
    },
    File {
        path: CString,
        content: Arc<[u8]>,
        mode: u32,
    },
    Link {
        content: CString,
        path: CString,
    },
    /// Bind a file or directory with everything below it, with these attributes.
    Bind {
        source: CString,
        target: CString,
        attributes: u64,
    },
    Processes {
        target: CString,
    },
    PivotRoot {
        root: CString,
        old: CString,
    },
    Detach {
        target: CString,
    },
    RemoveDirectory {
        path: CString,
    },
    RestrictMount {
        target: CString,
        attributes: u64,
    },
    ChangeDirectory {
        path: CString,
    },
    FixAddresses,
    Limit {
        resource: u32,
        name: &'static str,
        value: u64,
    },
    BecomeUser {
        id: u32,
    },
    UserNamespace,
    NoNewPrivileges,
    DropBoundingSet,
    DropCapabilities,
    Landlock(Ruleset),
    /// Split: the copy goes on to become the program, the original stays and ends everything below it.
    StayAsReaper {
        user: Option<u32>,
    },
    Seccomp(Arc<[Instruction]>),
    Execute {
        program: CString,
        arguments: PointerList,
        environment: PointerList,
    },
    /// In place of a program, for a probe.
    Exit,
}

impl Operation {
    /// What failed, in words: "cannot …".
    pub(super) fn describe(&self) -> String {
        let shown = |path: &CString| path.to_string_lossy().into_owned();
        match self {
            Self::Listen { port, .. } => format!("listen on port {port} inside"),
            Self::Descriptors { .. } => "arrange the descriptors".into(),
            Self::DefaultSignals => "reset the signals".into(),
            Self::NewSession => "start a session".into(),
            Self::DieWithParent => "ask to be killed with the grader".into(),
            Self::Synchronise => "hear from the grader".into(),
            Self::HostName(_) => "set the host name".into(),
            Self::RaiseLoopback => "bring up the loopback interface".into(),
            Self::PrivateMounts => "make the mounts private".into(),
            Self::Memory { target, .. } => format!("mount a file system in memory on {}", shown(target)),
            Self::Directory { path, .. } => format!("make the directory {}", shown(path)),
            Self::File { path, .. } => format!("write the file {}", shown(path)),
            Self::Link { path, .. } => format!("make the link {}", shown(path)),
            Self::Bind { source, target, .. } => format!("bind {} to {}", shown(source), shown(target)),
            Self::Processes { target } => format!("mount a process file system on {}", shown(target)),
            Self::PivotRoot { .. } => "enter the new root".into(),
            Self::Detach { .. } => "detach the old root".into(),
            Self::RemoveDirectory { path } => format!("remove the directory {}", shown(path)),
            Self::RestrictMount { target, .. } => format!("make {} read-only", shown(target)),
            Self::ChangeDirectory { path } => format!("enter the directory {}", shown(path)),
            Self::FixAddresses => "fix the addresses".into(),
            Self::Limit { name, value, .. } => format!("set the limit {name} to {value}"),
            Self::BecomeUser { id } => format!("become the user {id}"),
            Self::UserNamespace => "make a user namespace".into(),
            Self::NoNewPrivileges => "give up new privileges".into(),
            Self::DropBoundingSet => "drop the capability bounding set".into(),
            Self::DropCapabilities => "drop the capabilities".into(),
            Self::Landlock(_) => "enforce Landlock rules".into(),
            Self::StayAsReaper { .. } => "start the reaper".into(),
            Self::Seccomp(_) => "install the system call filter".into(),
            Self::Execute { program, .. } => format!("execute {}", shown(program)),
            Self::Exit => "leave the probe".into(),
        }
    }
}
