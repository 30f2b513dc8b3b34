//! The numbers of the README, measured side by side: `cargo bench`, or `cargo bench -- 50` for fifty runs of each.
//!
//! It prints Markdown and asserts nothing: time belongs to a machine, verdicts to the tests.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program that starts the grader and prints what it took"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

const RUNS: usize = 20;
/// Submissions on one command line, to see what one more costs.
const MANY: usize = 11;
const RIGHT: &str = "tasks/task3/selftest/accepted/lock-with";
const RACY: &str = "tasks/task3/selftest/rejected/no-lock";
const CORPUS: &str = "fixtures/schedules";
const WRONG_GROUPS: [&str; 4] = ["bad", "hard", "dodge", "blind-bad"];
const RIGHT_GROUPS: [&str; 2] = ["good", "blind-good"];
/// Right up to Python 3.11 only; where it is right, it is one of the good programs.
const GOOD_UNTIL_3_11: &str = "g25_cached_property";
const NOTES: &str = "
- Each figure is the time on the clock of one whole command, from its start to its end, with warm file caches and a
  harness that was compiled before. The runs of one line alternate with those of the others.
- A *plain check* is `grader check task3 … --check sequential`: one check whose calls need no controlled interpreter.
  Its line is everything that a user waits for: the start of the grader, the look at the machine and the
  interpreter, the sandbox, the harness, the submission's import, the calls, the report.
- *One more plain check* is what a further submission on the same command line costs: the sandbox, a fresh interpreter with
  the harness, the import, the calls, the judgement, without what a command does once.
- The bare interpreter is started as an operating system would, with no sandbox, no harness and nothing to do.
- The memory is the largest resident set of the grader's own process (`VmHWM`), not that of the student's code.
";

/// One command that is measured.
struct Subject {
    name: String,
    command: Vec<String>,
    times: Vec<Duration>,
}

fn main() {
    let runs = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(RUNS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    println!("{}", machine());
    let mut subjects = subjects(folder.path());
    for round in 0..=runs {
        for subject in &mut subjects {
            let took = time(&subject.command);
            // The first round fills the caches.
            if round > 0 {
                subject.times.push(took);
            }
        }
    }
    times_table(&mut subjects);
    println!("\n| memory of the grader | peak |\n|---|---|");
    for subject in subjects.iter().filter(|subject| subject.command[0] == grader()) {
        println!(
            "| {} | {:.1} MB |",
            subject.name,
            peak_kib(&subject.command) / 1024.0
        );
    }
    corpus(folder.path());
    println!("{NOTES}");
}

fn subjects(folder: &Path) -> Vec<Subject> {
    let subject = |name: &str, command: Vec<String>| Subject {
        name: name.to_owned(),
        command,
        times: Vec::new(),
    };
    let bare = |flags: &[&str]| {
        let words = flags.iter().copied().chain(["-c", "pass"]).map(str::to_owned);
        std::iter::once(interpreter()).chain(words).collect()
    };
    let many: Vec<PathBuf> = (0..MANY)
        .map(|number| {
            let copy = folder.join(format!("right-{number}"));
            fs::create_dir_all(&copy).expect("a folder");
            fs::copy(project(RIGHT).join("counter.py"), copy.join("counter.py")).expect("a copy");
            copy
        })
        .collect();
    let task = "tasks/task3";
    let plain = ["--check", "sequential"];
    vec![
        subject("bare `python3 -I -S -c pass`", bare(&["-I", "-S"])),
        subject("bare `python3 -c pass`", bare(&[])),
        subject("one plain check", check(task, &many[..1], &plain)),
        subject("the same for 11 submissions", check(task, &many, &plain)),
        subject("task3, a right submission", check(task, &[project(RIGHT)], &[])),
        subject("task3, a racy submission", check(task, &[project(RACY)], &[])),
    ]
}

fn times_table(subjects: &mut [Subject]) {
    println!("| what | median | min | max | of a bare start |\n|---|---|---|---|---|");
    for subject in &mut *subjects {
        subject.times.sort_unstable();
    }
    let median = |subject: &Subject| milliseconds(subject.times[subject.times.len() / 2]);
    let bare = median(&subjects[1]);
    for subject in &*subjects {
        let (least, most) = (subject.times[0], subject.times[subject.times.len() - 1]);
        println!(
            "| {} | {:.1} ms | {:.1} ms | {:.1} ms | {:.2} |",
            subject.name,
            median(subject),
            milliseconds(least),
            milliseconds(most),
            median(subject) / bare
        );
    }
    let more = u32::try_from(MANY - 1).expect("a small number");
    let one_more = (median(&subjects[3]) - median(&subjects[2])) / f64::from(more);
    println!(
        "| one more plain check | {one_more:.1} ms | | | {:.2} |",
        one_more / bare
    );
}

/// What is found in the programs that are wrong and in those that are right.
fn corpus(folder: &Path) {
    let mut wrong = BTreeMap::new();
    for group in WRONG_GROUPS {
        wrong.extend(graded(group, folder));
    }
    let mut right = BTreeMap::new();
    for group in RIGHT_GROUPS {
        right.extend(graded(group, folder));
    }
    let flagged = |results: &BTreeMap<String, Value>| -> Vec<String> {
        let failed = results
            .iter()
            .filter(|(_, result)| result["checks"][0]["status"] == "failed");
        failed.map(|(name, _)| name.clone()).collect()
    };
    let found = flagged(&wrong).len();
    let alarms = flagged(&right);
    let schedules = |result: &Value| result["checks"][0]["evidence"]["searches"][0]["found_after"].as_u64();
    let took = |result: &Value| result["checks"][0]["duration_ms"].as_u64();
    println!("\n| programs of the corpus | |\n|---|---|");
    println!("| wrong ones found | {found} of {} |", wrong.len());
    println!(
        "| right ones flagged | {} of {} {} |",
        alarms.len(),
        right.len(),
        excused(&alarms)
    );
    println!(
        "| schedules to the first failing one, median | {} |",
        median_of(&wrong, schedules)
    );
    println!(
        "| check of a wrong one, median | {} ms |",
        median_of(&wrong, took)
    );
    println!(
        "| check of a right one, median | {} ms |",
        median_of(&right, took)
    );
}

fn excused(alarms: &[String]) -> &'static str {
    if alarms.iter().any(|name| name == GOOD_UNTIL_3_11) {
        "(g25 is wrong from Python 3.12 on)"
    } else {
        ""
    }
}

fn median_of(results: &BTreeMap<String, Value>, figure: impl Fn(&Value) -> Option<u64>) -> u64 {
    let mut figures: Vec<u64> = results.values().filter_map(figure).collect();
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// The results of one group of the corpus, by the names of its programs.
fn graded(group: &str, folder: &Path) -> BTreeMap<String, Value> {
    let mut submissions = Vec::new();
    for entry in fs::read_dir(project(CORPUS).join(group)).expect("a group") {
        let path = entry.expect("an entry").path();
        let copy = folder.join(path.file_stem().expect("a name"));
        fs::create_dir_all(&copy).expect("a folder");
        fs::copy(&path, copy.join("program.py")).expect("a copy");
        submissions.push(copy);
    }
    let task = project(CORPUS).join("task").display().to_string();
    let command = check(&task, &submissions, &[]);
    let output = start(&command).output().expect("the grader runs");
    let json: Value = serde_json::from_slice(&output.stdout).expect("a result");
    let results = json["results"].as_array().expect("several results");
    let named = |result: &Value| {
        let path = Path::new(result["submission"].as_str().expect("a path"));
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, result.clone())
    };
    results.iter().map(named).collect()
}

fn check(task: &str, submissions: &[PathBuf], more: &[&str]) -> Vec<String> {
    let mut command = vec![grader(), "check".to_owned(), task.to_owned()];
    command.extend(submissions.iter().map(|path| path.display().to_string()));
    let flags = ["--format", "json", "--exit-zero", "-q", "--python"];
    command.extend(flags.map(str::to_owned));
    command.push(interpreter());
    command.extend(more.iter().map(|&word| word.to_owned()));
    command
}

fn start(command: &[String]) -> Command {
    let mut process = Command::new(&command[0]);
    process
        .args(&command[1..])
        .current_dir(project("."))
        .env(
            "GRADER_CACHE",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    process
}

fn time(command: &[String]) -> Duration {
    let began = Instant::now();
    let output = start(command).output().expect("it starts");
    let took = began.elapsed();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    took
}

/// The largest resident set of a command's own process. The kernel keeps it until the end, so that the last look counts.
fn peak_kib(command: &[String]) -> f64 {
    let mut child = start(command).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    let status = format!("/proc/{}/status", child.id());
    let (ended, end) = mpsc::channel();
    let reader = thread::spawn(move || {
        std::io::copy(&mut out, &mut std::io::sink()).expect("output");
        drop(ended);
    });
    let mut peak = 0.0_f64;
    while let Err(mpsc::RecvTimeoutError::Timeout) =
        end.recv_timeout(Duration::from_millis(1)) as Result<(), _>
    {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(number.unwrap_or_default());
    }
    child.wait().expect("it ends");
    reader.join().expect("the reader ends");
    peak
}

/// What the numbers were measured on, without names of folders or hosts.
fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{cores} cores of {}, Linux {}, CPython {}, load {} before\n",
        model.unwrap_or("an unknown model"),
        kernel.trim(),
        python("import platform; print(platform.python_version())"),
        load.split(' ').next().unwrap_or("unknown")
    )
}

/// The real file behind `python3`: a shim would be measured with it.
fn interpreter() -> String {
    python("import os, sys; print(os.path.realpath(sys.executable))")
}

fn python(code: &str) -> String {
    let output = Command::new("python3")
        .args(["-I", "-S", "-c", code])
        .output()
        .expect("python3 on PATH");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn grader() -> String {
    env!("CARGO_BIN_EXE_grader").to_owned()
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
