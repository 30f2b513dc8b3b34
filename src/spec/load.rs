//! A folder on disk, or files inside the binary, become a task and what is wrong with it. The only IO of this room.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::checks::{Fault, Place, Severity, python};
use crate::model::ids::TaskId;
use crate::model::message::Text;
use crate::spec::diagnostic::{Diagnostic, clamp};
use crate::spec::{Task, parse, position, validate};
use crate::util::{fs, hash};

const SPEC: &str = "task.toml";

/// Longest file of a spec that is read.
const MAX_BYTES: u64 = 1 << 20;

/// Files of a task by name, wherever they are.
pub(crate) struct Folder<'a> {
    /// The last part of the folder's path: the id of the task.
    pub(crate) name: String,
    /// The folder as a person would name it, before `/task.toml`.
    pub(crate) shown: String,
    /// Reads a file by its path inside the folder, with `/`; `None` where there is no such file.
    pub(crate) read: &'a (dyn Fn(&str) -> io::Result<Option<Vec<u8>>> + Sync),
}

/// Loads a task from a folder on disk.
pub(crate) fn load_directory(path: &Path) -> (Option<Task>, Vec<Diagnostic>) {
    // `.` and `..` have names of their own.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = real
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let content = |file: &str| read_capped(&path.join(file));
    load(&Folder {
        name,
        shown: path.display().to_string(),
        read: &content,
    })
}

/// Loads a task; all faults at once, in the order of their places. There is a task when none is an error.
pub(crate) fn load(folder: &Folder<'_>) -> (Option<Task>, Vec<Diagnostic>) {
    python::on_deep_stack(|| {
        Loading {
            folder,
            files: RefCell::default(),
        }
        .load()
    })
}

/// One loading, with the files that it has read: the hash covers them, and diagnostics quote them.
struct Loading<'a> {
    folder: &'a Folder<'a>,
    files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Loading<'_> {
    fn load(&self) -> (Option<Task>, Vec<Diagnostic>) {
        let source = match self.spec_text() {
            Ok(source) => source,
            Err(diagnostic) => return (None, vec![*diagnostic]),
        };
        let mut faults = Vec::new();
        let id = TaskId::new(&self.folder.name).map_err(|error| {
            let message = format!("the name of a task's folder is its id, and {error}");
            faults.push(Fault::new("bad-id", validate::whole_file(), message).help("rename the folder"));
        });
        let parsed = parse::parse(&source, &|name| self.text(name), &mut faults);
        let whole =
            parsed.and_then(|parsed| validate::validate(parsed, &|name| self.text(name), &mut faults));
        let mut diagnostics: Vec<Diagnostic> = faults
            .into_iter()
            .map(|fault| self.diagnostic(fault, &source))
            .collect();
        diagnostics.sort_by(Diagnostic::order);
        diagnostics.dedup();
        let errors = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        let task = whole.zip(id.ok()).filter(|_| !errors).map(|(whole, id)| Task {
            id,
            title: whole.title,
            file: whole.file,
            packages: whole.packages,
            limits: whole.limits,
            checks: whole.checks,
            statement: self.statement(),
            hash: self.hash(),
        });
        (task, diagnostics)
    }

    /// A fingerprint of all that was read: two tasks with the same hash are graded alike.
    fn hash(&self) -> String {
        let files = self.files.borrow();
        hash::of(
            files
                .iter()
                .flat_map(|(name, content)| [name.as_bytes(), content.as_slice()]),
        )
    }

    /// The text of `task.toml`, or the one diagnostic that there is without it.
    fn spec_text(&self) -> Result<Arc<str>, Box<Diagnostic>> {
        let alone = |code, message: String, source: &str, at: usize, help: &str| {
            Box::new(Diagnostic {
                severity: Severity::Error,
                code,
                message,
                file: self.shown(SPEC),
                source: source.into(),
                span: clamp(source, at..at + 1),
                label: String::new(),
                help: (!help.is_empty()).then(|| help.to_owned()),
            })
        };
        let content = match (self.folder.read)(SPEC) {
            Ok(Some(content)) => content,
            Ok(None) => {
                let help = "a task is a folder with a `task.toml`: give the path of one, or the folder that holds \
                            your tasks with `--tasks DIR` and the name of one of them";
                return Err(alone("no-task", format!("there is no {SPEC} here"), "", 0, help));
            }
            Err(error) => {
                return Err(alone(
                    "unreadable-file",
                    format!("cannot read {SPEC}: {error}"),
                    "",
                    0,
                    "",
                ));
            }
        };
        if content.len() as u64 > MAX_BYTES {
            let message = format!("{SPEC} has more than {MAX_BYTES} bytes");
            return Err(alone(
                "too-long",
                message,
                "",
                0,
                "put long Python into a file and name it, as in `model_file`",
            ));
        }
        match String::from_utf8(content) {
            Ok(text) => {
                self.files
                    .borrow_mut()
                    .insert(SPEC.to_owned(), text.clone().into_bytes());
                Ok(text.into())
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Err(alone(
                    "not-utf-8",
                    format!("{SPEC} is not UTF-8 text"),
                    &text,
                    at,
                    "save the file as UTF-8",
                ))
            }
        }
    }

    /// A file that the spec names; the error is a sentence for its author.
    fn text(&self, name: &str) -> Result<String, String> {
        if !is_safe(name) {
            return Err("this must be a path inside the task's folder, with `/`, without `..`".to_owned());
        }
        let content = match (self.folder.read)(name) {
            Ok(Some(content)) => content,
            Ok(None) => return Err(format!("there is no file `{name}` in the task's folder")),
            Err(error) => return Err(format!("cannot read `{name}`: {error}")),
        };
        if content.len() as u64 > MAX_BYTES {
            return Err(format!("`{name}` has more than {MAX_BYTES} bytes"));
        }
        let text = String::from_utf8(content).map_err(|_| format!("`{name}` is not UTF-8 text"))?;
        self.files
            .borrow_mut()
            .insert(name.to_owned(), text.clone().into_bytes());
        Ok(text)
    }

    /// The statement is for people: what is wrong with it does not stop grading, and the hash leaves it out.
    fn statement(&self) -> Option<Text> {
        let read = |name| {
            (self.folder.read)(name)
                .ok()
                .flatten()
                .and_then(|content| String::from_utf8(content).ok())
        };
        Some(Text {
            en: read("README.md")?,
            ru: read("README.ru.md"),
        })
    }

    fn diagnostic(&self, fault: Fault, spec: &Arc<str>) -> Diagnostic {
        let (name, source, range) = match fault.place {
            Place::Span(range) => (SPEC, Arc::clone(spec), range),
            Place::Inside { string, part } => {
                let decoded = position::text(spec, string.clone()).unwrap_or_default();
                (
                    SPEC,
                    Arc::clone(spec),
                    position::inside(spec, string, &decoded, part),
                )
            }
            Place::File { ref path, ref part } => {
                let files = self.files.borrow();
                let content = files.get(path).map(Vec::as_slice).unwrap_or_default();
                (
                    path.as_str(),
                    String::from_utf8_lossy(content).as_ref().into(),
                    part.clone(),
                )
            }
        };
        Diagnostic {
            severity: fault.severity,
            code: fault.code,
            message: fault.message,
            file: self.shown(name),
            span: clamp(&source, range),
            source,
            label: fault.label,
            help: fault.help,
        }
    }

    fn shown(&self, name: &str) -> String {
        match self.folder.shown.trim_end_matches('/') {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        }
    }
}

/// Whether a path stays inside the folder on every system.
fn is_safe(path: &str) -> bool {
    let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    path.len() <= 200 && path.split('/').all(part)
}

/// A file's content, a little longer than what is accepted at most; `None` where there is no such file.
fn read_capped(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read_up_to(path, MAX_BYTES + 1) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
