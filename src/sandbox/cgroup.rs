//! One control group per process tree: what it used, all of it, and what it was refused.
//!
//! Version 1 (separate hierarchies for memory, processes and CPU) and version 2 (one, where it was delegated to us).
//! Groups are made beneath the group that the grader itself is in, and never elsewhere.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::model::limits::Limits;
use crate::sandbox::hierarchy::{self, locate, sweep_stale};
use crate::sandbox::sys;
use crate::util::causes::chain;
use crate::util::fs::{read_text, write_into};

/// Our groups are called `grader-<owner>-<slot>-<turn>`; the group of the grader itself `grader-<owner>-self`.
pub(super) const PREFIX: &str = "grader-";

/// Where groups can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hierarchy {
    V1 {
        memory: PathBuf,
        pids: PathBuf,
        cpu: PathBuf,
    },
    V2 {
        parent: PathBuf,
    },
}

/// The group of one process tree; removed when dropped.
#[derive(Debug)]
pub(super) struct Group {
    kind: Hierarchy,
    directories: Vec<PathBuf>,
    /// Becomes ready when memory ran out.
    alarm: Alarm,
}

#[derive(Debug)]
enum Alarm {
    /// A counter that the kernel raises.
    Counter { counter: File, _control: File },
    /// `memory.events`, which reports a change as an exceptional condition.
    Events(File),
}

impl Hierarchy {
    /// The hierarchy to use, or why there is none.
    pub(super) fn find() -> Result<Self, String> {
        let own = read_text(Path::new("/proc/self/cgroup")).map_err(|error| chain(&error))?;
        let mounts = read_text(Path::new("/proc/self/mountinfo")).map_err(|error| chain(&error))?;
        let found = locate(&own, &mounts)?;
        let found = found
            .prepare()
            .map_err(|error| format!("control groups are not ours to use: {error}"))?;
        for directory in found.directories() {
            sweep_stale(&directory);
        }
        Ok(found)
    }

    pub(super) fn version(&self) -> &'static str {
        match self {
            Self::V1 { .. } => "version 1",
            Self::V2 { .. } => "version 2",
        }
    }

    fn directories(&self) -> Vec<PathBuf> {
        let mut directories = match self {
            Self::V1 { memory, pids, cpu } => vec![memory.clone(), pids.clone(), cpu.clone()],
            Self::V2 { parent } => vec![parent.clone()],
        };
        directories.sort();
        directories.dedup();
        directories
    }

    /// In version 2 a group that has children with controllers may hold no process itself, so the grader first moves
    /// into a child of its own; that fails, and changes nothing, where other processes share its group.
    pub(super) fn prepare(self) -> io::Result<Self> {
        let Self::V2 { parent } = &self else {
            return Ok(self);
        };
        let control = parent.join("cgroup.subtree_control");
        let enabled = read_text(&control)?;
        let enabled = |name: &str| enabled.split_whitespace().any(|controller| controller == name);
        if enabled("memory") && enabled("pids") {
            return Ok(self);
        }
        let leaf = parent.join(format!("{PREFIX}{}-self", hierarchy::owner()));
        fs::create_dir(&leaf)?;
        let moved = write_into(&leaf.join("cgroup.procs"), b"0")
            .and_then(|()| write_into(&control, b"+memory +pids"));
        if let Err(error) = moved {
            let _ = write_into(&parent.join("cgroup.procs"), b"0");
            let _ = fs::remove_dir(&leaf);
            return Err(error.into());
        }
        Ok(self)
    }

    /// How many groups of this process exist.
    #[cfg(test)]
    pub(super) fn own_groups(&self) -> usize {
        let own = format!("{PREFIX}{}-", hierarchy::owner());
        let entries = self
            .directories()
            .into_iter()
            .flat_map(|directory| fs::read_dir(directory).expect("it was made").flatten());
        entries
            .filter(|entry| {
                entry
                    .file_name()
                    .to_str()
                    .is_some_and(|name| name.starts_with(&own))
            })
            .count()
    }

    /// Directories of a new name. A grader in another PID namespace may have our process id, and our name with it.
    fn make_directories(&self, slot: u8) -> io::Result<(String, MadeDirectories)> {
        let mut turn = 0;
        'name: loop {
            let name = format!("{PREFIX}{}-{slot}-{turn}", hierarchy::owner());
            let mut made = MadeDirectories(Vec::new());
            for directory in self.directories() {
                let directory = directory.join(&name);
                match fs::create_dir(&directory) {
                    Ok(()) => made.0.push(directory),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists && turn < 100 => {
                        turn += 1;
                        continue 'name;
                    }
                    Err(error) => return Err(error),
                }
            }
            return Ok((name, made));
        }
    }

    /// A new, empty group with these limits.
    pub(super) fn create(&self, slot: u8, limits: &Limits) -> io::Result<Group> {
        let (name, mut made) = self.make_directories(slot)?;
        let kind = match self {
            Self::V1 { memory, pids, cpu } => Self::V1 {
                memory: memory.join(&name),
                pids: pids.join(&name),
                cpu: cpu.join(&name),
            },
            Self::V2 { parent } => Self::V2 {
                parent: parent.join(&name),
            },
        };
        let alarm = match &kind {
            Self::V1 { memory, pids, .. } => limit_v1(memory, pids, limits)?,
            Self::V2 { parent } => limit_v2(parent, limits)?,
        };
        Ok(Group {
            kind,
            directories: std::mem::take(&mut made.0),
            alarm,
        })
    }
}

/// Directories that are removed again if a group cannot be completed.
struct MadeDirectories(Vec<PathBuf>);

impl Drop for MadeDirectories {
    fn drop(&mut self) {
        for directory in &self.0 {
            let _ = fs::remove_dir(directory);
        }
    }
}

fn limit_v1(memory: &Path, pids: &Path, limits: &Limits) -> io::Result<Alarm> {
    set(memory, "memory.limit_in_bytes", limits.memory)?;
    set_if_there(memory, "memory.memsw.limit_in_bytes", limits.memory)?;
    set(pids, "pids.max", u64::from(limits.processes))?;
    let counter = File::from(sys::event_counter()?);
    let control = File::open(memory.join("memory.oom_control"))?;
    let wanted = format!("{} {}", counter.as_raw_fd(), control.as_raw_fd());
    write_into(&memory.join("cgroup.event_control"), wanted.as_bytes())?;
    Ok(Alarm::Counter {
        counter,
        _control: control,
    })
}

fn limit_v2(parent: &Path, limits: &Limits) -> io::Result<Alarm> {
    set(parent, "memory.max", limits.memory)?;
    set_if_there(parent, "memory.swap.max", 0)?;
    set_if_there(parent, "memory.oom.group", 1)?;
    set(parent, "pids.max", u64::from(limits.processes))?;
    let mut events = File::open(parent.join("memory.events"))?;
    // Only what changes after this is reported.
    events.read_to_string(&mut String::new())?;
    Ok(Alarm::Events(events))
}

fn set(directory: &Path, name: &str, value: u64) -> io::Result<()> {
    Ok(write_into(&directory.join(name), value.to_string().as_bytes())?)
}

/// Kernels without swap accounting lack the file; then there is no swap to bound, or no way to bound it.
fn set_if_there(directory: &Path, name: &str, value: u64) -> io::Result<()> {
    match set(directory, name, value) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl Group {
    /// Takes in a child that has not started anything yet (version 1; in version 2 it was born here).
    ///
    /// The parent does this while the child sets itself up: entering a group of version 1 waits for every processor to
    /// take note, which takes as long as most of the setup.
    pub(super) fn admit(&self, pid: i32) -> io::Result<()> {
        match self.kind {
            Hierarchy::V1 { .. } => self
                .directories
                .iter()
                .try_for_each(|directory| set(directory, "cgroup.procs", u64::from(pid.unsigned_abs()))),
            Hierarchy::V2 { .. } => Ok(()),
        }
    }

    /// The directory into which the child is cloned (version 2).
    pub(super) fn birthplace(&self) -> io::Result<Option<File>> {
        match &self.kind {
            Hierarchy::V1 { .. } => Ok(None),
            Hierarchy::V2 { parent } => File::open(parent).map(Some),
        }
    }

    /// What to wait for to learn that memory ran out.
    pub(super) fn alarm(&self) -> (BorrowedFd<'_>, i16) {
        match &self.alarm {
            Alarm::Counter { counter, .. } => (counter.as_fd(), libc::POLLIN),
            Alarm::Events(events) => (events.as_fd(), libc::POLLPRI),
        }
    }

    /// Takes note of a ringing alarm; was it memory that ran out?
    pub(super) fn answer_alarm(&mut self) -> bool {
        match &mut self.alarm {
            // The kernel rings before it chooses whom to kill, so the count of the killed may still be zero.
            Alarm::Counter { counter, .. } => counter.read(&mut [0; 8]).is_ok_and(|count| count == 8),
            Alarm::Events(events) => {
                let _ = events.seek(SeekFrom::Start(0));
                let _ = events.read_to_string(&mut String::new());
                self.ran_out_of_memory()
            }
        }
    }

    /// CPU time of every process that was ever in the group.
    pub(super) fn cpu(&self) -> Option<Duration> {
        match &self.kind {
            Hierarchy::V1 { cpu, .. } => read_text(&cpu.join("cpuacct.usage"))
                .ok()?
                .trim()
                .parse()
                .ok()
                .map(Duration::from_nanos),
            Hierarchy::V2 { parent } => {
                field(&parent.join("cpu.stat"), "usage_usec").map(Duration::from_micros)
            }
        }
    }

    /// Highest memory of the whole group.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        let file = match &self.kind {
            Hierarchy::V1 { memory, .. } => memory.join("memory.max_usage_in_bytes"),
            Hierarchy::V2 { parent } => parent.join("memory.peak"),
        };
        read_text(&file).ok()?.trim().parse().ok()
    }

    /// Was a process of the group killed because memory ran out?
    pub(super) fn ran_out_of_memory(&self) -> bool {
        let killed = match &self.kind {
            Hierarchy::V1 { memory, .. } => field(&memory.join("memory.oom_control"), "oom_kill"),
            Hierarchy::V2 { parent } => field(&parent.join("memory.events"), "oom_kill"),
        };
        killed.is_some_and(|killed| killed > 0)
    }

    /// How often a fork or a new thread was refused.
    pub(super) fn refused_processes(&self) -> u64 {
        let directory = match &self.kind {
            Hierarchy::V1 { pids, .. } => pids,
            Hierarchy::V2 { parent } => parent,
        };
        field(&directory.join("pids.events"), "max").unwrap_or(0)
    }

    /// Kills every process in the group, where the kernel can do that in one step.
    pub(super) fn kill(&self) {
        if let Hierarchy::V2 { parent } = &self.kind {
            let _ = write_into(&parent.join("cgroup.kill"), b"1");
        }
    }
}

impl Drop for Group {
    /// The processes have been reaped, so the group is empty; a straggler that the kernel has not yet forgotten is
    /// waited for, within bounds. What is left over even so is swept by the next grader.
    fn drop(&mut self) {
        for directory in &self.directories {
            for _ in 0..1000 {
                match fs::remove_dir(directory) {
                    Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                        let _ = sys::poll([None], Duration::from_millis(1));
                    }
                    Ok(()) | Err(_) => break,
                }
            }
        }
    }
}

/// A line `name value` of a file.
fn field(file: &Path, name: &str) -> Option<u64> {
    let text = read_text(file).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}
