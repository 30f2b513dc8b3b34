//! Environments that are made of wheels of our own, without any index.

use std::sync::Mutex;

use super::*;

/// A wheel is an archive without compression here: nothing but what pip insists on. The interpreter writes it.
const WHEEL: &str = r"
import hashlib, sys, zipfile
path = sys.stdin.read()
with zipfile.ZipFile(path, 'w') as wheel:
    files = {
        'tiny_grader_thing/__init__.py': 'WORD = 42\n',
        'tiny_grader_thing-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: tiny-grader-thing\nVersion: 1.0\n',
        'tiny_grader_thing-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    }
    record = ''.join(name + ',,\n' for name in files)
    files['tiny_grader_thing-1.0.dist-info/RECORD'] = record
    for name, text in files.items():
        wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
print(hashlib.sha256(open(path, 'rb').read()).hexdigest())
";

struct Shop {
    cache: tempfile::TempDir,
    interpreter: Interpreter,
    packages: Packages,
}

impl Shop {
    fn new() -> Self {
        let interpreter = Interpreter::find(None, None).unwrap();
        let cache = tempfile::tempdir().unwrap();
        let wheel = cache.path().join("tiny_grader_thing-1.0-py3-none-any.whl");
        let made = crate::harness::python::trusted(&crate::harness::python::Trusted {
            program: &interpreter.program,
            code: WHEEL,
            input: wheel.to_str().unwrap().as_bytes(),
            patience: std::time::Duration::from_mins(1),
            most_output: 1000,
        });
        let hash = String::from_utf8(made.unwrap().unwrap().1).unwrap();
        let pin = format!("tiny-grader-thing==1.0 --hash=sha256:{}", hash.trim());
        Self {
            packages: Packages {
                names: vec!["tiny-grader-thing".to_owned()],
                // pip's own words for a place to look in, which a task's lock may not have.
                lock: format!("--no-index\n--find-links {}\n{pin}\n", cache.path().display()),
            },
            cache,
            interpreter,
        }
    }

    fn provide(&self, offline: bool, tell: &dyn Fn(&str)) -> Result<Environment, PackagesError> {
        provide(&Wanted {
            packages: &self.packages,
            interpreter: &self.interpreter,
            cache: self.cache.path(),
            offline,
            tell,
        })
    }
}

#[test]
fn an_environment_is_made_once_and_found_again_without_a_network() {
    let shop = Shop::new();
    let told = Mutex::new(Vec::new());
    let tell = |line: &str| told.lock().unwrap().push(line.to_owned());
    let error = shop.provide(true, &tell).unwrap_err();
    assert!(
        error
            .fetch()
            .unwrap()
            .contains("-m pip download --require-hashes"),
        "{error}"
    );
    let made = shop.provide(false, &tell).unwrap();
    assert!(made.directory.join("tiny_grader_thing/__init__.py").is_file());
    assert!(told.lock().unwrap()[0].starts_with("installing tiny-grader-thing for Python 3."));
    let before = told.lock().unwrap().len();
    assert_eq!(shop.provide(true, &tell).unwrap(), made);
    assert_eq!(
        told.lock().unwrap().len(),
        before,
        "what is there is not made again"
    );
}

#[test]
fn graders_that_come_at_once_make_one_environment() {
    let shop = Shop::new();
    let made = std::thread::scope(|scope| {
        let others: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| shop.provide(false, &|_| ()).unwrap()))
            .collect();
        others
            .into_iter()
            .map(|other| other.join().unwrap())
            .collect::<Vec<_>>()
    });
    assert!(made.iter().all(|one| *one == made[0]));
    let shelf = shop.cache.path().join("packages");
    let left = fs::list(&shelf).unwrap();
    let names: Vec<_> = left.iter().filter(|path| path.is_dir()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn a_file_with_another_hash_is_refused_and_nothing_half_made_stays() {
    let mut shop = Shop::new();
    let last = shop.packages.lock.trim_end().chars().last().unwrap();
    let other = if last == '0' { "1\n" } else { "0\n" };
    shop.packages.lock = format!("{}{other}", &shop.packages.lock[..shop.packages.lock.len() - 2]);
    let error = shop.provide(false, &|_| ()).unwrap_err();
    assert!(matches!(error, PackagesError::Pip { .. }), "{error}");
    let left = fs::list(&shop.cache.path().join("packages")).unwrap();
    assert!(left.iter().all(|path| path.is_file()), "{left:?}");
}

#[test]
fn the_name_depends_on_pins_and_interpreter() {
    let shop = Shop::new();
    let name_of = |packages: &Packages, interpreter: &Interpreter| {
        name(&Wanted {
            packages,
            interpreter,
            cache: Path::new("/"),
            offline: false,
            tell: &|_| (),
        })
    };
    let first = name_of(&shop.packages, &shop.interpreter);
    let mut other = shop.packages.clone();
    other.lock.push('\n');
    assert_ne!(name_of(&other, &shop.interpreter), first);
    let mut newer = shop.interpreter.clone();
    newer.version = "3.99.0".to_owned();
    assert_ne!(name_of(&shop.packages, &newer), first);
    assert_eq!(name_of(&shop.packages, &shop.interpreter), first);
}
