//! A page as a tree, in the two ways in which parsers disagree about broken markup.
//!
//! [`Parser::Html5`] repairs as browsers do (the crate `scraper`, with html5ever): it adds `html`, `head`, `body` and
//! `tbody`, ends a paragraph where the next begins, and moves what may not stand in a table. [`Parser::Flat`] repairs
//! nothing, as `BeautifulSoup` does with `html.parser`: a start tag opens an element, an end tag closes the nearest open
//! one of its name with all that is in it, and one without such an element means nothing. Both read the text with the
//! same tokenizer, and selectors are evaluated on either tree by the same code.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::{LocalName, Namespace, QualName};
use scraper::node::{Comment, Element, Text};
use scraper::{ElementRef, Html, Node, Selector};

use crate::checks::scrape::Parser;

/// Elements that have no content and no end tag.
const EMPTY: [&str; 24] = [
    "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img",
    "input", "isindex", "keygen", "link", "menuitem", "meta", "nextid", "param", "source", "spacer", "track",
    "wbr",
];

/// Text in these is not text of the document.
const NOT_TEXT: [&str; 3] = ["script", "style", "template"];

const HTML: &str = "http://www.w3.org/1999/xhtml";

/// A parsed page.
pub(super) struct Document {
    html: Html,
}

impl Document {
    pub(super) fn parse(text: &str, parser: Parser) -> Self {
        let html = match parser {
            Parser::Html5 => Html::parse_document(text),
            Parser::Flat => flat(text),
        };
        Self { html }
    }

    /// Elements that match, in document order.
    pub(super) fn select<'a>(&'a self, selector: &'a Selector) -> impl Iterator<Item = ElementRef<'a>> {
        self.html.select(selector)
    }

    /// The texts of the whole document, piece by piece.
    pub(super) fn pieces(&self) -> Vec<String> {
        let root = self.html.tree.root();
        root.descendants()
            .filter_map(|node| {
                let text = node.value().as_text()?;
                let hidden = node.ancestors().any(|ancestor| {
                    ancestor
                        .value()
                        .as_element()
                        .is_some_and(|element| NOT_TEXT.contains(&element.name()))
                });
                (!hidden).then(|| text.to_string())
            })
            .collect()
    }
}

/// The texts of one element, piece by piece.
pub(super) fn pieces(element: ElementRef<'_>) -> Vec<String> {
    let text = |node: ego_tree::NodeRef<'_, Node>| {
        let text = node.value().as_text()?;
        let hidden = node
            .ancestors()
            .take_while(|ancestor| ancestor.id() != element.id())
            .any(|ancestor| {
                ancestor
                    .value()
                    .as_element()
                    .is_some_and(|element| NOT_TEXT.contains(&element.name()))
            });
        (!hidden).then(|| text.to_string())
    };
    element.descendants().filter_map(text).collect()
}

/// The names of the elements around one, the nearest first, the document last.
pub(super) fn ancestors(element: ElementRef<'_>) -> Vec<String> {
    let names = element
        .ancestors()
        .filter_map(|node| Some(node.value().as_element()?.name().to_owned()));
    names.chain(["[document]".to_owned()]).collect()
}

/// All tokens of a text.
#[derive(Default)]
struct Tokens(RefCell<Vec<Token>>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let raw = match &token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => match &*tag.name {
                "script" => Some(RawKind::ScriptData),
                "style" => Some(RawKind::Rawtext),
                _ => None,
            },
            _ => None,
        };
        self.0.borrow_mut().push(token);
        raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData)
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let tokenizer = Tokenizer::new(Tokens::default(), html5ever::tokenizer::TokenizerOpts::default());
    // Every result asks for more input or for a script, and there is neither.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.take()
}

/// The tree without repairs.
fn flat(text: &str) -> Html {
    let mut html = Html::new_document();
    let root = html.tree.root().id();
    let mut open = vec![(root, LocalName::from(""))];
    // An end tag that means nothing still ends a piece of text.
    let mut goes_on = false;
    for token in tokens(text) {
        let parent = open.last().map_or(root, |(id, _)| *id);
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let closed = tag.self_closing || EMPTY.contains(&&*tag.name);
                let name = tag.name.clone();
                let Some(mut parent) = html.tree.get_mut(parent) else {
                    continue;
                };
                let id = parent.append(Node::Element(element(tag))).id();
                if !closed {
                    open.push((id, name));
                }
            }
            Token::TagToken(tag) => {
                if let Some(at) = open.iter().rposition(|(_, name)| *name == tag.name) {
                    open.truncate(at.max(1));
                }
            }
            Token::CommentToken(comment) => {
                if let Some(mut parent) = html.tree.get_mut(parent) {
                    let comment = shared(&comment);
                    parent.append(Node::Comment(Comment { comment }));
                }
            }
            Token::CharacterTokens(text) => {
                append_text(&mut html, parent, &text, goes_on);
                goes_on = true;
                continue;
            }
            Token::NullCharacterToken => {
                append_text(&mut html, parent, "\u{fffd}", goes_on);
                goes_on = true;
                continue;
            }
            Token::ParseError(_) => continue,
            Token::DoctypeToken(_) | Token::EOFToken => {}
        }
        goes_on = false;
    }
    html
}

fn append_text(html: &mut Html, parent: ego_tree::NodeId, text: &str, goes_on: bool) {
    let Some(mut parent) = html.tree.get_mut(parent) else {
        return;
    };
    if goes_on
        && let Some(mut last) = parent.last_child()
        && let Node::Text(known) = last.value()
    {
        known.text.push_slice(text);
        return;
    }
    parent.append(Node::Text(Text { text: shared(text) }));
}

fn element(tag: Tag) -> Element {
    Element::new(QualName::new(None, Namespace::from(HTML), tag.name), tag.attrs)
}

fn shared(text: &str) -> StrTendril {
    StrTendril::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, selector: &str, flat: &[&str], html5: &[&str]) {
        let selector = Selector::parse(selector).unwrap();
        for (parser, expected) in [(Parser::Flat, flat), (Parser::Html5, html5)] {
            let document = Document::parse(text, parser);
            let first = document
                .select(&selector)
                .next()
                .map(ancestors)
                .unwrap_or_default();
            assert_eq!(first, expected, "{parser:?} {text}");
        }
    }

    #[test]
    fn parsers_agree_on_whole_pages_and_differ_on_broken_ones() {
        let page = "<!DOCTYPE html><html><head></head><body><ul><li><a href=x>y</a></li></ul></body></html>";
        let around = ["li", "ul", "body", "html", "[document]"];
        check(page, "a", &around, &around);
        check(
            "<p>one<p>two <a>x</a>",
            "a",
            &["p", "p", "[document]"],
            &["p", "body", "html", "[document]"],
        );
        check(
            "<table><tr><td><b>x</b></table>",
            "b",
            &["td", "tr", "table", "[document]"],
            &["td", "tr", "tbody", "table", "body", "html", "[document]"],
        );
        check(
            "<b><i>x</b><u>y</u></i>",
            "u",
            &["[document]"],
            &["i", "body", "html", "[document]"],
        );
        check(
            "</div><p></i><u>x",
            "u",
            &["p", "[document]"],
            &["p", "body", "html", "[document]"],
        );
        check("<br><u>x", "u", &["[document]"], &["body", "html", "[document]"]);
        check(
            "<div/><u>x",
            "u",
            &["[document]"],
            &["div", "body", "html", "[document]"],
        );
    }

    #[test]
    fn scripts_styles_and_comments_are_no_text() {
        let text = "<title>T</title><p>a<!-- b -->c &amp; d<script>'<p>e'</script><style>f</style><b>g</b>h";
        for parser in [Parser::Flat, Parser::Html5] {
            let pieces = Document::parse(text, parser).pieces();
            assert_eq!(pieces, ["T", "a", "c & d", "g", "h"], "{parser:?}");
        }
        let pieces = Document::parse("a</i>b&amp;c</b>\0d", Parser::Flat).pieces();
        assert_eq!(pieces, ["a", "b&c", "\u{fffd}d"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_broken(text in "[<>/a-c=\"' &;!-]{0,60}") {
            for parser in [Parser::Flat, Parser::Html5] {
                Document::parse(&text, parser).pieces();
            }
        }
    }
}
