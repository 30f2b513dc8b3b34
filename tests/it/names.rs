//! A submission's own names and files: those of packages, of the standard library, of the harness and of Python itself.

use crate::builder::{Grader, lost, project};

/// Never imported by what the submission uses: whoever imports one of them was misled.
const TRAPS: [&str; 14] = [
    "json.py",
    "threading.py",
    "typing.py",
    "bs4.py",
    "requests/__init__.py",
    "site.py",
    "sitecustomize.py",
    "usercustomize.py",
    "os.py",
    "sys.py",
    "builtins.py",
    "ast.py",
    "abc.py",
    "unittest/__init__.py",
];

/// Named like modules of the harness, and used by the submission.
const USED: [&str; 7] = [
    "values", "channel", "wire", "names", "pieces", "driven", "loading",
];

#[test]
fn files_named_like_other_modules_and_names_of_pythons_own_disturb_nobody() {
    let base = std::fs::read_to_string(project("fixtures/bad-answers/kinds/answers.py")).unwrap();
    let task = std::fs::read_to_string(project("fixtures/bad-answers/kinds/task.toml")).unwrap();
    // Laws about classes are not held by a `bad()` that is right.
    let (task, _) = task.split_once("# What the kinds with named laws").unwrap();
    let task = task.replace("points = 22", "points = 16");
    let imports = format!("import {}\n", USED.join(", "));
    let sum = USED.map(|name| format!("{name}.WORD")).join(" + ");
    // The checks use these names, and mean those of Python.
    let shadows = "\n\nlist = isinstance = range = print_ = len = sum = 0\n";
    let own = format!("{imports}{base}{shadows}").replace(
        "def good():\n    return 1",
        &format!(
            "def good():\n    return {sum} - {}\n\n\ndef bad():\n    return 1",
            USED.len() - 1
        ),
    );
    let own = own.replace("x if x < 2 else bad()", "x");
    let own = own.replace("throw():\n", "throw():\n    raise ValueError(\"no\")\n");
    let own = own
        .replace("[\"a\", bad()]", "[\"a\"]")
        .replace("{start: bad()}", "{start: []}");
    let grader = TRAPS.iter().fold(Grader::new(), |grader, name| {
        grader.file(&format!("submission/{name}"), "raise OSError('never imported')\n")
    });
    let grader = USED.iter().fold(grader, |grader, name| {
        let file = if *name == "driven" {
            "driven/__init__".to_owned()
        } else {
            (*name).to_owned()
        };
        grader.file(&format!("submission/{file}.py"), "WORD = 1\n")
    });
    let result = grader
        .file("submission/answers.py", own)
        .file("tasks/kinds/task.toml", task)
        .args([
            "check",
            "tasks/kinds",
            "submission",
            "--format",
            "json",
            "--exit-zero",
        ])
        .run()
        .exit(0)
        .json();
    assert!(lost(&result).is_empty(), "{:?} of {result:#}", lost(&result));
}
