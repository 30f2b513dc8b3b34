//! Limits bite, and say which they were.

use super::*;
use crate::sandbox::process::SendError;

fn with(code: &str, change: impl Fn(&mut Limits)) -> Command {
    let mut command = python(code);
    change(&mut command.limits);
    command
}

#[test]
fn spinning_hits_the_cpu_limit_in_any_number_of_processes() {
    let one = "while True: pass";
    let many = "import os\nos.fork(); os.fork()\nif os.getpid() == 1: os.wait()\nwhile True: pass";
    for (sandbox, code) in walls()
        .iter()
        .flat_map(|sandbox| [(sandbox, one), (sandbox, many)])
    {
        let limit = Duration::from_millis(300);
        let went = follow(sandbox, &with(code, |limits| limits.cpu = limit));
        assert_eq!(went.limit, Some(LimitKind::Cpu), "{}", sandbox.level().as_str());
        let cpu = went.ended.usage.cpu;
        assert!(
            cpu >= limit && cpu < limit + Duration::from_millis(250),
            "{cpu:?}"
        );
        assert_eq!(went.ended.limits_hit, [LimitKind::Cpu]);
    }
}

#[test]
fn cpu_of_processes_that_nobody_waits_for_is_counted() {
    let Some(sandbox) = sandbox(Level::Full) else {
        return;
    };
    let code = "
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        end = time.process_time() + 0.05
        while time.process_time() < end: pass
        os._exit(0)
    time.sleep(0.05)
";
    let went = follow(
        &sandbox,
        &with(code, |limits| limits.cpu = Duration::from_millis(400)),
    );
    assert_eq!(went.limit, Some(LimitKind::Cpu));
}

#[test]
fn sleeping_hits_the_wall_limit_whatever_is_ignored_or_stopped() {
    let ignoring = "
import signal, time
for s in set(signal.valid_signals()) - {9, 19, 32, 33}: signal.signal(s, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
time.sleep(1000)
";
    let stopping = "
import os, signal, time
for _ in range(5):
    if os.fork() == 0: os.setsid(); os.kill(os.getpid(), signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGSTOP); time.sleep(1000)
";
    for sandbox in walls() {
        for code in [ignoring, stopping] {
            let went = follow(
                &sandbox,
                &with(code, |limits| limits.wall = Duration::from_millis(400)),
            );
            assert_eq!(went.limit, Some(LimitKind::Wall));
            assert!(went.ended.usage.wall < Duration::from_secs(5));
        }
    }
}

#[test]
fn a_flood_hits_the_output_limit_and_is_cut() {
    for sandbox in walls() {
        for descriptor in [1, 2] {
            let code = format!("import os\nwhile True: os.write({descriptor}, b'x' * 65536)");
            let went = follow(&sandbox, &with(&code, |limits| limits.output = 100_000));
            assert_eq!(went.limit, Some(LimitKind::Output));
            assert_eq!(went.ended.stdout.len() + went.ended.stderr.len(), 100_000);
        }
    }
}

#[test]
fn memory_is_bounded_over_the_whole_tree() {
    let one = "x = []\nwhile True: x.append(bytearray(1 << 20))";

    let spread = "
import os, time
for _ in range(16):
    if os.fork() == 0:
        x = [bytearray(1 << 20) for _ in range(40)]; time.sleep(1000)
time.sleep(1000)
";
    let shared = "
f = open('/dev/shm/x', 'wb'); g = open('/tmp/x', 'wb')
import mmap
m = mmap.mmap(-1, 1 << 30)
for i in range(0, 1 << 30, 4096): m[i] = 1
";

    let Some(sandbox) = sandbox(Level::Full) else {
        return;
    };
    for code in [one, spread, shared] {
        let went = follow(&sandbox, &python(code));
        assert_eq!(
            went.limit,
            Some(LimitKind::Memory),
            "{} {}",
            went.stdout(),
            went.stderr()
        );
        assert!(went.ended.usage.peak_memory.unwrap() <= limits().memory + (1 << 20));
    }
}

#[test]
fn without_a_group_private_memory_is_bounded_per_process() {
    for sandbox in [Level::Namespaces, Level::Restricted]
        .into_iter()
        .filter_map(sandbox)
    {
        let code = "
x = []
try:
    while True: x.append(bytearray(1 << 20))
except MemoryError: n = len(x); del x; print(n < 700)
";
        assert_eq!(says(&sandbox, code), "True\n");
    }
}

#[test]
fn a_fork_bomb_is_bounded_and_reported() {
    let polite = "
import os, time
n = 0
try:
    while True:
        if os.fork() == 0: time.sleep(1000)
        n += 1
except OSError as e: print(e.errno == 11, n <= 47, n >= 30)
";
    let wild = "
import os
while True:
    try: os.fork(); os.setsid()
    except OSError: pass
";
    for sandbox in walls() {
        let root = sys::effective_ids().0 == 0;
        if sandbox.level() == Level::Restricted && !root {
            continue; // counted with everything else of this user
        }
        let went = follow(&sandbox, &python(polite));
        assert_eq!(
            went.stdout(),
            "True True True\n",
            "{} {}",
            sandbox.level().as_str(),
            went.stderr()
        );
        let reported = went.ended.limits_hit.contains(&LimitKind::Processes);
        assert_eq!(reported, sandbox.level() == Level::Full);
        let went = follow(
            &sandbox,
            &with(wild, |limits| limits.cpu = Duration::from_millis(500)),
        );
        assert!(matches!(went.limit, Some(LimitKind::Cpu)), "{:?}", went.limit);
    }
}

#[test]
fn threads_are_bounded_without_ending_the_program() {
    let code = "
import threading
e = threading.Event(); n = 0
try:
    while True: threading.Thread(target=e.wait, daemon=True).start(); n += 1
except RuntimeError: print(30 <= n <= 47, flush=True)
import os; os.write(1, b'on\\n'); os._exit(0)
";
    for sandbox in jails() {
        assert_eq!(says(&sandbox, code), "True\non\n");
    }
}

#[test]
fn writing_is_bounded_in_size_and_number() {
    let code = "
import errno, os
def fill(path):
    try:
        with open(path, 'wb', 0) as f:
            while True: f.write(b'x' * 65536)
    except OSError as e: return errno.errorcode[e.errno]
print(fill('/tmp/a'), fill('/tmp/b'), fill('/dev/shm/a'))
for f in ('/tmp/a', '/tmp/b'): os.unlink(f)
try:
    for i in range(10**6): open(f'/tmp/{i}', 'w').close()
except OSError as e: print(errno.errorcode[e.errno], i < 5000)
";
    for sandbox in jails() {
        // A first file ends at the limit of a file, which is that of the file system too; a second has no room.
        assert_eq!(says(&sandbox, code), "EFBIG ENOSPC EFBIG\nENOSPC True\n");
    }
}

#[test]
fn an_endless_message_and_an_unread_one_meet_the_deadline() {
    for sandbox in walls() {
        let command = python("import time\ntime.sleep(1000)");
        let mut process = sandbox.start(&command).unwrap();
        let sent = process.send(&vec![0; 8 << 20], Instant::now() + Duration::from_millis(100));
        assert_eq!(sent, Err(SendError::TooLate));
        drop(process);
        let mut process = sandbox.start(&python("pass")).unwrap();
        let sent = process.send(&vec![0; 8 << 20], Instant::now() + Duration::from_mins(1));
        assert_eq!(sent, Err(SendError::Gone));
    }
}

#[test]
fn a_program_that_never_stops_talking_meets_the_deadline() {
    for sandbox in walls() {
        let command = python("import os\nwhile True: os.write(3, b'x' * 65536)");
        let mut process = sandbox.start(&command).unwrap();
        let wall = Instant::now() + Duration::from_millis(200);
        let mut last = process.wait(wall, None);
        while matches!(last, Happened::Bytes(_)) {
            last = process.wait(wall, None);
        }
        assert_eq!(last, Happened::Limit(LimitKind::Wall));
        let mut process = sandbox.start(&command).unwrap();
        let limit = Some(Duration::from_millis(100));
        let wall = Instant::now() + Duration::from_mins(1);
        let mut last = process.wait(wall, limit);
        while matches!(last, Happened::Bytes(_)) {
            last = process.wait(wall, limit);
        }
        assert_eq!(last, Happened::Limit(LimitKind::Cpu));
    }
}
