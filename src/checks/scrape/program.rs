//! The Python of the questions, and the programs that some of them are.

use scraper::Selector;

use crate::checks::lines::Rule;
use crate::checks::scrape::{Ask, Page, Question};
use crate::checks::script::{Expected, OneRun};
use crate::model::show;
use crate::model::value::Value;

fn text(text: &str) -> String {
    show::source(&Value::Str(text.to_owned()))
}

/// Statements that give the questions about a page what they may use.
pub(super) fn prepared(page: &Page) -> String {
    format!("page = {}\nbase = {}\n", text(&page.text), text(&page.base))
}

/// The statement before a question.
pub(super) fn selected(selector: Option<&(String, Selector)>) -> String {
    match selector {
        Some((selector, _)) => format!("selector = {}", text(selector)),
        None => "selector = None".to_owned(),
    }
}

/// The page's file, in the folder that a program runs in.
const PAGE: &str = "page.html";

/// A run of the program with the page in a file; it must print these lines.
pub(super) fn one_run(arguments: &[String], page: &Page, lines: &[String]) -> OneRun {
    let filled = |argument: &String| match argument.as_str() {
        "{page}" => PAGE.to_owned(),
        other => other.to_owned(),
    };
    let text = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    OneRun {
        name: None,
        args: arguments.iter().map(filled).collect(),
        stdin: String::new(),
        files: vec![(PAGE.to_owned(), page.text.to_string())],
        status: 0,
        streams: [Expected::Text(text, Rule::Exactly), Expected::Anything],
    }
}

/// A question as a person would put it.
pub(super) fn shown(ask: &Ask, file: &str, selector: Option<&(String, Selector)>) -> String {
    match (&ask.question, selector) {
        (Question::Value(code), Some((selector, _))) => code.trim().replace("selector", &text(selector)),
        (Question::Value(code), None) => code.trim().to_owned(),
        (Question::Program(arguments), _) => {
            let arguments = arguments.join(" ").replace("{page}", PAGE);
            format!("python {file} {arguments}").trim_end().to_owned()
        }
    }
}

/// The smallest program that asks the question, where it is small enough to be read.
pub(super) fn example(module: &str, page: &Page, shown: &str, ask: &Ask) -> Option<String> {
    const LONGEST: usize = 6000;
    if page.text.len() > LONGEST {
        return None;
    }
    let page_text = text(&page.text);
    Some(match &ask.question {
        Question::Value(_) => {
            let base = if shown.contains("base") {
                format!("base = {}\n", text(&page.base))
            } else {
                String::new()
            };
            format!("from {module} import *\n\npage = {page_text}\n{base}print({shown})")
        }
        Question::Program(_) => {
            format!(
                "page = {page_text}\nopen(\"{PAGE}\", \"w\", encoding=\"utf-8\").write(page)\n# then: {shown}"
            )
        }
    })
}
