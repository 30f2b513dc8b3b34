//! What people see.

use super::*;
use crate::report::samples;

fn shown(grade: &Grade, look: Look) -> String {
    render(std::slice::from_ref(grade), &look)
}

#[test]
fn show() {
    use crate::model::message::Lang;
    for (name, g) in [
        ("passed", samples::all_passed()),
        ("racy", samples::racy()),
        ("dead", samples::deadlock()),
        ("imp", samples::not_imported()),
        ("hostile", samples::hostile()),
    ] {
        for width in [80, 60, 120] {
            for lang in [Lang::En, Lang::Ru] {
                eprintln!(
                    "=== {name} {width} {lang:?}\n{}",
                    shown(
                        &g,
                        Look {
                            width,
                            lang,
                            ..Look::default()
                        }
                    )
                );
            }
        }
    }
    eprintln!(
        "{}",
        shown(
            &samples::racy(),
            Look {
                color: true,
                ..Look::default()
            }
        )
    );
    eprintln!(
        "{}",
        shown(
            &samples::all_passed(),
            Look {
                verbosity: Verbosity::Verbose,
                ..Look::default()
            }
        )
    );
}
