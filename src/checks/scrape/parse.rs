//! The keys of a `scrape` check, and how they become its questions.

use std::sync::Arc;

use schemars::JsonSchema;
use scraper::Selector;
use serde::Deserialize;

use crate::checks::piece::{self, Name};
use crate::checks::python;
use crate::checks::python::names::Names;
use crate::checks::scrape::parse_site::{SiteToml, crawl};
use crate::checks::scrape::{Ask, Content, PageSource, Parser, Polish, Question, Scrape, Take};
use crate::checks::{At, Fault, Nearby};

/// The keys of a `scrape` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScrapeToml {
    /// Names of the submission's file that the questions need. Without this key: every name that they use and do not
    /// have from Python. What Python has (`sum`, `isinstance`) the submission's own name stands for only where it is
    /// listed here.
    needs: Option<Vec<At<String>>>,
    /// Whose answer is right where parsers differ about broken markup, the first one's in feedback; all by default.
    parsers: Option<At<Vec<ParserToml>>>,
    /// Pages that are asked about.
    #[serde(default)]
    page: Vec<At<PageToml>>,
    /// Questions about every page.
    #[serde(default)]
    ask: Vec<At<AskToml>>,
    /// Web sites that are crawled, each open for one run alone. They need isolation `namespaces` or `full`.
    #[serde(default)]
    site: Vec<At<SiteToml>>,
}

/// A way to repair broken markup.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
enum ParserToml {
    /// As browsers do: missing elements are added, what may not stand where it stands is moved.
    #[serde(rename = "html5")]
    Html5,
    /// Not at all, as `BeautifulSoup` with `html.parser`: an end tag closes the nearest open element of its name.
    #[serde(rename = "html.parser")]
    HtmlParser,
}

/// A page, or several that are made for the run. It has `html`, `file` or `made`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PageToml {
    /// What the page is; shown when an answer about it is wrong.
    name: Name,
    /// Its text.
    html: Option<At<String>>,
    /// The file of the task's folder that holds its text, such as `private/old.html`.
    file: Option<At<String>>,
    /// Pages made from the seed.
    made: Option<MadeToml>,
    /// The address that its relative links are resolved against; questions use it as `base`.
    #[serde(default)]
    base: String,
}

/// Pages made from the seed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MadeToml {
    /// How many.
    #[schemars(range(min = 1, max = 50))]
    count: u32,
    /// Whether their markup is broken: end tags that are missing or stand alone, crossed elements, nested links.
    #[serde(default)]
    broken: bool,
}

/// One question about every page, and what of the page is its answer. It has `value` or `program`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AskToml {
    /// An expression whose value must be the list of texts; `page` is the page's text, `base` its address, `selector`
    /// the selector.
    value: Option<At<String>>,
    /// The submission is run as a program with these arguments, `{page}` among them standing for a file with the page; it
    /// must print one text a line and end with status 0.
    program: Option<At<Vec<String>>>,
    /// CSS selectors, each of them a question of its own; the whole document without this key.
    #[serde(default)]
    select: Vec<At<String>>,
    /// What is taken: `@name` (that attribute of each selected element that has it), `text` (the whole text of each),
    /// `pieces` (each piece of text in them), `ancestors` (names of the elements around the first, the nearest first,
    /// then `[document]`).
    take: At<String>,
    /// Whether the texts are addresses that must be absolute, as `urllib.parse.urljoin` joins them to the page's `base`.
    #[serde(default)]
    absolute: bool,
    /// Whether blanks around each text are taken away.
    #[serde(default)]
    strip: bool,
    /// `keep` (the default) or `drop` texts without anything but blanks.
    blank: Option<KeepToml>,
    /// `keep` (the default) or `drop` texts that were there before.
    duplicates: Option<KeepToml>,
    /// `document` (the default) or `any`.
    order: Option<OrderToml>,
    /// Only about the pages whose English names begin so.
    #[serde(default)]
    pages: Vec<At<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum KeepToml {
    Keep,
    Drop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OrderToml {
    Document,
    Any,
}

/// Makes the check; what is wrong goes to `faults`.
pub(crate) fn build(at: At<ScrapeToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Scrape {
    let (place, toml) = (at.place(), at.value);
    if (toml.page.is_empty() || toml.ask.is_empty()) && toml.site.is_empty() {
        let message = "a `scrape` check without pages and questions, and without a site, finds nothing out";
        let help = "add `[[check.page]]` with `[[check.ask]]`, or `[[check.site]]`";
        faults.push(Fault::new("no-questions", place, message).help(help));
    }
    let mut names = Names::default();
    if let Ok(given) = python::statements("page = base = selector = start = max_pages = 0") {
        names.add(&given);
    }
    let pages: Vec<PageSource> = toml
        .page
        .iter()
        .filter_map(|one| page(one, nearby, faults))
        .collect();
    let asks: Vec<Ask> = toml
        .ask
        .iter()
        .filter_map(|one| ask(one, &toml.page, &mut names, faults))
        .collect();
    let crawls = toml
        .site
        .iter()
        .filter_map(|one| crawl(one, nearby, &mut names, faults))
        .collect();
    Scrape {
        module: nearby.module(),
        needs: piece::needs(toml.needs.as_deref(), &names, faults),
        parsers: parsers(toml.parsers.as_ref(), faults),
        pages,
        asks,
        crawls,
    }
}

fn parsers(listed: Option<&At<Vec<ParserToml>>>, faults: &mut Vec<Fault>) -> Vec<Parser> {
    let Some(listed) = listed else {
        return vec![Parser::Html5, Parser::Flat];
    };
    if listed.value.is_empty() {
        let message = "without a parser nothing is right";
        faults.push(Fault::new("no-parsers", listed.place(), message).help("parsers: html5, html.parser"));
    }
    let parser = |parser: &ParserToml| match parser {
        ParserToml::Html5 => Parser::Html5,
        ParserToml::HtmlParser => Parser::Flat,
    };
    listed.value.iter().map(parser).collect()
}

fn page(toml: &At<PageToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Option<PageSource> {
    let page = &toml.value;
    let content = match (&page.html, &page.file, &page.made) {
        (Some(html), None, None) => Content::Text(Arc::from(html.value.as_str())),
        (None, Some(file), None) => Content::Text(read(file, nearby, faults)?.into()),
        (None, None, Some(made)) => Content::Made {
            count: made.count as usize,
            broken: made.broken,
        },
        _ => {
            let message = "a page has one of `html`, `file` and `made`";
            faults.push(Fault::new("page-shape", toml.place(), message));
            return None;
        }
    };
    Some(PageSource {
        name: page.name.0.clone(),
        base: page.base.clone(),
        content,
    })
}

/// The text of a file of the task's folder; `None` after a fault.
pub(super) fn read(file: &At<String>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    (nearby.read)(&file.value)
        .map_err(|sentence| {
            let help = "files that a student must not see are in `private/`";
            faults.push(Fault::new("no-file", file.place(), sentence).help(help));
        })
        .ok()
}

fn ask(
    toml: &At<AskToml>,
    pages: &[At<PageToml>],
    names: &mut Names,
    faults: &mut Vec<Fault>,
) -> Option<Ask> {
    let ask = &toml.value;
    let question = match (&ask.value, &ask.program) {
        (Some(code), None) => {
            names.add(&piece::expression(code, faults)?);
            Question::Value(code.value.clone())
        }
        (None, Some(arguments)) => Question::Program(arguments.value.clone()),
        _ => {
            let message = "a question has either `value` or `program`";
            faults.push(Fault::new("ask-shape", toml.place(), message));
            return None;
        }
    };
    for name in &ask.pages {
        let known: Vec<&str> = pages.iter().map(|page| page.value.name.0.en.as_str()).collect();
        if !known.iter().any(|page| page.starts_with(&name.value)) {
            let message = format!("there is no page `{}` in this check", name.value.escape_debug());
            faults.push(Fault::new("unknown-page", name.place(), message).suggest(&name.value, known));
        }
    }
    let take = take(ask, faults)?;
    let selectors = ask
        .select
        .iter()
        .filter_map(|one| selector(one, faults))
        .collect();
    let drop = |keep: Option<KeepToml>| keep == Some(KeepToml::Drop);
    let polish = [
        (ask.absolute, Polish::Absolute),
        (ask.strip, Polish::Strip),
        (drop(ask.blank), Polish::DropBlank),
        (drop(ask.duplicates), Polish::DropDuplicates),
    ];
    Some(Ask {
        question,
        selectors,
        take,
        polish: polish
            .into_iter()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, polish)| polish)
            .collect(),
        any_order: ask.order == Some(OrderToml::Any),
        pages: ask.pages.iter().map(|name| name.value.clone()).collect(),
    })
}

fn take(ask: &AskToml, faults: &mut Vec<Fault>) -> Option<Take> {
    const WORDS: [&str; 4] = ["@href", "text", "pieces", "ancestors"];
    let word = ask.take.value.as_str();
    let take = match (word, word.strip_prefix('@')) {
        (_, Some(name)) if !name.is_empty() => Take::Attribute(name.to_ascii_lowercase()),
        ("text", _) => Take::Text,
        ("pieces", _) => Take::Pieces,
        ("ancestors", _) => Take::Ancestors,
        _ => {
            let message = format!("nothing is taken by `{}`", word.escape_debug());
            faults.push(Fault::new("unknown-take", ask.take.place(), message).suggest(word, WORDS));
            return None;
        }
    };
    if ask.select.is_empty() && !matches!(take, Take::Pieces | Take::Text) {
        let message = "this is taken of elements, and none are selected";
        faults.push(Fault::new("no-selector", ask.take.place(), message).help("add `select = [\"a\"]`"));
    }
    Some(take)
}

fn selector(text: &At<String>, faults: &mut Vec<Fault>) -> Option<(String, Selector)> {
    match Selector::parse(&text.value) {
        Ok(selector) => Some((text.value.clone(), selector)),
        Err(error) => {
            let message = format!("this is not a CSS selector: {error}").replace('\n', "; ");
            faults.push(Fault::new("bad-selector", text.place(), message));
            None
        }
    }
}
