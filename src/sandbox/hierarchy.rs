//! Where control groups can be made: beneath the group that this process is in, and never elsewhere.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::sandbox::cgroup::{Hierarchy, PREFIX};

/// Finds our own group from the contents of `/proc/self/cgroup` and `/proc/self/mountinfo`.
pub(super) fn locate(own: &str, mounts: &str) -> Result<Hierarchy, String> {
    let v1 = |controller: &str| {
        let path = own.lines().find_map(|line| {
            let mut fields = line.splitn(3, ':').skip(1);
            fields
                .next()?
                .split(',')
                .any(|name| name == controller)
                .then(|| fields.next())?
        })?;
        mount_point(mounts, "cgroup", Some(controller), path)
    };
    if let (Some(memory), Some(pids), Some(cpu)) = (v1("memory"), v1("pids"), v1("cpuacct")) {
        return Ok(Hierarchy::V1 { memory, pids, cpu });
    }
    let own = own
        .lines()
        .find_map(|line| line.strip_prefix("0::"))
        .ok_or("there are no control groups")?;
    let own = own
        .strip_suffix("-self")
        .and_then(|path| path.rsplit_once(&format!("/{PREFIX}")))
        .map_or(own, |(up, _)| up);
    let parent = mount_point(mounts, "cgroup2", None, if own.is_empty() { "/" } else { own })
        .ok_or("the control group file system is not mounted")?;
    Ok(Hierarchy::V2 { parent })
}

/// Where `path` of a control group file system is seen.
fn mount_point(mounts: &str, kind: &str, controller: Option<&str>, path: &str) -> Option<PathBuf> {
    mounts.lines().find_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let mut right = right.split(' ');
        let this_kind = right.next()?;
        let options = right.nth(1)?;
        let mut left = left.split(' ').skip(3);
        let (root, point) = (left.next()?, left.next()?);
        let fits = this_kind == kind
            && controller.is_none_or(|wanted| options.split(',').any(|option| option == wanted));
        let below = path.strip_prefix(root.trim_end_matches('/'))?;
        fits.then(|| Path::new(point).join(below.trim_start_matches('/')))
    })
}

/// This grader in the names of its groups: its process, and the PID namespace in which that number means something.
pub(super) fn owner() -> String {
    format!("{}.{}", pid_namespace(), std::process::id())
}

/// The number of our PID namespace; 0 where the kernel does not tell.
fn pid_namespace() -> u64 {
    fs::metadata("/proc/self/ns/pid").map_or(0, |namespace| namespace.ino())
}

/// Removes groups of graders that no longer live (killed ones cannot clean up). Graders in other PID namespaces may
/// live unseen: their groups are left alone.
pub(super) fn sweep_stale(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    let here = pid_namespace();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| {
            let (namespace, process) = name.strip_prefix(PREFIX)?.split('-').next()?.split_once('.')?;
            let process = process.parse::<u32>().ok()?;
            (namespace.parse() == Ok(here)).then_some(process)
        });
        if process.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists()) {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

#[cfg(test)]
#[path = "tests/hierarchy.rs"]
mod tests;
