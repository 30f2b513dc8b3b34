//! Every process is seen: how it came to be, how it ended, who waited for it, what it wrote and what CPU time it used.

use super::*;
use crate::model::processes::{Born, End, Fate, Origin, State, Tree};

/// In front of every program: how a process names a moment.
const MARK: &str = "
import os, posix, signal, sys, threading, time
def mark(kind, value=0):
    try: os.getpriority(0x67726100 + kind, value)
    except OSError: pass
";

fn observed(code: &str) -> Command {
    Command {
        observed: true,
        ..python(&format!("{MARK}{code}"))
    }
}

/// What was seen of a program that ends by itself.
#[track_caller]
fn tree(sandbox: &Sandbox, code: &str) -> Tree {
    let command = observed(code);
    let mut process = sandbox.start(&command).unwrap();
    let wall = Instant::now() + command.limits.wall;
    let end = loop {
        match process.wait(wall, Some(command.limits.cpu)) {
            Happened::Bytes(_) | Happened::Closed => {}
            end => break end,
        }
    };
    let tree = process.tree(Instant::now() + Duration::from_secs(20)).unwrap();
    let stderr = process.end().stderr;
    assert_eq!(
        end,
        Happened::Exited(Exit::Code(0)),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    tree
}

/// The processes of the program, without the reaper above it (and the copy of that which ends them all) where there is
/// one.
fn of_program(tree: &Tree) -> Vec<&Born> {
    let program = tree
        .processes
        .iter()
        .position(|process| process.executions > 0)
        .unwrap();
    let of_reaper = |born: &Born| program > 0 && born.parent == Some(0);
    let behind = tree.processes[program + 1..]
        .iter()
        .filter(|born| !of_reaper(born));
    std::iter::once(&tree.processes[program]).chain(behind).collect()
}

/// Where the program's own process is in the tree.
fn first(tree: &Tree) -> usize {
    tree.processes
        .iter()
        .position(|process| process.executions > 0)
        .unwrap()
}

fn ends(tree: &Tree) -> Vec<Option<End>> {
    of_program(tree).iter().map(|process| process.end).collect()
}

fn everywhere() -> Vec<Sandbox> {
    walls().into_iter().chain(sandbox(Level::None)).collect()
}

#[test]
fn forks_and_ends_are_seen_one_by_one() {
    let code = "
for end in (lambda: os._exit(3), lambda: os._exit(255), lambda: os.kill(os.getpid(), 9), lambda: sys.exit(0)):
    pid = os.fork()
    if pid == 0: end()
    os.waitpid(pid, 0)
if os.fork() == 0:
    if os.fork() == 0: os._exit(7)
    os.wait()
    os._exit(8)
os.wait()
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let status = |status| Some(End::Status(status));
        let expected = [
            status(0),
            status(3),
            status(255),
            Some(End::Signal(9)),
            status(0),
            status(8),
            status(7),
        ];
        assert_eq!(ends(&tree), expected, "{}", sandbox.level().as_str());
        let processes = of_program(&tree);
        let first = first(&tree);
        assert!(
            processes[1..]
                .iter()
                .all(|process| process.origin == Origin::Fork && process.fate == Fate::Kept)
        );
        let parents: Vec<_> = processes[1..]
            .iter()
            .map(|process| process.parent.unwrap() - first)
            .collect();
        assert_eq!(parents, [0, 0, 0, 0, 0, 5]);
        assert_eq!(
            tree.most_alive as usize,
            3 + first,
            "{}",
            sandbox.level().as_str()
        );
        assert_eq!(tree.untold, 0);
    }
}

#[test]
fn who_is_left_behind_is_seen_at_the_moment_that_is_named() {
    let code = "
r, w = os.pipe()
waited = os.fork()
if waited == 0: os._exit(0)
os.waitpid(waited, 0)
zombie = os.fork()
if zombie == 0: os._exit(0)
os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
alive = os.fork()
if alive == 0:
    os.read(r, 1)
    os._exit(0)
print('before', flush=True)
mark(3, 77)
print('after', flush=True)
os.write(w, b'.')
os.wait(); os.wait()
mark(4)
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let first = first(&tree);
        let [left, none] = &tree.marks[..] else {
            panic!("{:?}", tree.marks)
        };
        assert_eq!((left.kind, left.value, left.process), (3, 77, Some(first)));
        // A reaper lives beside the program.
        let others: Vec<_> = left.others.iter().filter(|(index, _)| *index >= first).collect();
        assert_eq!(
            others,
            [&(first + 2, State::Zombie), &(first + 3, State::Alive)],
            "{}",
            sandbox.level().as_str()
        );
        assert_eq!(left.written, [7, 0]);
        assert_eq!((none.kind, none.value), (4, 0));
        assert!(none.others.iter().all(|(index, _)| *index < first));
    }
}

#[test]
fn orphans_and_children_nobody_waited_for_are_told_apart() {
    let code = "
r, w = os.pipe()
child = os.fork()
if child == 0:
    dead = os.fork()
    if dead == 0: os._exit(1)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
    if os.fork() == 0:
        os.setsid()
        os.read(r, 1)
        os._exit(2)
    waited = os.fork()
    if waited == 0: os._exit(3)
    os.waitpid(waited, 0)
    END
os.waitpid(child, 0)
os.write(w, b'.')
";
    let by_itself = (code.replace("END", "os._exit(0)"), End::Status(0));
    let by_itself_in_a_thread = (
        code.replace(
            "END",
            "threading.Thread(target=os._exit, args=(0,)).start(); time.sleep(1000)",
        ),
        End::Status(0),
    );
    let killed = (code.replace("END", "os.kill(os.getpid(), 9)"), End::Signal(9));
    for sandbox in everywhere() {
        for (code, end) in [&by_itself, &by_itself_in_a_thread, &killed] {
            let tree = tree(&sandbox, code);
            let processes = of_program(&tree);
            assert_eq!(processes[1].end, Some(*end));
            let fates: Vec<_> = processes[1..].iter().map(|process| process.fate).collect();
            let expected = [Fate::Kept, Fate::Unwaited, Fate::Orphaned, Fate::Kept];
            assert_eq!(fates, expected, "{} {end:?}", sandbox.level().as_str());
        }
    }
}

#[test]
fn each_piece_of_output_has_its_writer() {
    let code = "
for letter in 'abc':
    pid = os.fork()
    if pid == 0:
        print(letter * 3)
        sys.stdout.flush()
        os.write(2, letter.encode())
        os._exit(0)
    os.waitpid(pid, 0)
os.writev(1, [b'own ', b'words'])
if os.fork() == 0:
    os.dup2(1, 40)
    os.close(1)
    os.write(40, b'by another way')
    os._exit(0)
os.wait()
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let first = first(&tree);
        let told: Vec<(usize, String)> = tree.written[0]
            .iter()
            .map(|piece| {
                (
                    piece.process.unwrap() - first,
                    String::from_utf8(piece.bytes.clone()).unwrap(),
                )
            })
            .collect();
        let expected = [
            (1, "aaa\n"),
            (2, "bbb\n"),
            (3, "ccc\n"),
            (0, "own words"),
            (4, "by another way"),
        ];
        assert_eq!(told, expected.map(|(process, text)| (process, text.to_owned())));
        assert_eq!(tree.written[1].len(), 3);
    }
}

#[test]
fn threads_are_no_processes_and_their_forks_are_seen() {
    let code = "
def fork():
    pid = os.fork()
    if pid == 0: os._exit(5)
    os.waitpid(pid, 0)
threads = [threading.Thread(target=fork) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
if os.fork() == 0:
    threading.Thread(target=lambda: os._exit(9)).start()
    time.sleep(1000)
os.wait()
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let status = |status| Some(End::Status(status));
        assert_eq!(
            ends(&tree),
            [status(0), status(5), status(5), status(5), status(9)]
        );
        assert_eq!(of_program(&tree)[0].threads, 3);
        assert_eq!(of_program(&tree)[4].threads, 1);
        assert!(of_program(&tree).iter().all(|process| process.fate == Fate::Kept));
    }
}

#[test]
fn programs_that_are_executed_are_seen_with_their_arguments() {
    let code = "
pid = os.posix_spawn(sys.executable, [sys.executable, '-I', '-S', '-c', 'pass', 'word'], {})
os.waitpid(pid, 0)
import subprocess
subprocess.run([sys.executable, '-I', '-S', '-c', 'import os; os._exit(4)'])
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let processes = of_program(&tree);
        assert_eq!(processes.len(), 3);
        assert_eq!(processes[1].program[1..], ["-I", "-S", "-c", "pass", "word"]);
        assert_eq!((processes[1].executions, processes[2].executions), (1, 1));
        assert_eq!(processes[2].end, Some(End::Status(4)));
        assert!(
            processes[1..]
                .iter()
                .all(|process| process.origin != Origin::Unknown)
        );
    }
}

#[test]
fn processor_time_is_that_of_each_process_alone() {
    let code = "
def work(seconds):
    while time.process_time() < seconds: pass
pid = os.fork()
if pid == 0:
    threading.Thread(target=work, args=(0.15,)).start()
    work(0.15)
    if os.fork() == 0:
        work(0.3)
        os.kill(os.getpid(), 9)
    os.wait()
    os._exit(0)
os.waitpid(pid, 0)
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let cpu: Vec<u128> = of_program(&tree)
            .iter()
            .map(|process| process.cpu.as_millis())
            .collect();
        assert!((150..280).contains(&cpu[1]), "{cpu:?}");
        assert!((300..430).contains(&cpu[2]), "{cpu:?}");
        assert!(cpu[0] < 150, "{cpu:?}");
    }
}

#[test]
fn a_stopped_process_stays_stopped_until_it_is_continued() {
    let code = "
pid = os.fork()
if pid == 0:
    os.kill(os.getpid(), signal.SIGSTOP)
    os._exit(6)
_, status = os.waitpid(pid, os.WUNTRACED)
assert os.WIFSTOPPED(status) and os.WSTOPSIG(status) == signal.SIGSTOP
mark(1)
os.kill(pid, signal.SIGCONT)
_, status = os.waitpid(pid, 0)
assert os.WEXITSTATUS(status) == 6
got = []
signal.signal(signal.SIGUSR1, lambda *_: got.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
assert got == [1]
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
if os.fork() == 0: os._exit(0)
try: os.wait()
except ChildProcessError: mark(2)
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let program = first(&tree);
        let others: Vec<Vec<_>> = tree
            .marks
            .iter()
            .map(|mark| {
                let others = mark.others.iter().filter(|(index, _)| *index >= program);
                others.map(|(_, state)| *state).collect()
            })
            .collect();
        assert_eq!(others, [vec![State::Alive], vec![]]);
    }
}

#[test]
fn a_child_that_is_faster_than_the_word_of_its_parent_is_counted_once() {
    let code = "
for _ in range(300):
    pid = os.fork()
    if pid == 0: os._exit(0)
    thread = threading.Thread(target=int)
    thread.start()
    os.waitpid(pid, 0)
    thread.join()
";
    for sandbox in everywhere() {
        let tree = tree(&sandbox, code);
        let processes = of_program(&tree);
        assert_eq!(processes.len(), 301, "{}", sandbox.level().as_str());
        assert!(processes.iter().all(|born| born.end == Some(End::Status(0))));
        assert_eq!(processes[0].threads, 300);
        assert!(tree.most_alive <= 3);
    }
}

#[test]
fn bombs_end_within_their_limits_and_are_counted() {
    let bombs = [
        "
while True:
    try: os.fork()
    except OSError: time.sleep(1000)
",
        "
def start():
    while True:
        try: threading.Thread(target=time.sleep, args=(1000,)).start()
        except RuntimeError: time.sleep(1000)
start()
",
        "
while True:
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os._exit(0)
    os.wait()
",
    ];
    for sandbox in everywhere() {
        // Without a wall the number of processes is not bounded.
        let fork_bomb = usize::from(sandbox.level() == Level::None);
        for (number, bomb) in bombs.iter().enumerate().skip(2 * fork_bomb) {
            let command = Command {
                limits: Limits {
                    // The last one ends by its processor time, however busy the machine is.
                    wall: Duration::from_secs(if number == 2 { 60 } else { 2 }),
                    cpu: Duration::from_millis(800),
                    ..limits()
                },
                ..observed(bomb)
            };
            let mut process = sandbox.start(&command).unwrap();
            let wall = Instant::now() + command.limits.wall;
            let limit = loop {
                match process.wait(wall, Some(command.limits.cpu)) {
                    Happened::Bytes(_) | Happened::Closed => {}
                    Happened::Limit(limit) => break limit,
                    Happened::Exited(exit) => panic!("{exit:?}"),
                }
            };
            let tree = process.tree(Instant::now() + Duration::from_secs(20)).unwrap();
            assert!(tree.processes.iter().all(|process| process.end.is_some()));
            assert!(u64::from(tree.most_alive) <= u64::from(command.limits.processes) + 8);
            if number == 2 {
                assert_eq!(limit, LimitKind::Cpu);
                assert!(tree.processes.len() as u64 + tree.untold > 50);
            }
            if number == 0 {
                assert!(tree.most_alive > 10, "{}", tree.most_alive);
            }
        }
    }
}

#[test]
fn nobody_escapes_by_asking_not_to_be_traced() {
    let code = "
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
CLONE_UNTRACED, SYS_clone = 0x00800000, 56
pid = libc.syscall(SYS_clone, CLONE_UNTRACED | signal.SIGCHLD, 0, 0, 0, 0)
if pid == 0: os._exit(0)
assert pid == -1 and ctypes.get_errno() == 1, pid
";
    if cfg!(target_arch = "x86_64") {
        for sandbox in walls() {
            tree(&sandbox, code);
        }
    }
}

#[test]
fn questions_after_one_another_are_told_apart() {
    let code = "
import socket
line = socket.socket(fileno=3)
for turn in range(3):
    line.recv(1)
    for _ in range(turn):
        if os.fork() == 0: print(turn); sys.stdout.flush(); os._exit(turn)
        os.wait()
    line.send(b'.')
";
    for sandbox in everywhere() {
        let command = observed(code);
        let mut process = sandbox.start(&command).unwrap();
        let wall = Instant::now() + command.limits.wall;
        for turn in 0..3 {
            process.begin_tree();
            process.forget_output();
            process.send(b".", wall).unwrap();
            assert_eq!(process.wait(wall, None), Happened::Bytes(b".".to_vec()));
            let tree = process.tree(wall).unwrap();
            assert_eq!(tree.processes.len(), turn);
            assert_eq!(tree.written[0].len(), turn);
            assert!(
                tree.processes
                    .iter()
                    .all(|born| born.end == Some(End::Status(i32::try_from(turn).unwrap()))
                        && born.parent.is_none())
            );
            assert_eq!(tree.most_alive, u32::from(turn > 0));
        }
        let mut end = process.wait(wall, None);
        if end == Happened::Closed {
            end = process.wait(wall, None);
        }
        assert_eq!(end, Happened::Exited(Exit::Code(0)));
    }
}
