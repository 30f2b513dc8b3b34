//! A small web site for one run: what it answers, and what it was asked.

use std::sync::Arc;
use std::time::Duration;

/// Where the site is, in the network of the sandbox that it is made for.
pub(crate) const HOST: &str = "127.0.0.1";
pub(crate) const PORT: u16 = 8000;
/// Another address, and another port, at which somebody listens too: who asks there has left the site.
pub(crate) const OTHER_HOST: &str = "127.0.0.2";
pub(crate) const OTHER_PORT: u16 = 8001;

/// Pages by their path; every other path is not found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Site {
    pub(crate) pages: Vec<Page>,
}

/// One page of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// With its leading slash, and its query.
    pub(crate) path: String,
    /// The first request gets the first, and so on; the last is repeated. There is at least one.
    pub(crate) answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// Where a redirect leads, as it is written in the answer.
    pub(crate) location: Option<String>,
    pub(crate) body: Arc<[u8]>,
    /// How long it is held back.
    pub(crate) delay: Duration,
    /// After the body more and more follows, until whoever reads it goes away.
    pub(crate) endless: bool,
}

/// One request, as the site saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The address and port that were connected to: `127.0.0.1:8000`.
    pub(crate) address: String,
    /// Path and query as they were sent, cut where they are very long.
    pub(crate) target: String,
    /// What was answered.
    pub(crate) status: u16,
}

impl Site {
    pub(crate) fn page(&self, path: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.path == path)
    }
}

impl Request {
    /// The URL that was asked for.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.target)
    }
}
