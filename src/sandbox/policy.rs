//! Which system calls a program may make: an allow-list.
//!
//! The list is what `CPython` needs for threads, every start method of `multiprocessing`, `asyncio`, `subprocess` and
//! files; all else is refused with an errno that a C library can live with.

/// What a program shares with the rest of the machine decides what it may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum World {
    /// The user, and the file system: no names of sockets, no changes by name that Landlock does not see.
    SharedUser,
    /// The file system, as a user of its own: no names of sockets, which could lead to services of this machine.
    OwnUser,
    /// Nothing; Unix sockets.
    OwnRoot,
    /// Nothing; also TCP and UDP, since there is nothing in its network but itself.
    OwnNetwork,
}

impl World {
    fn shares_files(self) -> bool {
        match self {
            Self::SharedUser | Self::OwnUser => true,
            Self::OwnRoot | Self::OwnNetwork => false,
        }
    }
}

/// Numbers from here on are the same on every architecture, and libraries fall back when they are unknown.
const FIRST_MODERN: u32 = 424;

/// What the filter answers for one call number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Allow,
    Refuse(i32),
    /// Allowed if every test holds.
    If(Vec<Test>),
}

/// A condition on one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) argument: u32,
    pub(super) mask: u32,
    pub(super) values: Vec<u32>,
    /// Must the masked argument be one of the values, or none of them?
    pub(super) wanted: Wanted,
    pub(super) otherwise: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    OneOf,
    NoneOf,
}

/// One answer per call number; the last one holds for all numbers above.
pub(super) fn answers(world: World) -> Vec<Answer> {
    let nothing: &[libc::c_long] = &[];
    let named_sockets = if world.shares_files() {
        nothing
    } else {
        NAMED_SOCKETS
    };
    let marks = if world == World::SharedUser {
        nothing
    } else {
        FILE_MARKS
    };
    let listed: Vec<(libc::c_long, Answer)> = [ALLOWED, named_sockets, marks]
        .concat()
        .into_iter()
        .map(|number| (number, Answer::Allow))
        .chain(conditional(world))
        .collect();
    let last = listed.iter().map(|(number, _)| *number).max().unwrap_or(0);
    let mut answers: Vec<Answer> = (0..=u32::try_from(last).unwrap_or(0) + 1).map(unlisted).collect();
    for (number, answer) in listed {
        let place = usize::try_from(number)
            .ok()
            .and_then(|number| answers.get_mut(number));
        *place.expect("the table reaches up to the highest listed number") = answer;
    }
    answers
}

fn unlisted(number: u32) -> Answer {
    Answer::Refuse(if number < FIRST_MODERN {
        libc::EPERM
    } else {
        libc::ENOSYS
    })
}

/// Calls that are allowed with some arguments only.
fn conditional(world: World) -> Vec<(libc::c_long, Answer)> {
    let mut table = vec![
        // No new namespaces, nothing that an observer does not see. (clone3 hides its flags in memory: unknown, and the
        // C library falls back.)
        (
            libc::SYS_clone,
            vec![masked(0, NEW_NAMESPACES | CLONE_UNTRACED, &[0])],
        ),
        (libc::SYS_ioctl, vec![one_of(1, HARMLESS_IOCTLS, libc::ENOTTY)]),
        (libc::SYS_prctl, vec![one_of(0, HARMLESS_PRCTLS, libc::EPERM)]),
        // A lease or a notification on a file of this machine would be felt outside.
        (
            libc::SYS_fcntl,
            vec![none_of(1, &[libc::F_SETLEASE as u32, libc::F_NOTIFY as u32])],
        ),
        // Itself only, and not the limit that keeps cores from being piped out.
        (
            libc::SYS_prlimit64,
            vec![one_of(0, &[0], libc::EPERM), none_of(1, &[libc::RLIMIT_CORE])],
        ),
        (libc::SYS_setrlimit, vec![none_of(0, &[libc::RLIMIT_CORE])]),
        // Itself, not its user's other processes.
        (
            libc::SYS_setpriority,
            vec![one_of(0, &[0], libc::EPERM), one_of(1, &[0], libc::EPERM)],
        ),
        (libc::SYS_sched_setaffinity, vec![one_of(0, &[0], libc::EPERM)]),
        // Pipes with names; no devices.
        (
            libc::SYS_mknodat,
            vec![masked(2, libc::S_IFMT, &[libc::S_IFIFO, libc::S_IFREG, 0])],
        ),
    ];
    #[cfg(target_arch = "x86_64")]
    table.push((
        libc::SYS_mknod,
        vec![masked(1, libc::S_IFMT, &[libc::S_IFIFO, libc::S_IFREG, 0])],
    ));
    table
        .into_iter()
        .chain(sockets(world))
        .map(|(number, tests)| (number, Answer::If(tests)))
        .collect()
}

/// Which sockets can be made.
fn sockets(world: World) -> Vec<(libc::c_long, Vec<Test>)> {
    let families: &[u32] = match world {
        World::SharedUser | World::OwnUser => &[],
        World::OwnRoot => &[libc::AF_UNIX as u32],
        World::OwnNetwork => &[libc::AF_UNIX as u32, libc::AF_INET as u32, libc::AF_INET6 as u32],
    };
    // A datagram socket could send to any name, without having been connected to it.
    let pairs: &[u32] = if world.shares_files() {
        &[libc::SOCK_STREAM as u32, libc::SOCK_SEQPACKET as u32]
    } else {
        &[
            libc::SOCK_STREAM as u32,
            libc::SOCK_SEQPACKET as u32,
            libc::SOCK_DGRAM as u32,
        ]
    };
    vec![
        (
            libc::SYS_socket,
            vec![
                one_of(0, families, libc::EAFNOSUPPORT),
                one_of(
                    2,
                    &[0, libc::IPPROTO_TCP as u32, libc::IPPROTO_UDP as u32],
                    libc::EPROTONOSUPPORT,
                ),
            ],
        ),
        (
            libc::SYS_socketpair,
            vec![
                one_of(0, &[libc::AF_UNIX as u32], libc::EAFNOSUPPORT),
                masked(1, 0xf, pairs),
            ],
        ),
    ]
}

fn one_of(argument: u32, values: &[u32], otherwise: i32) -> Test {
    Test {
        argument,
        mask: u32::MAX,
        values: values.to_vec(),
        wanted: Wanted::OneOf,
        otherwise,
    }
}

fn masked(argument: u32, mask: u32, values: &[u32]) -> Test {
    Test {
        mask,
        ..one_of(argument, values, libc::EPERM)
    }
}

fn none_of(argument: u32, values: &[u32]) -> Test {
    Test {
        wanted: Wanted::NoneOf,
        ..one_of(argument, values, libc::EPERM)
    }
}

/// `CLONE_NEWNS`, `NEWCGROUP`, `NEWUTS`, `NEWIPC`, `NEWUSER`, `NEWPID`, `NEWNET`.
const NEW_NAMESPACES: u32 = 0x7e02_0000;

/// A child that does not become its tracer's.
const CLONE_UNTRACED: u32 = libc::CLONE_UNTRACED as u32;

/// `TCGETS`, `FIONREAD`, `FIONBIO`, `FIOCLEX`, `FIONCLEX`; the rest (such as typing into a terminal) is refused.
const HARMLESS_IOCTLS: &[u32] = &[0x5401, 0x541b, 0x5421, 0x5451, 0x5450];

/// Names of threads and of memory, and questions. Nobody may change who dies with whom or who may look at whom.
const HARMLESS_PRCTLS: &[u32] = &[
    libc::PR_SET_NAME as u32,
    libc::PR_GET_NAME as u32,
    libc::PR_GET_DUMPABLE as u32,
    libc::PR_GET_PDEATHSIG as u32,
    libc::PR_GET_SECCOMP as u32,
    libc::PR_CAPBSET_READ as u32,
    libc::PR_GET_NO_NEW_PRIVS as u32,
    libc::PR_SET_VMA as u32,
];

/// Calls that need a named socket; without one they would only serve a socket that was handed in.
const NAMED_SOCKETS: &[libc::c_long] = &[
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_connect,
];

/// Modes and times of files: Landlock does not see these, so without a root or a user of its own a program could
/// change those of every file of its user.
const FILE_MARKS: &[libc::c_long] = &[
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_utimensat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
];

/// Calls that are allowed whatever their arguments are.
#[rustfmt::skip]
const ALLOWED: &[libc::c_long] = &[
    // Descriptors and what flows through them.
    libc::SYS_read, libc::SYS_write, libc::SYS_readv, libc::SYS_writev, libc::SYS_pread64, libc::SYS_pwrite64,
    libc::SYS_preadv, libc::SYS_pwritev, libc::SYS_preadv2, libc::SYS_pwritev2, libc::SYS_lseek, libc::SYS_close,
    libc::SYS_close_range, libc::SYS_dup, libc::SYS_dup3, libc::SYS_pipe2, libc::SYS_sendfile,
    libc::SYS_copy_file_range, libc::SYS_fsync, libc::SYS_fdatasync, libc::SYS_flock, libc::SYS_fadvise64,
    libc::SYS_readahead,
    // Files by name; what a name leads to is a matter of mounts and Landlock.
    libc::SYS_openat, libc::SYS_newfstatat, libc::SYS_fstat, libc::SYS_statx, libc::SYS_statfs, libc::SYS_fstatfs,
    libc::SYS_faccessat, libc::SYS_faccessat2, libc::SYS_readlinkat, libc::SYS_getdents64, libc::SYS_getcwd,
    libc::SYS_chdir, libc::SYS_fchdir, libc::SYS_mkdirat, libc::SYS_unlinkat, libc::SYS_renameat2, libc::SYS_linkat,
    libc::SYS_symlinkat, libc::SYS_truncate,
    libc::SYS_ftruncate, libc::SYS_fallocate, libc::SYS_umask, libc::SYS_getxattr, libc::SYS_lgetxattr,
    libc::SYS_fgetxattr, libc::SYS_listxattr, libc::SYS_llistxattr, libc::SYS_flistxattr, libc::SYS_memfd_create,
    // Memory.
    libc::SYS_mmap, libc::SYS_munmap, libc::SYS_mprotect, libc::SYS_mremap, libc::SYS_madvise, libc::SYS_mincore,
    libc::SYS_msync, libc::SYS_brk, libc::SYS_membarrier,
    // Processes and threads.
    libc::SYS_execve, libc::SYS_exit, libc::SYS_exit_group, libc::SYS_wait4, libc::SYS_waitid, libc::SYS_getpid,
    libc::SYS_getppid, libc::SYS_gettid, libc::SYS_getpgid, libc::SYS_setpgid, libc::SYS_getsid, libc::SYS_setsid,
    libc::SYS_getuid, libc::SYS_geteuid, libc::SYS_getgid, libc::SYS_getegid, libc::SYS_getresuid,
    libc::SYS_getresgid, libc::SYS_getgroups, libc::SYS_capget, libc::SYS_set_tid_address, libc::SYS_futex,
    libc::SYS_futex_waitv, libc::SYS_set_robust_list, libc::SYS_get_robust_list, libc::SYS_rseq,
    libc::SYS_sched_yield, libc::SYS_sched_getaffinity, libc::SYS_sched_getparam,
    libc::SYS_sched_getscheduler, libc::SYS_sched_get_priority_max, libc::SYS_sched_get_priority_min,
    libc::SYS_sched_rr_get_interval, libc::SYS_getpriority, libc::SYS_getcpu,
    libc::SYS_getrusage, libc::SYS_times, libc::SYS_getrlimit, libc::SYS_uname,
    libc::SYS_sysinfo, libc::SYS_getrandom, libc::SYS_pidfd_open, libc::SYS_pidfd_send_signal,
    // Signals; whom they reach is a matter of namespaces, user ids and Landlock.
    libc::SYS_rt_sigaction, libc::SYS_rt_sigprocmask, libc::SYS_rt_sigreturn, libc::SYS_rt_sigtimedwait,
    libc::SYS_rt_sigpending, libc::SYS_rt_sigsuspend, libc::SYS_rt_sigqueueinfo, libc::SYS_sigaltstack,
    libc::SYS_kill, libc::SYS_tkill, libc::SYS_tgkill, libc::SYS_signalfd4, libc::SYS_restart_syscall,
    // Time.
    libc::SYS_clock_gettime, libc::SYS_clock_getres, libc::SYS_clock_nanosleep, libc::SYS_nanosleep,
    libc::SYS_gettimeofday, libc::SYS_setitimer, libc::SYS_getitimer, libc::SYS_timer_create,
    libc::SYS_timer_settime, libc::SYS_timer_gettime, libc::SYS_timer_getoverrun, libc::SYS_timer_delete,
    libc::SYS_timerfd_create, libc::SYS_timerfd_settime, libc::SYS_timerfd_gettime,
    // Waiting for many.
    libc::SYS_ppoll, libc::SYS_pselect6, libc::SYS_epoll_create1, libc::SYS_epoll_ctl, libc::SYS_epoll_pwait,
    libc::SYS_epoll_pwait2, libc::SYS_eventfd2,
    // Sockets that exist.
    libc::SYS_sendto, libc::SYS_recvfrom, libc::SYS_sendmsg, libc::SYS_recvmsg, libc::SYS_sendmmsg,
    libc::SYS_recvmmsg, libc::SYS_getsockname, libc::SYS_getpeername, libc::SYS_setsockopt, libc::SYS_getsockopt,
    libc::SYS_shutdown,
    // Older names of the same, which only this architecture has.
    #[cfg(target_arch = "x86_64")] libc::SYS_open, #[cfg(target_arch = "x86_64")] libc::SYS_creat,
    #[cfg(target_arch = "x86_64")] libc::SYS_stat, #[cfg(target_arch = "x86_64")] libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")] libc::SYS_access, #[cfg(target_arch = "x86_64")] libc::SYS_readlink,
    #[cfg(target_arch = "x86_64")] libc::SYS_getdents, #[cfg(target_arch = "x86_64")] libc::SYS_mkdir,
    #[cfg(target_arch = "x86_64")] libc::SYS_rmdir, #[cfg(target_arch = "x86_64")] libc::SYS_unlink,
    #[cfg(target_arch = "x86_64")] libc::SYS_rename, #[cfg(target_arch = "x86_64")] libc::SYS_renameat,
    #[cfg(target_arch = "x86_64")] libc::SYS_link, #[cfg(target_arch = "x86_64")] libc::SYS_symlink,
    
    
    #[cfg(target_arch = "x86_64")] libc::SYS_dup2, #[cfg(target_arch = "x86_64")] libc::SYS_pipe,
    #[cfg(target_arch = "x86_64")] libc::SYS_poll, #[cfg(target_arch = "x86_64")] libc::SYS_select,
    #[cfg(target_arch = "x86_64")] libc::SYS_epoll_create, #[cfg(target_arch = "x86_64")] libc::SYS_epoll_wait,
    #[cfg(target_arch = "x86_64")] libc::SYS_eventfd, #[cfg(target_arch = "x86_64")] libc::SYS_signalfd,
    #[cfg(target_arch = "x86_64")] libc::SYS_fork, #[cfg(target_arch = "x86_64")] libc::SYS_vfork,
    #[cfg(target_arch = "x86_64")] libc::SYS_getpgrp, #[cfg(target_arch = "x86_64")] libc::SYS_arch_prctl,
    #[cfg(target_arch = "x86_64")] libc::SYS_alarm, #[cfg(target_arch = "x86_64")] libc::SYS_pause,
    #[cfg(target_arch = "x86_64")] libc::SYS_time,
];
