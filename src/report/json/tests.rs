//! The format as the world sees it.

use serde_json::{Value, json};

use super::*;
use crate::report::samples;

fn schema() -> Value {
    let text = json!({ "type": "string" });
    let optional = json!({ "type": ["string", "null"] });
    let count = json!({ "type": "integer", "minimum": 0 });
    let object = |properties: Value| {
        let required: Vec<String> = properties.as_object().unwrap().keys().cloned().collect();
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    let several = |items: Value| json!({ "type": "array", "items": items });
    let or_null = |value: Value| json!({ "anyOf": [value, { "type": "null" }] });
    let location = object(json!({ "file": text, "line": { "type": "integer", "minimum": 1 } }));
    let step = object(json!({
        "step": count, "thread": count, "location": location, "source": text, "action": text, "target": text,
        "value": optional, "overwrites": { "type": ["integer", "null"] },
    }));
    let wait = object(json!({
        "thread": text, "wanted": text, "location": or_null(location.clone()), "holder": optional,
        "taken_at": or_null(location.clone()), "holder_ended": { "type": "boolean" },
        "missed": or_null(location.clone()), "cleared": or_null(location.clone()),
    }));
    let evidence = object(json!({
        "searches": several(object(json!({
            "scenario": text, "schedules": count, "pruned": count, "exhausted": { "type": "boolean" },
            "bound": { "type": ["integer", "null"], "minimum": 0 },
            "found_after": { "type": ["integer", "null"], "minimum": 1 },
        }))),
        "schedule": or_null(object(json!({
            "scenario": text, "plan": { "type": "string", "pattern": "^[0-9:,]*$" },
            "grain": { "enum": ["coarse", "fine"] }, "release_points": { "type": "boolean" },
        }))),
        "interleaving": or_null(object(json!({ "threads": several(text.clone()), "steps": several(step) }))),
        "waits": several(wait),
        "circle": several(count.clone()),
        "races": several(object(json!({
            "target": text, "accesses": several(object(json!({
                "thread": text, "location": location, "action": text,
            }))),
        }))),
        "left_threads": several(object(json!({
            "thread": text, "started_at": or_null(location.clone()), "wanted": optional,
            "location": or_null(location.clone()),
        }))),
        "left_locks": several(object(json!({
            "thread": text, "lock": text, "taken_at": or_null(location.clone()), "thread_ended": { "type": "boolean" },
        }))),
        "timeline": or_null(timeline(&location)),
        "example": optional,
    }));
    let check = object(json!({
        "id": text, "title": text, "status": { "enum": ["passed", "failed", "skipped", "inconclusive"] },
        "points": or_null(count.clone()), "max_points": count, "reason": text, "rationale": text, "hint": optional,
        "expected": optional, "actual": optional, "evidence": evidence, "location": or_null(location.clone()),
        "visibility": { "enum": ["visible", "hidden"] }, "duration_ms": count,
    }));
    let flag = object(json!({ "kind": text, "detail": text, "location": or_null(location) }));
    object(json!({
        "schema": { "const": "grader.result/1" }, "tool_version": text, "task": text, "submission": text,
        "spec_hash": text, "snapshot_hash": text, "seed": count, "isolation": text, "score": or_null(count.clone()),
        "max_score": count, "duration_ms": count, "checks": several(check), "flags": several(flag), "python": text,
    }))
}

fn timeline(location: &Value) -> Value {
    let (text, seconds) = (
        json!({ "type": "string" }),
        json!({ "type": "number", "minimum": 0 }),
    );
    let optional = |value: &Value| json!({ "anyOf": [value, { "type": "null" }] });
    let several = |properties: Value| {
        let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
        let one = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        json!({ "type": "array", "items": one })
    };
    let operations = several(json!({
        "thread": text, "code": text, "began": seconds, "returned": seconds,
        "wake_ups": { "type": "integer", "minimum": 0 },
    }));
    let calls = several(json!({
        "thread": text, "began": seconds, "ended": optional(&seconds), "location": optional(location),
    }));
    json!({
        "type": "object", "properties": { "operations": operations, "calls": calls },
        "required": ["operations", "calls"], "additionalProperties": false,
    })
}

/// The keys of the objects at a depth of indentation, in the order in which they are written.
fn keys(text: &str, depth: usize) -> Vec<&str> {
    let indent = format!("{}\"", "  ".repeat(depth));
    text.lines()
        .filter_map(|line| line.strip_prefix(&indent)?.split_once("\":"))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn every_grade_fits_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for grade in [
        samples::all_passed(),
        samples::racy(),
        samples::deadlock(),
        samples::late(),
        samples::not_imported(),
        samples::hostile(),
    ] {
        for lang in [Lang::En, Lang::Ru] {
            let value: Value = serde_json::from_str(&render(std::slice::from_ref(&grade), lang)).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&value)
                .map(|error| error.to_string())
                .collect();
            assert_eq!(errors, Vec::<String>::new());
        }
    }
}

#[test]
fn a_timeline_is_exact_to_the_microsecond() {
    let value: Value = serde_json::from_str(&render(&[samples::late()], Lang::En)).unwrap();
    let timeline = &value["checks"][0]["evidence"]["timeline"];
    assert_eq!(timeline["operations"][0]["returned"], 0.3);
    assert_eq!(timeline["calls"][1]["ended"], Value::Null);
}

#[test]
fn keys_stand_in_the_documented_order() {
    let text = render(&[samples::deadlock()], Lang::En);
    assert_eq!(
        keys(&text, 1),
        [
            "schema",
            "tool_version",
            "task",
            "submission",
            "spec_hash",
            "snapshot_hash",
            "seed",
            "isolation",
            "score",
            "max_score",
            "duration_ms",
            "checks",
            "flags",
            "python"
        ]
    );
    assert_eq!(
        keys(&text, 3),
        [
            "id",
            "title",
            "status",
            "points",
            "max_points",
            "reason",
            "rationale",
            "hint",
            "expected",
            "actual",
            "evidence",
            "location",
            "visibility",
            "duration_ms"
        ]
    );
}

#[test]
fn an_inconclusive_check_leaves_no_score() {
    let value: Value = serde_json::from_str(&render(&[samples::racy()], Lang::En)).unwrap();
    assert_eq!(value["score"], Value::Null);
    assert_eq!(value["max_score"], 10);
    assert_eq!(value["checks"][3]["status"], "inconclusive");
    assert_eq!(value["checks"][3]["points"], Value::Null);
    assert_eq!(value["checks"][1]["points"], 0);
    assert_eq!(value["checks"][1]["evidence"]["schedule"]["plan"], "7:2,9:1");
    assert_eq!(
        value["checks"][1]["evidence"]["interleaving"]["steps"][3]["overwrites"],
        3
    );
}

#[test]
fn one_grade_stands_alone_and_several_in_a_list() {
    let one = samples::all_passed();
    let alone: Value = serde_json::from_str(&render(std::slice::from_ref(&one), Lang::En)).unwrap();
    let other = Grade {
        submission: "other".to_owned(),
        ..one.clone()
    };
    let both: Value = serde_json::from_str(&render(&[one, other], Lang::En)).unwrap();
    assert_eq!(both["results"][0], alone);
    assert_eq!(both["results"][1]["submission"], "other");
    assert_eq!(both.as_object().unwrap().len(), 1);
    let none: Value = serde_json::from_str(&render(&[], Lang::En)).unwrap();
    assert_eq!(none, json!({ "results": [] }));
}

#[test]
fn the_language_changes_words_and_nothing_else() {
    let [mut en, mut ru] = [Lang::En, Lang::Ru]
        .map(|lang| serde_json::from_str::<Value>(&render(&[samples::racy()], lang)).unwrap());
    assert_eq!(ru["checks"][1]["title"], "Ни одно обновление не теряется");
    assert_eq!(
        en["checks"][2]["rationale"],
        "not run, because `race-free` did not pass"
    );
    for value in [&mut en, &mut ru] {
        for check in value["checks"].as_array_mut().unwrap() {
            for key in ["title", "rationale", "hint"] {
                check[key].take();
            }
        }
    }
    assert_eq!(en, ru);
}

#[test]
fn no_character_acts_on_a_terminal_and_none_is_lost() {
    let grade = samples::hostile();
    let text = render(std::slice::from_ref(&grade), Lang::En);
    assert!(text.chars().all(|c| c == '\n' || !text::is_hidden(c)), "{text}");
    assert!(!text.contains("##["), "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["submission"], grade.submission);
    let example = grade.checks[0].verdict.judgement.evidence.example.as_deref();
    assert_eq!(value["checks"][0]["evidence"]["example"].as_str(), example);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_of_a_student_comes_back_exactly(nasty in "[\\\\#\\[\u{1b}\u{9b}\u{202e}\u{e0041}a\"]{0,20}|.*") {
        let grade = samples::foreign(&nasty);
        let value: Value = serde_json::from_str(&render(std::slice::from_ref(&grade), Lang::En)).unwrap();
        proptest::prop_assert_eq!(&value["submission"], &grade.submission);
        proptest::prop_assert_eq!(&value["python"], &grade.python);
    }
}
