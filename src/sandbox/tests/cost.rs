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
