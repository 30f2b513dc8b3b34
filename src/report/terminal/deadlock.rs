//! Who waits for what, drawn: the circle where there is one, or else from the first thread to the one that nobody wakes.
//!
//! The sentences about each wait are words of the check; here is only the picture.

#[cfg(test)]
mod tests;

use crate::model::schedule::{Wait, circle};
use crate::report::terminal::page::{BAD, Page};
use crate::util::text;

/// Threads below each other in a picture.
const LONGEST: usize = 12;

/// The circle, or the longest chain of threads that wait for each other.
pub(super) fn draw(page: &mut Page, indent: usize, waits: &[Wait]) {
    let room = page.width().saturating_sub(indent);
    let circle = circle(waits);
    let lines = if circle.is_empty() {
        let chain = chain(waits);
        if chain.len() < 2 {
            return;
        }
        drawn_chain(page, &chain, room)
    } else {
        drawn_circle(page, &circle, room)
    };
    page.blank();
    for line in lines {
        let line = page.paint(BAD, &line);
        page.lines(indent, &[line]);
    }
    page.blank();
}

/// The most threads of which each waits for the next one.
fn chain(waits: &[Wait]) -> Vec<&Wait> {
    let from = |start| {
        let mut chain: Vec<&Wait> = vec![start];
        let holder = |wait: &Wait| {
            waits
                .iter()
                .find(|next| Some(&next.thread) == wait.holder.as_ref())
        };
        while let Some(next) = chain.last().and_then(|last| holder(last))
            && chain.len() < LONGEST
        {
            chain.push(next);
        }
        chain
    };
    // The first of the longest: the order of the waits is that of the threads.
    waits
        .iter()
        .rev()
        .map(from)
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

fn drawn_circle(page: &Page, circle: &[&Wait], room: usize) -> Vec<String> {
    let shown = &circle[..circle.len().min(LONGEST)];
    let names = names(page, shown, room);
    let mut lines = Vec::new();
    for (index, wait) in shown.iter().enumerate() {
        let edge = if index == 0 { "┌─▶" } else { "│  " };
        lines.push(text::truncated(
            &format!("{edge} {} {}", names[index], wanted(page, wait)),
            room,
        ));
    }
    if circle.len() > shown.len() {
        lines.push("│   …".to_owned());
    }
    lines.push(format!("└── {}", names[0].trim_end()));
    lines
}

fn drawn_chain(page: &Page, chain: &[&Wait], room: usize) -> Vec<String> {
    let names = names(page, chain, room);
    let mut lines = Vec::new();
    for (index, wait) in chain.iter().enumerate() {
        let edge = if index == 0 { "   " } else { "└─▶" };
        lines.push(text::truncated(
            &format!("{edge} {} {}", names[index], wanted(page, wait)),
            room,
        ));
    }
    let last = chain
        .last()
        .filter(|wait| wait.holder_ended)
        .and_then(|wait| wait.holder.as_ref());
    let end = match last {
        None => page.words().label("chain-nobody"),
        Some(ended) => format!(
            "{}: {}",
            page.words().thread(ended),
            page.words().label("chain-ended")
        ),
    };
    lines.push(text::truncated(&format!("└─▶ {end}"), room));
    lines
}

/// What a thread waits for; who holds it stands at the start of the next line.
fn wanted(page: &Page, wait: &Wait) -> String {
    let waits = page.words().label("cycle-waits");
    let wanted = page.words().wanted(&wait.wanted);
    let held = if wait.holder.is_none() || wait.joined().is_some() {
        String::new()
    } else {
        format!(", {}", page.words().label("cycle-held"))
    };
    format!("──{waits}──▶ {wanted}{held}")
}

/// The names of the threads, as wide as the widest.
fn names(page: &Page, waits: &[&Wait], room: usize) -> Vec<String> {
    let names: Vec<String> = waits
        .iter()
        .map(|wait| page.words().thread(&wait.thread))
        .collect();
    let widest = names.iter().map(|name| text::width(name)).max().unwrap_or(0);
    let column = widest.min(room / 3);
    let column_of = |name: &String| text::padded(&text::truncated(name, column), column);
    names.iter().map(column_of).collect()
}
