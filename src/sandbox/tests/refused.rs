//! What a program is refused.

use super::*;

/// Evaluates each line as Python and prints `name=refused` for an `OSError`, its value otherwise.
fn attempts(sandbox: &Sandbox, prelude: &str, lines: &[(&str, &str)]) -> Vec<String> {
    let mut code = format!(
        "import os, errno, socket, ctypes, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n\
         def call(n, *a):\n    r = libc.syscall(n, *a)\n    if r < 0: raise OSError(ctypes.get_errno(), '')\n    return r\n\
         {prelude}\n"
    );
    for (name, line) in lines {
        let attempt = format!(
            "try: print('{name}', {line}, sep='=')\nexcept OSError as e: print('{name}', errno.errorcode[e.errno], sep='=')\n"
        );
        code.push_str(&attempt);
    }
    says(sandbox, &code).lines().map(String::from).collect()
}

#[track_caller]
fn all_refused(sandbox: &Sandbox, lines: &[(&str, &str)]) {
    let refusals = [
        "EPERM",
        "EACCES",
        "ENOSYS",
        "ENOENT",
        "EROFS",
        "EAFNOSUPPORT",
        "ENOTTY",
        "ESRCH",
        "EPROTONOSUPPORT",
        "ENETUNREACH",
        "EXDEV",
    ];
    for line in attempts(sandbox, "", lines) {
        let refused = line
            .rsplit_once('=')
            .is_some_and(|(_, errno)| refusals.contains(&errno));
        assert!(refused, "{}: {line}", sandbox.level().as_str());
    }
}

#[test]
fn files_of_this_machine_cannot_be_read() {
    for sandbox in walls() {
        let home = std::env::home_dir().unwrap_or_default();
        let home = format!("os.listdir({:?})", home.display().to_string());
        let here = format!("os.listdir({:?})", env!("CARGO_MANIFEST_DIR"));
        all_refused(
            &sandbox,
            &[
                ("passwd", "open('/etc/passwd').read()"),
                ("home", &home),
                ("here", &here),
                ("etc", "os.listdir('/etc')"),
                ("sys", "os.listdir('/sys')"),
                ("mem", "open('/dev/mem', 'rb')"),
                ("kmsg", "open('/dev/kmsg', 'rb')"),
                ("tty", "open('/dev/tty')"),
                ("sysrq", "open('/proc/sysrq-trigger', 'w')"),
                ("proc sys", "open('/proc/sys/kernel/hostname').read()"),
                ("cgroup", "os.listdir('/sys/fs/cgroup')"),
            ],
        );
    }
}

#[test]
fn nothing_can_be_written_outside_scratch() {
    for sandbox in walls() {
        all_refused(
            &sandbox,
            &[
                ("root", "open('/x', 'w')"),
                ("usr", "open('/usr/x', 'w')"),
                ("usr dir", "os.mkdir('/usr/x')"),
                ("own file", "open('main.py', 'a')"),
                ("own dir", "open('x.py', 'w')"),
                ("own mode", "os.chmod('main.py', 0o777)"),
                ("unlink", "os.unlink('main.py')"),
                (
                    "link",
                    "os.link('/usr/bin/env', os.environ.get('TMPDIR', '/tmp') + '/env')",
                ),
                ("rename", "os.rename('main.py', 'other.py')"),
            ],
        );
    }
}

#[test]
fn only_loopback_can_be_reached() {
    for sandbox in walls() {
        all_refused(
            &sandbox,
            &[
                ("tcp", "socket.create_connection(('192.0.2.1', 80), 1)"),
                ("tcp6", "socket.create_connection(('2001:db8::1', 80), 1)"),
                (
                    "udp",
                    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 1))",
                ),
                ("raw", "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"),
                ("netlink", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
                ("packet", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"),
                ("vsock", "socket.socket(socket.AF_VSOCK)"),
                ("alg", "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)"),
                ("mptcp", "socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)"),
            ],
        );
    }
}

#[test]
fn without_loopback_there_are_only_unix_sockets() {
    for sandbox in jails() {
        let mut command = python(
            "import socket\nsocket.socket(socket.AF_UNIX)\nsocket.socketpair()\ntry: socket.socket()\nexcept OSError as e: print(e.errno)",
        );
        command.loopback = false;
        assert_eq!(
            follow(&sandbox, &command).stdout(),
            format!("{}\n", libc::EAFNOSUPPORT)
        );
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn dangerous_calls_are_refused() {
    for sandbox in walls() {
        all_refused(
            &sandbox,
            &[
                ("newuser", "call(272, 0x10000000)"),
                ("clone newuser", "call(56, 0x10000000 | 17, 0, 0, 0, 0)"),
                ("clone newns", "call(56, 0x00020000 | 17, 0, 0, 0, 0)"),
                ("clone3", "call(435, 0, 0)"),
                ("setns", "call(308, 0, 0)"),
                ("ptrace traceme", "call(101, 0, 0, 0, 0)"),
                ("ptrace attach", "call(101, 16, os.getppid() or 1, 0, 0)"),
                ("process_vm_readv", "call(310, 1, 0, 0, 0, 0, 0)"),
                ("process_vm_writev", "call(311, 1, 0, 0, 0, 0, 0)"),
                ("pidfd_getfd", "call(438, 3, 0, 0)"),
                ("mount", "call(165, b'none', b'/tmp', b'tmpfs', 0, 0)"),
                ("umount", "call(166, b'/tmp', 2)"),
                ("pivot_root", "call(155, b'/', b'/')"),
                ("chroot", "os.chroot('/')"),
                ("open_tree", "call(428, -100, b'/', 1)"),
                ("move_mount", "call(429, -100, b'/', -100, b'/tmp', 0)"),
                ("mount_setattr", "call(442, -100, b'/', 0, 0, 0)"),
                ("keyctl", "call(250, 0, -3, 0)"),
                ("add_key", "call(248, b'user', b'a', b'b', 1, -3)"),
                ("request_key", "call(249, b'user', b'a', 0, -3)"),
                ("io_uring_setup", "call(425, 1, ctypes.create_string_buffer(256))"),
                ("io_uring_enter", "call(426, 3, 0, 0, 0, 0)"),
                ("bpf", "call(321, 0, 0, 0)"),
                ("perf_event_open", "call(298, 0, 0, 0, 0, 0)"),
                ("userfaultfd", "call(323, 0)"),
                ("personality", "call(135, 0xffffffff)"),
                ("mknod", "os.mknod('/tmp/n', 0o020666, os.makedev(1, 1))"),
                ("name_to_handle", "call(303, -100, b'/', 0, 0, 0)"),
                ("open_by_handle", "call(304, -100, 0, 0)"),
                ("setuid", "os.setuid(0)"),
                ("setgroups", "os.setgroups([0])"),
                ("settime", "__import__('time').clock_settime(0, 0.0)"),
                ("reboot", "call(169, 0xfee1dead, 672274793, 0, 0)"),
                ("swapon", "call(167, b'/tmp/x', 0)"),
                ("init_module", "call(175, 0, 0, b'')"),
                ("modify_ldt", "call(154, 0, 0, 0)"),
                ("inotify", "call(294, 0)"),
                ("fanotify", "call(300, 0, 0)"),
                ("seccomp", "call(317, 1, 0, 0)"),
                ("prctl pdeathsig", "call(157, 1, 0)"),
                ("prctl dumpable", "call(157, 4, 0)"),
                ("prctl subreaper", "call(157, 36, 1)"),
                ("tiocsti", "call(16, 0, 0x5412, b'x')"),
                (
                    "tiocsti high bits",
                    "call(16, 0, ctypes.c_uint64(0x100005412), b'x')",
                ),
                (
                    "lease",
                    "__import__('fcntl').fcntl(os.open('/usr/bin/env', 0), 1024, 0)",
                ),
                ("core limit", "call(160, 4, (ctypes.c_uint64 * 2)(0, 0))"),
                ("prlimit other", "call(302, os.getppid() or 2, 7, 0, 0)"),
                (
                    "raise nproc",
                    "__import__('resource').setrlimit(6, (10**6, 10**6))",
                ),
            ]
            .map(|(name, line)| match name {
                // Python turns this one into a ValueError.
                "raise nproc" => (name, "call(160, 6, (ctypes.c_uint64 * 2)(10**6, 10**6))"),
                _ => (name, line),
            }),
        );
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn foreign_system_call_tables_kill() {
    for sandbox in walls() {
        let code = "import ctypes, os\npid = os.fork()\nif pid == 0:\n    ctypes.CDLL(None).syscall(0x40000000 + 39); os._exit(0)\nprint(os.waitpid(pid, 0)[1] & 127)";
        assert_eq!(says(&sandbox, code), "31\n");
    }
}

#[test]
fn other_processes_cannot_be_signalled() {
    for sandbox in walls() {
        let grader = std::process::id();
        let kill = format!("os.kill({grader}, 0)");
        if grader == 1 {
            continue; // in a PID namespace of its own already: the number means the program itself
        }
        let parent = "os.kill(os.getppid() or 999999, 0)";
        all_refused(&sandbox, &[("grader", &kill), ("parent", parent)]);
    }
}

#[test]
fn a_program_has_no_rights_and_a_filter() {
    let code = "
status = dict(l.split(':', 1) for l in open('/proc/self/status'))
for k in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'Seccomp', 'NoNewPrivs', 'Groups', 'Uid'): print(k, *status[k].split())
print(*open('/proc/self/uid_map').read().split()[0::2], open('/proc/self/setgroups').read().strip())
";
    let none = "0000000000000000";
    for sandbox in jails() {
        let said = says(&sandbox, code);
        let lines: Vec<&str> = said.lines().collect();
        for (line, name) in lines
            .iter()
            .zip(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
        {
            assert_eq!(*line, format!("{name} {none}"));
        }
        assert_eq!(lines[5..7], ["Seccomp 2", "NoNewPrivs 1"]);
        let maps = match sandbox.entry {
            Entry::Root | Entry::User => "1000 1 deny",
            // The user of the setup is known in the namespace too; nothing is left to become it with.
            Entry::Mapped => "allow",
        };
        assert_eq!(lines[8], "Uid 1000 1000 1000 1000");
        assert!(lines[9].ends_with(maps), "{}", lines[9]);
    }
}

#[test]
fn environment_descriptors_and_names_tell_nothing() {
    let code = "
import os, socket
print(sorted(os.environ), os.getcwd(), socket.gethostname(), os.getppid())
fds = []
for fd in range(64):
    try: os.fstat(fd); fds.append(fd)
    except OSError: pass
print(fds, os.isatty(0), sorted(os.listdir('/')), sorted(os.listdir('/dev')))
print([p for p in os.listdir('/proc') if p.isdigit()])
";
    for sandbox in jails() {
        let said = says(&sandbox, code);
        let lines: Vec<&str> = said.lines().collect();
        // LC_CTYPE is set by Python itself.
        assert_eq!(lines[0], "['HOME', 'LC_CTYPE'] /work sandbox 0");
        let system = "'bin', 'dev', 'lib', 'lib64', 'proc', 'tmp', 'usr', 'work'";
        let devices = "'full', 'null', 'random', 'shm', 'urandom', 'zero'";
        assert_eq!(lines[1], format!("[0, 1, 2, 3] False [{system}] [{devices}]"));
        assert_eq!(lines[2], "['1']");
    }
}

#[test]
fn memory_of_the_first_process_cannot_be_written() {
    let code = "
import os
pid = os.fork()
if pid == 0:
    for path in ('/proc/1/mem', f'/proc/{os.getpid()}/mem'):
        try: open(path, 'r+b'); print('opened')
        except OSError as e: print('refused')
    os.sys.stdout.flush(); os._exit(0)
os.wait()
";
    for sandbox in jails() {
        assert_eq!(says(&sandbox, code), "refused\nrefused\n");
    }
}

#[test]
fn a_failed_setup_names_the_operation_and_starts_nothing() {
    for sandbox in walls() {
        let mut command = python("pass");
        command.cwd = "/nowhere".into();
        let error = sandbox.start(&command).unwrap_err();
        assert!(
            matches!(&error, SandboxError::Setup { operation, errno: Errno(libc::ENOENT) } if operation == "enter the directory /nowhere"),
            "{error:?}"
        );
        let mut command = python("pass");
        command.program = "/nothing".into();
        let error = sandbox.start(&command).unwrap_err();
        assert!(
            matches!(&error, SandboxError::Setup { operation, .. } if operation.starts_with("execute /nothing")),
            "{error:?}"
        );
        let mut command = python("pass");
        command.mounts.push(Mount::Files {
            target: "/a".into(),
            files: vec![("../x".into(), Arc::from(*b""))],
        });
        assert!(matches!(
            sandbox.start(&command).unwrap_err(),
            SandboxError::Command(_)
        ));
    }
}

#[test]
fn killing_everybody_kills_nobody_else() {
    for sandbox in jails() {
        let code = "
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pid = os.fork()
if pid == 0: signal.pause()
os.kill(-1, signal.SIGKILL)
print(os.waitpid(pid, 0)[1])
";
        assert_eq!(says(&sandbox, code), "9\n");
    }
}
