//! One check: its line, and what stands under it.

use anstyle::Style;

use crate::model::grade::{Grade, Graded};
use crate::model::message::Message;
use crate::model::plan;
use crate::model::schedule::Replay;
use crate::model::verdict::{Evidence, Judgement, Reason, Search, Status};
use crate::report::Verbosity;
use crate::report::terminal::page::{BAD, CODE, DIM, GOOD, Page, STRONG, WARN};
use crate::report::terminal::{deadlock, excerpt, interleaving};
use crate::util::text;

/// Where details stand.
const INDENT: usize = 4;
/// Lines, and columns in all, of a value that is shown.
const VALUE_LINES: usize = 8;
const VALUE: usize = 2000;
/// Lines of a program that is shown.
const PROGRAM_LINES: usize = 40;
/// A title with less room goes below its id.
const TITLE_ROOM: usize = 24;

/// The columns of the list of checks.
pub(super) struct Table {
    status: usize,
    id: usize,
    points: usize,
    /// Columns for titles; nothing where they have a line of their own.
    title: Option<usize>,
}

impl Table {
    pub(super) fn new(page: &Page, grade: &Grade) -> Self {
        let widest =
            |texts: &mut dyn Iterator<Item = String>| texts.map(|text| text::width(&text)).max().unwrap_or(0);
        let status = widest(&mut grade.checks.iter().map(|graded| mark(page, graded).1));
        let id = widest(&mut grade.checks.iter().map(|graded| graded.info.id.to_string()));
        let points = widest(&mut grade.checks.iter().map(points));
        // A space, the mark, a space, then columns with two spaces between them.
        let taken = 3 + status + 2 + id + 2 + 2 + points;
        let title = page.width().checked_sub(taken).filter(|room| *room >= TITLE_ROOM);
        Self {
            status,
            id,
            points,
            title,
        }
    }

    pub(super) fn line(&self, page: &mut Page, graded: &Graded) {
        let (sign, word, style) = mark(page, graded);
        let sign = page.paint(style, &format!("{sign} {}", text::padded(&word, self.status)));
        let points = points(graded);
        let points = format!(
            "{}{points}",
            " ".repeat(self.points.saturating_sub(text::width(&points)))
        );
        let title = text::one_line(&page.words().text(&graded.info.title));
        let id = graded.info.id.to_string();
        let Some(room) = self.title else {
            let room = page.width().saturating_sub(3 + self.status + 2 + 2 + self.points);
            let id = page.paint(STRONG, &text::padded(&text::truncated(&id, room), room));
            page.line(&format!(" {sign}  {id}  {points}"));
            page.paragraph(3, &title);
            return;
        };
        let mut lines = text::wrapped(&title, room, 0).into_iter();
        let first = text::padded(&lines.next().unwrap_or_default(), room);
        let id = page.paint(STRONG, &text::padded(&id, self.id));
        page.line(&format!(" {sign}  {id}  {first}  {points}"));
        let rest: Vec<String> = lines.collect();
        page.lines(3 + self.status + 2 + self.id + 2, &rest);
    }
}

/// What is known beyond the line of a check.
pub(super) fn details(page: &mut Page, grade: &Grade, graded: &Graded) {
    let judgement = &graded.verdict.judgement;
    match judgement.status {
        Status::Passed => {
            if page.verbosity() == Verbosity::Verbose {
                judgement
                    .evidence
                    .searches
                    .iter()
                    .for_each(|search| guarantee(page, search));
            }
        }
        Status::Skipped | Status::Inconclusive => rationale(page, judgement),
        Status::Failed => failure(page, grade, graded),
    }
}

fn failure(page: &mut Page, grade: &Grade, graded: &Graded) {
    let judgement = &graded.verdict.judgement;
    let evidence = &judgement.evidence;
    rationale(page, judgement);
    deadlock::draw(page, INDENT, &evidence.waits);
    values(page, judgement);
    if let Some(location) = &judgement.location {
        page.blank();
        excerpt::draw(page, INDENT, location, &grade.sources);
    }
    if let Some(interleaving) = &evidence.interleaving {
        page.blank();
        interleaving::draw(page, INDENT, interleaving);
    }
    if let Some(example) = &evidence.example {
        page.blank();
        let title = page.words().label("example");
        page.styled_paragraph(INDENT, STRONG, &title);
        program(page, example);
    }
    again(page, graded, evidence);
    page.blank();
}

fn rationale(page: &mut Page, judgement: &Judgement) {
    if judgement.reason == Reason::Withheld {
        let words = page.words().label("withheld");
        page.paragraph(INDENT, &words);
    }
    for words in &judgement.rationale {
        let words = page.words().words(words);
        page.paragraph(INDENT, &words);
    }
}

fn values(page: &mut Page, judgement: &Judgement) {
    let labels = [page.words().label("expected"), page.words().label("actual")];
    let column = labels.iter().map(|label| text::width(label)).max().unwrap_or(0) + 1;
    for (label, value) in labels.iter().zip([&judgement.expected, &judgement.actual]) {
        if let Some(value) = value {
            page.labelled(
                INDENT,
                label,
                column,
                &text::truncated(&text::visible(value), VALUE),
                VALUE_LINES,
            );
        }
    }
}

/// A program, whose lines must stay what they are: cut, never wrapped.
fn program(page: &mut Page, source: &str) {
    let room = page.width().saturating_sub(INDENT + 2);
    for line in text::visible(source.trim_end()).lines().take(PROGRAM_LINES) {
        let line = page.paint(CODE, &text::truncated(line, room));
        page.lines(INDENT + 2, &[line]);
    }
}

/// The hint, and how to see the failure again. A hint about locks helps nobody whose file is not there.
fn again(page: &mut Page, graded: &Graded, evidence: &Evidence) {
    let whole = matches!(
        graded.verdict.judgement.reason,
        Reason::ImportError | Reason::MissingFile
    );
    let hint = graded.info.hint.as_ref().filter(|_| !whole);
    if hint.is_some() || evidence.replay.is_some() {
        page.blank();
    }
    if let Some(hint) = hint {
        let hint = page.words().text(hint);
        let label = page.words().label("hint");
        page.labelled(INDENT, &label, text::width(&label) + 1, &hint, usize::MAX);
    }
    if let Some(replay) = &evidence.replay {
        replayed(page, graded, replay);
    }
}

fn replayed(page: &mut Page, graded: &Graded, replay: &Replay) {
    let label = page.words().label("replay");
    let command = format!("grader replay results.json#{}", graded.info.id);
    page.labelled(INDENT, &label, text::width(&label) + 1, &command, usize::MAX);
    let how = page.words().label("replay-how");
    page.styled_paragraph(INDENT, DIM, &how);
    if page.verbosity() == Verbosity::Verbose {
        let line = format!(
            "{} {}",
            text::one_line(&replay.scenario),
            plan::print(&replay.plan)
        );
        page.styled_paragraph(INDENT, DIM, line.trim_end());
    }
}

/// What a pass rests on.
fn guarantee(page: &mut Page, search: &Search) {
    let message = match (search.exhausted, search.bound) {
        (true, _) => Message::new("search-exhausted")
            .name("scenario", &search.scenario)
            .count("schedules", search.schedules),
        (false, Some(bound @ 1..)) => Message::new("search-bounded")
            .name("scenario", &search.scenario)
            .count("schedules", search.schedules)
            .count("bound", u64::from(bound)),
        (false, Some(0) | None) => Message::new("search-some")
            .name("scenario", &search.scenario)
            .count("schedules", search.schedules),
    };
    let words = page.words().message(&message);
    page.styled_paragraph(INDENT, DIM, &words);
}

fn mark(page: &Page, graded: &Graded) -> (char, String, Style) {
    let (sign, message, style) = match graded.verdict.judgement.status {
        Status::Passed => ('✓', Message::new("status-passed"), GOOD),
        Status::Failed => ('✗', Message::new("status-failed"), BAD),
        Status::Skipped => ('–', Message::new("status-skipped"), DIM),
        Status::Inconclusive => ('?', Message::new("status-inconclusive"), WARN),
    };
    (sign, page.words().message(&message), style)
}

fn points(graded: &Graded) -> String {
    match graded.verdict.judgement.status {
        Status::Inconclusive => format!("?/{}", graded.info.points.0),
        Status::Passed | Status::Failed | Status::Skipped => {
            format!("{}/{}", graded.points.0, graded.info.points.0)
        }
    }
}
