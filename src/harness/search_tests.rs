//! The search against brute force, on a real interpreter: no outcome that any schedule has is missed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::harness::answers::Prepared;
use crate::harness::explore::order::Order;
use crate::harness::explore::outcome::Outcome;
use crate::harness::explore::trace::Trace;
use crate::harness::explore::wire::ScheduleAnswer;
use crate::harness::explore::{Counts, Explorer};
use crate::harness::python::Interpreter;
use crate::harness::questions::{ScenarioQuestion, ScheduleQuestion};
use crate::harness::search::DECODE;
use crate::harness::session::{Files, Mode, Network, Session, Setting, Sight};
use crate::model::clock::Clock;
use crate::model::limits::Limits;
use crate::model::schedule::{Budget, Part, Plan};
use crate::sandbox::{Demand, Sandbox};

/// Programs, each made from its number alone.
const PROGRAMS: u64 = 150;
/// Programs with more schedules than this are left out: they would take the time of many others.
const MOST_SCHEDULES: usize = 200;
/// A schedule with more decisions has too many others; seen at once, this saves their time.
const MOST_DECISIONS: usize = 10;
/// So many of the programs must be small enough.
const LEAST_COMPARED: usize = 15;

const STATE: &str = "\
import queue
import threading

class State:
    def __init__(self):
        self.x = self.y = 0
        self.first, self.second = threading.Lock(), threading.Lock()
        self.event, self.one = threading.Event(), threading.Semaphore(1)
        self.list, self.dict, self.queue = [], {}, queue.Queue()
        self.small, self.simple, self.stack = queue.Queue(1), queue.SimpleQueue(), queue.LifoQueue()
        self.two, self.condition, self.barrier = (
            threading.BoundedSemaphore(2), threading.Condition(), threading.Barrier(2)
        )

TOTAL = [0]
";
const OUTCOME: &str = "\
def outcome(s):
    return repr((s.x, s.y, s.list, sorted(s.dict.items()), TOTAL, s.event.is_set(), s.two._value, s.one._value,
        list(s.queue.queue), list(s.small.queue), s.simple.qsize(), s.stack.queue, s.queue.unfinished_tasks))
";
/// What a thread may do; `$` is a number of its own, `@` the name of an attribute.
const STATEMENTS: [&str; 48] = [
    "s.@ += $",
    "a = s.@\n    s.@ = a * 2 + $",
    "if s.@ > 0:\n        s.@ = 5 + $",
    "with s.first:\n        s.@ += $",
    "with s.first:\n        with s.second:\n            s.@ += 1",
    "with s.second:\n        with s.first:\n            s.@ += 1",
    "s.list.append($)",
    "if s.list:\n        s.@ = s.list.pop()",
    "s.dict['@'] = s.dict.get('@', 0) + $",
    "if s.first.acquire(blocking=False):\n        s.@ += 100\n        s.first.release()",
    "s.event.set()",
    "if s.event.is_set():\n        s.@ = 77",
    "TOTAL[0] += $",
    "s.queue.put($)",
    "try:\n        s.@ = s.queue.get_nowait()\n    except queue.Empty:\n        s.@ += 7",
    "with s.one:\n        s.@ += 3",
    "s.@ = s.queue.get()",
    "s.@ += s.queue.get()\n    s.queue.task_done()",
    "s.queue.put(s.@)\n    s.queue.join()",
    "try:\n        s.@ = s.queue.get(timeout=1)\n    except queue.Empty:\n        s.@ += 7",
    "s.@ = s.queue.qsize()",
    "if not s.queue.empty():\n        s.@ += $",
    "s.small.put($)",
    "s.small.put($)\n    s.small.put(s.@)",
    "try:\n        s.small.put_nowait($)\n    except queue.Full:\n        s.@ += 7",
    "try:\n        s.small.put($, timeout=1)\n    except queue.Full:\n        s.@ = 8",
    "s.@ += s.small.get()",
    "s.@ += s.small.get()\n    s.@ += s.small.get()",
    "s.@ = s.small.full()",
    "s.simple.put($)",
    "s.simple.put($)\n    s.simple.put(s.@)",
    "s.@ += s.simple.get()",
    "s.stack.put($)",
    "s.@ = s.stack.get()",
    "s.event.clear()",
    "s.event.wait()\n    s.@ += 9",
    "s.@ = 3 if s.event.wait(timeout=1) else 4",
    "s.event.set()\n    s.event.clear()",
    "if s.one.acquire(blocking=False):\n        s.@ += 100\n        s.one.release()",
    "if s.one.acquire(timeout=1):\n        s.@ += 11\n        s.one.release()",
    "s.one.acquire()\n    s.@ += $",
    "s.one.release()",
    "with s.two:\n        s.@ += $",
    "try:\n        s.two.release()\n    except ValueError:\n        s.@ = 6",
    "with s.condition:\n        s.@ += 1\n        s.condition.notify()",
    "with s.condition:\n        if not s.@:\n            s.condition.wait()\n        s.@ += $",
    "with s.condition:\n        if not s.condition.wait_for(lambda: s.@, timeout=1):\n            s.@ += $",
    "try:\n        if s.barrier.wait(timeout=1):\n            s.@ += $\n    except threading.BrokenBarrierError:\n        s.@ = 5",
];

/// Numbers that look random and are the same every time (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).expect("below a usize")
    }
}

/// A program of two or three threads with one or two statements each.
fn program(number: u64) -> (String, usize) {
    let mut numbers = Numbers(number);
    let threads = [2, 2, 2, 2, 2, 3][numbers.below(6)];
    let mut source = STATE.to_owned();
    for thread in 0..threads {
        write!(source, "def work{thread}(s):").expect("a String takes everything");
        let statements = if threads == 2 {
            [1, 1, 2][numbers.below(3)]
        } else {
            1
        };
        for _ in 0..statements {
            let own = (10_usize.pow(thread)).to_string();
            let mut text = STATEMENTS[numbers.below(STATEMENTS.len())].replace('$', &own);
            while text.contains('@') {
                text = text.replacen('@', ["x", "y"][numbers.below(2)], 1);
            }
            write!(source, "\n    {text}").expect("a String takes everything");
        }
        source.push('\n');
    }
    (source + OUTCOME, threads as usize)
}

/// A driven interpreter with one program.
struct Driven<'a>(Session<'a>);

impl<'a> Driven<'a> {
    fn start(sandbox: &'a Sandbox, interpreter: &'a Interpreter, source: &str, threads: usize) -> Self {
        let files: Files = vec![("program.py".to_owned(), Arc::from(source.as_bytes()))];
        let limits = Limits {
            cpu: Duration::from_secs(10),
            ..Limits::default()
        };
        let mut session = Session::start(Setting {
            sandbox,
            packages: None,
            network: Network::None,
            sight: Sight::Unseen,
            interpreter,
            mode: Mode::Driven,
            files,
            limits,
        })
        .unwrap();
        let prepared = session.prepare(ScenarioQuestion {
            file: "program.py".to_owned(),
            needs: Vec::new(),
            setup: "s = State()".to_owned(),
            threads: (0..threads)
                .map(|thread| vec![format!("work{thread}(s)")])
                .collect(),
            main: Vec::new(),
            end: vec!["outcome(s)".to_owned()],
            always: Vec::new(),
            watch: None,
            clock: Clock::Loose.as_str(),
            leaves: false,
            steps: 20_000,
            looks: Vec::new(),
            script: None,
        });
        assert!(matches!(prepared, Ok(Prepared::Ready)), "{source}");
        Self(session)
    }

    fn run(&mut self, order: &Order) -> (Trace, Outcome) {
        let answer: ScheduleAnswer = match self.0.schedule(ScheduleQuestion::from(order)) {
            Ok(answer) => answer,
            Err(trouble) => panic!("no answer to {order:?}: {trouble:?}"),
        };
        answer.read(DECODE).unwrap()
    }
}

/// What can be seen of a schedule from outside; nothing of one that was given up.
fn seen(outcome: &Outcome) -> Option<String> {
    if outcome.pruned {
        return None;
    }
    let end = outcome.results.iter().find(|result| result.part == Part::End);
    let failure = outcome.failure.as_ref().map(std::mem::discriminant);
    Some(format!("{:?} {failure:?}", end.map(|result| &result.end)))
}

/// The outcomes of every schedule, one plan after another; none when there are too many.
fn brute_force(
    driven: &mut Driven<'_>,
    most_decisions: usize,
    most_schedules: usize,
) -> Option<BTreeSet<String>> {
    let (mut outcomes, mut plans, mut runs) = (BTreeSet::new(), vec![Plan::new()], 0);
    while let Some(plan) = plans.pop() {
        runs += 1;
        if runs > most_schedules {
            return None;
        }
        let (trace, outcome) = driven.run(&Order::plain(plan.clone(), true));
        outcomes.extend(seen(&outcome));
        if runs == 1 && trace.decisions.len() > most_decisions {
            return None;
        }
        let unplanned = plan.last().map_or(0, |&(index, _)| index as usize + 1);
        for (index, decision) in trace.decisions.iter().enumerate().skip(unplanned) {
            // While the first thread is still starting the others, it does nothing that they could see.
            if decision.available().contains(0) {
                continue;
            }
            let others = decision
                .available()
                .iter()
                .filter(|&thread| thread != decision.chosen);
            for thread in others {
                let mut next = plan.clone();
                next.push((u32::try_from(index).unwrap(), thread));
                plans.push(next);
            }
        }
    }
    Some(outcomes)
}

/// The outcomes that the systematic search sees when no failure ends it.
fn explored(driven: &mut Driven<'_>) -> (BTreeSet<String>, Counts) {
    let budget = Budget {
        schedules: 5000,
        sweep: 0,
        random: 0,
        steps: 20_000,
    };
    let mut explorer = Explorer::new(budget, 1);
    let mut outcomes = BTreeSet::new();
    while let Some(order) = explorer.next() {
        let (trace, outcome) = driven.run(&order);
        outcomes.extend(seen(&outcome));
        explorer.record(&trace, false);
    }
    (outcomes, explorer.counts())
}

#[test]
fn the_search_sees_every_outcome_that_some_schedule_of_a_real_program_has() {
    let compared = compare(0..PROGRAMS, MOST_DECISIONS, MOST_SCHEDULES);
    assert!(
        compared >= LEAST_COMPARED,
        "only {compared} of {PROGRAMS} programs are small enough"
    );
}

/// The same for thousands of programs: `cargo test --lib every_outcome -- --ignored`, after a change of the search.
#[test]
#[ignore = "takes an hour"]
fn the_search_sees_every_outcome_of_thousands_of_real_programs() {
    assert!(compare(PROGRAMS..20_000, 26, 1500) > 1000);
}

/// How many of the programs were small enough to be compared.
fn compare(numbers: std::ops::Range<u64>, most_decisions: usize, most_schedules: usize) -> usize {
    let sandbox = Sandbox::choose(Demand::Auto).unwrap();
    let interpreter = Interpreter::find(None, None).unwrap();
    let mut compared = 0;
    for number in numbers {
        let (source, threads) = program(number);
        let mut driven = Driven::start(&sandbox, &interpreter, &source, threads);
        let Some(all) = brute_force(&mut driven, most_decisions, most_schedules) else {
            continue;
        };
        let (found, counts) = explored(&mut driven);
        assert!(counts.exhausted, "program {number}:\n{source}");
        assert_eq!(found, all, "program {number}:\n{source}");
        compared += 1;
    }
    compared
}
