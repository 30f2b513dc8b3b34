//! The head of a request, read from a stranger.

use std::io::{self, Read};

/// Bytes of a head, all its lines together.
const LONGEST_HEAD: usize = 1 << 16;
/// Bytes of a body that are read past; a request with more ends its connection.
const LONGEST_BODY: usize = 1 << 20;
/// Characters of a method, and of a target, that are kept.
const LONGEST_WORD: usize = 2000;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) method: String,
    pub(super) target: String,
    /// Whether another request may follow on this line.
    pub(super) keeps: bool,
}

/// Bytes that were read and not used yet.
#[derive(Debug, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// The next request, with its body read past; `None` when there is none that can be understood.
    pub(super) fn next(&mut self, source: &mut impl Read) -> io::Result<Option<Head>> {
        let end = loop {
            if let Some(end) = position(&self.bytes, b"\r\n\r\n") {
                break end;
            }
            if self.bytes.len() > LONGEST_HEAD || !self.more(source)? {
                return Ok(None);
            }
        };
        let head = String::from_utf8_lossy(&self.bytes[..end]).into_owned();
        self.bytes.drain(..end + 4);
        let Some((head, body)) = parse(&head) else {
            return Ok(None);
        };
        if body > LONGEST_BODY {
            return Ok(Some(Head { keeps: false, ..head }));
        }
        while self.bytes.len() < body {
            if !self.more(source)? {
                return Ok(Some(Head { keeps: false, ..head }));
            }
        }
        self.bytes.drain(..body);
        Ok(Some(head))
    }

    fn more(&mut self, source: &mut impl Read) -> io::Result<bool> {
        let mut chunk = [0; 4096];
        let count = source.read(&mut chunk)?;
        self.bytes.extend_from_slice(&chunk[..count]);
        Ok(count > 0)
    }
}

/// The head, and the length of the body after it; a body whose length is not known ends the connection.
fn parse(text: &str) -> Option<(Head, usize)> {
    let mut lines = text.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let known = matches!(version, "HTTP/1.1" | "HTTP/1.0");
    if words.next().is_some() || method.is_empty() || !known {
        return None;
    }
    let mut keeps = version == "HTTP/1.1";
    let mut body = 0;
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "connection" if value.eq_ignore_ascii_case("close") => keeps = false,
            "content-length" => body = value.parse().ok()?,
            "transfer-encoding" => keeps = false,
            _ => {}
        }
    }
    // A proxy's form of a target names the host again.
    let target = match target
        .strip_prefix("http://")
        .map(|rest| rest.find('/').map(|at| &rest[at..]))
    {
        Some(path) => path.unwrap_or("/"),
        None => target,
    };
    let cut = |word: &str| word.chars().take(LONGEST_WORD).collect();
    let head = Head {
        method: cut(method),
        target: cut(target),
        keeps,
    };
    Some((head, body))
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(mut bytes: &[u8]) -> Vec<Head> {
        let mut line = Line::default();
        let mut heads = Vec::new();
        while let Ok(Some(head)) = line.next(&mut bytes) {
            let keeps = head.keeps;
            heads.push(head);
            if !keeps {
                break;
            }
        }
        heads
    }

    fn targets(bytes: &[u8]) -> Vec<String> {
        heads(bytes)
            .into_iter()
            .map(|head| format!("{} {}", head.method, head.target))
            .collect()
    }

    #[test]
    fn requests_follow_each_other_on_one_line_past_their_bodies() {
        let bytes = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyzGET http://h/c?d HTTP/1.1\r\nConnection: Close\r\n\r\nGET /never HTTP/1.1\r\n\r\n";
        assert_eq!(targets(bytes), ["GET /a", "POST /b", "GET /c?d"]);
        assert_eq!(targets(b"GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n").len(), 1);
    }

    #[test]
    fn nonsense_is_no_request() {
        for bytes in [
            &b"hello\r\n\r\n"[..],
            b"GET / HTTP/2\r\n\r\n",
            b"GET  / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
            b"GET / HTTP/1.1\r\n",
            b"\x16\x03\x01\x02\x00",
            b"",
        ] {
            assert!(heads(bytes).is_empty(), "{bytes:?}");
        }
        let long = [b"GET /".to_vec(), vec![b'a'; 1 << 17]].concat();
        assert!(heads(&long).is_empty());
        let cut = b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nxy";
        assert!(!heads(cut)[0].keeps);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            heads(&bytes);
        }
    }
}
