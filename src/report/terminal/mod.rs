//! For a person at a terminal: at any width from 40 columns, with and without colour, in every language.

mod check;
mod deadlock;
mod excerpt;
mod interleaving;
mod page;

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::model::grade::{Grade, Graded, Points};
use crate::model::message::Message;
use crate::model::verdict::{Reason, Status};
use crate::report::terminal::check::Table;
use crate::report::terminal::page::{BAD, DIM, GOOD, Page, STRONG, WARN};
use crate::report::{Look, Verbosity};
use crate::util::text;

/// Flags that are shown, and columns of one: a student could cause any number of any length.
const FLAGS: usize = 20;
const FLAG: usize = 400;

pub(super) fn render(grades: &[Grade], look: &Look) -> String {
    let mut page = Page::new(look);
    for (index, grade) in grades.iter().enumerate() {
        if index > 0 {
            page.blank();
            page.rule();
            page.blank();
        }
        one(&mut page, grade);
    }
    if grades.len() > 1 {
        summary(&mut page, grades);
    }
    page.finish()
}

fn one(page: &mut Page, grade: &Grade) {
    header(page, grade);
    page.blank();
    let shared = shared_by_all(grade);
    if let Some(graded) = shared {
        check::details(page, grade, graded);
    }
    let table = Table::new(page, grade);
    for (index, graded) in grade.checks.iter().enumerate() {
        table.line(page, graded);
        if shared.is_none() && page.verbosity() > Verbosity::Quiet {
            below(page, grade, index);
        }
    }
    page.blank();
    totals(page, grade);
    flags(page, grade);
    notes(page, grade);
}

fn header(page: &mut Page, grade: &Grade) {
    let title = page.words().text(&grade.task_title);
    let title = text::one_line(&title);
    let title = if title.is_empty() {
        grade.task.to_string()
    } else {
        format!("{} · {title}", grade.task)
    };
    page.styled_paragraph(0, STRONG, &title);
    let words = page.words();
    let mut facts = vec![
        text::one_line(&grade.submission),
        words.message(&Message::new("python").plain("version", &grade.python)),
        words.message(&Message::new("isolation").plain("level", &grade.isolation)),
        words.message(&Message::new("seed").plain("seed", grade.seed.to_string())),
        duration(page, grade.duration),
    ];
    if page.verbosity() == Verbosity::Verbose {
        facts.push(text::one_line(&grade.spec_hash));
        facts.push(text::one_line(&grade.snapshot_hash));
    }
    page.pieces(0, DIM, &facts, " · ");
}

/// The check whose end all others share, for a cause that concerns the submission as a whole.
fn shared_by_all(grade: &Grade) -> Option<&Graded> {
    let (first, rest) = grade.checks.split_first()?;
    let judgement = &first.verdict.judgement;
    let whole = matches!(judgement.reason, Reason::ImportError | Reason::MissingFile);
    let shared = rest.iter().all(|graded| graded.verdict.judgement == *judgement);
    (whole && shared && !rest.is_empty()).then_some(first)
}

/// What stands under the line of a check: details, or the name of the check that has the same ones.
fn below(page: &mut Page, grade: &Grade, index: usize) {
    let graded = &grade.checks[index];
    let judgement = &graded.verdict.judgement;
    let same = grade.checks[..index]
        .iter()
        .find(|earlier| earlier.verdict.judgement == *judgement);
    match (judgement.status, same) {
        (Status::Failed | Status::Inconclusive, Some(earlier)) if judgement.reason != Reason::Withheld => {
            let message = Message::new("same-cause").code("check", earlier.info.id.as_str());
            let words = page.words().message(&message);
            page.paragraph(4, &words);
        }
        (Status::Passed | Status::Failed | Status::Skipped | Status::Inconclusive, _) => {
            check::details(page, grade, graded);
        }
    }
}

fn totals(page: &mut Page, grade: &Grade) {
    let count = |status| {
        let with = grade
            .checks
            .iter()
            .filter(|graded| graded.verdict.judgement.status == status);
        with.count() as u64
    };
    let unclear = count(Status::Inconclusive);
    let words = page.words();
    let mut tally = vec![words.message(&Message::new("tally-passed").count("n", count(Status::Passed)))];
    if count(Status::Failed) > 0 {
        tally.push(words.message(&Message::new("tally-failed").count("n", count(Status::Failed))));
    }
    if count(Status::Skipped) > 0 {
        tally.push(words.message(&Message::new("tally-skipped").count("n", count(Status::Skipped))));
    }
    if unclear > 0 {
        tally.push(words.message(&Message::new("tally-inconclusive").count("n", unclear)));
    }
    let style = match grade.score() {
        Some(score) if score == grade.max_score() => GOOD,
        Some(_) => BAD,
        None => WARN,
    };
    let total = total(page, grade);
    page.styled_paragraph(0, style, &format!("{total}: {}", tally.join(", ")));
    if unclear > 0 {
        let why = page
            .words()
            .message(&Message::new("inconclusive-why").count("n", unclear));
        page.paragraph(0, &why);
    }
}

fn total(page: &Page, grade: &Grade) -> String {
    let Points(max) = grade.max_score();
    match grade.score() {
        Some(Points(score)) => {
            let message = Message::new("total")
                .count("score", score.into())
                .count("max", max.into());
            page.words().message(&message)
        }
        None => page.words().label("no-total"),
    }
}

fn flags(page: &mut Page, grade: &Grade) {
    if grade.flags.is_empty() {
        return;
    }
    page.blank();
    let title = page.words().label("flags-title");
    page.styled_paragraph(0, WARN, &title);
    for flag in grade.flags.iter().take(FLAGS) {
        let place = flag
            .location
            .as_ref()
            .map_or_else(String::new, |at| format!("  {}", excerpt::place(at)));
        let line = format!(
            "! {}{place}  {}",
            text::one_line(&flag.kind),
            text::one_line(&flag.detail)
        );
        page.hanging(2, 2, text::truncated(&line, FLAG).trim_end());
    }
    if grade.flags.len() > FLAGS {
        page.paragraph(2, "! …");
    }
}

fn notes(page: &mut Page, grade: &Grade) {
    if grade.notes.is_empty() || page.verbosity() == Verbosity::Quiet {
        return;
    }
    page.blank();
    let title = page.words().label("notes-title");
    page.styled_paragraph(0, STRONG, &title);
    for note in &grade.notes {
        let note = page.words().words(note);
        page.hanging(2, 2, &format!("- {note}"));
    }
}

/// One line a submission, at the end.
fn summary(page: &mut Page, grades: &[Grade]) {
    page.blank();
    page.rule();
    page.blank();
    let title = page.words().label("summary-title");
    page.styled_paragraph(0, STRONG, &title);
    let totals: Vec<String> = grades.iter().map(|grade| total(page, grade)).collect();
    let columns = totals.iter().map(|total| text::width(total)).max().unwrap_or(0);
    for (grade, total) in grades.iter().zip(totals) {
        page.hanging(
            2,
            columns + 2,
            &format!(
                "{}  {}",
                text::padded(&total, columns),
                text::one_line(&grade.submission)
            ),
        );
    }
}

fn duration(page: &Page, duration: Duration) -> String {
    let message = if duration < Duration::from_secs(1) {
        Message::new("duration-ms").count("n", duration.subsec_millis().into())
    } else {
        let tenth = u64::from(duration.subsec_millis() / 100);
        Message::new("duration-s")
            .plain("whole", duration.as_secs().to_string())
            .count("tenth", tenth)
    };
    page.words().message(&message)
}
