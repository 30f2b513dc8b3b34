//! How a clone of the grader becomes the program: a list of typed operations and the one function that carries it
//! out (as bubblewrap does it).
//!
//! The list is complete before the clone: every path is a C string, every buffer is filled. The interpreter runs
//! in the child of a program with many threads, so it allocates nothing, takes no lock and makes raw system calls
//! only. The first operation that fails is reported with its index and its errno, and the child ends: there is no
//! weaker way on. A step may be marked as tolerated where it protects nothing (a missing `/proc`, moving
//! addresses); then the failure is reported and the list goes on.

use std::ffi::CStr;
use std::os::fd::RawFd;

use crate::sandbox::operation::Operation;
use crate::sandbox::reaper;
use crate::sandbox::sys::Errno;
use crate::sandbox::sys::{files, inside};

/// Where the program finds its channel.
const CHANNEL: RawFd = 3;
/// Where the child keeps its line to the grader; closed by `execve`.
const CONTROL: RawFd = 4;
/// Where a reaper keeps the pipe whose end means "end them all".
pub(super) const LEASH: RawFd = 5;

/// An operation, and whether the list goes on without it.
pub(super) struct Step {
    pub(super) operation: Operation,
    pub(super) tolerated: bool,
}

/// Everything that the child does, in order.
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) control: RawFd,
}

/// What the child says over the control line: a kind, the index of a step, an errno.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// I wait for my identity.
    Waiting,
    Tolerated {
        step: usize,
        errno: Errno,
    },
    Failed {
        step: usize,
        errno: Errno,
    },
    /// All is done but the last operation.
    Ready,
}

/// Length of a [`Word`] on the line.
pub(super) const WORD: usize = 12;

impl Word {
    pub(super) fn encode(self) -> [u8; WORD] {
        let (kind, step, errno) = match self {
            Self::Waiting => (0, 0, 0),
            Self::Tolerated { step, errno } => (1, step, errno.0),
            Self::Failed { step, errno } => (2, step, errno.0),
            Self::Ready => (3, 0, 0),
        };
        let mut bytes = [0; WORD];
        let fields = [
            u32::to_le_bytes(kind),
            u32::try_from(step).unwrap_or(u32::MAX).to_le_bytes(),
            errno.to_le_bytes(),
        ];
        // Not `concat`, which allocates.
        for (place, field) in bytes.chunks_exact_mut(4).zip(fields) {
            place.copy_from_slice(&field);
        }
        bytes
    }

    pub(super) fn decode(bytes: [u8; WORD]) -> Option<Self> {
        let ([kind, step, errno], []) = bytes.as_chunks::<4>() else {
            return None;
        };
        let kind = u32::from_le_bytes(*kind);
        let step = usize::try_from(u32::from_le_bytes(*step)).ok()?;
        let errno = Errno(i32::from_le_bytes(*errno));
        match kind {
            0 => Some(Self::Waiting),
            1 => Some(Self::Tolerated { step, errno }),
            2 => Some(Self::Failed { step, errno }),
            3 => Some(Self::Ready),
            _ => None,
        }
    }
}

/// Carries out the plan; never returns. Runs in the child, with the restrictions of the module's doc.
pub(super) fn apply(plan: &Plan) -> ! {
    let mut control = plan.control;
    for (index, step) in plan.steps.iter().enumerate() {
        match carry_out(&step.operation, &mut control) {
            Ok(()) => {}
            Err(errno) if step.tolerated => say(control, Word::Tolerated { step: index, errno }),
            Err(errno) => {
                say(control, Word::Failed { step: index, errno });
                inside::exit(127);
            }
        }
    }
    inside::exit(127)
}

fn say(control: RawFd, word: Word) {
    if inside::write(control, &word.encode()).is_err() {
        // The grader is gone, and with it the reason to go on.
        inside::exit(127);
    }
}

/// One match over all operations; each arm is one or two system calls.
fn carry_out(operation: &Operation, control: &mut RawFd) -> Result<(), Errno> {
    match operation {
        Operation::Listen { port, line } => {
            inside::listen(*port).and_then(|socket| inside::send_descriptor(*line, socket))
        }
        Operation::Descriptors { program, leash } => arrange_descriptors(*program, *leash, control),
        Operation::DefaultSignals => {
            default_signals();
            Ok(())
        }
        Operation::NewSession => inside::new_session(),
        Operation::DieWithParent => inside::die_with_parent(),
        Operation::Synchronise => synchronise(*control),
        Operation::HostName(name) => inside::set_host_name(name),
        Operation::RaiseLoopback => inside::raise_loopback(),
        Operation::PrivateMounts => files::mount(None, c"none", c"/", libc::MS_REC | libc::MS_PRIVATE, None),
        Operation::Memory {
            target,
            options,
            flags,
        } => files::mount(Some(c"tmpfs"), c"tmpfs", target, *flags, Some(options)),
        Operation::Directory { path, mode } => files::make_directory(path, *mode),
        Operation::File { path, content, mode } => files::write_file(path, content, *mode),
        Operation::Link { content, path } => files::make_link(content, path),
        Operation::Bind {
            source,
            target,
            attributes,
        } => bind(source, target, *attributes),
        Operation::Processes { target } => mount_processes(target),
        Operation::PivotRoot { root, old } => {
            files::pivot_root(root, old).and_then(|()| files::change_directory(c"/"))
        }
        Operation::Detach { target } => files::detach(target),
        Operation::RemoveDirectory { path } => files::remove_directory(path),
        Operation::RestrictMount { target, attributes } => files::restrict_mount(target, *attributes, false),
        Operation::ChangeDirectory { path } => files::change_directory(path),
        Operation::FixAddresses => inside::fix_addresses(),
        Operation::Limit { resource, value, .. } => inside::limit(*resource, *value),
        Operation::BecomeUser { id } => inside::become_user(*id),
        Operation::UserNamespace => inside::unshare(libc::CLONE_NEWUSER),
        Operation::NoNewPrivileges => inside::no_new_privileges(),
        Operation::DropBoundingSet => inside::drop_bounding_set(),
        Operation::DropCapabilities => inside::drop_capabilities(),
        Operation::Landlock(ruleset) => inside::landlock(ruleset),
        Operation::StayAsReaper { user } => reaper::split(*user, CONTROL),
        Operation::Seccomp(filter) => inside::seccomp(filter),
        Operation::Execute {
            program,
            arguments,
            environment,
        } => {
            inside::mask_signals(0)?;
            say(*control, Word::Ready);
            Err(inside::execute(program, arguments, environment))
        }
        Operation::Exit => {
            say(*control, Word::Ready);
            inside::exit(0)
        }
    }
}

fn default_signals() {
    inside::default_signals();
    inside::umask(0o022);
}

fn bind(source: &CStr, target: &CStr, attributes: u64) -> Result<(), Errno> {
    files::mount(None, source, target, libc::MS_BIND | libc::MS_REC, None)?;
    files::restrict_mount(target, attributes, true)
}

/// First everything moves out of the way, so that no number that is still needed is overwritten.
fn arrange_descriptors(program: [RawFd; 4], leash: Option<RawFd>, control: &mut RawFd) -> Result<(), Errno> {
    let [input, output, error, channel] = program;
    let aside = [input, output, error, channel, *control].map(inside::move_away);
    let [input, output, error, channel, line] = aside;
    let leash = leash.map(inside::move_away).transpose()?;
    inside::place(input?, 0, false)?;
    inside::place(output?, 1, false)?;
    inside::place(error?, 2, false)?;
    inside::place(channel?, CHANNEL, false)?;
    inside::place(line?, CONTROL, true)?;
    *control = CONTROL;
    let first_to_close = match leash {
        Some(leash) => {
            inside::place(leash, LEASH, true)?;
            LEASH + 1
        }
        None => CONTROL + 1,
    };
    inside::close_range(first_to_close.cast_unsigned(), u32::MAX)
}

/// An answer proves that the grader lived after [`Operation::DieWithParent`] was armed; silence means that it died
/// before, when the kernel had nobody to kill.
fn synchronise(control: RawFd) -> Result<(), Errno> {
    say(control, Word::Waiting);
    if inside::read_byte(control)? {
        Ok(())
    } else {
        inside::exit(127)
    }
}

/// Only processes, read-only: `/proc/<pid>/mem` of another process of this sandbox cannot be opened for writing.
fn mount_processes(target: &CStr) -> Result<(), Errno> {
    let flags = libc::MS_RDONLY | libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    files::mount(Some(c"proc"), c"proc", target, flags, Some(c"subset=pid"))
}
