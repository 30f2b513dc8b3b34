//! What this machine gives, layer by layer, what is missing, and how to get it. Nothing is concluded from the
//! presence of a file: each layer was tried.

use std::path::Path;

use crate::sandbox::{Entry, Level, Sandbox, landlock, probe, sys};
use crate::util::fs;

/// Is a layer there?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Have,
    Lack,
}

/// One layer of isolation on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    pub(crate) state: State,
    pub(crate) detail: String,
    /// What to do to get it.
    pub(crate) remedy: Option<String>,
}

impl Layer {
    fn have(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Have,
            detail: detail.into(),
            remedy: None,
        }
    }

    fn lack(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Lack,
            detail: detail.into(),
            remedy: Some(remedy.into()),
        }
    }
}

/// Tries every layer.
pub(crate) fn survey() -> Vec<Layer> {
    let full = first(Level::Full);
    let namespaces = first(Level::Namespaces);
    let restricted = first(Level::Restricted);
    let working = [&full, &namespaces, &restricted]
        .into_iter()
        .find_map(|tried| tried.as_ref().ok());
    vec![
        namespaces_layer(&namespaces),
        groups_layer(&full, &namespaces),
        landlock_layer(sys::landlock_version()),
        filter_layer(working, &restricted),
        tolerated_layer(
            "own /proc",
            working.filter(|sandbox| sandbox.level() >= Level::Namespaces),
            "process file system",
            "a container hides parts of /proc, so the kernel refuses a new one; with Docker add \
             `--security-opt systempaths=unconfined`",
        ),
        tolerated_layer(
            "fixed addresses",
            working,
            "fix the addresses",
            "a filter around this machine refuses personality(2); with Docker add \
             `--security-opt seccomp=unconfined`",
        ),
        restricted_layer(&restricted),
    ]
}

fn first(level: Level) -> Result<Sandbox, String> {
    let mut reasons = Vec::new();
    for entry in probe::entries() {
        match probe::attempt(level, entry) {
            Ok(sandbox) => return Ok(sandbox),
            Err(reason) => reasons.push(reason),
        }
    }
    reasons.dedup();
    Err(reasons.join("; "))
}

fn namespaces_layer(namespaces: &Result<Sandbox, String>) -> Layer {
    let name = "namespaces";
    match namespaces {
        Ok(sandbox) => Layer::have(
            name,
            match sandbox.entry {
                Entry::Root => "made as root; every run has a user id of its own",
                Entry::Mapped => "made in a user namespace; every run has a user id of its own",
                Entry::User => "made in a user namespace, without any privilege",
            },
        ),
        Err(reason) => Layer::lack(name, reason.clone(), namespaces_remedy(Machine::look())),
    }
}

/// What decides why namespaces are refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
struct Machine {
    container: bool,
    apparmor_restricts: bool,
    debian_forbids: bool,
    none_allowed: bool,
}

impl Machine {
    fn look() -> Self {
        let reads =
            |path: &str, value: &str| fs::read_text(Path::new(path)).is_ok_and(|text| text.trim() == value);
        Self {
            container: ["/.dockerenv", "/run/.containerenv"]
                .iter()
                .any(|path| Path::new(path).exists())
                || fs::read_text(Path::new("/proc/1/environ"))
                    .is_ok_and(|text| text.split('\0').any(|entry| entry.starts_with("container="))),
            apparmor_restricts: reads("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
            debian_forbids: reads("/proc/sys/kernel/unprivileged_userns_clone", "0"),
            none_allowed: reads("/proc/sys/user/max_user_namespaces", "0"),
        }
    }
}

fn namespaces_remedy(machine: Machine) -> String {
    match machine {
        Machine { container: true, .. } => {
            "start the container with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined \
             --security-opt systempaths=unconfined`, or with `--privileged` (GitHub: `options:` of `container:`, \
             or run without a container)"
        }
        Machine { none_allowed: true, .. } => "sudo sysctl -w user.max_user_namespaces=15000",
        Machine { debian_forbids: true, .. } => "sudo sysctl -w kernel.unprivileged_userns_clone=1",
        Machine { apparmor_restricts: true, .. } => {
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04 and GitHub's runners \
             allow a user namespace but nothing in it), or run the grader with sudo"
        }
        Machine { .. } => "run the grader as root, or use a kernel since 5.12 with user namespaces",
    }
    .into()
}

fn groups_layer(full: &Result<Sandbox, String>, namespaces: &Result<Sandbox, String>) -> Layer {
    let name = "control groups";
    let version = full.as_ref().ok().and_then(|sandbox| sandbox.groups.as_ref());
    match (version, full) {
        (Some(hierarchy), _) => Layer::have(
            name,
            format!(
                "{}: memory, processes and CPU of a whole run",
                hierarchy.version()
            ),
        ),
        (None, Err(_)) if namespaces.is_err() => {
            Layer::lack(name, "cannot be tried without namespaces", "get namespaces first")
        }
        (None, Err(reason)) => Layer::lack(
            name,
            reason.clone(),
            groups_remedy(Machine::look(), sys::effective_ids().0),
        ),
        (None, Ok(_)) => Layer::lack(name, "not used", "report this as a fault of the grader"),
    }
}

fn groups_remedy(machine: Machine, user: u32) -> String {
    if machine.container {
        "start the container with `--privileged --cgroupns=private`".into()
    } else if user == 0 {
        "start the grader with `systemd-run --scope -p Delegate=yes grader …`".into()
    } else {
        "start the grader with `systemd-run --user --scope -p Delegate=yes grader …`".into()
    }
}

fn landlock_layer(version: u32) -> Layer {
    let name = "Landlock";
    match version {
        0 => Layer::lack(
            name,
            "the kernel has none",
            "use a kernel since 5.13, with `landlock` in the `lsm=` list it was started with",
        ),
        version if version < landlock::SCOPED => Layer::have(
            name,
            format!("version {version}: files, but not signals (those need Linux 6.12)"),
        ),
        version => Layer::have(
            name,
            format!("version {version}: files, signals, abstract sockets, TCP"),
        ),
    }
}

fn filter_layer(working: Option<&Sandbox>, restricted: &Result<Sandbox, String>) -> Layer {
    let name = "system call filter";
    match (working, restricted) {
        (Some(_), _) => Layer::have(name, "installed for every run"),
        (None, Err(reason)) if reason.contains(name) => {
            Layer::lack(name, reason.clone(), "use a kernel with CONFIG_SECCOMP_FILTER")
        }
        (None, _) => Layer::lack(
            name,
            "cannot be tried without namespaces or Landlock",
            "get one of those first",
        ),
    }
}

fn tolerated_layer(name: &'static str, working: Option<&Sandbox>, words: &str, remedy: &str) -> Layer {
    match working {
        None => Layer::lack(name, "cannot be tried without namespaces", "get namespaces first"),
        Some(sandbox) => match sandbox.tolerated.iter().find(|step| step.contains(words)) {
            None => Layer::have(name, "the same in every run"),
            Some(refusal) => Layer::lack(name, refusal.clone(), remedy),
        },
    }
}

fn restricted_layer(restricted: &Result<Sandbox, String>) -> Layer {
    let name = "isolation `restricted`";
    match restricted {
        Ok(_) => Layer::have(name, "works, for where namespaces do not"),
        Err(reason) => Layer::lack(
            name,
            reason.clone(),
            "needs Landlock, and for a user who is not root Linux 6.12; `full` or `namespaces` are better anyway",
        ),
    }
}

#[cfg(test)]
#[path = "tests/survey.rs"]
mod tests;
