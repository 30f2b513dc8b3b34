//! Tells what a start costs. Nothing is asserted about times: they belong to the machine.

use super::*;

const TURNS: usize = 30;

fn median(mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..TURNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[TURNS / 2]
}

#[test]
fn the_cost_of_a_start_is_told() {
    let arguments = ["-I", "-S", "-c", "pass"];
    let bare = median(|| {
        let status = std::process::Command::new("/usr/bin/python3")
            .args(arguments)
            .status()
            .unwrap();
        assert!(status.success());
    });
    let mut told = vec![format!("bare {bare:?}")];
    for sandbox in Level::ALL.into_iter().filter_map(sandbox) {
        let mut command = python("pass");
        command.args = arguments.map(String::from).to_vec();
        let time = median(|| assert_eq!(follow(&sandbox, &command).ended.status, Exit::Code(0)));
        let over = time.saturating_sub(bare);
        told.push(format!("{} {time:?} (+{over:?})", sandbox.level().as_str()));
    }
    std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("cost of a start: {}\n", told.join(", ")).as_bytes(),
    )
    .unwrap();
}

#[test]
fn the_cost_of_an_observed_process_is_told() {
    const FORKS: u32 = 200;
    let code = format!(
        "
import os
for _ in range({FORKS}):
    pid = os.fork()
    if pid == 0: os._exit(0)
    os.waitpid(pid, 0)
"
    );
    let mut told = Vec::new();
    for sandbox in Level::ALL.into_iter().filter_map(sandbox) {
        let run = |observed| {
            let command = Command {
                observed,
                ..python(&code)
            };
            let mut times: Vec<Duration> = (0..5)
                .map(|_| {
                    let start = Instant::now();
                    assert_eq!(follow(&sandbox, &command).ended.status, Exit::Code(0));
                    start.elapsed()
                })
                .collect();
            times.sort_unstable();
            times[0] / FORKS
        };
        let (unseen, seen) = (run(false), run(true));
        told.push(format!(
            "{} {unseen:?}, observed {seen:?}",
            sandbox.level().as_str()
        ));
    }
    std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("cost of a fork, an end and a wait: {}\n", told.join("; ")).as_bytes(),
    )
    .unwrap();
}
