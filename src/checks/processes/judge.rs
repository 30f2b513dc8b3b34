//! What the processes prove.

use crate::checks::processes::lines::Lines;
use crate::checks::processes::seen::Seen;
use crate::checks::processes::{OneRun, Processes, tell};
use crate::checks::{Check as _, TaskContext, trouble};
use crate::model::message::{Message, Words};
use crate::model::observation::{Broken, Observation};
use crate::model::processes::{Tree, Written};
use crate::model::show;
use crate::model::verdict::{Judgement, Reason, Status};

/// The first run that fails decides; our own faults count only where nothing failed.
pub(super) fn judge(check: &Processes, task: &TaskContext, observations: &[Observation]) -> Judgement {
    if observations.len() != check.runs.len() {
        return trouble::unexpected();
    }
    let mut inconclusive = None;
    for (run, observation) in check.runs.iter().zip(observations) {
        let judgement = judge_run(run, task, observation);
        match judgement.status {
            Status::Failed => return judgement,
            Status::Inconclusive => inconclusive = inconclusive.or(Some(judgement)),
            Status::Passed | Status::Skipped => {}
        }
    }
    inconclusive.unwrap_or_else(Judgement::passed)
}

fn judge_run(run: &OneRun, task: &TaskContext, observation: &Observation) -> Judgement {
    let Observation::Observed { steps, tree } = observation else {
        return run.call.judge(task, std::slice::from_ref(observation));
    };
    // What goes before the call, and how it ended.
    let ended = run.call.judge(task, std::slice::from_ref(steps));
    let judgement = match (ended.status, &**steps) {
        (Status::Passed, _) => seen(run, tree),
        (Status::Failed, Observation::Broken(how)) => tell::tree(ended, how, tree, &task.limits),
        (Status::Failed | Status::Inconclusive | Status::Skipped, _) => ended,
    };
    if judgement.status != Status::Failed {
        return judgement;
    }
    let told = tell::came_back(run, judgement, &Seen::came_back(tree));
    tell::named(run, told)
}

/// What was seen of the processes of a call that ended as it must.
fn seen(run: &OneRun, tree: &Tree) -> Judgement {
    let Some(seen) = Seen::of(tree) else {
        let how = "moments of the call were named by others than the grader";
        return trouble::broken(&Broken::Protocol(how.to_owned()));
    };
    let lines = Lines::of(&tree.written[0]);
    let wrong = once(run, tree)
        .or_else(|| left(run, &seen))
        .or_else(|| counts(run, &seen))
        .or_else(|| statuses(run, &seen))
        .or_else(|| silent(run, &seen, &lines))
        .or_else(|| written(run, &lines))
        .or_else(|| writers(run, &seen, &lines))
        .or_else(|| other_lines(run, &lines))
        .or_else(|| errors(run, &tree.written[1]));
    wrong.unwrap_or_else(Judgement::passed)
}

/// The words are those that any failure gets where a child came back.
fn once(run: &OneRun, tree: &Tree) -> Option<Judgement> {
    let came_back = Seen::came_back(tree);
    (run.wanted.once && !came_back.is_empty()).then(|| Judgement::failed(Reason::ChildCameBack))
}

fn left(run: &OneRun, seen: &Seen<'_>) -> Option<Judgement> {
    if !run.wanted.nothing_left {
        return None;
    }
    let left = seen.left();
    let kinds = [
        ("processes-left-alive", left.alive),
        ("processes-left-zombie", left.zombies),
        ("processes-left-abandoned", left.abandoned),
    ];
    let words = kinds
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| Words::Ours(tell::about(id, run).count("count", count)));
    words.fold(None, |judgement: Option<Judgement>, words| {
        let judgement = judgement.unwrap_or_else(|| Judgement::failed(Reason::ChildLeft));
        Some(judgement.because(words))
    })
}

fn counts(run: &OneRun, seen: &Seen<'_>) -> Option<Judgement> {
    if let Some(wanted) = run
        .wanted
        .processes
        .filter(|wanted| u64::from(*wanted) != seen.count())
    {
        let words = tell::about("processes-count", run).count("count", seen.count());
        return Some(failed(Reason::Wrong, words).expecting(wanted.to_string(), seen.count().to_string()));
    }
    let (least, most) = run.wanted.alive;
    let alive = seen.most_alive();
    let (id, bound) = match (least, most) {
        (Some(least), _) if alive < u64::from(least) => ("processes-too-few-at-once", least),
        (_, Some(most)) if alive > u64::from(most) => ("processes-too-many-at-once", most),
        _ => return None,
    };
    let words = tell::about(id, run).count("count", alive);
    Some(failed(Reason::Wrong, words).expecting(bound.to_string(), alive.to_string()))
}

fn statuses(run: &OneRun, seen: &Seen<'_>) -> Option<Judgement> {
    let wanted = run.wanted.statuses.as_ref()?;
    let statuses = seen.statuses();
    if statuses
        .iter()
        .copied()
        .eq(wanted.iter().map(|status| Some(*status)))
    {
        return None;
    }
    let shown = |statuses: Vec<String>| format!("[{}]", statuses.join(", "));
    let wanted = shown(wanted.iter().map(ToString::to_string).collect());
    let actual = shown(
        statuses
            .iter()
            .map(|status| status.map_or_else(|| "?".to_owned(), |status| status.to_string()))
            .collect(),
    );
    let words = tell::about("processes-statuses", run)
        .code("expected", &wanted)
        .code("actual", &actual);
    Some(failed(Reason::Wrong, words).expecting(wanted, actual))
}

fn silent(run: &OneRun, seen: &Seen<'_>, lines: &Lines) -> Option<Judgement> {
    let silent = seen.who().filter(|process| !lines.wrote(*process)).count() as u64;
    (run.wanted.each_prints && silent > 0).then(|| {
        let words = tell::about("processes-silent", run).count("count", silent);
        failed(Reason::Wrong, words)
    })
}

fn written(run: &OneRun, lines: &Lines) -> Option<Judgement> {
    run.wanted.lines.iter().find_map(|(line, wanted)| {
        let count = lines.count(line);
        (count != u64::from(*wanted)).then(|| {
            let id = match (wanted, count) {
                (0, _) => "processes-line-unwanted",
                (_, 0) => "processes-line-missing",
                _ => "processes-line-count",
            };
            let words = tell::about(id, run).code("line", line).count("count", count);
            failed(Reason::Wrong, words).expecting(wanted.to_string(), count.to_string())
        })
    })
}

fn writers(run: &OneRun, seen: &Seen<'_>, lines: &Lines) -> Option<Judgement> {
    run.wanted.writers.iter().find_map(|(line, wanted)| {
        let writers = lines.writers(line);
        let count = writers.len() as u64;
        let most = writers.values().copied().max().unwrap_or(0);
        let words = |id| tell::about(id, run).code("line", line);
        if count != u64::from(*wanted) {
            let words = words("processes-writers").count("count", count);
            return Some(failed(Reason::Wrong, words).expecting(wanted.to_string(), count.to_string()));
        }
        if most > 1 {
            let words = words("processes-writer-again").count("count", most);
            return Some(failed(Reason::Wrong, words));
        }
        (count > 0 && !writers.contains_key(&Some(seen.caller)))
            .then(|| failed(Reason::Wrong, words("processes-writer-caller")))
    })
}

fn other_lines(run: &OneRun, lines: &Lines) -> Option<Judgement> {
    let others = run.wanted.other_lines.as_ref()?;
    let counted = run.wanted.lines.iter().chain(&run.wanted.writers);
    let known: Vec<&String> = counted.map(|(line, _)| line).chain(others).collect();
    let strange = lines
        .each()
        .find(|line| !line.ended || !known.contains(&&line.text))?;
    let id = if strange.ended {
        "processes-line-other"
    } else {
        "processes-line-unended"
    };
    let words = tell::about(id, run).code("line", show::visible_line(&strange.text));
    Some(failed(Reason::Wrong, words))
}

fn errors(run: &OneRun, written: &[Written]) -> Option<Judgement> {
    let pattern = run.wanted.errors.as_ref()?;
    let bytes: Vec<u8> = written.iter().flat_map(|piece| piece.bytes.clone()).collect();
    let text = String::from_utf8_lossy(&bytes);
    if pattern.is_match(&text) {
        return None;
    }
    let words = Message::new("processes-errors")
        .code("code", &run.code)
        .code("pattern", pattern.as_str());
    Some(failed(Reason::Wrong, words).expecting(pattern.as_str(), show::text(&text)))
}

fn failed(reason: Reason, words: Message) -> Judgement {
    Judgement::failed(reason).because(Words::Ours(words))
}
