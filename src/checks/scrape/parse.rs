//! The keys of a `scrape` check, and how they become its questions.

use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use scraper::Selector;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::python;
use crate::checks::python::names::Names;
use crate::checks::scrape::crawl::{Crawl, Source};
use crate::checks::scrape::site::{Charset, Plan};
use crate::checks::scrape::{Ask, Content, PageSource, Parser, Question, Scrape, Take};
use crate::checks::{At, Fault, Nearby, Place};

/// The keys of a `scrape` check besides the common ones.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScrapeToml {
    /// Names of the submission's file that the questions need. Without this key: every name that they use and do not
    /// have from Python.
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
    name: At<String>,
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
    /// Only about the pages whose names begin so.
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
enum OrderToml {
    Document,
    Any,
}

/// A web site at `http://127.0.0.1:8000`, and the crawl of it. It has `page` or `made`. The crawl is breadth first and gives
/// for each visited page its links, absolute, without fragments, each once; the site counts the requests.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SiteToml {
    /// What the site shows; shown when the crawl is wrong.
    name: At<String>,
    /// An expression; `start` is the address of the first page, `max_pages` the number below.
    value: At<String>,
    /// At most so many pages are visited.
    #[schemars(range(min = 0, max = 1000))]
    max_pages: Option<u32>,
    /// How often a page is asked for in all while the answers are of status 500 and above; 3 by default.
    #[schemars(range(min = 1, max = 10))]
    attempts: Option<u32>,
    /// `document` (the default): pages nearer to the start are asked for first; or `any`.
    order: Option<OrderToml>,
    /// Its pages; the first is where the crawl starts.
    #[serde(default)]
    page: Vec<At<SitePageToml>>,
    /// Pages made from the seed.
    made: Option<MadeSiteToml>,
}

/// Pages made from the seed: circles, and links in every form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MadeSiteToml {
    /// How many.
    #[schemars(range(min = 1, max = 200))]
    pages: u32,
    /// Whether things go wrong: missing pages, servers that refuse, redirects, other types, another charset.
    #[serde(default)]
    faults: bool,
}

/// One page of a site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SitePageToml {
    /// Where it is: `/a/b.html?c=d`.
    path: At<String>,
    /// Its text.
    html: Option<At<String>>,
    /// The file of the task's folder that holds its text.
    file: Option<At<String>>,
    /// Or only its links, as they are written in it.
    links: Option<Vec<String>>,
    /// Statuses of the first answers, such as `[500, 500]`.
    #[serde(default)]
    first: Vec<At<u16>>,
    /// The status of every answer after them; 200 by default, 302 for a redirect.
    #[schemars(range(min = 200, max = 599))]
    status: Option<u16>,
    /// Where it leads, as it is written in the answer.
    redirect: Option<String>,
    /// The type that it says it is of; `text/html` with its charset by default.
    content_type: Option<String>,
    /// How its text is encoded.
    charset: Option<CharsetToml>,
    /// Whether bytes that cannot be decoded are added.
    #[serde(default)]
    invalid: bool,
    /// KiB that are added to its size.
    #[schemars(range(min = 0, max = 65_536))]
    padding_kib: Option<u32>,
    /// Milliseconds for which each answer is held back.
    #[schemars(range(min = 0, max = 10_000))]
    delay_ms: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
enum CharsetToml {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "iso-8859-1")]
    Latin1,
    #[serde(rename = "windows-1251")]
    Cyrillic,
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
        name: page.name.value.clone(),
        base: page.base.clone(),
        content,
    })
}

fn read(file: &At<String>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Option<String> {
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
        let known: Vec<&str> = pages.iter().map(|page| page.value.name.value.as_str()).collect();
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
    Some(Ask {
        question,
        selectors,
        take,
        absolute: ask.absolute,
        strip: ask.strip,
        drop_blank: drop(ask.blank),
        drop_duplicates: drop(ask.duplicates),
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

fn crawl(
    toml: &At<SiteToml>,
    nearby: &Nearby<'_>,
    names: &mut Names,
    faults: &mut Vec<Fault>,
) -> Option<Crawl> {
    let site = &toml.value;
    let source = match (&site.made, site.page.is_empty()) {
        (Some(made), true) => Source::Made {
            pages: made.pages as usize,
            faults: made.faults,
        },
        (None, false) => {
            let plans = site.page.iter().filter_map(|page| plan(page, nearby, faults));
            Source::Written(plans.collect())
        }
        (Some(_), false) | (None, true) => {
            let message = "a site has either `page` or `made`";
            faults.push(Fault::new("site-shape", toml.place(), message));
            return None;
        }
    };
    names.add(&piece::expression(&site.value, faults)?);
    Some(Crawl {
        name: site.name.value.clone(),
        code: site.value.value.clone(),
        max_pages: site.max_pages.unwrap_or(100) as usize,
        attempts: site.attempts.unwrap_or(3) as usize,
        any_order: site.order == Some(OrderToml::Any),
        source,
    })
}

fn plan(toml: &At<SitePageToml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Option<Plan> {
    let page = &toml.value;
    let path = page.path.value.as_str();
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    if !path.starts_with('/') || path.starts_with("//") || !plain {
        let message = "the path of a page begins with one `/` and has no blanks and no fragment";
        faults.push(Fault::new("bad-path", page.path.place(), message));
    }
    let html = match (&page.html, &page.file, &page.links) {
        (Some(html), None, None) => html.value.clone(),
        (None, Some(file), None) => read(file, nearby, faults)?,
        (None, None, Some(links)) => {
            let link =
                |link: &String| format!("<p><a href=\"{}\">link</a></p>\n", link.replace('&', "&amp;"));
            links.iter().map(link).collect()
        }
        (None, None, None) => String::new(),
        _ => {
            let message = "a page has one of `html`, `file` and `links`";
            faults.push(Fault::new("page-shape", toml.place(), message));
            return None;
        }
    };
    for status in page
        .first
        .iter()
        .filter(|status| !(200..600).contains(&status.value))
    {
        faults.push(Fault::new(
            "bad-status",
            status.place(),
            "a status is from 200 to 599",
        ));
    }
    let mut plan = Plan::new(path, html);
    plan.first = page.first.iter().map(|status| status.value).collect();
    plan.status = page
        .status
        .unwrap_or(if page.redirect.is_some() { 302 } else { 200 });
    plan.redirect.clone_from(&page.redirect);
    (plan.charset, plan.content_type) = match page.charset {
        None | Some(CharsetToml::Utf8) => (Charset::Utf8, "text/html; charset=utf-8".to_owned()),
        Some(CharsetToml::Latin1) => (Charset::Latin1, "text/html; charset=iso-8859-1".to_owned()),
        Some(CharsetToml::Cyrillic) => (Charset::Cyrillic, "text/html; charset=windows-1251".to_owned()),
    };
    if let Some(content_type) = &page.content_type {
        plan.content_type.clone_from(content_type);
    }
    plan.invalid = page.invalid;
    plan.padding = page.padding_kib.unwrap_or(0) as usize * 1024;
    plan.delay = Duration::from_millis(page.delay_ms.unwrap_or(0).into());
    unreachable_fault(&plan, &page.path.place(), faults);
    Some(plan)
}

/// What the grader would expect to be asked again could not be told from what it would not.
fn unreachable_fault(plan: &Plan, place: &Place, faults: &mut Vec<Fault>) {
    let redirects = (300..400).contains(&plan.status);
    if redirects && plan.redirect.is_none() {
        let message = "this page redirects, and does not say where to";
        faults
            .push(Fault::new("no-redirect", place.clone(), message).help("add `redirect = \"/elsewhere\"`"));
    }
    if plan.redirect.is_some() && !redirects {
        let message = "this page has a redirect, and no status from 300 to 399";
        faults.push(Fault::new("no-redirect", place.clone(), message).help("leave `status` out"));
    }
}
