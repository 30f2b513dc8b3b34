//! What a program printed beside what it should have printed: the first line that differs, for a beginner to see.

use crate::model::message::{Message, Words};
use crate::model::show;
use crate::model::verdict::{Judgement, Reason};

/// What must be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Every byte.
    Exactly,
    /// Every line but for blanks at its end; blank lines at the end of the text do not count.
    Lines,
}

/// The first difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    expected: String,
    actual: String,
    message: Message,
}

impl Difference {
    /// A failure with these words first.
    pub(crate) fn judgement(self, first: Message) -> Judgement {
        Judgement::failed(Reason::Wrong)
            .because(Words::Ours(first))
            .because(Words::Ours(self.message))
            .expecting(self.expected, self.actual)
    }
}

/// Where the bytes differ from the text; nowhere when they are the same to the rule.
pub(crate) fn difference(expected: &str, actual: &[u8], rule: Rule) -> Option<Difference> {
    let text = match std::str::from_utf8(actual) {
        Ok(text) => text,
        Err(error) => {
            let before = String::from_utf8_lossy(&actual[..error.valid_up_to()]);
            let line = before.matches('\n').count() + 1;
            return Some(Difference {
                expected: quoted(expected),
                actual: quoted(&String::from_utf8_lossy(actual)),
                message: Message::new("lines-not-utf8").count("line", line as u64),
            });
        }
    };
    if expected == text {
        return None;
    }
    let (wanted, seen) = (lines(expected, rule), lines(text, rule));
    let at = wanted.iter().zip(&seen).position(|(wanted, seen)| wanted != seen);
    let at = at.unwrap_or(wanted.len().min(seen.len()));
    let line = at as u64 + 1;
    let message = match (wanted.get(at), seen.get(at)) {
        (None, None) if rule == Rule::Lines => return None,
        // The same lines, but for the end of the last one.
        (None, None) if expected.ends_with('\n') => Message::new("lines-no-end"),
        (None, None) => Message::new("lines-end"),
        (Some(wanted), None) => Message::new("lines-missing")
            .count("line", line)
            .code("expected", show::visible_line(wanted)),
        (None, Some(seen)) => Message::new("lines-extra")
            .count("line", line)
            .code("actual", show::visible_line(seen)),
        (Some(wanted), Some(seen)) if wanted.trim() == seen.trim() => Message::new("lines-blanks")
            .count("line", line)
            .code("expected", quoted(wanted))
            .code("actual", quoted(seen)),
        (Some(wanted), Some(seen)) => Message::new("lines-differ")
            .count("line", line)
            .code("expected", show::visible_line(wanted))
            .code("actual", show::visible_line(seen)),
    };
    Some(Difference {
        expected: quoted(expected),
        actual: quoted(text),
        message,
    })
}

fn lines(text: &str, rule: Rule) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    match rule {
        Rule::Exactly => {
            if lines.last() == Some(&"") {
                lines.pop();
            }
        }
        Rule::Lines => {
            for line in &mut lines {
                *line = line.trim_end();
            }
            while lines.last() == Some(&"") {
                lines.pop();
            }
        }
    }
    lines
}

/// As a Python string, so that blanks and line ends can be seen.
fn quoted(text: &str) -> String {
    show::text(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::message::Arg;

    #[track_caller]
    fn check(expected: &str, actual: &[u8], rule: Rule, words: Option<&str>) {
        let found = difference(expected, actual, rule).map(|difference| {
            let args = difference.message.args.iter().map(|(_, arg)| match arg {
                Arg::Count(count) => count.to_string(),
                Arg::Plain(text) | Arg::Code(text) => text.clone(),
                other => format!("{other:?}"),
            });
            let args: Vec<String> = args.collect();
            format!("{} {}", difference.message.id, args.join(" | "))
        });
        assert_eq!(found.as_deref().map(str::trim_end), words);
    }

    #[test]
    fn every_byte_counts_or_every_line() {
        use Rule::{Exactly, Lines};
        check("a\nb\n", b"a\nb\n", Exactly, None);
        check("", b"", Exactly, None);
        check("a\n", b"b\n", Exactly, Some("lines-differ 1 | a | b"));
        check("a\n", b"a", Exactly, Some("lines-no-end"));
        check("a", b"a\n", Exactly, Some("lines-end"));
        check("a\n", b"a \n", Exactly, Some("lines-blanks 1 | 'a' | 'a '"));
        check("a\nb\n", b"a\n", Exactly, Some("lines-missing 2 | b"));
        check("a\n", b"a\nb\n", Exactly, Some("lines-extra 2 | b"));
        check("", b"b\n", Exactly, Some("lines-extra 1 | b"));
        check("a\n", b"a\r\n", Exactly, Some("lines-blanks 1 | 'a' | 'a\\r'"));
        check("a\n", b"a\n\xff\n", Exactly, Some("lines-not-utf8 2"));
        check("a\n", b"a\n\n", Exactly, Some("lines-extra 2 |"));
        check("a\nb", b"a  \r\nb\n\n\n", Lines, None);
        check("a\nb", b" a\nb\n", Lines, Some("lines-blanks 1 | 'a' | ' a'"));
        check("a\nb", b"a\n\nb\n", Lines, Some("lines-differ 2 | b |"));
        check("a", b"", Lines, Some("lines-missing 1 | a"));
    }
}
