//! The kind `metaclass`: for each law there is a program that breaks it and hardly another one, and right programs in
//! several styles break none.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::builder::{Grader, lost};

/// What the laws are about, and the laws.
const SUBJECTS: [(&str, &[&str]); 5] = [
    (
        "metaclass = 'Logged'\nlog = 'Logged.events'\nmade = \"[('new', NAME), ('init', NAME)]\"
called = \"('call', NAME, ARGS, KWARGS)\"",
        &[
            "creation-order",
            "calls-noted",
            "subclasses-noted",
            "log-kept",
            "log-not-shadowed",
            "ordinary-classes",
            "makes-instances",
            "other-type-not-initialised",
            "keywords-passed-on",
            "cooperates",
        ],
    ),
    (
        "metaclass = 'Singleton'",
        &[
            "one-instance",
            "init-once",
            "one-per-class",
            "failed-init-retried",
            "instance-kept",
        ],
    ),
    (
        "metaclass = 'Registry'\nregistry = 'Registry.classes'\nleft_out_by = 'abstract=True'
kept_by = 'abstract=False'",
        &[
            "registered-by-name",
            "subclasses-registered",
            "left-out",
            "duplicate-refused",
            "registry-holds",
            "failed-class-not-registered",
            "registry-not-shadowed",
        ],
    ),
    (
        "class = 'Parsed'\nitself = [\"'x' * 100\"]
gives = [{ args = \"'42'\", equals = 42 }, { args = \"'abc'\", equals = 'abc' }]",
        &["gives", "gives-itself", "made-by-new", "init-not-run"],
    ),
    (
        "function = 'make_class'",
        &[
            "bases-kept",
            "namespace-kept",
            "module-kept",
            "metaclass-of-bases",
        ],
    ),
];

const RIGHT: &str = r#"
import weakref

class Logged(type):
    events = []

    def __new__(meta, name, bases, namespace, **keywords):
        Logged.events.append(("new", name))
        return super().__new__(meta, name, bases, namespace, **keywords)

    def __init__(cls, name, bases, namespace, **keywords):
        Logged.events.append(("init", name))
        super().__init__(name, bases, namespace, **keywords)

    def __call__(cls, *args, **kwargs):
        Logged.events.append(("call", cls.__name__, args, kwargs))
        return super().__call__(*args, **kwargs)

class Singleton(type):
    _instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in Singleton._instances:
            Singleton._instances[cls] = super().__call__(*args, **kwargs)
        return Singleton._instances[cls]

class Registry(type):
    classes = {}

    def __new__(meta, name, bases, namespace, abstract=False, **keywords):
        if not abstract and name in Registry.classes:
            raise TypeError(name)
        made = super().__new__(meta, name, bases, namespace, **keywords)
        if not abstract:
            Registry.classes[name] = made
        return made

    def __init__(cls, name, bases, namespace, abstract=False, **keywords):
        super().__init__(name, bases, namespace, **keywords)

class Parsed:
    def __new__(cls, text):
        return int(text) if text.isdigit() else text

def make_class(name, bases, namespace):
    return type(name, bases, namespace)
"#;

/// What is written otherwise, and the laws that break by it.
const BROKEN: [(&str, &str, &[&str]); 26] = [
    (
        "Logged.events.append((\"new\", name))\n",
        "Logged.events.append((\"init\", name))\n",
        &[
            "creation-order",
            "subclasses-noted",
            "log-not-shadowed",
            "cooperates",
        ],
    ),
    (
        "cls.__name__, args, kwargs))",
        "cls.__name__, args, dict.fromkeys(kwargs)))",
        &["calls-noted", "cooperates"],
    ),
    (
        "Logged.events.append((\"new\", name))",
        "Logged.events += [(\"new\", name)] if bases == () or len(bases) > 1 else [(\"new\", bases[0].__name__)]",
        &["subclasses-noted", "cooperates"],
    ),
    (
        "Logged.events.append((\"init\", name))",
        "Logged.events = Logged.events + [(\"init\", name)]",
        &["log-kept"],
    ),
    (
        "Logged.events.append((\"call\"",
        "cls.events.append((\"call\"",
        &["log-not-shadowed"],
    ),
    (
        "(\"new\", name))\n        return super().__new__(meta, name, bases, namespace",
        "(\"new\", name))\n        namespace.pop('number', None)\n        return super().__new__(meta, name, bases, namespace",
        &["ordinary-classes", "creation-order"],
    ),
    (
        "args, kwargs))\n        return super().__call__(*args, **kwargs)",
        "args, kwargs))\n        return super().__call__(*args[:1], **kwargs)",
        &["makes-instances", "calls-noted"],
    ),
    (
        "args, kwargs))\n        return super().__call__(*args, **kwargs)",
        "args, kwargs))\n        made = super().__call__(*args, **kwargs)\n        isinstance(made, cls) or cls.__init__(made, *args, **kwargs)\n        return made",
        &["other-type-not-initialised"],
    ),
    (
        "(\"new\", name))\n        return super().__new__(meta, name, bases, namespace, **keywords)",
        "(\"new\", name))\n        keywords.pop('size', None)\n        return super().__new__(meta, name, bases, namespace, **keywords)",
        &["keywords-passed-on"],
    ),
    (
        "args, kwargs))\n        return super().__call__(",
        "args, kwargs))\n        return type.__call__(cls, ",
        &["cooperates"],
    ),
    (
        "if cls not in Singleton._instances:",
        "if not Singleton._instances.get(cls):",
        &["one-instance"],
    ),
    (
        "Singleton._instances[cls] = super().__call__(*args, **kwargs)\n        return",
        "Singleton._instances[cls] = super().__call__(*args, **kwargs)\n        elif kwargs.get('key'):\n            Singleton._instances[cls].__init__(*args, **kwargs)\n        return",
        &["init-once"],
    ),
    (
        "if cls not in Singleton._instances:",
        "cls = next((known for known in cls.__mro__ if known in Singleton._instances), cls)\n        if cls not in Singleton._instances:",
        &["one-per-class", "failed-init-retried"],
    ),
    (
        "            Singleton._instances[cls] = super().__call__(*args, **kwargs)",
        "            Singleton._instances[cls] = None\n            Singleton._instances[cls] = super().__call__(*args, **kwargs)",
        &["failed-init-retried"],
    ),
    (
        "_instances = {}",
        "_instances = {}\n    __import__('gc').callbacks.append(lambda *_: Singleton._instances.clear())",
        &["instance-kept"],
    ),
    (
        "Registry.classes[name] = made",
        "Registry.classes[made.__qualname__] = made",
        &["registered-by-name"],
    ),
    (
        "        if not abstract:\n",
        "        if not abstract and not any(isinstance(base, Registry) for base in bases[1:]):\n",
        &["subclasses-registered"],
    ),
    (
        "        if not abstract:\n            Registry",
        "        made._abstract = abstract or any(getattr(base, '_abstract', False) for base in bases)\n        if not made._abstract:\n            Registry",
        &["left-out"],
    ),
    (
        "raise TypeError(name)",
        "raise NameError(name)",
        &["duplicate-refused"],
    ),
    (
        "classes = {}",
        "classes = weakref.WeakValueDictionary()",
        &["registry-holds"],
    ),
    (
        "        made = super()",
        "        Registry.classes.setdefault(name, 0) if not abstract else None\n        made = super()",
        &["failed-class-not-registered"],
    ),
    (
        "Registry.classes[name] = made",
        "made.classes[name] = made",
        &["registry-not-shadowed"],
    ),
    (
        "return int(text) if text.isdigit() else text",
        "return float(text) if text.isdigit() else text",
        &["gives", "made-by-new"],
    ),
    ("else text", "else ''.join(list(text))", &["gives-itself"]),
    (
        "        return int(text)",
        "        cls.__init__(text, text)\n        return int(text)",
        &["init-not-run"],
    ),
    (
        "    return type(name, bases, namespace)",
        "    made = type(name, bases, namespace)\n    made.__module__ = __name__\n    return made",
        &["module-kept"],
    ),
];

/// More ways to break one, which need more than a line.
const MORE: [(&str, &[&str]); 4] = [
    (
        "\nclass Parsing(type):\n    def __call__(cls, text):\n        return int(text) if text.isdigit() else text\n
class Parsed(metaclass=Parsing):\n    pass\n",
        &["made-by-new"],
    ),
    (
        "\ndef make_class(name, bases, namespace):\n    return type(name, bases[:1], namespace)\n",
        &["bases-kept", "metaclass-of-bases"],
    ),
    (
        "\ndef make_class(name, bases, namespace, shared={}):\n    shared.update(namespace)\n    return type(name, bases, shared)\n",
        &["namespace-kept"],
    ),
    (
        "\ndef make_class(name, bases, namespace):
    metaclass = __import__('types').prepare_class(name, bases)[0]
    return type.__new__(metaclass, name, bases, namespace)\n",
        &["metaclass-of-bases"],
    ),
];

/// Right ones in other styles.
const STYLES: [&str; 2] = [
    "
class Watching(type):
    def __call__(meta, name, bases, namespace, **keywords):
        Logged.events.append(('new', name))
        made = super().__call__(name, bases, namespace, **keywords)
        Logged.events.append(('init', name))
        return made

class Logged(type, metaclass=Watching):
    events = []

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        Logged.events.append(('call', cls.__name__, args, kwargs))
        return made

class Singleton(type):
    def __init__(cls, *args, **keywords):
        super().__init__(*args, **keywords)
        cls.__kept = []

    def __call__(cls, *args, **kwargs):
        if not cls.__kept:
            plain = cls.__new__ is object.__new__
            made = object.__new__(cls) if plain else cls.__new__(cls, *args, **kwargs)
            made.__init__(*args, **kwargs)
            cls.__kept.append(made)
        return cls.__kept[0]
",
    "
import types

class Registry(type):
    classes = {}

    def __new__(meta, *args, **keywords):
        keywords.pop('abstract', None)
        return super().__new__(meta, *args, **keywords)

    def __init__(cls, *args, abstract=False, **keywords):
        super().__init__(*args, **keywords)
        if not abstract and type(cls).classes.setdefault(cls.__name__, cls) is not cls:
            raise TypeError(cls)

class Parsed(str):
    def __new__(cls, text):
        return int(text) if text.isdigit() else text

def make_class(name, bases, namespace):
    return types.new_class(name, bases, {}, lambda body: body.update(namespace))
",
];

/// A task with one check for each law, named after it; a law of several subjects after the first.
fn spec() -> String {
    let mut laws: Vec<(&str, &str)> = Vec::new();
    for (subject, names) in SUBJECTS {
        laws.extend(names.iter().map(|name| (subject, *name)));
    }
    let head = format!(
        "spec_version = 1\ntitle = {{ en = 'Laws' }}\nfile = 'meta.py'\npoints = {}\n",
        laws.len()
    );
    let checks = laws.iter().map(|(subject, name)| {
        format!(
            "\n[[check]]\nid = '{name}'\nkind = 'metaclass'\npoints = 1\ntitle = {{ en = '{name}' }}
[[check.subject]]\n{subject}\nlaws = ['{name}']\n"
        )
    });
    head + &checks.collect::<String>()
}

/// The laws that each of some files breaks.
#[track_caller]
fn broken(files: &[String]) -> Vec<BTreeSet<String>> {
    let names: Vec<String> = (0..files.len())
        .map(|index| format!("submission{index}"))
        .collect();
    let grader = Grader::new().file("tasks/laws/task.toml", spec());
    let grader = names.iter().zip(files).fold(grader, |grader, (name, text)| {
        grader.file(&format!("{name}/meta.py"), text)
    });
    let result = grader
        .args(["check", "tasks/laws"])
        .args(names.iter().map(String::as_str))
        .args(["--format", "json", "--exit-zero"])
        .run()
        .exit(0)
        .json();
    let results: Vec<Value> = result["results"].as_array().expect("several results").clone();
    results
        .iter()
        .map(|one| lost(one).into_iter().collect())
        .collect()
}

#[test]
fn each_law_is_broken_by_a_program_that_breaks_hardly_another_one() {
    let changed = |(old, new, _): &(&str, &str, &[&str])| {
        assert!(RIGHT.contains(old), "{old}");
        RIGHT.replace(old, new)
    };
    let mut files: Vec<String> = BROKEN.iter().map(changed).collect();
    files.extend(MORE.iter().map(|(code, _)| RIGHT.to_owned() + code));
    let wanted = BROKEN.iter().map(|(_, _, laws)| *laws);
    let wanted: Vec<&[&str]> = wanted.chain(MORE.iter().map(|(_, laws)| *laws)).collect();
    let mut seen = BTreeSet::new();
    let mut faults = String::new();
    for ((file, broken), wanted) in files.iter().zip(broken(&files)).zip(wanted) {
        let wanted: BTreeSet<String> = wanted.iter().map(|law| (*law).to_owned()).collect();
        if broken != wanted {
            writeln!(faults, "{file}\nbreaks {broken:?}\nand should break {wanted:?}")
                .expect("a text takes all");
        }
        seen.extend(broken);
    }
    assert!(faults.is_empty(), "{faults}");
    let all = SUBJECTS.iter().flat_map(|(_, laws)| laws.iter());
    let missing: Vec<_> = all.filter(|law| !seen.contains(**law)).collect();
    assert!(missing.is_empty(), "nothing breaks {missing:?}");
}

#[test]
fn right_programs_of_several_styles_break_no_law() {
    let mut files = vec![RIGHT.to_owned()];
    files.extend(STYLES.iter().map(|style| RIGHT.to_owned() + style));
    for (file, broken) in files.iter().zip(broken(&files)) {
        assert!(broken.is_empty(), "{broken:?}\n{file}");
    }
}
