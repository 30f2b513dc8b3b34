//! Answers, and the log of who asked for what.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::net::TcpStream;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use crate::harness::site::head::{Head, Line};
use crate::model::site::{Answer, HOST, PORT, Request, Site};

/// Requests that are answered and written down; a program that asks for ever is not answered any more.
const MOST_REQUESTS: usize = 2000;

/// What an endless answer repeats; it ends with its reader, or with the run.
static MORE: [u8; 1 << 14] = [b' '; 1 << 14];

/// A site while it is open.
pub(super) struct Serving<'a> {
    site: &'a Site,
    log: Mutex<Log>,
    stopped: Mutex<bool>,
    stopping: Condvar,
}

#[derive(Default)]
struct Log {
    requests: Vec<Request>,
    /// How often each path was asked for.
    counts: BTreeMap<String, usize>,
}

impl<'a> Serving<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Self {
            site,
            log: Mutex::default(),
            stopped: Mutex::default(),
            stopping: Condvar::new(),
        }
    }

    /// Ends what is held back.
    pub(super) fn stop(&self) {
        *self.stopped.lock().expect("nobody panics while holding it") = true;
        self.stopping.notify_all();
    }

    pub(super) fn into_requests(self) -> Vec<Request> {
        let log = self.log.into_inner().unwrap_or_default();
        log.requests
    }

    /// Serves one connection to its end.
    pub(super) fn connection(&self, stream: &TcpStream) {
        // Its program may close it at any moment.
        let _ = self.serve(stream);
    }

    fn serve(&self, mut stream: &TcpStream) -> io::Result<()> {
        let address = stream.local_addr()?.to_string();
        let mut line = Line::default();
        while let Some(head) = line.next(&mut stream)? {
            let Some(answer) = self.answer(&head, &address) else {
                break;
            };
            self.hold(answer.delay);
            let keeps = head.keeps && !answer.endless;
            stream.write_all(&head_of(&answer, keeps))?;
            if head.method != "HEAD" {
                stream.write_all(&answer.body)?;
                if answer.endless {
                    loop {
                        stream.write_all(&MORE)?;
                    }
                }
            }
            if !keeps {
                break;
            }
        }
        Ok(())
    }

    /// Writes the request down, and what it gets; `None` when it gets nothing.
    fn answer(&self, head: &Head, address: &str) -> Option<Answer> {
        let mut log = self.log.lock().expect("nobody panics while holding it");
        if log.requests.len() >= MOST_REQUESTS {
            return None;
        }
        let here = address == format!("{HOST}:{PORT}");
        let page = self.site.page(&head.target).filter(|_| here);
        let answer = match page {
            Some(page) => {
                let count = log.counts.entry(head.target.clone()).or_default();
                let turn = (*count).min(page.answers.len() - 1);
                *count += 1;
                page.answers[turn].clone()
            }
            None => missing(),
        };
        log.requests.push(Request {
            method: head.method.clone(),
            address: address.to_owned(),
            target: head.target.clone(),
            status: answer.status,
        });
        Some(answer)
    }

    /// Waits as long as a slow answer takes, or until the run is over.
    fn hold(&self, delay: Duration) {
        if !delay.is_zero() {
            let stopped = self.stopped.lock().expect("nobody panics while holding it");
            let waited = self
                .stopping
                .wait_timeout_while(stopped, delay, |stopped| !*stopped);
            drop(waited);
        }
    }
}

fn missing() -> Answer {
    Answer {
        status: 404,
        content_type: Some("text/html; charset=utf-8".to_owned()),
        location: None,
        body: b"<!DOCTYPE html><title>Not found</title><p>Not found.</p>"
            .as_slice()
            .into(),
        delay: Duration::ZERO,
        endless: false,
    }
}

fn head_of(answer: &Answer, keeps: bool) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, phrase(answer.status));
    let length = answer.body.len().to_string();
    let connection = if keeps { "keep-alive" } else { "close" };
    let fields = [
        ("Content-Length", (!answer.endless).then_some(length.as_str())),
        ("Content-Type", answer.content_type.as_deref()),
        ("Location", answer.location.as_deref()),
        ("Connection", Some(connection)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            // A line break would end the field early.
            head.extend([name, ": ", &value.replace(['\r', '\n'], " "), "\r\n"]);
        }
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        418 => "I'm a teapot",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Answer",
    }
}
