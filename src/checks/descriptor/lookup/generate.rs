//! Classes made from the seed: every small case of one class, then more classes than can all be tried.

use crate::checks::descriptor::lookup::model::{Class, Descriptor, Fallback, Get, Part, World};
use crate::util::random::Random;

const NAMES: [&str; 6] = ["x", "size", "colour", "weight", "price", "speed"];
/// Random worlds of two classes, and of more.
const PAIRS: usize = 60;
const LARGER: usize = 70;

/// Bases of classes where the method resolution order is not what one might think: a pair of bases, a base that is
/// mixed in, diamonds.
const SHAPES: [&[&[usize]]; 5] = [
    &[&[], &[], &[0, 1]],
    &[&[], &[], &[1, 0]],
    &[&[], &[0], &[], &[2, 1]],
    &[&[], &[0], &[0], &[1, 2]],
    &[&[], &[0], &[1], &[0], &[2, 3]],
];

/// All worlds of a run; what is tried first is small.
pub(super) fn worlds(seed: u64) -> Vec<World> {
    let mut random = Random::named(seed, "classes to look an attribute up in");
    let name = *random.pick(&NAMES);
    let mut worlds = single(name);
    for shape in SHAPES {
        worlds.extend(shaped(name, shape, &mut random));
    }
    let mut more = Vec::new();
    for size in (0..PAIRS)
        .map(|_| 2)
        .chain((0..LARGER).map(|index| 3 + index % 4))
    {
        let slotted = random.once_in(5);
        let world = world(name, size, slotted, &mut random);
        if !more.contains(&world) {
            more.push(world);
        }
    }
    worlds.extend(more);
    worlds
}

/// Every world of one class: what it has, what the instance has, whether there is a `__getattr__`.
fn single(name: &'static str) -> Vec<World> {
    let mut worlds = Vec::new();
    for part in std::iter::once(None).chain(parts().into_iter().map(Some)) {
        for entries in [vec![], vec![name]] {
            for fallback in [None, Some(Fallback::Value)] {
                let class = Class {
                    parts: part.map(|part| (name, part)).into_iter().collect(),
                    fallback,
                    ..Class::default()
                };
                worlds.push(World {
                    classes: vec![class],
                    entries: entries.clone(),
                    filled: false,
                    name,
                });
            }
        }
    }
    for filled in [false, true] {
        for fallback in [None, Some(Fallback::Value), Some(Fallback::AttributeError)] {
            let class = Class {
                slots: Some(vec![name]),
                fallback,
                ..Class::default()
            };
            worlds.push(World {
                classes: vec![class],
                entries: Vec::new(),
                filled,
                name,
            });
        }
    }
    worlds
}

/// For every set of the classes of a shape, one world in which exactly these have something under the name, and one in
/// which exactly these have a `__getattr__`.
fn shaped(name: &'static str, shape: &[&[usize]], random: &mut Random) -> Vec<World> {
    let simple = [
        Part::Plain,
        Part::Method,
        Part::Descriptor(Descriptor {
            get: Some(Get::Value),
            set: false,
            delete: false,
            inherited: false,
        }),
    ];
    let mut worlds = Vec::new();
    for set in 1_u32..1 << shape.len() {
        for fallback in [false, true] {
            let class = |(number, bases): (usize, &&[usize])| {
                let chosen = set & (1 << number) != 0;
                let part = (chosen && !fallback).then(|| (name, *random.pick(&simple)));
                Class {
                    bases: bases.to_vec(),
                    slots: None,
                    parts: part.into_iter().collect(),
                    fallback: (chosen && fallback).then_some(Fallback::Value),
                }
            };
            worlds.push(World {
                classes: shape.iter().enumerate().map(class).collect(),
                entries: Vec::new(),
                filled: false,
                name,
            });
        }
    }
    worlds
}

/// Everything that a class can have under a name, each once.
fn parts() -> Vec<Part> {
    let mut parts = vec![Part::Plain, Part::Method, Part::Pretender, Part::ClassWithGet];
    for get in [None, Some(Get::Value), Some(Get::AttributeError)] {
        for (set, delete) in [(false, false), (true, false), (false, true), (true, true)] {
            if get.is_some() || set || delete {
                parts.push(Part::Descriptor(Descriptor {
                    get,
                    set,
                    delete,
                    inherited: false,
                }));
            }
        }
    }
    parts
}

fn world(name: &'static str, size: usize, slotted: bool, random: &mut Random) -> World {
    let mut world = World {
        classes: Vec::new(),
        entries: Vec::new(),
        filled: random.once_in(2),
        name,
    };
    for number in 0..size {
        let bases = if number == 0 {
            Vec::new()
        } else {
            bases(number, random)
        };
        let class = class(
            name,
            slotted && (number == 0 || !random.once_in(4)),
            number == 0,
            random,
        );
        world.classes.push(Class { bases, ..class });
        if world.mro(number).is_none() {
            world.classes[number].bases = vec![number - 1];
        }
    }
    if world.has_dict() && random.once_in(2) {
        world.entries.push(name);
    }
    world
}

/// The class before it, and others in any place.
fn bases(number: usize, random: &mut Random) -> Vec<usize> {
    let mut bases = vec![number - 1];
    let mut rest: Vec<usize> = (0..number - 1).collect();
    while !rest.is_empty() && random.once_in(2) && bases.len() < 3 {
        let base = rest.swap_remove(random.index(rest.len()));
        bases.insert(random.index(bases.len() + 1), base);
    }
    bases
}

fn class(name: &'static str, slotted: bool, first: bool, random: &mut Random) -> Class {
    let slots = slotted.then(|| if first { vec![name] } else { Vec::new() });
    let taken = slots.as_ref().is_some_and(|slots| !slots.is_empty());
    let part = (!taken && random.once_in(2)).then(|| (name, part(random)));
    let fallback = match random.below(8) {
        0 => Some(Fallback::Value),
        1 => Some(Fallback::AttributeError),
        _ => None,
    };
    Class {
        bases: Vec::new(),
        slots,
        parts: part.into_iter().collect(),
        fallback,
    }
}

/// Descriptors more often than the rest.
fn part(random: &mut Random) -> Part {
    match random.below(10) {
        0 => Part::Plain,
        1 => Part::Method,
        2 => Part::Pretender,
        3 => Part::ClassWithGet,
        _ => {
            let get = match random.below(8) {
                0 => None,
                1 => Some(Get::AttributeError),
                2 => Some(Get::KeyError),
                _ => Some(Get::Value),
            };
            let (set, delete) = (random.once_in(2), random.once_in(2));
            Part::Descriptor(Descriptor {
                get,
                set: set || get.is_none(),
                delete,
                inherited: random.once_in(3),
            })
        }
    }
}
