//! The search through the schedules of a scenario: [`Explorer`] says which schedule comes next, a session runs it, the
//! scenario's rule judges what came of it; the first failing schedule is shortened and confirmed by one more run.
//!
//! Every schedule runs in a fork of a process that never runs the student's code, so nothing of one schedule can be
//! seen in the next, and a failing schedule fails again.

use crate::harness::answers::{self, Modelled, Prepared};
use crate::harness::bench::{Bench, Kept};
use crate::harness::explore::answer::Decode;
use crate::harness::explore::interleaving::interleaving;
use crate::harness::explore::order::Order;
use crate::harness::explore::orders::{self, SerialTable};
use crate::harness::explore::outcome::{Failure, Outcome};
use crate::harness::explore::races::races;
use crate::harness::explore::rule::{self, Context};
use crate::harness::explore::trace::{Trace, Transition};
use crate::harness::explore::wire::ScheduleAnswer;
use crate::harness::explore::{Counts, Explorer};
use crate::harness::observe;
use crate::harness::questions::{
    Look, ModelQuestion, Random, ScenarioQuestion, ScheduleQuestion, ScriptPart, Sleep, part_word,
};
use crate::harness::session::{Session, Trouble};
use crate::model::clock::Clock;
use crate::model::observation::{Broken, ImportFailure, LimitKind, Observation, StepEnd};
use crate::model::schedule::{
    Exploration, Failing, Interleaving, Leaves, Operation, OperationEnd, OperationKey, Part, Races, Replay,
    Scenario, Violation,
};
use crate::model::verdict::Location;

const DECODE: Decode = Decode {
    end: answers::operation_end,
    exception: answers::exception,
};

/// A name that no file has: a scenario that needs it ends right after the import.
const NO_NAME: &str = "<no name>";

/// How many times the processor time of one schedule a whole search may use: a program that burns just less than the
/// limit in each schedule would otherwise keep a search busy for hours.
const SEARCH_CPU: u32 = 20;

/// What one schedule came to.
struct Run {
    /// Absent when the process ended without an answer.
    trace: Option<Trace>,
    outcome: Outcome,
    violation: Option<Violation>,
}

/// A prepared search.
struct Searcher<'k, 'a> {
    bench: &'a Bench<'a>,
    scenario: &'k Scenario,
    table: Option<SerialTable>,
    session: &'k mut Session<'a>,
}

/// Searches the schedules of a scenario for one that goes wrong.
pub(crate) fn search<'a>(
    bench: &'a Bench<'a>,
    kept: &mut Kept<'a>,
    scenario: &Scenario,
    seed: u64,
) -> Observation {
    let searched = imported(bench, kept, scenario)
        .and_then(|()| Searcher::prepare(bench, kept, scenario))
        .and_then(|mut searcher| searcher.search(seed));
    searched.map_or_else(|observation| observation, Observation::Schedules)
}

/// Runs one schedule that is known already, and says whether it goes wrong.
pub(crate) fn replay(bench: &Bench<'_>, scenario: &Scenario, replay: &Replay) -> Observation {
    let mut kept = Kept::default();
    let replayed =
        Searcher::prepare(bench, &mut kept, scenario).and_then(|mut searcher| searcher.replay(replay));
    replayed.map_or_else(|observation| observation, Observation::Schedules)
}

type Outcomes<T> = Result<T, Observation>;

/// Sees to it that the import in the controlled interpreter was tried, by one of the workers, and went well.
fn imported<'a>(bench: &'a Bench<'a>, kept: &mut Kept<'a>, scenario: &Scenario) -> Outcomes<()> {
    let memory = kept.memory.clone();
    let known = if let Some(known) = memory.driven_import() {
        known
    } else {
        let session = kept
            .driven(bench, &scenario.limits)
            .map_err(|error| observe::faulty(&error))?;
        let import = try_import(bench, session, scenario.budget.steps)?;
        memory.remember(import, kept.take_flags());
        memory.driven_import().unwrap_or(Ok(()))
    };
    known.map_err(Observation::NotImported)
}

fn try_import(
    bench: &Bench<'_>,
    session: &mut Session<'_>,
    steps: u32,
) -> Outcomes<Result<(), ImportFailure>> {
    let nothing = ScenarioQuestion {
        file: bench.module_file.to_owned(),
        needs: vec![NO_NAME.to_owned()],
        setup: String::new(),
        threads: Vec::new(),
        main: Vec::new(),
        end: Vec::new(),
        always: Vec::new(),
        watch: None,
        clock: Clock::Loose.as_str(),
        leaves: false,
        steps,
        looks: Vec::new(),
        script: None,
    };
    let order = Order::plain(Vec::new(), false);
    let asked = session.prepare(nothing).and_then(|_| {
        session.schedule::<ScheduleAnswer>(ScheduleQuestion {
            audit: true,
            ..ScheduleQuestion::from(&order)
        })
    });
    let answer = match asked {
        Ok(answer) => answer,
        Err(Trouble::Broken(broken)) => return Ok(Err(ImportFailure::Broken(broken))),
        Err(Trouble::Fault(error)) => return Err(observe::faulty(&error)),
    };
    Ok(match answer.read(DECODE) {
        Ok((_, outcome)) => how_it_ended(outcome),
        Err(bad) => Err(ImportFailure::Broken(Broken::Protocol(bad.to_string()))),
    })
}

fn how_it_ended(outcome: Outcome) -> Result<(), ImportFailure> {
    if let Some(exception) = outcome.import {
        return Err(ImportFailure::Raised(exception));
    }
    match outcome.failure {
        Some(Failure::Deadlock { waits }) => {
            Err(ImportFailure::Endless(waits.into_iter().find_map(|wait| wait.at)))
        }
        Some(Failure::Spin { at, .. }) => Err(ImportFailure::Endless(at)),
        Some(
            Failure::Exception { .. }
            | Failure::ThreadDied { .. }
            | Failure::Left { .. }
            | Failure::ExtraAttempt { .. }
            | Failure::NotAlways { .. },
        )
        | None => Ok(()),
    }
}

impl<'k, 'a> Searcher<'k, 'a> {
    fn prepare(bench: &'a Bench<'a>, kept: &'k mut Kept<'a>, scenario: &'k Scenario) -> Outcomes<Self> {
        let table = match &scenario.rule.model {
            Some(source) => Some(serial_table(bench, kept, scenario, source)?),
            None => None,
        };
        let session = kept
            .driven(bench, &scenario.limits)
            .map_err(|error| observe::faulty(&error))?;
        match session.prepare(question(bench, scenario)) {
            Ok(Prepared::Ready) => Ok(Self {
                bench,
                scenario,
                table,
                session,
            }),
            Ok(Prepared::Raised(exception)) => Err(faulty(format!(
                "the scenario `{}` cannot be compiled: {}: {}",
                scenario.name,
                exception.class(),
                exception.text
            ))),
            Err(Trouble::Broken(broken)) => Err(Observation::Broken(broken)),
            Err(Trouble::Fault(error)) => Err(observe::faulty(&error)),
        }
    }

    fn search(&mut self, seed: u64) -> Outcomes<Exploration> {
        let mut explorer = Explorer::new(self.scenario.budget, seed);
        let mut found = None;
        let before = self.session.cpu();
        while let Some(order) = explorer.next() {
            let first = explorer.counts().schedules == 0;
            let mut run = self.run(&order, first)?;
            if run.violation.is_none()
                && self.session.cpu().saturating_sub(before) > self.scenario.limits.cpu * SEARCH_CPU
            {
                run.violation = Some(Violation::Broken(Broken::Limit(LimitKind::Cpu)));
            }
            match &run.trace {
                Some(trace) => explorer.record(trace, run.violation.is_some()),
                None => explorer.record_loss(),
            }
            if run.violation.as_ref().is_some_and(used_up) {
                let found_after = explorer.counts().schedules;
                let failing = self.failing(found_after, &order, run);
                return Ok(exploration(explorer.counts(), failing));
            }
            if run.violation.is_some() {
                found = run.violation;
            }
        }
        let failing = match found {
            Some(violation) => Some(self.shorten(&explorer, &violation)?),
            None => None,
        };
        Ok(exploration(explorer.counts(), failing))
    }

    /// Looks for a simpler schedule that fails in the same way, and runs it once more for the student's eyes.
    fn shorten(&mut self, explorer: &Explorer, found: &Violation) -> Outcomes<Failing> {
        let Some(mut shortener) = explorer.shorten(kind(found)) else {
            return Err(faulty("a failing schedule was not kept".to_owned()));
        };
        let mut last = None;
        while let Some(order) = shortener.next() {
            let run = self.run(&order, order.verbose)?;
            let failed = run.violation.as_ref().map(kind);
            shortener.record(run.trace.as_ref(), failed.as_ref());
            last = Some((order, run));
        }
        let found_after = explorer.counts().found_after.unwrap_or_default();
        let confirmed = last.filter(|_| shortener.is_confirmed());
        match confirmed.and_then(|(order, run)| self.failing(found_after, &order, run)) {
            Some(failing) => Ok(failing),
            None => Err(faulty(format!(
                "a schedule of the scenario `{}` failed once and did not fail when it was run again",
                self.scenario.name
            ))),
        }
    }

    fn replay(&mut self, replay: &Replay) -> Outcomes<Exploration> {
        let order = Order {
            verbose: true,
            ..Order::of(replay)
        };
        let run = self.run(&order, true)?;
        let failing = self.failing(1, &order, run);
        let counts = Counts {
            schedules: 1,
            ..Counts::default()
        };
        Ok(exploration(counts, failing))
    }

    /// The schedule, where it failed.
    fn failing(&self, found_after: u64, order: &Order, run: Run) -> Option<Failing> {
        let outcome = &run.outcome;
        Some(Failing {
            found_after,
            replay: order.replay(&self.scenario.name),
            violation: run.violation?,
            results: outcome.results.clone(),
            interleaving: self.interleaving(outcome),
            watched: outcome.watched.clone(),
            races: run
                .trace
                .map(|trace| races(&trace, &outcome.rows))
                .unwrap_or_default(),
        })
    }

    fn interleaving(&self, outcome: &Outcome) -> Interleaving {
        interleaving(&outcome.rows, &outcome.threads, |at| self.line(at))
    }

    /// A line of the submission.
    fn line(&self, at: &Location) -> String {
        let file = self.bench.files.iter().find(|(path, _)| *path == at.file);
        let text = file.map(|(_, bytes)| String::from_utf8_lossy(bytes));
        let line = usize::try_from(at.line).unwrap_or(usize::MAX).saturating_sub(1);
        text.and_then(|text| text.lines().nth(line).map(str::to_owned))
            .unwrap_or_default()
    }

    fn ask(&mut self, order: &Order, audit: bool) -> Result<ScheduleAnswer, Trouble> {
        let fail_on_races = self.scenario.rule.races == Races::Fail;
        self.session.schedule(ScheduleQuestion {
            audit,
            verbose: order.verbose || fail_on_races,
            ..ScheduleQuestion::from(order)
        })
    }

    /// Runs one schedule. An answer that is none, or no honest one, is a way to go wrong.
    fn run(&mut self, order: &Order, audit: bool) -> Outcomes<Run> {
        let lost = |broken| Run {
            trace: None,
            outcome: Outcome::default(),
            violation: Some(Violation::Broken(broken)),
        };
        let fail_on_races = self.scenario.rule.races == Races::Fail;
        let answer = if audit {
            // Taking notes moves objects to other addresses, on which a program may depend: what it does while
            // notes are taken is not what it is judged by.
            self.ask(order, true).and_then(|_| self.ask(order, false))
        } else {
            self.ask(order, false)
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(Trouble::Broken(broken)) => return Ok(lost(broken)),
            Err(Trouble::Fault(error)) => return Err(observe::faulty(&error)),
        };
        match answer.read(DECODE) {
            Ok((trace, outcome)) => {
                let context = Context {
                    scenario: self.scenario,
                    table: self.table.as_ref(),
                    default_schedule: trace.deviations().is_empty(),
                };
                let racing = || {
                    let races = races(&trace, &outcome.rows);
                    (fail_on_races && !outcome.pruned && !races.is_empty())
                        .then_some(Violation::Race { races })
                };
                let violation = rule::violation(context, &outcome).or_else(racing);
                Ok(Run {
                    trace: Some(trace),
                    outcome,
                    violation,
                })
            }
            Err(bad) => Ok(lost(Broken::Protocol(bad.to_string()))),
        }
    }
}

/// What the teacher's model answers for every serial order, in a sandbox without the submission.
fn serial_table<'a>(
    bench: &'a Bench<'a>,
    kept: &mut Kept<'a>,
    scenario: &Scenario,
    source: &str,
) -> Outcomes<SerialTable> {
    let of_spec = |what: String| faulty(format!("the model of the scenario `{}`: {what}", scenario.name));
    let orders = orders::serial_orders(scenario).map_err(|error| of_spec(error.to_string()))?;
    let session = kept
        .apart(bench, &scenario.limits)
        .map_err(|error| observe::faulty(&error))?;
    let asked = session.model(ModelQuestion {
        source: source.to_owned(),
        setup: scenario.setup.clone(),
        // The model's side counts its lists of threads from 0, the scenario's threads are numbered from 1.
        orders: orders
            .iter()
            .map(|order| order.iter().map(|&key| list_index(key)).collect())
            .collect(),
        threads: scenario.threads.iter().map(|list| code(list)).collect(),
        main: code(&scenario.main),
        end: code(&scenario.end),
    });
    match asked {
        Ok(Modelled::Orders(ends)) => {
            let ends = ends
                .into_iter()
                .map(|order| order.into_iter().map(OperationEnd::from).collect())
                .collect();
            SerialTable::new(orders, ends).ok_or_else(|| of_spec("not one answer per order".to_owned()))
        }
        Ok(Modelled::Raised(exception)) => Err(of_spec(format!("{}: {}", exception.class(), exception.text))),
        Err(Trouble::Broken(broken)) => Err(of_spec(format!("{broken:?}"))),
        Err(Trouble::Fault(error)) => Err(observe::faulty(&error)),
    }
}

fn list_index((part, thread, index): OperationKey) -> (Part, usize, usize) {
    let thread = usize::try_from(thread).unwrap_or(usize::MAX);
    match part {
        Part::Thread => (part, thread.saturating_sub(1), index),
        Part::Main | Part::End => (part, 0, index),
    }
}

fn question(bench: &Bench<'_>, scenario: &Scenario) -> ScenarioQuestion {
    ScenarioQuestion {
        file: bench.module_file.to_owned(),
        needs: scenario.needs.clone(),
        setup: scenario.setup.clone(),
        threads: scenario.threads.iter().map(|list| code(list)).collect(),
        main: code(&scenario.main),
        end: code(&scenario.end),
        always: scenario.always.clone(),
        watch: scenario.watch.clone(),
        clock: scenario.clock.as_str(),
        leaves: scenario.may_leave_threads,
        steps: scenario.budget.steps,
        looks: looks(scenario),
        script: scenario.script.as_ref().map(ScriptPart::from),
    }
}

/// The operations after which is noted what they leave behind.
fn looks(scenario: &Scenario) -> Vec<Look> {
    let asked = orders::operations(scenario).filter_map(|key| {
        let (part, thread, index) = key;
        let leaves = rule::operation_of(scenario, key)?.leaves;
        (leaves != Leaves::default()).then(|| Look {
            part: part_word(part),
            thread,
            index,
            threads: leaves.no_threads,
            locks: leaves.no_locks,
        })
    });
    asked.collect()
}

fn code(operations: &[Operation]) -> Vec<String> {
    operations
        .iter()
        .map(|operation| operation.code.clone())
        .collect()
}

impl From<StepEnd> for OperationEnd {
    fn from(end: StepEnd) -> Self {
        match end {
            StepEnd::Value(value) => Self::Value(value),
            StepEnd::Raised(exception) => Self::Raised(exception),
        }
    }
}

/// A schedule that used up what it may use is not tried again: that it does so once is enough, and it costs the most.
fn used_up(violation: &Violation) -> bool {
    matches!(violation, Violation::Broken(Broken::Limit(_)))
}

/// In which way a schedule fails, for the search of a simpler one that fails in the same way.
fn kind(violation: &Violation) -> std::mem::Discriminant<Violation> {
    std::mem::discriminant(violation)
}

fn exploration(counts: Counts, failing: Option<Failing>) -> Exploration {
    Exploration {
        schedules: counts.schedules,
        pruned: counts.pruned,
        exhausted: counts.exhausted,
        swept: counts.swept,
        failing: failing.map(Box::new),
        bound: counts.bound,
    }
}

fn faulty(what: String) -> Observation {
    Observation::Faulty(what)
}

impl From<&Order> for ScheduleQuestion {
    fn from(order: &Order) -> Self {
        Self {
            plan: order.plan.clone(),
            sleep: order.sleep.as_ref().map(|sleep| Sleep {
                at: sleep.at,
                set: sleep
                    .set
                    .iter()
                    .map(|(thread, transition)| (*thread, accesses(transition)))
                    .collect(),
            }),
            grain: order.grain.as_str(),
            release_points: order.release_points,
            random: order.random.map(|random| Random {
                seed: random.seed,
                depth: random.depth,
                length: random.length,
            }),
            verbose: order.verbose,
            audit: false,
        }
    }
}

/// A sleeping thread's transition as the protocol has it: a location without a number is -1.
fn accesses(transition: &Transition) -> Vec<(u32, i64, String)> {
    transition
        .iter()
        .map(|access| {
            let location = access.location.map_or(-1, i64::from);
            (u32::from(access.kind.code()), location, access.name.to_string())
        })
        .collect()
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
