//! Who waits for what: as sentences, and the circle drawn where there is one.

use crate::model::message::Message;
use crate::model::schedule::Wait;
use crate::model::verdict::Location;
use crate::report::terminal::excerpt;
use crate::report::terminal::page::{BAD, Page};
use crate::util::text;

/// Every wait as a sentence, then the circle.
pub(super) fn draw(page: &mut Page, indent: usize, waits: &[Wait]) {
    for wait in waits {
        let words = sentence(page, wait);
        page.hanging(indent, 2, &format!("- {words}"));
    }
    let circle = circle(waits);
    if circle.is_empty() {
        return;
    }
    page.blank();
    let lines = drawn(page, &circle, page.width().saturating_sub(indent));
    for line in lines {
        let line = page.paint(BAD, &line);
        page.lines(indent, &[line]);
    }
    page.blank();
}

fn sentence(page: &Page, wait: &Wait) -> String {
    let at = at(page, wait.at.as_ref(), Message::new("at-line"));
    let taken = at_taken(page, wait);
    let (message, holder) = match &wait.holder {
        None => (Message::new("wait-plain"), None),
        Some(_) if is_join(wait) => (Message::new("wait-plain"), None),
        Some(holder) if wait.holder_ended => (Message::new("wait-ended"), Some(holder)),
        Some(holder) if *holder == wait.thread => (Message::new("wait-self"), None),
        Some(holder) => (Message::new("wait-held"), Some(holder)),
    };
    let mut message = message
        .plain("thread", &wait.thread)
        .plain("wanted", &wait.wanted)
        .plain("at", at);
    if wait.holder.is_some() && !is_join(wait) {
        message = message.plain("taken", taken);
    }
    if let Some(holder) = holder {
        message = message.plain("holder", holder);
    }
    page.words().message(&message)
}

/// Whether the end of another thread is waited for: nobody holds that, and the words have its name already.
fn is_join(wait: &Wait) -> bool {
    wait.taken_at.is_none()
        && wait
            .holder
            .as_ref()
            .is_some_and(|holder| wait.wanted.ends_with(holder.as_str()))
}

fn at_taken(page: &Page, wait: &Wait) -> String {
    let id = if wait.holder_ended {
        Message::new("at-line")
    } else {
        Message::new("since-line")
    };
    at(page, wait.taken_at.as_ref(), id)
}

fn at(page: &Page, location: Option<&Location>, message: Message) -> String {
    location.map_or_else(String::new, |at| {
        page.words().message(&message.plain("place", excerpt::place(at)))
    })
}

/// The waits that form a circle: each waits for what the next one holds, and the last for what the first holds.
fn circle(waits: &[Wait]) -> Vec<&Wait> {
    waits
        .iter()
        .map(|start| circle_from(start, waits))
        .find(|circle| !circle.is_empty())
        .unwrap_or_default()
}

fn circle_from<'a>(start: &'a Wait, waits: &'a [Wait]) -> Vec<&'a Wait> {
    let mut circle = vec![start];
    let mut current = start;
    // A circle is no longer than the list; a longer walk runs round one that does not come back to the start.
    while circle.len() <= waits.len() {
        let next = waits
            .iter()
            .find(|wait| Some(&wait.thread) == current.holder.as_ref());
        match next {
            Some(next) if next.thread == start.thread => return circle,
            Some(next) => {
                circle.push(next);
                current = next;
            }
            None => return Vec::new(),
        }
    }
    Vec::new()
}

fn drawn(page: &Page, circle: &[&Wait], room: usize) -> Vec<String> {
    let (waits, held) = (
        page.words().label("cycle-waits"),
        page.words().label("cycle-held"),
    );
    let names: Vec<String> = circle.iter().map(|wait| text::one_line(&wait.thread)).collect();
    let column = names
        .iter()
        .map(|name| text::width(name))
        .max()
        .unwrap_or(0)
        .min(room / 3);
    let mut lines = Vec::new();
    for (index, wait) in circle.iter().enumerate() {
        let edge = if index == 0 { "┌─▶" } else { "│  " };
        let name = text::padded(&text::truncated(&names[index], column), column);
        let wanted = text::one_line(&wait.wanted);
        // Who holds it stands at the start of the next line.
        let held = if is_join(wait) {
            String::new()
        } else {
            format!(", {held}")
        };
        lines.push(text::truncated(
            &format!("{edge} {name} ──{waits}──▶ {wanted}{held}"),
            room,
        ));
    }
    lines.push(format!(
        "└── {}",
        text::truncated(&names[0], room.saturating_sub(4))
    ));
    lines
}
