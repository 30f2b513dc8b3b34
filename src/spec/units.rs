//! Durations and sizes with their unit, such as `500ms` and `64MiB`.

use std::time::Duration;

const DURATIONS: &[(&str, u64)] = &[("ms", 1), ("s", 1000), ("min", 60_000)];
const SIZES: &[(&str, u64)] = &[("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
const LONGEST: Duration = Duration::from_hours(1);
const LARGEST: u64 = 1 << 40;

/// A duration from one millisecond to an hour; the error is a sentence.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let form = "a duration is a number with `ms`, `s` or `min`, such as \"2s\" or \"500ms\"";
    let millis = measure(text, DURATIONS).ok_or_else(|| form.to_owned())?;
    let duration = Duration::from_millis(millis);
    if duration.is_zero() || duration > LONGEST {
        return Err("a duration is from 1 ms to 60 min".to_owned());
    }
    Ok(duration)
}

/// A size from one byte to a tebibyte; the error is a sentence.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let form = "a size is a number with `B`, `KiB`, `MiB` or `GiB`, such as \"64MiB\"";
    let bytes = measure(text, SIZES).ok_or_else(|| form.to_owned())?;
    if bytes == 0 || bytes > LARGEST {
        return Err("a size is from 1 B to 1024 GiB".to_owned());
    }
    Ok(bytes)
}

/// `1.5` and a unit, in the smallest unit; `None` where it is not that or does not come out whole.
fn measure(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(end);
    let (_, factor) = units
        .iter()
        .find(|(name, _)| *name == unit.trim_start_matches(' '))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if fraction.is_empty() || fraction.len() > 6 {
        return None;
    }
    let scale = 10u64.pow(u32::try_from(fraction.len()).ok()?);
    let parts = fraction.parse::<u64>().ok()?.checked_mul(*factor)?;
    if parts % scale != 0 {
        return None;
    }
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(*factor)?
        .checked_add(parts / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_have_a_unit_and_bounds() {
        #[track_caller]
        fn check(text: &str, millis: Option<u64>, bytes: Option<u64>) {
            assert_eq!(
                duration(text).ok().map(|d| d.as_millis()),
                millis.map(u128::from),
                "{text}"
            );
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
        check("2s", Some(2000), None);
        check("500ms", Some(500), None);
        check("1.5 s", Some(1500), None);
        check("60min", Some(3_600_000), None);
        check("61min", None, None);
        check("0s", None, None);
        check("0.5ms", None, None);
        check("64MiB", None, Some(64 << 20));
        check("1.5KiB", None, Some(1536));
        check("2TiB", None, None);
        check("99999999999999999999GiB", None, None);
        for nonsense in ["", "s", "5", "-1s", "1e3s", "1.s", ".5s", "1.2.3s", "½s", "2 S"] {
            check(nonsense, None, None);
        }
    }
}
