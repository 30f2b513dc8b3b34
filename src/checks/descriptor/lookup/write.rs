//! Worlds as Python.

use crate::checks::descriptor::lookup::model::{Class, Descriptor, Fallback, Get, Outcome, Part, World};
use crate::checks::laws::Program;
use crate::model::value::Value;

/// The classes and the instance, then the call, which must end as the attribute access does.
pub(super) fn program(start: Program, world: &World, found: &str) -> Program {
    let name = world.name;
    let program = start.run(code(world));
    let text = |text: String| Value::Str(text);
    match world.outcome() {
        Outcome::Entry => program.gives(found, text(entry(name))),
        Outcome::Slot => program.gives(found, text(slot(name))),
        Outcome::Itself(class) => program.same(found, format!("{}.__dict__['{name}']", class_name(class))),
        Outcome::Called(class) => program.gives(format!("{found}()"), text(method(class, name))),
        Outcome::Got(class) => {
            let owner = class_name(world.last());
            let parts = [got(class, name), owner.clone(), owner];
            program.gives(found, Value::Tuple(parts.map(Value::Str).into()))
        }
        Outcome::Fallback(class) => {
            let parts = [format!("__getattr__ of {}", class_name(class)), name.to_owned()];
            program.gives(found, Value::Tuple(parts.map(Value::Str).into()))
        }
        Outcome::AttributeError => program.raises(found, "AttributeError"),
        Outcome::KeyError => program.raises(found, "KeyError"),
    }
}

fn class_name(class: usize) -> String {
    char::from(b'A' + u8::try_from(class).unwrap_or_default()).to_string()
}

fn entry(name: &str) -> String {
    format!("thing.__dict__['{name}']")
}

fn slot(name: &str) -> String {
    format!("in the slot {name}")
}

fn method(class: usize, name: &str) -> String {
    format!("method {}.{name}", class_name(class))
}

fn got(class: usize, name: &str) -> String {
    format!("__get__ of {}.{name}", class_name(class))
}

fn code(world: &World) -> String {
    let order = world.mro(world.last()).unwrap_or_default();
    let mut lines = Vec::new();
    for (number, class) in world.classes.iter().enumerate() {
        // What is in no MRO would only be in the way of a reader.
        if order.contains(&number) {
            write_class(number, class, world, &mut lines);
        }
    }
    lines.push(format!("thing = {}()", class_name(world.last())));
    let slotted = order
        .iter()
        .any(|class| self_slots(&world.classes[*class], world.name));
    if slotted && world.filled {
        let first = class_name(0);
        lines.push(format!(
            "{first}.__dict__['{name}'].__set__(thing, '{}')",
            slot(world.name),
            name = world.name
        ));
    }
    for name in &world.entries {
        lines.push(format!("thing.__dict__['{name}'] = \"{}\"", entry(name)));
    }
    lines.join("\n")
}

fn self_slots(class: &Class, name: &str) -> bool {
    class.slots.iter().flatten().any(|slot| *slot == name)
}

fn write_class(number: usize, class: &Class, world: &World, lines: &mut Vec<String>) {
    let own = class_name(number);
    for (name, part) in &class.parts {
        if let Part::Descriptor(descriptor) = part {
            write_descriptor(number, name, *descriptor, lines);
        }
    }
    if class.parts.iter().any(|(_, part)| *part == Part::Pretender) {
        lines.push(format!("class Plain{own}:\n    pass"));
        lines.push(format!("plain = Plain{own}()"));
        lines.push("plain.__get__ = lambda *args: 'wrong'".to_owned());
    }
    let bases: Vec<String> = class.bases.iter().map(|base| class_name(*base)).collect();
    let bases = if bases.is_empty() {
        String::new()
    } else {
        format!("({})", bases.join(", "))
    };
    lines.push(format!("class {own}{bases}:"));
    let body = lines.len();
    if let Some(slots) = &class.slots {
        // At most one: a comma makes it a tuple.
        let name = slots.first().map(|name| format!("'{name}',")).unwrap_or_default();
        lines.push(format!("    __slots__ = ({name})"));
    }
    for (name, part) in &class.parts {
        lines.push(match part {
            Part::Plain => format!("    {name} = '{own}.{name}'"),
            Part::Method => format!(
                "    def {name}(self):\n        return '{}'",
                method(number, name)
            ),
            Part::Pretender => format!("    {name} = plain"),
            Part::ClassWithGet => {
                format!("    class {name}:\n        def __get__(self, obj, owner=None):\n            return 'wrong'")
            }
            Part::Descriptor(_) => format!("    {name} = {}()", descriptor_name(number, name)),
        });
    }
    if let Some(fallback) = class.fallback {
        lines.push("    def __getattr__(self, name):".to_owned());
        if !world.has_dict() {
            lines.push("        if name == '__dict__':\n            raise AttributeError(name)".to_owned());
        }
        lines.push(match fallback {
            Fallback::Value => format!("        return '__getattr__ of {own}', name"),
            Fallback::AttributeError => "        raise AttributeError(name)".to_owned(),
        });
    }
    if lines.len() == body {
        lines.push("    pass".to_owned());
    }
}

fn descriptor_name(class: usize, name: &str) -> String {
    format!("Descriptor_{}_{name}", class_name(class))
}

fn write_descriptor(number: usize, name: &str, descriptor: Descriptor, lines: &mut Vec<String>) {
    let own = descriptor_name(number, name);
    lines.push(if descriptor.inherited {
        format!("class Base_{own}:")
    } else {
        format!("class {own}:")
    });
    if let Some(get) = descriptor.get {
        lines.push("    def __get__(self, obj, owner=None):".to_owned());
        lines.push(match get {
            Get::Value => format!(
                "        return '{}', type(obj).__name__, owner.__name__",
                got(number, name)
            ),
            Get::AttributeError => "        raise AttributeError('from __get__')".to_owned(),
            Get::KeyError => "        raise KeyError('from __get__')".to_owned(),
        });
    }
    if descriptor.set {
        lines.push("    def __set__(self, obj, value):\n        pass".to_owned());
    }
    if descriptor.delete {
        lines.push("    def __delete__(self, obj):\n        pass".to_owned());
    }
    if descriptor.inherited {
        lines.push(format!("class {own}(Base_{own}):\n    pass"));
    }
}
