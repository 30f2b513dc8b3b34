//! The keys of a `script` check, and how they become its runs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::lines::Rule;
use crate::checks::piece::{self, Name};
use crate::checks::script::{Expected, OneRun, Script};
use crate::checks::{At, Fault, Nearby};

/// The keys of a `script` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptToml {
    /// Runs of the program, each in a process and a scratch folder of its own.
    run: Vec<At<RunToml>>,
}

/// One run of `python FILE args`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunToml {
    /// What the run is about; shown when it fails.
    name: Option<Name>,
    /// Arguments after the file.
    #[serde(default)]
    args: Vec<At<String>>,
    /// What the program can read from standard input; nothing by default.
    #[serde(default)]
    stdin: String,
    /// Files of the folder that the program runs in, and their text.
    #[serde(default)]
    files: BTreeMap<String, At<String>>,
    /// The same, from files of the task's folder: `{ "page.html" = "private/page.html" }`.
    #[serde(default)]
    files_from: BTreeMap<String, At<String>>,
    /// Standard output, exactly.
    stdout: Option<At<String>>,
    /// Standard output by lines: blanks at their ends and blank lines at the end of the text do not count.
    stdout_lines: Option<At<Vec<String>>>,
    /// A regular expression that must be found in standard output.
    stdout_matches: Option<At<String>>,
    /// Standard error, exactly.
    stderr: Option<At<String>>,
    /// A regular expression that must be found in standard error.
    stderr_matches: Option<At<String>>,
    /// The exit status; 0 by default.
    #[schemars(range(min = 0, max = 255))]
    status: Option<i32>,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<ScriptToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Script {
    if at.value.run.is_empty() {
        let message = "a `script` check without a run finds nothing out";
        faults.push(Fault::new("no-steps", at.place(), message).help("add `[[check.run]]`"));
    }
    Script {
        file: nearby.file.to_owned(),
        runs: at
            .value
            .run
            .into_iter()
            .map(|one| run(one, nearby, faults))
            .collect(),
    }
}

fn run(at: At<RunToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> OneRun {
    let toml = at.value;
    for arg in toml.args.iter().filter(|arg| arg.value.contains('\0')) {
        faults.push(Fault::new(
            "bad-argument",
            arg.place(),
            "an argument cannot hold a null character",
        ));
    }
    let lines = toml.stdout_lines.map(|lines| At {
        value: lines.value.join("\n"),
        span: lines.span,
    });
    let stdout = [
        toml.stdout.map(|text| (text, Rule::Exactly)),
        lines.map(|text| (text, Rule::Lines)),
    ];
    let stderr = [toml.stderr.map(|text| (text, Rule::Exactly)), None];
    OneRun {
        files: files(&toml.files, &toml.files_from, nearby, faults),
        streams: [
            expected("stdout", stdout, toml.stdout_matches.as_ref(), faults),
            expected("stderr", stderr, toml.stderr_matches.as_ref(), faults),
        ],
        name: toml.name.map(|name| name.0),
        args: toml.args.into_iter().map(|arg| arg.value).collect(),
        stdin: toml.stdin,
        status: toml.status.unwrap_or(0),
    }
}

fn expected(
    stream: &str,
    texts: [Option<(At<String>, Rule)>; 2],
    pattern: Option<&At<String>>,
    faults: &mut Vec<Fault>,
) -> Expected {
    let mut texts = texts.into_iter().flatten();
    match (texts.next(), texts.next(), pattern) {
        (None, None, None) => Expected::Anything,
        (Some((text, rule)), None, None) => Expected::Text(text.value, rule),
        (None, None, Some(pattern)) => {
            piece::regex(pattern, faults).map_or(Expected::Anything, Expected::Matches)
        }
        (_, second, pattern) => {
            let place = pattern
                .map(At::place)
                .or_else(|| second.map(|(text, _)| text.place()));
            let message = format!("a run says in one way what `{stream}` must be");
            faults.extend(place.map(|place| Fault::new("step-shape", place, message)));
            Expected::Anything
        }
    }
}

fn files(
    texts: &BTreeMap<String, At<String>>,
    sources: &BTreeMap<String, At<String>>,
    nearby: &Nearby<'_>,
    faults: &mut Vec<Fault>,
) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, text) in texts.iter().chain(sources) {
        let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\0');
        if !name.split('/').all(part) {
            let message = format!(
                "`{}` is not a path inside the folder of the run",
                name.escape_debug()
            );
            faults
                .push(Fault::new("bad-path", text.place(), message).help("write it with `/`, without `..`"));
        }
        let below =
            |one: &str, other: &str| other.strip_prefix(one).is_some_and(|rest| rest.starts_with('/'));
        if files
            .iter()
            .any(|(known, _)| known == name || below(known, name) || below(name, known))
        {
            let message = format!("there are two files `{name}`, or one is the folder of the other");
            faults.push(Fault::new("bad-path", text.place(), message));
        }
        files.push((name.clone(), text.value.clone()));
    }
    for (name, source) in sources {
        match (nearby.read)(&source.value) {
            Ok(content) => files
                .iter_mut()
                .filter(|(known, _)| known == name)
                .for_each(|file| file.1.clone_from(&content)),
            Err(sentence) => faults.push(Fault::new("unreadable-file", source.place(), sentence)),
        }
    }
    files
}
