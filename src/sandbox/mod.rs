//! STAND-IN for the sandbox room, without any isolation; replaced at the merge.

#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::allow_attributes,
    unreachable_pub
)]

use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::model::limits::Limits;
use crate::model::observation::{LimitKind, Usage};

#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) cwd: PathBuf,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) limits: Limits,
    pub(crate) loopback: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Mount {
    Bind {
        source: PathBuf,
        target: PathBuf,
    },
    Files {
        target: PathBuf,
        files: Vec<(String, Arc<[u8]>)>,
    },
    Scratch {
        target: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    None,
    Restricted,
    Namespaces,
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    Auto,
    Exactly(Level),
}

#[derive(Debug)]
pub(crate) struct Sandbox;

#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxError {
    #[error("cannot start")]
    Io(#[from] std::io::Error),
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    #[error("the process does not listen any more")]
    Gone,
}

#[derive(Debug)]
pub(crate) enum Happened {
    Bytes(Vec<u8>),
    Closed,
    Exited(Exit),
    Limit(LimitKind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Code(i32),
    Signal(i32),
}

#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: Exit,
    pub(crate) usage: Usage,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

impl Sandbox {
    pub(crate) fn choose(_: Demand) -> Result<Self, SandboxError> {
        Ok(Self)
    }

    pub(crate) fn level(&self) -> Level {
        Level::None
    }

    pub(crate) fn start(&self, command: &Command) -> Result<Process, SandboxError> {
        let directory = tempfile::tempdir()?;
        let mut mapped = Vec::new();
        for mount in &command.mounts {
            if let Mount::Files { target, files } = mount {
                let real = directory.path().join(target.strip_prefix("/").unwrap());
                std::fs::create_dir_all(&real)?;
                for (name, bytes) in files {
                    let path = real.join(name);
                    std::fs::create_dir_all(path.parent().unwrap())?;
                    std::fs::write(path, bytes)?;
                }
                mapped.push((
                    target.to_str().unwrap().to_owned(),
                    real.to_str().unwrap().to_owned(),
                ));
            }
        }
        let map = |text: &str| {
            mapped
                .iter()
                .find(|(from, _)| text == from || text.starts_with(&format!("{from}/")))
                .map_or(text.to_owned(), |(from, to)| {
                    format!("{to}{}", &text[from.len()..])
                })
        };
        let (ours, theirs) = UnixStream::pair()?;
        let mut child = std::process::Command::new("/bin/sh")
            .args(["-c", "exec 3<&0 </dev/null; exec \"$@\"", "sh"])
            .arg(&command.program)
            .args(command.args.iter().map(|arg| map(arg)))
            .env_clear()
            .envs(command.env.iter().cloned())
            .current_dir(map(command.cwd.to_str().unwrap()))
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (sender, receiver) = channel();
        let mut reader = ours.try_clone()?;
        std::thread::spawn(move || {
            let mut chunk = vec![0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let collect = |mut stream: Box<dyn Read + Send>| {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let copy = Arc::clone(&seen);
            std::thread::spawn(move || {
                let mut chunk = vec![0; 65536];
                while let Ok(count @ 1..) = stream.read(&mut chunk) {
                    copy.lock().unwrap().extend_from_slice(&chunk[..count]);
                }
            });
            seen
        };
        let stdout = collect(Box::new(child.stdout.take().unwrap()));
        let stderr = collect(Box::new(child.stderr.take().unwrap()));
        let started = Instant::now();
        Ok(Process {
            child,
            ours,
            receiver,
            stdout,
            stderr,
            directory,
            started,
            copies: Default::default(),
        })
    }
}

#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    ours: UnixStream,
    receiver: Receiver<Vec<u8>>,
    stdout: Arc<Mutex<Vec<u8>>>,
    stderr: Arc<Mutex<Vec<u8>>>,
    #[allow(dead_code)]
    directory: tempfile::TempDir,
    started: Instant,
    copies: (Vec<u8>, Vec<u8>),
}

impl Process {
    pub(crate) fn send(&mut self, bytes: &[u8], _: Instant) -> Result<(), SendError> {
        self.ours.write_all(bytes).map_err(|_| SendError::Gone)
    }

    pub(crate) fn wait(&mut self, wall: Instant, _: Option<Duration>) -> Happened {
        match self
            .receiver
            .recv_timeout(wall.saturating_duration_since(Instant::now()))
        {
            Ok(bytes) => Happened::Bytes(bytes),
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                Happened::Limit(LimitKind::Wall)
            }
            Err(RecvTimeoutError::Disconnected) => Happened::Exited(exit(self.child.wait().unwrap())),
        }
    }

    pub(crate) fn usage(&self) -> Usage {
        Usage {
            wall: self.started.elapsed(),
            ..Usage::default()
        }
    }

    pub(crate) fn stdout(&mut self) -> &[u8] {
        self.copies.0 = self.stdout.lock().unwrap().clone();
        &self.copies.0
    }

    pub(crate) fn stderr(&mut self) -> &[u8] {
        self.copies.1 = self.stderr.lock().unwrap().clone();
        &self.copies.1
    }

    pub(crate) fn end(mut self) -> Ended {
        self.kill();
        let status = exit(self.child.wait().unwrap());
        Ended {
            status,
            usage: self.usage(),
            stdout: self.stdout().to_vec(),
            stderr: self.stderr().to_vec(),
        }
    }

    fn kill(&mut self) {
        // Only the process itself: a stand-in has no safe way to reach the others.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
        }
    }
}

fn exit(status: std::process::ExitStatus) -> Exit {
    status
        .signal()
        .map_or_else(|| Exit::Code(status.code().unwrap_or(-1)), Exit::Signal)
}
