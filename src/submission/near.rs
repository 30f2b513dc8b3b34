//! Which file was probably meant where the required one is absent.

use std::path::Path;

/// Below this likeness two names are strangers.
const ALIKE: f64 = 0.75;

/// The present file that is most like the required one.
pub(super) fn nearest(required: &str, present: &[String]) -> Option<String> {
    let ranked = present
        .iter()
        .filter_map(|path| Some((rank(required, path)?, path)));
    ranked
        .min_by(|left, right| left.0.cmp(&right.0).then_with(|| left.1.cmp(right.1)))
        .map(|(_, path)| path.clone())
}

/// How far a path is from what was asked, smaller is nearer; nothing where it is something else altogether.
fn rank(required: &str, path: &str) -> Option<(usize, usize)> {
    let depth = path.matches('/').count();
    let name = path.rsplit('/').next().unwrap_or(path);
    let (wanted, given) = (required.to_lowercase(), name.to_lowercase());
    if given == wanted {
        return Some((0, depth));
    }
    // `counter.py.txt`, `counter`, `counter.txt`, `counter (1).py`, `counter_final.py`.
    let stem = wanted.strip_suffix(".py").unwrap_or(&wanted);
    if given.starts_with(&wanted) || given == stem {
        return Some((1, depth));
    }
    let given_stem = given.rsplit_once('.').map_or(given.as_str(), |(stem, _)| stem);
    if given_stem == stem || (is_python(&given) && given_stem.starts_with(stem)) {
        return Some((2, depth));
    }
    // A data file of a similar name is no attempt at the program.
    if is_python(&given) && strsim::normalized_damerau_levenshtein(stem, given_stem) >= ALIKE {
        return Some((3, depth));
    }
    None
}

fn is_python(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "py")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_was_meant_is_found() {
        for (present, near) in [
            (&["Counter.py"][..], Some("Counter.py")),
            (
                &["notes.txt", "submission/task3/counter.py"],
                Some("submission/task3/counter.py"),
            ),
            (&["a/b/counter.py", "z/counter.py"], Some("z/counter.py")),
            (&["counter.py.txt", "deep/counter.py"], Some("deep/counter.py")),
            (&["counter.py.txt"], Some("counter.py.txt")),
            (&["counter.txt"], Some("counter.txt")),
            (&["counter (1).py"], Some("counter (1).py")),
            (&["couter.py"], Some("couter.py")),
            (&["coutner.py", "other.py"], Some("coutner.py")),
            (&["сounter.py"], Some("сounter.py")),
            (&["bank.py", "main.py"], None),
            (&[], None),
        ] {
            let present: Vec<String> = present.iter().map(ToString::to_string).collect();
            assert_eq!(nearest("counter.py", &present).as_deref(), near, "{present:?}");
        }
    }
}
