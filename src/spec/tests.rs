//! Whole specs in, diagnostics out.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use proptest::prelude::*;

use crate::checks::Kind;
use crate::model::grade::Points;
use crate::spec::{Diagnostic, Folder, Task, load, load_directory, render, schema};

/// A spec that is right, with a place for another check.
const GOOD: &str = r#"spec_version = 1
title = { en = "Counter", ru = "Счётчик" }
file = "counter.py"

[[check]]
id = "sequential"
kind = "call"
points = 10
title = { en = "One thread" }
step = [
    { run = "c = Counter(5)" },
    { value = "c.increment(-2)", equals = 3 },
]
"#;

fn load_files(files: &[(&str, &[u8])]) -> (Option<Task>, Vec<Diagnostic>) {
    let files: BTreeMap<&str, &[u8]> = files.iter().copied().collect();
    let read =
        |name: &str| -> io::Result<Option<Vec<u8>>> { Ok(files.get(name).map(|content| content.to_vec())) };
    load(&Folder {
        name: "task3".to_owned(),
        shown: "tasks/task3".to_owned(),
        read: &read,
    })
}

fn load_text(text: &str) -> (Option<Task>, Vec<Diagnostic>) {
    load_files(&[("task.toml", text.as_bytes())])
}

/// What an author sees for a spec that is not right.
#[track_caller]
fn rendered(text: &str) -> String {
    let (task, diagnostics) = load_text(text);
    assert!(task.is_none(), "a task came out of a wrong spec");
    render(&diagnostics, false, 120)
}

/// Codes of the diagnostics for the good spec with one text replaced.
#[track_caller]
fn check(from: &str, to: &str, codes: &[&str]) {
    assert!(GOOD.contains(from), "{from}");
    let (task, diagnostics) = load_text(&GOOD.replacen(from, to, 1));
    let found: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(found, codes, "{}", render(&diagnostics, false, 120));
    assert_eq!(task.is_some(), codes.is_empty());
}

fn shipped() -> (Option<Task>, Vec<Diagnostic>) {
    load_directory(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tasks/task3"))
}

#[test]
fn the_shipped_task_is_right() {
    let (task, diagnostics) = shipped();
    assert_eq!(render(&diagnostics, false, 120), "");
    let task = task.unwrap();
    let checks: Vec<(&str, Points)> = task
        .checks
        .iter()
        .map(|check| (check.info.id.as_str(), check.info.points))
        .collect();
    let expected = [
        ("sequential", Points(1)),
        ("race-free", Points(4)),
        ("returned-values", Points(2)),
        ("real-threads", Points(1)),
        ("exception-safe", Points(2)),
    ];
    assert_eq!(checks, expected);
    assert!(
        task.checks
            .iter()
            .all(|check| check.info.title.ru.is_some() && check.info.hint.is_some())
    );
    assert_eq!(task.hash.len(), 64);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn each_part_of_a_good_spec_can_be_wrong_alone() {
    check("Counter", "Counter", &[]);
    check("[[check]]", "[limits]\ncpu = \"2s\"\n[[check]]", &[]);
    check(
        "file = ",
        "packages = [\"requests>=2,<3\", \"beautifulsoup4[lxml]\"]\nfile = ",
        &["no-lock"],
    );
    check("spec_version = 1", "spec_version = 2", &["other-version"]);
    check("spec_version = 1", "spec_version = \"1\"", &["wrong-type"]);
    check("spec_version = 1\n", "", &["missing-key"]);
    check("en = \"Counter\", ", "", &["missing-key"]);
    check("en = \"Counter\"", "en = \" \"", &["empty-text"]);
    check("ru = ", "de = ", &["unknown-key"]);
    check("\"counter.py\"", "\"../counter.py\"", &["bad-file-name"]);
    check("\"counter.py\"", "\"counter.txt\"", &["bad-file-name"]);
    check(
        "file = ",
        "packages = [\"a b\", \"x>=\"]\nfile = ",
        &["bad-package", "no-lock", "bad-package"],
    );
    check("\"sequential\"", "\"Sequential\"", &["bad-id"]);
    check("kind = \"call\"\n", "", &["missing-key"]);
    check("\"call\"", "\"cal\"", &["unknown-kind"]);
    check("points = 10", "points = 9", &["points-sum"]);
    check("points = 10", "points = -1", &["out-of-range"]);
    check("points = 10", "points = 2.5", &["wrong-type"]);
    check(
        "points = 10",
        "points = 10\nrequires = [\"sequential\"]",
        &["requires-cycle"],
    );
    check(
        "points = 10",
        "points = 10\nrequires = [\"seqential\"]",
        &["unknown-check"],
    );
    check(
        "points = 10",
        "points = 10\nvisibility = \"hiden\"",
        &["unknown-word"],
    );
    check(
        "points = 10",
        "points = 10\nlimits = { cpu = \"2 hours\" }",
        &["bad-measure"],
    );
    check(
        "points = 10",
        "points = 10\nlimits = { memory = \"5MB\", processes = 0 }",
        &["out-of-range"],
    );
    check("points = 10", "points = 10\npoints = 10", &["toml-syntax"]);
    check("run = ", "ran = ", &["unknown-key"]);
    check("equals = 3", "equals = 1979-05-27", &["wrong-type"]);
    check("equals = 3", "equals_python = \"[1, x]\"", &["python-syntax"]);
    check(
        "equals = 3",
        "equals = 3, raises = \"TypeError\"",
        &["step-shape"],
    );
    check("equals = 3", "equals = 3, equals_python = \"3\"", &["step-shape"]);
    check("equals = 3", "raises = \"TypError\"", &["unknown-exception"]);
    check("equals = 3", "raises = \"bank.NoMoney\"", &[]);
    check(
        "equals = 3",
        "raises = \"TypeError\", text_matches = \"(\"",
        &["bad-regex"],
    );
    check("equals = 3", "text_matches = \"x\", equals = 3", &["step-shape"]);
    check(", equals = 3", "", &["step-shape"]);
    check(
        "run = \"c = Counter(5)\"",
        "run = \"c = Counter(5)\", equals = 5",
        &["step-shape"],
    );
    check("run = \"c = Counter(5)\"", "run = \"\"", &["python-empty"]);
    check(
        "value = \"c.increment(-2)\"",
        "value = \"c.value = 2\"",
        &["python-not-an-expression"],
    );
    check("step = [", "needs = [\"a b\"]\nstep = [", &["bad-name"]);
    check("[[check]]", "[check]", &["wrong-type"]);
}

#[test]
fn all_faults_are_reported_at_once_and_in_order() {
    let text = GOOD
        .replace(
            "title = { en = \"One thread\" }",
            "titel = { en = \"One thread\" }",
        )
        .replace("c = Counter(5)", "c = = 5")
        .replace("equals = 3", "equal = 3")
        .replace("counter.py", "counter");
    insta::assert_snapshot!(rendered(&text), @r#"
    error[bad-file-name]: `counter` is not a file that Python can import
     --> tasks/task3/task.toml:3:8
      |
    3 | file = "counter"
      |        ^^^^^^^^^
      |
      = help: a name of letters, digits and underscores with `.py`, at the top of the submission

    error[unknown-key]: unknown key `titel`
     --> tasks/task3/task.toml:9:1
      |
    9 | titel = { en = "One thread" }
      | ^^^^^ did you mean `title`?
      |
      = help: known here: case, hint, id, kind, limits, needs, points, random, reference, reference_python, requires, step, table, title, visibility

    error[python-syntax]: this is not Python: expected an expression
      --> tasks/task3/task.toml:11:18
       |
    11 |     { run = "c = = 5" },
       |                  ^

    error[unknown-key]: unknown key `equal`
      --> tasks/task3/task.toml:12:34
       |
    12 |     { value = "c.increment(-2)", equal = 3 },
       |                                  ^^^^^ did you mean `equals`?
       |
       = help: known here: cause, different_from, equals, equals_python, equals_reference, prints, prints_error, raises, run, same_as, subclasses, text, text_matches, unchanged, value, within
    "#);
}

#[test]
fn a_place_inside_a_multi_line_string_is_found() {
    let text = GOOD.replace("\"c = Counter(5)\"", "\"\"\"\nc = Counter()\n\\tif c\n\"\"\"");
    insta::assert_snapshot!(rendered(&text), @r#"
    error[python-syntax]: this is not Python: unexpected indentation
      --> tasks/task3/task.toml:13:1
       |
    13 | \tif c
       | ^^
    "#);
}

#[test]
fn a_fault_in_a_file_beside_is_shown_there() {
    let text = r#"spec_version = 1
title = { en = "Counter" }
file = "counter.py"
[[check]]
id = "race-free"
kind = "schedules"
points = 10
title = { en = "Race-free" }
model_file = "private/model.py"
scenario = [{ setup = "c = Counter()", threads = [["c.increment()"]] }]
"#;
    let model = b"class Counter:\n    def increment(self) return 1\n";
    let (_, diagnostics) = load_files(&[("task.toml", text.as_bytes()), ("private/model.py", model)]);
    insta::assert_snapshot!(render(&diagnostics, false, 120), @r#"
    error[python-syntax]: this is not Python: expected `:`, found `return`
     --> tasks/task3/private/model.py:2:25
      |
    2 |     def increment(self) return 1
      |                         ^^^^^^
    "#);
    let (_, missing) = load_text(text);
    insta::assert_snapshot!(render(&missing, false, 120), @r#"
    error[unreadable-file]: there is no file `private/model.py` in the task's folder
     --> tasks/task3/task.toml:9:14
      |
    9 | model_file = "private/model.py"
      |              ^^^^^^^^^^^^^^^^^^
    "#);
    let (_, outside) = load_text(&text.replace("private/", "../"));
    insta::assert_snapshot!(render(&outside, false, 120), @r#"
    error[unreadable-file]: this must be a path inside the task's folder, with `/`, without `..`
     --> tasks/task3/task.toml:9:14
      |
    9 | model_file = "../model.py"
      |              ^^^^^^^^^^^^^
    "#);
    let (task, _) = load_files(&[
        ("task.toml", text.as_bytes()),
        ("private/model.py", b"class Counter: ..."),
    ]);
    let (other, _) = load_files(&[
        ("task.toml", text.as_bytes()),
        ("private/model.py", b"class Counter: pass"),
    ]);
    assert_ne!(task.unwrap().hash, other.unwrap().hash);
}

#[test]
fn checks_that_wait_for_each_other_are_named() {
    let one = |id: &str, requires: &str| {
        format!(
            "[[check]]\nid = \"{id}\"\nkind = \"call\"\npoints = 0\ntitle.en = \"x\"\nrequires = {requires}\nstep = [{{ run = \"1\" }}]\n"
        )
    };
    let text =
        GOOD.to_owned() + &one("a", "[\"sequential\", \"b\"]") + &one("b", "[\"c\"]") + &one("c", "[\"a\"]");
    insta::assert_snapshot!(rendered(&text), @r#"
    error[requires-cycle]: these checks wait for each other: a → b → c → a
      --> tasks/task3/task.toml:33:13
       |
    33 | requires = ["a"]
       |             ^^^
    "#);
}

#[test]
fn what_is_no_task_at_all_has_a_way_out() {
    let (_, nothing) = load_files(&[]);
    insta::assert_snapshot!(render(&nothing, false, 120), @r#"
    error[no-task]: there is no task.toml here
    --> tasks/task3/task.toml
     = help: a task is a folder with a `task.toml`: give the path of one, or the folder that holds your tasks with `--tasks DIR` and the name of one of them
    "#);
    let (_, binary) = load_files(&[("task.toml", b"title = \"\xff\"")]);
    insta::assert_snapshot!(render(&binary, false, 120), @r#"
    error[not-utf-8]: task.toml is not UTF-8 text
     --> tasks/task3/task.toml:1:10
      |
    1 | title = "�"
      |          ^
      |
      = help: save the file as UTF-8
    "#);
    insta::assert_snapshot!(rendered("title = { en = \"a\" \nfile"), @r#"
    error[toml-syntax]: missing comma between key-value pairs, expected `,`
     --> tasks/task3/task.toml:2:1
      |
    2 | file
      | ^
    "#);
}

#[test]
fn limits_of_a_check_stand_over_those_of_the_task() {
    let text = GOOD
        .replace(
            "[[check]]",
            "[limits]\ncpu = \"2s\"\nmemory = \"1GiB\"\n[[check]]",
        )
        .replace("points = 10", "points = 10\nlimits.cpu = \"500ms\"");
    let task = load_text(&text).0.unwrap();
    assert_eq!(task.limits.cpu.as_millis(), 2000);
    assert_eq!(task.checks[0].limits.cpu.as_millis(), 500);
    assert_eq!(task.checks[0].limits.memory, 1 << 30);
    assert_eq!(task.checks[0].limits.wall.as_secs(), 30);
}

#[test]
fn a_limit_that_is_never_reached_is_a_warning() {
    let (task, diagnostics) = load_text(&GOOD.replace("[[check]]", "[limits]\ncpu = \"5min\"\n[[check]]"));
    assert!(task.is_some());
    insta::assert_snapshot!(render(&diagnostics, false, 120), @r#"
    warning[limits-order]: this limit is never reached: the limit of real time (`wall`) comes first
     --> tasks/task3/task.toml:6:7
      |
    6 | cpu = "5min"
      |       ^^^^^^
      |
      = help: a run that uses one processor needs at least as much real time as CPU time
    "#);
}

fn as_json(text: &str) -> serde_json::Value {
    let value: toml::Value = toml::from_str(text).unwrap();
    serde_json::to_value(value).unwrap()
}

fn example(kind: &str) -> String {
    let head = "spec_version = 1\nfile = \"counter.py\"\ntitle = { en = \"Example\" }\n";
    head.to_owned() + Kind::example(kind).unwrap()
}

#[test]
fn each_kinds_example_loads_and_fits_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for kind in Kind::NAMES {
        let text = example(kind);
        let (task, diagnostics) = load_text(&text);
        assert_eq!(render(&diagnostics, false, 120), "");
        assert!(
            task.unwrap()
                .checks
                .iter()
                .all(|check| check.kind.name() == *kind)
        );
        assert_eq!(
            validator
                .validate(&as_json(&text))
                .err()
                .map(|error| error.to_string()),
            None
        );
    }
}

#[test]
fn the_schema_accepts_the_shipped_task_and_refuses_wrong_ones() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&as_json(include_str!("../../tasks/task3/task.toml"))));
    assert!(validator.is_valid(&as_json(GOOD)));
    for (from, to) in [
        ("spec_version = 1", "spec_version = 2"),
        ("spec_version = 1\n", ""),
        ("kind = \"call\"", "kind = \"schedules\""),
        ("kind = \"call\"\n", ""),
        ("points = 10", "points = 2.5"),
        ("points = 10", "poins = 10"),
        ("run = ", "ran = "),
        ("en = \"One thread\"", "ru = \"Один поток\""),
    ] {
        assert!(
            !validator.is_valid(&as_json(&GOOD.replacen(from, to, 1))),
            "{from} → {to}"
        );
    }
}

/// Every diagnostic points into its file, and can be drawn.
fn check_diagnostics(content: &[u8]) {
    let (task, diagnostics) = load_files(&[("task.toml", content)]);
    assert_eq!(
        task.is_none(),
        diagnostics
            .iter()
            .any(|one| one.severity == crate::checks::Severity::Error)
    );
    for one in &diagnostics {
        assert!(one.source.get(one.span.clone()).is_some(), "{one:?}");
        assert!(one.position().0 <= one.source.matches('\n').count() + 1);
    }
    assert!(render(&diagnostics, true, 80).len() >= diagnostics.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_answered(content in proptest::collection::vec(any::<u8>(), 0..200)) {
        check_diagnostics(&content);
    }

    #[test]
    fn any_text_is_answered(text in "(?s)[\\PC\n\t\"'\\[\\]{}=]{0,200}") {
        check_diagnostics(text.as_bytes());
    }

    #[test]
    fn mutated_specs_are_answered(
        shipped: bool,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..6u8, any::<char>()), 1..6),
    ) {
        let good = if shipped { include_str!("../../tasks/task3/task.toml").to_owned() } else { example("call") };
        let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
        for (index, edit, letter) in edits {
            if lines.is_empty() {
                break;
            }
            let at = index.index(lines.len());
            let other = index.index(lines.len() * 7 + 1) % lines.len();
            let chars: Vec<char> = lines[at].chars().collect();
            let middle = if chars.is_empty() { 0 } else { index.index(chars.len()) };
            let (head, rest) = chars.split_at(middle);
            let (head, tail) = (head.iter(), rest.iter().skip(1));
            match edit {
                0 => drop(lines.remove(at)),
                1 => lines.insert(other, lines[at].clone()),
                2 => lines.swap(at, other),
                3 => lines[at] = head.chain(tail).collect(),
                4 => lines[at] = head.chain([&letter]).chain(tail).collect(),
                _ => lines[at] = head.chain([&'"']).chain(chars[middle..].iter()).collect(),
            }
        }
        check_diagnostics(lines.join("\n").as_bytes());
    }
}
