//! The JSON Schema of `task.toml`, for editors and for our own reader.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::checks::Kind;
use crate::spec::toml_types::{CheckToml, TaskToml};

/// The whole schema, each kind of check with its own keys.
pub(crate) fn schema() -> Value {
    let checks: Vec<Value> = Kind::NAMES.iter().filter_map(|kind| check(kind)).collect();
    let mut schema = task();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        let description = "What is graded: each check has its own points.";
        let list = json!({ "type": "array", "minItems": 1, "description": description, "items": { "oneOf": checks } });
        properties.insert("check".to_owned(), list);
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.push("check".into());
    }
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "task.toml of grader".into();
    schema
}

/// The schema of the keys outside of the checks.
pub(crate) fn task() -> Value {
    object(TaskToml::json_schema(&mut generator()))
}

/// The schema of the keys that every check has.
pub(crate) fn common() -> Value {
    object(CheckToml::json_schema(&mut generator()))
}

/// The schema of a whole check of the named kind.
pub(crate) fn check(kind: &str) -> Option<Value> {
    let own = object(Kind::schema(kind, &mut generator())?);
    let mut schema = common();
    for word in ["properties", "required"] {
        match (schema.get_mut(word), own.get(word)) {
            (Some(Value::Object(mine)), Some(Value::Object(more))) => mine.extend(more.clone()),
            (Some(Value::Array(mine)), Some(Value::Array(more))) => mine.extend(more.iter().cloned()),
            _ => {}
        }
    }
    schema["properties"]["kind"] =
        json!({ "type": "string", "const": kind, "description": own["description"] });
    schema["title"] = format!("check of the kind `{kind}`").into();
    Some(schema)
}

/// Everything in place: a reader of the schema needs no definitions beside it.
fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12().for_deserialize();
    settings.inline_subschemas = true;
    settings.into_generator()
}

fn object(schema: schemars::Schema) -> Value {
    let mut value = schema.to_value();
    without_null(&mut value);
    value
}

/// TOML has no null: an absent key is all there is, and schemars says "or null" for it.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, inner| {
                !((key == "default" && inner.is_null()) || (key == "format" && inner.is_string()))
            });
            object.values_mut().for_each(without_null);
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            unwrap_optional(object);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `anyOf: [X, null]` is X.
fn unwrap_optional(object: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = object.get_mut("anyOf") else {
        return;
    };
    branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
    if let [Value::Object(only)] = branches.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, inner) in only {
            object.entry(key).or_insert(inner);
        }
    }
}
