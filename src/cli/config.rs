//! What the command line and the environment mean together.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use etcetera::BaseStrategy as _;

use crate::cli::args::{ColorArg, LangArg, OutputArgs};
use crate::cli::exit::Stop;
use crate::model::message::Lang;
use crate::report::{Catalogue, Look, Verbosity};
use crate::submission::Refusal;
use crate::util::causes::chain;

/// How to talk.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) lang: Lang,
    /// Colour on standard output and on standard error.
    pub(crate) color_out: bool,
    pub(crate) color_err: bool,
    /// Columns of the report.
    pub(crate) width: usize,
    pub(crate) verbosity: Verbosity,
    /// Whether standard error is a terminal on which progress may be drawn.
    pub(crate) progress: bool,
}

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: usize = 80;

impl Config {
    pub(crate) fn from_environment(output: &OutputArgs) -> Self {
        let terminal = io::stdout().is_terminal();
        Self {
            lang: output.lang.map_or_else(|| lang_of_locale(&variable), Lang::from),
            color_out: color(output.color, terminal, &variable),
            color_err: color(output.color, io::stderr().is_terminal(), &variable),
            width: width(terminal, &variable),
            verbosity: verbosity(output),
            progress: io::stderr().is_terminal() && output.quiet == 0 && variable("CI").is_none(),
        }
    }

    /// How a report on standard output should look.
    pub(crate) fn look(&self) -> Look {
        Look {
            lang: self.lang,
            color: self.color_out,
            width: self.width,
            verbosity: self.verbosity,
        }
    }

    pub(crate) fn paint_error(&self, text: &str) -> String {
        paint(self.color_err, AnsiColor::Red.on_default().bold(), text)
    }

    pub(crate) fn paint_hint(&self, text: &str) -> String {
        paint(self.color_err, AnsiColor::Cyan.on_default().bold(), text)
    }

    pub(crate) fn paint_good(&self, text: &str) -> String {
        paint(self.color_out, AnsiColor::Green.on_default().bold(), text)
    }

    pub(crate) fn paint_bad(&self, text: &str) -> String {
        paint(self.color_out, AnsiColor::Red.on_default().bold(), text)
    }
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::En => Self::En,
            LangArg::Ru => Self::Ru,
        }
    }
}

/// A variable of the environment that is set to something.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where this user's caches are.
pub(crate) fn cache() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("grader"))
}

/// The folder that the program was started in.
pub(crate) fn here() -> Result<PathBuf, Stop> {
    env::current_dir().map_err(|error| Stop::failure(format!("cannot tell the current folder: {error}")))
}

/// Why a path cannot be graded, as a reason to stop.
pub(crate) fn refused(refusal: &Refusal, config: &Config) -> Stop {
    match refusal {
        Refusal::Submission(unusable) => {
            Stop::nothing(Catalogue::new(config.lang).message(&unusable.message()))
        }
        Refusal::CommandLine(nothing) => {
            Stop::nothing(Catalogue::new(config.lang).message(&nothing.message()))
        }
        Refusal::Machine(error) => Stop::failure(chain(error)),
    }
}

fn paint(color: bool, style: Style, text: &str) -> String {
    if color {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

fn verbosity(output: &OutputArgs) -> Verbosity {
    match (output.quiet, output.verbose) {
        (0, 0) => Verbosity::Normal,
        (0, _) => Verbosity::Verbose,
        (_, _) => Verbosity::Quiet,
    }
}

fn lang_of_locale(variable: &dyn Fn(&str) -> Option<String>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    match locale {
        Some(name) if name == "ru" || ["ru_", "ru.", "ru@"].iter().any(|start| name.starts_with(start)) => {
            Lang::Ru
        }
        Some(_) | None => Lang::En,
    }
}

fn color(asked: ColorArg, terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    match asked {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            let forced = variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
            let refused =
                variable("NO_COLOR").is_some() || variable("TERM").is_some_and(|value| value == "dumb");
            !refused && (terminal || forced)
        }
    }
}

fn width(terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> usize {
    if let Some(columns) = variable("COLUMNS").and_then(|value| value.parse().ok()) {
        return usize::clamp(columns, 40, 160);
    }
    if !terminal {
        return PLAIN_WIDTH;
    }
    terminal_size::terminal_size().map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0).clamp(40, 160))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn the_locale_chooses_the_language() {
        assert_eq!(lang_of_locale(&set(&[("LANG", "ru_RU.UTF-8")])), Lang::Ru);
        assert_eq!(
            lang_of_locale(&set(&[("LC_ALL", "C"), ("LANG", "ru_RU.UTF-8")])),
            Lang::En
        );
        assert_eq!(
            lang_of_locale(&set(&[("LC_MESSAGES", "ru_UA.KOI8-U"), ("LANG", "en_GB.UTF-8")])),
            Lang::Ru
        );
        for (locale, lang) in [
            ("ru", Lang::Ru),
            ("ru@x", Lang::Ru),
            ("run", Lang::En),
            ("C.UTF-8", Lang::En),
        ] {
            assert_eq!(
                lang_of_locale(&set(&[("LC_ALL", locale), ("LANG", "ru_RU")])),
                lang,
                "{locale}"
            );
        }
        assert_eq!(lang_of_locale(&set(&[])), Lang::En);
    }

    #[test]
    fn no_color_wins_over_a_terminal_and_is_overruled_by_the_option() {
        assert!(color(ColorArg::Auto, true, &set(&[])));
        assert!(!color(ColorArg::Auto, true, &set(&[("NO_COLOR", "1")])));
        assert!(!color(ColorArg::Auto, true, &set(&[("TERM", "dumb")])));
        assert!(!color(ColorArg::Auto, false, &set(&[])));
        assert!(color(ColorArg::Always, false, &set(&[("NO_COLOR", "1")])));
    }
}
