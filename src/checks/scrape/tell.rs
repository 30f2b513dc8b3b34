//! What a student is told.

use crate::checks::scrape::Page;
use crate::checks::scrape::crawl::{Crawl, Visited};
use crate::checks::scrape::select;
use crate::model::message::{Message, Words};
use crate::model::show;
use crate::model::site::Request;
use crate::model::value::{Exception, Value};
use crate::model::verdict::{Judgement, Reason};

/// Requests that are kept as evidence.
const MOST_REQUESTS: usize = 200;

pub(super) fn on_page(judgement: Judgement, page: &Page) -> Judgement {
    judgement.because(Words::Ours(Message::new("scrape-page").name("page", &page.name)))
}

/// Adds how the program was started.
pub(super) fn by_program(judgement: Judgement, command: &str) -> Judgement {
    judgement.because(Words::Ours(Message::new("scrape-program").code("code", command)))
}

/// Adds the name of the site, and what it was asked.
pub(super) fn on_site(judgement: Judgement, crawl: &Crawl, requests: &[Request]) -> Judgement {
    let mut judgement = judgement.because(Words::Ours(Message::new("scrape-site").name("site", &crawl.name)));
    let line = |request: &Request| {
        format!(
            "{} {} → {}",
            request.method,
            show::one_line(&request.url()),
            request.status
        )
    };
    judgement.evidence.requests = requests.iter().take(MOST_REQUESTS).map(line).collect();
    judgement
}

pub(super) fn raised(code: &str, exception: &Exception) -> Judgement {
    let words = Message::new("scrape-raised")
        .code("code", code)
        .code("exception", show::exception(exception));
    let mut judgement = Judgement::failed(Reason::Exception).because(Words::Ours(words));
    judgement.location.clone_from(&exception.location);
    judgement
}

/// Names the first difference between two lists.
pub(super) fn wrong_list(code: &str, expected: &[String], actual: &Value) -> Judgement {
    let wanted = select::value(expected);
    let words = match actual {
        Value::List(items) => difference(code, expected, items),
        other => Message::new("scrape-not-a-list")
            .code("code", code)
            .code("type", show::type_name(other)),
    };
    wrong(words).expecting(show::python(&wanted), show::python(actual))
}

fn difference(code: &str, expected: &[String], items: &[Value]) -> Message {
    let at = expected
        .iter()
        .zip(items)
        .take_while(|(wanted, item)| Value::Str((*wanted).clone()) == **item)
        .count();
    let number = u64::try_from(at + 1).unwrap_or(u64::MAX).to_string();
    let wanted = expected
        .get(at)
        .map(|text| show::python(&Value::Str(text.clone())));
    let seen = items.get(at).map(show::python);
    let message = |id| Message::new(id).code("code", code).plain("number", number);
    match (wanted, seen) {
        (Some(wanted), Some(seen)) => message("scrape-item")
            .code("expected", wanted)
            .code("actual", seen),
        (Some(wanted), None) => message("scrape-item-missing").code("expected", wanted),
        (None, Some(seen)) => message("scrape-item-extra").code("actual", seen),
        // The same items in another order were expected, or the types around them differ.
        (None, None) => Message::new("scrape-not-a-list")
            .code("code", code)
            .code("type", "list"),
    }
}

pub(super) fn not_a_dict(code: &str, actual: &Value) -> Judgement {
    let kind = show::type_name(actual);
    wrong(
        Message::new("crawl-not-a-dict")
            .code("code", code)
            .code("type", kind),
    )
    .expecting("dict", show::python(actual))
}

pub(super) fn extra_page(code: &str, key: &Value, reachable: bool) -> Judgement {
    let id = if reachable {
        "crawl-too-far"
    } else {
        "crawl-extra-page"
    };
    wrong(
        Message::new(id)
            .code("code", code)
            .code("page", show::python(key)),
    )
}

pub(super) fn missing_page(code: &str, url: &str) -> Judgement {
    wrong(
        Message::new("crawl-missing-page")
            .code("code", code)
            .code("page", url),
    )
}

pub(super) fn page_count(code: &str, expected: usize, actual: usize) -> Judgement {
    let message = Message::new("crawl-page-count")
        .code("code", code)
        .count("expected", expected as u64)
        .count("actual", actual as u64);
    wrong(message)
}

pub(super) fn wrong_links(code: &str, page: &Visited, actual: &Value) -> Judgement {
    let code = format!("{code}[{}]", show::source(&Value::Str(page.url.clone())));
    wrong_list(&code, &page.links, actual)
}

pub(super) fn other_method(method: &str, url: &str) -> Judgement {
    wrong(
        Message::new("crawl-method")
            .code("method", show::one_line(method))
            .code("page", show::one_line(url)),
    )
}

pub(super) fn asked_elsewhere(url: &str) -> Judgement {
    wrong(Message::new("crawl-elsewhere").code("page", show::one_line(url)))
}

pub(super) fn asked_needlessly(url: &str) -> Judgement {
    wrong(Message::new("crawl-needless").code("page", show::one_line(url)))
}

pub(super) fn asked_times(url: &str, expected: usize, actual: usize) -> Judgement {
    let message = Message::new("crawl-times")
        .code("page", url)
        .count("expected", expected as u64)
        .count("actual", actual as u64);
    wrong(message)
}

pub(super) fn not_breadth_first(url: &str, deeper: &str) -> Judgement {
    wrong(
        Message::new("crawl-order")
            .code("page", url)
            .code("deeper", deeper),
    )
}

fn wrong(message: Message) -> Judgement {
    Judgement::failed(Reason::Wrong).because(Words::Ours(message))
}
