//! What people see.

#![expect(clippy::too_many_lines, reason = "a picture of a page is as long as the page")]

use insta::assert_snapshot;

use super::*;
use crate::model::grade::{Audience, Visibility};
use crate::model::message::Lang;
use crate::model::verdict::Judgement;
use crate::report::samples;

fn shown(grade: &Grade, look: Look) -> String {
    render(std::slice::from_ref(grade), &look)
}

fn every_sample() -> Vec<Grade> {
    vec![
        samples::all_passed(),
        samples::racy(),
        samples::deadlock(),
        samples::not_imported(),
        samples::hostile(),
        samples::crowd(3),
        samples::crowd(5),
        samples::crowd(60),
    ]
}

#[test]
fn all_passed() {
    assert_snapshot!(shown(&samples::all_passed(), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✓ passed  sequential       One thread gets the right values                 1/1
     ✓ passed  race-free        No update is lost in any schedule                4/4
     ✓ passed  returned-values  Concurrent calls return the values of one        2/2
                                serial order
     ✓ passed  real-threads     The calls come from real threads                 1/1
     ✓ passed  exception-safe   An exception leaves no lock behind               2/2

    10 of 10 points: 5 checks passed
    "#);
}

#[test]
fn a_pass_says_what_it_rests_on_when_asked() {
    let look = Look {
        verbosity: Verbosity::Verbose,
        ..Look::default()
    };
    assert_snapshot!(shown(&samples::all_passed(), look), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms
    5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec5bec
    54a954a954a954a954a954a954a954a954a954a954a954a954a954a954a954a9

     ✓ passed  sequential       One thread gets the right values                 1/1
     ✓ passed  race-free        No update is lost in any schedule                4/4
        two increments: 21 schedules run, which is every one up to the order of
        independent steps: none fails
        three readers: 480 schedules run, among them every one with at most 2 forced
        switches: none of these fails
     ✓ passed  returned-values  Concurrent calls return the values of one        2/2
                                serial order
     ✓ passed  real-threads     The calls come from real threads                 1/1
     ✓ passed  exception-safe   An exception leaves no lock behind               2/2

    10 of 10 points: 5 checks passed
    "#);
}

#[test]
fn a_race_is_shown_as_columns() {
    assert_snapshot!(shown(&samples::racy(), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✓ passed   sequential       One thread gets the right values                1/1
     ✗ failed   race-free        No update is lost in any schedule               0/4
        two threads called `increment()` once each, and the counter ended one short
        expected: 2
        actual:   1

        counter.py:9
           8 │ def increment(self, amount=1):
        >  9 │     self._value += amount
          10 │     return self._value

        A schedule that fails, from top to bottom:
        step  Thread-1                            Thread-2
              9: self._value += amount
           1    reads self._value = 0
                                                  9: self._value += amount
           2                                        reads self._value = 0
           3                                        writes self._value = 1
              9: self._value += amount
           4    writes self._value = 1
                <== overwrites the update of step 3 (from the value read in step 1)

        The smallest program that shows it:
          c = Counter()
          run_at_once(lambda: c.increment(), lambda: c.increment())
          assert c.value == 2

        hint: reading and writing the value must happen under one lock, held over
              both
        see it again: grader replay results.json#race-free
        (results.json: the output of the same command with --format json)

     – skipped  returned-values  Concurrent calls return the values of one       0/2
                                 serial order
        not run, because `race-free` did not pass
     ? unclear  real-threads     The calls come from real threads                ?/1
        the interpreter could not be started: too many open files
     ✓ passed   exception-safe   An exception leaves no lock behind              2/2

    no score: 2 checks passed, 1 failed, 1 skipped, 1 unclear
    1 check could not be decided. That is the fault of the grader or of this
    machine, not of the submission: no score may be recorded. Run it again; if it
    stays so, show this to your teacher.

    For the teacher to look at (costs no points by itself):
      ! harness-touched  counter.py:2  reads `sys._getframe`

    About what was handed in:
      - left out `data.txt`: symbolic links are not followed
    "#);
}

#[test]
fn a_race_in_russian() {
    assert_snapshot!(shown(&samples::racy(), Look { lang: Lang::Ru, ..Look::default() }), @r#"
    task3 · Счётчик без гонок
    submission/ · Python 3.11.7 · изоляция full · seed 1 · 412 мс

     ✓ верно    sequential       В одном потоке значения верны                   1/1
     ✗ ошибка   race-free        Ни одно обновление не теряется                  0/4
        два потока вызвали `increment()` по разу, а счётчик отстал на единицу
        ожидалось: 2
        получено:  1

        counter.py:9
           8 │ def increment(self, amount=1):
        >  9 │     self._value += amount
          10 │     return self._value

        Расписание, при котором возникает ошибка, сверху вниз:
        шаг  Thread-1                            Thread-2
             9: self._value += amount
          1    читает self._value = 0
                                                 9: self._value += amount
          2                                        читает self._value = 0
          3                                        пишет self._value = 1
             9: self._value += amount
          4    пишет self._value = 1
               <== затирает запись шага 3 (исходя из значения, прочитанного на шаге
                   1)

        Самая короткая программа, на которой это видно:
          c = Counter()
          run_at_once(lambda: c.increment(), lambda: c.increment())
          assert c.value == 2

        подсказка: читать и записывать значение нужно под одной блокировкой, не
                   отпуская её между ними
        повторить: grader replay results.json#race-free
        (results.json — вывод той же команды с --format json)

     – пропуск  returned-values  Одновременные вызовы возвращают значения        0/2
                                 одного последовательного порядка
        проверка не запускалась, потому что не пройдена `race-free`
     ? неясно   real-threads     Вызовы идут из настоящих потоков                ?/1
        не удалось запустить интерпретатор: слишком много открытых файлов
     ✓ верно    exception-safe   Исключение не оставляет блокировку              2/2

    оценки нет: 2 проверки пройдены, 1 не пройдена, 1 пропущена, 1 без вердикта
    1 проверку не удалось довести до вердикта. Виновата не работа, а система
    проверки или эта машина: записывать оценку нельзя. Запустите ещё раз; если не
    поможет, покажите это преподавателю.

    Преподавателю стоит посмотреть (само по себе баллов не снимает):
      ! harness-touched  counter.py:2  reads `sys._getframe`

    О том, что сдано:
      - пропущено `data.txt`: по символическим ссылкам проверка не ходит
    "#);
}

#[test]
fn a_race_in_sixty_columns() {
    assert_snapshot!(shown(&samples::racy(), Look { width: 60, ..Look::default() }), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1
    412 ms

     ✓ passed   sequential       One thread gets the right   1/1
                                 values
     ✗ failed   race-free        No update is lost in any    0/4
                                 schedule
        two threads called `increment()` once each, and the
        counter ended one short
        expected: 2
        actual:   1

        counter.py:9
           8 │ def increment(self, amount=1):
        >  9 │     self._value += amount
          10 │     return self._value

        A schedule that fails, from top to bottom:
      step Thread-1                   Thread-2
           9: self._value += amount
         1  reads self._value = 0
                                      9: self._value += amount
         2                             reads self._value = 0
         3                             writes self._value = 1
           9: self._value += amount
         4  writes self._value = 1
            <== overwrites the update of step 3 (from the value
                read in step 1)

        The smallest program that shows it:
          c = Counter()
          run_at_once(lambda: c.increment(), lambda: c.incremen…
          assert c.value == 2

        hint: reading and writing the value must happen under
              one lock, held over both
        see it again: grader replay results.json#race-free
        (results.json: the output of the same command with
        --format json)

     – skipped  returned-values  Concurrent calls return     0/2
                                 the values of one serial
                                 order
        not run, because `race-free` did not pass
     ? unclear  real-threads     The calls come from real    ?/1
                                 threads
        the interpreter could not be started: too many open
        files
     ✓ passed   exception-safe   An exception leaves no      2/2
                                 lock behind

    no score: 2 checks passed, 1 failed, 1 skipped, 1 unclear
    1 check could not be decided. That is the fault of the
    grader or of this machine, not of the submission: no score
    may be recorded. Run it again; if it stays so, show this to
    your teacher.

    For the teacher to look at (costs no points by itself):
      ! harness-touched  counter.py:2  reads `sys._getframe`

    About what was handed in:
      - left out `data.txt`: symbolic links are not followed
    "#);
}

#[test]
fn three_threads_fit_in_eighty_columns() {
    assert_snapshot!(shown(&samples::crowd(3), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✗ failed  race-free  No update is lost in any schedule                      0/4
        updates were lost

        A schedule that fails, from top to bottom:
      step Thread-1 (worker)        Thread-2 (worker)        Thread-3 (worker)
           9: self._value +=
              amount
         1  reads self._value = 0
                                    9: self._value +=
                                       amount
         2                           reads self._value = 0
                                                             9: self._value +=
                                                                amount
         3                                                    reads self._value = 0
           9: self._value +=
              amount
         4  writes self._value = 1
                                    9: self._value +=
                                       amount
         5                           writes self._value = 1
                                     <== overwrites the update of step 4 (from the
                                         value read in step 2)
                                                             9: self._value +=
                                                                amount
         6                                                    writes self._value = 1
                                                              <== overwrites the
                                                                  update of step 5
                                                                  (from the value
                                                                  read in step 3)

        hint: reading and writing the value must happen under one lock, held over
              both

    0 of 4 points: 0 checks passed, 1 failed
    "#);
}

#[test]
fn many_threads_stand_below_each_other() {
    assert_snapshot!(shown(&samples::crowd(5), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✗ failed  race-free  No update is lost in any schedule                      0/4
        updates were lost

        A schedule that fails, from top to bottom:
      step
           Thread-1 (wor…  9: self._value += amount
         1                  reads self._value = 0
           Thread-2 (wor…  9: self._value += amount
         2                  reads self._value = 0
           Thread-3 (wor…  9: self._value += amount
         3                  reads self._value = 0
           Thread-4 (wor…  9: self._value += amount
         4                  reads self._value = 0
           Thread-5 (wor…  9: self._value += amount
         5                  reads self._value = 0
           Thread-1 (wor…  9: self._value += amount
         6                  writes self._value = 1
           Thread-2 (wor…  9: self._value += amount
         7                  writes self._value = 1
                            <== overwrites the update of step 6 (from the value read
                                in step 2)
           Thread-3 (wor…  9: self._value += amount
         8                  writes self._value = 1
                            <== overwrites the update of step 7 (from the value read
                                in step 3)
           Thread-4 (wor…  9: self._value += amount
         9                  writes self._value = 1
                            <== overwrites the update of step 8 (from the value read
                                in step 4)
           Thread-5 (wor…  9: self._value += amount
        10                  writes self._value = 1
                            <== overwrites the update of step 9 (from the value read
                                in step 5)

        hint: reading and writing the value must happen under one lock, held over
              both

    0 of 4 points: 0 checks passed, 1 failed
    "#);
}

#[test]
fn a_deadlock_is_told_and_drawn() {
    assert_snapshot!(shown(&samples::deadlock(), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✗ failed  deadlock-free  No schedule of transfers deadlocks                 0/3
        no thread can go on

        ┌─▶ Thread-1 ──waits for──▶ Lock b.lock, held by
        │   Thread-2 ──waits for──▶ Lock a.lock, held by
        └── Thread-1

        bank.py:3
          1 │ def transfer(source, target, amount):
          2 │     with source.lock:
        > 3 │         with target.lock:
          4 │             move()

    0 of 3 points: 0 checks passed, 1 failed
    "#);
}

#[test]
fn an_import_error_is_shown_once() {
    assert_snapshot!(shown(&samples::not_imported(), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

        `counter.py` could not be imported: SyntaxError: expected ':'

        counter.py:4
        > 4 │ class Counter:
          5 │     def __init__(self, start=0):
          6 │         self._value = start

     ✗ failed  sequential       One thread gets the right values                 0/2
     ✗ failed  race-free        No update is lost in any schedule                0/2
     ✗ failed  returned-values  Concurrent calls return the values of one        0/2
                                serial order

    0 of 6 points: 0 checks passed, 3 failed
    "#);
}

#[test]
fn hostile_text_does_nothing() {
    assert_snapshot!(shown(&samples::hostile(), Look::default()), @r#"
    task3 · Race-free counter
    sub\n::set-env\x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ …
    Python \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ passed
    isolation full · seed 1 · 412 ms

     ✗ failed  sequential  One thread gets the right values                      0/1
        the file `\x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓
        passed` is not there, but
        `\x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ passed`
        is: the file must have exactly the name
        `\x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ passed`
        and be at the top of what is handed in

        ┌─▶ \x1b[2J\x1b]0;PASSED\x07… ──waits for──▶ \x1b[2J\x1b]0;PASSED\x07\r\u20…
        └── \x1b[2J\x1b]0;PASSED\x07…

        expected: \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m
                  \x3a:error::x \x23#[group]y
                  ✓ passed
        actual:   \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m
                  \x3a:error::x \x23#[group]y
                  ✓ passed

        evil\x1b.py:1
        > 1 │ \x1b[2J\x1b]0;PASSED\x07
          2 │ \u202e\x9b1m
          3 │ ::error::x \x23#[group]y

        A schedule that fails, from top to bottom:
        step  \x1b[2J\x1b]0;PASSED\x07\r\u202e\…  Thread-2
              9: \x1b[2J\x1b]0;PASSED\x07\r\u202
                 e\x9b1m\n::error::x
                 \x23#[group]y\n✓ passed
           1    reads
                  \x1b[2J\x1b]0;PASSED\x07\r\u20
                  2e\x9b1m\n::error::x
                  \x23#[group… = \x1b[2J\x1b]0;PASS
                  ED\x07\r\u202e\x9b1m\n::error:
                  :x \x23#[group…
                                                  9: \x1b[2J\x1b]0;PASSED\x07\r\u202
                                                     e\x9b1m\n::error::x
                                                     \x23#[group]y\n✓ passed
           2                                        reads
                                                      \x1b[2J\x1b]0;PASSED\x07\r\u20
                                                      2e\x9b1m\n::error::x
                                                      \x23#[group… = \x1b[2J\x1b]0;PASS
                                                      ED\x07\r\u202e\x9b1m\n::error:
                                                      :x \x23#[group…
           3                                        writes
                                                      \x1b[2J\x1b]0;PASSED\x07\r\u20
                                                      2e\x9b1m\n::error::x
                                                      \x23#[group… = \x1b[2J\x1b]0;PASS
                                                      ED\x07\r\u202e\x9b1m\n::error:
                                                      :x \x23#[group…
              9: \x1b[2J\x1b]0;PASSED\x07\r\u202
                 e\x9b1m\n::error::x
                 \x23#[group]y\n✓ passed
           4    writes
                  \x1b[2J\x1b]0;PASSED\x07\r\u20
                  2e\x9b1m\n::error::x
                  \x23#[group… = \x1b[2J\x1b]0;PASS
                  ED\x07\r\u202e\x9b1m\n::error:
                  :x \x23#[group…
                <== overwrites the update of step 3 (from the value read in step 1)

        The smallest program that shows it:
          \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m
          \x3a:error::x \x23#[group]y
          ✓ passed

    0 of 1 point: 0 checks passed, 1 failed

    For the teacher to look at (costs no points by itself):
      ! \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ passed
        \x1b[2J\x1b]0;PASSED\x07\r\u202e\x9b1m\n::error::x \x23#[group]y\n✓ passed
    "#);
}

#[test]
fn quiet_is_a_line_a_check() {
    let look = Look {
        verbosity: Verbosity::Quiet,
        ..Look::default()
    };
    assert_snapshot!(shown(&samples::racy(), look), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✓ passed   sequential       One thread gets the right values                1/1
     ✗ failed   race-free        No update is lost in any schedule               0/4
     – skipped  returned-values  Concurrent calls return the values of one       0/2
                                 serial order
     ? unclear  real-threads     The calls come from real threads                ?/1
     ✓ passed   exception-safe   An exception leaves no lock behind              2/2

    no score: 2 checks passed, 1 failed, 1 skipped, 1 unclear
    1 check could not be decided. That is the fault of the grader or of this
    machine, not of the submission: no score may be recorded. Run it again; if it
    stays so, show this to your teacher.

    For the teacher to look at (costs no points by itself):
      ! harness-touched  counter.py:2  reads `sys._getframe`
    "#);
}

#[test]
fn several_submissions_end_in_a_summary() {
    let grades = [
        samples::all_passed(),
        Grade {
            submission: "other/".to_owned(),
            ..samples::deadlock()
        },
    ];
    assert_snapshot!(render(&grades, &Look { verbosity: Verbosity::Quiet, ..Look::default() }), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✓ passed  sequential       One thread gets the right values                 1/1
     ✓ passed  race-free        No update is lost in any schedule                4/4
     ✓ passed  returned-values  Concurrent calls return the values of one        2/2
                                serial order
     ✓ passed  real-threads     The calls come from real threads                 1/1
     ✓ passed  exception-safe   An exception leaves no lock behind               2/2

    10 of 10 points: 5 checks passed

    ────────────────────────────────────────────────────────────────────────────────

    task3 · Race-free counter
    other/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✗ failed  deadlock-free  No schedule of transfers deadlocks                 0/3

    0 of 3 points: 0 checks passed, 1 failed

    ────────────────────────────────────────────────────────────────────────────────

    All submissions:
      10 of 10 points  submission/
      0 of 3 points    other/
    "#);
}

#[test]
fn a_student_sees_the_points_of_a_hidden_check_and_nothing_else() {
    let mut grade = samples::racy();
    grade.checks[1].info.visibility = Visibility::Hidden;
    assert_snapshot!(shown(&grade.for_audience(Audience::Student), Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✓ passed   sequential       One thread gets the right values                1/1
     ✗ failed   race-free        No update is lost in any schedule               0/4
        the teacher keeps the details of this check

     – skipped  returned-values  Concurrent calls return the values of one       0/2
                                 serial order
        not run, because `race-free` did not pass
     ? unclear  real-threads     The calls come from real threads                ?/1
        the interpreter could not be started: too many open files
     ✓ passed   exception-safe   An exception leaves no lock behind              2/2

    no score: 2 checks passed, 1 failed, 1 skipped, 1 unclear
    1 check could not be decided. That is the fault of the grader or of this
    machine, not of the submission: no score may be recorded. Run it again; if it
    stays so, show this to your teacher.

    About what was handed in:
      - left out `data.txt`: symbolic links are not followed
    "#);
}

#[test]
fn a_cause_that_some_checks_share_is_told_once() {
    let missing = Judgement::failed(Reason::MissingName).because(samples::author(
        "`counter.py` has no `Counter`",
        "в `counter.py` нет `Counter`",
    ));
    let grade = samples::grade(vec![
        samples::graded("sequential", 1, missing.clone()),
        samples::graded("real-threads", 1, Judgement::passed()),
        samples::graded("returned-values", 2, missing),
    ]);
    assert_snapshot!(shown(&grade, Look::default()), @r#"
    task3 · Race-free counter
    submission/ · Python 3.11.7 · isolation full · seed 1 · 412 ms

     ✗ failed  sequential       One thread gets the right values                 0/1
        `counter.py` has no `Counter`

     ✓ passed  real-threads     The calls come from real threads                 1/1
     ✗ failed  returned-values  Concurrent calls return the values of one        0/2
                                serial order
        the same as in `sequential`

    1 of 4 points: 1 check passed, 2 failed
    "#);
}

#[test]
fn long_schedules_lose_their_middle_unless_all_is_asked_for() {
    let look = Look::default();
    let normal = shown(&samples::crowd(60), look);
    assert!(normal.contains("… 72 steps left out …"), "{normal}");
    let verbose = shown(
        &samples::crowd(60),
        Look {
            verbosity: Verbosity::Verbose,
            ..look
        },
    );
    assert!(verbose.contains("\n    60 "), "{verbose}");
    assert!(!verbose.contains("left out"), "{verbose}");
}

#[test]
fn nothing_is_wider_than_the_page() {
    for grade in every_sample() {
        for width in [40, 60, 80, 120] {
            for lang in [Lang::En, Lang::Ru] {
                let text = shown(
                    &grade,
                    Look {
                        lang,
                        width,
                        ..Look::default()
                    },
                );
                for line in text.lines() {
                    // Breaking up an order to a build server takes three columns more.
                    let order = if line.contains("\\x3a:") || line.contains("\\x23#") {
                        6
                    } else {
                        0
                    };
                    assert!(text::width(line) <= width + order, "{width}: {line}");
                }
            }
        }
    }
}

#[test]
fn colour_adds_escapes_of_ours_and_changes_nothing_else() {
    for grade in every_sample() {
        let plain = shown(&grade, Look::default());
        let coloured = shown(
            &grade,
            Look {
                color: true,
                ..Look::default()
            },
        );
        assert!(plain.chars().all(|c| c == '\n' || !c.is_control()), "{plain}");
        assert!(coloured.contains("\u{1b}["));
        let mut stripped = String::new();
        for (index, part) in coloured.split('\u{1b}').enumerate() {
            // Every escape is one of style: `[`, digits and semicolons, `m`.
            let rest = if index == 0 {
                part
            } else {
                part.split_once('m').expect(part).1
            };
            stripped.push_str(rest);
        }
        let same = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(same(&stripped), same(&plain));
    }
}

#[test]
fn no_argument_of_a_sentence_is_forgotten() {
    for grade in every_sample() {
        for lang in [Lang::En, Lang::Ru] {
            let text = shown(
                &grade,
                Look {
                    lang,
                    verbosity: Verbosity::Verbose,
                    ..Look::default()
                },
            );
            assert!(!text.contains("{$"), "{text}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_of_a_student_acts_or_leaves_the_page(nasty in proptest::prelude::any::<String>(), width in 40_usize..100) {
        let text = shown(&samples::foreign(&nasty), Look { width, ..Look::default() });
        for line in text.lines() {
            proptest::prop_assert!(!line.chars().any(text::is_hidden), "{line:?}");
            proptest::prop_assert!(text::width(line) <= width + 6, "{line:?}");
        }
        let marks = text.lines().filter(|line| line.starts_with(" ✗ failed  sequential")).count();
        proptest::prop_assert_eq!(marks, 1);
    }
}
