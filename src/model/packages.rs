//! What a submission may import beside the standard library.

/// Packages of a task, pinned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Packages {
    /// As the task names them, such as `requests>=2`; none for most tasks.
    pub(crate) names: Vec<String>,
    /// One line per package, each with its version and the hashes of its files, as pip reads them.
    pub(crate) lock: String,
}

impl Packages {
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
