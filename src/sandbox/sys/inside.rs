//! What the cloned child calls between its birth and `execve`: raw system calls, no allocation, no locks.
//!
//! The C library's own wrappers are avoided where they do more than the call (`setresuid` signals every thread,
//! `fork` runs handlers). Every function returns the errno; none of them prints, allocates or panics.

use std::ffi::CStr;
use std::os::fd::RawFd;

use super::{Done, Errno, Rights, check, done};
use crate::sandbox::landlock::Ruleset;
use crate::sandbox::seccomp::Instruction;

/// Ends the process at once, without running anything.
pub(crate) fn exit(status: i32) -> ! {
    // SAFETY: `_exit` takes an integer and does not return.
    unsafe { libc::_exit(status) }
}

/// Writes as much as fits.
pub(crate) fn write(descriptor: RawFd, bytes: &[u8]) -> Result<usize, Errno> {
    let written = call!(libc::SYS_write, descriptor, bytes.as_ptr(), bytes.len())?;
    Ok(usize::try_from(written).unwrap_or(0))
}

/// Reads one byte; false at the end of the stream.
pub(crate) fn read_byte(descriptor: RawFd) -> Result<bool, Errno> {
    let mut byte = [0u8; 128];
    Ok(call!(libc::SYS_read, descriptor, byte.as_mut_ptr(), 1usize)? == 1)
}

/// Drains a descriptor that tells of signals.
pub(crate) fn read_some(descriptor: RawFd) -> Done {
    let mut bytes = [0u8; 128];
    done(call!(libc::SYS_read, descriptor, bytes.as_mut_ptr(), bytes.len()))
}

/// A copy of the descriptor with a number of at least 16, out of the way of those that the program gets.
pub(crate) fn move_away(descriptor: RawFd) -> Result<RawFd, Errno> {
    let copy = call!(libc::SYS_fcntl, descriptor, libc::F_DUPFD_CLOEXEC, 16)?;
    RawFd::try_from(copy).map_err(|_| Errno(libc::EMFILE))
}

/// Gives a descriptor the number that the program expects.
pub(crate) fn place(descriptor: RawFd, number: RawFd, close_on_exec: bool) -> Done {
    done(call!(
        libc::SYS_dup3,
        descriptor,
        number,
        if close_on_exec { libc::O_CLOEXEC } else { 0 }
    ))
}

pub(crate) fn close_range(first: u32, last: u32) -> Done {
    done(call!(libc::SYS_close_range, first, last, 0u32))
}

pub(crate) fn close(descriptor: RawFd) -> Done {
    done(call!(libc::SYS_close, descriptor))
}

/// Every signal gets its default action: an ignored one would stay ignored in the program.
pub(crate) fn default_signals() {
    // `struct sigaction` of the kernel: all zero is SIG_DFL without flags, on every architecture.
    let default = [0u64; 4];
    for signal in 1..=64 {
        // SIGKILL and SIGSTOP refuse, and need nothing.
        let _ = call!(
            libc::SYS_rt_sigaction,
            signal,
            default.as_ptr(),
            std::ptr::null::<u64>(),
            8usize
        );
    }
}

/// Blocks no signal (or every signal).
pub(crate) fn mask_signals(blocked: u64) -> Done {
    let mask = [blocked];
    let old = std::ptr::null::<u64>();
    done(call!(
        libc::SYS_rt_sigprocmask,
        libc::SIG_SETMASK,
        mask.as_ptr(),
        old,
        8usize
    ))
}

/// A descriptor that becomes readable when a child ends.
pub(crate) fn child_signals() -> Result<RawFd, Errno> {
    let mask = [1u64 << (libc::SIGCHLD - 1)];
    let descriptor = call!(
        libc::SYS_signalfd4,
        -1,
        mask.as_ptr(),
        8usize,
        libc::O_CLOEXEC | libc::O_NONBLOCK
    )?;
    RawFd::try_from(descriptor).map_err(|_| Errno(libc::EMFILE))
}

pub(crate) fn new_session() -> Done {
    done(call!(libc::SYS_setsid))
}

pub(crate) fn umask(mask: u32) {
    let _ = call!(libc::SYS_umask, mask);
}

fn prctl(option: i32, first: u64) -> Done {
    done(call!(libc::SYS_prctl, option, first, 0u64, 0u64, 0u64))
}

/// The kernel kills us when the thread that cloned us ends.
pub(crate) fn die_with_parent() -> Done {
    prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as u64)
}

/// Nobody may look into our memory, and no core of it is ever written.
pub(crate) fn hide_memory() -> Done {
    prctl(libc::PR_SET_DUMPABLE, 0)
}

/// Orphans below us become our children.
pub(crate) fn adopt_orphans() -> Done {
    prctl(libc::PR_SET_CHILD_SUBREAPER, 1)
}

pub(crate) fn no_new_privileges() -> Done {
    prctl(libc::PR_SET_NO_NEW_PRIVS, 1)
}

/// No program that is executed from now on can gain a capability, not even as user 0 of its namespace.
pub(crate) fn drop_bounding_set() -> Done {
    const LOCKED: u64 = 0xef; // NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, and all four locks
    for capability in 0..64 {
        match prctl(libc::PR_CAPBSET_DROP, capability) {
            Ok(()) => {}
            Err(Errno(libc::EINVAL)) if capability > 0 => break,
            Err(errno) => return Err(errno),
        }
    }
    prctl(libc::PR_SET_SECUREBITS, LOCKED)
}

pub(crate) fn drop_capabilities() -> Done {
    let header = [0x2008_0522_u32, 0];
    let none = [0u32; 6];
    prctl(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL as u64)?;
    done(call!(libc::SYS_capset, header.as_ptr(), none.as_ptr()))
}

pub(crate) fn become_user(id: u32) -> Done {
    call!(libc::SYS_setgroups, 0usize, std::ptr::null::<u32>())?;
    call!(libc::SYS_setresgid, id, id, id)?;
    done(call!(libc::SYS_setresuid, id, id, id))
}

pub(crate) fn unshare(flags: i32) -> Done {
    done(call!(libc::SYS_unshare, flags))
}

pub(crate) fn set_host_name(name: &CStr) -> Done {
    call!(libc::SYS_setdomainname, name.as_ptr(), name.to_bytes().len())?;
    done(call!(libc::SYS_sethostname, name.as_ptr(), name.to_bytes().len()))
}

/// Brings up `lo`; the kernel then gives it its addresses.
pub(crate) fn raise_loopback() -> Done {
    const UP_AND_RUNNING: i16 = 0x41;
    #[repr(C)]
    struct Request {
        name: [u8; 16],
        flags: i16,
        rest: [u8; 22],
    }
    let request = Request {
        name: *b"lo\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        flags: UP_AND_RUNNING,
        rest: [0; 22],
    };
    let socket = call!(
        libc::SYS_socket,
        libc::AF_INET,
        libc::SOCK_DGRAM | libc::SOCK_CLOEXEC,
        0
    )?;
    let result = done(call!(
        libc::SYS_ioctl,
        socket,
        libc::SIOCSIFFLAGS,
        &raw const request
    ));
    call!(libc::SYS_close, socket)?;
    result
}

/// A socket that listens on a port of every address.
pub(crate) fn listen(port: u16) -> Result<RawFd, Errno> {
    const WAITING: i32 = 128;
    #[repr(C)]
    struct Address {
        family: u16,
        port: u16,
        host: u32,
        rest: [u8; 8],
    }
    let address = Address {
        family: 2,
        port: port.to_be(),
        host: 0,
        rest: [0; 8],
    };
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    let socket = call!(libc::SYS_socket, libc::AF_INET, kind, 0)?;
    call!(libc::SYS_bind, socket, &raw const address, size_of::<Address>())?;
    call!(libc::SYS_listen, socket, WAITING)?;
    RawFd::try_from(socket).map_err(|_| Errno(libc::EMFILE))
}

/// Sends a descriptor, with one byte, over a Unix socket.
pub(crate) fn send_descriptor(line: RawFd, descriptor: RawFd) -> Done {
    let mut byte = [0u8; 1];
    let mut part = libc::iovec {
        iov_base: byte.as_mut_ptr().cast(),
        iov_len: byte.len(),
    };
    let mut rights = Rights::new(descriptor);
    let message = rights.message(&raw mut part);
    done(call!(
        libc::SYS_sendmsg,
        line,
        &raw const message,
        libc::MSG_NOSIGNAL
    ))
}

/// The program's addresses are the same in every run.
pub(crate) fn fix_addresses() -> Done {
    done(call!(libc::SYS_personality, libc::ADDR_NO_RANDOMIZE as u64))
}

pub(crate) fn limit(resource: u32, value: u64) -> Done {
    let both = [value, value];
    done(call!(
        libc::SYS_prlimit64,
        0,
        resource,
        both.as_ptr(),
        std::ptr::null::<u64>()
    ))
}

pub(crate) fn landlock(ruleset: &Ruleset) -> Done {
    const PATH_BENEATH: u32 = 1;
    #[repr(C, packed)]
    struct PathBeneath {
        access: u64,
        parent: i32,
    }
    let created = call!(
        libc::SYS_landlock_create_ruleset,
        ruleset.attributes.as_ptr(),
        ruleset.attributes_size,
        0u32
    )?;
    let ruleset_fd = RawFd::try_from(created).map_err(|_| Errno(libc::EMFILE))?;
    for rule in &ruleset.rules {
        let flags = libc::O_PATH | libc::O_CLOEXEC;
        let parent = call!(libc::SYS_openat, libc::AT_FDCWD, rule.path.as_ptr(), flags, 0)?;
        let parent = RawFd::try_from(parent).map_err(|_| Errno(libc::EMFILE))?;
        let beneath = PathBeneath {
            access: rule.access,
            parent,
        };
        call!(
            libc::SYS_landlock_add_rule,
            ruleset_fd,
            PATH_BENEATH,
            &raw const beneath,
            0u32
        )?;
        close(parent)?;
    }
    call!(libc::SYS_landlock_restrict_self, ruleset_fd, 0u32)?;
    close(ruleset_fd)
}

pub(crate) fn seccomp(filter: &[Instruction]) -> Done {
    const SET_MODE_FILTER: u32 = 1;
    #[repr(C)]
    struct Program {
        length: u16,
        instructions: *const Instruction,
    }
    let length = u16::try_from(filter.len()).map_err(|_| Errno(libc::E2BIG))?;
    let program = Program {
        length,
        instructions: filter.as_ptr(),
    };
    done(call!(
        libc::SYS_seccomp,
        SET_MODE_FILTER,
        0u32,
        &raw const program
    ))
}

/// Becomes the program; returns only if that fails. Both lists end with a null pointer.
pub(crate) fn execute(program: &CStr, arguments: &PointerList, environment: &PointerList) -> Errno {
    let (arguments, environment) = (arguments.pointers.as_ptr(), environment.pointers.as_ptr());
    match call!(libc::SYS_execve, program.as_ptr(), arguments, environment) {
        Ok(_) => Errno(0),
        Err(errno) => errno,
    }
}

/// A copy of this process: 0 in the copy, its id in the original.
pub(crate) fn fork() -> Result<i32, Errno> {
    let (zero, signal) = (0usize, libc::SIGCHLD as usize);
    let pid = call!(libc::SYS_clone, signal, zero, zero, zero, zero)?;
    i32::try_from(pid).map_err(|_| Errno(libc::ESRCH))
}

/// Reaps a child: its id and its raw status, or `None` if none has ended (never, if `block`).
pub(crate) fn reap_any(block: bool) -> Result<Option<(i32, i32)>, Errno> {
    let mut status = 0i32;
    let options = libc::__WALL | if block { 0 } else { libc::WNOHANG };
    let null = std::ptr::null::<libc::rusage>();
    let pid = call!(libc::SYS_wait4, -1, &raw mut status, options, null)?;
    let pid = i32::try_from(pid).map_err(|_| Errno(libc::ESRCH))?;
    Ok((pid != 0).then_some((pid, status)))
}

/// Kills every process that we may signal, but ourselves, in one step that no fork can slip through.
pub(crate) fn kill_all() -> Done {
    done(call!(libc::SYS_kill, -1, libc::SIGKILL))
}

/// Sends a signal to ourselves, and to nobody else whatever happens.
pub(crate) fn raise(signal: i32) -> Done {
    let own = call!(libc::SYS_getpid)?;
    let thread = call!(libc::SYS_gettid)?;
    done(call!(libc::SYS_tgkill, own, thread, signal))
}

/// Waits until one of two descriptors is ready; tells which.
pub(crate) fn wait_for(first: RawFd, second: RawFd) -> Result<[bool; 2], Errno> {
    let wanted = |fd| libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    };
    let mut both = [wanted(first), wanted(second)];
    let (timeout, mask) = (std::ptr::null::<libc::timespec>(), std::ptr::null::<u64>());
    call!(libc::SYS_ppoll, both.as_mut_ptr(), 2usize, timeout, mask, 8usize)?;
    Ok(both.map(|descriptor| descriptor.revents != 0))
}

/// C strings as `execve` wants them; made by the parent.
pub(crate) struct PointerList {
    _owned: Vec<std::ffi::CString>,
    pointers: Vec<*const libc::c_char>,
}

impl PointerList {
    pub(crate) fn new(owned: Vec<std::ffi::CString>) -> Self {
        let pointers = owned
            .iter()
            .map(|text| text.as_ptr())
            .chain([std::ptr::null()])
            .collect();
        Self {
            _owned: owned,
            pointers,
        }
    }
}
