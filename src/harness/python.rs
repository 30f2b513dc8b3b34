//! Finds the Python that submissions run in, and what of this machine it needs.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use wait_timeout::ChildExt as _;

use crate::harness::bytecode;
use crate::sandbox::Mount;

/// The oldest Python that the harness is tested with.
const OLDEST: (u32, u32) = (3, 9);
/// A shim may take a quarter of a second; a machine under load, much longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the probe's output that are read.
const MOST_OUTPUT: u64 = 1 << 16;
/// Where shared libraries and programs are; not all of them exist on every system.
const SYSTEM: [&str; 6] = ["/usr", "/lib", "/lib64", "/bin", "/nix/store", "/etc/ld.so.cache"];

/// What an interpreter tells about itself. `_base_executable` leads from a virtual environment to the Python it was
/// made from; with `-S` the module search path holds the standard library alone.
const PROBE: &str = r#"
import sys
from _frozen_importlib_external import MAGIC_NUMBER
def text(value):
    return '"' + "".join("\\u%04x" % ord(c) if c in '"\\' or c < " " else c for c in str(value)) + '"'
facts = {
    "implementation": sys.implementation.name,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "executable": getattr(sys, "_base_executable", None) or sys.executable or "",
    "cache_tag": sys.implementation.cache_tag or "",
    "magic": MAGIC_NUMBER.hex(),
}
paths = [sys.base_prefix, sys.base_exec_prefix] + sys.path
fields = [text(k) + ":" + text(v) for k, v in facts.items()]
fields.append('"paths":[' + ",".join(text(p) for p in paths) + "]")
sys.stdout.buffer.write(("{" + ",".join(fields) + "}").encode("utf-8", "replace"))
"#;

/// A Python that can run submissions.
#[derive(Debug, Clone)]
pub(crate) struct Interpreter {
    /// The real program: no shim, no virtual environment, no symbolic link.
    pub(crate) program: PathBuf,
    pub(crate) version: String,
    /// What it needs of this machine, read-only.
    pub(crate) mounts: Vec<Mount>,
    /// Our program for it, compiled where that could be stored.
    pub(super) harness: Vec<(String, Arc<[u8]>)>,
}

/// Why there is no Python; each says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PythonError {
    #[error("there is no `python3` on the PATH: install Python 3.9 or newer, or name one with --python PATH")]
    NoneOnPath,
    #[error("there is no file {}: --python takes the path of a Python interpreter", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a program that may be run: --python takes the path of a Python interpreter", .0.display())]
    NotExecutable(PathBuf),
    #[error("cannot start {}", .program.display())]
    Start {
        program: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{} did not say which Python it is within {} seconds: name another one with --python PATH",
        .program.display(), PATIENCE.as_secs())]
    Silent { program: PathBuf },
    #[error("{} is not a Python 3 interpreter: name one with --python PATH", .program.display())]
    NotPython { program: PathBuf },
    #[error("{} is {implementation}, not CPython: name a CPython with --python PATH", .program.display())]
    Foreign {
        program: PathBuf,
        implementation: String,
    },
    #[error("{} is Python {version}, and 3.9 is the oldest that works: name a newer one with --python PATH",
        .program.display())]
    TooOld { program: PathBuf, version: String },
}

#[derive(Debug, Deserialize)]
struct Facts {
    implementation: String,
    version: String,
    executable: String,
    cache_tag: String,
    magic: String,
    paths: Vec<PathBuf>,
}

impl Interpreter {
    /// The one at the path, or `python3`. Our program, compiled for it, is kept in the cache directory.
    pub(crate) fn find(path: Option<&Path>, cache: Option<&Path>) -> Result<Self, PythonError> {
        let typed = path.unwrap_or(Path::new("python3"));
        let facts = probe(typed, path.is_some())?;
        let program = real(Path::new(&facts.executable)).unwrap_or_else(|| typed.to_owned());
        // What a shim or a virtual environment leads to is asked again, started in the way it will be started.
        let facts = if program == typed {
            facts
        } else {
            probe(&program, true)?
        };
        let compiled = bytecode::Target {
            program: &program,
            cache_tag: &facts.cache_tag,
            magic: &facts.magic,
        };
        let harness = bytecode::harness(&compiled, cache);
        Ok(Self {
            mounts: mounts(&program, &facts.paths),
            version: facts.version,
            program,
            harness,
        })
    }
}

fn probe(program: &Path, typed: bool) -> Result<Facts, PythonError> {
    let output = said(program, typed)?;
    let facts: Facts = serde_json::from_slice(&output).map_err(|_| PythonError::NotPython {
        program: program.to_owned(),
    })?;
    if facts.implementation != "cpython" {
        return Err(PythonError::Foreign {
            program: program.to_owned(),
            implementation: facts.implementation,
        });
    }
    let mut numbers = facts.version.split('.').map(|part| part.parse().unwrap_or(0));
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < OLDEST {
        return Err(PythonError::TooOld {
            program: program.to_owned(),
            version: facts.version,
        });
    }
    Ok(facts)
}

/// What the probe writes, within its time and size.
fn said(program: &Path, typed: bool) -> Result<Vec<u8>, PythonError> {
    let ended = trusted(&Trusted {
        program,
        code: PROBE,
        input: &[],
        patience: PATIENCE,
        most_output: MOST_OUTPUT,
    });
    match ended {
        Ok(Some((_, output))) => Ok(output),
        Ok(None) => Err(PythonError::Silent {
            program: program.to_owned(),
        }),
        Err(source) => Err(not_started(program.to_owned(), typed, source)),
    }
}

fn not_started(program: PathBuf, typed: bool, source: io::Error) -> PythonError {
    match source.kind() {
        io::ErrorKind::NotFound if typed && program.exists() => PythonError::NotPython { program },
        io::ErrorKind::NotFound if typed => PythonError::Missing(program),
        io::ErrorKind::NotFound => PythonError::NoneOnPath,
        io::ErrorKind::PermissionDenied => PythonError::NotExecutable(program),
        // Neither a binary nor a script.
        _ if source.raw_os_error() == Some(8) => PythonError::NotPython { program },
        _ => PythonError::Start { program, source },
    }
}

/// A program of the machine's owner that runs code of ours, outside the sandbox.
pub(super) struct Trusted<'a> {
    pub(super) program: &'a Path,
    pub(super) code: &'a str,
    pub(super) input: &'a [u8],
    pub(super) patience: Duration,
    /// Bytes of its output that are kept.
    pub(super) most_output: u64,
}

/// How it ended and what it wrote; `None` when it did not end in time.
#[expect(
    clippy::disallowed_methods,
    reason = "no submission is involved: the interpreter says what it is, and compiles our own files"
)]
pub(super) fn trusted(trusted: &Trusted<'_>) -> io::Result<Option<(ExitStatus, Vec<u8>)>> {
    let mut child = Command::new(trusted.program)
        .args(["-I", "-S", "-B", "-c", trusted.code])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that does not listen shows it in what it answers.
            stdin.map(|mut stdin| stdin.write_all(trusted.input))
        });
        let reader = scope.spawn(move || {
            let mut output = Vec::new();
            if let Some(stdout) = stdout {
                stdout.take(trusted.most_output).read_to_end(&mut output)?;
            }
            Ok(output)
        });
        let ended = child.wait_timeout(trusted.patience);
        if !matches!(ended, Ok(Some(_))) {
            // Both fail only when it has just ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
        let output: io::Result<Vec<u8>> = reader.join().expect("reading does not panic");
        match ended? {
            Some(status) => Ok(Some((status, output?))),
            None => Ok(None),
        }
    })
}

fn real(path: &Path) -> Option<PathBuf> {
    if path.as_os_str().is_empty() {
        None
    } else {
        path.canonicalize().ok()
    }
}

/// The directories that hold the interpreter and its libraries, none inside another.
fn mounts(program: &Path, paths: &[PathBuf]) -> Vec<Mount> {
    let mut wanted: Vec<PathBuf> = SYSTEM.iter().map(PathBuf::from).collect();
    wanted.extend(paths.iter().cloned());
    wanted.extend(program.parent().map(Path::to_owned));
    wanted.retain(|path| path.is_absolute() && path.parent().is_some() && path.exists());
    wanted.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in wanted {
        if !kept.iter().any(|outer| path.starts_with(outer)) {
            kept.push(path);
        }
    }
    kept.into_iter()
        .map(|path| Mount::Bind {
            source: path.clone(),
            target: path,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make programs and start them")]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn script(text: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("python3");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        (directory, path)
    }

    fn facts(implementation: &str, version: &str) -> String {
        format!(
            "#!/bin/sh\necho '{{\"implementation\":\"{implementation}\",\"version\":\"{version}\",\"executable\":\"\",\
             \"cache_tag\":\"x\",\"magic\":\"00\",\"paths\":[]}}'\n"
        )
    }

    #[test]
    fn python3_of_the_path_is_found_behind_its_shim() {
        let interpreter = Interpreter::find(None, None).unwrap();
        assert_eq!(interpreter.program, interpreter.program.canonicalize().unwrap());
        assert!(interpreter.version.starts_with("3."), "{}", interpreter.version);
        let targets: Vec<&Path> = interpreter
            .mounts
            .iter()
            .filter_map(|mount| {
                if let Mount::Bind { target, .. } = mount {
                    Some(target.as_path())
                } else {
                    None
                }
            })
            .collect();
        assert!(
            targets
                .iter()
                .any(|target| interpreter.program.starts_with(target)),
            "{targets:?}"
        );
        assert!(!targets.contains(&Path::new("/")));
    }

    #[test]
    fn a_virtual_environment_leads_to_its_python() {
        let base = Interpreter::find(None, None).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let made = Command::new(&base.program)
            .args(["-I", "-m", "venv", "--without-pip"])
            .arg(directory.path())
            .status()
            .unwrap();
        assert!(made.success());
        let found = Interpreter::find(Some(&directory.path().join("bin/python3")), None).unwrap();
        assert_eq!(found.program, base.program);
    }

    #[test]
    fn what_is_no_usable_python_is_named() {
        let check = |text: &str, mode: u32, expected: &str| {
            let (directory, path) = script(text, mode);
            let message = Interpreter::find(Some(&path), None).unwrap_err().to_string();
            let message = message.replace(directory.path().to_str().unwrap(), "DIR");
            assert!(message.contains(expected), "{message}");
        };
        check(
            "#!/bin/sh\necho hello\n",
            0o755,
            "DIR/python3 is not a Python 3 interpreter",
        );
        check("#!/no/such/program\n", 0o755, "is not a Python 3 interpreter");
        check("no program", 0o755, "is not a Python 3 interpreter");
        check(
            "#!/bin/sh\n",
            0o644,
            "DIR/python3 is not a program that may be run",
        );
        check(&facts("pypy", "3.10.1"), 0o755, "is pypy, not CPython");
        check(
            &facts("cpython", "3.8.18"),
            0o755,
            "is Python 3.8.18, and 3.9 is the oldest",
        );
        check(&facts("cpython", "2.7.18"), 0o755, "is Python 2.7.18");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Interpreter::find(Some(Path::new("/no/such/python3")), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no file /no/such/python3: --python takes the path of a Python interpreter"
        );
    }
}
