//! Nothing is left behind.

use std::collections::BTreeSet;
use std::fs;

use super::*;

/// Starts detached, stubborn descendants, and tells when all of them run.
const SURVIVORS: &str = "
import os, signal, time
r, w = os.pipe()
for i in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for s in (1, 2, 15): signal.signal(s, signal.SIG_IGN)
            os.write(w, b'.')
            if i == 0: os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(1000)
        os._exit(0)
n = 0
while n < 4: n += len(os.read(r, 4))
os.write(3, b'started')
";

/// The sandbox's processes, by the program they run: those whose command line has this file.
fn survivors() -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines
        .filter(|line| String::from_utf8_lossy(line).contains("remains-marker"))
        .count()
}

fn marked(code: &str) -> Command {
    let mut command = python(code);
    command.args.push("remains-marker".into());
    command
}

/// One test, since all of it looks at the whole machine.
#[test]
fn nothing_is_left_behind() {
    for sandbox in walls() {
        survivors_are_ended(&sandbox, "");
        survivors_are_ended(&sandbox, "time.sleep(1000)\n");
        fifty_starts_leave_nothing(&sandbox);
    }
}

/// When the first process has ended by itself, or has been ended by us.
fn survivors_are_ended(sandbox: &Sandbox, more: &str) {
    let mut process = sandbox.start(&marked(&format!("{SURVIVORS}{more}"))).unwrap();
    let wall = Instant::now() + Duration::from_secs(60);
    assert_eq!(process.wait(wall, None), Happened::Bytes(b"started".to_vec()));
    if more.is_empty() {
        while !matches!(process.wait(wall, None), Happened::Exited(_)) {}
    } else {
        assert!(survivors() >= 5);
    }
    drop(process);
    assert_eq!(survivors(), 0, "{}", sandbox.level().as_str());
}

fn fifty_starts_leave_nothing(sandbox: &Sandbox) {
    let groups = |sandbox: &Sandbox| -> BTreeSet<String> {
        let Some(Hierarchy::V1 { memory, pids, cpu }) = &sandbox.groups else {
            return BTreeSet::new();
        };
        let own = format!("grader-{}-", std::process::id());
        let all = [memory, pids, cpu].map(|directory| fs::read_dir(directory).unwrap().flatten());
        let names = all
            .into_iter()
            .flatten()
            .map(|entry| entry.path().display().to_string());
        names.filter(|name| name.contains(&own)).collect()
    };
    let mounts = || {
        fs::read_to_string("/proc/self/mountinfo")
            .unwrap()
            .lines()
            .count()
    };
    let children = || {
        let tasks = fs::read_dir("/proc/self/task").unwrap().flatten();
        let children = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
        children
            .map(|children| children.split_whitespace().count())
            .sum::<usize>()
    };
    let before = (mounts(), children());
    let mut kept: Vec<u64> = Vec::new();
    for turn in 0..50 {
        let process = sandbox.start(&marked("import os\nos.fork()\nprint(1)")).unwrap();
        if turn % 2 == 0 {
            until_end(process, &limits());
        } else {
            drop(process);
        }
        kept.push(fs::read_dir("/proc/self/fd").unwrap().count() as u64);
    }
    assert_eq!(survivors(), 0);
    assert_eq!((mounts(), children()), before);
    assert!(kept[49] <= kept[0] + 2, "descriptors: {kept:?}");
    let _ = groups(sandbox);
}
