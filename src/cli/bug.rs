//! A bug of ours ends the program with status 3 and one paragraph that a user can send, never with a bare panic.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use crate::cli::exit::Exit;
use crate::cli::tell;
use crate::util::text;

/// Does the work; a panic in it, in any thread, is told and becomes [`Exit::Failure`].
pub(crate) fn caught(arguments: &[OsString], work: impl FnOnce() -> Exit) -> Exit {
    let doing = command_line(arguments);
    panic::set_hook(Box::new(move |info| {
        tell(&paragraph(&doing, &Accident::of(info)));
    }));
    // What the work leaves behind is not looked at again: the program ends.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Exit::Failure)
}

/// What went wrong, and where in the source.
struct Accident {
    message: String,
    place: String,
}

impl Accident {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        Self {
            message: info.payload_as_str().unwrap_or("no message").to_owned(),
            place: info
                .location()
                .map_or_else(|| "an unknown place".to_owned(), ToString::to_string),
        }
    }
}

fn command_line(arguments: &[OsString]) -> String {
    let shown: Vec<String> = arguments.iter().skip(1).map(|word| text::name(word)).collect();
    ["grader".to_owned()]
        .into_iter()
        .chain(shown)
        .collect::<Vec<_>>()
        .join(" ")
}

fn paragraph(doing: &str, accident: &Accident) -> String {
    format!(
        "error: this is a bug of the grader, not of a submission; no score may be recorded from this run. Please send \
         this paragraph to whoever gave you the grader: version {}, running `{doing}`, at {}: {}",
        env!("CARGO_PKG_VERSION"),
        accident.place,
        text::one_line(&accident.message)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paragraph_names_version_command_place_and_message_in_one_line() {
        let arguments = ["/usr/bin/grader", "check", "task3", "."].map(OsString::from);
        let accident = Accident {
            message: "index out of bounds\nand more".to_owned(),
            place: "src/grade/mod.rs:1:2".to_owned(),
        };
        let text = paragraph(&command_line(&arguments), &accident);
        let version = env!("CARGO_PKG_VERSION");
        assert!(text.ends_with(&format!(
            "version {version}, running `grader check task3 .`, at src/grade/mod.rs:1:2: index out of bounds\\nand more"
        )));
        assert!(!text.contains('\n'));
    }
}
