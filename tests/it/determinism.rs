//! The same verdict and the same witness, every time.

use crate::builder::Grader;

/// Loses an update so rarely that a hundred stress runs see nothing.
const RARE: &str = include_str!("../../tasks/task3/selftest/rejected/no-lock/counter.py");

#[test]
fn a_counter_that_passes_a_hundred_stress_runs_is_failed_a_hundred_times_of_a_hundred() {
    let stress = "\
import sys
from counter import Counter, count
sys.setswitchinterval(1e-5)
for _ in range(100):
    assert count(Counter(), 4, 500) == 2000
print('never lost an update')
";
    let grader = Grader::new().file("counter.py", RARE).file("stress.py", stress);
    let python = std::process::Command::new("python3")
        .arg("stress.py")
        .current_dir(grader.folder())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&python.stdout).into_owned();
    assert!(
        said.contains("never lost an update"),
        "{said}{}",
        String::from_utf8_lossy(&python.stderr)
    );

    let submissions: Vec<String> = (0..100).map(|index| format!("s{index}")).collect();
    let mut grader = Grader::new().args(["check", "task3", "--format", "json", "--check", "race-free"]);
    for name in &submissions {
        grader = grader
            .file(&format!("{name}/counter.py"), RARE)
            .args([name.as_str()]);
    }
    let results = grader.run().exit(1).json();
    let first = &results["results"][0]["checks"][0];
    assert_eq!(first["status"], "failed");
    assert_eq!(first["reason"], "race");
    for result in results["results"].as_array().unwrap() {
        let check = &result["checks"][0];
        assert_eq!(check["status"], first["status"]);
        assert_eq!(check["evidence"], first["evidence"]);
        assert_eq!(check["rationale"], first["rationale"]);
    }
}
