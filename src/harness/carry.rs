//! Carries out the runs of all checks of one submission: as many at once as there are workers, each result in its own
//! place, so that neither the number of workers nor the order of finishing can be seen in what comes back.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::harness::bench::{Bench, Kept};
use crate::harness::observe;
use crate::harness::search;
use crate::harness::session::{Mode, Session};
use crate::model::limits::Limits;
use crate::model::observation::Observation;
use crate::model::run::{Run, Steps};
use crate::model::schedule::Exploration;
use crate::util::clock;

/// What one run showed, and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Done {
    pub(crate) observation: Observation,
    pub(crate) duration: Duration,
}

/// Told when a run has ended: its index, and how many have ended.
pub(crate) type Listener<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Runs that share a session, by their indices.
struct Job<'a> {
    runs: Vec<usize>,
    kind: JobKind<'a>,
}

enum JobKind<'a> {
    /// Plain steps under the same limits: one start and one import serve them all.
    Steps(&'a Limits),
    Search,
}

/// The runs of all checks, and for each the number of the check that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Runs<'a> {
    pub(crate) runs: &'a [Run],
    pub(crate) owners: &'a [usize],
}

/// Carries out all runs. A search is left out when an earlier one of the same check found a failing schedule: nothing
/// that comes after the first failure of a check is looked at.
pub(crate) fn carry_out(bench: &Bench<'_>, all: Runs<'_>, seed: u64, listen: Listener<'_>) -> Vec<Done> {
    let runs = all.runs;
    let jobs = jobs(runs);
    let failures = Failures::new(all.owners);
    let slots: Vec<Mutex<Option<Done>>> = runs.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let ended = AtomicUsize::new(0);
    let finish = |run: usize, done: Done| {
        *slots[run].lock().expect("nobody panics while holding a slot") = Some(done);
        listen(run, ended.fetch_add(1, Ordering::Relaxed) + 1);
    };
    let work = || {
        let mut kept = Kept::default();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            carry_job(
                &Carrier {
                    bench,
                    runs,
                    seed,
                    failures: &failures,
                    finish: &finish,
                },
                job,
                &mut kept,
            );
        }
    };
    thread::scope(|scope| {
        for _ in 1..bench.workers.min(jobs.len()) {
            scope.spawn(work);
        }
        work();
    });
    let done = |slot: Mutex<Option<Done>>| slot.into_inner().ok().flatten();
    slots
        .into_iter()
        .map(|slot| done(slot).expect("every run has ended"))
        .collect()
}

/// Carries out one run alone.
pub(crate) fn carry_one(bench: &Bench<'_>, run: &Run, seed: u64) -> Observation {
    let runs = std::slice::from_ref(run);
    let mut done = carry_out(bench, Runs { runs, owners: &[0] }, seed, &|_, _| {});
    done.pop().expect("one run gives one end").observation
}

/// The plain runs under equal limits together, and each search alone.
fn jobs(runs: &[Run]) -> Vec<Job<'_>> {
    let mut searches = Vec::new();
    let mut plain: Vec<Job<'_>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        match run {
            Run::Schedules(_) => searches.push(Job {
                runs: vec![index],
                kind: JobKind::Search,
            }),
            Run::Steps(steps) => {
                let same = |job: &&mut Job<'_>| matches!(job.kind, JobKind::Steps(limits) if *limits == steps.limits);
                match plain.iter_mut().find(same) {
                    Some(job) => job.runs.push(index),
                    None => plain.push(Job {
                        runs: vec![index],
                        kind: JobKind::Steps(&steps.limits),
                    }),
                }
            }
        }
    }
    plain.extend(searches);
    plain
}

/// What every job needs.
struct Carrier<'a> {
    bench: &'a Bench<'a>,
    runs: &'a [Run],
    seed: u64,
    failures: &'a Failures<'a>,
    finish: &'a dyn Fn(usize, Done),
}

/// The first failing run of each check, as far as is known.
struct Failures<'a> {
    owners: &'a [usize],
    first: Vec<AtomicUsize>,
}

impl<'a> Failures<'a> {
    fn new(owners: &'a [usize]) -> Self {
        let checks = owners.iter().max().map_or(0, |last| last + 1);
        Self {
            owners,
            first: (0..checks).map(|_| AtomicUsize::new(usize::MAX)).collect(),
        }
    }

    fn note(&self, run: usize, observation: &Observation) {
        match observation {
            Observation::Schedules(exploration) if exploration.failing.is_some() => {
                self.first[self.owners[run]].fetch_min(run, Ordering::Relaxed);
            }
            Observation::Schedules(_)
            | Observation::Steps(_)
            | Observation::NotImported(_)
            | Observation::NamesMissing(_)
            | Observation::Broken(_)
            | Observation::Faulty(_) => {}
        }
    }

    /// Whether an earlier run of the same check has failed.
    fn precede(&self, run: usize) -> bool {
        self.first[self.owners[run]].load(Ordering::Relaxed) < run
    }
}

fn carry_job<'a>(carrier: &Carrier<'a>, job: &Job<'_>, kept: &mut Kept<'a>) {
    let bench = carrier.bench;
    let mut started = clock::now();
    let mut plain = match job.kind {
        JobKind::Steps(limits) => Some(import(bench, limits)),
        JobKind::Search => None,
    };
    for &index in &job.runs {
        let observation = match (&carrier.runs[index], &mut plain) {
            (Run::Steps(steps), Some(session)) => carry_steps(bench, steps, session),
            (Run::Steps(_), None) => Observation::Faulty("plain steps without a session".to_owned()),
            (Run::Schedules(_), _) if carrier.failures.precede(index) => {
                Observation::Schedules(Exploration::default())
            }
            (Run::Schedules(scenario), _) => search::search(bench, kept, scenario, carrier.seed),
        };
        carrier.failures.note(index, &observation);
        (carrier.finish)(
            index,
            Done {
                observation,
                duration: started.elapsed(),
            },
        );
        started = clock::now();
    }
}

/// A session that has imported the submission, or why there is none.
fn import<'a>(bench: &'a Bench<'_>, limits: &Limits) -> Result<Session<'a>, Observation> {
    let mut session = bench
        .session(Mode::Plain, limits)
        .map_err(|error| observe::faulty(&error))?;
    match observe::import(&mut session, bench.module_file) {
        None => Ok(session),
        Some(observation) => Err(observation),
    }
}

fn carry_steps(
    bench: &Bench<'_>,
    steps: &Steps,
    session: &mut Result<Session<'_>, Observation>,
) -> Observation {
    match session {
        Ok(session) => observe::steps(session, bench.module_file, steps),
        Err(observation) => observation.clone(),
    }
}
