//! `grader schema`: the JSON Schema of `task.toml`.

use crate::cli::exit::{Exit, Stop};
use crate::cli::print;
use crate::spec;

pub(crate) fn run() -> Result<Exit, Stop> {
    let mut text = serde_json::to_string_pretty(&spec::schema())
        .map_err(|error| Stop::failure(format!("cannot write the schema: {error}")))?;
    text.push('\n');
    print(text.as_bytes())
}
