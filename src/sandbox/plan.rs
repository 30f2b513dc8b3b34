//! From a command and a level to the list of operations of `setup`.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

use crate::model::limits::Limits;
use crate::sandbox::command::{Command, Mount};
use crate::sandbox::landlock::{Ruleset, Tcp, Use};
use crate::sandbox::operation::Operation;
use crate::sandbox::policy::World;
use crate::sandbox::root::DEVICES;
use crate::sandbox::seccomp;
use crate::sandbox::setup::Step;
use crate::sandbox::start::{Finish, INNER_ID};
use crate::sandbox::sys::inside::PointerList;
use crate::sandbox::{Entry, Level, SandboxError, tree};

/// No core is written, and none is piped to a program of this machine either: that one ignores a limit of zero, but
/// the kernel takes a limit of one for a crash of that program itself, and refuses (`fs/coredump.c`).
const NO_CORE: u64 = 1;

/// How large the stack of the first thread may grow, and how large those of the others are.
const STACK: u64 = 8 << 20;

/// What the plan needs to know beside the command.
pub(super) struct Setting {
    pub(super) level: Level,
    pub(super) entry: Entry,
    pub(super) landlock: u32,
    /// The user id that this run alone has, if we are root.
    pub(super) user: Option<u32>,
    /// Is the whole tree in a control group?
    pub(super) grouped: bool,
    pub(super) program: [RawFd; 4],
    pub(super) leash: Option<RawFd>,
    /// Where listening sockets are sent to, with a network of its own.
    pub(super) listeners: Option<RawFd>,
    pub(super) finish: Finish,
}

/// All operations from the clone to the program.
pub(super) fn steps(setting: &Setting, command: &Command) -> Result<Vec<Step>, SandboxError> {
    let mut list = List {
        steps: Vec::new(),
        made: BTreeSet::new(),
    };
    // In the new network, and before the line that they go over is closed.
    for port in &command.listen {
        list.must(Operation::Listen {
            port: *port,
            line: setting.listeners.ok_or_else(no_network)?,
        });
    }
    list.must(Operation::Descriptors {
        program: setting.program,
        leash: setting.leash,
    });
    list.must(Operation::DefaultSignals);
    list.must(Operation::NewSession);
    match setting.level {
        Level::Full | Level::Namespaces => list.namespaces(setting, command)?,
        Level::Restricted => list.restricted(setting, command)?,
        Level::None => list.plain(setting, command)?,
    }
    list.finish(setting.finish, command)?;
    Ok(list.steps)
}

pub(super) struct List {
    steps: Vec<Step>,
    /// Directories of the new root that exist.
    pub(super) made: BTreeSet<PathBuf>,
}

impl List {
    pub(super) fn must(&mut self, operation: Operation) {
        self.steps.push(Step {
            operation,
            tolerated: false,
        });
    }

    /// Only for what protects nothing.
    pub(super) fn may(&mut self, operation: Operation) {
        self.steps.push(Step {
            operation,
            tolerated: true,
        });
    }

    fn namespaces(&mut self, setting: &Setting, command: &Command) -> Result<(), SandboxError> {
        self.must(Operation::DieWithParent);
        if setting.entry != Entry::Root {
            self.must(Operation::Synchronise);
        }
        self.must(Operation::HostName(c"sandbox".into()));
        if command.loopback {
            self.must(Operation::RaiseLoopback);
        }
        self.root(command)?;
        self.must(Operation::ChangeDirectory {
            path: c_path(&command.cwd)?,
        });
        self.may(Operation::FixAddresses);
        match (setting.entry, setting.user) {
            (Entry::Root, Some(id)) => {
                self.become_user(id);
                self.must(Operation::UserNamespace);
                self.must(Operation::Synchronise);
                self.must(Operation::DropBoundingSet);
            }
            (Entry::Mapped, Some(_)) => {
                self.must(Operation::DropBoundingSet);
                self.become_user(INNER_ID);
                self.must(Operation::Synchronise);
            }
            (Entry::User, _) | (Entry::Root | Entry::Mapped, None) => self.must(Operation::DropBoundingSet),
        }
        self.limits(
            &command.limits,
            setting.grouped,
            Some(u64::from(command.limits.processes)),
        );
        self.must(Operation::NoNewPrivileges);
        self.must(Operation::DropCapabilities);
        if setting.landlock > 0 {
            let tcp = if command.loopback {
                Tcp::Unrestricted
            } else {
                Tcp::Refused
            };
            let mut paths = vec![(c"/".into(), Use::ReadDirectory)];
            for mount in &command.mounts {
                if let Mount::Scratch { target } = mount {
                    paths.push((c_path(target)?, Use::Scratch));
                }
            }
            for device in DEVICES {
                paths.push((c_path(Path::new(device))?, Use::Device));
            }
            self.must(Operation::Landlock(Ruleset::new(setting.landlock, tcp, paths)));
        }
        self.marks(command);
        let world = if command.loopback {
            World::OwnNetwork
        } else {
            World::OwnRoot
        };
        self.must(Operation::Seccomp(seccomp::filter(world).into()));
        Ok(())
    }

    /// No namespaces: the wall is Landlock and the filter; the tree is ended by a reaper.
    fn restricted(&mut self, setting: &Setting, command: &Command) -> Result<(), SandboxError> {
        self.must(Operation::Synchronise);
        self.must(limit("core", libc::RLIMIT_CORE, NO_CORE));
        if setting.user.is_none() {
            // Bounds what the reaper can reach, and keeps it out of the program's reach.
            self.must(Operation::NoNewPrivileges);
            self.must(Operation::Landlock(Ruleset::scope_only(setting.landlock)));
        }
        self.must(Operation::StayAsReaper { user: setting.user });
        self.must(Operation::NewSession);
        self.must(Operation::ChangeDirectory {
            path: c_path(&command.cwd)?,
        });
        self.may(Operation::FixAddresses);
        let processes = match setting.user {
            Some(_) => u64::from(command.limits.processes),
            // Counted together with everything else that this user runs.
            None => u64::from(command.limits.processes) + tree::tasks_of_this_user(),
        };
        if let Some(id) = setting.user {
            self.must(Operation::DropBoundingSet);
            self.become_user(id);
        }
        self.limits(&command.limits, false, Some(processes));
        self.must(Operation::NoNewPrivileges);
        self.must(Operation::DropCapabilities);
        let mut paths = Vec::new();
        for mount in &command.mounts {
            let purpose = match mount {
                Mount::Bind { target, .. } if target.is_dir() => Use::ReadDirectory,
                Mount::Bind { .. } => Use::ReadFile,
                Mount::Files { .. } => Use::ReadDirectory,
                Mount::Scratch { .. } => Use::Scratch,
            };
            paths.push((c_path(mount.target())?, purpose));
        }
        for device in DEVICES.into_iter().filter(|device| Path::new(device).exists()) {
            paths.push((c_path(Path::new(device))?, Use::Device));
        }
        self.must(Operation::Landlock(Ruleset::new(
            setting.landlock,
            Tcp::Refused,
            paths,
        )));
        self.marks(command);
        let world = if setting.user.is_some() {
            World::OwnUser
        } else {
            World::SharedUser
        };
        self.must(Operation::Seccomp(seccomp::filter(world).into()));
        Ok(())
    }

    fn become_user(&mut self, id: u32) {
        self.must(Operation::BecomeUser { id });
        // Changing the user disarmed it.
        self.must(Operation::DieWithParent);
    }

    /// No wall at all: a process group, so that most of it can be ended.
    fn plain(&mut self, setting: &Setting, command: &Command) -> Result<(), SandboxError> {
        self.must(Operation::DieWithParent);
        self.must(Operation::Synchronise);
        self.must(Operation::ChangeDirectory {
            path: c_path(&command.cwd)?,
        });
        self.may(Operation::FixAddresses);
        self.limits(&command.limits, setting.grouped, None);
        if command.observed {
            self.must(Operation::NoNewPrivileges);
        }
        self.marks(command);
        Ok(())
    }

    fn marks(&mut self, command: &Command) {
        if command.observed {
            self.must(Operation::Seccomp(seccomp::marks().into()));
        }
    }

    fn limits(&mut self, limits: &Limits, grouped: bool, processes: Option<u64>) {
        // Addresses are cheap: threads reserve many. Real memory is bounded by the group, or else by what is private.
        self.must(limit(
            "address space",
            libc::RLIMIT_AS,
            (4 << 30).max(limits.memory.saturating_mul(4)),
        ));
        if !grouped {
            let stacks = STACK * u64::from(limits.processes);
            self.must(limit(
                "data",
                libc::RLIMIT_DATA,
                limits.memory.saturating_add(stacks),
            ));
        }
        if let Some(processes) = processes {
            // With a group its own count is hit first, and reported.
            let spare = if grouped { 8 } else { 0 };
            self.must(limit("processes", libc::RLIMIT_NPROC, processes + spare));
        }
        self.must(limit(
            "open files",
            libc::RLIMIT_NOFILE,
            u64::from(limits.open_files),
        ));
        self.must(limit("file size", libc::RLIMIT_FSIZE, limits.disk));
        self.must(limit("core", libc::RLIMIT_CORE, NO_CORE));
        self.must(limit("locked memory", libc::RLIMIT_MEMLOCK, 0));
        self.must(limit("message queues", libc::RLIMIT_MSGQUEUE, 0));
        self.must(limit("pending signals", libc::RLIMIT_SIGPENDING, 256));
        self.must(limit("real-time priority", libc::RLIMIT_RTPRIO, 0));
        self.must(limit("stack", libc::RLIMIT_STACK, STACK));
    }

    fn finish(&mut self, finish: Finish, command: &Command) -> Result<(), SandboxError> {
        match finish {
            Finish::Probe => self.must(Operation::Exit),
            Finish::Program => {
                let program = c_path(&command.program)?;
                let mut arguments = vec![program.clone()];
                for argument in &command.args {
                    arguments.push(c_text(argument)?);
                }
                let mut environment = Vec::new();
                for (name, value) in &command.env {
                    environment.push(c_text(&format!("{name}={value}"))?);
                }
                self.must(Operation::Execute {
                    program,
                    arguments: PointerList::new(arguments),
                    environment: PointerList::new(environment),
                });
            }
        }
        Ok(())
    }
}

fn no_network() -> SandboxError {
    SandboxError::Command(
        "a web site needs a network of its own, which isolation `namespaces` and `full` give".into(),
    )
}

fn limit(name: &'static str, resource: libc::__rlimit_resource_t, value: u64) -> Operation {
    Operation::Limit {
        resource,
        name,
        value,
    }
}

/// The relative path that the name of a file in memory stands for; refuses every way out of its directory.
pub(super) fn file_path(name: &str) -> Result<&Path, SandboxError> {
    let path = Path::new(name);
    let proper = path
        .components()
        .all(|component| matches!(component, Component::Normal(_)));
    if name.is_empty() || !proper {
        return Err(SandboxError::Command(format!(
            "`{name}` cannot be the name of a file in the sandbox"
        )));
    }
    Ok(path)
}

pub(super) fn not_absolute(path: &Path) -> SandboxError {
    SandboxError::Command(format!("the path {} is not absolute", path.display()))
}

pub(super) fn c_path(path: &Path) -> Result<CString, SandboxError> {
    CString::new(path.as_os_str().as_bytes())
        .map_err(|_| SandboxError::Command(format!("the path {} contains a zero", path.display())))
}

fn c_text(text: &str) -> Result<CString, SandboxError> {
    CString::new(text).map_err(|_| SandboxError::Command(format!("`{text}` contains a zero")))
}
