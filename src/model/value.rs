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
    Str(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Tuple(Vec<Value>),
    /// Elements sorted by this type's own order: Python's has none.
    Set(Vec<Value>),
    FrozenSet(Vec<Value>),
    /// Pairs in insertion order.
    Dict(Vec<(Value, Value)>),
    /// An object of a type that is not plain, a subclass of a plain one included.
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
        Self::Float(if value.is_nan() {
            f64::NAN.to_bits()
        } else {
            value.to_bits()
        })
    }

    pub(crate) fn int(value: i64) -> Self {
        Self::Int(value.to_string())
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
}

impl Exception {
    /// The name of the exact class.
    pub(crate) fn class(&self) -> &str {
        self.classes.first().map_or("BaseException", String::as_str)
    }

    /// Whether the exception is of the named built-in class or of one derived from it.
    pub(crate) fn is_a(&self, class: &str) -> bool {
        self.classes.iter().any(|known| known == class)
    }
}
