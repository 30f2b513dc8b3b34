//! One line of progress on a terminal, and nothing anywhere else.

use std::io::{self, Write};
use std::sync::Mutex;

use crate::cli::config::Config;
use crate::grade::Event;

/// Draws the progress of one submission over and over on the same line of standard error.
pub(crate) struct Progress {
    draw: bool,
    drawn: Mutex<usize>,
}

impl Progress {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            draw: config.progress,
            drawn: Mutex::new(0),
        }
    }

    /// Shows one event.
    pub(crate) fn show(&self, event: &Event) {
        match event {
            Event::Planned { runs } => self.line(&format!("grading: 0 of {runs}")),
            Event::RunEnded { check, ended, runs } => {
                self.line(&format!("grading: {ended} of {runs} ({check})"));
            }
        }
    }

    fn line(&self, text: &str) {
        if !self.draw {
            return;
        }
        if let Ok(mut drawn) = self.drawn.lock() {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{text:<width$}", width = *drawn);
            let _ = err.flush();
            *drawn = text.chars().count();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Ok(drawn) = self.drawn.lock()
            && *drawn > 0
        {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{:width$}\r", "", width = *drawn);
            let _ = err.flush();
        }
    }
}
