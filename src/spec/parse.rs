//! TOML becomes the serde structs of the task and of each check; `kind` chooses the struct of the rest.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::checks::{At, Fault, Kind, Nearby, Place, shape_fault};
use crate::spec::diagnostic::clamp;
use crate::spec::toml_types::{CheckToml, TaskToml};
use crate::spec::{schema, shape};

/// What could be read of a `task.toml`, before its parts are compared with each other.
pub(crate) struct Parsed {
    pub(crate) task: Option<TaskToml>,
    pub(crate) checks: Vec<ParsedCheck>,
}

/// What could be read of one check.
pub(crate) struct ParsedCheck {
    /// The id as it is written, also where the rest could not be read.
    pub(crate) id: Option<At<String>>,
    pub(crate) common: Option<CheckToml>,
    pub(crate) kind: Option<Kind>,
}

/// Reads the text; `read` gives the files that it names. A broken TOML file or another version has no parts.
pub(crate) fn parse(
    source: &str,
    read: &dyn Fn(&str) -> Result<String, String>,
    faults: &mut Vec<Fault>,
) -> Option<Parsed> {
    let (document, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        faults.extend(syntax_faults(source, &errors));
        return None;
    }
    let span = document.span();
    let mut table = document.into_inner();
    if let Some(fault) = other_version(&table) {
        faults.push(fault);
        return None;
    }
    let checks = table.remove_entry("check");
    let task: Option<TaskToml> = part(table, span.clone(), &schema::task(), faults);
    let file = task.as_ref().map_or("", |task| task.file.value.as_str());
    let nearby = Nearby { file, read };
    let checks = match checks {
        None => {
            let fault = Fault::new(
                "no-checks",
                Place::Span(span),
                "a task without a check grades nothing",
            );
            faults.push(fault.help("add `[[check]]` tables"));
            Vec::new()
        }
        Some((key, value)) => {
            let place = Place::Span(key.span());
            check_tables(value, place, faults)
                .into_iter()
                .map(|one| check(one, &nearby, faults))
                .collect()
        }
    };
    Some(Parsed { task, checks })
}

/// The first error of each line: later ones are mostly echoes of it.
fn syntax_faults(source: &str, errors: &[toml::de::Error]) -> Vec<Fault> {
    let line = |error: &toml::de::Error| {
        let start = clamp(source, error.span().unwrap_or_default()).start;
        source[..start].matches('\n').count()
    };
    let mut seen = BTreeSet::new();
    let first = errors.iter().filter(|error| seen.insert(line(error)));
    first
        .map(|error| Fault {
            code: "toml-syntax",
            ..shape_fault(error, 0..0)
        })
        .collect()
}

/// Another version of the language has other rules: nothing else is said about such a file.
fn other_version(table: &DeTable<'_>) -> Option<Fault> {
    let version = table.get("spec_version")?;
    let number = version.get_ref().as_integer()?;
    if number.to_string() == "1" {
        return None;
    }
    let message =
        format!("this file is of version {number} of the language, and this grader reads version 1");
    Some(Fault::new("other-version", Place::Span(version.span()), message))
}

/// The tables of `[[check]]`.
fn check_tables<'i>(
    value: Spanned<DeValue<'i>>,
    key: Place,
    faults: &mut Vec<Fault>,
) -> Vec<(Range<usize>, DeTable<'i>)> {
    let mut tables = Vec::new();
    let DeValue::Array(items) = value.into_inner() else {
        let fault = Fault::new("wrong-type", key, "`check` must be a list of tables");
        faults.push(fault.help("each check begins with `[[check]]`, with two brackets"));
        return tables;
    };
    if items.is_empty() {
        faults.push(Fault::new(
            "no-checks",
            key,
            "a task without a check grades nothing",
        ));
    }
    for item in items {
        let span = item.span();
        match item.into_inner() {
            DeValue::Table(table) => tables.push((span, table)),
            _ => faults.push(Fault::new(
                "wrong-type",
                Place::Span(span),
                "a check must be a table",
            )),
        }
    }
    tables
}

fn check(
    (span, mut table): (Range<usize>, DeTable<'_>),
    nearby: &Nearby<'_>,
    faults: &mut Vec<Fault>,
) -> ParsedCheck {
    let id = table.get("id").and_then(|id| {
        Some(At {
            value: id.get_ref().as_str()?.to_owned(),
            span: id.span(),
        })
    });
    let kind = kind_of(&table, &span, faults);
    let common_schema = schema::common();
    let whole = kind.as_deref().and_then(schema::check);
    let mut value = Spanned::new(span.clone(), DeValue::Table(table));
    match &whole {
        Some(schema) => {
            shape::check(&value, schema, faults);
            shape::mend(&mut value, schema);
        }
        // Without a kind nothing is known of the keys that are not common.
        None => mend_common(&mut value, &common_schema, faults),
    }
    table = match value.into_inner() {
        DeValue::Table(table) => table,
        _ => DeTable::new(),
    };
    let mut common = DeTable::new();
    for key in shape::keys(&common_schema) {
        if let Some((key, value)) = table.remove_entry(key) {
            common.insert(key, value);
        }
    }
    let common = clean_part(common, span.clone(), &common_schema, faults);
    let kind = kind.filter(|_| {
        whole
            .as_ref()
            .is_some_and(|schema| is_clean_but_for(&table, &span, schema))
    });
    let own = Spanned::new(span.clone(), DeValue::Table(table));
    let kind = kind.and_then(|kind| Kind::parse(&kind, own, nearby, faults));
    ParsedCheck { id, common, kind }
}

/// The word after `kind`, where it is one.
fn kind_of(table: &DeTable<'_>, span: &Range<usize>, faults: &mut Vec<Fault>) -> Option<String> {
    let Some(kind) = table.get("kind") else {
        let fault = Fault::new("missing-key", Place::Span(span.clone()), "`kind` is missing here");
        faults.push(fault.help(format!("kinds: {}", Kind::NAMES.join(", "))));
        return None;
    };
    // Another type is a fault of shape.
    let word = kind.get_ref().as_str()?;
    if Kind::NAMES.contains(&word) {
        return Some(word.to_owned());
    }
    let message = format!("there is no kind of check `{}`", word.escape_debug());
    let fault = Fault::new("unknown-kind", Place::Span(kind.span()), message);
    faults.push(fault.suggest(word, Kind::NAMES.iter().copied()));
    None
}

/// Reports what is wrong with the common keys of a check of unknown kind.
fn mend_common(value: &mut Spanned<DeValue<'_>>, schema: &Schema, faults: &mut Vec<Fault>) {
    let mut found = Vec::new();
    shape::check(value, schema, &mut found);
    faults.extend(
        found
            .into_iter()
            .filter(|fault| fault.code != "unknown-key" && !fault.message.contains("`kind`")),
    );
    shape::mend(value, schema);
}

/// Whether the keys that are not common have the right shape.
fn is_clean_but_for(table: &DeTable<'_>, span: &Range<usize>, whole: &Schema) -> bool {
    let mut own = whole.clone();
    let common = schema::common();
    if let Some(Schema::Array(required)) = own.get_mut("required") {
        required.retain(|key| {
            key.as_str()
                .is_some_and(|key| shape::keys(&common).all(|known| known != key))
        });
    }
    let mut found = Vec::new();
    shape::check(
        &Spanned::new(span.clone(), DeValue::Table(table.clone())),
        &own,
        &mut found,
    );
    found.is_empty()
}

/// Reads a table of the given shape; `None` after a fault.
fn part<T: DeserializeOwned>(
    table: DeTable<'_>,
    span: Range<usize>,
    schema: &Schema,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let mut value = Spanned::new(span.clone(), DeValue::Table(table));
    shape::check(&value, schema, faults);
    shape::mend(&mut value, schema);
    match value.into_inner() {
        DeValue::Table(table) => clean_part(table, span, schema, faults),
        _ => None,
    }
}

/// Reads a table whose faults of shape have been reported.
fn clean_part<T: DeserializeOwned>(
    table: DeTable<'_>,
    span: Range<usize>,
    schema: &Schema,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let value = Spanned::new(span.clone(), DeValue::Table(table));
    let mut found = Vec::new();
    shape::check(&value, schema, &mut found);
    if !found.is_empty() {
        return None;
    }
    T::deserialize(ValueDeserializer::from(value))
        .map_err(|error| faults.push(shape_fault(&error, span)))
        .ok()
}
