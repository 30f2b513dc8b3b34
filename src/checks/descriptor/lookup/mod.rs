//! Laws of a function that finds attributes as Python does.

mod generate;
mod model;
mod write;

use crate::checks::call::Case;
use crate::checks::descriptor::Subject;
use crate::checks::laws::{Law, Program};
use crate::checks::python::literal::literal;
use crate::model::value::Value;

pub(super) const LAWS: [Law<Subject>; 4] = [
    Law {
        name: "lookup-order",
        meaning: "law-descriptor-lookup-order",
        about: "on classes made for the run (random MROs, slots, `__getattr__`, descriptors with any of get, set and \
            delete) it gives what `obj.name` gives; of the programs that fail the smallest is shown",
        lacks: finds,
        cases: order,
    },
    Law {
        name: "lookup-builtins",
        meaning: "law-descriptor-lookup-builtins",
        about: "functions, static and class methods, properties, and the attributes of built-in objects are found",
        lacks: finds,
        cases: builtins,
    },
    Law {
        name: "lookup-any-value",
        meaning: "law-descriptor-lookup-any-value",
        about: "what is found counts whatever it is: `None`, 0, an empty text, an object that cannot be compared or has \
            no truth; a `__getattr__` in the instance's `__dict__` is not asked",
        lacks: finds,
        cases: any_value,
    },
    Law {
        name: "lookup-by-itself",
        meaning: "law-descriptor-lookup-by-itself",
        about: "neither `getattr` (under any name) finds the attribute of the object nor is a `__getattribute__` of the class \
            called; reading `__dict__` and `__class__` through them, and methods of other classes, is allowed",
        lacks: finds,
        cases: by_itself,
    },
];

fn finds(subject: &Subject) -> Option<&'static str> {
    subject.lookup.is_none().then_some("`lookup`")
}

fn start(subject: &Subject) -> Program {
    match &subject.setup {
        Some(code) => Program::default().run(code.clone()),
        None => Program::default(),
    }
}

/// The call that finds an attribute.
fn find(subject: &Subject, object: &str, name: &str) -> String {
    format!(
        "{}({object}, '{name}')",
        subject.lookup.as_deref().unwrap_or_default()
    )
}

fn order(subject: &Subject, seed: u64) -> Vec<Case> {
    let worlds = generate::worlds(seed);
    let programs = worlds
        .iter()
        .map(|world| write::program(start(subject), world, &find(subject, "thing", world.name)));
    vec![Program::together(programs.collect(), &subject.needs)]
}

fn gives(program: Program, code: String, value: &str) -> Program {
    program.gives(code, literal(value).unwrap_or(Value::Ellipsis))
}

fn builtins(subject: &Subject, _: u64) -> Vec<Case> {
    let find = |object: &str, name: &str| find(subject, object, name);
    let methods = start(subject).run(
        "class A:
    def method(self, x):
        return self.n, x
    @staticmethod
    def static(x):
        return x
    @classmethod
    def of_class(cls, x):
        return cls.__name__, x
    @property
    def prop(self):
        return self.n + 1
class B(A):
    pass
b = B()
b.n = 5",
    );
    let methods = gives(methods, format!("{}(1)", find("b", "method")), "(5, 1)");
    let methods = gives(methods, format!("{}(1)", find("b", "static")), "1");
    let methods = gives(methods, format!("{}(1)", find("b", "of_class")), "('B', 1)");
    let methods = gives(methods, find("b", "prop"), "6");
    let methods = gives(methods, find("b", "n"), "5");
    let methods = methods.same(find("b", "__class__"), "B");
    let methods = methods.raises(find("b", "absent"), "AttributeError");
    let hidden = start(subject).run(
        "class A:
    def f(self):
        return 'of the class'
    @property
    def p(self):
        return 'of the class'
a = A()
a.__dict__['f'] = a.__dict__['p'] = 'of the instance'",
    );
    let hidden = gives(hidden, find("a", "f"), "'of the instance'");
    let hidden = gives(hidden, find("a", "p"), "'of the class'");
    let plain = gives(start(subject), find("5", "real"), "5");
    let plain = gives(plain, format!("{}()", find("'text'", "upper")), "'TEXT'");
    let plain = gives(plain, format!("{}(3)", find("[1, 2, 3]", "index")), "2");
    let plain = plain.raises(find("5", "absent"), "AttributeError");
    // A metaclass has no say in the attributes of instances.
    let above =
        start(subject).run("class M(type):\n    x = 'of the metaclass'\nclass A(metaclass=M):\n    pass");
    let above = above.raises(find("A()", "x"), "AttributeError");
    vec![Program::together(
        vec![methods, hidden, plain, above],
        &subject.needs,
    )]
}

const VALUES: &str = "class Odd:
    def __eq__(self, other):
        raise RuntimeError('compared')
    __hash__ = None
    def __bool__(self):
        raise RuntimeError('asked whether it is true')
odd = Odd()
class Above:
    none = zero = odd = other = 'of the class above'
class A(Above):
    none = None
    zero = 0
    odd = odd
    def shadowed(self):
        return 'of the class'
    @property
    def prop(self):
        return None
    def __getattr__(self, name):
        return '__getattr__ of the class for ' + name
a = A()
values = {'none': None, 'zero': 0, 'text': '', 'false': False, 'odd': odd, 'shadowed': None}";

fn any_value(subject: &Subject, _: u64) -> Vec<Case> {
    let find = |name: &str| find(subject, "a", name);
    let of_class = start(subject).run(VALUES);
    let of_class = gives(of_class, find("none"), "None");
    let of_class = gives(of_class, find("zero"), "0");
    let of_class = of_class.same(find("odd"), "odd");
    let of_class = gives(of_class, find("prop"), "None");
    let of_instance = start(subject).run(VALUES).run("a.__dict__.update(values)");
    let of_instance = gives(of_instance, find("none"), "None");
    let of_instance = gives(of_instance, find("text"), "''");
    let of_instance = gives(of_instance, find("false"), "False");
    let of_instance = gives(of_instance, find("shadowed"), "None");
    let of_instance = of_instance.same(find("odd"), "odd");
    let asked = start(subject)
        .run(VALUES)
        .run("a.__dict__['__getattr__'] = lambda name: 'of the instance'");
    let asked = gives(asked, find("absent"), "'__getattr__ of the class for absent'");
    vec![Program::together(
        vec![of_class, of_instance, asked],
        &subject.needs,
    )]
}

const GUARDED: &str = "class Guarded:
    on_class = 'of the class'
    def method(self):
        return 'of the method'
    def __getattribute__(self, name):
        if name in ('__dict__', '__class__'):
            return object.__getattribute__(self, name)
        raise RuntimeError('__getattribute__ was called for ' + name)
    def __getattr__(self, name):
        return '__getattr__ for ' + name
thing = Guarded()
thing.__dict__['own'] = 'of the instance'";

const WATCHED: &str = "import os, sys
calls, within = [], []

def watch(frame, event, arg):
    own = not frame.f_code.co_filename.startswith(os.path.dirname(os.__file__))
    if event == 'c_call' and arg.__name__ == 'getattr' and own:
        within.append(frame)
    elif event in ('c_return', 'c_exception') and within and within[-1] is frame:
        within.pop()
    elif event == 'call' and within and frame.f_code in of_a:
        calls.append('getattr')

class A:
    on_class = 1
    def method(self):
        return self
    prop = property(lambda self: 3)
    def __getattr__(self, name):
        return name
class Slotted:
    __slots__ = ('own',)
    prop, __getattr__ = A.__dict__['prop'], A.__dict__['__getattr__']
of_a = {A.__dict__['prop'].fget.__code__, A.__dict__['__getattr__'].__code__}
a, slotted = A(), Slotted()
a.own = slotted.own = 2

def use():
    for thing, name in ((a, 'on_class'), (a, 'own'), (a, 'method'), (a, 'prop'), (a, 'absent'),
            (slotted, 'own'), (slotted, 'prop'), (slotted, 'absent')):
        try:
            FIND
        except AttributeError:
            pass

sys.setprofile(watch)
try:
    use()
finally:
    sys.setprofile(None)";

fn by_itself(subject: &Subject, _: u64) -> Vec<Case> {
    let find_in = |name: &str| find(subject, "thing", name);
    let guarded = start(subject).run(GUARDED);
    let guarded = gives(guarded, find_in("on_class"), "'of the class'");
    let guarded = gives(guarded, find_in("own"), "'of the instance'");
    let guarded = gives(guarded, format!("{}()", find_in("method")), "'of the method'");
    let guarded = gives(guarded, find_in("absent"), "'__getattr__ for absent'");
    let function = subject.lookup.as_deref().unwrap_or_default();
    let watched = start(subject).run(WATCHED.replace("FIND", &format!("{function}(thing, name)")));
    let watched = watched.gives("calls", Value::List(Vec::new()));
    vec![Program::together(vec![guarded, watched], &subject.needs)]
}
