//! Errors for people.

use std::error::Error;

/// An error with all its causes, in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot open the door")]
    struct Outer(#[source] std::num::ParseIntError);

    #[test]
    fn every_cause_is_told() {
        let error = Outer("key".parse::<u8>().unwrap_err());
        assert_eq!(
            chain(&error),
            "cannot open the door: invalid digit found in string"
        );
    }
}
