//! Sees every process of a tree: how it came to be, how it ended, who waited for it, what CPU time it used.
//!
//! A thread of the grader *traces* the tree (`ptrace`): the kernel stops a process at each fork, `execve` and exit, and
//! at a moment that it names itself (a *mark*, see [`seccomp`]), and goes on only when this thread has taken note. So
//! nothing can be missed, not by being fast, by changing session, by closing every descriptor or by being killed; what
//! is seen at one moment is one consistent picture; and the order of what is seen is an order in which it can have
//! happened (a parent learns of the end of a child after this thread has). A copy that escapes is impossible: a child
//! is born traced, only this thread can let go of it, `CLONE_UNTRACED` is refused by the filter, and when this thread
//! ends the kernel kills all that it traced.
//!
//! What else was tried, in a throw-away program that forks two thousand times, on Linux 6.18 with two busy processors
//! (fork, exit and wait of a small process without an observer: 210 to 480 µs; of a Python process: 900 to 1100 µs):
//!
//! | candidate | told per process | cost | why (not) |
//! |---|---|---|---|
//! | **ptrace** | 5 stops | none to be seen beside the fork; 80 µs per thread | complete and in order, with exit statuses; needs no right beyond that of having started the process |
//! | proc connector | 3 messages, some lost | 130 to 500 µs | for root in the first PID and network namespace alone; whole machine; told afterwards, so nobody can be asked about a parent's children at its end; loses messages when busy |
//! | seccomp notification | 2 | none to be seen | sees the wish to fork, not the child; no end by a signal |
//! | subreaper, init of the PID namespace | 1 | none | orphans only: a child that its parent waits for is never seen |
//! | pidfds | 1 | none | somebody has to know the number first, and to look before the child is gone |
//! | control group | 0 | none | numbers alone: how many now, how many at most (threads among them) |
//!
//! Each of the five stops waits for a processor, so on a machine where many want one it is more: a fork, an end and a wait
//! in the sandbox, one after the other, took 1.3 to 1.8 ms without an observer and 2.6 to 4.3 ms with it, at a load of ten
//! on two processors (`tests/cost.rs`, not optimised). It is paid by checks of processes alone.
//!
//! What is lost where: nothing at `full` and `namespaces`, whether set up by root (with or without control groups) or by
//! a user in a user namespace: whoever owns the namespace may trace what is in it. At `restricted` and `none` all of
//! this is seen too, but orphans cannot be found from inside the sandbox, so that a question's survivors are ended with the
//! whole tree. Where the kernel forbids tracing altogether (Yama's `ptrace_scope` 3, a container that filters it, somebody
//! else who traces the grader's children) the start of an observed program fails with that reason, and its checks are
//! inconclusive: nothing is guessed.
//!
//! CPU time is the kernel's clock of each process, read while it is a zombie: to the nanosecond, all threads, no
//! children, also of those that were killed or that nobody waits for.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::model::processes::{Mark, Origin, Tree, Written};
use crate::sandbox::ledger::Ledger;
use crate::sandbox::output::Output;
use crate::sandbox::seccomp;
use crate::sandbox::sys::trace::{self, Stop};
use crate::sandbox::sys::{self, Errno, Reaped};
use crate::util::clock;

/// Traces one process tree from a thread of its own.
#[derive(Debug)]
pub(super) struct Observer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    root: i32,
    ledger: Mutex<Ledger>,
    /// Something ended.
    changed: Condvar,
    outputs: [Output; 2],
}

impl Observer {
    /// Begins to trace a child of this process that has not started anything yet.
    pub(super) fn attach(pid: i32, outputs: [Output; 2]) -> Result<Self, Errno> {
        let shared = Arc::new(Shared {
            root: pid,
            ledger: Mutex::new(Ledger::new(pid)),
            changed: Condvar::new(),
            outputs,
        });
        let (tell, told) = mpsc::channel();
        let follower = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("observer".into())
            .spawn(move || {
                let seized = trace::seize(pid);
                let begun = seized.is_ok();
                // Whoever waits for this waits below.
                let _ = tell.send(seized);
                if begun {
                    follower.follow();
                }
            })
            .map_err(|_| Errno(libc::EAGAIN))?;
        told.recv().unwrap_or(Err(Errno(libc::ESRCH)))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// The end of the first process, once it has ended. (To trace it is to reap it.)
    pub(super) fn root_end(&self) -> Reaped {
        let mut ledger = self.shared.lock();
        loop {
            if let Some(end) = ledger.root_end {
                return end;
            }
            ledger = self.shared.wait(ledger, Duration::from_secs(1));
        }
    }

    /// What is told from now on begins now.
    pub(super) fn begin(&self) {
        self.shared.lock().begin();
    }

    /// What was seen since [`Self::begin`], when everything born since then has ended or the deadline is over.
    pub(super) fn tree(&self, deadline: Instant) -> Tree {
        let mut ledger = self.shared.lock();
        loop {
            let left = deadline.saturating_duration_since(clock::now());
            if !ledger.anyone_alive() || left.is_zero() {
                break;
            }
            ledger = self.shared.wait(ledger, left);
        }
        let written = self.shared.outputs.each_ref().map(|output| {
            output.drain();
            let piece = |(pid, bytes)| Written {
                process: ledger.index_of(pid),
                bytes,
            };
            output.pieces().into_iter().map(piece).collect()
        });
        Tree {
            written,
            ..ledger.tree()
        }
    }

    /// Kills everything that lives, until nothing does.
    pub(super) fn kill(&self) {
        let mut ledger = self.shared.lock();
        while !ledger.over {
            ledger.each_alive(sys::kill);
            // What is born meanwhile is found in the next turn, at the latest when something has ended.
            ledger = self.shared.wait(ledger, Duration::from_millis(20));
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.kill();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, ledger: MutexGuard<'a, Ledger>, longest: Duration) -> MutexGuard<'a, Ledger> {
        let (ledger, _) = self
            .changed
            .wait_timeout(ledger, longest)
            .unwrap_or_else(PoisonError::into_inner);
        ledger
    }

    /// Takes note of everything until there is nothing left to trace.
    fn follow(&self) {
        while let Ok(Some(stop)) = trace::next_stop() {
            match stop {
                Stop::Ended {
                    task,
                    code,
                    signalled,
                } => self.ended(task, code, signalled),
                Stop::Stopped { task, event, signal } => self.stopped(task, event, signal),
            }
        }
        let mut ledger = self.lock();
        ledger.over = true;
        // Only where waiting failed: tracing ends with this thread, and with it everything.
        ledger.root_end.get_or_insert(Reaped {
            code: libc::SIGKILL,
            signalled: true,
            cpu: Duration::ZERO,
        });
        drop(ledger);
        self.changed.notify_all();
    }

    fn ended(&self, task: i32, code: i32, signalled: bool) {
        let mut ledger = self.lock();
        let whole = ledger.is_process(task);
        let cpu = if whole {
            trace::processor_time(task)
        } else {
            Duration::ZERO
        };
        let reaped = trace::take(task, code, signalled);
        ledger.ended(task, code, signalled, cpu);
        if task == self.root {
            ledger.root_end = Some(reaped);
        }
        drop(ledger);
        if whole {
            self.changed.notify_all();
        }
    }

    fn stopped(&self, task: i32, event: i32, signal: i32) {
        let mut pass_on = 0;
        match event {
            trace::FORK => self.born(task, Origin::Fork),
            trace::VFORK => self.born(task, Origin::Vfork),
            trace::CLONE => self.born(task, Origin::Clone),
            trace::EXECUTE => self.lock().executed(task, trace::message(task)),
            trace::EXIT => self.lock().exits(task),
            trace::FILTERED => self.filtered(task),
            // A child at its birth, and a process that a signal stops.
            trace::STOP if signal == libc::SIGTRAP => self.lock().meet(task),
            trace::STOP => return trace::stay_stopped(task),
            _ => pass_on = signal,
        }
        trace::go_on(task, pass_on);
    }

    fn born(&self, parent: i32, origin: Origin) {
        if let Some(child) = trace::message(parent) {
            self.lock().born(Some(parent), child, origin);
        }
    }

    /// A mark: all that was written before it has arrived, since who named it stands still.
    fn filtered(&self, task: i32) {
        let Some([kind, value]) = trace::filtered_arguments(task) else {
            return;
        };
        if kind & !seccomp::MARK_KIND != seccomp::MARK {
            return;
        }
        let written = self.outputs.each_ref().map(Output::drain);
        let kind = u8::try_from(kind & seccomp::MARK_KIND).unwrap_or(0);
        let mut ledger = self.lock();
        let cpu = ledger.processor_time(task);
        let mark = Mark {
            kind,
            value,
            process: None,
            others: Vec::new(),
            written,
            cpu,
        };
        ledger.mark(task, mark);
    }
}
