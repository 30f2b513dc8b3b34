//! The laws of the kind `descriptor`: a program that breaks one is caught by it and by no other, and right ones in
//! several styles break none.

use crate::builder::{Grader, lost};

/// Each law with its subject.
const LAWS: [(&str, &str); 28] = [
    ("takes", FIELD),
    ("refuses", FIELD),
    ("per-instance", FIELD),
    ("per-field", FIELD),
    ("per-subclass", FIELD),
    ("keeps-nothing-alive", FIELD),
    ("lives-in-instance", FIELD),
    ("stored-under", FIELD),
    ("class-access", FIELD),
    ("data", FIELD),
    ("refuses-deletion", FIELD),
    ("set-name", FIELD),
    ("deletes", "make = 'Loose()', good = ['[1]', '(2, None)']"),
    ("non-data", "make = 'Cached()'"),
    ("static-method", "wrap = 'Static'"),
    ("class-method", "wrap = 'Class'"),
    ("shadowed", "wrap = 'Class'"),
    ("property-get", "wrap = 'Prop'"),
    ("property-set", "wrap = 'Prop'"),
    ("property-read-only", "wrap = 'Prop'"),
    ("property-on-class", "wrap = 'Prop'"),
    ("property-decorators", "wrap = 'Prop'"),
    ("property-inheritance", "wrap = 'Prop'"),
    (
        "without-builtins",
        "wrap = 'Prop', without = ['property', 'staticmethod', 'classmethod']",
    ),
    ("lookup-order", "lookup = 'lookup'"),
    ("lookup-builtins", "lookup = 'lookup'"),
    ("lookup-any-value", "lookup = 'lookup'"),
    ("lookup-by-itself", "lookup = 'lookup'"),
];

const FIELD: &str = "make = \"Field('{key}')\", good = ['1', '2', '3', '4', '-5'], \
    bad = [{ value = \"'x'\", raises = 'TypeError' }, { value = 'None', raises = 'TypeError' }], \
    deletion = 'TypeError', named = 'descriptor.name'";

const RIGHT: &str = r#"
class Field:
    def __init__(self, key):
        self.key = key
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, obj, owner):
        if obj is None:
            return self
        return obj.__dict__[self.key]
    def __set__(self, obj, value):
        if not isinstance(value, int):
            raise TypeError(value)
        obj.__dict__[self.key] = value
    def __delete__(self, obj):
        raise TypeError(self.name)

class Loose:
    def __set_name__(self, owner, name):
        self.key = "_" + name
    def __get__(self, obj, owner):
        return getattr(obj, self.key)
    def __set__(self, obj, value):
        setattr(obj, self.key, value)
    def __delete__(self, obj):
        delattr(obj, self.key)

class Cached:
    def __get__(self, obj, owner):
        return "computed"

class Static:
    def __init__(self, func):
        self.func = func
    def __get__(self, obj, owner):
        return self.func

class Class:
    def __init__(self, func):
        self.func = func
    def __get__(self, obj, owner):
        return self.func.__get__(owner)

class Prop:
    def __init__(self, fget, fset=None, fdel=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
    def __get__(self, obj, owner):
        if obj is None:
            return self
        return self.fget(obj)
    def __set__(self, obj, value):
        if self.fset is None:
            raise AttributeError("set")
        self.fset(obj, value)
    def __delete__(self, obj):
        if self.fdel is None:
            raise AttributeError("del")
        self.fdel(obj)
    def setter(self, fset):
        return Prop(self.fget, fset, self.fdel)
    def deleter(self, fdel):
        return Prop(self.fget, self.fset, fdel)

def find(cls, name):
    return [vars(base)[name] for base in cls.__mro__ if name in vars(base)][:1]

def lookup(obj, name):
    try:
        for value in find(type(obj), name):
            get = find(type(value), "__get__")
            data = find(type(value), "__set__") or find(type(value), "__delete__")
            if get and data:
                return get[0](value, obj, type(obj))
        if hasattr(obj, "__dict__") and name in obj.__dict__:
            return obj.__dict__[name]
        for value in find(type(obj), name):
            return get[0](value, obj, type(obj)) if get else value
        raise AttributeError(name)
    except AttributeError:
        for fallback in find(type(obj), "__getattr__"):
            return fallback(obj, name)
        raise
"#;

/// The laws that a program breaks, in the order of the table.
fn broken(program: &str, seed: &str) -> Vec<String> {
    let check = |(law, subject): &(&str, &str)| {
        format!(
            "[[check]]\nid = '{law}'\nkind = 'descriptor'\npoints = 1\ntitle = {{ en = '{law}' }}\n\
             subject = [{{ {subject}, laws = ['{law}'] }}]\n"
        )
    };
    let checks: Vec<String> = LAWS.iter().map(check).collect();
    let head = "spec_version = 1\ntitle = { en = 'Laws' }\nfile = 'laws.py'\npoints = 28\n";
    let spec = head.to_owned() + &checks.concat();
    let result = Grader::new()
        .file("tasks/laws/task.toml", &spec)
        .file("submission/laws.py", program)
        .args([
            "check",
            "tasks/laws",
            "submission",
            "--format",
            "json",
            "--exit-zero",
            "--seed",
            seed,
        ])
        .run()
        .exit(0)
        .json();
    lost(&result)
}

#[test]
fn a_right_program_breaks_no_law_whatever_the_seed() {
    for seed in ["1", "2", "3", "4", "5"] {
        assert_eq!(broken(RIGHT, seed), [""; 0], "seed {seed}");
    }
}

#[test]
fn python_itself_breaks_no_law() {
    let start = RIGHT.find("class Static").unwrap();
    let own = "
Static, Class, Prop = staticmethod, classmethod, property
lookup = lambda obj, name: object_getattribute(obj, name)
def object_getattribute(obj, name):
    try:
        return object.__getattribute__(obj, name)
    except AttributeError:
        if not hasattr(type(obj), '__getattr__'):
            raise
    return type(obj).__getattr__(obj, name)
";
    assert_eq!(
        broken(&format!("{}{own}", &RIGHT[..start]), "1"),
        ["without-builtins"]
    );
}

/// What each change to the right program breaks.
const CHANGES: &[(&[&str], &str, &str)] = &[
    (
        &["takes"],
        "        obj.__dict__[self.key] = value\n    def __delete__(self, obj):\n        raise TypeError",
        "        obj.__dict__[self.key] = abs(value)\n    def __delete__(self, obj):\n        raise TypeError",
    ),
    (&["refuses"], "raise TypeError(value)", "raise ValueError(value)"),
    (
        &["refuses"],
        "raise TypeError(value)",
        "obj.__dict__[self.key] = 0; raise TypeError(value)",
    ),
    (
        &["per-instance", "lives-in-instance", "stored-under"],
        "        return obj.__dict__[self.key]\n    def __set__(self, obj, value):\n        if not isinstance(value, int):\n            \
         raise TypeError(value)\n        obj.__dict__[self.key] = value",
        "        return self.kept[id(obj)]\n    kept = property(lambda self: self.__dict__.setdefault('table', {}))\n    \
         def __set__(self, obj, value):\n        if not isinstance(value, int):\n            raise TypeError(value)\n        \
         self.kept[id(obj)] = value",
    ),
    (
        &["per-field", "stored-under"],
        "self.key = key",
        "self.key = '_same'",
    ),
    (
        &["per-subclass"],
        "        return obj.__dict__[self.key]\n    def __set__(self, obj, value):\n",
        "        return self.place(obj)[self.key]\n    shared = {}\n    def place(self, obj):\n        \
         return obj.__dict__ if type(obj).__base__ is object else self.shared\n    def __set__(self, obj, value):\n        \
         if type(value) is int:\n            self.place(obj)[self.key] = value\n            return\n",
    ),
    (
        &["keeps-nothing-alive"],
        "        obj.__dict__[self.key] = value\n    def __delete__(self, obj):\n        raise",
        "        obj.__dict__[self.key] = value\n        self.last = obj\n    def __delete__(self, obj):\n        raise",
    ),
    (&["stored-under"], "self.key = key", "self.key = 'my' + key"),
    (
        &["class-access"],
        "            return self\n        return obj.__dict__",
        "            return None\n        return obj.__dict__",
    ),
    (
        &["class-access"],
        "        if obj is None:\n            return self\n        return obj.__dict__",
        "        if not obj:\n            return self\n        return obj.__dict__",
    ),
    (
        &["data"],
        "        return obj.__dict__[self.key]",
        "        return obj.__dict__.get(self.name, obj.__dict__.get(self.key))",
    ),
    (
        &["refuses-deletion"],
        "        raise TypeError(self.name)",
        "        pass",
    ),
    (
        &["set-name"],
        "        self.name = name\n",
        "        self.name = owner.__name__\n",
    ),
    (&["deletes"], "        delattr(obj, self.key)", "        pass"),
    (
        &["non-data"],
        "class Cached:\n",
        "class Cached:\n    def __set__(self, obj, value):\n        pass\n",
    ),
    (
        &["static-method"],
        "        return self.func\n\nclass Class:",
        "        return self.func.__get__(obj, owner)\n\nclass Class:",
    ),
    (
        &["class-method"],
        "self.func.__get__(owner)",
        "self.func.__get__(owner.__mro__[-2])",
    ),
    (
        &["shadowed"],
        "        return self.func.__get__(owner)",
        "        return self.func.__get__(owner)\n    def __set__(self, obj, value):\n        pass",
    ),
    (
        &["property-get"],
        "        return self.fget(obj)",
        "        try:\n            return self.fget(obj)\n        except KeyError:\n            return None",
    ),
    (
        &["property-set"],
        "        self.fset(obj, value)",
        "        self.fset(obj, value or 0)",
    ),
    (
        &[
            "property-read-only",
            "property-decorators",
            "property-inheritance",
        ],
        "raise AttributeError(\"set\")",
        "raise TypeError('set')",
    ),
    (
        &["property-on-class"],
        "        if obj is None:\n            return self\n        return self.fget(obj)",
        "        if obj is None:\n            return Prop(self.fget, self.fset, self.fdel)\n        return self.fget(obj)",
    ),
    (
        &["property-decorators"],
        "        return Prop(self.fget, self.fset, fdel)",
        "        return Prop(self.fget, None, fdel)",
    ),
    (
        &["property-inheritance"],
        "        return Prop(self.fget, fset, self.fdel)",
        "        self.fset = fset; return self",
    ),
    (
        &["without-builtins"],
        "        return self.fget(obj)",
        "        return property(self.fget).__get__(obj)",
    ),
    (
        &["lookup-order"],
        "data = find(type(value), \"__set__\") or find(type(value), \"__delete__\")",
        "data = find(type(value), \"__set__\")",
    ),
    (
        &["lookup-builtins"],
        "def lookup(obj, name):\n",
        "def lookup(obj, name):\n    if name in vars(type(type(obj))):\n        return type(type(obj)).__dict__[name]\n",
    ),
    (
        &["lookup-any-value"],
        "and name in obj.__dict__:",
        "and obj.__dict__.get(name) is not None:",
    ),
    (
        &["lookup-by-itself"],
        "def lookup(obj, name):\n",
        "def lookup(obj, name):\n    ask = getattr\n    if type(obj).__name__ != 'Guarded':\n        return ask(obj, name)\n",
    ),
];

#[test]
fn a_program_that_breaks_a_law_is_caught_by_it() {
    let mut unbroken: Vec<&str> = LAWS.iter().map(|(law, _)| *law).collect();
    let mut wrong = Vec::new();
    for (laws, old, new) in CHANGES {
        assert!(RIGHT.contains(old), "{old}");
        let found = broken(&RIGHT.replacen(old, new, 1), "7");
        if found != *laws {
            wrong.push(format!("{found:?}, not {laws:?}: {new}"));
        }
        unbroken.retain(|law| !laws.contains(law));
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(unbroken, [""; 0]);
}
