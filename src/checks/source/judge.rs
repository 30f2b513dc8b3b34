//! Which rules the code breaks.

use crate::checks::python::Unreadable;
use crate::checks::source::Rules;
use crate::checks::source::scan::{Use, What, scan};
use crate::checks::trouble;
use crate::model::message::{Message, Words};
use crate::model::observation::{Observation, Sourced};
use crate::model::verdict::{Judgement, Location, Reason};

/// Breaches that are told; more of them teach nothing new.
const MOST: usize = 5;

/// One rule that is broken, and where.
struct Breach(Message, Option<Location>);

pub(super) fn judge(rules: &Rules, observations: &[Observation]) -> Judgement {
    match observations {
        [Observation::Source(seen)] => judge_code(rules, seen),
        [Observation::NotImported(failure)] => trouble::not_imported(failure),
        [Observation::Broken(how)] => trouble::broken(how),
        [Observation::Faulty(causes)] => trouble::faulty(causes),
        _ => trouble::unexpected(),
    }
}

fn judge_code(rules: &Rules, seen: &Sourced) -> Judgement {
    let scan = scan(&rules.file, seen);
    let mut breaches: Vec<Breach> = scan
        .unreadable
        .iter()
        .map(|(file, why)| {
            let id = match why {
                Unreadable::TooLong => "source-too-long",
                Unreadable::TooDeep => "source-too-deep",
                Unreadable::Encoding => "source-encoding",
            };
            Breach(Message::new(id).code("file", file), None)
        })
        .collect();
    breaches.extend(imports(rules, seen, &scan.uses));
    breaches.extend(metaclasses(rules, seen));
    breaches.extend(scan.uses.iter().filter_map(|one| forbidden(rules, one)));
    breaches.extend(missing(rules, seen, &scan.uses));
    let mut judgement = Judgement::failed(Reason::SourceRule);
    let mut told: Vec<&Message> = Vec::new();
    for Breach(message, location) in &breaches {
        if judgement.location.is_none() {
            judgement.location.clone_from(location);
        }
        if told.len() < MOST && !told.contains(&message) {
            told.push(message);
        }
    }
    if told.is_empty() {
        return Judgement::passed();
    }
    judgement.rationale = told.into_iter().cloned().map(Words::Ours).collect();
    judgement
}

/// Whether a module is the named one or in it.
fn is_in(module: &str, package: &str) -> bool {
    module
        .strip_prefix(package)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn imports(rules: &Rules, seen: &Sourced, uses: &[Use]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let forbidden = |module: &str| rules.forbid_imports.iter().find(|name| is_in(module, name));
    let refused = |module: &str| {
        let allowed = rules.allow_imports.as_ref();
        allowed.is_some_and(|allowed| !allowed.iter().any(|name| is_in(module, name)))
            && !is_own(module, seen)
    };
    // A line of the text comes first: it is what a student can find.
    let written = uses.iter().filter_map(|one| match &one.what {
        What::Import(module) => Some((module.clone(), &one.location)),
        What::ImportName(module, name) => Some((format!("{module}.{name}"), &one.location)),
        What::Name(_) | What::Attribute(_) | What::Syntax(_) => None,
    });
    let ran = seen.imports.iter().filter(|import| import.name.is_empty());
    let ran = ran.map(|import| (import.module.clone(), &import.location));
    for (module, location) in written.clone().chain(ran.clone()) {
        if let Some(name) = forbidden(&module) {
            breaches.push(Breach(
                Message::new("source-import")
                    .code("module", name)
                    .plain("at", at(location)),
                Some(location.clone()),
            ));
        }
    }
    let modules = uses.iter().filter_map(|one| match &one.what {
        What::Import(module) => Some((module.clone(), &one.location)),
        _ => None,
    });
    for (module, location) in modules.chain(ran) {
        if refused(&module) {
            breaches.push(Breach(
                Message::new("source-not-allowed")
                    .code("module", &module)
                    .plain("at", at(location)),
                Some(location.clone()),
            ));
        }
    }
    for import in seen.imports.iter().filter(|import| !import.name.is_empty()) {
        if let Some(module) = forbidden(&import.origin).filter(|_| forbidden(&import.module).is_none()) {
            let words = Message::new("source-import-name")
                .code("name", &import.name)
                .code("module", module)
                .plain("at", at(&import.location));
            breaches.push(Breach(words, Some(import.location.clone())));
        }
    }
    for bound in &seen.bound {
        if let Some(module) = forbidden(&bound.origin).filter(|_| breaches.is_empty()) {
            let words = Message::new("source-bound")
                .code("name", &bound.name)
                .code("module", module)
                .code("file", &bound.file);
            let line = uses
                .iter()
                .find(|one| one.location.file == bound.file && mentions(one, &bound.name));
            breaches.push(Breach(words, line.map(|one| one.location.clone())));
        }
    }
    breaches
}

fn at(location: &Location) -> String {
    format!("{}:{}", location.file, location.line)
}

fn mentions(one: &Use, name: &str) -> bool {
    match &one.what {
        What::Name(known) | What::Attribute(known) | What::ImportName(_, known) => known == name,
        What::Import(_) | What::Syntax(_) => false,
    }
}

/// Whether the submission has a file of that name.
fn is_own(module: &str, seen: &Sourced) -> bool {
    let first = module.split('.').next().unwrap_or_default();
    let (file, package) = (format!("{first}.py"), format!("{first}/"));
    let own = |name: &str| name == file || name.ends_with(&format!("/{file}")) || name.starts_with(&package);
    seen.files.iter().any(|(name, _)| own(name))
}

fn metaclasses(rules: &Rules, seen: &Sourced) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (class, bases) in &seen.classes {
        if let Some(base) = rules.forbid_metaclasses.iter().find(|base| bases.contains(base)) {
            let words = Message::new("source-metaclass")
                .code("class", class)
                .code("base", base);
            breaches.push(Breach(words, None));
        }
    }
    breaches
}

/// Whether a rule about names and syntax looks at this place.
fn is_looked_at(rules: &Rules, one: &Use) -> bool {
    rules.inside.is_empty() || rules.inside.iter().any(|part| is_in(&one.inside, part))
}

fn forbidden(rules: &Rules, one: &Use) -> Option<Breach> {
    if !is_looked_at(rules, one) {
        return None;
    }
    let words = match &one.what {
        What::Name(name) if rules.forbid_names.contains(name) => Message::new("source-name")
            .code("name", name)
            .plain("at", at(&one.location)),
        What::Attribute(name) if rules.forbid_attributes.contains(name) => Message::new("source-attribute")
            .code("name", name)
            .plain("at", at(&one.location)),
        What::Syntax(construct) if rules.forbid_syntax.contains(construct) => Message::new("source-syntax")
            .code("construct", construct.shown())
            .plain("at", at(&one.location)),
        _ => return None,
    };
    Some(Breach(words, Some(one.location.clone())))
}

fn missing(rules: &Rules, seen: &Sourced, uses: &[Use]) -> Vec<Breach> {
    let looked_at = || {
        uses.iter()
            .filter(|one| is_looked_at(rules, one))
            .map(|one| &one.what)
    };
    let mut breaches = Vec::new();
    for module in &rules.require_imports {
        let written = uses
            .iter()
            .any(|one| matches!(&one.what, What::Import(known) if is_in(known, module)));
        if !written && !seen.imports.iter().any(|import| is_in(&import.module, module)) {
            breaches.push(Breach(
                Message::new("source-lacks-import").code("module", module),
                None,
            ));
        }
    }
    for name in &rules.require_names {
        let is_it = |what: &What| matches!(what, What::Name(known) | What::Attribute(known) if known == name);
        if !looked_at().any(is_it) {
            breaches.push(Breach(Message::new("source-lacks-name").code("name", name), None));
        }
    }
    for construct in &rules.require_syntax {
        if !looked_at().any(|what| *what == What::Syntax(*construct)) {
            let words = Message::new("source-lacks-syntax").code("construct", construct.shown());
            breaches.push(Breach(words, None));
        }
    }
    breaches
}
