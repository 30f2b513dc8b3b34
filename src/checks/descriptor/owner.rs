//! A class with fields, made for the run, or the submission's own.

use crate::checks::descriptor::Subject;
use crate::util::random::Random;

/// Names of fields; none begins with an underscore.
const NAMES: [&str; 12] = [
    "title",
    "city",
    "colour",
    "unit",
    "first",
    "last",
    "nickname",
    "x",
    "home_town",
    "size2",
    "state",
    "value",
];
/// Names of attributes that have nothing to do with those of fields.
const KEYS: [&str; 8] = [
    "_kept",
    "_hidden",
    "stored",
    "_a1",
    "_slot_of_its_own",
    "cellar",
    "_attic",
    "drawer",
];

/// A field of a class.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    /// The attribute name that `{key}` stands for.
    pub(super) key: String,
    /// What stands in the class body; empty where the class is the submission's.
    pub(super) make: String,
}

/// Where fields live.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) fields: Vec<Field>,
    /// The class as an expression.
    pub(super) class: String,
    /// An expression that makes an instance.
    pub(super) new: String,
    /// Whether the class is made for the run, and may be made otherwise.
    pub(super) made: bool,
}

impl Owner {
    /// A class with `count` fields, or the submission's, once for each of its fields, which comes first then.
    pub(super) fn each(subject: &Subject, seed: u64, count: usize) -> Vec<Self> {
        let owner = Self::of(subject, seed, count);
        if owner.made {
            return vec![owner];
        }
        let turned = |index| {
            let mut owner = owner.clone();
            owner.fields.rotate_left(index);
            owner
        };
        (0..owner.fields.len()).map(turned).collect()
    }

    fn of(subject: &Subject, seed: u64, count: usize) -> Self {
        if let Some(owner) = &subject.owner {
            let field = |name: &String| Field {
                name: name.clone(),
                key: String::new(),
                make: String::new(),
            };
            return Self {
                fields: subject.fields.iter().map(field).collect(),
                class: owner.split('(').next().unwrap_or_default().trim().to_owned(),
                new: owner.clone(),
                made: false,
            };
        }
        let make = subject.make.as_deref().unwrap_or_default();
        let mut random = Random::named(seed, make);
        let names = some(&NAMES, count, &mut random);
        let keys = some(&KEYS, count, &mut random);
        let field = |(name, key): (&str, &str)| Field {
            name: name.to_owned(),
            key: key.to_owned(),
            make: make.replace("{key}", key),
        };
        Self {
            fields: names.into_iter().zip(keys).map(field).collect(),
            class: "Owner".to_owned(),
            new: "Owner()".to_owned(),
            made: true,
        }
    }

    pub(super) fn field(&self, index: usize) -> &Field {
        &self.fields[index % self.fields.len()]
    }

    /// The class statement, with more lines in its body.
    pub(super) fn class_with(&self, more: &str) -> String {
        class("Owner", "", &self.fields, more)
    }

    /// The class statement.
    pub(super) fn statement(&self) -> String {
        self.class_with("")
    }
}

/// A class statement; `more` are lines that are indented already.
pub(super) fn class(name: &str, bases: &str, fields: &[Field], more: &str) -> String {
    let mut lines = vec![format!("class {name}{bases}:")];
    lines.extend(
        fields
            .iter()
            .map(|field| format!("    {} = {}", field.name, field.make)),
    );
    lines.extend((!more.is_empty()).then(|| more.to_owned()));
    if lines.len() == 1 {
        lines.push("    pass".to_owned());
    }
    lines.join("\n")
}

/// Different ones of `all`, in any order.
fn some(all: &[&'static str], count: usize, random: &mut Random) -> Vec<&'static str> {
    let mut rest = all.to_vec();
    let count = count.min(rest.len());
    (0..count)
        .map(|_| rest.swap_remove(random.index(rest.len())))
        .collect()
}
