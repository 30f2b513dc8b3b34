//! A line of the submission with its neighbours.

use crate::model::grade::Source;
use crate::model::verdict::Location;
use crate::report::terminal::page::{BAD, DIM, Page, STRONG};
use crate::util::text;

/// Lines shown before, and after, the one that is meant.
const NEIGHBOURS: usize = 2;

/// Where it is, as `file:line`.
pub(super) fn place(location: &Location) -> String {
    format!("{}:{}", text::one_line(&location.file), location.line)
}

/// The place, and the lines where the source is known.
pub(super) fn draw(page: &mut Page, indent: usize, location: &Location, sources: &[Source]) {
    page.styled_paragraph(indent, STRONG, &place(location));
    let Some(source) = sources.iter().find(|source| source.path == location.file) else {
        return;
    };
    // Python ends a line at any of these, and counts so.
    let source = source.text.replace("\r\n", "\n").replace('\r', "\n");
    let meant = location.line as usize;
    let first = meant.saturating_sub(NEIGHBOURS).max(1);
    let lines: Vec<String> = source
        .split('\n')
        .skip(first - 1)
        .take(meant + NEIGHBOURS + 1 - first)
        .map(text::visible)
        .collect();
    if meant < first || meant - first >= lines.len() {
        return;
    }
    let blank = lines[..meant - first]
        .iter()
        .take_while(|line| line.trim().is_empty())
        .count();
    let first = first + blank;
    let lines = trimmed(&lines[blank..], meant - first);
    let digits = (first + lines.len() - 1).to_string().len();
    let room = page.width().saturating_sub(indent + 2 + digits + 3);
    for (offset, line) in lines.iter().enumerate() {
        let number = first + offset;
        let line = text::truncated(line, room);
        let drawn = if number == meant {
            page.paint(BAD, &format!("> {number:digits$} │ {line}"))
        } else {
            format!("{} {line}", page.paint(DIM, &format!("  {number:digits$} │")))
        };
        page.lines(indent, &[drawn]);
    }
}

/// Without the indentation that all lines share, and without empty lines after the one that is meant.
fn trimmed(lines: &[String], meant: usize) -> Vec<&str> {
    let indents = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len());
    let shared = indents.min().unwrap_or(0);
    let mut lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or(""))
        .collect();
    while lines.len() > meant + 1 && lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines
}
