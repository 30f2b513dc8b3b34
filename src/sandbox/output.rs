//! One stream of output: read as it comes, kept up to a cap; who wrote which piece of it, where the kernel tells.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter, Read as _};
use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::sandbox::sys::{self, Wanted, trace};

/// The two ends of a stream.
#[derive(Debug)]
pub(super) enum Ends {
    Pipe(PipeReader, PipeWriter),
    /// A socket, because the kernel tells of every piece that comes out of it which process has put it in. To a
    /// program it is a pipe: it cannot be sought in, and it is no terminal.
    Named(UnixStream, UnixStream),
}

impl Ends {
    pub(super) fn new(named: bool) -> io::Result<Self> {
        if !named {
            return io::pipe().map(|(reader, writer)| Self::Pipe(reader, writer));
        }
        let (ours, theirs) = UnixStream::pair()?;
        trace::name_senders(ours.as_fd())?;
        Ok(Self::Named(ours, theirs))
    }

    /// The descriptor that the program gets.
    pub(super) fn program(&self) -> i32 {
        match self {
            Self::Pipe(_, writer) => writer.as_raw_fd(),
            Self::Named(_, theirs) => theirs.as_raw_fd(),
        }
    }

    /// Our end; the other one is closed.
    pub(super) fn ours(self) -> (OwnedFd, bool) {
        match self {
            Self::Pipe(reader, _) => (reader.into(), false),
            Self::Named(ours, _) => (ours.into(), true),
        }
    }
}

/// Our end of a stream; the observer and the thread that waits share it.
#[derive(Debug, Clone)]
pub(super) struct Output(Arc<Mutex<Captured>>);

#[derive(Debug)]
struct Captured {
    reader: File,
    named: bool,
    /// The end has been read.
    ended: bool,
    bytes: Vec<u8>,
    /// Who wrote so many bytes, in their order.
    pieces: Vec<(i32, usize)>,
    cap: usize,
    over: bool,
}

impl Output {
    pub(super) fn new((reader, named): (OwnedFd, bool), cap: u64) -> io::Result<Self> {
        let reader = File::from(reader);
        sys::set_nonblocking(reader.as_fd())?;
        Ok(Self(Arc::new(Mutex::new(Captured {
            reader,
            named,
            ended: false,
            bytes: Vec::new(),
            pieces: Vec::new(),
            cap: usize::try_from(cap).unwrap_or(usize::MAX),
            over: false,
        }))))
    }

    fn lock(&self) -> MutexGuard<'_, Captured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// More came than is kept.
    pub(super) fn is_over(&self) -> bool {
        self.lock().over
    }

    pub(super) fn wanted(&self) -> Option<Wanted> {
        let captured = self.lock();
        (!captured.ended && !captured.over).then(|| Wanted {
            descriptor: captured.reader.as_raw_fd(),
            events: libc::POLLIN,
        })
    }

    /// Reads all there is, until the cap is passed; how much there has been since the last [`Self::forget`].
    pub(super) fn drain(&self) -> u64 {
        let mut captured = self.lock();
        captured.drain();
        captured.bytes.len() as u64
    }

    pub(super) fn forget(&self) {
        let mut captured = self.lock();
        captured.bytes.clear();
        captured.pieces.clear();
    }

    pub(super) fn take(&self) -> Vec<u8> {
        let mut captured = self.lock();
        captured.pieces.clear();
        std::mem::take(&mut captured.bytes)
    }

    /// What was written, with the process id of who wrote it.
    pub(super) fn pieces(&self) -> Vec<(i32, Vec<u8>)> {
        let captured = self.lock();
        let mut rest = captured.bytes.as_slice();
        let cut = |&(pid, count): &(i32, usize)| {
            let (piece, behind) = rest.split_at(count.min(rest.len()));
            rest = behind;
            (pid, piece.to_vec())
        };
        captured.pieces.iter().map(cut).collect()
    }
}

impl Captured {
    fn drain(&mut self) {
        let mut buffer = [0; 16384];
        while !self.ended && !self.over {
            let received = if self.named {
                trace::receive_from(self.reader.as_fd(), &mut buffer)
            } else {
                self.reader.read(&mut buffer).map(|count| (count, 0))
            };
            match received {
                Ok((0, _)) => self.ended = true,
                Ok((count, pid)) => {
                    let room = self.cap - self.bytes.len();
                    let kept = count.min(room);
                    self.bytes.extend_from_slice(&buffer[..kept]);
                    match self.pieces.last_mut() {
                        Some((last, length)) if *last == pid => *length += kept,
                        _ => self.pieces.push((pid, kept)),
                    }
                    self.over = count > room;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => self.ended = true,
            }
        }
    }
}
