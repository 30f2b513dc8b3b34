//! Whether a clone does without the built-in classes.

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::descriptor::wraps::steps::start;
use crate::model::value::Value;

/// Makes and uses the clone; what it makes meanwhile is looked for after every instruction, since nobody may keep it.
const WITHOUT: &str = r#"import gc, os, sys
kinds = {kind: kind.__name__ for kind in object.__subclasses__() if kind.__name__ in NAMES and kind.__module__ == "builtins"}
library = os.path.dirname(os.__file__)
by_itself = ("__new__", "__init_subclass__", "__class_getitem__")  # Python wraps these
used = set()

def look(thing):
    found = kinds.keys() & set(type(thing).__mro__)
    parts = [getattr(thing, name, None) for name in ("__func__", "fget", "fset", "fdel") if found]
    codes = [part.__code__.co_filename for part in parts if hasattr(part, "__code__")]
    if found and getattr(parts[0], "__name__", "") not in by_itself and not any(code.startswith(library) for code in codes):
        used.update(kinds[kind] for kind in found)

def watch(frame, event, arg):
    frame.f_trace_opcodes = True
    for thing in gc.get_objects(generation=0):
        look(thing)
    return watch

def function(*args):
    return args

def use():
    made = Wrap(function)
    for part in ("setter", "deleter"):
        if hasattr(made, part):
            made = getattr(made, part)(function)
    A = type("A", (), {"f": made})
    B = type("B", (A,), {})
    for cls in (A, B):
        a = cls()
        for act in ("cls.f", "cls.f()", "a.f", "a.f()", "setattr(a, 'f', 1)", "a.f", "delattr(a, 'f')", "a.f"):
            try:
                eval(act, {"cls": cls, "a": a})
            except Exception:
                pass
    return made

gc.collect()
gc.disable()
sys._getframe().f_trace_opcodes = True  # Python 3.12 wants it before
sys.settrace(watch)
try:
    made = use()
finally:
    sys.settrace(None)
    gc.enable()
for base in type(made).__mro__:
    file = getattr(sys.modules.get(base.__module__), "__file__", None) or library
    for name, thing in vars(base).items():
        if not file.startswith(library) and name not in by_itself:
            look(thing)"#;

/// What it is derived from, or holds.
const HELD: &str = "import gc
made = Wrap(lambda *args: args)
parts = [made, *gc.get_referents(made)]
for part in [*parts]:
    if type(part) in (dict, list, tuple, set):
        parts += gc.get_referents(part)
used = {kind.__name__ for part in parts for kind in type(part).__mro__ if kind.__name__ in NAMES and kind.__module__ == 'builtins'}";

pub(super) fn without_builtins(subject: &Subject, _: u64) -> Vec<Case> {
    let names: Vec<String> = subject.without.iter().map(|name| format!("{name:?}")).collect();
    let names = format!("({},)", names.join(", "));
    // The short one first: it says more where it says something.
    let cases = [HELD, WITHOUT].map(|code| {
        let program = start(subject, &code.replace("NAMES", &names));
        let program = program.gives("sorted(used)", Value::List(Vec::new()));
        program.alone(&subject.needs)
    });
    cases.into()
}
