//! What is asked: the grader's half of the channel protocol. Nothing here says which answer is right.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::SerializeSeq as _;

use crate::model::limits::Limits;
use crate::model::retry::{Attempt, AttemptEnd, Call, Script};
use crate::model::run::Piece;
use crate::model::schedule::{OperationKey, Part, ThreadId};

/// One question to a session.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(crate) enum Question {
    /// Plain mode: imports the submission's file.
    Import { file: String },
    /// Plain mode: pieces of code in a fresh fork of the interpreter that has imported the file.
    Steps {
        file: String,
        needs: Vec<String>,
        #[serde(serialize_with = "pieces")]
        code: Vec<Piece>,
        /// How moments are named to an observer, where there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        marks: Option<u32>,
    },
    /// Plain mode: the file as a program of its own.
    Script {
        file: String,
        args: Vec<String>,
        #[serde(serialize_with = "hex")]
        stdin: Vec<u8>,
        #[serde(serialize_with = "hex_files")]
        files: Vec<(String, Vec<u8>)>,
    },
    /// Plain mode: what the code imports and makes.
    Source { file: String, code: Vec<String> },
    /// Plain mode, beside no submission: operations of a sequential model in each of some orders.
    Model(ModelQuestion),
    /// Driven mode: prepares a scenario for the schedules that follow.
    Scenario(ScenarioQuestion),
    /// Driven mode: runs the prepared scenario under one schedule.
    Schedule(ScheduleQuestion),
}

/// The operations of a scenario, run alone, one after another, in each of the orders.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ModelQuestion {
    pub(crate) source: String,
    pub(crate) setup: String,
    /// Operations by the list they are from, the thread (of `threads`, from 0) and the index.
    #[serde(serialize_with = "orders")]
    pub(crate) orders: Vec<Vec<(Part, usize, usize)>>,
    pub(crate) threads: Vec<Vec<String>>,
    pub(crate) main: Vec<String>,
    pub(crate) end: Vec<String>,
}

/// A scenario without the rule that tells right from wrong.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScenarioQuestion {
    pub(crate) file: String,
    pub(crate) needs: Vec<String>,
    pub(crate) setup: String,
    pub(crate) threads: Vec<Vec<String>>,
    pub(crate) main: Vec<String>,
    pub(crate) end: Vec<String>,
    pub(crate) always: Vec<String>,
    pub(crate) watch: Option<String>,
    pub(crate) clock: &'static str,
    /// The scenario ends with its last operation.
    pub(crate) leaves: bool,
    pub(crate) steps: u32,
    pub(crate) looks: Vec<Look>,
    pub(crate) script: Option<ScriptPart>,
}

/// A scripted function and its calls, without what is right.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScriptPart {
    pub(crate) calls: Vec<CallPart>,
}

/// A list of a scenario, a thread, an index.
pub(crate) type KeyPart = (&'static str, ThreadId, usize);

/// One call of a script.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CallPart {
    pub(crate) code: String,
    pub(crate) operation: Option<KeyPart>,
    pub(crate) looks: Vec<KeyPart>,
    pub(crate) attempts: Vec<AttemptPart>,
    pub(crate) spare: u32,
    pub(crate) arguments: bool,
}

/// What the function does at some attempts of a call.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AttemptPart {
    pub(crate) times: u32,
    pub(crate) takes: f64,
    pub(crate) sets_clock: f64,
    pub(crate) calls: Option<usize>,
    pub(crate) returns: Option<String>,
    pub(crate) raises: Option<String>,
}

/// An operation after which is noted what it leaves behind.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Look {
    pub(crate) part: &'static str,
    pub(crate) thread: ThreadId,
    pub(crate) index: usize,
    pub(crate) threads: bool,
    pub(crate) locks: bool,
}

/// One schedule of the prepared scenario.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ScheduleQuestion {
    pub(crate) plan: Vec<(u32, ThreadId)>,
    pub(crate) sleep: Option<Sleep>,
    pub(crate) grain: &'static str,
    pub(crate) release_points: bool,
    pub(crate) random: Option<Random>,
    pub(crate) verbose: bool,
    /// Whether acts that look for the grader are noted: that costs time, so not in every schedule.
    pub(crate) audit: bool,
}

/// Kind, location, name.
pub(crate) type WakingAccess = (u32, i64, String);

/// Threads that need not run next at a decision, each with the accesses that wake it: kind, location, name.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sleep {
    pub(crate) at: u32,
    pub(crate) set: Vec<(ThreadId, Vec<WakingAccess>)>,
}

/// A seeded walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Random {
    pub(crate) seed: u64,
    pub(crate) depth: u32,
    pub(crate) length: u32,
}

/// A question with what binds the answer to it.
#[derive(Serialize)]
struct Line<'a> {
    v: u32,
    id: u64,
    nonce: &'a str,
    answer_cap: u64,
    cpu_s: u64,
    #[serde(flatten)]
    question: &'a Question,
}

/// The question as one line of the protocol.
pub(crate) fn line(question: &Question, id: u64, nonce: &str, limits: &Limits) -> Vec<u8> {
    let cpu_s = limits.cpu.as_secs() + u64::from(limits.cpu.subsec_nanos() > 0);
    let line = Line {
        v: super::VERSION,
        id,
        nonce,
        answer_cap: limits.answer,
        cpu_s,
        question,
    };
    let mut bytes = serde_json::to_vec(&line).expect("questions are strings and numbers");
    bytes.push(b'\n');
    bytes
}

impl From<&Script> for ScriptPart {
    fn from(script: &Script) -> Self {
        Self {
            calls: script.calls.iter().map(CallPart::from).collect(),
        }
    }
}

impl From<&Call> for CallPart {
    fn from(call: &Call) -> Self {
        let key = |&(part, thread, index): &OperationKey| (part_word(part), thread, index);
        Self {
            code: call.code.clone(),
            operation: call.operation.as_ref().map(key),
            looks: call.looks.iter().map(key).collect(),
            attempts: call.attempts.iter().map(AttemptPart::from).collect(),
            spare: call.spare,
            arguments: call.shows_arguments,
        }
    }
}

impl From<&Attempt> for AttemptPart {
    fn from(attempt: &Attempt) -> Self {
        let (returns, raises) = match &attempt.end {
            AttemptEnd::Returns(code) => (Some(code.clone()), None),
            AttemptEnd::Raises(code) => (None, Some(code.clone())),
        };
        Self {
            times: attempt.times,
            takes: attempt.takes,
            sets_clock: attempt.sets_clock,
            calls: attempt.calls,
            returns,
            raises,
        }
    }
}

/// The word for a list of a scenario.
pub(crate) fn part_word(part: Part) -> &'static str {
    match part {
        Part::Thread => "thread",
        Part::Main => "main",
        Part::End => "end",
    }
}

#[expect(clippy::ptr_arg, reason = "serde passes the field")]
fn hex<S: serde::Serializer>(bytes: &Vec<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hexadecimal(bytes))
}

fn hex_files<S: serde::Serializer>(files: &[(String, Vec<u8>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(files.iter().map(|(name, content)| (name, hexadecimal(content))))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Code as it is, and what is done between pieces of code as a list that begins with its word.
fn pieces<S: serde::Serializer>(pieces: &[Piece], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Wire<'a> {
        Code(&'a str),
        Other(&'a [&'a str]),
    }
    let mut list = serializer.serialize_seq(Some(pieces.len()))?;
    for piece in pieces {
        match piece {
            Piece::Code(code) => list.serialize_element(&Wire::Code(code))?,
            Piece::Watched(code) => list.serialize_element(&Wire::Other(&["watched", code]))?,
            Piece::Is(code) => list.serialize_element(&Wire::Other(&["is", code]))?,
            Piece::Capture => list.serialize_element(&Wire::Other(&["capture"]))?,
            Piece::Captured => list.serialize_element(&Wire::Other(&["captured"]))?,
        }
    }
    list.end()
}

fn orders<S: serde::Serializer>(
    orders: &[Vec<(Part, usize, usize)>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(orders.iter().map(|order| {
        order
            .iter()
            .map(|&(part, thread, index)| (part_word(part), thread, index))
            .collect::<Vec<_>>()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_line() {
        let question = Question::Steps {
            file: "a.py".into(),
            needs: vec![],
            code: vec![Piece::Code("1\n+1".into()), Piece::Is("a".into()), Piece::Capture],
            marks: None,
        };
        let text = String::from_utf8(line(&question, 7, "ab", &Limits::default())).unwrap();
        insta::assert_snapshot!(text.trim_end(), @r#"{"v":1,"id":7,"nonce":"ab","answer_cap":4194304,"cpu_s":10,"op":"steps","file":"a.py","needs":[],"code":["1\n+1",["is","a"],["capture"]]}"#);
        assert_eq!(text.matches('\n').count(), 1);
    }

    #[test]
    fn orders_name_their_parts() {
        let question = Question::Model(ModelQuestion {
            source: String::new(),
            setup: String::new(),
            orders: vec![vec![(Part::Thread, 1, 0), (Part::End, 0, 0)]],
            threads: vec![],
            main: vec![],
            end: vec![],
        });
        let text = String::from_utf8(line(&question, 1, "", &Limits::default())).unwrap();
        assert!(
            text.contains(r#""orders":[[["thread",1,0],["end",0,0]]]"#),
            "{text}"
        );
    }
}
