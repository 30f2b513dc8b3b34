//! Our Python, inside the binary.

use std::sync::Arc;

use crate::util::hash;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("python/", $name)))),*]
    };
}

/// Every file of `python/`, by name.
pub(super) const SOURCES: &[(&str, &str)] = embedded![
    "capture.py",
    "channel.py",
    "child.py",
    "children.py",
    "copies.py",
    "driven/__init__.py",
    "driven/accesses.py",
    "driven/begin.py",
    "driven/calls.py",
    "driven/clock.py",
    "driven/compiling.py",
    "driven/containers.py",
    "driven/counted.py",
    "driven/dates.py",
    "driven/descriptors.py",
    "driven/disguise.py",
    "driven/driver.py",
    "driven/dynamic.py",
    "driven/early.py",
    "driven/ending.py",
    "driven/exits.py",
    "driven/forks.py",
    "driven/futures.py",
    "driven/gates.py",
    "driven/hooks.py",
    "driven/kinds.py",
    "driven/leftovers.py",
    "driven/library.py",
    "driven/lifetimes.py",
    "driven/locks.py",
    "driven/loops.py",
    "driven/naming.py",
    "driven/order.py",
    "driven/play.py",
    "driven/pools.py",
    "driven/population.py",
    "driven/proxies.py",
    "driven/queues.py",
    "driven/real.py",
    "driven/rehearsal.py",
    "driven/rewrite.py",
    "driven/rewrite_expressions.py",
    "driven/rewrite_names.py",
    "driven/rlocks.py",
    "driven/rows.py",
    "driven/scenario.py",
    "driven/scopes.py",
    "driven/scripted.py",
    "driven/semlocks.py",
    "driven/serve.py",
    "driven/sheets.py",
    "driven/signals.py",
    "driven/sites.py",
    "driven/spelling.py",
    "driven/stand_ins.py",
    "driven/starting.py",
    "driven/strict.py",
    "driven/submission.py",
    "driven/thread_module.py",
    "driven/threads.py",
    "driven/trace.py",
    "driven/variables.py",
    "driven/waits.py",
    "driven/watch.py",
    "driven/weak.py",
    "driven/zygote.py",
    "errors.py",
    "flags.py",
    "imports.py",
    "inside.py",
    "leaves.py",
    "loading.py",
    "main.py",
    "model.py",
    "names.py",
    "origins.py",
    "packing.py",
    "pieces.py",
    "plain.py",
    "processes.py",
    "quiet.py",
    "relay.py",
    "script.py",
    "source.py",
    "steps.py",
    "suspicion.py",
    "template.py",
    "values.py",
    "wire.py",
];

/// The files as they are mounted.
pub(super) fn sources() -> Vec<(String, Arc<[u8]>)> {
    SOURCES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes())))
        .collect()
}

/// A name for exactly these files, in hexadecimal.
pub(super) fn hash() -> String {
    let mut name = hash::of(
        SOURCES
            .iter()
            .flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]),
    );
    name.truncate(24);
    name
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_python_file_is_embedded() {
        let mut found = Vec::new();
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/harness/python"),
            "",
            &mut found,
        );
        found.sort();
        let embedded: Vec<&str> = SOURCES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, embedded);
    }

    fn collect(directory: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                collect(&entry.path(), &format!("{name}/"), found);
            } else if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "py")
            {
                found.push(name);
            }
        }
    }
}
