//! One sandboxed interpreter with our program in it, and the questions it is asked.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::harness::answers::{Answer, Imported, Modelled, Prepared, ScriptEnd, Shape, SourceFacts, Stepped};
use crate::harness::packages::Environment;
use crate::harness::protocol::{End, Exchange};
use crate::harness::python::Interpreter;
use crate::harness::questions::{self, ModelQuestion, Question, ScenarioQuestion, ScheduleQuestion};
use crate::harness::running::Running;
use crate::harness::site;
use crate::model::grade::Flag;
use crate::model::limits::Limits;
use crate::model::observation::{Broken, LimitKind};
use crate::model::processes::Tree;
use crate::model::run::{Piece, Script, Visit};
use crate::model::site::Request;
use crate::sandbox::{MARK, Sandbox, SandboxError};

const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;
/// Flags that are kept between two questions after them.
const MOST_FLAGS: usize = 200;

/// Files of a submission: relative path and bytes.
pub(crate) type Files = Vec<(String, Arc<[u8]>)>;

/// In which way our program runs the submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it is.
    Plain,
    /// Thread by thread, under schedules that we choose.
    Driven,
}

impl Mode {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Driven => "driven",
        }
    }
}

/// What can be reached from inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    None,
    /// The sockets of a web site, and the program's own.
    Site,
}

/// Whether the processes of a session are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    Unseen,
    /// Each one, by an observer outside.
    Observed,
}

/// What a session is made of.
#[derive(Debug, Clone)]
pub(crate) struct Setting<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) interpreter: &'a Interpreter,
    pub(crate) packages: Option<&'a Environment>,
    pub(crate) mode: Mode,
    /// The submission; nothing at all for a teacher's model.
    pub(crate) files: Files,
    pub(crate) limits: Limits,
    pub(crate) network: Network,
    pub(crate) sight: Sight,
}

/// The answer to the steps, and what the site was asked.
pub(crate) type Visited = (Result<Stepped, Trouble>, Vec<Request>);

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The processes with the student's code are at fault.
    Broken(Broken),
    /// The grader or the machine is.
    Fault(SessionError),
}

/// A fault of the grader or of the machine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    #[error("cannot start Python in the sandbox")]
    Start(#[from] SandboxError),
    #[error("the harness did not start in {}: {reason}", .python.display())]
    NoGreeting { python: PathBuf, reason: String },
    #[error("cannot open the web site of a run")]
    Site(#[source] io::Error),
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<SessionError> for Trouble {
    fn from(error: SessionError) -> Self {
        Self::Fault(error)
    }
}

/// A session. When its process had to be ended, the next question starts another one, in which what the question
/// rests on (the import, the prepared scenario) is asked again first.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    setting: Setting<'a>,
    running: Option<Running>,
    /// What the questions rest on.
    foundation: Option<Question>,
    serial: u64,
    flags: BTreeSet<Flag>,
    /// What all answers together cost so far.
    cpu: Duration,
    keys: RandomState,
    /// The processes that the last question made, where they are seen.
    tree: Option<Tree>,
}

impl<'a> Session<'a> {
    /// Starts the interpreter and waits for our program's greeting.
    pub(crate) fn start(setting: Setting<'a>) -> Result<Self, SessionError> {
        let running = Some(Running::start(&setting)?);
        Ok(Self {
            setting,
            running,
            foundation: None,
            serial: 0,
            flags: BTreeSet::new(),
            cpu: Duration::ZERO,
            keys: RandomState::new(),
            tree: None,
        })
    }

    /// Plain mode: imports the submission's file.
    pub(crate) fn import(&mut self, file: &str) -> Result<Imported, Trouble> {
        self.found(Question::Import {
            file: file.to_owned(),
        })
    }

    /// Plain mode: pieces of code, in a fork of the interpreter that has imported the file.
    pub(crate) fn steps(&mut self, file: &str, needs: &[String], code: &[Piece]) -> Result<Stepped, Trouble> {
        let question = Question::Steps {
            file: file.to_owned(),
            needs: needs.to_vec(),
            code: code.to_vec(),
            marks: match self.setting.sight {
                Sight::Unseen => None,
                Sight::Observed => Some(MARK),
            },
        };
        self.ask(&question)
    }

    /// The processes that the last question made, where they are seen.
    pub(crate) fn take_tree(&mut self) -> Option<Tree> {
        self.tree.take()
    }

    /// As [`Self::steps`], beside a web site that is open meanwhile; also what it was asked.
    pub(crate) fn visit(&mut self, file: &str, visit: &Visit) -> Result<Visited, Trouble> {
        // Started first: the site is on sockets of the process that will answer.
        self.ready()?;
        let listeners: Vec<TcpListener> = match &self.running {
            Some(running) => running.listeners().map_err(SessionError::Site)?,
            None => Vec::new(),
        };
        let steps = &visit.steps;
        site::during(&listeners, &visit.site, || {
            self.steps(file, &steps.needs, &steps.pieces)
        })
        .map_err(|error| Trouble::Fault(SessionError::Site(error)))
    }

    /// Plain mode: the file as a program of its own.
    pub(crate) fn script(&mut self, file: &str, script: &Script) -> Result<ScriptEnd, Trouble> {
        let bytes = |text: &String| text.clone().into_bytes();
        self.ask(&Question::Script {
            file: file.to_owned(),
            args: script.args.clone(),
            stdin: bytes(&script.stdin),
            files: script
                .files
                .iter()
                .map(|(name, content)| (name.clone(), bytes(content)))
                .collect(),
        })
    }

    /// Plain mode: what the code imports and makes.
    pub(crate) fn source(&mut self, file: &str, code: &[String]) -> Result<SourceFacts, Trouble> {
        self.ask(&Question::Source {
            file: file.to_owned(),
            code: code.to_vec(),
        })
    }

    /// Plain mode, without a submission: a sequential model, in each of some orders.
    pub(crate) fn model(&mut self, model: ModelQuestion) -> Result<Modelled, Trouble> {
        debug_assert!(
            self.setting.files.is_empty(),
            "a model is never run beside a submission"
        );
        self.ask(&Question::Model(model))
    }

    /// Driven mode: prepares a scenario.
    pub(crate) fn prepare(&mut self, scenario: ScenarioQuestion) -> Result<Prepared, Trouble> {
        self.found(Question::Scenario(scenario))
    }

    /// Driven mode: one schedule of the prepared scenario. The search knows what it reads out of the answer.
    pub(crate) fn schedule<A: DeserializeOwned>(&mut self, schedule: ScheduleQuestion) -> Result<A, Trouble> {
        self.ask(&Question::Schedule(schedule))
            .map(|Shape(answer)| answer)
    }

    /// Processor time of all answers so far.
    pub(super) fn cpu(&self) -> Duration {
        self.cpu
    }

    /// What was noted of the student's code since this was asked last.
    pub(super) fn take_flags(&mut self) -> BTreeSet<Flag> {
        std::mem::take(&mut self.flags)
    }

    fn found<A: Answer>(&mut self, question: Question) -> Result<A, Trouble> {
        self.foundation = None;
        let answer = self.ask(&question);
        self.foundation = Some(question);
        answer
    }

    fn ask<A: Answer>(&mut self, question: &Question) -> Result<A, Trouble> {
        self.ready()?;
        self.exchange(question)
    }

    /// Starts the process again where the last one had to be ended.
    fn ready(&mut self) -> Result<(), Trouble> {
        if self.running.is_none() {
            self.running = Some(Running::start(&self.setting)?);
            match self.foundation.clone() {
                Some(import @ Question::Import { .. }) => drop(self.exchange::<Imported>(&import)?),
                Some(scenario) => drop(self.exchange::<Prepared>(&scenario)?),
                None => {}
            }
        }
        Ok(())
    }

    /// One question, from the first byte to the last; a process that cannot be trusted to be idle afterwards is
    /// ended.
    fn exchange<A: Answer>(&mut self, question: &Question) -> Result<A, Trouble> {
        self.serial += 1;
        let nonce = self.nonce();
        let Some(mut running) = self.running.take() else {
            return Err(Broken::Protocol("what the import left behind could not be ended".to_owned()).into());
        };
        let limits = &self.setting.limits;
        let line = questions::line(question, self.serial, &nonce, limits);
        let told = running.exchange(&line, Exchange::new(self.serial, nonce), limits);
        let stays = told.as_ref().is_ok_and(|told| told.end.swept || !running.sweeps);
        // An import leaves a process behind that goes on living: only of a question that leaves none is everything told.
        self.tree = match question {
            Question::Steps { .. } => running.tree(stays),
            _ => None,
        };
        if stays {
            self.running = Some(running);
        }
        let told = told?;
        self.cpu += Duration::from_millis(told.end.cpu_ms);
        let room = MOST_FLAGS.saturating_sub(self.flags.len());
        self.flags.extend(told.flags.into_iter().take(room));
        Ok(conclude(told.answer, told.end, limits)?)
    }

    /// 128 bits that nobody inside can guess: a keyed hash, with keys from the system, of a number never used twice.
    fn nonce(&self) -> String {
        let half = |half: u8| self.keys.hash_one((self.serial, half));
        format!("{:016x}{:016x}", half(0), half(1))
    }
}

/// The answer, if there was exactly one; otherwise why not.
fn conclude<A>(answer: Option<A>, end: End, limits: &Limits) -> Result<A, Broken> {
    if end.too_long {
        return Err(Broken::Limit(LimitKind::Answer));
    }
    if end.lines > 1 {
        return Err(Broken::Protocol(
            "a question was answered more than once".to_owned(),
        ));
    }
    if let Some(answer) = answer {
        return Ok(answer);
    }
    if end.lines > 0 {
        return Err(Broken::Protocol("an answer came before its question".to_owned()));
    }
    let out_of_time = u128::from(end.cpu_ms) >= limits.cpu.as_millis();
    Err(match end.signal {
        Some(SIGXCPU) => Broken::Limit(LimitKind::Cpu),
        Some(SIGKILL) if out_of_time => Broken::Limit(LimitKind::Cpu),
        Some(signal) => Broken::Signalled(signal),
        None => Broken::Exited(end.status),
    })
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
