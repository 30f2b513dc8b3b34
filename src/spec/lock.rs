//! `requirements.lock`: every package that a task needs, each with its version and the hashes of its files.
//!
//! The file is what pip reads with `--require-hashes`, and nothing else that pip would read: no options, no addresses,
//! no other files. So the lock decides what is installed, and the user's own configuration where it comes from.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::checks::{At, Fault, Place};
use crate::model::packages::Packages;

/// The name of the file in the task's folder.
pub(crate) const LOCK: &str = "requirements.lock";

const HASH: &str = "--hash=sha256:";

/// The packages with their lock; what is wrong goes to `faults`.
pub(crate) fn packages(
    named: &[At<String>],
    read: &dyn Fn(&str) -> Result<String, String>,
    faults: &mut Vec<Fault>,
) -> Option<Packages> {
    let Some(first) = named.first() else {
        return Some(Packages::default());
    };
    let text = match read(LOCK) {
        Ok(text) => text,
        Err(sentence) => {
            let help = format!(
                "`{LOCK}` in the task's folder pins every package with its hashes, as `pip-compile \
                 --generate-hashes` writes it"
            );
            faults.push(Fault::new("no-lock", first.place(), sentence).help(help));
            return None;
        }
    };
    let before = faults.len();
    let mut pinned = BTreeSet::new();
    let mut lock = String::new();
    for (line, part) in logical_lines(&text) {
        match pin(&line) {
            Ok(name) => {
                if pinned.insert(name) {
                    lock.push_str(&line);
                    lock.push('\n');
                } else {
                    faults.push(bad(part, "this package is pinned twice"));
                }
            }
            Err(sentence) => faults.push(bad(part, sentence)),
        }
    }
    for package in named {
        let end = package.value.find(['[', '=', '<', '>', '!', '~', ' ']);
        let name = normal(&package.value[..end.unwrap_or(package.value.len())]);
        if !pinned.contains(&name) {
            let message = format!("`{name}` is not in `{LOCK}`");
            let help = "pin it there, with everything that it needs itself";
            faults.push(Fault::new("not-pinned", package.place(), message).help(help));
        }
    }
    (faults.len() == before).then(|| Packages {
        names: named.iter().map(|package| package.value.clone()).collect(),
        lock,
    })
}

fn bad(part: Range<usize>, message: &str) -> Fault {
    let place = Place::File {
        path: LOCK.to_owned(),
        part,
    };
    Fault::new("bad-lock", place, message).help(format!(
        "a line is `name==version {HASH}…`, with one hash for each file that may be used"
    ))
}

/// Lines without comments, those that end in a backslash joined with the next; empty ones left out.
fn logical_lines(text: &str) -> Vec<(String, Range<usize>)> {
    let mut lines: Vec<(String, Range<usize>)> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let range = at..at + raw.trim_end().len();
        at += raw.len();
        let code = match raw.find('#') {
            // Only after a space: a `#` may be a part of an address, which is refused later, by its own name.
            Some(place) if place == 0 || raw[..place].ends_with([' ', '\t']) => &raw[..place],
            Some(_) | None => raw,
        };
        let (code, goes_on) = match code.trim_end().strip_suffix('\\') {
            Some(code) => (code, true),
            None => (code, false),
        };
        let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
        match lines.last_mut().filter(|_| open) {
            Some((line, part)) => {
                line.push(' ');
                line.push_str(&words);
                part.end = range.end;
            }
            None if words.is_empty() => {}
            None => lines.push((words, range)),
        }
        open = goes_on;
    }
    lines
}

/// The normal name of the package that a line pins; the error is a sentence.
fn pin(line: &str) -> Result<String, &'static str> {
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let split = words
        .iter()
        .position(|word| word.starts_with("--"))
        .unwrap_or(words.len());
    let (requirement, hashes) = words.split_at(split);
    let requirement = requirement.join(" ");
    let (pinned, marker) = requirement
        .split_once(';')
        .unwrap_or((&requirement, "python_version"));
    let (name, version) = pinned.split_once("==").ok_or("this is not `name==version`")?;
    let name = name.split('[').next().unwrap_or_default().trim();
    let letter = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || !name.chars().all(letter)
    {
        return Err("this is not the name of a package");
    }
    let version = version.trim();
    if version.is_empty() || !version.chars().all(|c| letter(c) || "+!".contains(c)) {
        return Err("this is not one version");
    }
    if !marker.chars().all(|c| letter(c) || " <>=!~'\"()".contains(c)) {
        return Err("this marker cannot be read");
    }
    let hash = |word: &&str| {
        word.strip_prefix(HASH)
            .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if hashes.is_empty() {
        return Err("this package has no hash");
    }
    if !hashes.iter().all(hash) {
        return Err("only hashes may follow a package");
    }
    Ok(normal(name))
}

/// As PEP 503 compares names.
fn normal(name: &str) -> String {
    let parts: Vec<&str> = name
        .trim()
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lock: &str) -> Result<Packages, Vec<String>> {
        let named = [At {
            value: "Beautiful.Soup4>=4".to_owned(),
            span: 0..1,
        }];
        let mut faults = Vec::new();
        packages(&named, &|_| Ok(lock.to_owned()), &mut faults)
            .ok_or_else(|| faults.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn lines_are_joined_and_comments_left_out() {
        let hash = "0".repeat(64);
        let text = format!(
            "# made by a program\n\nbeautiful-soup4==4.13.4 \\\n    --hash=sha256:{hash} \\\n    --hash=sha256:{hash}\n    # via -r in\n\
             lxml==5.0 ; python_version < \"3.13\" --hash=sha256:{hash}\n"
        );
        let lock = read(&text).unwrap().lock;
        let expected = format!(
            "beautiful-soup4==4.13.4 --hash=sha256:{hash} --hash=sha256:{hash}\n\
             lxml==5.0 ; python_version < \"3.13\" --hash=sha256:{hash}\n"
        );
        assert_eq!(lock, expected);
    }

    #[test]
    fn nothing_but_pins_with_hashes_is_accepted() {
        #[track_caller]
        fn check(line: &str, message: &str) {
            let hash = "a".repeat(64);
            let text = format!(
                "beautiful_soup4==1 --hash=sha256:{hash}\n{}",
                line.replace("HASH", &hash)
            );
            assert_eq!(read(&text).unwrap_err(), [message], "{line}");
        }
        check("-r other.txt", "this is not `name==version`");
        check("--index-url x", "this is not `name==version`");
        check("x @ file:///x", "this is not `name==version`");
        check("x>=1 --hash=sha256:HASH", "this is not `name==version`");
        check("x==1", "this package has no hash");
        check("x==1 --hash=sha256:12", "only hashes may follow a package");
        check("x==1 --hash=sha256:HASH -i", "only hashes may follow a package");
        check("x==1.* --hash=sha256:HASH", "this is not one version");
        check("../x==1 --hash=sha256:HASH", "this is not the name of a package");
        check("x==1; a\\b --hash=sha256:HASH", "this marker cannot be read");
        check(
            "Beautiful.soup4==2 --hash=sha256:HASH",
            "this package is pinned twice",
        );
        assert_eq!(
            read("").unwrap_err(),
            ["`beautiful-soup4` is not in `requirements.lock`"]
        );
    }
}
