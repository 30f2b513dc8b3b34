//! Code and facts in, judgements out.

use std::sync::Arc;

use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::observation::{Observation, SeenImport, SeenName, Sourced};
use crate::model::verdict::Location;

fn seen(files: &[(&str, &str)]) -> Sourced {
    Sourced {
        files: files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes())))
            .collect(),
        ..Sourced::default()
    }
}

fn judged(keys: &str, seen: Sourced) -> String {
    told(
        &parse("source", keys)
            .unwrap()
            .as_check()
            .judge(&context(), &[Observation::Source(seen)]),
    )
}

#[track_caller]
fn check(keys: &str, code: &str, words: Option<&str>) {
    let told = judged(keys, seen(&[("counter.py", code)]));
    let expected = words.map_or("Passed passed".to_owned(), |words| {
        format!("Failed source-rule\n{words}")
    });
    assert_eq!(told, expected, "{code}");
}

const NO_ABC: &str = "forbid_imports = ['abc']\nforbid_metaclasses = ['abc.ABCMeta']";

#[test]
fn imports_are_found_wherever_they_stand() {
    let at = |line: u32| format!("- source-import module=`abc` at=counter.py:{line}\nat: counter.py:{line}");
    for (code, line) in [
        ("import abc\n", 1),
        ("\nimport os, abc as a\n", 2),
        ("from abc import ABC\n", 1),
        ("def f():\n    import abc.x\n", 2),
        ("import importlib\nimportlib.import_module('abc')\n", 2),
        ("x = __import__('abc')\n", 1),
        ("import sys\nx = sys.modules['abc']\n", 2),
        ("import sys\nx = sys.modules.get('abc')\n", 2),
        ("try:\n    pass\nexcept* (ValueError):\n    import abc\n", 4),
    ] {
        check(NO_ABC, code, Some(&at(line)));
    }
    for code in [
        "import abcd\n",
        "from collections.abc import Sized\n",
        "abc = 'abc'\n",
        "import functools\n",
        "",
    ] {
        check(NO_ABC, code, None);
    }
}

#[test]
fn files_that_the_required_one_would_import_are_read_and_others_are_not() {
    let helper = |main: &str| {
        let files = [
            ("counter.py", main),
            ("helper.py", "\nimport abc\n"),
            ("lib/__init__.py", ""),
            ("lib/a.py", "import abc"),
        ];
        judged(NO_ABC, seen(&files)).lines().nth(1).map(str::to_owned)
    };
    assert_eq!(helper("x = 1"), None);
    let told = |place: &str| Some(format!("- source-import module=`abc` at={place}"));
    assert_eq!(helper("import helper"), told("helper.py:2"));
    assert_eq!(helper("def f():\n    from helper import x"), told("helper.py:2"));
    assert_eq!(helper("from lib import a"), told("lib/a.py:1"));
    assert_eq!(helper("import lib"), None);
    let loaded = Sourced {
        loaded: vec!["helper.py".to_owned()],
        ..seen(&[("counter.py", ""), ("helper.py", "import abc")])
    };
    assert!(judged(NO_ABC, loaded).contains("at=helper.py:1"));
}

#[test]
fn what_was_seen_at_run_time_counts() {
    let location = Location {
        file: "counter.py".to_owned(),
        line: 3,
    };
    let import = |module: &str, name: &str, origin: &str| Sourced {
        imports: vec![SeenImport {
            module: module.to_owned(),
            name: name.to_owned(),
            origin: origin.to_owned(),
            location: location.clone(),
        }],
        ..seen(&[("counter.py", "")])
    };
    assert!(judged(NO_ABC, import("abc", "", "")).contains("- source-import module=`abc` at=counter.py:3"));
    let named = judged(NO_ABC, import("typing", "abstractmethod", "abc"));
    assert!(
        named.contains("- source-import-name name=`abstractmethod` module=`abc` at=counter.py:3"),
        "{named}"
    );
    assert_eq!(
        judged(NO_ABC, import("functools", "wraps", "functools")),
        "Passed passed"
    );
    let bound = Sourced {
        bound: vec![SeenName {
            file: "counter.py".to_owned(),
            name: "x".to_owned(),
            origin: "abc".to_owned(),
        }],
        ..seen(&[("counter.py", "import numbers\nx = numbers.ABCMeta\nprint(x)\n")])
    };
    assert!(judged(NO_ABC, bound).contains("- source-bound name=`x` module=`abc` file=`counter.py`"));
    let class = |bases: &[&str]| Sourced {
        classes: vec![(
            "counter.A".to_owned(),
            bases.iter().map(|&base| base.to_owned()).collect(),
        )],
        ..seen(&[("counter.py", "")])
    };
    assert!(
        judged(NO_ABC, class(&["counter.M", "abc.ABCMeta", "builtins.type"]))
            .contains("- source-metaclass class=`counter.A` base=`abc.ABCMeta`")
    );
    assert_eq!(
        judged(NO_ABC, class(&["counter.M", "builtins.type"])),
        "Passed passed"
    );
}

#[test]
fn only_what_is_allowed_may_be_imported_and_what_is_required_must_be() {
    let keys = "allow_imports = ['threading']\nrequire_imports = ['threading']";
    let files = |main: &str| judged(keys, seen(&[("counter.py", main), ("helper.py", "")]));
    assert_eq!(files("import threading, helper"), "Passed passed");
    assert!(
        files("import threading, os.path").contains("- source-not-allowed module=`os.path` at=counter.py:1")
    );
    assert!(files("x = 1").contains("- source-lacks-import module=`threading`"));
}

#[test]
fn names_attributes_and_syntax_are_looked_for_inside_what_is_named() {
    let code = "def other():\n    for x in []: x.sort()\n\nclass C:\n    def total(self, items):\n        return sum(items)\n";
    check(
        "forbid_names = ['sum']",
        code,
        Some("- source-name name=`sum` at=counter.py:6\nat: counter.py:6"),
    );
    check("forbid_names = ['sum']\ninside = ['other']", code, None);
    check(
        "forbid_names = ['sum']\ninside = ['C.total']",
        code,
        Some("- source-name name=`sum` at=counter.py:6\nat: counter.py:6"),
    );
    check(
        "forbid_attributes = ['sort']",
        code,
        Some("- source-attribute name=`sort` at=counter.py:2\nat: counter.py:2"),
    );
    check("forbid_syntax = ['for']\ninside = ['C']", code, None);
    check(
        "forbid_syntax = ['for', 'class']",
        code,
        Some(
            "- source-syntax construct=`for` at=counter.py:2\n- source-syntax construct=`class` at=counter.py:4\nat: counter.py:2",
        ),
    );
    check(
        "require_syntax = ['lambda']",
        code,
        Some("- source-lacks-syntax construct=`lambda`"),
    );
    check(
        "require_names = ['reduce']",
        code,
        Some("- source-lacks-name name=`reduce`"),
    );
    check("require_names = ['sort', 'sum']", code, None);
    check(
        "forbid_names = ['eval']",
        "import builtins\nbuiltins.eval('1')",
        Some("- source-name name=`eval` at=counter.py:2\nat: counter.py:2"),
    );
}

#[test]
fn every_part_of_the_language_is_found() {
    let code = "import a\nfrom a import *\n@d\nclass C: pass\nfor x in y: pass\nwhile x: pass\nif x: pass\ntry: pass\nexcept: pass\nwith x: pass\nlambda: 1\n[x for x in y]\n(x for x in y)\ndef f():\n    global g\n    yield 1\n    def h():\n        nonlocal x\nassert x\nasync def k():\n    await x\nmatch x:\n    case 1: pass\n(x := 1)\nf'{x}'\nx[1:2]\n1 if x else 2\nraise x\ndel x\n";
    for construct in [
        "for",
        "while",
        "if",
        "try",
        "with",
        "lambda",
        "comprehension",
        "generator",
        "yield",
        "class",
        "decorator",
        "global",
        "nonlocal",
        "assert",
        "async",
        "await",
        "match",
        "walrus",
        "f-string",
        "slice",
        "ternary",
        "raise",
        "del",
        "import",
        "star-import",
        "bare-except",
    ] {
        check(&format!("require_syntax = ['{construct}']"), code, None);
        assert!(
            judged(
                &format!("forbid_syntax = ['{construct}']"),
                seen(&[("counter.py", code)])
            )
            .starts_with("Failed")
        );
        assert!(
            judged(
                &format!("require_syntax = ['{construct}']"),
                seen(&[("counter.py", "x = 1")])
            )
            .starts_with("Failed")
        );
    }
}

#[test]
fn hostile_sources_are_refused_in_words() {
    check(
        NO_ABC,
        &"x = 1\n".repeat(200_000),
        Some("- source-too-long file=`counter.py`"),
    );
    check(
        NO_ABC,
        &"(".repeat(1 << 20),
        Some("- source-too-deep file=`counter.py`"),
    );
    let latin = Sourced {
        files: vec![(
            "counter.py".to_owned(),
            Arc::from(&b"# coding: latin-1\nx = '\xe9\0'\nimport abc\n"[..]),
        )],
        ..Sourced::default()
    };
    assert!(judged(NO_ABC, latin).contains("at=counter.py:3"));
    let bytes = |bytes: &[u8]| {
        let files = vec![("counter.py".to_owned(), Arc::from(bytes))];
        judged(
            NO_ABC,
            Sourced {
                files,
                ..Sourced::default()
            },
        )
    };
    // To Python the quotes are halves of other letters, and the import is code.
    let hidden = b"# coding: iso2022_jp\nx = '\x1b$B'''\x1b(B'\nimport abc\n'''\n";
    assert!(bytes(hidden).contains("- source-encoding file=`counter.py`"));
    assert!(bytes(b"# -*- coding: cp037 -*-\n").contains("- source-encoding"));
    assert!(bytes(b"x = 1\rimport abc\r").contains("at=counter.py:2"));
    for odd in [
        &b"\xff\xfei\0m\0p\0"[..],
        b"\0\0\0",
        b"\x80\x81",
        b"import abc\0",
        b"'''",
        b"(((",
        b"\t  x\n \ty",
    ] {
        bytes(odd);
    }
}

#[test]
fn what_rules_cannot_be_is_refused() {
    check_faults("source", "", &["no-steps"]);
    check_faults("source", "forbid_names = ['a.b']", &["bad-name"]);
    check_faults("source", "forbid_imports = ['a b']", &["bad-name"]);
    check_faults("source", "forbid_names = ['a']\nrun = 'x ='", &["python-syntax"]);
}
