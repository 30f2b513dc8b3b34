//! Where groups are made, from what the kernel says about itself.

#![expect(
    clippy::disallowed_methods,
    reason = "the test makes files as the kernel would"
)]

use super::*;
use crate::model::limits::Limits;

const V1_MOUNTS: &str = "\
31 27 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
36 31 0:33 /docker/abc /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
37 31 0:34 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
38 31 0:35 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";

#[test]
fn version_1_groups_are_made_beneath_our_own() {
    let own = "8:pids:/docker/abc\n4:memory:/user/one\n2:cpu,cpuacct:/\n0::/";
    let found = locate(own, V1_MOUNTS).unwrap();
    let expected = Hierarchy::V1 {
        memory: "/sys/fs/cgroup/memory/user/one".into(),
        pids: "/sys/fs/cgroup/pids/".into(),
        cpu: "/sys/fs/cgroup/cpu,cpuacct/".into(),
    };
    assert_eq!(found, expected);
}

#[test]
fn version_2_is_used_where_version_1_has_no_controllers() {
    let mounts = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
    let check = |own: &str, parent: &str| {
        assert_eq!(
            locate(own, mounts),
            Ok(Hierarchy::V2 {
                parent: parent.into()
            }),
            "{own}"
        );
    };
    check(
        "0::/user.slice/run.scope\n",
        "/sys/fs/cgroup/user.slice/run.scope",
    );
    check("0::/\n", "/sys/fs/cgroup/");
    // A grader that has moved aside already makes groups beside itself.
    check(
        "0::/user.slice/run.scope/grader-12-self\n",
        "/sys/fs/cgroup/user.slice/run.scope",
    );
    check("0::/grader-12-self\n", "/sys/fs/cgroup/");
}

#[test]
fn a_machine_without_groups_says_so() {
    assert!(locate("", "").is_err());
    assert!(locate("0::/\n", "27 1 254:0 / / rw - ext4 /dev/vda rw").is_err());
}

#[test]
fn a_group_of_another_hierarchy_is_not_ours() {
    // The part of the tree that holds our group is not mounted here.
    let mounts = "30 23 0:26 /elsewhere /sys/fs/cgroup rw - cgroup2 cgroup2 rw";
    assert!(locate("0::/here\n", mounts).is_err());
}

#[test]
fn version_2_is_set_up_by_writing_its_files() {
    let directory = tempfile::tempdir().unwrap();
    let parent = directory.path().to_path_buf();
    fs::write(parent.join("cgroup.subtree_control"), "cpu memory pids\n").unwrap();
    let hierarchy = Hierarchy::V2 {
        parent: parent.clone(),
    }
    .prepare()
    .unwrap();
    // The kernel would make these files with the directory; here a missing one is an error, and nothing is left.
    assert!(hierarchy.create(3, &Limits::default()).is_err());
    assert_eq!(fs::read_dir(&parent).unwrap().count(), 1);
}

#[test]
fn groups_of_dead_graders_are_swept_and_others_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let own = format!("grader-{}-0", owner());
    let (namespace, _) = own["grader-".len()..].split_once('.').unwrap();
    let dead = format!("grader-{namespace}.4194305-0");
    // That number may well be alive where it was given.
    let elsewhere = "grader-1.4194305-0";
    for name in [dead.as_str(), own.as_str(), elsewhere, "grader-x-1", "other"] {
        fs::create_dir(directory.path().join(name)).unwrap();
    }
    sweep_stale(directory.path());
    let mut left: Vec<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    let mut kept = [own.as_str(), elsewhere, "grader-x-1", "other"];
    kept.sort_unstable();
    assert_eq!(left, kept);
}
