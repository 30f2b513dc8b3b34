//! A page of so many columns: lines, paragraphs, colours that are there or not.

use anstyle::{AnsiColor, Style};

use crate::report::{Catalogue, Look, Verbosity};
use crate::util::text;

pub(super) const STRONG: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const CODE: Style = AnsiColor::Cyan.on_default();

/// Narrower pages are written as if they were so wide.
const NARROWEST: usize = 40;

/// What has been written so far, and how to write on.
pub(super) struct Page {
    words: Catalogue,
    look: Look,
    out: String,
}

impl Page {
    pub(super) fn new(look: &Look) -> Self {
        let look = Look {
            width: look.width.max(NARROWEST),
            ..*look
        };
        Self {
            words: Catalogue::new(look.lang),
            look,
            out: String::new(),
        }
    }

    pub(super) fn words(&self) -> &Catalogue {
        &self.words
    }

    pub(super) fn width(&self) -> usize {
        self.look.width
    }

    pub(super) fn verbosity(&self) -> Verbosity {
        self.look.verbosity
    }

    /// The text in a style, where the reader wants colours.
    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        if self.look.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// One line that already fits.
    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// An empty line, but never a second one, nor one at the top.
    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line across the page.
    pub(super) fn rule(&mut self) {
        let line = "─".repeat(self.width());
        self.line(&line);
    }

    /// Lines after `indent` spaces.
    pub(super) fn lines(&mut self, indent: usize, lines: &[String]) {
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// Text, wrapped, after `indent` spaces.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, 0, text);
    }

    /// Text, wrapped, later lines by `hanging` further to the right.
    pub(super) fn hanging(&mut self, indent: usize, hanging: usize, text: &str) {
        let lines = text::wrapped(text, self.room(indent), hanging);
        self.lines(indent, &lines);
    }

    pub(super) fn styled_paragraph(&mut self, indent: usize, style: Style, text: &str) {
        for line in text::wrapped(text, self.room(indent), 0) {
            let line = self.paint(style, &line);
            self.lines(indent, &[line]);
        }
    }

    /// A label, and text beside it that keeps to its right; `column` is where the text begins. At most `most` lines.
    pub(super) fn labelled(&mut self, indent: usize, label: &str, column: usize, text: &str, most: usize) {
        let mut lines = text::wrapped(text, self.room(indent + column), 0);
        if lines.len() > most {
            lines.truncate(most);
            lines.push("…".to_owned());
        }
        for (index, line) in lines.iter().enumerate() {
            let label = if index == 0 {
                self.paint(STRONG, &text::padded(label, column))
            } else {
                " ".repeat(column)
            };
            self.lines(indent, &[format!("{label}{line}")]);
        }
    }

    /// Pieces with a separator between them, broken only at separators where that is possible.
    pub(super) fn pieces(&mut self, indent: usize, style: Style, pieces: &[String], separator: &str) {
        let room = self.room(indent);
        let mut line = String::new();
        for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
            // Cut rather than wrapped: no part of a name may stand where a line of ours would.
            let piece = text::truncated(piece, room);
            if !line.is_empty() && text::width(&line) + text::width(separator) + text::width(&piece) > room {
                self.styled_paragraph(indent, style, &line);
                line.clear();
            }
            if !line.is_empty() {
                line.push_str(separator);
            }
            line.push_str(&piece);
        }
        self.styled_paragraph(indent, style, &line);
    }

    /// Everything that was written. What a build server would obey is broken up last, when lines are what they are.
    pub(super) fn finish(self) -> String {
        text::without_orders(&self.out)
    }

    fn room(&self, indent: usize) -> usize {
        self.look.width.saturating_sub(indent)
    }
}
