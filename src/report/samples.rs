//! Grades made by hand, for the tests of every format.

use std::time::Duration;

use crate::model::clock::{TimedCall, TimedOperation, Timeline};
use crate::model::grade::{CheckInfo, Flag, Grade, Graded, Points, Source, Visibility};
use crate::model::ids::{CheckId, TaskId};
use crate::model::message::{Message, Text, Words};
use crate::model::schedule::{Action, Grain, Interleaving, Replay, Row, ThreadId, Wait};
use crate::model::verdict::{Evidence, Judgement, Location, Reason, Search, Status, Verdict};

pub(super) const COUNTER: &str = "import threading


class Counter:
    def __init__(self, start=0):
        self._value = start

    def increment(self, amount=1):
        self._value += amount
        return self._value

    @property
    def value(self):
        return self._value
";

pub(super) fn text(en: &str, ru: &str) -> Text {
    Text {
        en: en.to_owned(),
        ru: Some(ru.to_owned()),
    }
}

pub(super) fn author(en: &str, ru: &str) -> Words {
    Words::Author(text(en, ru))
}

pub(super) fn at(line: u32) -> Location {
    Location {
        file: "counter.py".to_owned(),
        line,
    }
}

pub(super) fn grade(checks: Vec<Graded>) -> Grade {
    Grade {
        task: TaskId::new("task3").unwrap(),
        task_title: text("Race-free counter", "Счётчик без гонок"),
        submission: "submission/".to_owned(),
        spec_hash: "5bec".repeat(16),
        snapshot_hash: "54a9".repeat(16),
        seed: 1,
        isolation: "full".to_owned(),
        python: "3.11.7".to_owned(),
        checks,
        flags: Vec::new(),
        notes: Vec::new(),
        sources: vec![Source {
            path: "counter.py".to_owned(),
            text: COUNTER.to_owned(),
        }],
        duration: Duration::from_millis(412),
    }
}

fn title(id: &str) -> Text {
    let (en, ru) = match id {
        "sequential" => (
            "One thread gets the right values",
            "В одном потоке значения верны",
        ),
        "race-free" => (
            "No update is lost in any schedule",
            "Ни одно обновление не теряется",
        ),
        "returned-values" => (
            "Concurrent calls return the values of one serial order",
            "Одновременные вызовы возвращают значения одного последовательного порядка",
        ),
        "real-threads" => (
            "The calls come from real threads",
            "Вызовы идут из настоящих потоков",
        ),
        "deadlock-free" => (
            "No schedule of transfers deadlocks",
            "Переводы не блокируют друг друга",
        ),
        _ => (
            "An exception leaves no lock behind",
            "Исключение не оставляет блокировку",
        ),
    };
    text(en, ru)
}

fn hint(id: &str) -> Option<Text> {
    (id == "race-free").then(|| {
        text(
            "reading and writing the value must happen under one lock, held over both",
            "читать и записывать значение нужно под одной блокировкой, не отпуская её между ними",
        )
    })
}

pub(super) fn graded(id: &str, points: u32, judgement: Judgement) -> Graded {
    let (title, hint) = (title(id), hint(id));
    let id = CheckId::new(id).unwrap();
    let earned = if judgement.status == Status::Passed {
        points
    } else {
        0
    };
    Graded {
        info: CheckInfo {
            id: id.clone(),
            title,
            points: Points(points),
            hint,
            visibility: Visibility::Visible,
        },
        verdict: Verdict {
            check: id,
            judgement,
            duration: Duration::from_millis(120),
        },
        points: Points(earned),
    }
}

fn searched() -> Judgement {
    let search = |scenario: &str, schedules, exhausted| Search {
        scenario: Text::plain(scenario),
        schedules,
        pruned: 0,
        exhausted,
        bound: (!exhausted).then_some(2),
        found_after: None,
    };
    let mut judgement = Judgement::passed();
    judgement.evidence.searches = vec![
        search("two increments", 21, true),
        search("three readers", 480, false),
    ];
    judgement
}

pub(super) fn all_passed() -> Grade {
    grade(vec![
        graded("sequential", 1, Judgement::passed()),
        graded("race-free", 4, searched()),
        graded("returned-values", 2, Judgement::passed()),
        graded("real-threads", 1, Judgement::passed()),
        graded("exception-safe", 2, Judgement::passed()),
    ])
}

pub(super) fn row(thread: ThreadId, action: Action, value: &str, overwrites: Option<usize>) -> Row {
    Row {
        thread,
        location: at(9),
        source: "self._value += amount".to_owned(),
        action,
        target: "self._value".to_owned(),
        value: Some(value.to_owned()),
        overwrites,
    }
}

pub(super) fn lost_update() -> Interleaving {
    Interleaving {
        threads: ["MainThread", "Thread-1", "Thread-2"].map(str::to_owned).to_vec(),
        rows: vec![
            row(1, Action::Reads, "0", None),
            row(2, Action::Reads, "0", None),
            row(2, Action::Writes, "1", None),
            row(1, Action::Writes, "1", Some(2)),
        ],
    }
}

fn race() -> Judgement {
    let mut judgement = Judgement::failed(Reason::Race)
        .because(author(
            "two threads called `increment()` once each, and the counter ended one short",
            "два потока вызвали `increment()` по разу, а счётчик отстал на единицу",
        ))
        .expecting("2", "1");
    judgement.location = Some(at(9));
    judgement.evidence = Evidence {
        example: Some(
            "c = Counter()\nrun_at_once(lambda: c.increment(), lambda: c.increment())\nassert c.value == 2"
                .to_owned(),
        ),
        interleaving: Some(lost_update()),
        replay: Some(Replay {
            scenario: "two increments".to_owned(),
            plan: vec![(7, 2), (9, 1)],
            grain: Grain::Coarse,
            release_points: false,
        }),
        ..Evidence::default()
    };
    judgement
}

fn skipped(required: &'static str) -> Judgement {
    let words = Words::Ours(Message::new("skipped-required").code("check", required));
    let mut judgement = Judgement::failed(Reason::RequiredCheckFailed).because(words);
    judgement.status = Status::Skipped;
    judgement
}

/// Every status, a race with all there is to say about it, a flag and a note.
pub(super) fn racy() -> Grade {
    let unclear = Judgement::inconclusive().because(author(
        "the interpreter could not be started: too many open files",
        "не удалось запустить интерпретатор: слишком много открытых файлов",
    ));
    let mut grade = grade(vec![
        graded("sequential", 1, Judgement::passed()),
        graded("race-free", 4, race()),
        graded("returned-values", 2, skipped("race-free")),
        graded("real-threads", 1, unclear),
        graded("exception-safe", 2, Judgement::passed()),
    ]);
    grade.flags.push(Flag {
        kind: "harness-touched".to_owned(),
        detail: "reads `sys._getframe`".to_owned(),
        location: Some(at(2)),
    });
    grade.notes.push(Words::Ours(
        Message::new("left-out-link").code("path", "data.txt"),
    ));
    grade
}

/// A failure on the virtual clock, with its timeline.
pub(super) fn late() -> Grade {
    let words = Message::new("clock-takes")
        .code("code", "wait()")
        .plain("bound", "exact")
        .plain("least", "0.3")
        .plain("most", "0.3")
        .plain("actual", "8");
    let mut judgement = Judgement::failed(Reason::Duration).because(Words::Ours(words));
    let operation = TimedOperation {
        thread: "main".to_owned(),
        code: "wait()".to_owned(),
        began: 0.0,
        returned: 0.1 + 0.2,
        wake_ups: 4,
    };
    let call = |ended| TimedCall {
        thread: "Thread-1".to_owned(),
        began: 0.25,
        ended,
        at: Some(at(9)),
    };
    judgement.evidence.timeline = Some(Timeline {
        operations: vec![operation],
        calls: vec![call(Some(1.25)), call(None)],
    });
    grade(vec![graded("timeouts", 0, judgement)])
}

pub(super) fn deadlock() -> Grade {
    let place = |line| {
        Some(Location {
            file: "bank.py".to_owned(),
            line,
        })
    };
    let wait = |thread: &str, wanted: &str, at, holder: &str, taken| Wait {
        thread: thread.to_owned(),
        wanted: wanted.to_owned(),
        at: place(at),
        holder: Some(holder.to_owned()),
        taken_at: place(taken),
        holder_ended: false,
        missed: None,
        cleared: None,
    };
    let mut judgement = Judgement::failed(Reason::Deadlock)
        .because(author("no thread can go on", "ни один поток не может продолжить"));
    judgement.location = place(3);
    judgement.evidence.waits = vec![
        wait("MainThread", "join of Thread-1", 20, "Thread-1", 20),
        wait("Thread-1", "Lock b.lock", 3, "Thread-2", 2),
        wait("Thread-2", "Lock a.lock", 3, "Thread-1", 2),
    ];
    judgement.evidence.waits[0].taken_at = None;
    let mut grade = grade(vec![graded("deadlock-free", 3, judgement)]);
    let source = "def transfer(source, target, amount):\n    with source.lock:\n        with target.lock:\n            move()\n";
    grade.sources = vec![Source {
        path: "bank.py".to_owned(),
        text: source.to_owned(),
    }];
    grade
}

pub(super) fn not_imported() -> Grade {
    let mut judgement = Judgement::failed(Reason::ImportError).because(author(
        "`counter.py` could not be imported: SyntaxError: expected ':'",
        "`counter.py` не импортируется: SyntaxError: expected ':'",
    ));
    judgement.location = Some(at(4));
    grade(
        ["sequential", "race-free", "returned-values"]
            .map(|id| graded(id, 2, judgement.clone()))
            .to_vec(),
    )
}

/// Everything a student can put into a report, put there to do harm.
pub(super) fn hostile() -> Grade {
    foreign("\u{1b}[2J\u{1b}]0;PASSED\u{7}\r\u{202e}\u{9b}1m\n::error::x ##[group]y\n✓ passed")
}

/// The same text in every place that a student can write to.
pub(super) fn foreign(nasty: &str) -> Grade {
    let mut judgement = Judgement::failed(Reason::Exception)
        .because(Words::Ours(
            Message::new("submission-missing-near")
                .code("expected", nasty)
                .code("near", nasty),
        ))
        .expecting(nasty, nasty);
    judgement.location = Some(Location {
        file: "evil\u{1b}.py".to_owned(),
        line: 1,
    });
    let mut interleaving = lost_update();
    for row in &mut interleaving.rows {
        row.source = nasty.to_owned();
        row.target = nasty.to_owned();
        row.value = Some(nasty.to_owned());
    }
    interleaving.threads[1] = nasty.to_owned();
    judgement.evidence.interleaving = Some(interleaving);
    judgement.evidence.example = Some(nasty.to_owned());
    judgement.evidence.waits = vec![Wait {
        thread: nasty.to_owned(),
        wanted: nasty.to_owned(),
        at: None,
        holder: Some(nasty.to_owned()),
        taken_at: None,
        holder_ended: false,
        missed: None,
        cleared: None,
    }];
    let mut grade = grade(vec![graded("sequential", 1, judgement)]);
    grade.submission = format!("sub\n::set-env{nasty}");
    grade.python = nasty.to_owned();
    grade.flags.push(Flag {
        kind: nasty.to_owned(),
        detail: nasty.to_owned(),
        location: None,
    });
    grade.sources = vec![Source {
        path: "evil\u{1b}.py".to_owned(),
        text: nasty.to_owned(),
    }];
    grade
}

/// A lost update among so many threads: all read, then all write.
pub(super) fn crowd(threads: u32) -> Grade {
    let mut interleaving = Interleaving {
        threads: (0..=threads)
            .map(|number| format!("Thread-{number} (worker)"))
            .collect(),
        rows: (1..=threads)
            .map(|thread| row(thread, Action::Reads, "0", None))
            .collect(),
    };
    for thread in 1..=threads {
        let overwrites = (thread > 1).then(|| interleaving.rows.len() - 1);
        interleaving
            .rows
            .push(row(thread, Action::Writes, "1", overwrites));
    }
    let mut judgement =
        Judgement::failed(Reason::Race).because(author("updates were lost", "обновления потеряны"));
    judgement.evidence.interleaving = Some(interleaving);
    grade(vec![graded("race-free", 4, judgement)])
}
