//! The `grader` program.

fn main() {}
