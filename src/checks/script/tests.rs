//! Runs in, judgements out.

use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::observation::{Broken, LimitKind, Observation, Scripted};
use crate::model::run::Run;

const RUN: &str = "run = [{ name = 'sum', args = ['a b', '-v'], stdin = 'x', files = { 'a b' = '1' }, stdout = \"1\\n2\\n\", stderr_matches = '^$' }]";

fn scripted(status: i32, stdout: &str, stderr: &str) -> Scripted {
    Scripted {
        status,
        signal: None,
        stdout: stdout.as_bytes().to_vec(),
        stderr: stderr.as_bytes().to_vec(),
        over: false,
    }
}

#[track_caller]
fn judged(keys: &str, scripted: Scripted) -> String {
    told(
        &parse("script", keys)
            .unwrap()
            .as_check()
            .judge(&context(), &[Observation::Script(scripted)]),
    )
}

#[test]
fn a_plan_has_each_run_with_its_files() {
    let runs = parse("script", RUN).unwrap().as_check().plan(&context());
    let [Run::Script(script)] = runs.as_slice() else {
        panic!("{runs:?}")
    };
    assert_eq!(script.args, ["a b", "-v"]);
    assert_eq!(script.files, [("a b".to_owned(), "1".to_owned())]);
}

#[test]
fn output_errors_and_status_are_judged() {
    assert_eq!(judged(RUN, scripted(0, "1\n2\n", "")), "Passed passed");
    insta::assert_snapshot!(judged(RUN, scripted(0, "1\n3\n", "")), @r"
    Failed wrong
    - script-stdout
    - lines-differ line=2 expected=`2` actual=`3`
    - call-case name=sum
    expected: '1\n2\n'
    actual: '1\n3\n'
    example: # a b holds '1'
        python counter.py 'a b' -v
        # and its input is 'x'
    ");
    insta::assert_snapshot!(judged(RUN, scripted(1, "", "Traceback\nValueError: no\n")), @r"
    Failed wrong
    - script-status expected=0 actual=1
    - script-said text=`ValueError: no`
    - call-case name=sum
    example: # a b holds '1'
        python counter.py 'a b' -v
        # and its input is 'x'
    ");
    assert!(
        judged(RUN, scripted(0, "1\n2\n", "no"))
            .starts_with("Failed wrong\n- script-stderr-pattern pattern=`^$`")
    );
    let signalled = |signal: i32| Scripted {
        signal: Some(signal),
        ..scripted(0, "", "")
    };
    assert!(judged(RUN, signalled(11)).starts_with("Failed crash\n- script-signalled signal=11 expected=0"));
    assert!(judged(RUN, signalled(24)).starts_with("Failed cpu-limit"));
    let over = Scripted {
        over: true,
        ..scripted(0, "1\n2\n", "")
    };
    assert!(judged(RUN, over).starts_with("Failed output-limit"));
}

#[test]
fn the_first_failure_decides_and_our_faults_are_nobodys() {
    let keys = "run = [{ status = 3 }, { stdout_lines = ['a'] }]";
    let judge = |observations: [Observation; 2]| {
        told(
            &parse("script", keys)
                .unwrap()
                .as_check()
                .judge(&context(), &observations),
        )
    };
    let good = || Observation::Script(scripted(3, "", ""));
    let faulty = || Observation::Faulty("no".to_owned());
    assert_eq!(
        judge([good(), Observation::Script(scripted(0, "a \n\n", ""))]),
        "Passed passed"
    );
    assert!(judge([faulty(), Observation::Script(scripted(0, "b", ""))]).starts_with("Failed wrong"));
    assert!(judge([good(), faulty()]).starts_with("Inconclusive"));
    assert!(
        judge([good(), Observation::Broken(Broken::Limit(LimitKind::Wall))]).starts_with("Failed timeout")
    );
}

#[test]
fn what_runs_cannot_be_is_refused() {
    for (keys, codes) in [
        ("run = []", &["no-steps"][..]),
        ("run = [{ stdout = 'a', stdout_matches = 'b' }]", &["step-shape"]),
        ("run = [{ stdout = 'a', stdout_lines = ['b'] }]", &["step-shape"]),
        ("run = [{ files = { '../a' = '1' } }]", &["bad-path"]),
        ("run = [{ files = { 'a' = '1', 'a/b' = '1' } }]", &["bad-path"]),
        (
            "run = [{ files_from = { 'a' = 'nowhere' } }]",
            &["unreadable-file"],
        ),
        ("run = [{ stdout_matches = '(' }]", &["bad-regex"]),
    ] {
        check_faults("script", keys, codes);
    }
}
