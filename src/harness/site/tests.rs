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
        endless: false,
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
        let mut waiting = TcpStream::connect(address).unwrap();
        waiting.write_all(b"GET /slow HTTP/1.1\r\n\r\n").unwrap();
        (line, waiting)
    })
    .unwrap();
    // Whether the slow one was heard before the end does not matter: nobody waits for its hour.
    assert_eq!(requests[0].status, 404);
    assert!(requests.len() <= 2);
    // What an earlier run left does not reach the next one.
    let late = TcpStream::connect(address).unwrap();
    let ((), requests) = during(&listeners, &site, || ()).unwrap();
    assert!(requests.is_empty());
    drop((left, late));
}

#[test]
fn answers_come_in_their_order_and_requests_are_written_down() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Another address than that of the site: whatever is asked there is missing, and seen.
    let site = Site {
        pages: vec![page("/a", vec![answer(500, "no"), answer(200, "yes")])],
    };
    let (said, requests) = during(&[listener], &site, || {
        let mut line = TcpStream::connect(address).unwrap();
        line.write_all(b"HEAD /a HTTP/1.1\r\n\r\nGET /a?b HTTP/1.0\r\n\r\n")
            .unwrap();
        let mut said = String::new();
        line.read_to_string(&mut said).unwrap();
        said
    })
    .unwrap();
    let told: Vec<_> = requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.target))
        .collect();
    assert_eq!(told, ["HEAD /a", "GET /a?b"]);
    assert_eq!(requests[0].address, address.to_string());
    assert_eq!(said.matches("HTTP/1.1 404 Not Found\r\n").count(), 2);
    assert_eq!(
        said.matches("<title>").count(),
        1,
        "the answer to HEAD has no body"
    );
    assert!(said.ends_with("</p>"));
}
