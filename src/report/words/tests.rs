//! The catalogues agree with each other and with the sources, and count as people do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

/// Ids with the variables of their patterns.
type Entries = BTreeMap<String, BTreeSet<String>>;

fn entries(source: &str) -> Entries {
    let mut entries = Entries::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            current = line.split_once(" =").expect(line).0.to_owned();
            assert!(
                entries.insert(current.clone(), BTreeSet::new()).is_none(),
                "{current} stands twice"
            );
        }
        let names = line.split('$').skip(1).map(|rest| word(rest).to_owned());
        if let Some(variables) = entries.get_mut(&current) {
            variables.extend(names);
        }
    }
    entries
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(text.len());
    &text[..end]
}

fn all_entries(lang: Lang) -> Entries {
    let mut all = Entries::new();
    for source in sources(lang) {
        for (id, variables) in entries(source) {
            assert!(
                all.insert(id.clone(), variables).is_none(),
                "{id} stands in two files"
            );
        }
    }
    all
}

fn entries_of_reports() -> Entries {
    let [_, report] = sources(Lang::En);
    entries(report)
}

#[test]
fn every_entry_parses() {
    for lang in [Lang::En, Lang::Ru] {
        for source in sources(lang) {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{lang:?}: {errors:?}");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_variables() {
    assert_eq!(all_entries(Lang::En), all_entries(Lang::Ru));
}

/// Sources of the crate without their tests.
fn sources_under(directory: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            sources_under(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !["tests.rs", "samples.rs"].contains(&name.as_str())
        {
            let mut bytes = String::new();
            std::io::Read::read_to_string(&mut std::fs::File::open(&path).unwrap(), &mut bytes).unwrap();
            let end = bytes.find("mod tests {").unwrap_or(bytes.len());
            bytes.truncate(end);
            found.push(bytes);
        }
    }
}

/// The ids that a source uses, each with the arguments given at once.
fn used(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let starts = ["Message::new(", ".label("];
    let mut found = Vec::new();
    for start in starts {
        for rest in source.split(start).skip(1) {
            if let Some(literal) = rest.trim_start().strip_prefix('"') {
                let id = word(literal).to_owned();
                // With a comma it is an argument of a message.
                let alone = literal[id.len()..].starts_with("\")") || start != ".label(";
                if alone {
                    found.push((id, arguments(rest)));
                }
            }
        }
    }
    found
}

/// The names of the arguments in `"id").count("n", …).code("path", …)`.
fn arguments(call: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = after_parenthesis(call);
    loop {
        let chained = rest.trim_start();
        let Some(argument) = [
            ".count(", ".plain(", ".name(", ".label(", ".code(", ".thread(", ".wanted(",
        ]
        .iter()
        .find_map(|name| chained.strip_prefix(name)) else {
            return names;
        };
        names.insert(word(argument.trim_start().trim_start_matches('"')).to_owned());
        rest = after_parenthesis(argument);
    }
}

/// What follows the parenthesis that closes the one before `text`.
fn after_parenthesis(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

#[test]
fn every_id_that_is_used_exists_and_gets_its_variables() {
    let entries = all_entries(Lang::En);
    let mut sources = Vec::new();
    sources_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let used: Vec<_> = sources.iter().flat_map(|source| used(source)).collect();
    assert!(used.len() > 50, "the scan finds too little: {}", used.len());
    for (id, arguments) in &used {
        let variables = entries
            .get(id)
            .unwrap_or_else(|| panic!("{id} is in no catalogue"));
        // Without arguments at once they are added later, where this scan does not see them.
        if !arguments.is_empty() {
            assert_eq!(arguments, variables, "{id}");
        }
    }
    let ids: BTreeSet<&str> = used.iter().map(|(id, _)| id.as_str()).collect();
    let ours = entries_of_reports();
    let unused: Vec<&String> = ours.keys().filter(|id| !ids.contains(id.as_str())).collect();
    assert_eq!(unused, Vec::<&String>::new(), "nobody says these");
}

#[track_caller]
fn check(lang: Lang, message: &Message, expected: &str) {
    assert_eq!(Catalogue::new(lang).message(message), expected);
}

#[test]
fn plurals_are_right_in_both_languages() {
    for (n, en, ru) in [
        (0, "0 checks passed", "0 проверок пройдено"),
        (1, "1 check passed", "1 проверка пройдена"),
        (2, "2 checks passed", "2 проверки пройдены"),
        (5, "5 checks passed", "5 проверок пройдено"),
        (11, "11 checks passed", "11 проверок пройдено"),
        (21, "21 checks passed", "21 проверка пройдена"),
        (22, "22 checks passed", "22 проверки пройдены"),
        (111, "111 checks passed", "111 проверок пройдено"),
    ] {
        let message = Message::new("tally-passed").count("n", n);
        check(Lang::En, &message, en);
        check(Lang::Ru, &message, ru);
    }
    for (score, max, ru) in [
        (0, 1, "0 из 1 балла"),
        (1, 2, "1 из 2 баллов"),
        (7, 10, "7 из 10 баллов"),
        (2, 21, "2 из 21 балла"),
    ] {
        check(
            Lang::Ru,
            &Message::new("total").count("score", score).count("max", max),
            ru,
        );
    }
}

#[test]
fn foreign_text_is_shown_and_never_read_as_a_pattern() {
    let nasty = "{ $near }\u{1b}[2J\n\u{202e}{ -term }";
    let message = Message::new("submission-empty").code("expected", nasty);
    check(
        Lang::En,
        &message,
        "the directory is empty: the file `{ $near }\\x1b[2J\\n\\u202e{ -term }` should be in it",
    );
    let long = Catalogue::new(Lang::En)
        .message(&Message::new("submission-empty").plain("expected", "x".repeat(1 << 20)));
    assert!(long.len() < 1000);
}

#[test]
fn a_name_that_an_author_gave_is_in_the_language_of_the_reader() {
    let name = Text {
        en: "a\u{1b}list".to_owned(),
        ru: Some("список".to_owned()),
    };
    let message = Message::new("scrape-page").name("page", &name);
    check(Lang::En, &message, "on the page “a\\x1blist”");
    check(Lang::Ru, &message, "на странице «список»");
}

#[test]
fn an_author_speaks_the_language_of_the_reader_or_english() {
    let text = Text {
        en: "value".to_owned(),
        ru: Some("значение".to_owned()),
    };
    assert_eq!(Catalogue::new(Lang::Ru).text(&text), "значение");
    assert_eq!(
        Catalogue::new(Lang::Ru).text(&Text {
            ru: None,
            ..text.clone()
        }),
        "value"
    );
    assert_eq!(Catalogue::new(Lang::En).words(&Words::Author(text)), "value");
}
