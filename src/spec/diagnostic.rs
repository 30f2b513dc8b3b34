//! Faults of a spec, drawn under their own source lines.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::checks::Severity;

/// One thing that a task's author must change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    /// A stable word, such as `unknown-key`.
    pub(crate) code: &'static str,
    /// What is wrong: lower case, no final period.
    pub(crate) message: String,
    /// The file as a person would name it.
    pub(crate) file: String,
    /// The whole text of that file; empty where there is none.
    pub(crate) source: Arc<str>,
    /// Bytes of `source`, on character borders.
    pub(crate) span: Range<usize>,
    /// What to say right under the span.
    pub(crate) label: String,
    /// The way out.
    pub(crate) help: Option<String>,
}

impl Diagnostic {
    /// Line and column of the beginning, both from 1, columns in characters.
    #[cfg(test)]
    pub(crate) fn position(&self) -> (usize, usize) {
        let before = &self.source[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }

    /// The order in which diagnostics are shown: by file and place.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let key = |one: &Self| {
            (
                one.file.clone(),
                one.span.start,
                one.span.end,
                one.code,
                one.message.clone(),
            )
        };
        key(self).cmp(&key(other))
    }
}

/// Puts a range on character borders inside `source`.
pub(crate) fn clamp(source: &str, range: Range<usize>) -> Range<usize> {
    let border = |at: usize| {
        (0..=at.min(source.len()))
            .rev()
            .find(|at| source.is_char_boundary(*at))
            .unwrap_or(0)
    };
    let start = border(range.start);
    start..border(range.end).max(start)
}

/// All diagnostics as text, in the order they are in, a blank line between them.
pub(crate) fn render(diagnostics: &[Diagnostic], color: bool, width: usize) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(width).decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&render_one(&renderer, diagnostic));
        text.push('\n');
    }
    text
}

fn render_one(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = if diagnostic.source.is_empty() {
        title.element(Origin::path(diagnostic.file.as_str()))
    } else {
        let annotation = AnnotationKind::Primary.span(shown(&diagnostic.source, diagnostic.span.clone()));
        let annotation = match diagnostic.label.as_str() {
            "" => annotation,
            label => annotation.label(label),
        };
        title.element(
            Snippet::source(&*diagnostic.source)
                .path(diagnostic.file.as_str())
                .annotation(annotation),
        )
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// At most the first line of a span: a table of a hundred lines is named by its header.
fn shown(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let end = text.find(['\n', '\r']).map_or(span.end, |line| span.start + line);
    span.start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_put_on_borders_inside_the_text() {
        assert_eq!(clamp("aé", 0..9), 0..3);
        assert_eq!(clamp("aé", 2..2), 1..1);
        assert_eq!(clamp("aé", 2..3), 1..3);
        assert_eq!(clamp("", 5..9), 0..0);
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let diagnostic = |start| Diagnostic {
            severity: Severity::Error,
            code: "x",
            message: String::new(),
            file: "task.toml".to_owned(),
            source: "é = 1\nab".into(),
            span: start..start,
            label: String::new(),
            help: None,
        };
        assert_eq!(diagnostic(0).position(), (1, 1));
        assert_eq!(diagnostic(3).position(), (1, 3));
        assert_eq!(diagnostic(8).position(), (2, 2));
    }
}
