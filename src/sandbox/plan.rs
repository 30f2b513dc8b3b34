//! From a command and a level to the list of operations of `setup`.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::model::limits::Limits;
use crate::sandbox::command::{Command, Mount};
use crate::sandbox::landlock::{Ruleset, Tcp, Use};
use crate::sandbox::seccomp::{self, Sockets};
use crate::sandbox::setup::{Operation, Step};
use crate::sandbox::start::Finish;
use crate::sandbox::sys::inside::PointerList;
use crate::sandbox::{Entry, Level, SandboxError, tree};

/// Read-only, no set-user-id programs, no devices, no programs.
const READ_ONLY: u64 = 1;
const NO_SETUID: u64 = 2;
const NO_DEVICES: u64 = 4;
const NO_PROGRAMS: u64 = 8;

/// Where the old root is while the new one is built.
const OLD_ROOT: &str = "/.old";

/// Directories of which one exists on every machine, to mount the new root on.
const MOUNT_POINTS: [&str; 5] = ["/tmp", "/run", "/var", "/mnt", "/dev"];

const DEVICES: [&str; 5] = [
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
];

/// How many files a scratch directory may hold.
const SCRATCH_FILES: u32 = 4096;

/// How large the stack of the first thread may grow, and how large those of the others are.
const STACK: u64 = 8 << 20;

/// What the plan needs to know beside the command.
pub(super) struct Setting {
    pub(super) level: Level,
    pub(super) entry: Entry,
    pub(super) landlock: u32,
    /// The user id that this run alone has, if we are root.
    pub(super) user: Option<u32>,
    /// Descriptors of `cgroup.procs` files to join.
    pub(super) groups: Vec<RawFd>,
    /// Is the whole tree in a control group (joined or born into)?
    pub(super) grouped: bool,
    pub(super) program: [RawFd; 4],
    pub(super) leash: Option<RawFd>,
    pub(super) finish: Finish,
}

/// All operations from the clone to the program.
pub(super) fn steps(setting: &Setting, command: &Command) -> Result<Vec<Step>, SandboxError> {
    let mut list = List {
        steps: Vec::new(),
        made: BTreeSet::new(),
    };
    for procs in &setting.groups {
        list.must(Operation::JoinGroup { procs: *procs });
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

struct List {
    steps: Vec<Step>,
    /// Directories of the new root that exist.
    made: BTreeSet<PathBuf>,
}

impl List {
    fn must(&mut self, operation: Operation) {
        self.steps.push(Step {
            operation,
            tolerated: false,
        });
    }

    /// Only for what protects nothing.
    fn may(&mut self, operation: Operation) {
        self.steps.push(Step {
            operation,
            tolerated: true,
        });
    }

    fn namespaces(&mut self, setting: &Setting, command: &Command) -> Result<(), SandboxError> {
        self.must(Operation::DieWithParent);
        if setting.entry == Entry::User {
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
        if let (Entry::Root, Some(id)) = (setting.entry, setting.user) {
            self.must(Operation::BecomeUser { id });
            // Changing the user disarmed it.
            self.must(Operation::DieWithParent);
            self.must(Operation::UserNamespace);
            self.must(Operation::Synchronise);
        }
        self.limits(
            &command.limits,
            setting.grouped,
            Some(u64::from(command.limits.processes)),
        );
        self.must(Operation::DropBoundingSet);
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
        let sockets = if command.loopback {
            Sockets::Loopback
        } else {
            Sockets::Unix
        };
        self.must(Operation::Seccomp(seccomp::filter(sockets).into()));
        Ok(())
    }

    /// A new root: a file system in memory with what the command names, and nothing else.
    fn root(&mut self, command: &Command) -> Result<(), SandboxError> {
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

    /// No namespaces: the wall is Landlock and the filter; the tree is ended by a reaper.
    fn restricted(&mut self, setting: &Setting, command: &Command) -> Result<(), SandboxError> {
        self.must(Operation::Synchronise);
        self.must(limit("core", libc::RLIMIT_CORE, 0));
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
            self.must(Operation::BecomeUser { id });
            self.must(Operation::DieWithParent);
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
        self.must(Operation::Seccomp(seccomp::filter(Sockets::Pairs).into()));
        Ok(())
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
        Ok(())
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
        self.must(limit("core", libc::RLIMIT_CORE, 0));
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

fn limit(name: &'static str, resource: libc::__rlimit_resource_t, value: u64) -> Operation {
    Operation::Limit {
        resource,
        name,
        value,
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

fn not_absolute(path: &Path) -> SandboxError {
    SandboxError::Command(format!("the path {} is not absolute", path.display()))
}

fn c_path(path: &Path) -> Result<CString, SandboxError> {
    CString::new(path.as_os_str().as_bytes())
        .map_err(|_| SandboxError::Command(format!("the path {} contains a zero", path.display())))
}

fn c_text(text: &str) -> Result<CString, SandboxError> {
    CString::new(text).map_err(|_| SandboxError::Command(format!("`{text}` contains a zero")))
}
