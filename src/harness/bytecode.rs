//! Our Python, compiled once per interpreter and kept in the user's cache directory: compiling it anew for every
//! session would take longer than everything else at its start.
//!
//! Anything odd (no directory, a damaged file, an interpreter that does not compile) means that the sources are
//! used; nothing else changes. The compiled files carry no date and are not checked against the sources by Python
//! (PEP 552, unchecked hash): the name of the stored file holds the hash of all sources and Python's magic number.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::harness::files;
use crate::harness::python::{Trusted, trusted};
use crate::util::{fs, hash};

const PATIENCE: Duration = Duration::from_secs(20);
/// Length of the hash before the content of a stored file.
const HASH: usize = 64;
/// Bytes of a stored file that are read: far above what the harness compiles to.
const LARGEST: u64 = 8 << 20;

/// Reads `name length\n` and that many bytes, again and again; writes the same with compiled files.
const COMPILE: &str = r#"
import marshal, sys
from _frozen_importlib_external import MAGIC_NUMBER
from _imp import source_hash
source, sink = sys.stdin.buffer, sys.stdout.buffer
files = []
while True:
    line = source.readline()
    if not line:
        break
    name, length = line.split()
    files.append((name.decode(), source.read(int(length))))
for name, text in files:
    code = compile(text, "/harness/" + name, "exec", 0, True)
    head = MAGIC_NUMBER + (1).to_bytes(4, "little") + source_hash(int.from_bytes(MAGIC_NUMBER, "little"), text)
    compiled = head + marshal.dumps(code)
    sink.write(("%s %d\n" % (name, len(compiled))).encode() + compiled)
"#;

/// The interpreter that is compiled for.
pub(super) struct Target<'a> {
    pub(super) program: &'a Path,
    pub(super) cache_tag: &'a str,
    pub(super) magic: &'a str,
}

/// The files of the harness, with the compiled ones where they can be had.
pub(super) fn harness(target: &Target<'_>, cache: Option<&Path>) -> Vec<(String, Arc<[u8]>)> {
    let mut all = files::sources();
    if let Some(compiled) = cache.and_then(|cache| compiled(target, cache)) {
        all.extend(compiled);
    }
    all
}

fn compiled(target: &Target<'_>, cache: &Path) -> Option<Vec<(String, Arc<[u8]>)>> {
    let tag = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !tag(target.cache_tag) || !tag(target.magic) {
        return None;
    }
    let path = cache.join(format!(
        "harness-{}-{}-{}",
        files::hash(),
        target.cache_tag,
        target.magic
    ));
    if let Some(files) = read(&path).and_then(|bytes| named(&bytes, target)) {
        return Some(files);
    }
    let bytes = compile(target.program)?;
    let files = named(&bytes, target)?;
    // A cache that cannot be written costs time in the next run, nothing else.
    let _ = store(cache, &path, &bytes);
    Some(files)
}

/// The content of a stored file, if it is exactly what was stored.
fn read(path: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read_up_to(path, LARGEST).ok()?;
    let (hash, content) = bytes.split_at_checked(HASH)?;
    (hash::of([content]).as_bytes() == hash).then(|| content.to_vec())
}

fn store(cache: &Path, path: &Path, content: &[u8]) -> Result<(), fs::Error> {
    fs::make_directories(cache)?;
    fs::write(path, &[hash::of([content]).as_bytes(), content].concat())
}

fn compile(program: &Path) -> Option<Vec<u8>> {
    let mut input = Vec::new();
    for (name, text) in files::SOURCES {
        input.extend(format!("{name} {}\n{text}", text.len()).into_bytes());
    }
    let ended = trusted(&Trusted {
        program,
        code: COMPILE,
        input: &input,
        patience: PATIENCE,
        most_output: LARGEST,
    });
    let (status, output) = ended.ok()??;
    status.success().then_some(output)
}

/// Cuts the compiler's output into files under the names that Python looks for.
fn named(mut bytes: &[u8], target: &Target<'_>) -> Option<Vec<(String, Arc<[u8]>)>> {
    let mut found = Vec::new();
    for (source, _) in files::SOURCES {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let (name, length) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
        let (content, rest) = bytes[end + 1..].split_at_checked(length.parse().ok()?)?;
        if name != *source {
            return None;
        }
        let (directory, file) = source.rsplit_once('/').unwrap_or(("", source));
        let stem = file.strip_suffix(".py")?;
        let slash = if directory.is_empty() { "" } else { "/" };
        found.push((
            format!("{directory}{slash}__pycache__/{stem}.{}.pyc", target.cache_tag),
            Arc::from(content),
        ));
        bytes = rest;
    }
    bytes.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "the test damages files as a stranger would"
    )]

    use super::*;
    use crate::harness::python::Interpreter;

    fn compiled_files(all: &[(String, Arc<[u8]>)]) -> usize {
        all.iter()
            .filter(|(name, _)| name.contains("__pycache__/"))
            .count()
    }

    #[test]
    fn compiled_files_are_stored_once_and_nothing_damaged_is_used() {
        let program = Interpreter::find(None, None).unwrap().program;
        let cache = tempfile::tempdir().unwrap();
        let target = Target {
            program: &program,
            cache_tag: "cpython-311",
            magic: "a70d0d0a",
        };
        let first = harness(&target, Some(cache.path()));
        assert_eq!(compiled_files(&first), files::SOURCES.len());
        assert!(
            first
                .iter()
                .any(|(name, _)| name == "__pycache__/wire.cpython-311.pyc")
        );

        // From here on nobody can compile: what comes now was stored.
        let target = Target {
            program: Path::new("/no/such/python3"),
            ..target
        };
        assert_eq!(harness(&target, Some(cache.path())), first);
        let stored = std::fs::read_dir(cache.path())
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        let mut bytes = std::fs::read(&stored).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&stored, &bytes).unwrap();
        assert_eq!(compiled_files(&harness(&target, Some(cache.path()))), 0);
        std::fs::write(&stored, b"").unwrap();
        assert_eq!(compiled_files(&harness(&target, Some(cache.path()))), 0);
        assert_eq!(compiled_files(&harness(&target, None)), 0);
        let foreign = Target {
            magic: "../x",
            ..target
        };
        assert_eq!(compiled_files(&harness(&foreign, Some(cache.path()))), 0);
    }
}
