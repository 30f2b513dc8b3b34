//! The careful reading of what an answer says about the calls of a script.

use serde_json::{Value as Json, json};

use crate::harness::explore::answer::{BadAnswer, Decode, ensure};
use crate::harness::explore::answer_outcome::seconds;
use crate::harness::explore::wire::WireScripted;
use crate::model::retry::{CallSpan, Scripted, Slept};
use crate::model::schedule::OperationEnd;
use crate::model::value::Value;

const MAX_SLEEPS: usize = 1 << 20;
const MAX_CALLS: usize = 1 << 12;

impl WireScripted {
    /// `began` says how many calls the function got.
    pub(super) fn read(&self, began: usize, decode: Decode) -> Result<Scripted, BadAnswer> {
        ensure(self.attempts.len() == began, "attempts that are no calls")?;
        ensure(self.sleeps.len() <= MAX_SLEEPS, "too many sleeps")?;
        ensure(self.calls.len() <= MAX_CALLS, "too many calls of a script")?;
        let attempts = self.attempts.iter().map(|(call, arguments)| {
            let arguments = arguments.as_ref();
            let arguments =
                arguments.map(|(args, kwargs)| Ok((value(args, decode)?, value(kwargs, decode)?)));
            Ok((*call, arguments.transpose()?))
        });
        let sleeps = self.sleeps.iter().map(|&(began, ended)| {
            let (began_at, ended_at) = span(began, ended)?;
            Ok(Slept { began_at, ended_at })
        });
        let calls = self.calls.iter().map(|(call, began, ended, end)| {
            let (began_at, ended_at) = span(*began, *ended)?;
            let end = end.as_ref().map(decode.end).transpose().map_err(BadAnswer)?;
            Ok(CallSpan {
                call: *call,
                began_at,
                ended_at,
                end,
            })
        });
        Ok(Scripted {
            attempts: attempts.collect::<Result<_, BadAnswer>>()?,
            sleeps: sleeps.collect::<Result<_, BadAnswer>>()?,
            calls: calls.collect::<Result<_, BadAnswer>>()?,
        })
    }
}

fn span(began: f64, ended: f64) -> Result<(f64, f64), BadAnswer> {
    let (began, ended) = (seconds(began)?, seconds(ended)?);
    ensure(began <= ended, "a clock that goes back")?;
    Ok((began, ended))
}

/// Values stand in an answer as the ends of operations do.
fn value(written: &Json, decode: Decode) -> Result<Value, BadAnswer> {
    match (decode.end)(&json!({ "value": written })).map_err(BadAnswer)? {
        OperationEnd::Value(value) => Ok(value),
        OperationEnd::Raised(_) => Err(BadAnswer("an argument that is an exception".to_owned())),
    }
}
