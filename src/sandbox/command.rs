//! What to start: a program, what it may see, and how much it may use.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::limits::Limits;

/// One program to start, and the whole world that it gets to see.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    /// Absolute path inside the sandbox.
    pub(crate) program: PathBuf,
    /// Arguments after the program's own name.
    pub(crate) args: Vec<String>,
    /// The complete environment: nothing is inherited.
    pub(crate) env: Vec<(String, String)>,
    /// Absolute path inside the sandbox.
    pub(crate) cwd: PathBuf,
    /// Everything that exists in the sandbox, beside `/dev` (five harmless devices) and an own `/proc`.
    pub(crate) mounts: Vec<Mount>,
    pub(crate) limits: Limits,
    /// May it use TCP and UDP over its own loopback interface? (No level gives it any other network.)
    pub(crate) loopback: bool,
    /// TCP ports that the grader listens on inside, on every address of that loopback; [`Process::listeners`] has the
    /// sockets. Nothing outside the sandbox can reach them, and no level without a network of its own has them.
    ///
    /// [`Process::listeners`]: crate::sandbox::Process::listeners
    pub(crate) listen: Vec<u16>,
    /// Is every process of it to be seen, and who writes what to standard output and standard error? It costs a
    /// little per process ([`Process::tree`]), and its two streams are sockets.
    ///
    /// [`Process::tree`]: crate::sandbox::Process::tree
    pub(crate) observed: bool,
}

/// Something that exists in the sandbox.
#[derive(Debug, Clone)]
pub(crate) enum Mount {
    /// A file or directory of this machine with everything below it, read-only. A symbolic link that leads into
    /// another bind is kept as a link.
    Bind { source: PathBuf, target: PathBuf },
    /// A directory made from memory, read-only. Names are relative and may have several components.
    Files {
        target: PathBuf,
        files: Vec<(String, Arc<[u8]>)>,
    },
    /// An empty directory to write in, in memory, bounded by [`Limits::disk`] and by a number of files.
    Scratch { target: PathBuf },
}

impl Mount {
    pub(super) fn target(&self) -> &PathBuf {
        match self {
            Self::Bind { target, .. } | Self::Files { target, .. } | Self::Scratch { target } => target,
        }
    }
}
