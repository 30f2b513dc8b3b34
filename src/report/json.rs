//! For a program: `grader.result/1`, or `{"results": […]}` of several.
//!
//! The types here are the format; a change of `model` does not change it. Names of files and of the submission are
//! exact; what people read is free of control characters even after a program has taken the JSON apart.

#[cfg(test)]
mod tests;
mod timeline;

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::grade::{Flag, Grade, Graded, Points, Visibility};
use crate::model::message::Lang;
use crate::model::plan;
use crate::model::schedule::{
    self, Action, DataRace, HeldLock, Interleaving, LeftThread, RacingAccess, Replay, Row, Wait,
};
use crate::model::verdict::{Evidence, Location, Search, Status};
use crate::report::words::Catalogue;
use crate::util::text;

/// The format of a result, with its version.
pub(crate) const SCHEMA: &str = "grader.result/1";

#[derive(Serialize)]
struct Several<'a> {
    results: Vec<ResultJson<'a>>,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    schema: &'static str,
    tool_version: &'static str,
    task: &'a str,
    submission: &'a str,
    spec_hash: &'a str,
    snapshot_hash: &'a str,
    seed: u64,
    isolation: &'a str,
    /// Null when no score may be recorded.
    score: Option<u32>,
    max_score: u32,
    duration_ms: u64,
    checks: Vec<CheckJson<'a>>,
    flags: Vec<FlagJson<'a>>,
    python: &'a str,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    id: &'a str,
    title: String,
    status: &'static str,
    /// Null when the check is inconclusive.
    points: Option<u32>,
    max_points: u32,
    reason: &'static str,
    rationale: String,
    hint: Option<String>,
    expected: Option<String>,
    actual: Option<String>,
    evidence: EvidenceJson<'a>,
    location: Option<LocationJson<'a>>,
    visibility: &'static str,
    duration_ms: u64,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    searches: Vec<SearchJson<'a>>,
    /// What `grader replay` runs.
    schedule: Option<ScheduleJson<'a>>,
    interleaving: Option<InterleavingJson<'a>>,
    waits: Vec<WaitJson<'a>>,
    /// The waits that form a circle, as indices of `waits`: each waits for what the next one holds, the last for the first.
    circle: Vec<usize>,
    /// Accesses of the failing schedule that nothing puts into an order.
    races: Vec<RaceJson<'a>>,
    left_threads: Vec<LeftThreadJson<'a>>,
    left_locks: Vec<HeldLockJson<'a>>,
    /// Where the failure is one on the virtual clock.
    timeline: Option<timeline::TimelineJson<'a>>,
    example: Option<&'a str>,
    /// What the web site of the run was asked, in order.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    requests: &'a [String],
}

#[derive(Serialize)]
struct SearchJson<'a> {
    scenario: &'a str,
    schedules: u64,
    pruned: u64,
    exhausted: bool,
    /// Every schedule with at most this many forced switches was run; null where all were, and where one failed.
    bound: Option<u32>,
    /// How many schedules had been run when the first failing one was found; null when none failed.
    found_after: Option<u64>,
}

#[derive(Serialize)]
struct ScheduleJson<'a> {
    scenario: &'a str,
    plan: String,
    grain: &'static str,
    release_points: bool,
}

#[derive(Serialize)]
struct InterleavingJson<'a> {
    threads: &'a [String],
    steps: Vec<StepJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    /// From 1.
    step: usize,
    /// An index of `threads`.
    thread: u32,
    location: LocationJson<'a>,
    source: &'a str,
    action: &'static str,
    target: &'a str,
    value: Option<&'a str>,
    /// The step whose write this one destroyed.
    overwrites: Option<usize>,
}

#[derive(Serialize)]
struct WaitJson<'a> {
    thread: &'a str,
    wanted: &'a str,
    location: Option<LocationJson<'a>>,
    holder: Option<&'a str>,
    taken_at: Option<LocationJson<'a>>,
    holder_ended: bool,
    /// A notification or `set` that came before the wait and woke nobody, and where the event was cleared again.
    missed: Option<LocationJson<'a>>,
    cleared: Option<LocationJson<'a>>,
}

#[derive(Serialize)]
struct RaceJson<'a> {
    target: &'a str,
    accesses: [AccessJson<'a>; 2],
}

#[derive(Serialize)]
struct AccessJson<'a> {
    thread: &'a str,
    location: LocationJson<'a>,
    action: &'static str,
}

/// A thread that should have ended.
#[derive(Serialize)]
struct LeftThreadJson<'a> {
    thread: &'a str,
    started_at: Option<LocationJson<'a>>,
    wanted: Option<&'a str>,
    location: Option<LocationJson<'a>>,
}

/// A lock that should have been released.
#[derive(Serialize)]
struct HeldLockJson<'a> {
    thread: &'a str,
    lock: &'a str,
    taken_at: Option<LocationJson<'a>>,
    thread_ended: bool,
}

#[derive(Serialize)]
struct LocationJson<'a> {
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct FlagJson<'a> {
    kind: &'a str,
    detail: String,
    location: Option<LocationJson<'a>>,
}

pub(super) fn render(grades: &[Grade], lang: Lang) -> String {
    let words = Catalogue::new(lang);
    let mut results: Vec<ResultJson<'_>> = grades.iter().map(|grade| result(grade, &words)).collect();
    let text = match results.pop() {
        Some(only) if results.is_empty() => serde_json::to_string_pretty(&only),
        last => {
            results.extend(last);
            serde_json::to_string_pretty(&Several { results })
        }
    };
    inert(&text.expect("texts and numbers are always JSON")) + "\n"
}

/// The same JSON with what a terminal or a build server would act on written as escapes: it is printed as often as it
/// is parsed. Such characters stand in strings only, where an escape means the same.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && text::is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a String takes everything");
            }
        } else {
            out.push(c);
        }
    }
    for order in text::ORDERS {
        out = out.replace(order, &format!("\\u0023{}", &order[1..]));
    }
    out
}

fn result<'a>(grade: &'a Grade, words: &Catalogue) -> ResultJson<'a> {
    ResultJson {
        schema: SCHEMA,
        tool_version: env!("CARGO_PKG_VERSION"),
        task: grade.task.as_str(),
        submission: &grade.submission,
        spec_hash: &grade.spec_hash,
        snapshot_hash: &grade.snapshot_hash,
        seed: grade.seed,
        isolation: &grade.isolation,
        score: grade.score().map(|Points(score)| score),
        max_score: grade.max_score().0,
        duration_ms: milliseconds(grade.duration),
        checks: grade.checks.iter().map(|graded| check(graded, words)).collect(),
        flags: grade.flags.iter().map(flag).collect(),
        python: &grade.python,
    }
}

fn check<'a>(graded: &'a Graded, words: &Catalogue) -> CheckJson<'a> {
    let judgement = &graded.verdict.judgement;
    let rationale: Vec<String> = judgement.rationale.iter().map(|part| words.words(part)).collect();
    CheckJson {
        id: graded.info.id.as_str(),
        title: words.text(&graded.info.title),
        status: status(judgement.status),
        points: match judgement.status {
            Status::Inconclusive => None,
            Status::Passed | Status::Failed | Status::Skipped => Some(graded.points.0),
        },
        max_points: graded.info.points.0,
        reason: judgement.reason.as_str(),
        rationale: rationale.join("\n"),
        hint: graded.info.hint.as_ref().map(|hint| words.text(hint)),
        expected: judgement.expected.as_deref().map(text::visible),
        actual: judgement.actual.as_deref().map(text::visible),
        evidence: evidence(&judgement.evidence),
        location: judgement.location.as_ref().map(location),
        visibility: match graded.info.visibility {
            Visibility::Visible => "visible",
            Visibility::Hidden => "hidden",
        },
        duration_ms: milliseconds(graded.verdict.duration),
    }
}

fn evidence(evidence: &Evidence) -> EvidenceJson<'_> {
    EvidenceJson {
        searches: evidence.searches.iter().map(search).collect(),
        schedule: evidence.replay.as_ref().map(replayed),
        interleaving: evidence.interleaving.as_ref().map(interleaving),
        waits: evidence.waits.iter().map(wait).collect(),
        circle: circle(&evidence.waits),
        races: evidence.races.iter().map(race).collect(),
        left_threads: evidence.left_threads.iter().map(left_thread).collect(),
        left_locks: evidence.left_locks.iter().map(held_lock).collect(),
        timeline: evidence.timeline.as_ref().map(timeline::timeline),
        example: evidence.example.as_deref(),
        requests: &evidence.requests,
    }
}

fn search(search: &Search) -> SearchJson<'_> {
    SearchJson {
        scenario: &search.scenario.en,
        schedules: search.schedules,
        pruned: search.pruned,
        exhausted: search.exhausted,
        bound: search.bound,
        found_after: search.found_after,
    }
}

fn replayed(replay: &Replay) -> ScheduleJson<'_> {
    ScheduleJson {
        scenario: &replay.scenario,
        plan: plan::print(&replay.plan),
        grain: replay.grain.as_str(),
        release_points: replay.release_points,
    }
}

fn interleaving(interleaving: &Interleaving) -> InterleavingJson<'_> {
    let steps = interleaving
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| step(index, row));
    InterleavingJson {
        threads: &interleaving.threads,
        steps: steps.collect(),
    }
}

fn step(index: usize, row: &Row) -> StepJson<'_> {
    StepJson {
        step: index + 1,
        thread: row.thread,
        location: location(&row.location),
        source: &row.source,
        action: action(row.action),
        target: &row.target,
        value: row.value.as_deref(),
        overwrites: row.overwrites.map(|lost| lost + 1),
    }
}

fn wait(wait: &Wait) -> WaitJson<'_> {
    WaitJson {
        thread: &wait.thread,
        wanted: &wait.wanted,
        location: wait.at.as_ref().map(location),
        holder: wait.holder.as_deref(),
        taken_at: wait.taken_at.as_ref().map(location),
        holder_ended: wait.holder_ended,
        missed: wait.missed.as_ref().map(location),
        cleared: wait.cleared.as_ref().map(location),
    }
}

fn circle(waits: &[Wait]) -> Vec<usize> {
    let place = |one: &&Wait| waits.iter().position(|wait| std::ptr::eq(wait, *one));
    schedule::circle(waits).iter().filter_map(place).collect()
}

fn race(race: &DataRace) -> RaceJson<'_> {
    RaceJson {
        target: &race.target,
        accesses: [racing(&race.first), racing(&race.second)],
    }
}

fn racing(access: &RacingAccess) -> AccessJson<'_> {
    AccessJson {
        thread: &access.thread,
        location: location(&access.location),
        action: action(access.action),
    }
}

fn left_thread(left: &LeftThread) -> LeftThreadJson<'_> {
    LeftThreadJson {
        thread: &left.thread,
        started_at: left.started_at.as_ref().map(location),
        wanted: left.wanted.as_deref(),
        location: left.at.as_ref().map(location),
    }
}

fn held_lock(held: &HeldLock) -> HeldLockJson<'_> {
    HeldLockJson {
        thread: &held.thread,
        lock: &held.lock,
        taken_at: held.taken_at.as_ref().map(location),
        thread_ended: held.ended,
    }
}

fn location(location: &Location) -> LocationJson<'_> {
    LocationJson {
        file: &location.file,
        line: location.line,
    }
}

fn flag(flag: &Flag) -> FlagJson<'_> {
    FlagJson {
        kind: &flag.kind,
        detail: text::visible(&flag.detail),
        location: flag.location.as_ref().map(location),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
        Status::Inconclusive => "inconclusive",
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Reads => "reads",
        Action::Writes => "writes",
        Action::Takes => "takes",
        Action::Releases => "releases",
        Action::Tries => "tries",
        Action::Waits => "waits",
        Action::Sleeps => "sleeps",
        Action::Forks => "forks",
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
