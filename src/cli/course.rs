//! Where tasks come from: a folder of task folders, one task folder, or the course inside the binary.

use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::cli::exit::Stop;
use crate::spec::{self, Diagnostic, Folder, Task};
use crate::util::fs;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/tasks");

/// A place with task folders in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// The folder that was asked for.
    Asked(PathBuf),
    /// A folder found here or in a parent. What it lacks is looked for in the shipped course.
    Found(PathBuf),
    Shipped,
}

/// One task folder, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskFolder {
    pub(crate) name: String,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    OnDisk(PathBuf),
    Shipped,
}

impl Shelf {
    /// The shelf to use: the folder asked for, else `tasks` here or in a parent, else the shipped course.
    pub(crate) fn find(asked: Option<&Path>, here: &Path) -> Result<Self, Stop> {
        if let Some(folder) = asked {
            if folder.is_dir() {
                return Ok(Self::Asked(folder.to_owned()));
            }
            return Err(Stop::usage(format!("`{}` is not a folder", folder.display()))
                .hint("--tasks names the folder that holds the task folders"));
        }
        Ok(here
            .ancestors()
            .map(|parent| parent.join("tasks"))
            .find(|folder| has_tasks(folder))
            .map_or(Self::Shipped, |folder| Self::Found(relative(&folder, here))))
    }

    /// Every task on the shelf, by name.
    pub(crate) fn tasks(&self) -> Result<Vec<TaskFolder>, Stop> {
        let mut found: Vec<TaskFolder> = match self {
            Self::Shipped => SHIPPED
                .dirs()
                .filter_map(|folder| folder.path().file_name()?.to_str())
                .map(|name| TaskFolder {
                    name: name.to_owned(),
                    place: Place::Shipped,
                })
                .collect(),
            Self::Asked(folder) | Self::Found(folder) => fs::list(folder)
                .map_err(|error| Stop::usage(error.to_string()))?
                .into_iter()
                .filter(|path| path.is_dir())
                .filter_map(|path| {
                    let name = path.file_name()?.to_str()?.to_owned();
                    Some(TaskFolder {
                        name,
                        place: Place::OnDisk(path),
                    })
                })
                .filter(|task| !task.name.starts_with('.'))
                .collect(),
        };
        found.sort_by_key(|task| natural(&task.name));
        Ok(found)
    }

    /// The task of that name, or the task folder at that path.
    pub(crate) fn task(&self, name: &str) -> Result<TaskFolder, Stop> {
        let tasks = self.tasks()?;
        if let Some(task) = tasks.iter().find(|task| task.name == name) {
            return Ok(task.clone());
        }
        let path = Path::new(name);
        if path.is_dir() {
            let last = path
                .canonicalize()
                .ok()
                .and_then(|full| Some(full.file_name()?.to_str()?.to_owned()));
            let name = last.unwrap_or_else(|| name.to_owned());
            return Ok(TaskFolder {
                name,
                place: Place::OnDisk(path.to_owned()),
            });
        }
        if let Self::Found(_) = self
            && let Some(task) = Self::Shipped.tasks()?.into_iter().find(|task| task.name == name)
        {
            return Ok(task);
        }
        let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
        Err(unknown(name, &names, &self.shown()))
    }

    /// How to name the shelf to a person.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Asked(folder) | Self::Found(folder) => folder.display().to_string(),
            Self::Shipped => "the shipped course".to_owned(),
        }
    }
}

impl TaskFolder {
    /// Loads the task: the task, where nothing is wrong, and everything that is.
    pub(crate) fn load(&self) -> (Option<Task>, Vec<Diagnostic>) {
        match &self.place {
            Place::OnDisk(folder) => spec::load_directory(folder),
            Place::Shipped => {
                let read = |inside: &str| {
                    let file = SHIPPED.get_file(format!("{}/{inside}", self.name));
                    Ok(file.map(|file| file.contents().to_vec()))
                };
                spec::load(&Folder {
                    name: self.name.clone(),
                    shown: self.shown(""),
                    read: &read,
                })
            }
        }
    }

    /// The names of the folders right below `inside`, sorted.
    pub(crate) fn folders(&self, inside: &str) -> Result<Vec<String>, Stop> {
        let mut names: Vec<String> = match &self.place {
            Place::Shipped => SHIPPED
                .get_dir(format!("{}/{inside}", self.name))
                .into_iter()
                .flat_map(Dir::dirs)
                .filter_map(|folder| Some(folder.path().file_name()?.to_str()?.to_owned()))
                .collect(),
            Place::OnDisk(folder) => {
                let folder = folder.join(inside);
                if !folder.is_dir() {
                    return Ok(Vec::new());
                }
                fs::list(&folder)
                    .map_err(|error| Stop::usage(error.to_string()))?
                    .into_iter()
                    .filter(|path| path.is_dir())
                    .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
                    .filter(|name| !name.starts_with(['.', '_']))
                    .collect()
            }
        };
        names.sort();
        Ok(names)
    }

    /// Every file below `inside` with its path from there; only for the shipped course and the selftests on disk.
    pub(crate) fn files(&self, inside: &str) -> Result<Vec<(String, Vec<u8>)>, Stop> {
        let mut found = Vec::new();
        match &self.place {
            Place::Shipped => {
                let root = format!("{}/{inside}", self.name);
                if let Some(folder) = SHIPPED.get_dir(&root) {
                    shipped_files(folder, &root, &mut found);
                }
            }
            Place::OnDisk(folder) => {
                let root = folder.join(inside);
                disk_files(&root, &root, &mut found)?;
            }
        }
        found.sort();
        Ok(found)
    }

    /// How to name a file of the folder to a person.
    pub(crate) fn shown(&self, inside: &str) -> String {
        match &self.place {
            Place::Shipped => format!("<shipped>/{}/{inside}", self.name)
                .trim_end_matches('/')
                .to_owned(),
            Place::OnDisk(folder) => folder.join(inside).display().to_string(),
        }
    }
}

fn shipped_files(folder: &Dir<'static>, root: &str, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => shipped_files(inner, root, found),
            DirEntry::File(file) => {
                if let Some(path) = file.path().strip_prefix(root).ok().and_then(Path::to_str) {
                    found.push((path.to_owned(), file.contents().to_vec()));
                }
            }
        }
    }
}

fn disk_files(folder: &Path, root: &Path, found: &mut Vec<(String, Vec<u8>)>) -> Result<(), Stop> {
    for path in fs::list(folder).map_err(|error| Stop::usage(error.to_string()))? {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "__pycache__") {
                disk_files(&path, root, found)?;
            }
        } else if let Some(inside) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            let bytes = fs::read(&path).map_err(|error| Stop::usage(error.to_string()))?;
            found.push((inside.to_owned(), bytes));
        }
    }
    Ok(())
}

fn has_tasks(folder: &Path) -> bool {
    fs::list(folder).is_ok_and(|paths| paths.iter().any(|path| path.join("task.toml").is_file()))
}

/// The folder as it looks from here, when it is below.
fn relative(folder: &Path, here: &Path) -> PathBuf {
    folder
        .strip_prefix(here)
        .map_or_else(|_| folder.to_owned(), Path::to_owned)
}

/// A key that puts `task2` before `task10`.
fn natural(name: &str) -> (String, u64, String) {
    let letters: String = name.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let digits: String = name[letters.len()..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (letters, digits.parse().unwrap_or(0), name.to_owned())
}

fn unknown(name: &str, names: &[&str], shelf: &str) -> Stop {
    let near = names
        .iter()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, known)| format!("did you mean `{known}`? "));
    let list = if names.is_empty() {
        "there are none".to_owned()
    } else {
        names.join(", ")
    };
    Stop::usage(format!("there is no task `{name}` in {shelf}"))
        .hint(format!("{}tasks there: {list}", near.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_sorted_as_people_count() {
        let mut names = ["task10", "task2", "alpha", "task1"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["alpha", "task1", "task2", "task10"]);
    }

    #[test]
    fn the_shipped_course_is_in_the_binary() {
        let task = Shelf::Shipped.task("task3").unwrap();
        assert!(task.load().0.is_some());
        assert!(!task.folders("selftest/accepted").unwrap().is_empty());
        assert!(!task.files("template").unwrap().is_empty());
    }

    #[test]
    fn a_misspelt_task_gets_the_nearest_name() {
        let stop = Shelf::Shipped.task("taks3").unwrap_err();
        assert!(stop.hint.unwrap().starts_with("did you mean `task3`?"));
    }
}
