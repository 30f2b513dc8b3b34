//! The kind `scrape`: what functions of the submission yield for pages, against what CSS selectors select on them; and
//! what a crawler makes of a web site of its own, as its requests were counted.
//!
//! It proves the answers for these pages, some of them made for the run, and for this site. Pages are parsed here, by the
//! crate `scraper`; where parsers differ about broken markup, `parsers` says whose answer is right. The site is served in
//! the network of the sandbox, so it needs isolation `namespaces` or `full`.
//!
//! ```toml
//! [[check]]
//! id = "links"
//! kind = "scrape"
//! points = 2
//! title = { en = "Links", ru = "Ссылки" }
//! page = [{ name = "a list", html = "<ul><li><a href='x'>y</a></ul>", base = "http://example.org/" }]
//! ask = [{ value = "links(page, base)", select = ["a"], take = "@href", absolute = true }]
//! ```

mod address;
mod crawl;
mod document;
mod graph;
mod judge;
mod pages;
mod parse;
mod parse_site;
mod program;
mod select;
mod site;
mod tell;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use scraper::Selector;

use crate::checks::{At, Check, Fault, Nearby, Parameters, TaskContext};
use crate::model::message::Text;
use crate::model::observation::Observation;
use crate::model::run::{Piece, Run, Steps, Visit};
use crate::model::verdict::Judgement;
use crate::util::random::Random;

/// Questions about pages, and crawls of sites.
#[derive(Debug, Clone)]
pub(crate) struct Scrape {
    /// The name under which an example imports the submission.
    module: String,
    needs: Vec<String>,
    parsers: Vec<Parser>,
    pages: Vec<PageSource>,
    asks: Vec<Ask>,
    crawls: Vec<crawl::Crawl>,
}

/// Who is right about broken markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parser {
    /// The repairs of browsers.
    Html5,
    /// No repairs.
    Flat,
}

/// Where a page comes from.
#[derive(Debug, Clone)]
struct PageSource {
    name: Text,
    base: String,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Text(Arc<str>),
    Made { count: usize, broken: bool },
}

/// One page of one run.
#[derive(Debug, Clone)]
struct Page {
    name: Text,
    base: String,
    text: Arc<str>,
}

/// One question about every page.
#[derive(Debug, Clone)]
struct Ask {
    question: Question,
    /// As it is written, with what it means; none for the whole document.
    selectors: Vec<(String, Selector)>,
    take: Take,
    polish: Vec<Polish>,
    any_order: bool,
    /// Only for the pages of these names; for all when empty.
    pages: Vec<String>,
}

#[derive(Debug, Clone)]
enum Question {
    /// An expression, with `page`, `base` and `selector` to use.
    Value(String),
    /// The submission run as a program with these arguments; its output is one answer a line.
    Program(Vec<String>),
}

/// What becomes of the texts that are taken, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Polish {
    /// Joined to the page's base.
    Absolute,
    Strip,
    DropBlank,
    DropDuplicates,
}

/// What is taken of what is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Take {
    Attribute(String),
    Text,
    Pieces,
    Ancestors,
}

impl Scrape {
    /// The pages of a run: those that are written, and those that its seed gives.
    fn pages(&self, seed: u64) -> Vec<Page> {
        let mut all = Vec::new();
        for source in &self.pages {
            let page = |name: Text, text: Arc<str>| Page {
                name,
                base: source.base.clone(),
                text,
            };
            match &source.content {
                Content::Text(text) => all.push(page(source.name.clone(), text.clone())),
                Content::Made { count, broken } => {
                    let mut random = Random::named(seed, &source.name.en);
                    for number in 1..=*count {
                        let name = source.name.and(&format!(" {number}"));
                        all.push(page(name, pages::make(&mut random, *broken).into()));
                    }
                }
            }
        }
        all
    }

    /// The questions about one page, each with one of its selectors.
    fn questions<'a>(
        &'a self,
        page: &'a Page,
    ) -> impl Iterator<Item = (&'a Ask, Option<&'a (String, Selector)>)> {
        let about = |ask: &&Ask| {
            ask.pages.is_empty()
                || ask
                    .pages
                    .iter()
                    .any(|name| page.name.en.starts_with(name.as_str()))
        };
        self.asks.iter().filter(about).flat_map(|ask| {
            let whole = ask.selectors.is_empty().then_some((ask, None));
            whole
                .into_iter()
                .chain(ask.selectors.iter().map(move |selector| (ask, Some(selector))))
        })
    }
}

impl Check for Scrape {
    fn plan(&self, task: &TaskContext) -> Vec<Run> {
        let steps = |code: Vec<String>| Steps {
            needs: self.needs.clone(),
            pieces: code.into_iter().map(Piece::Code).collect(),
            // What a question uses is set by the one before it.
            apart: false,
            limits: task.limits.clone(),
        };
        let about = |page: &Page| {
            let mut code = vec![program::prepared(page)];
            let mut programs = Vec::new();
            for (ask, selector) in self.questions(page) {
                match &ask.question {
                    Question::Value(value) => code.extend([program::selected(selector), value.clone()]),
                    Question::Program(arguments) => {
                        let run = program::one_run(arguments, page, &[]);
                        programs.push(Run::Script(run.run(&task.limits)));
                    }
                }
            }
            let values = (code.len() > 1).then(|| Run::Steps(steps(code)));
            values.into_iter().chain(programs)
        };
        let visits = self.crawls.iter().map(|crawl| {
            Run::Site(Box::new(Visit {
                steps: steps(vec![crawl.prepared(task.seed), crawl.code.clone()]),
                site: crawl.site(task.seed),
            }))
        });
        self.pages(task.seed)
            .iter()
            .flat_map(about)
            .chain(visits)
            .collect()
    }

    fn judge(&self, task: &TaskContext, observations: &[Observation]) -> Judgement {
        judge::judge(self, task, observations)
    }
}

impl Parameters for Scrape {
    type Toml = parse::ScrapeToml;

    #[cfg(test)]
    const EXAMPLE: &'static str = include_str!("example.toml");

    fn build(toml: At<Self::Toml>, nearby: &Nearby<'_>, faults: &mut Vec<Fault>) -> Self {
        parse::build(toml, nearby, faults)
    }
}
