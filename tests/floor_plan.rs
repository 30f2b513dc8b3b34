//! The floor plan, enforced: a room uses only rooms on lower floors, and rooms of one floor do not know each other.

#![expect(
    clippy::disallowed_methods,
    reason = "a test outside of the program, which reads its sources"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Every room with its floor. A new room is a line here before it is a folder.
const ROOMS: &[(&str, u32)] = &[
    ("model", 0),
    ("util", 0),
    ("checks", 1),
    ("sandbox", 1),
    ("submission", 1),
    ("score", 1),
    ("report", 1),
    ("spec", 2),
    ("harness", 2),
    ("grade", 3),
    ("cli", 5),
];

fn floor_of(room: &str) -> Option<u32> {
    ROOMS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("an entry of src").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The room that a file under `src` belongs to; `None` for `lib.rs` and `main.rs`.
fn room_of(file: &Path, src: &Path) -> Option<String> {
    let inside = file.strip_prefix(src).expect("the file is under src");
    let first = inside.components().next()?.as_os_str().to_str()?;
    let room = first.strip_suffix(".rs").unwrap_or(first);
    (room != "lib" && room != "main").then(|| room.to_owned())
}

/// Every room that a line names as `crate::room`.
fn rooms_named(line: &str) -> Vec<&str> {
    line.split("crate::")
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap_or("")
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// What is wrong with one line of a file in `room`, if anything.
fn fault(room: &str, line: &str) -> Option<String> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return None;
    }
    if code.contains("super::super") {
        return Some("super::super hides which room is meant: write crate::…".to_owned());
    }
    if code.contains("use crate::{") {
        return Some("one room per `use crate::…` line, so that the list of neighbours is honest".to_owned());
    }
    let own = floor_of(room).unwrap_or_default();
    rooms_named(code)
        .into_iter()
        .find_map(|named| match floor_of(named) {
            Some(_) if named == room => None,
            Some(floor) if floor < own => None,
            Some(floor) => Some(format!("`{room}` on floor {own} uses `{named}` on floor {floor}")),
            None => Some(format!("`crate::{named}` is no room of the floor plan")),
        })
}

#[test]
fn rooms_use_only_rooms_on_lower_floors() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    let mut faults = Vec::new();
    for file in files {
        let Some(room) = room_of(&file, &src) else {
            continue;
        };
        let shown = file.strip_prefix(&src).expect("under src").display().to_string();
        if floor_of(&room).is_none() {
            faults.push(format!("{shown}: `{room}` is not in the floor plan"));
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file is UTF-8");
        if !text.starts_with("//!") {
            faults.push(format!("{shown}: does not open with a module doc"));
        }
        for (number, line) in text.lines().enumerate() {
            if let Some(fault) = fault(&room, line) {
                faults.push(format!("{shown}:{}: {fault}", number + 1));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "the floor plan is broken:\n{}",
        faults.join("\n")
    );
}

#[test]
fn the_plan_refuses_upward_sideways_and_unknown_uses() {
    assert_eq!(fault("harness", "use crate::sandbox::Command;"), None);
    assert_eq!(fault("harness", "use crate::harness::protocol::Answer;"), None);
    assert!(fault("model", "use crate::report::Format;").is_some(), "upward");
    assert!(
        fault("spec", "let x = crate::harness::Mode::Plain;").is_some(),
        "sideways"
    );
    assert!(fault("spec", "use crate::nowhere::Thing;").is_some(), "unknown");
    assert!(
        fault("cli", "use super::super::model::Thing;").is_some(),
        "hidden"
    );
    assert_eq!(fault("model", "// use crate::report"), None);
}
