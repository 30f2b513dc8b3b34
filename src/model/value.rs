//! Python values as they left the sandbox: by exact type, never through a method of the student's.

/// A value of a plain Python type, or what could be said of another one.
///
/// Two values are equal when Python's exact types and contents are: `True` is not `1`, `1.0` is not `1`, `-0.0` is
/// not `0.0`, and NaN equals NaN (an expectation of NaN must be possible to write down).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    None,
    Bool(bool),
    /// Decimal digits with an optional minus sign, canonical (no leading zeros, no `-0`).
    Int(String),
    /// The bits of a float, every NaN folded to one.
    Float(u64),
    /// The bits of both parts, folded like those of a float.
    Complex(u64, u64),
    Str(String),
    Bytes(Vec<u8>),
    ByteArray(Vec<u8>),
    List(Vec<Value>),
    Tuple(Vec<Value>),
    /// Elements sorted by this type's own order: Python's has none.
    Set(Vec<Value>),
    FrozenSet(Vec<Value>),
    /// Pairs in insertion order.
    Dict(Vec<(Value, Value)>),
    /// Start, stop and step; ranges of the same numbers are the same, see [`Value::range`].
    Range(String, String, String),
    Ellipsis,
    /// An object of a subclass of a plain type.
    Subclass {
        /// `module.qualname` of the exact type.
        class: String,
        /// The plain value that it holds; methods of the subclass were not asked.
        value: Box<Value>,
    },
    /// An object of a type that is not plain.
    Opaque {
        /// `module.qualname` of the exact type.
        class: String,
    },
    /// A container met again inside itself.
    Cycle,
    /// More than the harness may send: what was cut, in words of the protocol (`depth`, `nodes`, `bytes`).
    TooLarge(String),
}

impl Value {
    /// A float by value; all NaNs become one.
    pub(crate) fn float(value: f64) -> Self {
        Self::Float(folded(value))
    }

    /// A complex number by value.
    pub(crate) fn complex(real: f64, imaginary: f64) -> Self {
        Self::Complex(folded(real), folded(imaginary))
    }

    /// A range by its canonical digits. As for Python's `==`, it is the numbers in it that count: the stop is the
    /// number that would come next. Parts beyond 128 bits are left as they are.
    pub(crate) fn range(start: String, end: String, step: String) -> Self {
        let number = |digits: &String| digits.parse::<i128>().ok();
        let numbers = number(&start).zip(number(&end)).zip(number(&step));
        let ends = numbers.and_then(|((start, end), step)| range_ends(start, end, step));
        match ends {
            Some((start, end, step)) => Self::Range(start.to_string(), end.to_string(), step.to_string()),
            None => Self::Range(start, end, step),
        }
    }

    pub(crate) fn int(value: i64) -> Self {
        Self::Int(value.to_string())
    }
}

/// Start, the number after the last one, and step.
fn range_ends(start: i128, end: i128, step: i128) -> Option<(i128, i128, i128)> {
    let span = end.checked_sub(start)?;
    if step == 0 || span == 0 || (span > 0) != (step > 0) {
        return Some((0, 0, 1));
    }
    let before_last = span.checked_sub(step.signum())?.checked_div(step)?;
    if before_last == 0 {
        return Some((start, start.checked_add(1)?, 1));
    }
    let end = before_last
        .checked_add(1)?
        .checked_mul(step)?
        .checked_add(start)?;
    Some((start, end, step))
}

/// The bits of a float; all NaNs have the same.
fn folded(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else {
        value.to_bits()
    }
}

/// An exception that left a piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    /// `module.qualname` along the method resolution order; built-in classes without `builtins.`; only classes
    /// that *are* Python's own carry a bare name, so that a student's `ValueError` is `counter.ValueError`.
    pub(crate) classes: Vec<String>,
    /// The text, cut to 2000 characters; empty where it could not be had.
    pub(crate) text: String,
    /// The innermost line of the submission that the traceback names.
    pub(crate) location: Option<crate::model::verdict::Location>,
    /// The classes of its `__cause__`, as in `classes`; empty where there is none.
    pub(crate) cause: Vec<String>,
}

impl Exception {
    /// The name of the exact class.
    pub(crate) fn class(&self) -> &str {
        self.classes.first().map_or("BaseException", String::as_str)
    }

    /// Whether the exception is of the named class or of one derived from it.
    pub(crate) fn is_a(&self, class: &str) -> bool {
        self.classes.iter().any(|known| is_called(known, class))
    }

    /// Whether its `__cause__` is.
    pub(crate) fn is_caused_by(&self, class: &str) -> bool {
        self.cause.iter().any(|known| is_called(known, class))
    }
}

/// Whether a class may be called so. The library makes classes in modules that nobody imports them from: `queue.Empty` is
/// made in `_queue`, `json.JSONDecodeError` in `json.decoder`, `concurrent.futures.CancelledError` in `_base`.
fn is_called(known: &str, wanted: &str) -> bool {
    if known == wanted {
        return true;
    }
    let (Some((made, name)), Some((module, wanted))) = (known.rsplit_once('.'), wanted.rsplit_once('.'))
    else {
        return false;
    };
    let inside = |rest: &str| rest.starts_with('.');
    name == wanted
        && (made.strip_prefix('_') == Some(module) || made.strip_prefix(module).is_some_and(inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_called_by_the_module_that_they_are_imported_from() {
        for (known, wanted, right) in [
            ("ValueError", "ValueError", true),
            ("bank.ValueError", "ValueError", false),
            ("_queue.Empty", "queue.Empty", true),
            ("json.decoder.JSONDecodeError", "json.JSONDecodeError", true),
            (
                "concurrent.futures._base.TimeoutError",
                "concurrent.futures.TimeoutError",
                true,
            ),
            ("bank.InsufficientFunds", "bank.InsufficientFunds", true),
            ("banking.InsufficientFunds", "bank.InsufficientFunds", false),
            ("bank.Full", "bank.Empty", false),
            ("_queue.Empty", "ueue.Empty", false),
        ] {
            assert_eq!(is_called(known, wanted), right, "{known} {wanted}");
        }
    }

    #[test]
    fn ranges_of_the_same_numbers_are_the_same() {
        #[track_caller]
        fn check(one: [i64; 3], other: [i64; 3], equal: bool) {
            let range = |parts: [i64; 3]| {
                let [start, end, step] = parts.map(|part| part.to_string());
                Value::range(start, end, step)
            };
            assert_eq!(range(one) == range(other), equal, "{one:?} {other:?}");
        }
        check([0, 0, 1], [5, 1, 1], true);
        check([0, 5, 2], [0, 6, 2], true);
        check([5, 0, -2], [5, -1, -2], true);
        check([3, 4, 1], [3, 0, -7], true);
        check([0, 5, 1], [0, 6, 1], false);
        check([0, 5, 1], [1, 5, 1], false);
        check([0, 5, 1], [0, 5, 2], false);
    }
}
