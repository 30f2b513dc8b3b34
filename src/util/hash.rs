//! One fingerprint for all that is compared by content.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 over parts, in hex. The length of a part goes in before it, so that no two lists of parts run together.
pub(crate) fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut hex = String::new();
    for byte in hasher.finalize() {
        write!(hex, "{byte:02x}").expect("a String takes everything");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_count_and_do_not_run_together() {
        let hash = |parts: &[&str]| of(parts.iter().map(|part| part.as_bytes()));
        let all = [
            hash(&["a", "bc"]),
            hash(&["ab", "c"]),
            hash(&["a", "bd"]),
            hash(&["a", "b", "c", ""]),
        ];
        for (i, left) in all.iter().enumerate() {
            assert_eq!(left.len(), 64);
            assert!(all[i + 1..].iter().all(|right| left != right));
        }
        assert_eq!(hash(&["a", "bc"]), all[0]);
    }
}
