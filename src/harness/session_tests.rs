//! Whole sessions: a real interpreter, our program in it, files of a student.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::harness::answers::{Imported, Modelled};
use crate::harness::observe;
use crate::harness::protocol::End;
use crate::harness::python::Interpreter;
use crate::harness::questions::ModelQuestion;
use crate::harness::session::{Files, Mode, Network, SIGKILL, SIGXCPU, Session, Setting, Sight, conclude};
use crate::model::limits::Limits;
use crate::model::observation::{Broken, ImportFailure, LimitKind, Observation, StepEnd};
use crate::model::run::{Piece, Steps};
use crate::model::schedule::Part;
use crate::model::value::Value;
use crate::sandbox::{Demand, Sandbox};

fn interpreter() -> &'static Interpreter {
    static FOUND: OnceLock<Interpreter> = OnceLock::new();
    FOUND.get_or_init(|| {
        // Compiled once for all tests; what was compiled is kept in memory.
        let cache = tempfile::tempdir().unwrap();
        Interpreter::find(None, Some(cache.path())).unwrap()
    })
}

fn sandbox() -> &'static Sandbox {
    static CHOSEN: OnceLock<Sandbox> = OnceLock::new();
    CHOSEN.get_or_init(|| Sandbox::choose(Demand::Auto).unwrap())
}

fn limits() -> Limits {
    Limits {
        cpu: Duration::from_secs(5),
        answer: 1 << 16,
        ..Limits::default()
    }
}

fn session(source: &str, limits: Limits) -> Session<'static> {
    let files: Files = vec![("counter.py".to_owned(), Arc::from(source.as_bytes()))];
    Session::start(Setting {
        sandbox: sandbox(),
        interpreter: interpreter(),
        packages: None,
        network: Network::None,
        sight: Sight::Unseen,
        mode: Mode::Plain,
        files,
        limits,
    })
    .unwrap()
}

fn run(session: &mut Session<'_>, code: &[&str]) -> Observation {
    let pieces = code.iter().map(|&piece| Piece::Code(piece.to_owned())).collect();
    observe::steps(
        session,
        "counter.py",
        &Steps {
            needs: vec![],
            pieces,
            apart: false,
            limits: limits(),
        },
    )
}

#[track_caller]
fn check(source: &str, code: &[&str], expected: &Observation) {
    let mut session = session(source, limits());
    let seen = observe::import(&mut session, "counter.py").unwrap_or_else(|| run(&mut session, code));
    assert_eq!(seen, *expected);
}

fn values(values: impl IntoIterator<Item = Value>) -> Observation {
    Observation::Steps(values.into_iter().map(StepEnd::Value).collect())
}

#[test]
fn values_come_back() {
    check(
        "X = 20\ndef f(): return X + 1\n",
        &["f()", "counter.X"],
        &values([Value::int(21), Value::int(20)]),
    );
}

#[test]
fn an_exit_at_import_is_no_pass() {
    let broken = |broken| Observation::NotImported(ImportFailure::Broken(broken));
    check("import os; os._exit(0)", &[], &broken(Broken::Exited(0)));
    check("import os; os.abort()", &[], &broken(Broken::Signalled(6)));
}

#[test]
fn an_exception_at_import_has_its_place() {
    let mut session = session("\n\nraise SystemExit(0)\n", limits());
    let Ok(Imported::Raised(exception)) = session.import("counter.py") else {
        panic!("it was imported")
    };
    assert_eq!(exception.class(), "SystemExit");
    assert_eq!(exception.location.unwrap().line, 3);
}

#[test]
fn an_answer_of_two_lines_is_a_forgery() {
    let forge = "import os\ndef forge():\n  for d in range(3, 1100):\n    try: os.write(d, b'{\"steps\":[{\"value\":{\"n\":0}}]}\\n')\n    except OSError: pass\n";
    let mut session = session(forge, limits());
    assert_eq!(observe::import(&mut session, "counter.py"), None);
    let Observation::Broken(Broken::Protocol(_)) = run(&mut session, &["forge()"]) else {
        panic!("it was believed")
    };
    assert_eq!(run(&mut session, &["1"]), values([Value::int(1)]));
}

#[test]
fn an_answer_beyond_its_bound_is_the_answer_limit() {
    let flood = "import os\ndef flood():\n  for _ in range(99):\n    for d in range(200, 1024):\n\
                 \x20     try: os.write(d, b'x' * 4096)\n      except OSError: pass\n";
    let mut session = session(flood, limits());
    assert_eq!(observe::import(&mut session, "counter.py"), None);
    assert_eq!(
        run(&mut session, &["flood()"]),
        Observation::Broken(Broken::Limit(LimitKind::Answer))
    );
    assert_eq!(run(&mut session, &["1"]), values([Value::int(1)]));
}

#[test]
fn processor_time_is_bounded() {
    let mut limits = limits();
    limits.cpu = Duration::from_secs(1);
    let mut session = session("def spin():\n  while True: pass\n", limits);
    assert_eq!(observe::import(&mut session, "counter.py"), None);
    assert_eq!(
        run(&mut session, &["spin()"]),
        Observation::Broken(Broken::Limit(LimitKind::Cpu))
    );
    assert_eq!(run(&mut session, &["1"]), values([Value::int(1)]));
}

#[test]
fn a_session_that_was_ended_by_a_limit_goes_on() {
    let mut limits = limits();
    limits.wall = Duration::from_secs(1);
    let mut session = session("import time\nX = 1\n", limits);
    assert_eq!(observe::import(&mut session, "counter.py"), None);
    assert_eq!(
        run(&mut session, &["time.sleep(60)"]),
        Observation::Broken(Broken::Limit(LimitKind::Wall))
    );
    assert_eq!(run(&mut session, &["X"]), values([Value::int(1)]));
}

#[test]
fn a_model_answers_per_order() {
    let mut session = session("", limits());
    session = {
        drop(session);
        let setting = Setting {
            sandbox: sandbox(),
            interpreter: interpreter(),
            packages: None,
            network: Network::None,
            sight: Sight::Unseen,
            mode: Mode::Plain,
            files: vec![],
            limits: limits(),
        };
        Session::start(setting).unwrap()
    };
    let order = |first, second| {
        vec![
            (Part::Thread, first, 0),
            (Part::Thread, second, 0),
            (Part::End, 0, 0),
        ]
    };
    let answer = session.model(ModelQuestion {
        source: "seen = []".to_owned(),
        setup: String::new(),
        orders: vec![order(0, 1), order(1, 0)],
        threads: vec![
            vec!["seen.append(1)".to_owned()],
            vec!["seen.append(2)".to_owned()],
        ],
        main: vec![],
        end: vec!["seen".to_owned()],
    });
    let Ok(Modelled::Orders(orders)) = answer else {
        panic!("{answer:?}")
    };
    let seen: Vec<_> = orders.iter().map(|ends| ends.last().cloned().unwrap()).collect();
    let list = |first, second| StepEnd::Value(Value::List(vec![Value::int(first), Value::int(second)]));
    assert_eq!(seen, [list(1, 2), list(2, 1)]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn how_an_end_without_an_answer_is_read() {
    let end = End {
        status: 0,
        signal: None,
        answered: false,
        lines: 0,
        too_long: false,
        swept: true,
        cpu_ms: 0,
    };
    let check = |end: End, expected: Broken| {
        assert_eq!(conclude::<()>(None, end, &limits()), Err(expected), "{end:?}");
    };
    check(end, Broken::Exited(0));
    check(End { status: 3, ..end }, Broken::Exited(3));
    check(
        End {
            signal: Some(11),
            ..end
        },
        Broken::Signalled(11),
    );
    check(
        End {
            signal: Some(SIGXCPU),
            ..end
        },
        Broken::Limit(LimitKind::Cpu),
    );
    check(
        End {
            signal: Some(SIGKILL),
            ..end
        },
        Broken::Signalled(SIGKILL),
    );
    check(
        End {
            signal: Some(SIGKILL),
            cpu_ms: 5000,
            ..end
        },
        Broken::Limit(LimitKind::Cpu),
    );
    check(
        End {
            signal: Some(SIGKILL),
            too_long: true,
            ..end
        },
        Broken::Limit(LimitKind::Answer),
    );
    check(
        End { lines: 1, ..end },
        Broken::Protocol("an answer came before its question".to_owned()),
    );
    let twice = End {
        answered: true,
        lines: 2,
        ..end
    };
    assert!(matches!(
        conclude(Some(()), twice, &limits()),
        Err(Broken::Protocol(_))
    ));
    assert_eq!(
        conclude(
            Some(()),
            End {
                lines: 1,
                signal: Some(9),
                ..end
            },
            &limits()
        ),
        Ok(())
    );
}
