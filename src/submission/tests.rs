//! Directories as they are handed in, odd and hostile ones included.

#![expect(
    clippy::disallowed_methods,
    reason = "a test may make its files without naming them in errors"
)]

use std::ffi::OsStr;
use std::fs::{create_dir, create_dir_all, write};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;
use crate::submission::encoding::NotText;
use crate::submission::refusal::{NotAFile, WhyLeftOut};

fn directory_with(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        create_dir_all(path.parent().unwrap()).unwrap();
        write(path, bytes).unwrap();
    }
    dir
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.files.iter().map(|(path, _)| path.as_str()).collect()
}

fn left_out(snapshot: &Snapshot) -> Vec<(&str, WhyLeftOut)> {
    snapshot
        .left_out
        .iter()
        .map(|left| (left.path.as_str(), left.why))
        .collect()
}

#[track_caller]
fn unusable(dir: &TempDir) -> Unusable {
    match freeze(dir.path(), "counter.py") {
        Err(Refusal::Submission(unusable)) => unusable,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_directory_is_copied_sorted_and_hashed() {
    let files: &[(&str, &[u8])] = &[
        ("counter.py", b"x = 1\n"),
        ("a/b.py", b""),
        ("a.py", b"y"),
        ("a-b.py", b"z"),
    ];
    let snapshot = freeze(directory_with(files).path(), "counter.py").unwrap();
    assert_eq!(paths(&snapshot), ["a-b.py", "a.py", "a/b.py", "counter.py"]);
    assert_eq!(snapshot.get("counter.py").unwrap().as_ref(), b"x = 1\n");
    assert_eq!(snapshot.left_out, []);

    let again = freeze(directory_with(files).path(), "counter.py").unwrap();
    assert_eq!(again.hash, snapshot.hash);
    assert_eq!(snapshot.hash.len(), 64);
}

#[test]
fn sources_are_the_python_files_as_text() {
    let dir = directory_with(&[
        ("counter.py", b"\xef\xbb\xbfx = 1\n"),
        ("data.bin", b"\0"),
        ("old.py", b"# \xef\n"),
    ]);
    let sources = freeze(dir.path(), "counter.py").unwrap().sources();
    let texts: Vec<(&str, &str)> = sources
        .iter()
        .map(|source| (source.path.as_str(), source.text.as_str()))
        .collect();
    assert_eq!(texts, [("counter.py", "x = 1\n"), ("old.py", "# \u{fffd}\n")]);
}

#[test]
fn another_path_or_another_byte_gives_another_hash() {
    let hash = |files: &[(&str, &[u8])]| freeze(directory_with(files).path(), "counter.py").unwrap().hash;
    let mut hashes = vec![
        hash(&[("counter.py", b"ab")]),
        hash(&[("counter.py", b"a"), ("counter.pyb", b"")]),
        hash(&[("counter.py", b"a"), ("counter.pya", b"b")]),
        hash(&[("counter.py", b"a"), ("counter.pyab", b"")]),
    ];
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), 4);
}

#[test]
fn the_required_file_may_be_given_alone() {
    let dir = directory_with(&[("counter.py", b"x"), ("Counter.py", b"y"), ("other.py", b"z")]);
    let snapshot = freeze(&dir.path().join("counter.py"), "counter.py").unwrap();
    assert_eq!(paths(&snapshot), ["counter.py"]);

    let other = freeze(&dir.path().join("other.py"), "counter.py");
    assert!(
        matches!(other, Err(Refusal::CommandLine(NothingToGrade::OtherFile { .. }))),
        "{other:?}"
    );
    let absent = freeze(&dir.path().join("absent"), "counter.py");
    assert!(
        matches!(absent, Err(Refusal::CommandLine(NothingToGrade::NotFound { .. }))),
        "{absent:?}"
    );
    let inside = freeze(&dir.path().join("counter.py/absent"), "counter.py");
    assert!(
        matches!(inside, Err(Refusal::CommandLine(NothingToGrade::NotFound { .. }))),
        "{inside:?}"
    );
    let device = freeze(Path::new("/dev/null"), "counter.py");
    assert!(
        matches!(device, Err(Refusal::CommandLine(NothingToGrade::Special { .. }))),
        "{device:?}"
    );
}

#[test]
fn links_and_fifos_and_tooling_are_left_out_and_mentioned() {
    let dir = directory_with(&[
        ("counter.py", b"x"),
        ("__pycache__/counter.cpython-311.pyc", b"\0"),
        (".git/config", b""),
        ("stale.pyc", b"\0"),
        ("sub/helper.py", b""),
    ]);
    symlink("/etc/passwd", dir.path().join("passwd")).unwrap();
    symlink("..", dir.path().join("sub/up")).unwrap();
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        dir.path().join("pipe.py"),
        rustix::fs::Mode::RWXU,
    )
    .unwrap();
    write(dir.path().join(OsStr::from_bytes(b"\xff\x1b.py")), "").unwrap();

    let started = Instant::now();
    let snapshot = freeze(dir.path(), "counter.py").unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(paths(&snapshot), ["counter.py", "sub/helper.py"]);
    assert_eq!(
        left_out(&snapshot),
        [
            (".git", WhyLeftOut::Tooling),
            ("__pycache__", WhyLeftOut::Tooling),
            ("passwd", WhyLeftOut::Link),
            ("pipe.py", WhyLeftOut::Special),
            ("stale.pyc", WhyLeftOut::Tooling),
            ("sub/up", WhyLeftOut::Link),
            ("\\xff\\x1b.py", WhyLeftOut::Name),
        ]
    );
}

#[test]
fn a_missing_file_names_what_is_there_and_what_was_meant() {
    let dir = directory_with(&[("Counter.py", b"x"), ("notes.txt", b"")]);
    assert_eq!(
        unusable(&dir),
        Unusable::MissingFile {
            expected: "counter.py".to_owned(),
            present: vec!["Counter.py".to_owned(), "notes.txt".to_owned()],
            near: Some("Counter.py".to_owned()),
        }
    );
    assert_eq!(
        unusable(&directory_with(&[])),
        Unusable::Empty {
            expected: "counter.py".to_owned()
        }
    );
    let cached = directory_with(&[("__pycache__/counter.pyc", b"")]);
    assert!(matches!(
        unusable(&cached),
        Unusable::MissingFile { near: None, .. }
    ));
}

#[test]
fn what_is_not_a_file_of_text_is_refused_for_what_it_is() {
    let expected = || "counter.py".to_owned();
    let dir = directory_with(&[]);
    create_dir(dir.path().join("counter.py")).unwrap();
    assert_eq!(
        unusable(&dir),
        Unusable::NotAFile {
            expected: expected(),
            what: NotAFile::Directory
        }
    );

    let dir = directory_with(&[("real.py", b"x")]);
    symlink("real.py", dir.path().join("counter.py")).unwrap();
    assert_eq!(
        unusable(&dir),
        Unusable::NotAFile {
            expected: expected(),
            what: NotAFile::Link
        }
    );

    let dir = directory_with(&[]);
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        dir.path().join("counter.py"),
        rustix::fs::Mode::RWXU,
    )
    .unwrap();
    assert_eq!(
        unusable(&dir),
        Unusable::NotAFile {
            expected: expected(),
            what: NotAFile::Special
        }
    );

    let dir = directory_with(&[]);
    std::fs::File::create(dir.path().join("counter.py"))
        .unwrap()
        .set_len(100 << 20)
        .unwrap();
    assert_eq!(
        unusable(&dir),
        Unusable::TooLarge {
            expected: expected(),
            size: 100 << 20,
            limit: 1 << 20
        }
    );
}

#[test]
fn text_that_python_or_a_person_could_not_read_is_refused() {
    for (bytes, problem) in [
        (&b"x = 1\n\0"[..], Some(NotText::Nul { offset: 6 })),
        (b"\xff\xfex\0", Some(NotText::Utf16)),
        (
            b"x = 1\n# \xef\xf0\xe8",
            Some(NotText::NotUtf8 { offset: 8, line: 2 }),
        ),
        (b"# coding: cp1251\n# \xef\xf0\xe8", None),
        (b"#!/usr/bin/python3\n# -*- coding: latin-1 -*-\n# \xe9", None),
        (
            b"x = 1\n# coding: cp1251\n# \xef",
            Some(NotText::NotUtf8 { offset: 25, line: 3 }),
        ),
        (
            b"# coding: utf-8\n# \xef",
            Some(NotText::NotUtf8 { offset: 18, line: 2 }),
        ),
        (
            b"# coding=UTF_7\n",
            Some(NotText::Disguised {
                encoding: "UTF_7".to_owned(),
            }),
        ),
        (b"# my encoding of values is odd\nx = '\xd0\x9f'\n", None),
        (b"\xef\xbb\xbfx = 1\n", None),
        (b"", None),
    ] {
        let dir = directory_with(&[("counter.py", bytes)]);
        match (freeze(dir.path(), "counter.py"), problem) {
            (Ok(_), None) => {}
            (Err(Refusal::Submission(Unusable::NotText { problem: seen, .. })), Some(problem)) => {
                assert_eq!(seen, problem);
            }
            (seen, problem) => panic!("{seen:?} instead of {problem:?}"),
        }
    }
}

#[test]
fn sizes_numbers_and_depth_are_bounded_and_the_required_file_comes_first() {
    let caps = Caps {
        required: 10,
        file: 8,
        total: 20,
        files: 4,
        depth: 2,
        names: 100,
    };
    let dir = directory_with(&[
        ("a.txt", b"123456789"),
        ("b.txt", b"12345678"),
        ("c.txt", b"12345678"),
        ("counter.py", b"123456"),
        ("d/e.txt", b""),
        ("d/f/g.txt", b""),
        ("h.txt", b""),
        ("i.txt", b""),
    ]);
    let snapshot = freeze_within(dir.path(), "counter.py", &caps).unwrap();
    assert_eq!(paths(&snapshot), ["b.txt", "counter.py", "d/e.txt", "h.txt"]);
    assert_eq!(
        left_out(&snapshot),
        [
            ("a.txt", WhyLeftOut::TooLarge(9)),
            ("c.txt", WhyLeftOut::TooMuch),
            ("d/f", WhyLeftOut::TooDeep),
            ("i.txt", WhyLeftOut::TooMuch),
        ]
    );
}

#[test]
fn a_flood_of_names_ends_in_good_time() {
    let caps = Caps {
        names: 50,
        files: 1000,
        ..CAPS
    };
    let dir = directory_with(&[]);
    for number in 0..200 {
        write(dir.path().join(format!("{number}.txt")), "").unwrap();
    }
    let Err(Refusal::Submission(Unusable::MissingFile { present, .. })) =
        freeze_within(dir.path(), "counter.py", &caps)
    else {
        panic!("the required file is absent");
    };
    assert_eq!(present.len(), 50);
}
