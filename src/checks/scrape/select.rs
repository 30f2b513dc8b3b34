//! What selectors in the spec select on a page: the right answer.

use scraper::Selector;

use crate::checks::scrape::document::{self, Document};
use crate::checks::scrape::{Ask, Polish, Take, address};
use crate::model::value::Value;

/// The right answer to a question about a page: a list of texts.
pub(super) fn answer(document: &Document, ask: &Ask, selector: Option<&Selector>, base: &str) -> Vec<String> {
    let mut texts = taken(document, &ask.take, selector);
    if ask.polish.contains(&Polish::Absolute) {
        texts = texts.iter().map(|text| address::join(base, text)).collect();
    }
    if ask.polish.contains(&Polish::Strip) {
        texts = texts
            .iter()
            .map(|text| text.trim_matches(is_blank).to_owned())
            .collect();
    }
    if ask.polish.contains(&Polish::DropBlank) {
        texts.retain(|text| !text.chars().all(is_blank));
    }
    if ask.polish.contains(&Polish::DropDuplicates) {
        let mut seen = std::collections::BTreeSet::new();
        texts.retain(|text| seen.insert(text.clone()));
    }
    texts
}

fn taken(document: &Document, take: &Take, selector: Option<&Selector>) -> Vec<String> {
    let Some(selector) = selector else {
        return match take {
            Take::Pieces => document.pieces(),
            // A question without a selector is about the texts of the document, which the spec is held to.
            Take::Text | Take::Attribute(_) | Take::Ancestors => vec![document.pieces().concat()],
        };
    };
    let mut elements = document.select(selector);
    match take {
        Take::Attribute(name) => elements
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect(),
        Take::Text => elements
            .map(|element| document::pieces(element).concat())
            .collect(),
        Take::Pieces => elements.flat_map(document::pieces).collect(),
        Take::Ancestors => elements.next().map(document::ancestors).unwrap_or_default(),
    }
}

/// What `str.strip` of Python takes away.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// A list of texts as the Python value that it must be.
pub(super) fn value(texts: &[String]) -> Value {
    Value::List(texts.iter().map(|text| Value::Str(text.clone())).collect())
}
