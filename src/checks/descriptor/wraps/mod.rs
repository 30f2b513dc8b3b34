//! Laws of descriptors that wrap functions, as `staticmethod`, `classmethod` and `property` do.

mod methods;
mod property;
mod steps;
mod without;

use crate::checks::descriptor::Subject;
use crate::checks::laws::Law;

pub(super) const LAWS: [Law<Subject>; 10] = [
    Law {
        name: "static-method",
        meaning: "law-descriptor-static-method",
        about: "the function gets the arguments of the call and nothing else: on the class, an instance, a subclass and \
            its instance",
        lacks: wraps,
        cases: methods::static_method,
    },
    Law {
        name: "class-method",
        meaning: "law-descriptor-class-method",
        about: "the function gets the class that it is called on, or the instance's, before the arguments: on the class, \
            an instance, a subclass, its instance, and through super()",
        lacks: wraps,
        cases: methods::class_method,
    },
    Law {
        name: "shadowed",
        meaning: "law-descriptor-shadowed",
        about: "an attribute of the instance hides it (it is no data descriptor), for that instance alone, until it is \
            deleted",
        lacks: wraps,
        cases: methods::shadowed,
    },
    Law {
        name: "property-get",
        meaning: "law-descriptor-property-get",
        about: "reading calls `fget` with the instance, each time anew, whatever the instance's `__dict__` holds under \
            the name; its exceptions come out",
        lacks: wraps,
        cases: property::property_get,
    },
    Law {
        name: "property-set",
        meaning: "law-descriptor-property-set",
        about: "assigning calls `fset`, `del` calls `fdel`, given by position or as keywords; instances are kept apart",
        lacks: wraps,
        cases: property::property_set,
    },
    Law {
        name: "property-read-only",
        meaning: "law-descriptor-property-read-only",
        about: "assigning without `fset` and `del` without `fdel` raise AttributeError and change nothing",
        lacks: wraps,
        cases: property::property_read_only,
    },
    Law {
        name: "property-on-class",
        meaning: "law-descriptor-property-on-class",
        about: "read on the class or a subclass it gives itself; read on an instance that is false, the value",
        lacks: wraps,
        cases: property::property_on_class,
    },
    Law {
        name: "property-decorators",
        meaning: "law-descriptor-property-decorators",
        about: "`@wrap`, `@x.setter` and `@x.deleter`, in either order, keep what is there already",
        lacks: wraps,
        cases: property::property_decorators,
    },
    Law {
        name: "property-inheritance",
        meaning: "law-descriptor-property-inheritance",
        about: "subclasses inherit it; `@Base.x.setter` in a subclass makes another one and leaves that of the base",
        lacks: wraps,
        cases: property::property_inheritance,
    },
    Law {
        name: "without-builtins",
        meaning: "law-descriptor-without-builtins",
        about: "while it is made and used, no object of the built-in classes `without` comes into being: looked for after \
            every bytecode instruction, among its bases and in its class",
        lacks: |subject| wraps(subject).or_else(|| subject.without.is_empty().then_some("`without`")),
        cases: without::without_builtins,
    },
];

fn wraps(subject: &Subject) -> Option<&'static str> {
    subject.wrap.is_none().then_some("`wrap`")
}
