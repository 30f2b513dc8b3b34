//! One way to run the binary: a temporary folder, a clean environment, and what is expected of the end.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A run of `grader` in a folder of its own.
#[must_use = "nothing runs before `run`"]
pub(crate) struct Grader {
    folder: TempDir,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

/// What a run printed, and how it ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    _folder: TempDir,
}

impl Grader {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            folder,
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Adds arguments.
    pub(crate) fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.arguments.extend(arguments.into_iter().map(str::to_owned));
        self
    }

    /// Sets a variable; the environment holds little else: see `passed`.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file below the folder that the program runs in.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let full = self.folder.path().join(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, content).expect("a file");
        self
    }

    /// Copies a folder of the project to `path` below the folder that the program runs in.
    pub(crate) fn copy(self, from: &Path, path: &str) -> Self {
        copy_tree(from, &self.folder.path().join(path));
        self
    }

    /// The folder that the program runs in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program.
    #[track_caller]
    pub(crate) fn run(self) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .args(&self.arguments);
        for (name, value) in std::env::vars_os().filter(|(name, _)| passed(&name.to_string_lossy())) {
            command.env(name, value);
        }
        command.env("XDG_CACHE_HOME", cache()).envs(self.environment);
        let output = command.output().expect("the program runs");
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
            _folder: self.folder,
        }
    }
}

impl Ended {
    /// Asserts the exit status, and shows everything when it is another.
    #[track_caller]
    pub(crate) fn exit(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    #[track_caller]
    pub(crate) fn stdout_has(self, text: &str) -> Self {
        assert!(
            self.stdout.contains(text),
            "no {text:?} in stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    #[track_caller]
    pub(crate) fn stdout_lacks(self, text: &str) -> Self {
        assert!(
            !self.stdout.contains(text),
            "{text:?} in stdout:\n{}",
            self.stdout
        );
        self
    }

    #[track_caller]
    pub(crate) fn stderr_has(self, text: &str) -> Self {
        assert!(
            self.stderr.contains(text),
            "no {text:?} in stderr:\n{}\nstdout:\n{}",
            self.stderr,
            self.stdout
        );
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\nstderr:\n{}", self.stdout, self.stderr))
    }
}

/// The status and the reason of each check of one result, in order.
pub(crate) fn verdicts(result: &Value) -> Vec<(String, String, String)> {
    let word = |check: &Value, key: &str| check[key].as_str().expect("a word").to_owned();
    result["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .map(|check| (word(check, "id"), word(check, "status"), word(check, "reason")))
        .collect()
}

/// The ids of the checks that did not pass.
pub(crate) fn lost(result: &Value) -> Vec<String> {
    verdicts(result)
        .into_iter()
        .filter(|(_, status, _)| status != "passed")
        .map(|(id, _, _)| id)
        .collect()
}

/// Grades copies of all folders below a path of the project for task 3, in one run; the result of each by its name.
#[track_caller]
pub(crate) fn grade_all(path: &str) -> Vec<(String, Value)> {
    let names = folders(path);
    let copy = |grader: Grader, name: &String| grader.copy(&project(path).join(name), name);
    let mut result = names
        .iter()
        .fold(Grader::new(), copy)
        .args(["check", "task3"])
        .args(names.iter().map(String::as_str))
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let results = result["results"].as_array_mut().expect("several results");
    assert_eq!(results.len(), names.len());
    names.into_iter().zip(std::mem::take(results)).collect()
}

/// What a folder's `expected.toml` says.
#[track_caller]
pub(crate) fn note(folder: &Path) -> toml::Table {
    let text = fs::read_to_string(folder.join("expected.toml")).expect("expected.toml");
    text.parse().expect("TOML")
}

/// A path below the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names of the folders right below a path of the project, sorted.
pub(crate) fn folders(path: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(project(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("a UTF-8 name"))
        .collect();
    names.sort();
    names
}

/// Variables that the program gets: where things are, and how pip reaches an index.
fn passed(name: &str) -> bool {
    let index = name.starts_with("PIP_") || name.to_ascii_lowercase().ends_with("_proxy");
    index || matches!(name, "PATH" | "HOME" | "SSL_CERT_FILE")
}

/// Says what this machine does not give.
#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn skipped(what: &str) {
    eprintln!("SKIPPED: {what}");
}

/// One cache for all tests, so that the harness is compiled once.
fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
