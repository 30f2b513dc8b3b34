//! What a process tree uses, read from `/proc`, where there is no control group to ask.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::Duration;

use crate::sandbox::sys;
use crate::util::fs::read_text;

/// CPU time of a process, its living descendants, and those that they have waited for.
///
/// A descendant whose parent never waited for it is missing once it has ended.
pub(super) fn cpu(root: i32) -> Duration {
    let mut seen = BTreeSet::new();
    let mut todo = vec![root];
    let mut ticks = 0;
    while let Some(pid) = todo.pop() {
        if seen.insert(pid) {
            ticks += own_ticks(pid).unwrap_or(0);
            todo.extend(children(pid));
        }
    }
    Duration::from_millis(ticks * 1000 / sys::ticks_per_second())
}

/// User and system time of a process and of the children it has waited for.
fn own_ticks(pid: i32) -> Option<u64> {
    let text = read_text(Path::new(&format!("/proc/{pid}/stat"))).ok()?;
    // The name in parentheses may hold anything, parentheses included.
    let (_, behind_name) = text.rsplit_once(')')?;
    let times = behind_name.split_whitespace().skip(11).take(4);
    times.map(|time| time.parse::<u64>().ok()).sum()
}

fn children(pid: i32) -> Vec<i32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Vec::new();
    };
    threads
        .flatten()
        .filter_map(|thread| read_text(&thread.path().join("children")).ok())
        .flat_map(|text| {
            text.split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<i32>>()
        })
        .collect()
}

/// Processes and threads of the user that we are.
pub(super) fn tasks_of_this_user() -> u64 {
    let (user, _) = sys::effective_ids();
    let Ok(processes) = fs::read_dir("/proc") else {
        return 0;
    };
    let own = processes.flatten().filter(|entry| {
        entry
            .file_name()
            .as_encoded_bytes()
            .first()
            .is_some_and(u8::is_ascii_digit)
            && entry.metadata().is_ok_and(|metadata| metadata.uid() == user)
    });
    own.map(|entry| fs::read_dir(entry.path().join("task")).map_or(0, |tasks| tasks.count() as u64))
        .sum()
}
