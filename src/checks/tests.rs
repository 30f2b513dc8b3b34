//! What the tests of all kinds share, and tests that walk the table of kinds.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::checks::{Fault, Kind, Nearby, TaskContext};
use crate::model::limits::Limits;
use crate::model::message::{Arg, Words};
use crate::model::plan;
use crate::model::verdict::Judgement;

/// A check from its own keys.
pub(crate) fn parse(kind: &str, keys: &str) -> Result<Kind, Vec<Fault>> {
    let table = DeTable::parse(keys).unwrap();
    let table = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let nearby = Nearby {
        file: "counter.py",
        read: &|name| Err(format!("there is no file `{name}`")),
    };
    let mut faults = Vec::new();
    Kind::parse(kind, table, &nearby, &mut faults).ok_or(faults)
}

pub(crate) fn context() -> TaskContext {
    TaskContext {
        file: "counter.py".to_owned(),
        limits: Limits::default(),
        seed: 1,
    }
}

/// Codes of the faults in a check's own keys.
#[track_caller]
pub(crate) fn check_faults(kind: &str, keys: &str, codes: &[&str]) {
    let found = parse(kind, keys).err().unwrap_or_default();
    let found: Vec<&str> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(found, codes, "{keys}");
}

/// A judgement as lines: status and reason, words with their arguments, expected and actual, place, example.
pub(crate) fn told(judgement: &Judgement) -> String {
    let mut lines = vec![format!("{:?} {}", judgement.status, judgement.reason.as_str())];
    for words in &judgement.rationale {
        let Words::Ours(message) = words else { continue };
        let args = message.args.iter().map(|(name, arg)| match arg {
            Arg::Count(count) => format!(" {name}={count}"),
            Arg::Plain(text) | Arg::Thread(text) | Arg::Wanted(text) => format!(" {name}={text}"),
            Arg::Name(text) => format!(" {name}={}", text.en),
            Arg::Code(code) => format!(" {name}=`{code}`"),
            Arg::Label(id) => format!(" {name}=({id})"),
        });
        lines.push(format!("- {}{}", message.id, args.collect::<String>()));
    }
    let place = judgement
        .location
        .as_ref()
        .map(|location| format!("{}:{}", location.file, location.line));
    let evidence = &judgement.evidence;
    let plan = evidence.replay.as_ref().map(|replay| plan::print(&replay.plan));
    let parts = [
        ("expected", judgement.expected.as_ref()),
        ("actual", judgement.actual.as_ref()),
        ("at", place.as_ref()),
        ("plan", plan.as_ref()),
        ("example", evidence.example.as_ref()),
    ];
    for (name, text) in parts {
        if let Some(text) = text {
            lines.push(format!("{name}: {}", text.replace('\n', "\n    ")));
        }
    }
    lines.join("\n")
}

#[test]
fn each_name_of_the_table_has_an_example_and_a_schema() {
    let mut generator = schemars::SchemaGenerator::default();
    for kind in Kind::NAMES {
        assert!(Kind::example(kind).is_some_and(|example| example.contains(&format!("kind = \"{kind}\""))));
        assert!(Kind::schema(kind, &mut generator).is_some());
    }
    assert!(Kind::example("fork").is_none());
}

#[test]
fn a_kind_knows_its_name_and_plans() {
    let kind = parse(
        "call",
        "step = [{ run = 'c = Counter()' }, { value = 'c.value', equals = 0 }]",
    )
    .unwrap();
    assert_eq!(kind.name(), "call");
    assert_eq!(kind.as_check().plan(&context()).len(), 1);
}

/// Ids of a catalogue, each with the names of its arguments.
fn catalogue(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut entries = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            current = id.to_owned();
            assert!(
                entries.insert(current.clone(), BTreeSet::new()).is_none(),
                "{id} is there twice"
            );
        }
        let names = line
            .split("{ $")
            .skip(1)
            .map(|rest| rest.split(' ').next().unwrap_or_default().to_owned());
        if let Some(entry) = entries.get_mut(&current) {
            entry.extend(names);
        }
    }
    entries
}

#[test]
fn both_catalogues_say_the_same_with_the_same_arguments() {
    let english = catalogue(include_str!("../report/words/en.ftl"));
    let russian = catalogue(include_str!("../report/words/ru.ftl"));
    assert_eq!(english, russian);
    let sources = [
        include_str!("trouble.rs"),
        include_str!("call/judge.rs"),
        include_str!("call/verdict.rs"),
        include_str!("compare.rs"),
        include_str!("laws/judge.rs"),
        include_str!("lines.rs"),
        include_str!("processes/judge.rs"),
        include_str!("processes/tell.rs"),
        include_str!("script/judge.rs"),
        include_str!("source/judge.rs"),
        include_str!("schedules/judge.rs"),
        include_str!("schedules/tell.rs"),
        include_str!("scrape/tell.rs"),
        include_str!("schedules/tell_times.rs"),
        include_str!("schedules/tell_script.rs"),
    ];
    for source in sources {
        let used = source.split(['"']).skip(1).step_by(2);
        let ids = used.filter(|text| {
            english
                .keys()
                .any(|id| id.split('-').next() == text.split('-').next())
        });
        for id in ids.filter(|id| id.contains('-') && !id.contains(' ')) {
            assert!(english.contains_key(id), "{id} is in no catalogue");
        }
    }
}
