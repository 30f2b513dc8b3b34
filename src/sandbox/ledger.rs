//! What the observer has seen of a process tree. Who is who: the kernel names tasks by numbers that it uses again, so
//! each process has a key of its own here.

use std::collections::{BTreeMap, HashMap};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::Duration;

use crate::model::processes::{Born, End, Fate, Mark, Origin, State, Tree};
use crate::sandbox::sys::Reaped;
use crate::sandbox::sys::trace;
use crate::util::fs::read_text;

/// Processes that are told one by one. One more is counted.
const MOST_TOLD: usize = 2048;
const MOST_MARKS: usize = 1024;
/// Ended processes whose descriptors are kept, before it is asked which of them are gone.
const MOST_ENDED: usize = 64;
const MOST_ARGUMENTS: usize = 16;
const LONGEST_ARGUMENT: usize = 200;

type Key = u64;

#[derive(Debug)]
struct Record {
    pid: i32,
    /// Kept until it has been waited for.
    handle: Option<OwnedFd>,
    parent: Option<Key>,
    children: Vec<Key>,
    alive: bool,
    born: Born,
}

/// A mark, with keys in place of the places that are told.
#[derive(Debug)]
struct Named {
    by: Option<Key>,
    others: Vec<(Key, State)>,
    mark: Mark,
}

/// Everything seen, as far as it is still asked for.
#[derive(Debug)]
pub(super) struct Ledger {
    records: BTreeMap<Key, Record>,
    /// Living processes and threads, and the process that each belongs to.
    tasks: HashMap<i32, Key>,
    /// Tasks that were met before their parent could tell of them, and may even have ended since: its word is still to
    /// come.
    met: HashMap<i32, Key>,
    next: Key,
    /// What is told begins with this key.
    first: Key,
    alive: u32,
    most_alive: u32,
    untold: u64,
    marks: Vec<Named>,
    /// Keys of processes that had ended when they were looked at last, and had not been waited for.
    ended: Vec<Key>,
    pub(super) root_end: Option<Reaped>,
    /// Nothing is traced any more.
    pub(super) over: bool,
}

impl Ledger {
    pub(super) fn new(root: i32) -> Self {
        let mut ledger = Self {
            records: BTreeMap::new(),
            tasks: HashMap::new(),
            met: HashMap::new(),
            next: 0,
            first: 0,
            alive: 0,
            most_alive: 0,
            untold: 0,
            marks: Vec::new(),
            ended: Vec::new(),
            root_end: None,
            over: false,
        };
        ledger.born(None, root, Origin::Unknown);
        ledger
    }

    /// Forgets what is over; what lives is not told.
    pub(super) fn begin(&mut self) {
        self.records.retain(|_, record| record.alive);
        self.first = self.next;
        (self.alive, self.most_alive, self.untold) = (0, 0, 0);
        self.marks.clear();
        self.ended.clear();
    }

    pub(super) fn anyone_alive(&self) -> bool {
        self.alive > 0 && !self.over
    }

    pub(super) fn is_process(&self, task: i32) -> bool {
        self.of(task).is_some_and(|record| record.pid == task)
    }

    pub(super) fn processor_time(&self, task: i32) -> Duration {
        self.of(task)
            .map_or(Duration::ZERO, |record| trace::processor_time(record.pid))
    }

    pub(super) fn each_alive(&self, mut act: impl FnMut(BorrowedFd<'_>)) {
        let alive = self.records.values().filter(|record| record.alive);
        for handle in alive.filter_map(|record| record.handle.as_ref()) {
            act(handle.as_fd());
        }
    }

    fn of(&self, task: i32) -> Option<&Record> {
        self.records.get(self.tasks.get(&task)?)
    }

    /// A task that a process or thread has started: a process, or one more thread.
    pub(super) fn born(&mut self, parent: Option<i32>, child: i32, origin: Origin) {
        let maker = parent.and_then(|task| self.tasks.get(&task).copied());
        if let Some(known) = self.met.remove(&child) {
            if self.records.get(&known).is_some_and(|record| record.pid == child) {
                self.adopt(known, maker, origin);
            }
            return;
        }
        match (trace::open_process(child), maker) {
            (Some(handle), _) => self.enter(child, handle, maker, origin),
            (None, Some(maker)) => self.enter_thread(child, maker),
            (None, None) => {}
        }
    }

    fn enter(&mut self, pid: i32, handle: OwnedFd, parent: Option<Key>, origin: Origin) {
        self.close_what_is_gone();
        let key = self.next;
        self.next += 1;
        self.tasks.insert(pid, key);
        let born = Born {
            parent: None,
            origin,
            end: None,
            fate: Fate::Kept,
            cpu: Duration::ZERO,
            threads: 0,
            program: Vec::new(),
            executions: 0,
        };
        self.records.insert(
            key,
            Record {
                pid,
                handle: Some(handle),
                parent: None,
                children: Vec::new(),
                alive: true,
                born,
            },
        );
        self.adopt(key, parent, origin);
        self.alive += 1;
        self.most_alive = self.most_alive.max(self.alive);
    }

    fn adopt(&mut self, key: Key, parent: Option<Key>, origin: Origin) {
        if let Some(former) = self.records.get(&key).and_then(|record| record.parent) {
            self.records
                .get_mut(&former)
                .into_iter()
                .for_each(|record| record.children.retain(|child| *child != key));
        }
        if let Some(maker) = parent.and_then(|parent| self.records.get_mut(&parent)) {
            maker.children.push(key);
        }
        if let Some(record) = self.records.get_mut(&key) {
            record.parent = parent;
            record.born.origin = origin;
        }
    }

    fn enter_thread(&mut self, task: i32, process: Key) {
        self.tasks.insert(task, process);
        if let Some(record) = self.records.get_mut(&process) {
            record.born.threads += 1;
        }
    }

    /// A task stands at its birth. Mostly its parent has told of it; a parent that is killed at that moment cannot.
    pub(super) fn meet(&mut self, task: i32) {
        if self.tasks.contains_key(&task) {
            return;
        }
        let status = read_text(Path::new(&format!("/proc/{task}/status"))).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|number| number.trim().parse::<i32>().ok())
        };
        match field("Tgid:") {
            Some(process) if process != task => {
                if let Some(key) = self.tasks.get(&process).copied() {
                    self.enter_thread(task, key);
                }
            }
            _ => self.born(field("PPid:"), task, Origin::Unknown),
        }
        if let Some(key) = self.tasks.get(&task) {
            self.met.insert(task, *key);
        }
    }

    /// Another program; `former` is the number that the task had until then.
    pub(super) fn executed(&mut self, task: i32, former: Option<i32>) {
        if let Some(former) = former.filter(|former| *former != task) {
            self.tasks.remove(&former);
        }
        let line = read_text(Path::new(&format!("/proc/{task}/cmdline"))).unwrap_or_default();
        let short = |argument: &str| argument.chars().take(LONGEST_ARGUMENT).collect();
        let arguments = line.trim_end_matches('\0').split('\0').map(short);
        let program = arguments.take(MOST_ARGUMENTS).collect();
        let key = self.tasks.get(&task).copied();
        if let Some(record) = key.and_then(|key| self.records.get_mut(&key)) {
            record.born.program = program;
            record.born.executions += 1;
        }
    }

    /// A task is about to end, and can wait for nobody any more. What its children are now is what it leaves behind.
    pub(super) fn exits(&mut self, task: i32) {
        if !self.is_process(task) {
            return;
        }
        let children = self
            .of(task)
            .map(|record| record.children.clone())
            .unwrap_or_default();
        for child in children {
            let state = self.state(child);
            if let Some(record) = self.records.get_mut(&child) {
                record.born.fate = match state {
                    Some(State::Alive) => Fate::Orphaned,
                    Some(State::Zombie) => Fate::Unwaited,
                    None => Fate::Kept,
                };
            }
        }
    }

    /// What a process is, if it has not been waited for.
    fn state(&mut self, key: Key) -> Option<State> {
        let record = self.records.get_mut(&key)?;
        if record.alive {
            return Some(State::Alive);
        }
        let handle = record.handle.as_ref()?;
        if trace::is_there(handle.as_fd()) {
            return Some(State::Zombie);
        }
        record.handle = None;
        None
    }

    /// A process or a thread is gone; of a process what it leaves alive is orphaned.
    pub(super) fn ended(&mut self, task: i32, code: i32, signalled: bool, cpu: Duration) {
        let whole = self.is_process(task);
        let Some(key) = self.tasks.remove(&task) else {
            return;
        };
        let Some(record) = self.records.get_mut(&key).filter(|_| whole) else {
            return;
        };
        record.alive = false;
        record.born.cpu = cpu;
        record.born.end = Some(if signalled {
            End::Signal(code)
        } else {
            End::Status(code)
        });
        let children = std::mem::take(&mut record.children);
        // Who is gone tells nothing any more of its threads and of its children.
        self.met
            .retain(|met, of| *met == task || (*of != key && !children.contains(of)));
        for child in children {
            if let Some(record) = self.records.get_mut(&child).filter(|record| record.alive) {
                record.born.fate = Fate::Orphaned;
            }
        }
        if key >= self.first {
            self.alive -= 1;
        }
        self.ended.push(key);
    }

    /// Descriptors of processes that have been waited for are of no use, and records beyond the bound are dropped.
    fn close_what_is_gone(&mut self) {
        if self.ended.len() < MOST_ENDED {
            return;
        }
        for key in std::mem::take(&mut self.ended) {
            if self.state(key).is_some() {
                self.ended.push(key);
            } else if self.records.len() > MOST_TOLD {
                self.records.remove(&key);
                self.untold += u64::from(key >= self.first);
            }
        }
    }

    /// Takes a picture of who is there, apart from who asked for it.
    pub(super) fn mark(&mut self, task: i32, mark: Mark) {
        if self.marks.len() >= MOST_MARKS {
            return;
        }
        let own = self.tasks.get(&task).copied();
        let keys: Vec<Key> = self.records.range(self.first..).map(|(key, _)| *key).collect();
        let others = keys.into_iter().filter(|key| Some(*key) != own);
        let others = others
            .filter_map(|key| self.state(key).map(|state| (key, state)))
            .collect();
        self.marks.push(Named {
            by: own,
            others,
            mark,
        });
    }

    /// The place in the told list of the youngest process that had this number.
    pub(super) fn index_of(&self, pid: i32) -> Option<usize> {
        let told = self.records.range(self.first..).enumerate();
        told.filter(|(_, (_, record))| record.pid == pid)
            .map(|(index, _)| index)
            .last()
    }

    /// All but what was written.
    pub(super) fn tree(&self) -> Tree {
        let places: HashMap<Key, usize> = self
            .records
            .range(self.first..)
            .enumerate()
            .map(|(index, (key, _))| (*key, index))
            .collect();
        let place = |key: &Key| places.get(key).copied();
        let told = |record: &Record| Born {
            parent: record.parent.as_ref().and_then(place),
            ..record.born.clone()
        };
        let mark = |named: &Named| Mark {
            process: named.by.as_ref().and_then(place),
            others: named
                .others
                .iter()
                .filter_map(|(key, state)| Some((place(key)?, *state)))
                .collect(),
            ..named.mark.clone()
        };
        Tree {
            processes: self
                .records
                .range(self.first..)
                .map(|(_, record)| told(record))
                .collect(),
            marks: self.marks.iter().map(mark).collect(),
            most_alive: self.most_alive,
            untold: self.untold,
            written: [Vec::new(), Vec::new()],
        }
    }
}
