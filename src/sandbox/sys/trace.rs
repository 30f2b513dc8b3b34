//! What the observer asks of the kernel about other processes: tracing, their CPU time, who wrote to a socket.
//!
//! Tracing belongs to the thread that began it, so all of this but [`receive_from`] is called by one thread.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd};
use std::time::Duration;

use super::{Done, Errno, Reaped, check, done, duration, narrow, to_io};

/// What the thread that traces is told next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A process (with all its threads), or a thread alone, is a zombie; [`take`] reaps it.
    Ended { task: i32, code: i32, signalled: bool },
    /// A task stands still until it is told to go on: at an event (0 for none), or because of a signal.
    Stopped { task: i32, event: i32, signal: i32 },
}

/// Events of [`Stop::Stopped`].
pub(crate) const FORK: i32 = libc::PTRACE_EVENT_FORK;
pub(crate) const VFORK: i32 = libc::PTRACE_EVENT_VFORK;
pub(crate) const CLONE: i32 = libc::PTRACE_EVENT_CLONE;
pub(crate) const EXECUTE: i32 = libc::PTRACE_EVENT_EXEC;
pub(crate) const EXIT: i32 = libc::PTRACE_EVENT_EXIT;
pub(crate) const FILTERED: i32 = libc::PTRACE_EVENT_SECCOMP;
pub(crate) const STOP: i32 = libc::PTRACE_EVENT_STOP;

const WAITED_FOR: i32 = libc::__WALL | libc::__WNOTHREAD;

/// Traces a process and everything that it will start; all of it is killed when this thread ends.
pub(crate) fn seize(pid: i32) -> Done {
    let options = libc::PTRACE_O_TRACEFORK
        | libc::PTRACE_O_TRACEVFORK
        | libc::PTRACE_O_TRACECLONE
        | libc::PTRACE_O_TRACEEXEC
        | libc::PTRACE_O_TRACEEXIT
        | libc::PTRACE_O_TRACESECCOMP
        | libc::PTRACE_O_EXITKILL;
    trace(libc::PTRACE_SEIZE, pid, 0, options.unsigned_abs() as usize)
}

fn trace(request: libc::c_uint, task: i32, address: usize, data: usize) -> Done {
    done(call!(libc::SYS_ptrace, request, task, address, data))
}

/// Waits for the next thing that happens to anything this thread traces; `None` when that is nothing any more.
///
/// What is told stays as it is: a zombie must be taken, a task that stands still must be told to go on.
pub(crate) fn next_stop() -> Result<Option<Stop>, Errno> {
    let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
    let options = libc::WEXITED | libc::WSTOPPED | libc::WNOWAIT | WAITED_FOR;
    let null = std::ptr::null::<libc::rusage>();
    loop {
        match call!(libc::SYS_waitid, libc::P_ALL, 0, info.as_mut_ptr(), options, null) {
            Ok(_) => break,
            Err(Errno(libc::EINTR)) => {}
            Err(Errno(libc::ECHILD)) => return Ok(None),
            Err(errno) => return Err(errno),
        }
    }
    // SAFETY: zeroed, for which every bit pattern is valid, and then written by the kernel.
    let info = unsafe { info.assume_init() };
    // SAFETY: after waitid these fields of the union are the ones in use.
    let (task, status) = unsafe { (info.si_pid(), info.si_status()) };
    Ok(Some(match info.si_code {
        libc::CLD_EXITED | libc::CLD_KILLED | libc::CLD_DUMPED => Stop::Ended {
            task,
            code: status,
            signalled: info.si_code != libc::CLD_EXITED,
        },
        _ => Stop::Stopped {
            task,
            event: status >> 8,
            signal: status & 0x7f,
        },
    }))
}

/// Reaps a zombie that this thread traced; what it and the children that it waited for used.
pub(crate) fn take(task: i32, code: i32, signalled: bool) -> Reaped {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    let options = libc::WEXITED | libc::WNOHANG | WAITED_FOR;
    let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
    // A failure leaves the usage at zero; the zombie is gone either way.
    let _ = call!(
        libc::SYS_waitid,
        libc::P_PID,
        task,
        info.as_mut_ptr(),
        options,
        usage.as_mut_ptr()
    );
    // SAFETY: zeroed, for which every bit pattern is valid, and perhaps written by the kernel.
    let usage = unsafe { usage.assume_init() };
    Reaped {
        code,
        signalled,
        cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
    }
}

/// What an event has to say: the number of a new task, or of the thread that executed a program.
pub(crate) fn message(task: i32) -> Option<i32> {
    let mut message = 0u64;
    trace(libc::PTRACE_GETEVENTMSG, task, 0, (&raw mut message) as usize).ok()?;
    i32::try_from(message).ok()
}

/// The first two arguments of the system call that the filter stopped, as the kernel reads them.
pub(crate) fn filtered_arguments(task: i32) -> Option<[u32; 2]> {
    const SECCOMP: u8 = 3;
    /// `struct ptrace_syscall_info` up to the arguments of a call that a filter stopped.
    #[repr(C)]
    struct Information {
        kind: u8,
        rest: [u8; 3],
        architecture: u32,
        instruction: u64,
        stack: u64,
        number: u64,
        arguments: [u64; 6],
        filter: u32,
    }
    let mut information = MaybeUninit::<Information>::zeroed();
    call!(
        libc::SYS_ptrace,
        libc::PTRACE_GET_SYSCALL_INFO,
        task,
        size_of::<Information>(),
        information.as_mut_ptr()
    )
    .ok()?;
    // SAFETY: zeroed, for which every bit pattern is valid, and written by the kernel up to the size we gave.
    let information = unsafe { information.assume_init() };
    let [first, second, ..] = information.arguments;
    // The call takes two integers, of which the kernel reads the lower halves.
    let lower = |argument: u64| u32::try_from(argument & u64::from(u32::MAX)).unwrap_or(0);
    (information.kind == SECCOMP).then(|| [lower(first), lower(second)])
}

/// Lets a task go on, with a signal if there is one. It may be gone: then there is nothing to do.
pub(crate) fn go_on(task: i32, signal: i32) {
    let _ = trace(libc::PTRACE_CONT, task, 0, signal.unsigned_abs() as usize);
}

/// Leaves a task stopped, as a signal has stopped it, until another lets it go on.
pub(crate) fn stay_stopped(task: i32) {
    let _ = trace(libc::PTRACE_LISTEN, task, 0, 0);
}

/// A descriptor for a process; `None` for a thread, and for a process that is gone.
pub(crate) fn open_process(pid: i32) -> Option<OwnedFd> {
    let descriptor = call!(libc::SYS_pidfd_open, pid, 0u32).ok()?;
    // SAFETY: a new descriptor that nobody else owns.
    Some(unsafe { OwnedFd::from_raw_fd(narrow(descriptor)) })
}

/// Whether a process is alive or a zombie: it is gone when it has been waited for.
pub(crate) fn is_there(process: BorrowedFd<'_>) -> bool {
    let null = std::ptr::null::<libc::siginfo_t>();
    let asked = call!(libc::SYS_pidfd_send_signal, process.as_raw_fd(), 0, null, 0u32);
    asked != Err(Errno(libc::ESRCH))
}

/// Processor time of a process with all its threads, of a zombie too.
pub(crate) fn processor_time(pid: i32) -> Duration {
    // As the C library's `clock_getcpuclockid` makes it: the inverted number, and "scheduler, whole process".
    let clock = (!pid << 3) | 2;
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    let asked = call!(libc::SYS_clock_gettime, clock, time.as_mut_ptr());
    // SAFETY: zeroed, for which every bit pattern is valid, and perhaps written by the kernel.
    let time = unsafe { time.assume_init() };
    match asked {
        Ok(_) => Duration::new(
            u64::try_from(time.tv_sec).unwrap_or(0),
            u32::try_from(time.tv_nsec).unwrap_or(0),
        ),
        Err(_) => Duration::ZERO,
    }
}

/// From now on the kernel tells with every piece that is received who sent it.
pub(crate) fn name_senders(socket: BorrowedFd<'_>) -> io::Result<()> {
    let on = 1i32;
    call!(
        libc::SYS_setsockopt,
        socket.as_raw_fd(),
        libc::SOL_SOCKET,
        libc::SO_PASSCRED,
        &raw const on,
        size_of::<i32>()
    )
    .map(|_| ())
    .map_err(to_io)
}

/// Receives bytes of one sender, and the process id that it has for us (0 where the kernel does not tell).
pub(crate) fn receive_from(socket: BorrowedFd<'_>, buffer: &mut [u8]) -> io::Result<(usize, i32)> {
    /// A control message with credentials, and room behind it: for descriptors that a stranger might send.
    #[repr(C, align(8))]
    struct Control {
        length: usize,
        level: i32,
        kind: i32,
        pid: i32,
        user: u32,
        group: u32,
        rest: u32,
    }
    const LENGTH: usize = size_of::<usize>() + 5 * size_of::<i32>();
    let mut part = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    let mut control = MaybeUninit::<Control>::zeroed();
    // SAFETY: for this structure of numbers and pointers all zeros are a valid value.
    let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = LENGTH;
    let flags = libc::MSG_DONTWAIT | libc::MSG_CMSG_CLOEXEC;
    // SAFETY: the message names the buffer and one control structure, which live until the call returns.
    let count = unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, flags) };
    let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
    // SAFETY: zeroed, for which every bit pattern is valid, and perhaps written by the kernel.
    let control = unsafe { control.assume_init() };
    let named = control.length == LENGTH
        && control.level == libc::SOL_SOCKET
        && control.kind == libc::SCM_CREDENTIALS;
    Ok((count, if named { control.pid } else { 0 }))
}
