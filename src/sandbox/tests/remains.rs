//! Nothing is left behind.

use std::fs;

use super::*;

/// In the command line of every process of this test.
const MARKER: &str = "remains-marker";

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
fn survivors(marker: &str) -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines
        .filter(|line| String::from_utf8_lossy(line).contains(marker))
        .count()
}

fn marked(code: &str, marker: &str) -> Command {
    let mut command = python(code);
    command.args.push(marker.into());
    command
}

/// Runs one test of this file in a process where nothing else runs, with a directory for temporary files of its own
/// that must be empty afterwards. True in that process.
fn alone(test: &str) -> bool {
    const ALONE: &str = "SANDBOX_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let temporary = tempfile::tempdir().unwrap();
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args([test, "--nocapture"])
        .env(ALONE, "1")
        .env("TMPDIR", temporary.path())
        .status();
    assert!(status.unwrap().success());
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
    false
}

#[test]
fn nothing_is_left_behind() {
    if alone("nothing_is_left_behind") {
        for sandbox in walls() {
            for observed in [false, true] {
                survivors_are_ended(&sandbox, "", observed);
                survivors_are_ended(&sandbox, "time.sleep(1000)\n", observed);
            }
            fifty_starts_leave_nothing(&sandbox);
            labyrinths_are_removed(&sandbox);
        }
    }
}

/// When the first process has ended by itself, or has been ended by us.
fn survivors_are_ended(sandbox: &Sandbox, more: &str, observed: bool) {
    let command = Command {
        observed,
        ..marked(&format!("{SURVIVORS}{more}"), MARKER)
    };
    let mut process = sandbox.start(&command).unwrap();
    let wall = Instant::now() + Duration::from_mins(1);
    assert_eq!(process.wait(wall, None), Happened::Bytes(b"started".to_vec()));
    if more.is_empty() {
        while !matches!(process.wait(wall, None), Happened::Exited(_)) {}
    } else {
        assert!(survivors(MARKER) >= 5);
    }
    drop(process);
    assert_eq!(survivors(MARKER), 0, "{}", sandbox.level().as_str());
}

fn fifty_starts_leave_nothing(sandbox: &Sandbox) {
    let count = |directory: &str| fs::read_dir(directory).unwrap().count();
    let mounts = || {
        fs::read_to_string("/proc/self/mountinfo")
            .unwrap()
            .lines()
            .count()
    };
    let before = (mounts(), count("/proc/self/fd"), count("/proc/self/task"));
    for turn in 0..50 {
        let process = sandbox
            .start(&marked("import os\nos.fork()\nprint(1)", MARKER))
            .unwrap();
        if turn % 2 == 0 {
            until_end(process, &limits());
        } else {
            drop(process);
        }
    }
    assert_eq!(
        (mounts(), count("/proc/self/fd"), count("/proc/self/task")),
        before
    );
    assert_eq!(survivors(MARKER), 0);
    let children = fs::read_dir("/proc/self/task").unwrap().flatten();
    let children = children.map(|task| fs::read_to_string(task.path().join("children")).unwrap());
    assert_eq!(children.collect::<String>(), "", "not even a zombie");
    assert_eq!(sandbox.groups.as_ref().map_or(0, Hierarchy::own_groups), 0);
}

/// Their directory would be found afterwards, by [`alone`].
fn labyrinths_are_removed(sandbox: &Sandbox) {
    let code = "
import os
os.chdir(os.environ.get('TMPDIR', '/tmp'))
os.mkdir('closed'); os.mkdir('closed/in', 0); open('closed/file', 'w').close()
try:
    for i in range(3000): os.mkdir('d'); os.chdir('d')
except OSError: pass
print('made')
";
    assert_eq!(says(sandbox, code), "made\n");
}

/// The name of a level in this variable makes the test below play the grader that is killed.
const VICTIM: &str = "SANDBOX_TEST_VICTIM";

#[test]
fn the_tree_ends_when_the_grader_is_killed() {
    let code = format!("{SURVIVORS}time.sleep(1000)\n");
    if let Ok(wanted) = std::env::var(VICTIM) {
        let level = Level::ALL
            .into_iter()
            .find(|level| level.as_str() == wanted)
            .unwrap();
        let mut process = sandbox(level)
            .unwrap()
            .start(&marked(&code, "victim-marker"))
            .unwrap();
        process.wait(Instant::now() + Duration::from_mins(1), None);
        std::io::Write::write_all(&mut std::io::stdout(), b"STARTED\n").unwrap();
        process.wait(Instant::now() + Duration::from_mins(1), None);
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    for sandbox in walls() {
        let mut grader = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["the_tree_ends_when_the_grader_is_killed", "--nocapture"])
            .env(VICTIM, sandbox.level().as_str())
            // A killed grader leaves its directory behind (and nothing else).
            .env("TMPDIR", temporary.path())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let lines = std::io::BufRead::lines(std::io::BufReader::new(grader.stdout.take().unwrap()));
        assert!(lines.map_while(Result::ok).any(|line| line.contains("STARTED")));
        assert!(survivors("victim-marker") >= 5);
        grader.kill().unwrap();
        grader.wait().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while survivors("victim-marker") > 0 {
            assert!(Instant::now() < deadline, "{}", sandbox.level().as_str());
            std::thread::yield_now();
        }
    }
}
