//! Bounds of one run.

use std::time::Duration;

/// What one process tree in the sandbox may use. Every field has a finite value: there is no "unlimited".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Real time for one question to the harness, a last resort: verdicts rest on CPU time and on counts.
    pub(crate) wall: Duration,
    /// CPU time of one question, over all its processes and threads.
    pub(crate) cpu: Duration,
    /// Memory of the whole tree, in bytes.
    pub(crate) memory: u64,
    /// Processes and threads alive at once.
    pub(crate) processes: u32,
    /// Open descriptors of one process.
    pub(crate) open_files: u32,
    /// Size of a file that may be written, and of each private file system in memory, in bytes.
    pub(crate) disk: u64,
    /// Bytes of standard output, and of standard error, that are read before the run is ended.
    pub(crate) output: u64,
    /// Bytes of one answer of the harness.
    pub(crate) answer: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(30),
            cpu: Duration::from_secs(10),
            memory: 512 << 20,
            processes: 128,
            open_files: 256,
            disk: 16 << 20,
            output: 1 << 20,
            answer: 4 << 20,
        }
    }
}
