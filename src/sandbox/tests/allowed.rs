//! What honest programs do works.

use super::*;

#[test]
fn a_program_starts_and_answers_at_every_level() {
    for sandbox in Level::ALL.into_iter().filter_map(sandbox) {
        let code =
            "import os, sys\nline = os.read(3, 100)\nos.write(3, line.upper())\nprint('out')\nsys.exit(7)\n";
        let command = python(code);
        let mut process = sandbox.start(&command).unwrap();
        process
            .send(b"question", Instant::now() + Duration::from_mins(1))
            .unwrap();
        let went = until_end(process, &command.limits);
        assert_eq!(
            went.ended.status,
            Exit::Code(7),
            "{} {}",
            sandbox.level().as_str(),
            went.stderr()
        );
        assert_eq!(
            (went.channel.as_slice(), went.stdout().as_str()),
            (&b"QUESTION"[..], "out\n")
        );
    }
}

#[test]
fn loopback_works_over_both_protocols_and_families() {
    let code = "
import socket
for family, address in ((socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')):
    server = socket.socket(family); server.bind((address, 0)); server.listen()
    client = socket.create_connection(server.getsockname()[:2]); peer, _ = server.accept()
    client.sendall(b'x'); assert peer.recv(1) == b'x'
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0))
a.sendto(b'y', a.getsockname()); print(a.recv(1))
";
    for sandbox in jails() {
        assert_eq!(says(&sandbox, code), "b'y'\n");
    }
}

#[test]
fn every_start_method_of_multiprocessing_works() {
    let code = "
import multiprocessing as m
def double(x): return 2 * x
def put(q, l):
    with l: q.put(5)
if __name__ == '__main__':
    for method in ('fork', 'spawn', 'forkserver'):
        c = m.get_context(method)
        with c.Pool(2) as pool: print(method, pool.map(double, [1, 2, 3]))
        q, l = c.Queue(), c.Lock()
        p = c.Process(target=put, args=(q, l)); p.start(); print(q.get()); p.join()
        with c.Manager() as manager: print(list(manager.list([1])))
    from multiprocessing.shared_memory import SharedMemory
    s = SharedMemory(create=True, size=4096); s.buf[0] = 7; s.close(); s.unlink()
";
    for sandbox in jails() {
        let said = says(&sandbox, code);
        let expected = ["fork", "spawn", "forkserver"]
            .map(|name| format!("{name} [2, 4, 6]\n5\n[1]\n"))
            .concat();
        assert_eq!(said, expected);
    }
}

#[test]
fn threads_asyncio_subprocesses_and_files_work() {
    let code = "
import asyncio, subprocess, sys, threading, tempfile, os, signal, fcntl, sqlite3, shutil, mmap, time, concurrent.futures
ts = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(30)]
[t.start() for t in ts]; [t.join() for t in ts]
async def main():
    p = await asyncio.create_subprocess_exec(sys.executable, '-I', '-S', '-c', 'print(1)', stdout=-1)
    out, _ = await p.communicate(); return out
print(asyncio.run(main()))
print(subprocess.run([sys.executable, '-I', '-S', '-c', 'print(2)'], capture_output=True).stdout)
print(subprocess.run(['/bin/sh', '-c', 'echo 3'], capture_output=True).stdout)
with tempfile.TemporaryDirectory() as d:
    f = open(d + '/f', 'w'); fcntl.flock(f, fcntl.LOCK_EX); f.write('x'); f.close()
    shutil.copy2(d + '/f', d + '/g'); os.mkfifo(d + '/fifo')
    db = sqlite3.connect(d + '/db'); db.execute('create table t(x)'); db.commit(); db.close()
with concurrent.futures.ProcessPoolExecutor(2) as e: print(list(e.map(abs, [-1, -2])))
pid = os.fork()
if pid == 0: signal.pause()
os.kill(pid, signal.SIGTERM); print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
m = mmap.mmap(-1, 4096); m[0] = 1
print(open('/work/deep/down/data.txt').read(), sorted(os.listdir('/work')))
signal.setitimer(signal.ITIMER_REAL, 0.001); signal.signal(signal.SIGALRM, lambda *a: None); time.sleep(0.01)
";
    let said = "b'1\\n'\nb'2\\n'\nb'3\\n'\n[1, 2]\n-15\ndata ['deep', 'main.py']\n";
    for sandbox in jails() {
        assert_eq!(says(&sandbox, code), said);
    }
}

#[test]
fn addresses_are_the_same_in_every_run() {
    for sandbox in walls() {
        let code = "print(id(object()), [hex(id(type)), hash('x')][0])";
        let mut command = python(code);
        command.env.push(("PYTHONHASHSEED".into(), "0".into()));
        let [one, two] = [0, 1].map(|_| follow(&sandbox, &command).stdout());
        // The temporary directory's name is random at this level, and its length is not.
        assert_eq!(one, two, "{}", sandbox.level().as_str());
    }
}

#[test]
fn a_program_may_look_at_itself() {
    let code = "
import os
pid = os.fork()
if pid == 0: os.read(3, 1); os._exit(0)
print(os.getpid(), len(os.listdir('/proc/self/fd')), open('/proc/self/task/1/children').read().split() == [str(pid)])
os.write(3, b'!')
";
    for sandbox in jails() {
        let command = python(code);
        let mut process = sandbox.start(&command).unwrap();
        let wall = Instant::now() + Duration::from_mins(1);
        assert_eq!(process.wait(wall, None), Happened::Bytes(b"!".to_vec()));
        process.send(b".", wall).unwrap();
        assert_eq!(until_end(process, &command.limits).stdout(), "1 5 True\n");
    }
}

#[test]
fn two_sandboxes_run_at_once_from_two_threads() {
    for sandbox in walls() {
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for turn in 0..5 {
                        assert_eq!(says(&sandbox, &format!("print({turn})")), format!("{turn}\n"));
                    }
                });
            }
        });
    }
}

#[test]
fn a_large_message_arrives_while_the_program_is_talking() {
    for sandbox in walls() {
        let code = "
import os
print('x' * 500_000, flush=True)
n = 0
while n < 1_000_000: n += len(os.read(3, 65536))
print('x' * 500_000, flush=True)
os.write(3, b'y' * 300_000)
";
        let command = python(code);
        let mut process = sandbox.start(&command).unwrap();
        process
            .send(&vec![b'z'; 1_000_000], Instant::now() + Duration::from_mins(1))
            .unwrap();
        let went = until_end(process, &command.limits);
        assert_eq!(
            (went.limit, went.channel.len(), went.ended.stdout.len()),
            (None, 300_000, 1_000_002)
        );
    }
}

#[test]
fn sources_that_only_the_setup_can_reach_are_mounted() {
    let private = tempfile::Builder::new().prefix("private").tempdir().unwrap();
    let shared = private.path().join("shared");
    std::fs::create_dir_all(shared.join("deep")).unwrap();
    std::fs::write(shared.join("deep/text"), "reached").unwrap();
    std::fs::write(private.path().join("one file"), "alone").unwrap();
    std::fs::set_permissions(
        private.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o700),
    )
    .unwrap();
    for sandbox in jails() {
        let mut command = python("print(open('/data/deep/text').read(), open('/etc/one').read())");
        let bind = |source: std::path::PathBuf, target: &str| Mount::Bind {
            source,
            target: target.into(),
        };
        command.mounts.push(bind(shared.clone(), "/data"));
        command
            .mounts
            .push(bind(private.path().join("one file"), "/etc/one"));
        let went = follow(&sandbox, &command);
        assert_eq!(went.stdout(), "reached alone\n", "{}", went.stderr());
    }
}

#[test]
fn mounts_below_a_mounted_source_are_read_only_too() {
    // Everything that is mounted below /dev on this machine comes along, and stays what it is but for writing.
    for sandbox in jails() {
        let mut command = python(
            "import os\nfor d, _, _ in os.walk('/host'):\n    try: open(d + '/x', 'w'); print('wrote', d)\n    except OSError: pass\n",
        );
        command.mounts.push(Mount::Bind {
            source: "/dev".into(),
            target: "/host".into(),
        });
        let went = follow(&sandbox, &command);
        assert_eq!(
            (went.ended.status, went.stdout().as_str()),
            (Exit::Code(0), ""),
            "{}",
            went.stderr()
        );
    }
}
