//! Whether a TOML value has the shape that a JSON Schema describes: every fault, each at its place.
//!
//! Only the words that our own schemas contain are understood; [`schema`](mod@crate::spec::schema) makes them from
//! serde structs that then read the same value, so that this walk and the reader cannot disagree for long.

use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::checks::{Fault, Place, nearest};

/// Adds what is wrong with `value`.
pub(crate) fn check(value: &Spanned<DeValue<'_>>, schema: &Schema, faults: &mut Vec<Fault>) {
    let place = Place::Span(value.span());
    if let Some(branches) = schema.get("anyOf").and_then(Schema::as_array) {
        match branches.iter().find(|branch| type_fits(value.get_ref(), branch)) {
            Some(branch) => check(value, branch, faults),
            None => faults.push(wrong_type(value.get_ref(), branches, place)),
        }
        return;
    }
    if !type_fits(value.get_ref(), schema) {
        faults.push(wrong_type(value.get_ref(), std::slice::from_ref(schema), place));
        return;
    }
    match value.get_ref() {
        DeValue::Table(_) if schema.get("properties").is_some() => check_table(value, schema, faults),
        DeValue::Array(items) => {
            if let Some(item_schema) = schema.get("items") {
                items.iter().for_each(|item| check(item, item_schema, faults));
            }
        }
        DeValue::Integer(number) => check_range(number, schema, place, faults),
        DeValue::String(text) => check_choice(text, schema, place, faults),
        DeValue::Table(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// Takes unknown keys out of tables, or gives them the right name where it is plain, so that one slip does not hide
/// the faults around it. What was wrong has been reported before.
pub(crate) fn mend(value: &mut Spanned<DeValue<'_>>, schema: &Schema) {
    if let Some(branches) = schema.get("anyOf").and_then(Schema::as_array) {
        if let Some(branch) = branches.iter().find(|branch| type_fits(value.get_ref(), branch)) {
            mend(value, branch);
        }
        return;
    }
    match value.get_mut() {
        DeValue::Table(table) if schema.get("properties").is_some() => mend_table(table, schema),
        DeValue::Array(items) => {
            if let Some(item_schema) = schema.get("items") {
                items.iter_mut().for_each(|item| mend(item, item_schema));
            }
        }
        _ => {}
    }
}

fn mend_table(table: &mut DeTable<'_>, schema: &Schema) {
    let known: Vec<&str> = keys(schema).collect();
    let unknown: Vec<String> = table
        .keys()
        .map(|key| key.get_ref().to_string())
        .filter(|key| !known.contains(&key.as_str()))
        .collect();
    for wrong in unknown {
        let Some((key, inner)) = table.remove_entry(wrong.as_str()) else {
            continue;
        };
        if let Some(right) = nearest(&wrong, &known).filter(|right| !table.contains_key(*right))
            && type_fits(inner.get_ref(), &schema["properties"][right])
        {
            table.insert(Spanned::new(key.span(), right.to_owned().into()), inner);
        }
    }
    for (key, inner) in table.iter_mut() {
        mend(inner, &schema["properties"][key.get_ref().as_ref()]);
    }
}

/// The keys of an object schema.
pub(crate) fn keys(schema: &Schema) -> impl Iterator<Item = &str> {
    schema
        .get("properties")
        .and_then(Schema::as_object)
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
}

fn check_table(value: &Spanned<DeValue<'_>>, schema: &Schema, faults: &mut Vec<Fault>) {
    let DeValue::Table(table) = value.get_ref() else {
        return;
    };
    let known: Vec<&str> = keys(schema).collect();
    let mut misspelt = Vec::new();
    for (key, inner) in table {
        if let Some(inner_schema) = schema["properties"].get(key.get_ref().as_ref()) {
            check(inner, inner_schema, faults);
        } else {
            let message = format!("unknown key `{}`", key.get_ref().escape_debug());
            let fault = Fault::new("unknown-key", Place::Span(key.span()), message);
            faults.push(fault.suggest(key.get_ref(), known.iter().copied()));
            misspelt.extend(nearest(key.get_ref(), &known));
        }
    }
    let required = schema
        .get("required")
        .and_then(Schema::as_array)
        .into_iter()
        .flatten()
        .filter_map(Schema::as_str);
    // A misspelt key is not missing too.
    for key in required.filter(|key| !table.contains_key(*key) && !misspelt.contains(key)) {
        let mut fault = Fault::new(
            "missing-key",
            Place::Span(value.span()),
            format!("`{key}` is missing here"),
        );
        if let Some(meaning) = schema["properties"][key]
            .get("description")
            .and_then(Schema::as_str)
        {
            fault = fault.help(format!(
                "`{key}`: {}",
                meaning.split(['\n', '.']).next().unwrap_or_default()
            ));
        }
        faults.push(fault);
    }
}

fn check_range(number: &DeInteger<'_>, schema: &Schema, place: Place, faults: &mut Vec<Fault>) {
    let value = i128::from_str_radix(number.as_str(), number.radix()).ok();
    let bound = |word: &str| schema.get(word).and_then(Schema::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    #[expect(
        clippy::cast_precision_loss,
        reason = "bounds are small, and a number far beyond them stays beyond"
    )]
    let inside = value.is_some_and(|value| {
        let value = value as f64;
        least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
    });
    if !inside && (least.is_some() || most.is_some()) {
        let message = match (least, most) {
            (Some(least), Some(most)) if least >= most => format!("the only value here is {least}"),
            (Some(least), Some(most)) => format!("this number must be from {least} to {most}"),
            (Some(least), None) => format!("this number must be at least {least}"),
            (None, most) => format!("this number must be at most {}", most.unwrap_or_default()),
        };
        faults.push(Fault::new("out-of-range", place, message));
    }
}

fn check_choice(text: &str, schema: &Schema, place: Place, faults: &mut Vec<Fault>) {
    let Some(choices) = schema.get("enum").and_then(Schema::as_array) else {
        return;
    };
    let choices: Vec<&str> = choices.iter().filter_map(Schema::as_str).collect();
    if !choices.contains(&text) {
        let message = format!(
            "`{}` is not one of the words that can stand here",
            text.escape_debug()
        );
        faults.push(Fault::new("unknown-word", place, message).suggest(text, choices));
    }
}

fn type_fits(value: &DeValue<'_>, schema: &Schema) -> bool {
    let fits = |wanted: &str| match value {
        DeValue::String(_) => wanted == "string",
        DeValue::Integer(_) => wanted == "integer" || wanted == "number",
        DeValue::Float(_) => wanted == "number",
        DeValue::Boolean(_) => wanted == "boolean",
        DeValue::Array(_) => wanted == "array",
        DeValue::Table(_) => wanted == "object",
        DeValue::Datetime(_) => false,
    };
    match schema.get("type") {
        Some(Schema::String(wanted)) => fits(wanted),
        Some(Schema::Array(wanted)) => wanted.iter().filter_map(Schema::as_str).any(fits),
        _ => true,
    }
}

fn wrong_type(value: &DeValue<'_>, branches: &[Schema], place: Place) -> Fault {
    let mut wanted = Vec::new();
    for branch in branches {
        match branch.get("type") {
            Some(Schema::String(name)) => wanted.push(type_words(name)),
            Some(Schema::Array(names)) => {
                wanted.extend(names.iter().filter_map(Schema::as_str).map(type_words));
            }
            _ => {}
        }
    }
    let found = match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Fault::new(
        "wrong-type",
        place,
        format!("this must be {}, and is {found}", wanted.join(" or ")),
    )
}

fn type_words(name: &str) -> &str {
    match name {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        other => other,
    }
}
