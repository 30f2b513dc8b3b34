//! The `grader` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    grader::run(std::env::args_os())
}
