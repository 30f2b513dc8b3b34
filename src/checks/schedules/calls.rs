//! What a scenario asks of the calls of a function that it watches.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::checks::piece;
use crate::checks::schedules::takes;
use crate::checks::{At, Fault};
use crate::model::clock::{Clock, WatchedRule};
use crate::model::schedule::CallsRule;

/// What must be true of the calls of the watched function.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallsToml {
    /// How many different threads call it; under the schedule without forced switches, as the next three.
    threads: Option<u32>,
    /// How many calls each of them makes.
    each: Option<u32>,
    /// Two of these threads must exist at the same time.
    #[serde(default)]
    overlap: bool,
    /// The first thread may be one of them.
    #[serde(default)]
    caller: bool,
    /// How many calls there are, under every schedule.
    count: Option<u32>,
    /// The most calls that may be in progress at the same moment, under every schedule.
    #[schemars(range(min = 1))]
    at_once: Option<u32>,
    /// When the calls begin, in virtual seconds, sorted. Only in a check of kind `clock`.
    starts: Option<At<Vec<f64>>>,
}

/// The two parts of the rule about calls.
#[derive(Default)]
pub(super) struct Calls {
    pub(super) by_thread: Option<CallsRule>,
    pub(super) each: WatchedRule,
}

/// Reads the rule; what is wrong goes to `faults`.
pub(super) fn calls(
    watch: Option<&At<String>>,
    toml: Option<&At<CallsToml>>,
    clock: Clock,
    faults: &mut Vec<Fault>,
) -> Calls {
    if let Some(watch) = watch
        && !watch.value.split('.').all(piece::is_identifier)
    {
        let message = format!("`{}` is not a dotted name", watch.value);
        faults.push(Fault::new("bad-name", watch.place(), message).help("as in `Counter.increment`"));
    }
    let Some(at) = toml else { return Calls::default() };
    if watch.is_none() {
        let message = "`calls` needs the function it is about";
        let fault = Fault::new("calls-without-watch", at.place(), message);
        faults.push(fault.help("name it with `watch = \"Class.method\"`"));
    }
    Calls {
        by_thread: by_thread(at, faults),
        each: each(at, clock, faults),
    }
}

fn by_thread(at: &At<CallsToml>, faults: &mut Vec<Fault>) -> Option<CallsRule> {
    let toml = &at.value;
    let (overlap, caller) = (toml.overlap, toml.caller);
    if let (Some(threads), Some(each)) = (toml.threads, toml.each) {
        return Some(CallsRule {
            threads,
            each,
            overlap,
            caller,
        });
    }
    let asks = toml.count.is_some() || toml.at_once.is_some() || toml.starts.is_some();
    let message = if toml.threads.is_some() || toml.each.is_some() {
        "`threads` and `each` say together how many calls there are in which threads"
    } else if overlap || caller {
        "`overlap` and `caller` are about the threads that `threads` and `each` count"
    } else if asks {
        return None;
    } else {
        "this asks for nothing"
    };
    let help = "write `threads` and `each`, or `count`, `at_once` and `starts`";
    faults.push(Fault::new("calls-shape", at.place(), message).help(help));
    None
}

fn each(at: &At<CallsToml>, clock: Clock, faults: &mut Vec<Fault>) -> WatchedRule {
    let toml = &at.value;
    if toml.at_once == Some(0) {
        let fault = Fault::new(
            "calls-shape",
            at.place(),
            "with `at_once = 0` no call may ever be made",
        );
        faults.push(fault.help("write `count = 0` if none must be made"));
    }
    WatchedRule {
        count: toml.count,
        at_once: toml.at_once,
        starts: starts(toml, clock, faults),
    }
}

fn starts(toml: &CallsToml, clock: Clock, faults: &mut Vec<Fault>) -> Option<Vec<f64>> {
    let at = toml.starts.as_ref()?;
    if !takes::is_allowed("starts", at, clock, faults) {
        return None;
    }
    let starts = &at.value;
    let message = if !starts.iter().all(|start| takes::is_time(*start)) {
        "a start is a number of seconds, 0 or more".to_owned()
    } else if !starts.is_sorted() {
        "starts are sorted: the earliest call comes first".to_owned()
    } else if let Some(count) = toml.count
        && starts.len() != count as usize
    {
        format!("`count` says {count} calls, and here {} begin", starts.len())
    } else {
        return Some(starts.clone());
    };
    faults.push(Fault::new("bad-time", at.place(), message).help("as in `starts = [0, 0, 1, 1]`"));
    None
}
