//! What the answers and the requests prove.

use std::collections::BTreeMap;

use crate::checks::scrape::crawl::{Crawl, Visited, here};
use crate::checks::scrape::document::Document;
use crate::checks::scrape::{Ask, Page, Question, Scrape, program, select, tell};
use crate::checks::{Check as _, TaskContext, script, trouble};
use crate::model::observation::{Observation, Scripted, StepEnd};
use crate::model::site::Request;
use crate::model::value::Value;
use crate::model::verdict::{Judgement, Status};

/// The first page or site that fails decides; our own faults count only where nothing failed.
pub(super) fn judge(scrape: &Scrape, task: &TaskContext, observations: &[Observation]) -> Judgement {
    if observations.len() != scrape.plan(task).len() {
        return trouble::unexpected();
    }
    let mut seen = observations.iter();
    let pages = scrape.pages(task.seed);
    let mut judgements = Vec::new();
    for page in &pages {
        judgements.extend(judge_page(scrape, task, page, &mut seen));
    }
    let sites = scrape.crawls.iter().zip(seen);
    judgements.extend(sites.map(|(crawl, seen)| judge_site(scrape, task, crawl, seen)));
    let mut inconclusive = None;
    for judgement in judgements {
        match judgement.status {
            Status::Failed => return judgement,
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

/// The ends of the steps, or the judgement that there were none.
fn ends(observation: &Observation) -> Result<&[StepEnd], Box<Judgement>> {
    Err(Box::new(match observation {
        Observation::Steps(ends) => return Ok(ends),
        Observation::NotImported(failure) => trouble::not_imported(failure),
        Observation::NamesMissing(names) => trouble::names_missing(names),
        Observation::Broken(how) => trouble::broken(how),
        Observation::Faulty(causes) => trouble::faulty(causes),
        Observation::Cut(..)
        | Observation::Schedules(_)
        | Observation::Site { .. }
        | Observation::Observed { .. }
        | Observation::Script(_)
        | Observation::Source(_)
        | Observation::Reference(_) => trouble::unexpected(),
    }))
}

/// The questions about a page whose values are observed, in one run, then each that is a run of the program.
fn judge_page<'o>(
    scrape: &Scrape,
    task: &TaskContext,
    page: &Page,
    seen: &mut impl Iterator<Item = &'o Observation>,
) -> Vec<Judgement> {
    let documents: Vec<Document> = scrape
        .parsers
        .iter()
        .map(|parser| Document::parse(&page.text, *parser))
        .collect();
    let (values, programs): (Vec<Asked<'_>>, Vec<Asked<'_>>) = scrape
        .questions(page)
        .map(|(ask, selector)| Asked {
            ask,
            shown: program::shown(ask, &task.file, selector),
            answers: documents
                .iter()
                .map(|document| {
                    select::answer(document, ask, selector.map(|(_, selector)| selector), &page.base)
                })
                .collect(),
        })
        .partition(|asked| matches!(asked.ask.question, Question::Value(_)));
    let values = (!values.is_empty()).then(|| {
        let observation = seen.next();
        observation.map_or_else(trouble::unexpected, |seen| {
            judge_values(scrape, page, &values, seen)
        })
    });
    let programs: Vec<Judgement> = programs
        .iter()
        .map(|asked| {
            let judgement = seen
                .next()
                .map_or_else(trouble::unexpected, |seen| judge_program(page, asked, seen));
            finished(scrape, page, asked, judgement)
        })
        .collect();
    values.into_iter().chain(programs).collect()
}

/// A question about a page, and what is right for each parser.
struct Asked<'a> {
    ask: &'a Ask,
    shown: String,
    answers: Vec<Vec<String>>,
}

/// With the name of the page, and how to see the failure again.
fn finished(scrape: &Scrape, page: &Page, asked: &Asked<'_>, judgement: Judgement) -> Judgement {
    if judgement.status != Status::Failed {
        return judgement;
    }
    let judgement = match &asked.ask.question {
        Question::Program(_) => tell::by_program(judgement, &asked.shown),
        Question::Value(_) => judgement,
    };
    let mut judgement = tell::on_page(judgement, page);
    judgement.evidence.example = program::example(&scrape.module, page, &asked.shown, asked.ask);
    judgement
}

fn judge_values(scrape: &Scrape, page: &Page, values: &[Asked<'_>], observation: &Observation) -> Judgement {
    let ends = match ends(observation) {
        Ok(ends) => ends,
        Err(judgement) if judgement.status == Status::Failed => return tell::on_page(*judgement, page),
        Err(judgement) => return *judgement,
    };
    for (index, asked) in values.iter().enumerate() {
        // The first step prepares, and one stands before each question.
        let failed = match ends.get(2 * index + 2) {
            None => return trouble::unexpected(),
            Some(StepEnd::Raised(exception)) => tell::raised(&asked.shown, exception),
            Some(StepEnd::Value(actual)) => {
                let right = |answer: &Vec<String>| same(&select::value(answer), actual, asked.ask.any_order);
                if asked.answers.iter().any(right) {
                    continue;
                }
                tell::wrong_list(&asked.shown, &asked.answers[0], actual)
            }
        };
        return finished(scrape, page, asked, failed);
    }
    Judgement::passed()
}

/// A program that prints what is right for one of the parsers is right; what is told is about the first.
fn judge_program(page: &Page, asked: &Asked<'_>, observation: &Observation) -> Judgement {
    let Question::Program(arguments) = &asked.ask.question else {
        return trouble::unexpected();
    };
    let observation = match observation {
        Observation::Script(scripted) if asked.ask.any_order => Observation::Script(sorted(scripted)),
        other => other.clone(),
    };
    let mut judgements = asked.answers.iter().map(|answer| {
        let mut lines = answer.clone();
        if asked.ask.any_order {
            lines.sort();
        }
        script::judge_one(&program::one_run(arguments, page, &lines), &observation)
    });
    let first = judgements.next().unwrap_or_else(trouble::unexpected);
    let passed = |judgement: &Judgement| judgement.status == Status::Passed;
    if passed(&first) {
        return first;
    }
    judgements.find(passed).unwrap_or(first)
}

/// The same output with its lines in order; its end stays as it is.
fn sorted(scripted: &Scripted) -> Scripted {
    let mut lines: Vec<&[u8]> = scripted.stdout.split(|byte| *byte == b'\n').collect();
    let last = lines.pop().unwrap_or_default();
    lines.sort_unstable();
    let mut stdout: Vec<u8> = lines
        .iter()
        .flat_map(|line| [line, &b"\n"[..]])
        .flatten()
        .copied()
        .collect();
    stdout.extend(last);
    Scripted {
        stdout,
        ..scripted.clone()
    }
}

fn same(expected: &Value, actual: &Value, any_order: bool) -> bool {
    match (expected, actual) {
        (Value::List(expected), Value::List(actual)) if any_order => {
            let sorted = |items: &[Value]| {
                let mut items = items.to_vec();
                items.sort();
                items
            };
            sorted(expected) == sorted(actual)
        }
        (expected, actual) => expected == actual,
    }
}

fn judge_site(scrape: &Scrape, task: &TaskContext, crawl: &Crawl, observation: &Observation) -> Judgement {
    let (steps, requests) = match observation {
        Observation::Site { steps, requests } => (&**steps, requests.as_slice()),
        // It never came to a visit.
        other => (other, &[][..]),
    };
    let judgement = match ends(steps) {
        Ok([_, StepEnd::Value(actual)]) => {
            let expected = crawl.expected(task.seed, scrape.parsers[0]);
            judge_result(crawl, &expected, actual)
                .or_else(|| judge_requests(crawl, &visited(&expected, actual), requests))
                .unwrap_or_else(Judgement::passed)
        }
        Ok([_, StepEnd::Raised(exception)]) => tell::raised(crawl.code.trim(), exception),
        Ok(_) => trouble::unexpected(),
        Err(judgement) => *judgement,
    };
    match judgement.status {
        Status::Failed => tell::on_site(judgement, crawl, requests),
        Status::Passed | Status::Skipped | Status::Inconclusive => judgement,
    }
}

/// The expected pages that the result has.
fn visited<'a>(expected: &'a [Visited], actual: &Value) -> Vec<&'a Visited> {
    let Value::Dict(pairs) = actual else {
        return Vec::new();
    };
    let has = |page: &&Visited| pairs.iter().any(|(key, _)| *key == Value::Str(page.url.clone()));
    expected.iter().filter(has).collect()
}

fn judge_result(crawl: &Crawl, expected: &[Visited], actual: &Value) -> Option<Judgement> {
    let code = crawl.code.trim();
    let Value::Dict(pairs) = actual else {
        return Some(tell::not_a_dict(code, actual));
    };
    let count = expected.len().min(crawl.max_pages);
    // A crawl that stops in the middle of a level may have taken any pages of that level.
    let last = count.checked_sub(1).map_or(0, |last| expected[last].depth);
    for (key, _) in pairs {
        let known = expected.iter().find(|page| *key == Value::Str(page.url.clone()));
        if known.is_none_or(|page| count == 0 || page.depth > last) {
            return Some(tell::extra_page(code, key, known.is_some()));
        }
    }
    let full = expected
        .iter()
        .filter(|page| count == expected.len() || page.depth < last);
    for page in full.take(count) {
        if !pairs.iter().any(|(key, _)| *key == Value::Str(page.url.clone())) {
            return Some(tell::missing_page(code, &page.url));
        }
    }
    if pairs.len() != count {
        return Some(tell::page_count(code, count, pairs.len()));
    }
    pairs.iter().find_map(|(key, links)| {
        let page = expected
            .iter()
            .find(|page| *key == Value::Str(page.url.clone()))?;
        let right = select::value(&page.links) == *links;
        (!right).then(|| tell::wrong_links(code, page, links))
    })
}

/// Every URL that the visited pages need was asked for exactly as often as they need it, and nothing else was.
fn judge_requests(crawl: &Crawl, visited: &[&Visited], requests: &[Request]) -> Option<Judgement> {
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for url in visited.iter().flat_map(|page| &page.asked) {
        *wanted.entry(url).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for request in requests {
        let url = request.url();
        if request.method != "GET" {
            return Some(tell::other_method(&request.method, &url));
        }
        if request.address != here() {
            return Some(tell::asked_elsewhere(&url));
        }
        if !wanted.contains_key(url.as_str()) {
            return Some(tell::asked_needlessly(&url));
        }
        *seen.entry(url).or_default() += 1;
    }
    for (url, count) in &wanted {
        let times = seen.get(*url).copied().unwrap_or(0);
        if times != *count {
            return Some(tell::asked_times(url, *count, times));
        }
    }
    if crawl.any_order {
        return None;
    }
    out_of_order(visited, requests)
}

/// No page is asked for before one that is nearer to the start.
fn out_of_order(visited: &[&Visited], requests: &[Request]) -> Option<Judgement> {
    let mut deepest: Option<&Visited> = None;
    for request in requests {
        let url = request.url();
        let Some(page) = visited.iter().find(|page| page.url == url) else {
            continue;
        };
        if let Some(deeper) = deepest.filter(|deeper| deeper.depth > page.depth)
            // Asked again, it is no new page.
            && requests.iter().position(|other| other.url() == url) >= requests.iter().position(|other| other.url() == deeper.url)
        {
            return Some(tell::not_breadth_first(&page.url, &deeper.url));
        }
        if deepest.is_none_or(|deeper| page.depth > deeper.depth) {
            deepest = Some(page);
        }
    }
    None
}
