//! Python's attribute look-up, as a pure function of classes and an instance.

/// Classes, and an instance of the last of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct World {
    pub(super) classes: Vec<Class>,
    /// Names that the instance's `__dict__` has.
    pub(super) entries: Vec<&'static str>,
    /// Whether the slots have values.
    pub(super) filled: bool,
    /// What is looked for.
    pub(super) name: &'static str,
}

/// A class; the bases are classes before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Class {
    pub(super) bases: Vec<usize>,
    /// `__slots__` where it has them; only the first class of a world has any in it.
    pub(super) slots: Option<Vec<&'static str>>,
    pub(super) parts: Vec<(&'static str, Part)>,
    pub(super) fallback: Option<Fallback>,
}

/// What a class has under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A string.
    Plain,
    /// A function.
    Method,
    /// An object with a `__get__` of its own, where its class has none.
    Pretender,
    /// A class that has a `__get__`, for its instances.
    ClassWithGet,
    Descriptor(Descriptor),
}

/// An object whose class has any of the three methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Descriptor {
    pub(super) get: Option<Get>,
    pub(super) set: bool,
    pub(super) delete: bool,
    /// Its class inherits them.
    pub(super) inherited: bool,
}

/// What `__get__` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Get {
    Value,
    AttributeError,
    KeyError,
}

/// What `__getattr__` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fallback {
    Value,
    AttributeError,
}

/// What `obj.name` gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The entry of the instance's `__dict__`.
    Entry,
    /// What the slot holds.
    Slot,
    /// What this class has, as it is.
    Itself(usize),
    /// What the method of this class returns.
    Called(usize),
    /// What `__get__` of the descriptor in this class returns.
    Got(usize),
    /// What `__getattr__` of this class returns.
    Fallback(usize),
    AttributeError,
    KeyError,
}

impl World {
    /// The class of the instance.
    pub(super) fn last(&self) -> usize {
        self.classes.len() - 1
    }

    /// The method resolution order of a class; `None` where there is none.
    pub(super) fn mro(&self, class: usize) -> Option<Vec<usize>> {
        let bases = &self.classes[class].bases;
        let mut rows: Vec<Vec<usize>> = bases.iter().map(|base| self.mro(*base)).collect::<Option<_>>()?;
        rows.push(bases.clone());
        let mut order = vec![class];
        loop {
            rows.retain(|row| !row.is_empty());
            if rows.is_empty() {
                return Some(order);
            }
            let good = |next: usize| rows.iter().all(|row| !row[1..].contains(&next));
            let next = rows.iter().map(|row| row[0]).find(|next| good(*next))?;
            order.push(next);
            for row in &mut rows {
                row.retain(|class| *class != next);
            }
        }
    }

    /// Whether the instance has a `__dict__`.
    pub(super) fn has_dict(&self) -> bool {
        let order = self.mro(self.last()).unwrap_or_default();
        order.iter().any(|class| self.classes[*class].slots.is_none())
    }

    /// What `obj.name` gives.
    pub(super) fn outcome(&self) -> Outcome {
        let order = self.mro(self.last()).unwrap_or_default();
        let has = |class: usize| self.classes[class].find(self.name).map(|part| (class, part));
        let found = order.iter().find_map(|class| has(*class));
        let in_dict = self.has_dict() && self.entries.contains(&self.name);
        match found {
            Some((_, Found::Slot)) if self.filled => Outcome::Slot,
            Some((_, Found::Slot)) => self.fallback(&order),
            Some((class, Found::Part(Part::Descriptor(one)))) if one.is_data() => match one.get {
                Some(get) => self.got(get, class, &order),
                None if in_dict => Outcome::Entry,
                None => Outcome::Itself(class),
            },
            _ if in_dict => Outcome::Entry,
            Some((class, Found::Part(part))) => match part {
                Part::Plain | Part::Pretender | Part::ClassWithGet => Outcome::Itself(class),
                Part::Method => Outcome::Called(class),
                Part::Descriptor(one) => match one.get {
                    Some(get) => self.got(get, class, &order),
                    None => Outcome::Itself(class),
                },
            },
            None => self.fallback(&order),
        }
    }

    fn got(&self, get: Get, class: usize, order: &[usize]) -> Outcome {
        match get {
            Get::Value => Outcome::Got(class),
            Get::AttributeError => self.fallback(order),
            Get::KeyError => Outcome::KeyError,
        }
    }

    fn fallback(&self, order: &[usize]) -> Outcome {
        let found = order
            .iter()
            .find(|class| self.classes[**class].fallback.is_some());
        match found.map(|class| (*class, self.classes[*class].fallback)) {
            Some((class, Some(Fallback::Value))) => Outcome::Fallback(class),
            _ => Outcome::AttributeError,
        }
    }
}

/// What a class has under a name, slots among it.
enum Found {
    Slot,
    Part(Part),
}

impl Class {
    fn find(&self, name: &str) -> Option<Found> {
        let slots = self.slots.iter().flatten();
        if slots.into_iter().any(|slot| *slot == name) {
            return Some(Found::Slot);
        }
        let part = self.parts.iter().find(|(own, _)| *own == name);
        part.map(|(_, part)| Found::Part(*part))
    }
}

impl Descriptor {
    fn is_data(self) -> bool {
        self.set || self.delete
    }
}
