//! What is refused in a spec, and what each tree of processes proves.

use std::time::Duration;

use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::observation::{Broken, LimitKind, Observation, StepEnd};
use crate::model::processes::{
    BEGINS, Born, CAME_BACK, ENDED, End, Fate, Mark, Origin, RAISED, State, Tree, Written,
};
use crate::model::run::{Piece, Run};
use crate::model::value::Value;

#[test]
fn faults_of_a_spec() {
    check_faults("processes", "run = []", &["no-steps"]);
    check_faults("processes", "run = [{}]", &["step-shape"]);
    check_faults(
        "processes",
        "run = [{ run = 'f()', value = 'f()' }]",
        &["step-shape"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', equals = 1 }]",
        &["step-shape"],
    );
    check_faults("processes", "run = [{ run = 'f(' }]", &["python-syntax"]);
    check_faults(
        "processes",
        "run = [{ value = 'x = 1', equals = 1 }]",
        &["python-not-an-expression"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', before = ')' }]",
        &["python-syntax"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', processes = 0 }]",
        &["bad-count"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', alive_at_once = { least = 3, most = 2 } }]",
        &["bad-count"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', error_matches = '(' }]",
        &["bad-regex"],
    );
    check_faults(
        "processes",
        "run = [{ run = 'f()', raises = 'ValueErrr' }]",
        &["unknown-exception"],
    );
    check_faults("processes", "run = [{ run = 'f()', zombies = 0 }]", &["shape"]);
}

#[test]
fn only_the_call_is_watched() {
    let keys = "run = [{ before = 'x = 1', run = 'f(x)' }]";
    let runs = parse("processes", keys).unwrap().as_check().plan(&context());
    let [Run::Observed(steps)] = &runs[..] else {
        panic!("{runs:?}")
    };
    assert_eq!(steps.needs, ["f"]);
    assert_eq!(
        steps.pieces,
        [Piece::Code("x = 1".into()), Piece::Watched("f(x)".into())]
    );
}

fn born(parent: Option<usize>, end: End) -> Born {
    Born {
        parent,
        origin: Origin::Fork,
        end: Some(end),
        fate: Fate::Kept,
        cpu: Duration::ZERO,
        threads: 0,
        program: Vec::new(),
        executions: 0,
    }
}

fn mark(kind: u8, value: u32, process: usize) -> Mark {
    Mark {
        kind,
        value,
        process: Some(process),
        others: Vec::new(),
        written: [0, 0],
        cpu: Duration::ZERO,
    }
}

fn written(pieces: &[(usize, &str)]) -> Vec<Written> {
    let piece = |&(process, text): &(usize, &str)| Written {
        process: Some(process),
        bytes: text.as_bytes().to_vec(),
    };
    pieces.iter().map(piece).collect()
}

/// The caller, a child that it waited for, and a grandchild that the child waited for; each says hello.
fn tree() -> Tree {
    Tree {
        processes: vec![
            born(None, End::Status(0)),
            born(Some(0), End::Status(3)),
            born(Some(1), End::Signal(9)),
        ],
        marks: vec![mark(BEGINS, 0, 0), mark(ENDED, 0, 0)],
        most_alive: 3,
        untold: 0,
        // Pieces of two processes that mixed.
        written: [
            written(&[(1, "hel"), (0, "hello\n"), (1, "lo\n"), (2, "hello\n")]),
            written(&[(1, "Trace"), (1, "back\n")]),
        ],
    }
}

#[track_caller]
fn check(keys: &str, tree: Tree, expected: &str) {
    let steps = Box::new(Observation::Steps(vec![StepEnd::Value(Value::None)]));
    check_observed(keys, Observation::Observed { steps, tree }, expected);
}

#[track_caller]
fn check_observed(keys: &str, observation: Observation, expected: &str) {
    let kind = parse("processes", &format!("run = [{{ run = 'f()', {keys} }}]")).unwrap();
    let judgement = kind.as_check().judge(&context(), &[observation]);
    let told = told(&judgement);
    let told: Vec<&str> = told.lines().filter(|line| !line.starts_with("    ")).collect();
    let told: Vec<&str> = told
        .into_iter()
        .filter(|line| !line.starts_with("example:"))
        .collect();
    assert_eq!(told.join(" / "), expected, "{keys}");
}

#[test]
fn a_right_tree_passes_all() {
    let all = "processes = 3, alive_at_once = { least = 3, most = 3 }, lines = { hello = 3, no = 0 }, \
               other_lines = [], writers = { hello = 3 }, each_prints = true, statuses = [3], \
               nothing_left = true, once = true, error_matches = 'Traceback'";
    check(all, tree(), "Passed passed");
}

#[test]
fn counts_and_statuses_are_compared() {
    check(
        "processes = 4",
        tree(),
        "Failed wrong / - processes-count code=`f()` count=3 / expected: 4 / actual: 3",
    );
    check(
        "alive_at_once = { least = 4 }",
        tree(),
        "Failed wrong / - processes-too-few-at-once code=`f()` count=3 / expected: 4 / actual: 3",
    );
    check(
        "alive_at_once = { most = 2 }",
        tree(),
        "Failed wrong / - processes-too-many-at-once code=`f()` count=3 / expected: 2 / actual: 3",
    );
    check(
        "statuses = [3, -9]",
        tree(),
        "Failed wrong / - processes-statuses code=`f()` expected=`[3, -9]` actual=`[3]` / expected: [3, -9] / actual: [3]",
    );
    let untold = Tree { untold: 2, ..tree() };
    check("processes = 5", untold, "Passed passed");
}

#[test]
fn lines_are_those_of_each_process() {
    check(
        "lines = { hello = 2 }",
        tree(),
        "Failed wrong / - processes-line-count code=`f()` line=`hello` count=3 / expected: 2 / actual: 3",
    );
    check(
        "lines = { hello = 0 }",
        tree(),
        "Failed wrong / - processes-line-unwanted code=`f()` line=`hello` count=3 / expected: 0 / actual: 3",
    );
    check(
        "lines = { bye = 1 }",
        tree(),
        "Failed wrong / - processes-line-missing code=`f()` line=`bye` count=0 / expected: 1 / actual: 0",
    );
    check(
        "other_lines = ['bye']",
        tree(),
        "Failed wrong / - processes-line-other code=`f()` line=`hello`",
    );
    let unended = || Tree {
        written: [written(&[(0, "hello\nhello")]), Vec::new()],
        ..tree()
    };
    check(
        "lines = { hello = 1 }, other_lines = []",
        unended(),
        "Failed wrong / - processes-line-unended code=`f()` line=`hello`",
    );
    check(
        "each_prints = true",
        unended(),
        "Failed wrong / - processes-silent code=`f()` count=2",
    );
    check(
        "error_matches = 'Error'",
        tree(),
        "Failed wrong / - processes-errors code=`f()` pattern=`Error` / expected: Error / actual: 'Traceback\\n'",
    );
}

#[test]
fn writers_are_different_processes_and_the_caller_is_one() {
    let by = |writers: &[usize]| {
        let pieces: Vec<(usize, &str)> = writers.iter().map(|writer| (*writer, "hello\n")).collect();
        Tree {
            written: [written(&pieces), Vec::new()],
            ..tree()
        }
    };
    check("writers = { hello = 2 }", by(&[0, 2]), "Passed passed");
    check(
        "writers = { hello = 3 }",
        by(&[0, 0, 2]),
        "Failed wrong / - processes-writers code=`f()` line=`hello` count=2 / expected: 3 / actual: 2",
    );
    check(
        "writers = { hello = 2 }",
        by(&[0, 2, 2]),
        "Failed wrong / - processes-writer-again code=`f()` line=`hello` count=2",
    );
    check(
        "writers = { hello = 2 }",
        by(&[1, 2]),
        "Failed wrong / - processes-writer-caller code=`f()` line=`hello`",
    );
}

#[test]
fn whoever_is_left_is_told() {
    let left = |others: &[(usize, State)], fates: [Fate; 2]| {
        let mut tree = tree();
        tree.marks[1].others = others.to_vec();
        tree.processes[1].fate = fates[0];
        tree.processes[2].fate = fates[1];
        tree
    };
    let kept = [Fate::Kept, Fate::Kept];
    let wanted = "nothing_left = true";
    check(
        wanted,
        left(&[(1, State::Alive), (2, State::Alive)], kept),
        "Failed child-left / - processes-left-alive code=`f()` count=2",
    );
    check(
        wanted,
        left(&[(1, State::Zombie)], [Fate::Unwaited, Fate::Kept]),
        "Failed child-left / - processes-left-zombie code=`f()` count=1",
    );
    // Of a grandchild its parent is told.
    check(
        wanted,
        left(&[], [Fate::Kept, Fate::Unwaited]),
        "Failed child-left / - processes-left-abandoned code=`f()` count=1",
    );
    check(
        wanted,
        left(&[], [Fate::Kept, Fate::Orphaned]),
        "Failed child-left / - processes-left-abandoned code=`f()` count=1",
    );
    // A child that lives on after the call was left: its end does not matter.
    check("processes = 3", left(&[(1, State::Alive)], kept), "Passed passed");
}

#[test]
fn who_comes_back_is_told_first_whatever_failed() {
    let back = |kind: u8, line: u32| {
        let mut tree = tree();
        tree.marks.insert(1, mark(kind, line, 1));
        tree
    };
    check(
        "once = true",
        back(CAME_BACK, 7),
        "Failed child-came-back / - processes-came-back code=`f()` line=7 count=1 / at: counter.py:7",
    );
    check(
        "once = true",
        back(RAISED, 0),
        "Failed child-came-back / - processes-raised-back-somewhere code=`f()` line=0 count=1",
    );
    check("nothing_left = true", back(CAME_BACK, 7), "Passed passed");
    check(
        "processes = 1",
        back(CAME_BACK, 7),
        "Failed wrong / - processes-came-back code=`f()` line=7 count=1 / - processes-count code=`f()` count=3 / expected: 1 / actual: 3 / at: counter.py:7",
    );
}

#[test]
fn moments_that_others_name_are_no_moments() {
    let forged = "Failed forged-answer / - broken-protocol detail=moments of the call were named by others than the grader";
    for marks in [
        vec![],
        vec![mark(BEGINS, 0, 0)],
        vec![mark(ENDED, 0, 0), mark(BEGINS, 0, 0)],
        vec![mark(BEGINS, 0, 0), mark(ENDED, 0, 1)],
        vec![mark(BEGINS, 0, 0), mark(ENDED, 0, 0), mark(ENDED, 0, 0)],
        vec![mark(BEGINS, 0, 0), mark(ENDED, 1, 0)],
    ] {
        check("processes = 3", Tree { marks, ..tree() }, forged);
    }
}

#[test]
fn a_call_that_never_ends_comes_with_the_number_of_its_processes() {
    let broken = |how, tree| Observation::Observed {
        steps: Box::new(Observation::Broken(how)),
        tree,
    };
    check_observed(
        "processes = 3",
        broken(Broken::Limit(LimitKind::Wall), tree()),
        "Failed timeout / - broken-wall / - processes-in-the-end count=3 most=3",
    );
    let bomb = Tree {
        most_alive: 126,
        ..tree()
    };
    check_observed(
        "processes = 3",
        broken(Broken::Limit(LimitKind::Cpu), bomb),
        "Failed process-limit / - broken-processes / - broken-cpu / - processes-in-the-end count=3 most=126",
    );
    check_observed(
        "processes = 3",
        broken(Broken::Signalled(9), tree()),
        "Failed crash / - broken-signalled signal=9 / - processes-until-then count=3 most=3",
    );
    check_observed(
        "processes = 3",
        broken(Broken::Exited(0), Tree::default()),
        "Failed no-answer / - broken-exited status=0",
    );
    check_observed(
        "processes = 3",
        Observation::Faulty("no tracing".to_owned()),
        "Inconclusive grader-fault / - grader-fault causes=no tracing",
    );
}
