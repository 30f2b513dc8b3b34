//! Carries out the runs of all checks of one submission: as many at once as there are workers, each result in its own
//! place, so that neither the number of workers nor the order of finishing can be seen in what comes back.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::harness::bench::{Bench, Kept, Memory};
use crate::harness::observe;
use crate::harness::plain::Plain;
use crate::harness::search;
use crate::harness::session::{Network, Sight};
use crate::model::grade::Flag;
use crate::model::limits::Limits;
use crate::model::observation::Observation;
use crate::model::run::{Reference, Run, Script, SourceRun, Steps};
use crate::util::clock;

/// What one run showed, and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Done {
    pub(crate) observation: Observation,
    pub(crate) duration: Duration,
    /// What the student's code did during it that a teacher should look at.
    pub(crate) flags: BTreeSet<Flag>,
}

/// Told when a run has ended: its index, and how many have ended.
pub(crate) type Listener<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Runs that share a session, by their indices.
struct Job<'a> {
    runs: Vec<usize>,
    kind: JobKind<'a>,
}

#[derive(PartialEq)]
enum JobKind<'a> {
    /// Plain steps under the same limits: one start and one import serve them all.
    Steps(&'a Limits, Network, Sight),
    Search,
    /// Programs of their own under the same limits: nothing is imported for them.
    Scripts(&'a Limits),
    /// Beside no submission.
    Apart,
}

/// Carries out all runs. `groups` says of each to which check it belongs: the first run of a check that fails decides,
/// so that later searches of the same check need not be run.
pub(crate) fn carry_out<'a>(
    bench: &'a Bench<'a>,
    runs: &[Run],
    groups: &[usize],
    seed: u64,
    listen: Listener<'_>,
) -> Vec<Done> {
    let jobs = jobs(runs);
    let slots: Vec<Mutex<Option<Done>>> = runs.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let ended = AtomicUsize::new(0);
    let finish = |run: usize, done: Done| {
        *slots[run].lock().expect("nobody panics while holding a slot") = Some(done);
        listen(run, ended.fetch_add(1, Ordering::Relaxed) + 1);
    };
    let decided = |run: usize| {
        (0..run)
            .filter(|earlier| groups.get(*earlier) == groups.get(run))
            .find_map(|earlier| {
                let slot = slots[earlier].lock().expect("nobody panics while holding a slot");
                slot.as_ref()
                    .filter(|done| fails(&done.observation))
                    .map(|done| done.observation.clone())
            })
    };
    let memory = Arc::new(Memory::default());
    let carrier = Carrier {
        bench,
        runs,
        seed,
        finish: &finish,
        decided: &decided,
    };
    let work = || {
        let mut kept = Kept::sharing(memory.clone());
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            carry_job(&carrier, job, &mut kept);
        }
    };
    thread::scope(|scope| {
        for _ in 1..bench.workers.min(jobs.len()) {
            scope.spawn(work);
        }
        work();
    });
    let done = |slot: Mutex<Option<Done>>| slot.into_inner().ok().flatten();
    let mut ends: Vec<Done> = slots
        .into_iter()
        .map(|slot| done(slot).expect("every run has ended"))
        .collect();
    agree(runs, groups, &mut ends);
    if let Some(first) = ends.first_mut() {
        first.flags.extend(memory.flags());
    }
    ends
}

/// Whether a run decides its check, whatever the runs after it show.
fn fails(observation: &Observation) -> bool {
    match observation {
        Observation::Schedules(exploration) => exploration.failing.is_some(),
        Observation::Site { steps, .. } | Observation::Observed { steps, .. } => fails(steps),
        Observation::NotImported(_)
        | Observation::NamesMissing(_)
        | Observation::Broken(_)
        | Observation::Cut(..) => true,
        Observation::Steps(_)
        | Observation::Reference(_)
        | Observation::Script(_)
        | Observation::Source(_)
        | Observation::Faulty(_) => false,
    }
}

/// What may depend on which run was first: a file that cannot be imported as it is fails everything, whatever was seen
/// of it under control; and only runs that are always carried out may raise flags.
fn agree(runs: &[Run], groups: &[usize], ends: &mut [Done]) {
    let plain = runs
        .iter()
        .zip(&*ends)
        .find_map(|(run, done)| match (run, &done.observation) {
            (
                Run::Steps(_) | Run::Source(_) | Run::Site(_) | Run::Observed(_),
                Observation::NotImported(failure),
            ) => Some(failure.clone()),
            (Run::Site(_), Observation::Site { steps, .. })
            | (Run::Observed(_), Observation::Observed { steps, .. }) => match &**steps {
                Observation::NotImported(failure) => Some(failure.clone()),
                _ => None,
            },
            _ => None,
        });
    if let Some(failure) = plain {
        for done in &mut *ends {
            done.observation = Observation::NotImported(failure.clone());
        }
    }
    for index in 0..ends.len() {
        let before = (0..index).filter(|earlier| groups.get(*earlier) == groups.get(index));
        if before
            .into_iter()
            .any(|earlier| fails(&ends[earlier].observation))
        {
            ends[index].flags.clear();
        }
    }
}

/// Carries out one run alone.
pub(crate) fn carry_one<'a>(bench: &'a Bench<'a>, run: &Run, seed: u64) -> Observation {
    let mut done = carry_out(bench, std::slice::from_ref(run), &[0], seed, &|_, _| {});
    done.pop().expect("one run gives one end").observation
}

/// The plain runs under equal limits together, and each search alone; searches first, because they take longest, and
/// because they learn soonest that an import never ends.
fn jobs(runs: &[Run]) -> Vec<Job<'_>> {
    let mut searches = Vec::new();
    let mut plain: Vec<Job<'_>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        match run {
            Run::Schedules(_) => searches.push(Job {
                runs: vec![index],
                kind: JobKind::Search,
            }),
            Run::Reference(_) => searches.push(Job {
                runs: vec![index],
                kind: JobKind::Apart,
            }),
            Run::Steps(Steps { limits, .. }) | Run::Source(SourceRun { limits, .. }) => {
                share(
                    &mut plain,
                    index,
                    JobKind::Steps(limits, Network::None, Sight::Unseen),
                );
            }
            Run::Site(visit) => {
                let limits = &visit.steps.limits;
                share(
                    &mut plain,
                    index,
                    JobKind::Steps(limits, Network::Site, Sight::Unseen),
                );
            }
            Run::Observed(steps) => {
                let kind = JobKind::Steps(&steps.limits, Network::None, Sight::Observed);
                share(&mut plain, index, kind);
            }
            Run::Script(Script { limits, .. }) => share(&mut plain, index, JobKind::Scripts(limits)),
        }
    }
    searches.extend(plain);
    searches
}

/// Adds a run to the job of its kind.
fn share<'a>(jobs: &mut Vec<Job<'a>>, index: usize, kind: JobKind<'a>) {
    match jobs.iter_mut().find(|job| job.kind == kind) {
        Some(job) => job.runs.push(index),
        None => jobs.push(Job {
            runs: vec![index],
            kind,
        }),
    }
}

/// What every job needs.
struct Carrier<'c, 'a> {
    bench: &'a Bench<'a>,
    runs: &'c [Run],
    seed: u64,
    finish: &'c (dyn Fn(usize, Done) + Sync),
    /// The end of an earlier run of the same check that failed.
    decided: &'c (dyn Fn(usize) -> Option<Observation> + Sync),
}

fn carry_job<'a>(carrier: &Carrier<'_, 'a>, job: &Job<'_>, kept: &mut Kept<'a>) {
    let bench = carrier.bench;
    let mut started = clock::now();
    let mut plain = match job.kind {
        JobKind::Steps(limits, network, sight) => {
            Some(Plain::start(bench, limits, (network, sight), &kept.memory))
        }
        JobKind::Scripts(limits) => Some(Plain::bare(bench, limits)),
        JobKind::Search | JobKind::Apart => None,
    };
    for &index in &job.runs {
        // A run that hangs costs its whole limit: what comes after it in the same check is not looked at, nor run.
        let (observation, flags) = match (&carrier.runs[index], &mut plain, (carrier.decided)(index)) {
            (_, _, Some(decided)) => (decided, BTreeSet::new()),
            (
                run @ (Run::Steps(_) | Run::Site(_) | Run::Observed(_) | Run::Script(_) | Run::Source(_)),
                Some(plain),
                None,
            ) => (plain.carry(bench, run), plain.take_flags()),
            (
                Run::Steps(_) | Run::Site(_) | Run::Observed(_) | Run::Script(_) | Run::Source(_),
                None,
                None,
            ) => (
                Observation::Faulty("plain steps without a session".to_owned()),
                BTreeSet::new(),
            ),
            (Run::Reference(reference), _, None) => (apart(bench, kept, reference), BTreeSet::new()),
            (Run::Schedules(scenario), _, None) => {
                let observation = search::search(bench, kept, scenario, carrier.seed);
                (observation, kept.take_flags())
            }
        };
        (carrier.finish)(
            index,
            Done {
                observation,
                duration: started.elapsed(),
                flags,
            },
        );
        started = clock::now();
    }
}

/// A teacher's solution, in a session that has never seen a submission.
fn apart<'a>(bench: &'a Bench<'a>, kept: &mut Kept<'a>, reference: &Reference) -> Observation {
    match kept.apart(bench, &reference.limits) {
        Ok(session) => observe::reference(session, reference),
        Err(error) => observe::faulty(&error),
    }
}
