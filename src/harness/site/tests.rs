//! The server over a real socket of this machine, which the tests alone use.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::model::site::{Answer, Page};

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: Some("text/html".to_owned()),
        location: None,
        body: Arc::from(body.as_bytes()),
        delay: Duration::ZERO,
    }
}

fn page(path: &str, answers: Vec<Answer>) -> Page {
    Page {
        path: path.to_owned(),
        answers,
    }
}

#[test]
fn a_connection_that_the_run_leaves_open_does_not_keep_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut slow = answer(200, "late");
    slow.delay = Duration::from_hours(1);
    let site = Site {
        pages: vec![page("/slow", vec![slow])],
    };
    let listeners = [listener];
    let (left, requests) = during(&listeners, &site, || {
        let mut line = TcpStream::connect(address).unwrap();
        line.write_all(b"GET /not-there HTTP/1.1\r\n\r\nGET /half HTTP/1.1\r\n")
            .unwrap();
        let mut start = [0; 12];
        line.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 404");
        line
    })
    .unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].status, 404);
    // What an earlier run left does not reach the next one.
    let late = TcpStream::connect(address).unwrap();
    let ((), requests) = during(&listeners, &site, || ()).unwrap();
    assert!(requests.is_empty());
    drop((left, late));
}
