//! Pages of a web site, as the spec writes them or as they were made, and the answers that they become.

use std::sync::Arc;
use std::time::Duration;

use crate::model::site::{Answer, Page, Site};

/// One page of a site, before its text becomes bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) path: String,
    pub(super) html: String,
    /// Statuses of the first answers.
    pub(super) first: Vec<u16>,
    /// The status of every answer after them.
    pub(super) status: u16,
    pub(super) redirect: Option<String>,
    pub(super) content_type: String,
    pub(super) charset: Charset,
    /// Bytes that no decoder accepts are added to the body.
    pub(super) invalid: bool,
    pub(super) padding: usize,
    pub(super) delay: Duration,
    pub(super) endless: bool,
}

/// How a page is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Latin1,
    Cyrillic,
}

impl Plan {
    pub(super) fn new(path: &str, html: String) -> Self {
        Self {
            path: path.to_owned(),
            html,
            first: Vec::new(),
            status: 200,
            redirect: None,
            content_type: "text/html; charset=utf-8".to_owned(),
            charset: Charset::Utf8,
            invalid: false,
            padding: 0,
            delay: Duration::ZERO,
            endless: false,
        }
    }

    /// The status of the answer to a request, counted from 0.
    pub(super) fn status(&self, request: usize) -> u16 {
        self.first.get(request).copied().unwrap_or(self.status)
    }

    /// Whether what a good answer holds is HTML.
    pub(super) fn is_html(&self) -> bool {
        let kind = self.content_type.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("text/html")
    }

    fn answers(&self) -> Vec<Answer> {
        let body: Arc<[u8]> = self.body().into();
        let answer = |status: u16| Answer {
            status,
            content_type: (!self.content_type.is_empty()).then(|| self.content_type.clone()),
            location: self.redirect.clone().filter(|_| (300..400).contains(&status)),
            body: body.clone(),
            delay: self.delay,
            endless: self.endless,
        };
        self.first
            .iter()
            .chain([&self.status])
            .map(|status| answer(*status))
            .collect()
    }

    fn body(&self) -> Vec<u8> {
        let mut bytes = encoded(&self.html, self.charset);
        if self.invalid {
            bytes.extend(b"<p>\xff\xfe\xc3(</p>");
        }
        if self.padding > 0 {
            bytes.extend(b"<!--");
            bytes.resize(bytes.len() + self.padding, b' ');
            bytes.extend(b"-->");
        }
        bytes
    }
}

/// The site of a run.
pub(super) fn site(plans: &[Plan]) -> Site {
    Site {
        pages: plans
            .iter()
            .map(|plan| Page {
                path: plan.path.clone(),
                answers: plan.answers(),
            })
            .collect(),
    }
}

fn encoded(text: &str, charset: Charset) -> Vec<u8> {
    match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Latin1 => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        Charset::Cyrillic => text.chars().map(cyrillic).collect(),
    }
}

/// A letter in windows-1251.
fn cyrillic(c: char) -> u8 {
    match c {
        '\0'..='\x7f' => c as u8,
        'Ё' => 0xa8,
        'ё' => 0xb8,
        'А'..='я' => u8::try_from(u32::from(c) - u32::from('А') + 0xc0).unwrap_or(b'?'),
        _ => b'?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_bytes_of_their_charset() {
        assert_eq!(encoded("Aя", Charset::Cyrillic), [0x41, 0xff]);
        assert_eq!(encoded("ПЁё", Charset::Cyrillic), [0xcf, 0xa8, 0xb8]);
        assert_eq!(encoded("é", Charset::Latin1), [0xe9]);
        assert_eq!(encoded("é", Charset::Utf8), [0xc3, 0xa9]);
    }

    #[test]
    fn the_first_answers_come_first() {
        let mut plan = Plan::new("/", "<p>x".to_owned());
        plan.first = vec![500, 302];
        plan.redirect = Some("/y".to_owned());
        plan.padding = 3;
        let answers = site(&[plan]).pages.remove(0).answers;
        let told: Vec<_> = answers
            .iter()
            .map(|answer| (answer.status, answer.location.as_deref()))
            .collect();
        assert_eq!(told, [(500, None), (302, Some("/y")), (200, None)]);
        assert_eq!(&*answers[0].body, b"<p>x<!--   -->");
    }
}
