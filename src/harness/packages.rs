//! Packages for submissions: a virtual environment, made once per set of pins and interpreter in the user's cache
//! directory, and from then on only read.
//!
//! It is made in a directory beside its place and renamed when it is whole, under a lock, so that a half-made one is
//! never used and two graders do not make the same one. pip runs outside the sandbox, with the user's own configuration
//! (which index, which proxy), installs nothing but the pinned files with the pinned hashes, and builds nothing: no code
//! of a package runs here.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::harness::python::Interpreter;
use crate::model::packages::Packages;
use crate::util::{fs, hash};

/// Changes when environments are made differently.
const LAYOUT: &str = "1";
/// The end of what pip says that is kept.
const LAST_WORDS: u64 = 1 << 16;

/// An environment that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Environment {
    /// What an `import` looks through, after the standard library.
    pub(crate) directory: PathBuf,
}

/// What is wanted, and how.
pub(crate) struct Wanted<'a> {
    pub(crate) packages: &'a Packages,
    pub(crate) interpreter: &'a Interpreter,
    /// The user's cache directory.
    pub(crate) cache: &'a Path,
    /// Only what is there already.
    pub(crate) offline: bool,
    /// Told what is going on, a line at a time.
    pub(crate) tell: &'a dyn Fn(&str),
}

/// Why there is no environment.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackagesError {
    #[error("they are not here yet, and --offline forbids to fetch them")]
    Offline { fetch: String },
    #[error("pip could not install them: {reason}")]
    Pip { reason: String, fetch: String },
    #[error("{} has neither pip nor what makes it (`ensurepip`): install its pip, or name another Python with --python PATH", .python.display())]
    NoPip { python: PathBuf },
    #[error("there is no place to install them in: {} cannot be written", .directory.display())]
    NoPlace {
        directory: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot {doing}")]
    Io {
        doing: &'static str,
        #[source]
        source: io::Error,
    },
}

impl PackagesError {
    /// The command that fetches the files on a machine that reaches an index.
    pub(crate) fn fetch(&self) -> Option<&str> {
        match self {
            Self::Offline { fetch } | Self::Pip { fetch, .. } => Some(fetch),
            Self::NoPip { .. } | Self::NoPlace { .. } | Self::Io { .. } => None,
        }
    }
}

/// Finds the environment in the cache, or makes it.
pub(crate) fn provide(wanted: &Wanted<'_>) -> Result<Environment, PackagesError> {
    let shelf = wanted.cache.join("packages");
    let name = name(wanted);
    let place = shelf.join(&name);
    let environment = Environment {
        directory: site(&place, wanted.interpreter),
    };
    if environment.directory.is_dir() {
        return Ok(environment);
    }
    let lock = shelf.join(format!("{name}.txt"));
    let listed =
        fs::make_directories(&shelf).and_then(|()| fs::write(&lock, wanted.packages.lock.as_bytes()));
    if wanted.offline {
        // Where nothing can be written, there is still the file that the task has.
        let list = if listed.is_ok() {
            &lock
        } else {
            Path::new("requirements.lock")
        };
        let fetch = fetch_command(wanted.interpreter, list);
        return Err(PackagesError::Offline { fetch });
    }
    listed.map_err(|error| PackagesError::NoPlace {
        directory: shelf.clone(),
        source: error.into(),
    })?;
    let fetch = fetch_command(wanted.interpreter, &lock);
    let _turn = turn(&shelf.join(format!("{name}.lock")), wanted)?;
    // Another grader may have made it meanwhile.
    if !environment.directory.is_dir() {
        make(wanted, &shelf, &place, &lock, &fetch)?;
    }
    Ok(environment)
}

/// Everything that decides what is in an environment.
fn name(wanted: &Wanted<'_>) -> String {
    let program = wanted.interpreter.program.as_os_str().as_encoded_bytes();
    let parts = [
        LAYOUT.as_bytes(),
        wanted.packages.lock.as_bytes(),
        wanted.interpreter.version.as_bytes(),
        program,
    ];
    let mut name = hash::of(parts);
    name.truncate(24);
    name
}

/// `lib/python3.11/site-packages` of a virtual environment.
fn site(environment: &Path, interpreter: &Interpreter) -> PathBuf {
    let short = interpreter
        .version
        .rsplit_once('.')
        .map_or("3", |(short, _)| short);
    environment.join(format!("lib/python{short}/site-packages"))
}

fn fetch_command(interpreter: &Interpreter, lock: &Path) -> String {
    format!(
        "{} -m pip download --require-hashes --no-deps --only-binary :all: -r {} -d wheels",
        interpreter.program.display(),
        lock.display()
    )
}

/// Waits until nobody else makes this environment; over when the file is dropped.
fn turn(path: &Path, wanted: &Wanted<'_>) -> Result<File, PackagesError> {
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    let file = opened.map_err(|source| io_error("open the lock of the packages", source))?;
    if file.try_lock().is_err() {
        (wanted.tell)("waiting for another grader that installs the same packages");
        file.lock()
            .map_err(|source| io_error("wait for another grader that installs the same packages", source))?;
    }
    Ok(file)
}

fn make(
    wanted: &Wanted<'_>,
    shelf: &Path,
    place: &Path,
    lock: &Path,
    fetch: &str,
) -> Result<(), PackagesError> {
    (wanted.tell)(&format!(
        "installing {} for Python {} (once)",
        wanted.packages.names.join(", "),
        wanted.interpreter.version
    ));
    let building = tempfile::Builder::new()
        .prefix(".new-")
        .tempdir_in(shelf)
        .map_err(|source| io_error("make a directory for packages", source))?;
    let environment = building.path().join("environment");
    let python = &wanted.interpreter.program;
    let made = run(
        python,
        &["-m", "venv", "--without-pip"],
        Some(&environment),
        &|_| (),
    )?;
    if !made.status.success() {
        return Err(PackagesError::Pip {
            reason: made.reason(),
            fetch: fetch.to_owned(),
        });
    }
    let pip = pip(python, &building.path().join("tool"))?;
    let site = site(&environment, wanted.interpreter);
    let (site, lock) = (site.display().to_string(), lock.display().to_string());
    let arguments = [
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--no-user",
        "--no-warn-script-location",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--target",
        &site,
        "-r",
        &lock,
    ];
    let installed = run(&pip, &arguments, None, wanted.tell)?;
    if !installed.status.success() {
        return Err(PackagesError::Pip {
            reason: installed.reason(),
            fetch: fetch.to_owned(),
        });
    }
    fs::make_readable(&environment).map_err(failed("make the packages readable"))?;
    fs::rename(&environment, place).map_err(failed("keep the packages"))
}

/// A Python that has pip: the interpreter itself, or an environment of its own that gets one from `ensurepip`.
fn pip(python: &Path, tool: &Path) -> Result<PathBuf, PackagesError> {
    if run(python, &["-m", "pip", "--version"], None, &|_| ())?
        .status
        .success()
    {
        return Ok(python.to_owned());
    }
    if run(python, &["-m", "venv"], Some(tool), &|_| ())?
        .status
        .success()
    {
        return Ok(tool.join("bin/python"));
    }
    Err(PackagesError::NoPip {
        python: python.to_owned(),
    })
}

/// How a program of the interpreter's ended.
struct Ran {
    status: ExitStatus,
    errors: String,
}

impl Ran {
    /// The last error that it named, else its last line.
    fn reason(&self) -> String {
        let lines: Vec<&str> = self
            .errors
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        let error = lines.iter().rev().find_map(|line| line.strip_prefix("ERROR: "));
        error
            .or(lines.last().copied())
            .unwrap_or("it said nothing")
            .to_owned()
    }
}

/// Runs a module of the interpreter with the user's environment, which says how an index is reached.
#[expect(
    clippy::disallowed_methods,
    reason = "no submission is involved: the interpreter's own tools, outside the sandbox because they need a network"
)]
fn run(
    program: &Path,
    arguments: &[&str],
    last: Option<&Path>,
    tell: &dyn Fn(&str),
) -> Result<Ran, PackagesError> {
    let failed = |source| io_error("run the interpreter's package tools", source);
    let mut child = Command::new(program)
        .arg("-I")
        .args(arguments)
        .args(last)
        .env("PIP_REQUIRE_VIRTUALENV", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let errors = std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut kept = String::new();
            let Some(mut stderr) = stderr else { return kept };
            let mut bytes = Vec::new();
            // What is beyond is read too, so that nobody waits for room in the pipe.
            let _ = stderr.by_ref().take(LAST_WORDS).read_to_end(&mut bytes);
            let _ = io::copy(&mut stderr, &mut io::sink());
            kept.push_str(&String::from_utf8_lossy(&bytes));
            kept
        });
        let lines = stdout.map(|stdout| BufReader::new(stdout).split(b'\n'));
        for line in lines.into_iter().flatten().map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            if let Some(what) = line.strip_prefix("Collecting ") {
                tell(&format!("fetching {}", what.split(' ').next().unwrap_or(what)));
            }
        }
        reader.join().unwrap_or_default()
    });
    Ok(Ran {
        status: child.wait().map_err(failed)?,
        errors,
    })
}

fn failed(doing: &'static str) -> impl Fn(fs::Error) -> PackagesError {
    move |error| io_error(doing, error.into())
}

fn io_error(doing: &'static str, source: io::Error) -> PackagesError {
    PackagesError::Io { doing, source }
}

#[cfg(test)]
#[path = "packages_tests.rs"]
mod tests;
