//! What a crawl of a site must give, and ask.

use std::collections::{BTreeMap, BTreeSet};

use scraper::Selector;

use crate::checks::scrape::document::Document;
use crate::checks::scrape::site::{self, Plan};
use crate::checks::scrape::{Parser, address, graph};
use crate::model::message::Text;
use crate::model::show;
use crate::model::site::{HOST, PORT, Site};
use crate::model::value::Value;
use crate::util::random::Random;

/// How many redirects are followed, as most libraries do.
const MOST_REDIRECTS: usize = 10;

/// One crawl of one site.
#[derive(Debug, Clone)]
pub(super) struct Crawl {
    pub(super) name: Text,
    /// An expression, with `start` and `max_pages` to use.
    pub(super) code: String,
    pub(super) max_pages: usize,
    /// How often a page is asked for in all while the answers are of status 500 and above.
    pub(super) attempts: usize,
    /// Whether pages may be asked for in any order.
    pub(super) any_order: bool,
    pub(super) source: Source,
}

/// Where the pages come from; the first is the start.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Written(Vec<Plan>),
    Made { pages: usize, faults: bool },
}

/// One page that a crawl without a bound visits, in the order of the visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visited {
    pub(super) url: String,
    pub(super) links: Vec<String>,
    /// How many links lead here from the start.
    pub(super) depth: usize,
    /// The URLs that are asked for, in order: again after a refusal, on after a redirect.
    pub(super) asked: Vec<String>,
}

impl Crawl {
    fn plans(&self, seed: u64) -> Vec<Plan> {
        match &self.source {
            Source::Written(plans) => plans.clone(),
            Source::Made { pages, faults } => {
                graph::make(&mut Random::named(seed, &self.name.en), *pages, *faults)
            }
        }
    }

    pub(super) fn site(&self, seed: u64) -> Site {
        site::site(&self.plans(seed))
    }

    pub(super) fn prepared(&self, seed: u64) -> String {
        let start = show::source(&Value::Str(self.start(seed)));
        format!("start = {start}\nmax_pages = {}", self.max_pages)
    }

    fn start(&self, seed: u64) -> String {
        let path = self
            .plans(seed)
            .into_iter()
            .next()
            .map_or("/".to_owned(), |plan| plan.path);
        format!("http://{}{path}", here())
    }

    /// Every page that can be reached, breadth first.
    pub(super) fn expected(&self, seed: u64, parser: Parser) -> Vec<Visited> {
        let plans = self.plans(seed);
        let by_path: BTreeMap<&str, &Plan> = plans.iter().map(|plan| (plan.path.as_str(), plan)).collect();
        let start = self.start(seed);
        let mut known = BTreeSet::from([start.clone()]);
        let mut found: Vec<Visited> = Vec::new();
        let mut queue = std::collections::VecDeque::from([(start, 0)]);
        while let Some((url, depth)) = queue.pop_front() {
            let (asked, page) = self.fetched(&url, &by_path);
            let links = page
                .map(|(base, plan)| links(&base, &plan.html, parser))
                .unwrap_or_default();
            for link in &links {
                if address::is_at(link, &here()) && known.insert(link.clone()) {
                    queue.push_back((link.clone(), depth + 1));
                }
            }
            found.push(Visited {
                url,
                links,
                depth,
                asked,
            });
        }
        found
    }

    /// What is asked for one page, and the page with its last URL when there is one with links.
    fn fetched<'a>(
        &self,
        url: &str,
        plans: &BTreeMap<&str, &'a Plan>,
    ) -> (Vec<String>, Option<(String, &'a Plan)>) {
        let mut asked: Vec<String> = Vec::new();
        for attempt in 0..self.attempts {
            let mut url = url.to_owned();
            for _ in 0..=MOST_REDIRECTS {
                asked.push(url.clone());
                let Some(plan) = plans.get(address::target(&url).as_str()) else {
                    return (asked, None);
                };
                let status = plan.status(attempt);
                match (status, &plan.redirect) {
                    (500.., _) => break,
                    (300..400, Some(redirect)) => {
                        let next = address::join(&url, redirect);
                        if !address::is_at(&next, &here()) {
                            return (asked, None);
                        }
                        url = next;
                    }
                    (200..300, _) if plan.is_html() => return (asked, Some((url, plan))),
                    _ => return (asked, None),
                }
            }
        }
        (asked, None)
    }
}

/// The address that a crawl stays at.
pub(super) fn here() -> String {
    format!("{HOST}:{PORT}")
}

/// The links of a page: absolute, without fragments, each once.
fn links(base: &str, html: &str, parser: Parser) -> Vec<String> {
    let anchors = Selector::parse("a[href]").expect("this is a selector");
    let document = Document::parse(html, parser);
    let mut seen = BTreeSet::new();
    document
        .select(&anchors)
        .filter_map(|anchor| anchor.attr("href"))
        .map(|link| address::without_fragment(&address::join(base, link)).to_owned())
        .filter(|link| seen.insert(link.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(path: &str, links: &[&str]) -> Plan {
        let links: Vec<String> = links
            .iter()
            .map(|link| format!("<a href='{link}'>x</a>"))
            .collect();
        Plan::new(path, links.concat())
    }

    fn told(plans: Vec<Plan>) -> Vec<String> {
        let crawl = Crawl {
            name: Text::plain("x"),
            code: String::new(),
            max_pages: 100,
            attempts: 3,
            any_order: false,
            source: Source::Written(plans),
        };
        let short = |urls: &[String]| urls.join(" ").replace("http://127.0.0.1:8000", "");
        let all = crawl.expected(0, Parser::Flat);
        let line = |page: &Visited| {
            let (url, asked, links) = (
                short(std::slice::from_ref(&page.url)),
                short(&page.asked),
                short(&page.links),
            );
            format!("{} {url}: asks {asked}; {links}", page.depth)
        };
        all.iter().map(line).collect()
    }

    #[test]
    fn every_page_is_visited_once_breadth_first() {
        let all = told(vec![
            plan(
                "/a",
                &[
                    "b#x",
                    "/c",
                    "b",
                    "#y",
                    "http://127.0.0.2:8000/z",
                    "mailto:x@y",
                    "//127.0.0.1:8000/a",
                ],
            ),
            plan("/b", &["d/"]),
            plan("/c", &["/a"]),
            plan("/d/", &["../c", "?q=1"]),
            plan("/d/?q=1", &[]),
        ]);
        insta::assert_snapshot!(all.join("\n"), @r"
        0 /a: asks /a; /b /c /a http://127.0.0.2:8000/z mailto:x@y
        1 /b: asks /b; /d/
        1 /c: asks /c; /a
        2 /d/: asks /d/; /c /d/?q=1
        3 /d/?q=1: asks /d/?q=1; 
        ");
    }

    #[test]
    fn faults_are_asked_again_or_not() {
        let mut pages = vec![plan(
            "/a",
            &["missing", "flaky", "dead", "moved", "away", "plain", "gone"],
        )];
        let mut add = |path: &str, change: &dyn Fn(&mut Plan)| {
            let mut page = plan(path, &["near"]);
            change(&mut page);
            pages.push(page);
        };
        add("/flaky", &|page| page.first = vec![500, 502]);
        add("/dead", &|page| page.status = 503);
        add("/moved", &|page| {
            (page.status, page.redirect) = (301, Some("/other/place".to_owned()));
        });
        add("/other/place", &|_| ());
        add("/away", &|page| {
            (page.status, page.redirect) = (302, Some("http://127.0.0.1:8001/x".to_owned()));
        });
        add("/plain", &|page| page.content_type = "text/plain".to_owned());
        add("/gone", &|page| page.status = 410);
        insta::assert_snapshot!(told(pages).join("\n"), @r"
        0 /a: asks /a; /missing /flaky /dead /moved /away /plain /gone
        1 /missing: asks /missing; 
        1 /flaky: asks /flaky /flaky /flaky; /near
        1 /dead: asks /dead /dead /dead; 
        1 /moved: asks /moved /other/place; /other/near
        1 /away: asks /away; 
        1 /plain: asks /plain; 
        1 /gone: asks /gone; 
        2 /near: asks /near; 
        2 /other/near: asks /other/near; 
        ");
    }
}
