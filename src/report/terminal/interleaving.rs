//! A schedule, drawn: one column per thread, time from top to bottom.

use crate::model::message::Message;
use crate::model::schedule::{Action, Interleaving, Row, ThreadId};
use crate::report::Verbosity;
use crate::report::terminal::excerpt;
use crate::report::terminal::page::{BAD, CODE, DIM, Page, STRONG};
use crate::util::text;

/// Spaces between columns.
const GAP: usize = 2;
/// In narrower columns every space counts.
const ROOMY: usize = 26;
/// A narrower column cannot be read: the threads stand below each other instead.
const NARROWEST: usize = 20;
/// The most of a thread's name, where threads stand below each other.
const NAME: usize = 14;
/// Steps shown of a long schedule: its beginning, and the end where things go wrong.
const HEAD: usize = 12;
const TAIL: usize = 36;
/// Values, targets and lines of source are short by agreement; students need not keep to it.
const VALUE: usize = 60;
const TARGET: usize = 60;
const SOURCE: usize = 160;

/// A space at which no line is broken.
const HELD: char = '\u{a0}';

/// Where each thread's text stands.
struct Columns {
    /// Of the step's number, and where the first column begins.
    number: usize,
    step: usize,
    threads: Vec<Column>,
    /// Whether the name of a thread stands before its steps rather than above them.
    listed: bool,
    width: usize,
    indent: usize,
    /// Spaces before what a step does, below the line that it belongs to.
    inner: usize,
}

struct Column {
    thread: ThreadId,
    name: String,
    start: usize,
    width: usize,
}

/// The schedule with its title.
pub(super) fn draw(page: &mut Page, indent: usize, interleaving: &Interleaving) {
    if interleaving.rows.is_empty() {
        return;
    }
    let title = page.words().label("schedule-title");
    page.styled_paragraph(indent, STRONG, &title);
    let columns = Columns::new(page, indent, interleaving);
    columns.heading(page);
    let several_files = interleaving
        .rows
        .iter()
        .any(|row| row.location.file != interleaving.rows[0].location.file);
    let gap = gap(interleaving.rows.len(), page.verbosity());
    let mut before: Option<&Row> = None;
    for (index, row) in interleaving.rows.iter().enumerate() {
        if gap.contains(&index) {
            if index == gap.start {
                let words = page
                    .words()
                    .message(&Message::new("steps-left-out").count("n", gap.len() as u64));
                page.paragraph(indent + columns.step, &words);
            }
            before = None;
            continue;
        }
        let Some(column) = columns.threads.iter().find(|column| column.thread == row.thread) else {
            continue;
        };
        if before.is_none_or(|before| before.thread != row.thread || before.location != row.location) {
            let named = before.is_none_or(|before| before.thread != row.thread);
            let place = place(row, several_files);
            columns.source(page, column, row, &place, named);
        }
        columns.step(page, column, interleaving, index);
        before = Some(row);
    }
}

impl Columns {
    fn new(page: &Page, indent: usize, interleaving: &Interleaving) -> Self {
        let mut ids: Vec<ThreadId> = interleaving.rows.iter().map(|row| row.thread).collect();
        ids.sort_unstable();
        ids.dedup();
        let digits = interleaving.rows.len().to_string().len();
        let number = text::width(&page.words().label("step")).max(digits);
        let each = |indent: usize, step: usize| {
            page.width().saturating_sub(indent + step + GAP * (ids.len() - 1)) / ids.len()
        };
        let tight = each(indent, number + GAP) < ROOMY;
        let (indent, step, inner) = if tight {
            (indent / 2, number + 1, 1)
        } else {
            (indent, number + GAP, 2)
        };
        let each = each(indent, step);
        let width = page.width().saturating_sub(indent);
        let listed = each < NARROWEST;
        let names: Vec<String> = ids.iter().map(|id| name(page, interleaving, *id)).collect();
        let before = names
            .iter()
            .map(|name| text::width(name))
            .max()
            .unwrap_or(0)
            .min(NAME);
        let threads = ids.iter().zip(names).enumerate().map(|(index, (id, name))| {
            let (start, width) = if listed {
                (step + before + GAP, width.saturating_sub(step + before + GAP))
            } else {
                (step + index * (each + GAP), each)
            };
            Column {
                thread: *id,
                name,
                start,
                width,
            }
        });
        Self {
            number,
            step,
            threads: threads.collect(),
            listed,
            width,
            indent,
            inner,
        }
    }

    /// The names above the columns.
    fn heading(&self, page: &mut Page) {
        let mut line = text::padded(&page.words().label("step"), self.step);
        if !self.listed {
            for column in &self.threads {
                line = text::padded(&line, column.start);
                line.push_str(&text::truncated(&column.name, column.width));
            }
        }
        let line = page.paint(STRONG, &line);
        page.lines(self.indent, &[line]);
    }

    /// The line of the program that the next steps of a thread belong to.
    fn source(&self, page: &mut Page, column: &Column, row: &Row, place: &str, named: bool) {
        let code = format!(
            "{place}: {}",
            text::truncated(&text::one_line(row.source.trim()), SOURCE)
        );
        let hanging = (text::width(place) + 2).min(6);
        for (index, line) in text::wrapped(&code, column.width, hanging).iter().enumerate() {
            let mut before = " ".repeat(self.step);
            if self.listed && named && index == 0 {
                before.push_str(&text::truncated(&column.name, NAME));
            }
            let before = page.paint(STRONG, &text::padded(&before, column.start));
            let line = page.paint(CODE, line);
            page.lines(self.indent, &[format!("{before}{line}")]);
        }
    }

    /// What a step does, and below it what that destroys.
    fn step(&self, page: &mut Page, column: &Column, interleaving: &Interleaving, at: usize) {
        let row = &interleaving.rows[at];
        let words = action(page, row);
        for (index, line) in text::wrapped(&words, column.width.saturating_sub(self.inner), 2)
            .iter()
            .enumerate()
        {
            let digits = self.number;
            let number = if index == 0 {
                format!("{:>digits$}", at + 1)
            } else {
                String::new()
            };
            let before = page.paint(DIM, &text::padded(&number, column.start + self.inner));
            let line = line.replace(HELD, " ");
            page.lines(self.indent, &[format!("{before}{line}")]);
        }
        let Some(note) = note(page, interleaving, at) else {
            return;
        };
        // The note may run on to the right, below the columns of others: nothing else stands in its lines.
        let start = column.start + self.inner;
        for line in text::wrapped(&note, self.width.saturating_sub(start), 4) {
            let line = page.paint(BAD, &line);
            page.lines(self.indent + start, &[line]);
        }
    }
}

/// Where a row is, with its file where there are several.
fn place(row: &Row, several_files: bool) -> String {
    if several_files {
        excerpt::place(&row.location)
    } else {
        row.location.line.to_string()
    }
}

fn action(page: &Page, row: &Row) -> String {
    let message = match row.action {
        Action::Reads => Message::new("action-reads"),
        Action::Writes => Message::new("action-writes"),
        Action::Takes => Message::new("action-takes"),
        Action::Releases => Message::new("action-releases"),
        Action::Tries => Message::new("action-tries"),
        Action::Waits => Message::new("action-waits"),
        Action::Sleeps => Message::new("action-sleeps"),
        Action::Forks => Message::new("action-forks"),
    };
    let words = page
        .words()
        .message(&message.plain("target", text::truncated(&text::one_line(&row.target), TARGET)));
    match &row.value {
        // Not broken between what is read and its value.
        Some(value) => {
            let value = text::truncated(&text::one_line(value), VALUE);
            format!("{}{HELD}={HELD}{value}", words.trim_end())
        }
        None => words.trim_end().to_owned(),
    }
}

/// Which step this one destroyed, and the outdated read that made it do so.
fn note(page: &Page, interleaving: &Interleaving, at: usize) -> Option<String> {
    let row = &interleaving.rows[at];
    let lost = row.overwrites?;
    let read = interleaving.rows[..at].iter().rposition(|earlier| {
        earlier.thread == row.thread && earlier.target == row.target && earlier.action == Action::Reads
    });
    let message = match read.filter(|read| *read < lost) {
        Some(read) => Message::new("overwrites-after-read")
            .count("step", number(lost))
            .count("read", number(read)),
        None => Message::new("overwrites").count("step", number(lost)),
    };
    Some(page.words().message(&message))
}

fn number(index: usize) -> u64 {
    index as u64 + 1
}

fn name(page: &Page, interleaving: &Interleaving, thread: ThreadId) -> String {
    match interleaving.threads.get(thread as usize) {
        Some(name) => page.words().thread(name),
        None => page
            .words()
            .message(&Message::new("thread-number").count("number", thread.into())),
    }
}

/// The steps of a long schedule that are left out.
fn gap(rows: usize, verbosity: Verbosity) -> std::ops::Range<usize> {
    if verbosity == Verbosity::Verbose || rows <= HEAD + TAIL {
        0..0
    } else {
        HEAD..rows - TAIL
    }
}
