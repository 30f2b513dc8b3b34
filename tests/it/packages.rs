//! Packages of a task, end to end: made once, seen by the submission in the place where Python looks for them.

use std::path::Path;
use std::process::Command;

use crate::builder::{Grader, lost};

/// Writes a wheel with two modules and prints its hash: one that exists nowhere else, and one that the standard library
/// has too.
const WHEEL: &str = r"
import hashlib, sys, zipfile
path = sys.argv[1] + '/tiny_grader_thing-1.0-py3-none-any.whl'
info = 'tiny_grader_thing-1.0.dist-info/'
with zipfile.ZipFile(path, 'w') as wheel:
    files = {
        'tiny_grader_thing.py': 'WORD = 42\n',
        'colorsys.py': 'WORD = 43\n',
        info + 'METADATA': 'Metadata-Version: 2.1\nName: tiny-grader-thing\nVersion: 1.0\n',
        info + 'WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    }
    files[info + 'RECORD'] = ''.join(name + ',,\n' for name in files)
    for name, text in files.items():
        wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
print(hashlib.sha256(open(path, 'rb').read()).hexdigest())
";

const SPEC: &str = r#"spec_version = 1
title = { en = "Packages" }
file = "thing.py"
packages = ["Tiny_Grader.Thing>=1"]

[[check]]
id = "word"
kind = "call"
points = 6
title = { en = "The package is there" }
step = [
    { value = "word()", equals = 42 },
    { value = "standard()", equals = false },
    { value = "written()", equals = "read-only" },
]

[[check]]
id = "program"
kind = "script"
points = 4
title = { en = "A program has it too" }
run = [{ stdout = "42 False read-only\n" }]
"#;

const SUBMISSION: &str = r#"import colorsys
import queue

import tiny_grader_thing


def word():
    return tiny_grader_thing.WORD


def standard():
    return hasattr(colorsys, "WORD")


def written():
    try:
        open(tiny_grader_thing.__file__, "a")
    except OSError:
        return "read-only"


if __name__ == "__main__":
    print(word(), standard(), written())
"#;

/// A task with a wheel that pip finds in a folder, and no index.
fn shop() -> (Grader, String) {
    let grader = Grader::new();
    let folder = grader.folder().display().to_string();
    let made = Command::new("python3")
        .args(["-I", "-c", WHEEL, &folder])
        .output()
        .expect("python3 on PATH");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let hash = String::from_utf8(made.stdout).expect("a hash");
    let lock = format!("tiny-grader-thing==1.0 \\\n    --hash=sha256:{hash}");
    let cache = format!("{folder}/cache");
    let grader = grader
        .file("tasks/task1/task.toml", SPEC)
        .file("tasks/task1/requirements.lock", lock)
        .file("plain/thing.py", SUBMISSION)
        .env("PIP_NO_INDEX", "1")
        .env("PIP_FIND_LINKS", &folder)
        .env("XDG_CACHE_HOME", &cache);
    (grader, cache)
}

#[test]
fn packages_come_after_the_submission_and_the_standard_library() {
    let (grader, _) = shop();
    let result = grader
        .file("own-package/thing.py", SUBMISSION)
        .file("own-package/tiny_grader_thing.py", "WORD = 7\n")
        .file("own-library/thing.py", SUBMISSION)
        .file("own-library/queue.py", "WORD = 7\n")
        .file("own-library/socket.py", "raise OSError('never imported')\n")
        .file("own-library/site.py", "raise OSError('never imported')\n")
        .args([
            "check",
            "task1",
            "plain",
            "own-package",
            "own-library",
            "--tasks",
            "tasks",
        ])
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .stderr_has("task1: installing Tiny_Grader.Thing>=1 for Python 3.")
        .json();
    let lost = |index: usize| lost(&result["results"][index]);
    assert!(lost(0).is_empty(), "{result}");
    assert_eq!(
        lost(1),
        ["word", "program"],
        "the submission's own module is the one that it gets, as in Python"
    );
    assert_eq!(result["results"][1]["checks"][0]["actual"], "7");
    assert!(lost(2).is_empty(), "{result}");
}

#[test]
fn without_a_way_to_fetch_there_is_no_score_and_a_command_to_run() {
    let (grader, cache) = shop();
    let ended = grader
        .args(["check", "task1", "plain", "--tasks", "tasks", "--offline"])
        .run()
        .exit(3)
        .stderr_has(
            "task1 needs the packages Tiny_Grader.Thing>=1: they are not here yet, and --offline forbids",
        )
        .stderr_has("-m pip download --require-hashes --no-deps --only-binary :all: -r ");
    assert!(ended.stdout.is_empty());
    let (grader, _) = shop();
    grader
        .env("PIP_FIND_LINKS", "/nowhere")
        .env("XDG_CACHE_HOME", &cache)
        .args(["check", "task1", "plain", "--tasks", "tasks"])
        .run()
        .exit(3)
        .stderr_has("pip could not install them")
        .stderr_has("-m pip download");
    assert!(
        !Path::new(&cache)
            .join("grader/packages")
            .read_dir()
            .is_ok_and(|mut entries| entries.any(|entry| { entry.is_ok_and(|entry| entry.path().is_dir()) }))
    );
}

#[test]
fn a_cache_that_cannot_be_written_is_named_and_one_that_is_whole_is_only_read() {
    let (grader, _) = shop();
    let check = ["check", "task1", "plain", "--tasks", "tasks"];
    // Below a file there are no directories, whoever asks.
    let nowhere = format!("{}/no-folder/cache", grader.folder().display());
    grader
        .file("no-folder", "")
        .env("XDG_CACHE_HOME", &nowhere)
        .args(check)
        .run()
        .exit(3)
        .stderr_has("there is no place to install them in: ")
        .stderr_has("no-folder/cache/grader/packages cannot be written")
        .stderr_has("set XDG_CACHE_HOME");
    let (grader, _) = shop();
    let nowhere = format!("{}/no-folder/cache", grader.folder().display());
    grader
        .file("no-folder", "")
        .env("XDG_CACHE_HOME", &nowhere)
        .args(check)
        .args(["--offline"])
        .run()
        .exit(3)
        .stderr_has("they are not here yet, and --offline forbids")
        .stderr_has("-r requirements.lock");
}

/// What another grader has left when it was ended in the middle is not taken for an environment.
#[test]
fn what_a_grader_left_half_made_is_never_used() {
    let (grader, cache) = shop();
    let half = "cache/grader/packages/.new-abc/environment/lib/python3/site-packages/tiny_grader_thing.py";
    let ended = grader
        .file(half, "WORD = 0\n")
        .args(["check", "task1", "plain", "--tasks", "tasks", "--format", "json"])
        .run()
        .exit(0);
    assert!(lost(&ended.json()).is_empty());
    assert!(!Path::new(&cache).join("grader/packages/environment").exists());
}
