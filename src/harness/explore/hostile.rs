//! Answers that no honest harness would give.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::harness::explore::answer::Decode;
use crate::harness::explore::interleaving::interleaving;
use crate::harness::explore::order::Order;
use crate::harness::explore::rule::{Context, tests::scenario, violation};
use crate::harness::explore::toy::{Step, program};
use crate::harness::explore::toy_run::run;
use crate::harness::explore::trace::{Decision, Event, Trace};
use crate::harness::explore::wire::ScheduleAnswer;
use crate::harness::explore::{Explorer, threads::ThreadSet};
use crate::model::schedule::{Budget, OperationEnd};
use crate::model::value::{Exception, Value};

const DECODE: Decode = Decode {
    end: |json| match json.as_str() {
        Some(text) => Ok(OperationEnd::Value(Value::Str(text.to_owned()))),
        None => Err("no value".to_owned()),
    },
    exception: |json| match json.as_str() {
        Some(class) => Ok(Exception {
            classes: vec![class.to_owned()],
            text: String::new(),
            location: None,
            cause: Vec::new(),
        }),
        None => Err("no exception".to_owned()),
    },
};

fn or_minus_one(index: Option<u32>) -> i64 {
    index.map_or(-1, i64::from)
}

fn mask(set: ThreadSet) -> u64 {
    set.iter().map(|thread| 1 << thread).sum()
}

fn wire_decision(d: &Decision) -> Json {
    let (running, yielded) = (or_minus_one(d.running), or_minus_one(d.yielded));
    json!([
        d.chosen,
        mask(d.enabled),
        running,
        d.default,
        yielded,
        format!("{:#x}", mask(d.sleepers))
    ])
}

fn wire_event(e: &Event) -> Json {
    let flags = u8::from(e.taking) | u8::from(e.untracked) << 1 | u8::from(e.same_tick) << 2;
    json!([
        e.thread,
        e.kind.code(),
        e.location,
        or_minus_one(e.decision),
        flags
    ])
}

/// A trace as the harness would send it, with something in every other field too.
fn answer(trace: &Trace) -> Json {
    let decisions = &trace.decisions;
    let result = |part: &str, thread: u32| {
        json!({"part": part, "thread": thread, "index": 0, "began": 1, "returned": 7, "end": "x",
        "began_at": 0.5, "returned_at": 2.5, "spun": 1.0, "wake_ups": 3, "woken_at": ["a.py", 4]})
    };
    json!({
        "end": "failed", "import": null, "missing": null, "public": ["Counter"],
        "failure": {"kind": "deadlock", "waits": [{"thread": 1, "wanted": "Lock a", "at": ["a.py", 3], "holder": 2,
            "taken_at": ["a.py", 2], "holder_ended": false}]},
        "results": [result("thread", 1), result("thread", 2), result("main", 0), result("end", 0)],
        "calls": [[1, 2], [2, 2]], "calls_by_caller": 0, "overlap": true, "steps": 17,
        "watched": [[1, 2, 5, 1.0, 2.0, ["a.py", 3]], [2, 3, -1, 1.0, -1.0, null]],
        "threads": trace.threads.iter().map(|name| json!([name, 0])).collect::<Vec<_>>(),
        "decisions": decisions.iter().map(wire_decision).collect::<Vec<_>>(),
        "sleeping": decisions.iter().map(|d| d.asleep.iter().collect::<Vec<_>>()).collect::<Vec<_>>(),
        "locs_at": decisions.iter().map(|d| d.locations).collect::<Vec<_>>(),
        "events_at": decisions.iter().map(|d| d.first_event).collect::<Vec<_>>(),
        "saw_try": trace.saw_try,
        "events": trace.events.iter().map(wire_event).collect::<Vec<_>>(),
        "names": trace.names.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "rows": [[1, "a.py", 3, "reads", "self.x", "1", 0, 3], [2, "a.py", 3, "writes", "self.x", "1", 0, 4],
            [1, "a.py", 3, "writes", "self.x", null, 0, -1]],
    })
}

#[test]
fn an_honest_answer_is_read_as_it_is() {
    let program = vec![vec![Step::Load(0), Step::Add(0, 1)]; 2];
    let (trace, _) = run(&program, &Order::plain(vec![(2, 2)], false));
    let read: ScheduleAnswer = serde_json::from_value(answer(&trace)).unwrap();
    let (mut again, outcome) = read.read(DECODE).unwrap();
    again.end = trace.end;
    assert_eq!(again, trace);
    assert_eq!((outcome.results.len(), outcome.rows.len()), (4, 3));
    assert_eq!(
        (outcome.watched[0].ended_at, outcome.watched[1].ended_at),
        (Some(2.0), None)
    );
    let times = &outcome.results[3].times;
    assert_eq!(
        (times.wake_ups, times.woken_at.as_ref().map(|at| at.line)),
        (3, Some(4))
    );
}

#[test]
fn no_clock_shows_what_a_forged_answer_says() {
    let program = vec![vec![Step::Load(0)]; 2];
    let (trace, _) = run(&program, &Order::plain(Vec::new(), false));
    let forged = |pointer: &str, value: Json| {
        let mut answer = answer(&trace);
        *answer.pointer_mut(pointer).unwrap() = value;
        let read = serde_json::from_value::<ScheduleAnswer>(answer);
        read.map_err(|error| error.to_string())
            .and_then(|answer| answer.read(DECODE).map_err(|bad| bad.to_string()))
            .err()
            .unwrap_or_else(|| panic!("{pointer} was believed"))
    };
    for (pointer, value, why) in [
        ("/results/0/began_at", json!(-1e-9), "no clock shows"),
        ("/results/0/returned_at", json!(1e13), "no clock shows"),
        ("/results/0/returned_at", json!(null), "invalid type"),
        ("/results/0/returned_at", json!("NaN"), "invalid type"),
        ("/results/0/spun", json!(-0.5), "more time in loops"),
        ("/results/0/spun", json!(2.5), "more time in loops"),
        ("/results/0/wake_ups", json!(u64::MAX), "too many wake-ups"),
        ("/results/0/wake_ups", json!(-1), "invalid value"),
        ("/results/0/woken_at", json!(["a".repeat(400), 1]), "a long name"),
        ("/watched/0/0", json!(99), "unknown thread"),
        ("/watched/0/1", json!(9), "before it began"),
        ("/watched/1/1", json!(1), "out of order"),
        ("/watched/0/2", json!(-2), "ended at no moment"),
        ("/watched/0/3", json!(1.5), "goes back"),
        ("/watched/0/4", json!(0.75), "goes back"),
        ("/watched/0/4", json!(-1.0), "no clock shows"),
        ("/watched/1/3", json!(1e300), "no clock shows"),
    ] {
        let said = forged(pointer, value.clone());
        assert!(said.contains(why), "{pointer} = {value}: {said}");
    }
}

/// What stands in for some part of an answer.
fn nonsense() -> impl Strategy<Value = Json> {
    let numbers = [
        -1,
        0,
        1,
        2,
        3,
        5,
        9,
        20,
        23,
        127,
        128,
        i64::from(u32::MAX),
        i64::MAX,
    ];
    let others = [
        json!(null),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("0xff"),
        json!("failed"),
        json!("spin"),
        json!([]),
        json!({}),
        json!(true),
        json!([0, 0]),
        json!("x".repeat(400)),
    ];
    prop::sample::select(
        numbers
            .into_iter()
            .map(Json::from)
            .chain(others)
            .collect::<Vec<_>>(),
    )
}

/// Replaces, drops or doubles the part of an answer that a path of numbers leads to.
fn mutate(json: &mut Json, path: &[usize], new: &Json) {
    let Some((&step, rest)) = path.split_first() else {
        *json = new.clone();
        return;
    };
    match json {
        Json::Array(items) if !items.is_empty() => {
            let place = step % items.len();
            match step % 11 {
                9 => drop(items.remove(place)),
                10 => items.insert(place, items[place].clone()),
                _ => mutate(&mut items[place], rest, new),
            }
        }
        Json::Object(fields) if !fields.is_empty() => {
            let place = step % fields.len();
            if let Some(field) = fields.values_mut().nth(place) {
                mutate(field, rest, new);
            }
        }
        other => *other = new.clone(),
    }
}

/// Everything that reads an answer.
fn swallow(json: Json) {
    let Ok(answer) = serde_json::from_value::<ScheduleAnswer>(json) else {
        return;
    };
    let Ok((trace, outcome)) = answer.read(DECODE) else {
        return;
    };
    let mut explorer = Explorer::new(
        Budget {
            schedules: 4,
            sweep: 4,
            random: 2,
            steps: 100,
        },
        1,
    );
    while explorer.next().is_some() {
        explorer.record(&trace, false);
    }
    let scenario = scenario(&[1, 1], 1, 1);
    violation(
        Context {
            scenario: &scenario,
            table: None,
            default_schedule: true,
        },
        &outcome,
    );
    interleaving(&outcome.rows, &outcome.threads, |_| String::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_makes_the_grader_panic(
        program in program(),
        mutations in prop::collection::vec((prop::collection::vec(0..200_usize, 1..4), nonsense()), 0..4),
    ) {
        let mut json = answer(&run(&program, &Order::plain(vec![(1, 2)], true)).0);
        for (path, new) in mutations {
            mutate(&mut json, &path, &new);
        }
        swallow(json);
    }
}
