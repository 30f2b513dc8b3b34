//! Pictures of waits.

use insta::assert_snapshot;

use crate::model::message::Lang;
use crate::model::schedule::Wait;
use crate::report::samples;
use crate::report::terminal::{Look, render};

fn wait(thread: &str, wanted: &str, holder: Option<&str>) -> Wait {
    Wait {
        thread: thread.to_owned(),
        wanted: wanted.to_owned(),
        at: None,
        holder: holder.map(str::to_owned),
        taken_at: None,
        holder_ended: false,
        missed: None,
        cleared: None,
    }
}

/// What stands between the sentence of the check and the total.
fn drawn(waits: Vec<Wait>, lang: Lang) -> String {
    let mut grade = samples::deadlock();
    let judgement = &mut grade.checks[0].verdict.judgement;
    judgement.evidence.waits = waits;
    judgement.location = None;
    let look = Look {
        lang,
        ..Look::default()
    };
    let page = render(&[grade], &look);
    let lines = page.lines().skip(5);
    let lines: Vec<&str> = lines
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .collect();
    lines.join("\n")
}

fn ring(threads: usize) -> Vec<Wait> {
    let name = |number: usize| format!("thread {}", number % threads + 1);
    let one = |number| {
        wait(
            &name(number),
            &format!("Lock fork #{}", (number + 1) % threads + 1),
            Some(&name(number + 1)),
        )
    };
    (0..threads).map(one).collect()
}

#[test]
fn circles_of_any_size_are_drawn() {
    assert_snapshot!(drawn(ring(2), Lang::En), @r#"

    ┌─▶ thread 1 ──waits for──▶ Lock fork #2, held by
    │   thread 2 ──waits for──▶ Lock fork #1, held by
    └── thread 1
    "#);
    assert_snapshot!(drawn(ring(3), Lang::Ru), @r#"

    ┌─▶ поток 1 ──ждёт──▶ Lock fork #2, его держит
    │   поток 2 ──ждёт──▶ Lock fork #3, его держит
    │   поток 3 ──ждёт──▶ Lock fork #1, его держит
    └── поток 1
    "#);
    assert_snapshot!(drawn(ring(14), Lang::En), @r#"

    ┌─▶ thread 1  ──waits for──▶ Lock fork #2, held by
    │   thread 2  ──waits for──▶ Lock fork #3, held by
    │   thread 3  ──waits for──▶ Lock fork #4, held by
    │   thread 4  ──waits for──▶ Lock fork #5, held by
    │   thread 5  ──waits for──▶ Lock fork #6, held by
    │   thread 6  ──waits for──▶ Lock fork #7, held by
    │   thread 7  ──waits for──▶ Lock fork #8, held by
    │   thread 8  ──waits for──▶ Lock fork #9, held by
    │   thread 9  ──waits for──▶ Lock fork #10, held by
    │   thread 10 ──waits for──▶ Lock fork #11, held by
    │   thread 11 ──waits for──▶ Lock fork #12, held by
    │   thread 12 ──waits for──▶ Lock fork #13, held by
    │   …
    └── thread 1
    "#);
}

#[test]
fn a_thread_that_waits_for_itself_is_a_circle() {
    let waits = vec![wait("main", "Lock self.lock", Some("main"))];
    assert_snapshot!(drawn(waits.clone(), Lang::En), @r#"

    ┌─▶ main ──waits for──▶ Lock self.lock, held by
    └── main
    "#);
    assert_snapshot!(drawn(waits, Lang::Ru), @r#"

    ┌─▶ главный поток ──ждёт──▶ Lock self.lock, его держит
    └── главный поток
    "#);
}

#[test]
fn the_wait_for_the_end_of_a_thread_is_part_of_the_circle() {
    let waits = || {
        vec![
            wait("main", "join of Thread-1 (work)", Some("Thread-1 (work)")),
            wait("Thread-1 (work)", "Lock results.lock", Some("main")),
        ]
    };
    assert_snapshot!(drawn(waits(), Lang::En), @r#"

    ┌─▶ main            ──waits for──▶ the end of Thread-1 (work)
    │   Thread-1 (work) ──waits for──▶ Lock results.lock, held by
    └── main
    "#);
    assert_snapshot!(drawn(waits(), Lang::Ru), @r#"

    ┌─▶ главный поток   ──ждёт──▶ завершения потока Thread-1 (work)
    │   Thread-1 (work) ──ждёт──▶ Lock results.lock, его держит
    └── главный поток
    "#);
}

#[test]
fn who_waits_for_somebody_that_nobody_wakes_is_drawn_as_a_chain() {
    let waits = || {
        vec![
            wait("thread 1", "Lock self.lock", Some("main")),
            wait("main", "join of Thread-2 (work)", Some("Thread-2 (work)")),
            wait("Thread-2 (work)", "Queue self.jobs", None),
            wait("Thread-3 (work)", "Queue self.jobs", None),
        ]
    };
    assert_snapshot!(drawn(waits(), Lang::En), @r#"

        thread 1        ──waits for──▶ Lock self.lock, held by
    └─▶ main            ──waits for──▶ the end of Thread-2 (work)
    └─▶ Thread-2 (work) ──waits for──▶ Queue self.jobs
    └─▶ nobody is left to wake it
    "#);
    assert_snapshot!(drawn(waits(), Lang::Ru), @r#"

        поток 1         ──ждёт──▶ Lock self.lock, его держит
    └─▶ главный поток   ──ждёт──▶ завершения потока Thread-2 (work)
    └─▶ Thread-2 (work) ──ждёт──▶ Queue self.jobs
    └─▶ разбудить его некому
    "#);
}

#[test]
fn a_chain_may_end_with_a_thread_that_has_ended() {
    let mut waits = vec![
        wait("main", "join of thread 2", Some("thread 2")),
        wait("thread 2", "Lock self.lock", Some("thread 1")),
    ];
    waits[1].holder_ended = true;
    assert_snapshot!(drawn(waits.clone(), Lang::En), @r#"

        main     ──waits for──▶ the end of thread 2
    └─▶ thread 2 ──waits for──▶ Lock self.lock, held by
    └─▶ thread 1: it has ended without releasing it
    "#);
    assert_snapshot!(drawn(waits, Lang::Ru), @r#"

        главный поток ──ждёт──▶ завершения потока 2
    └─▶ поток 2       ──ждёт──▶ Lock self.lock, его держит
    └─▶ поток 1: завершился и не освободил
    "#);
}

#[test]
fn lonely_waits_need_no_picture() {
    let waits = vec![
        wait("main", "Queue jobs", None),
        wait("thread 1", "Event go", None),
    ];
    assert_snapshot!(drawn(waits, Lang::En), @"");
}

#[test]
fn a_circle_that_does_not_hold_the_first_thread_is_found() {
    let mut waits = ring(2);
    waits.insert(0, wait("main", "join of thread 2", Some("thread 2")));
    assert_snapshot!(drawn(waits, Lang::En), @r#"

    ┌─▶ thread 1 ──waits for──▶ Lock fork #2, held by
    │   thread 2 ──waits for──▶ Lock fork #1, held by
    └── thread 1
    "#);
}
