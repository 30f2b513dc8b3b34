//! Reads what comes over the channel: bytes of a stranger, one line at a time, nothing believed before it is checked.
//!
//! Pure: bytes go in, facts come out. A line must be of this version, of the question that was asked (its number and
//! its nonce, which no process with a student's code has seen), in order, within its bound and of the exact shape;
//! anything else is a [`Violation`], after which nothing more is read.

use serde::Deserialize;

use crate::harness::VERSION;
use crate::harness::answers::Answer;
use crate::model::grade::Flag;
use crate::model::limits::Limits;
use crate::model::verdict::Location;

/// Bytes of a line beside the answer in it; the flags are the most of them.
const ENVELOPE: usize = 1024 + (1 << 14);
/// Brackets open at once in a line: five per level of a value (a dict of a subclass), and the answer around it.
const DEEPEST: usize = 5 * 64 + 32;

/// Flags of one answer.
const MOST_FLAGS: usize = 64;
const LONGEST_FLAG: usize = 300;
/// The kind of all flags that our program in the student's interpreter raises.
const TOUCHED: &str = "harness-touched";
/// But for this one, which is its own kind: a process that the student's code forked came back from it.
const CAME_BACK: &str = "child-came-back";

/// What was said that must not be said; the text names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Violation(pub(crate) String);

/// The first line of a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hello {
    v: u32,
    #[serde(rename = "hello")]
    mode: String,
    /// The interpreter's own version, which the probe has told already.
    #[serde(rename = "python")]
    _python: String,
    /// Whether what a question leaves behind can be found and ended.
    pub(crate) proc: bool,
}

/// How the process that should answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    pub(crate) status: i32,
    pub(crate) signal: Option<i32>,
    pub(crate) answered: bool,
    /// Lines that it wrote, of which only the first was passed on.
    pub(crate) lines: u64,
    pub(crate) too_long: bool,
    /// Nothing that it started is left.
    pub(crate) swept: bool,
    pub(crate) cpu_ms: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound = "A: serde::de::DeserializeOwned")]
struct Line<A> {
    v: u32,
    id: u64,
    nonce: String,
    answer: Option<A>,
    ended: Option<End>,
    /// What the student's code did that only somebody does who looks for the grader.
    #[serde(default)]
    flags: Vec<WireFlag>,
}

/// What, in which file of the submission, and in which line.
type WireFlag = (String, String, u32);

/// All that was said about one question.
#[derive(Debug)]
pub(crate) struct Told<A> {
    pub(crate) answer: Option<A>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) end: End,
}

/// Cuts bytes into lines, each within a bound.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pending: Vec<u8>,
    /// Where the search for the next line end goes on.
    searched: usize,
}

impl Lines {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// The next complete line without its end; `None` while there is none.
    pub(crate) fn next(&mut self, longest: usize) -> Result<Option<Vec<u8>>, Violation> {
        let end = self.pending[self.searched..]
            .iter()
            .position(|&byte| byte == b'\n');
        let length = end.map_or(self.pending.len(), |end| self.searched + end);
        if length > longest {
            return Err(Violation(format!("a line of more than {longest} bytes")));
        }
        if end.is_none() {
            self.searched = length;
            return Ok(None);
        }
        let rest = self.pending.split_off(length + 1);
        let mut line = std::mem::replace(&mut self.pending, rest);
        line.pop();
        self.searched = 0;
        Ok(Some(line))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }
}

/// Reads the greeting of a harness in this mode.
pub(crate) fn hello(line: &[u8], mode: &str) -> Result<Hello, Violation> {
    let hello: Hello = parse(line)?;
    if hello.v != VERSION || hello.mode != mode {
        return Err(Violation("a greeting of another version or mode".to_owned()));
    }
    Ok(hello)
}

/// The longest line that may come.
pub(crate) fn longest_line(limits: &Limits) -> usize {
    usize::try_from(limits.answer)
        .unwrap_or(usize::MAX)
        .saturating_add(ENVELOPE)
}

/// The exchange about one question: its answer, if any, then its end.
#[derive(Debug)]
pub(crate) struct Exchange<A> {
    id: u64,
    nonce: String,
    answer: Option<A>,
    flags: Vec<Flag>,
}

impl<A: Answer> Exchange<A> {
    pub(crate) fn new(id: u64, nonce: String) -> Self {
        Self {
            id,
            nonce,
            answer: None,
            flags: Vec::new(),
        }
    }

    /// Takes the next line; something comes back with the last one.
    pub(crate) fn take(&mut self, line: &[u8]) -> Result<Option<Told<A>>, Violation> {
        let line: Line<A::Wire> = parse(line)?;
        if line.v != VERSION {
            return Err(Violation("a line of another version".to_owned()));
        }
        if line.id != self.id || line.nonce != self.nonce {
            return Err(Violation("an answer to a question that was not asked".to_owned()));
        }
        match (line.answer, line.ended) {
            (Some(wire), None) => {
                let answer = A::check(wire).map_err(|fault| Violation(format!("the answer has {fault}")))?;
                self.flags = flags(line.flags)?;
                if self.answer.replace(answer).is_some() {
                    return Err(Violation("a second answer".to_owned()));
                }
                Ok(None)
            }
            (None, Some(end)) if line.flags.is_empty() => {
                if end.answered != self.answer.is_some() {
                    return Err(Violation("an end that contradicts the answer".to_owned()));
                }
                Ok(Some(Told {
                    answer: self.answer.take(),
                    flags: std::mem::take(&mut self.flags),
                    end,
                }))
            }
            _ => Err(Violation(
                "a line that is neither an answer nor an end".to_owned(),
            )),
        }
    }
}

fn flags(wire: Vec<WireFlag>) -> Result<Vec<Flag>, Violation> {
    let fits = |(what, file, _): &WireFlag| what.len().max(file.len()) <= LONGEST_FLAG;
    if wire.len() > MOST_FLAGS || !wire.iter().all(fits) {
        return Err(Violation("flags beyond their bounds".to_owned()));
    }
    let flag = |(detail, file, line): WireFlag| {
        let (kind, detail) = if detail == CAME_BACK {
            (
                CAME_BACK,
                "a child process went on with the parent's code".to_owned(),
            )
        } else {
            (TOUCHED, detail)
        };
        Flag {
            kind: kind.to_owned(),
            detail,
            location: Some(Location { file, line }),
        }
    };
    Ok(wire.into_iter().map(flag).collect())
}

/// Parses one line, whose nesting is measured first so that recursion in the parser and after it is bounded.
fn parse<T: serde::de::DeserializeOwned>(line: &[u8]) -> Result<T, Violation> {
    if nesting(line) > DEEPEST {
        return Err(Violation("a line that is nested too deeply".to_owned()));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer);
    value
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            Violation(match error.classify() {
                serde_json::error::Category::Data => "a line of another shape".to_owned(),
                _ => "a line that is not JSON".to_owned(),
            })
        })
}

/// How many brackets are open at once, at most; those inside strings do not count.
fn nesting(line: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = line.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some(&inner) = bytes.next() {
                    if inner == b'"' {
                        break;
                    }
                    if inner == b'\\' {
                        bytes.next();
                    }
                }
            }
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::answers::Stepped;
    use crate::model::observation::StepEnd;
    use crate::model::value::Value;

    const ENDED: &str = r#"{"v":1,"id":3,"nonce":"aa","ended":{"status":0,"signal":null,"answered":true,"lines":1,"too_long":false,"swept":true,"cpu_ms":2}}"#;

    fn exchange() -> Exchange<Stepped> {
        Exchange::new(3, "aa".to_owned())
    }

    fn answer(body: &str) -> String {
        format!(r#"{{"v":1,"id":3,"nonce":"aa","answer":{body}}}"#)
    }

    #[test]
    fn an_answer_then_an_end() {
        let mut exchange = exchange();
        let line = answer(r#"{"steps":[{"value":{"i":"1"}}]},"flags":[["gc.get_objects","a.py",3]]"#);
        assert!(exchange.take(line.as_bytes()).unwrap().is_none());
        let told = exchange.take(ENDED.as_bytes()).unwrap().unwrap();
        assert_eq!(
            told.answer,
            Some(Stepped::Ends(vec![StepEnd::Value(Value::int(1))]))
        );
        assert_eq!((told.end.lines, told.end.cpu_ms), (1, 2));
        let location = Location {
            file: "a.py".to_owned(),
            line: 3,
        };
        assert_eq!(told.flags.len(), 1);
        assert_eq!(told.flags[0].location, Some(location));
    }

    #[test]
    fn every_lie_is_a_violation() {
        for (lie, why) in [
            (
                r#"{"v":2,"id":3,"nonce":"aa","answer":{"steps":[]}}"#,
                "another version",
            ),
            (
                r#"{"v":1,"id":4,"nonce":"aa","answer":{"steps":[]}}"#,
                "not asked",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"ab","answer":{"steps":[]}}"#,
                "not asked",
            ),
            (r#"{"v":1,"id":3,"nonce":"aa"}"#, "neither"),
            (r#"{"v":1,"id":3,"nonce":"aa","answer":null}"#, "neither"),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[]},"verdict":"passed"}"#,
                "another shape",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"aa","nonce":"aa","answer":{"steps":[]}}"#,
                "another shape",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[]}}{}"#,
                "not JSON",
            ),
            (r#"{"v":1,"id":3,"nonce":"aa","answer":{}}"#, "do not go together"),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[],"missing":["x"],"names":[]}}"#,
                "do not go together",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[{"value":{"i":"x"}}]}}"#,
                "an int that is none",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[{"value":{"s":"\ud800"}}]}}"#,
                "not JSON",
            ),
            (
                r#"{"v":1,"id":3,"nonce":"aa","answer":{"steps":[]},"flags":["x"]}"#,
                "another shape",
            ),
            (ENDED, "contradicts"),
            ("", "not JSON"),
            ("[", "not JSON"),
        ] {
            let error = exchange().take(lie.as_bytes()).unwrap_err();
            assert!(error.0.contains(why), "{lie}: {error}");
        }
    }

    #[test]
    fn a_second_answer_is_a_violation() {
        let mut exchange = exchange();
        let line = answer(r#"{"steps":[]}"#);
        exchange.take(line.as_bytes()).unwrap();
        assert_eq!(
            exchange.take(line.as_bytes()).unwrap_err(),
            Violation("a second answer".to_owned())
        );
    }

    #[test]
    fn values_may_be_64_deep_and_nesting_without_end_is_refused() {
        let mut value = r#"{"n":0}"#.to_owned();
        for _ in 0..64 {
            value = format!(r#"{{"u":["m.D",{{"d":[[{{"n":0}},{value}]]}}]}}"#);
        }
        assert!(
            exchange()
                .take(answer(&format!(r#"{{"steps":[{{"value":{value}}}]}}"#)).as_bytes())
                .is_ok()
        );
        let deep = "[".repeat(1_000_000);
        assert!(exchange().take(deep.as_bytes()).unwrap_err().0.contains("nested"));
    }

    #[test]
    fn lines_are_cut_wherever_the_bytes_were_cut() {
        let mut lines = Lines::default();
        lines.push(b"on");
        assert_eq!(lines.next(10), Ok(None));
        lines.push(b"e\ntwo\n\nrest");
        assert_eq!(lines.next(10), Ok(Some(b"one".to_vec())));
        assert_eq!(lines.next(10), Ok(Some(b"two".to_vec())));
        assert_eq!(lines.next(10), Ok(Some(Vec::new())));
        assert_eq!(lines.next(10), Ok(None));
        assert!(!lines.is_empty());
        assert!(lines.next(3).is_err());
        lines.push(b"\n");
        assert!(lines.next(3).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = exchange().take(&bytes);
            let _ = hello(&bytes, "plain");
            let mut lines = Lines::default();
            lines.push(&bytes);
            while let Ok(Some(_)) = lines.next(64) {}
        }

        #[test]
        fn no_damaged_line_panics(at in 0_usize..120, with: u8, cut in 0_usize..200) {
            let mut line = answer(r#"{"steps":[{"value":{"d":[[{"s":"\u00e9"},{"x":"-ff"}]]}},{"raised":{"classes":["A"],"text":"","where":["a.py",1]}}]}"#).into_bytes();
            let length = line.len();
            line[at % length] = with;
            line.truncate(length - cut % length);
            let _ = exchange().take(&line);
        }
    }
}
