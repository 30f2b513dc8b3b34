//! How a step or a row must end, as it is written.

use crate::checks::call::{Expect, Identity, Raises, TextRule};
use crate::checks::compare::Rule;
use crate::checks::piece::{self, Plain};
use crate::checks::python::names::Names;
use crate::checks::{At, Fault, Place};

/// The keys that say how a piece of Python must end.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::checks) struct EndToml<'a> {
    pub(in crate::checks) equals: Option<&'a At<Plain>>,
    pub(in crate::checks) equals_python: Option<&'a At<String>>,
    pub(in crate::checks) equals_reference: Option<&'a At<bool>>,
    pub(in crate::checks) within: Option<&'a At<f64>>,
    pub(in crate::checks) subclasses: bool,
    pub(in crate::checks) raises: Option<&'a At<String>>,
    pub(in crate::checks) text: Option<&'a At<String>>,
    pub(in crate::checks) text_matches: Option<&'a At<String>>,
    pub(in crate::checks) cause: Option<&'a At<String>>,
}

impl EndToml<'_> {
    /// Where it says which value it expects.
    pub(in crate::checks) fn compared(&self) -> Option<Place> {
        let equals = self.equals.map(At::place);
        equals
            .or_else(|| self.equals_python.map(At::place))
            .or_else(|| self.equals_reference.map(At::place))
    }

    /// What is expected; `None` after a fault.
    pub(in crate::checks) fn expect(&self, faults: &mut Vec<Fault>) -> Option<Expect> {
        self.loose_parts(faults);
        let reference = self.equals_reference.filter(|at| at.value);
        let ends = [
            ("equals", self.equals.map(At::place)),
            ("equals_python", self.equals_python.map(At::place)),
            ("equals_reference", reference.map(At::place)),
            ("raises", self.raises.map(At::place)),
        ];
        let mut given = ends.into_iter().filter_map(|(name, place)| Some((name, place?)));
        if let (Some((first, _)), Some((second, place))) = (given.next(), given.next()) {
            let message = format!("a step ends in one way: this says `{first}` and `{second}`");
            faults.push(Fault::new("step-shape", place, message));
            return None;
        }
        if let Some(plain) = self.equals {
            return Some(Expect::Value(plain.value.0.clone()));
        }
        if let Some(code) = self.equals_python {
            return piece::literal(code, faults).map(Expect::Value);
        }
        if reference.is_some() {
            return Some(Expect::Reference);
        }
        let Some(class) = self.raises else {
            return Some(Expect::NoException);
        };
        Some(Expect::Raises(Raises {
            class: piece::exception_class(class, faults),
            text: self.text_rule(faults),
            cause: self.cause.map(|cause| piece::exception_class(cause, faults)),
        }))
    }

    pub(in crate::checks) fn rule(&self, faults: &mut Vec<Fault>) -> Rule {
        if let Some(within) = self
            .within
            .filter(|within| !(within.value > 0.0 && within.value.is_finite()))
        {
            let message = "`within` must be a number above 0";
            faults.push(
                Fault::new("step-shape", within.place(), message).help("write `within = 1e-9`, for instance"),
            );
        }
        Rule {
            within: self.within.map(|within| within.value),
            subclasses: self.subclasses,
        }
    }

    /// What is about an exception or a value that nothing is expected of.
    fn loose_parts(&self, faults: &mut Vec<Fault>) {
        for (name, part) in [
            ("text", self.text),
            ("text_matches", self.text_matches),
            ("cause", self.cause),
        ] {
            if let Some(part) = part.filter(|_| self.raises.is_none()) {
                let message = format!("`{name}` is about an exception");
                faults.push(
                    Fault::new("step-shape", part.place(), message).help("say which exception with `raises`"),
                );
            }
        }
        if let Some(within) = self.within.filter(|_| self.compared().is_none()) {
            let fault = Fault::new(
                "step-shape",
                within.place(),
                "`within` is about a value that is compared",
            );
            faults.push(fault.help("add `equals`, `equals_python` or `equals_reference`"));
        }
    }

    fn text_rule(&self, faults: &mut Vec<Fault>) -> Option<TextRule> {
        match (self.text, self.text_matches) {
            (Some(_), Some(second)) => {
                let message = "a step has `text` or `text_matches`, and not both";
                faults.push(Fault::new("step-shape", second.place(), message));
                None
            }
            (Some(text), None) => Some(TextRule::Exactly(text.value.clone())),
            (None, Some(pattern)) => piece::regex(pattern, faults).map(TextRule::Matches),
            (None, None) => None,
        }
    }
}

/// The expressions of `same_as` and `different_from`; the names in them are added to `names`.
pub(super) fn identity(
    same: Option<&At<String>>,
    different: &[At<String>],
    names: &mut Names,
    faults: &mut Vec<Fault>,
) -> Vec<(String, Identity)> {
    let same = same.into_iter().map(|code| (code, Identity::Same));
    let different = different.iter().map(|code| (code, Identity::Different));
    let mut found = Vec::new();
    for (code, identity) in same.chain(different) {
        if let Some(module) = piece::expression(code, faults) {
            names.add(&module);
            found.push((code.value.clone(), identity));
        }
    }
    found
}
