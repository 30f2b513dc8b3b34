//! The keys of a web site, and how they become its pages and the crawl of it.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece::{self, Name};
use crate::checks::python::names::Names;
use crate::checks::scrape::crawl::{Crawl, Source};
use crate::checks::scrape::parse::{OrderToml, read};
use crate::checks::scrape::site::{Charset, Plan};
use crate::checks::{At, Fault, Nearby, Place};

/// A web site at `http://127.0.0.1:8000`, and the crawl of it. It has `page` or `made`. The crawl is breadth first and gives
/// for each visited page its links, absolute, without fragments, each once; the site counts the requests.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteToml {
    /// What the site shows; shown when the crawl is wrong.
    name: Name,
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
    /// Whether it never ends: whoever reads all of it never comes back. It must be a page that has no links, by its status
    /// or its type.
    #[serde(default)]
    endless: bool,
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

/// Makes a crawl; what is wrong goes to `faults`.
pub(super) fn crawl(
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
        name: site.name.0.clone(),
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
    let printable = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    if !path.starts_with('/') || path.starts_with("//") || !printable {
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
    plan.endless = page.endless;
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
    if plan.endless && plan.is_html() && (200..300).contains(&plan.status) {
        let message = "the links of a page that never ends are not known";
        let help = "give it a `content_type` that is not HTML, or a `status` of 400 or above";
        faults.push(Fault::new("endless-page", place.clone(), message).help(help));
    }
}
