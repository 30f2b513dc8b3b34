//! The kernel's interface: all the `unsafe` code of the project, behind functions that are safe to call.
//!
//! This file holds what the grader itself calls; [`inside`] and [`files`] hold what the cloned child calls
//! before it becomes the program. Every structure that the kernel reads is declared here with the kernel's layout, so that nothing
//! depends on which of them a version of `libc` happens to know.

#![expect(
    unsafe_code,
    reason = "system calls have no safe form in std; they are gathered here and nowhere else"
)]

/// Calls the kernel with arguments that are numbers or pointers to live, correctly laid out memory.
macro_rules! call {
    ($number:expr $(, $argument:expr)* $(,)?) => {
        // SAFETY: every use passes numbers, or pointers to C strings and structures that are borrowed for the
        // duration of the call and have the kernel's layout; the kernel checks everything else.
        check(unsafe { libc::syscall($number $(, $argument)*) })
    };
}

pub(super) mod files;
pub(super) mod inside;
pub(super) mod trace;

use std::fmt;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

use crate::sandbox::setup::{self, Plan};

/// The kernel's number for what went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub(crate) i32);

impl fmt::Display for Errno {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        io::Error::from_raw_os_error(self.0).fmt(formatter)
    }
}

impl std::error::Error for Errno {}

/// The result of a system call; allocates nothing, so that the child may use it too.
fn check(result: libc::c_long) -> Result<libc::c_long, Errno> {
    if result < 0 {
        // SAFETY: the C library's errno is a plain integer of this thread; its address is always valid.
        Err(Errno(unsafe { *libc::__errno_location() }))
    } else {
        Ok(result)
    }
}

type Done = Result<(), Errno>;

fn done(result: Result<libc::c_long, Errno>) -> Done {
    result.map(|_| ())
}

fn to_io(errno: Errno) -> io::Error {
    io::Error::from_raw_os_error(errno.0)
}

/// A number that the kernel hands out (a descriptor, a process), which always fits.
fn narrow(number: libc::c_long) -> i32 {
    i32::try_from(number).expect("the kernel's descriptors and process ids fit into an int")
}

/// `struct clone_args` of Linux 5.7, which knows cgroups.
#[repr(C)]
#[derive(Default)]
struct CloneArguments {
    flags: u64,
    pidfd: u64,
    child_tid: u64,
    parent_tid: u64,
    exit_signal: u64,
    stack: u64,
    stack_size: u64,
    tls: u64,
    set_tid: u64,
    set_tid_size: u64,
    cgroup: u64,
}

const CLONE_INTO_CGROUP: u64 = 1 << 33;

/// A child of ours.
pub(super) struct Cloned {
    pub(super) pid: i32,
    pub(super) pidfd: OwnedFd,
}

/// Clones this process into new namespaces; the copy carries out `plan` and never returns.
pub(super) fn clone_child(flags: u64, cgroup: Option<BorrowedFd<'_>>, plan: &Plan) -> Result<Cloned, Errno> {
    let mut pidfd: RawFd = -1;
    let mut arguments = CloneArguments {
        flags: flags | u64::from(libc::CLONE_PIDFD.cast_unsigned()),
        pidfd: (&raw mut pidfd) as u64,
        exit_signal: u64::from(libc::SIGCHLD.cast_unsigned()),
        ..CloneArguments::default()
    };
    if let Some(cgroup) = cgroup {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = u64::from(cgroup.as_raw_fd().cast_unsigned());
    }
    let mut every = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: both sets are writable; sigfillset initialises the first before it is read.
    unsafe {
        libc::sigfillset(every.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, every.as_ptr(), before.as_mut_ptr());
    }
    // SAFETY: the arguments have the kernel's layout and live until the call returns. Without CLONE_VM the child is
    // a copy of this process with this thread only, on a copy of this stack. Other threads may have held locks at
    // that moment, so the child must not allocate or lock: `setup::apply` makes raw system calls only and never
    // returns. Signals are blocked, so that no handler of ours runs in the child.
    let result = unsafe {
        libc::syscall(
            libc::SYS_clone3,
            &raw const arguments,
            size_of::<CloneArguments>(),
        )
    };
    if result == 0 {
        setup::apply(plan);
    }
    let result = check(result);
    // SAFETY: `before` was written by the call above that blocked the signals.
    unsafe {
        libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), std::ptr::null_mut());
    }
    let pid = narrow(result?);
    // SAFETY: CLONE_PIDFD succeeded, so this is a new descriptor that nobody else owns.
    let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
    Ok(Cloned { pid, pidfd })
}

/// How a child ended, and what it and the children that it waited for used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reaped {
    pub(super) code: i32,
    /// True if `code` is the number of a signal.
    pub(super) signalled: bool,
    pub(super) cpu: Duration,
}

/// Takes the status of an ended child; `None` while it runs, unless `block`.
pub(super) fn reap(pidfd: BorrowedFd<'_>, block: bool) -> io::Result<Option<Reaped>> {
    let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    let options = libc::WEXITED | if block { 0 } else { libc::WNOHANG };
    loop {
        // SAFETY: both structures are writable and have the C library's (that is, the kernel's) layout.
        let result = check(unsafe {
            libc::syscall(
                libc::SYS_waitid,
                libc::P_PIDFD,
                pidfd.as_raw_fd(),
                info.as_mut_ptr(),
                options,
                usage.as_mut_ptr(),
            )
        });
        match result {
            Ok(_) => break,
            Err(Errno(libc::EINTR)) => {}
            Err(errno) => return Err(to_io(errno)),
        }
    }
    // SAFETY: both were zeroed, for which every bit pattern is valid, and perhaps written by the kernel.
    let (info, usage) = unsafe { (info.assume_init(), usage.assume_init()) };
    // SAFETY: after waitid these fields of the union are the ones in use (or zero, with WNOHANG).
    let (pid, code) = unsafe { (info.si_pid(), info.si_status()) };
    let cpu = duration(usage.ru_utime) + duration(usage.ru_stime);
    Ok((pid != 0).then_some(Reaped {
        code,
        signalled: info.si_code != libc::CLD_EXITED,
        cpu,
    }))
}

fn duration(time: libc::timeval) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_micros(u64::try_from(time.tv_usec).unwrap_or(0))
}

/// Kills one process, never another that took over its number.
pub(super) fn kill(pidfd: BorrowedFd<'_>) {
    // SAFETY: takes integers and a null pointer, which means "no siginfo".
    unsafe {
        libc::syscall(
            libc::SYS_pidfd_send_signal,
            pidfd.as_raw_fd(),
            libc::SIGKILL,
            std::ptr::null::<libc::siginfo_t>(),
            0,
        );
    }
}

/// Kills a process group whose leader has not been reaped yet.
pub(super) fn kill_group(leader: i32) {
    // Minus one would mean everybody.
    if leader <= 1 {
        return;
    }
    // SAFETY: takes integers. The leader is an unreaped child, so the number is still its own.
    unsafe {
        libc::kill(-leader, libc::SIGKILL);
    }
}

/// One descriptor to wait for.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) descriptor: RawFd,
    pub(super) events: i16,
}

/// Waits until one of the descriptors is ready or the time is over; tells which are ready.
pub(super) fn poll<const N: usize>(wanted: [Option<Wanted>; N], timeout: Duration) -> io::Result<[bool; N]> {
    let mut descriptors = wanted.map(|wanted| match wanted {
        Some(Wanted { descriptor, events }) => libc::pollfd {
            fd: descriptor,
            events,
            revents: 0,
        },
        None => libc::pollfd {
            fd: -1,
            events: 0,
            revents: 0,
        },
    });
    let timeout = libc::timespec {
        tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(timeout.subsec_nanos()),
    };
    // SAFETY: the array is writable for its whole length; a null mask leaves the signals as they are.
    let result = check(libc::c_long::from(unsafe {
        libc::ppoll(
            descriptors.as_mut_ptr(),
            N as libc::nfds_t,
            &raw const timeout,
            std::ptr::null(),
        )
    }));
    match result {
        Ok(_) => Ok(descriptors.map(|descriptor| descriptor.revents != 0)),
        Err(Errno(libc::EINTR)) => Ok([false; N]),
        Err(errno) => Err(to_io(errno)),
    }
}

/// Makes reads and writes return at once.
pub(super) fn set_nonblocking(descriptor: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: takes integers only; these are our ends of pipes, which carry no other status flag.
    check(libc::c_long::from(unsafe {
        libc::fcntl(descriptor.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK)
    }))
    .map_err(to_io)?;
    Ok(())
}

/// Sends what fits now; a peer that is gone is an error and never a signal.
pub(super) fn send(descriptor: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the pointer and the length are those of one slice.
    let result = unsafe {
        libc::send(
            descriptor.as_raw_fd(),
            bytes.as_ptr().cast(),
            bytes.len(),
            libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT,
        )
    };
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

/// One descriptor on its way over a Unix socket, as the kernel lays it out.
#[repr(C, align(8))]
struct Rights {
    length: usize,
    level: i32,
    kind: i32,
    descriptor: RawFd,
    padding: i32,
}

impl Rights {
    /// The header and one descriptor; the padding does not count.
    const LENGTH: usize = size_of::<usize>() + 3 * size_of::<i32>();

    fn new(descriptor: RawFd) -> Self {
        Self {
            length: Self::LENGTH,
            level: libc::SOL_SOCKET,
            kind: libc::SCM_RIGHTS,
            descriptor,
            padding: 0,
        }
    }

    fn message(&mut self, part: *mut libc::iovec) -> libc::msghdr {
        // SAFETY: for this structure of numbers and pointers all zeros are a valid value.
        let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
        message.msg_iov = part;
        message.msg_iovlen = 1;
        message.msg_control = (&raw mut *self).cast();
        message.msg_controllen = size_of::<Self>();
        message
    }
}

/// Takes a descriptor that the child has sent before it said that it was ready.
pub(super) fn receive_descriptor(line: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let mut byte = [0u8; 1];
    let mut part = libc::iovec {
        iov_base: byte.as_mut_ptr().cast(),
        iov_len: byte.len(),
    };
    let mut rights = Rights::new(-1);
    rights.length = 0;
    let mut message = rights.message(&raw mut part);
    let flags = libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT;
    // SAFETY: the message names one byte and one control structure, which live until the call returns.
    let result = unsafe { libc::recvmsg(line.as_raw_fd(), &raw mut message, flags) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    let sent = rights.length == Rights::LENGTH
        && rights.level == libc::SOL_SOCKET
        && rights.kind == libc::SCM_RIGHTS;
    if !sent || rights.descriptor < 0 {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    // SAFETY: the kernel has just made this descriptor for us, and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(rights.descriptor) })
}

/// A counter that the kernel can raise and we can wait for.
pub(super) fn event_counter() -> io::Result<OwnedFd> {
    // SAFETY: takes integers only.
    let result = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    let descriptor = check(libc::c_long::from(result)).map_err(to_io)?;
    // SAFETY: a new descriptor that nobody else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(narrow(descriptor)) })
}

/// The version of Landlock's interface, 0 where there is none.
pub(super) fn landlock_version() -> u32 {
    const VERSION: libc::c_uint = 1;
    // SAFETY: with this flag the kernel wants a null pointer and no size.
    let result = unsafe {
        libc::syscall(
            libc::SYS_landlock_create_ruleset,
            std::ptr::null::<u8>(),
            0usize,
            VERSION,
        )
    };
    u32::try_from(result).unwrap_or(0)
}

/// The user and the group that we act as.
pub(super) fn effective_ids() -> (u32, u32) {
    // SAFETY: these calls take nothing and cannot fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

/// The number of clock ticks in a second, in which `/proc` counts CPU time.
pub(super) fn ticks_per_second() -> u64 {
    // SAFETY: takes an integer only.
    u64::try_from(unsafe { libc::sysconf(libc::_SC_CLK_TCK) })
        .ok()
        .filter(|ticks| *ticks > 0)
        .unwrap_or(100)
}
