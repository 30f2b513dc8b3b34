//! Waits for a program: on descriptors with a deadline, never by looking again and again.

use std::io::{self, Read as _};
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::time::{Duration, Instant};

use crate::model::observation::LimitKind;
use crate::sandbox::cgroup::Group;
use crate::sandbox::process::{Exit, Process, SendError};
use crate::sandbox::sys::{self, Wanted};
use crate::util::clock;

/// What a program did, or what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happened {
    /// Bytes from the channel, at most 64 KiB at a time.
    Bytes(Vec<u8>),
    /// The program has closed its end of the channel; told once.
    Closed,
    /// The first process ended, and everything it started with it.
    Exited(Exit),
    /// A limit was hit, and the whole tree has been ended for it.
    Limit(LimitKind),
}

/// As many bytes as one [`Happened::Bytes`] holds.
const PIECE: usize = 64 << 10;

/// CPU time is not looked at more often than this: it is counted in ticks.
const SHORTEST_LOOK: Duration = Duration::from_millis(4);

/// Which descriptors are ready.
#[expect(clippy::struct_excessive_bools, reason = "one per descriptor")]
struct Ready {
    channel: bool,
    output: bool,
    error: bool,
    ended: bool,
    memory: bool,
}

impl Process {
    /// Waits for the next thing to happen.
    ///
    /// `cpu` is a bound on the CPU time of the whole tree since its start, as [`Process::usage`] counts it. What was
    /// ready before the deadline is told before the deadline is.
    pub(crate) fn wait(&mut self, wall: Instant, cpu: Option<Duration>) -> Happened {
        if let Some(limit) = self.untold.take() {
            return Happened::Limit(limit);
        }
        let mut now = clock::now();
        // A program that always has something ready is heard once after the deadline, and not for ever.
        if now >= wall && self.heard_late.replace(wall) == Some(wall) {
            return self.end_for(LimitKind::Wall);
        }
        loop {
            let look = cpu.map(|limit| self.next_look(limit));
            if let (Some(limit), Some(look)) = (cpu, look)
                && now >= look
            {
                self.last_look = (now, self.cpu());
                if self.last_look.1 >= limit {
                    return self.end_for(LimitKind::Cpu);
                }
                continue;
            }
            let until = look.map_or(wall, |look| look.min(wall));
            let ready = self.ready(libc::POLLIN, until.saturating_duration_since(now));
            if let Some(happened) = self.what_happened(&ready) {
                return happened;
            }
            now = clock::now();
            if now >= wall {
                return self.end_for(LimitKind::Wall);
            }
        }
    }

    /// Sends bytes to the program's channel, all of them or an error; keeps its output flowing meanwhile.
    pub(crate) fn send(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), SendError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let channel = self.channel.as_ref().ok_or(SendError::Gone)?;
            match sys::send(channel.as_fd(), rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let left = deadline.saturating_duration_since(clock::now());
                    let ready = self.ready(libc::POLLOUT, left);
                    self.take_output(&ready);
                    if self.output.is_over() || self.error.is_over() {
                        let _ = self.end_for(LimitKind::Output);
                        self.untold = Some(LimitKind::Output);
                        return Err(SendError::Gone);
                    }
                    if ready.ended {
                        return Err(SendError::Gone);
                    }
                    if !ready.channel && left.is_zero() {
                        return Err(SendError::TooLate);
                    }
                }
                Err(_) => return Err(SendError::Gone),
            }
        }
        Ok(())
    }

    fn ready(&self, channel_events: i16, timeout: Duration) -> Ready {
        let channel = self.channel.as_ref();
        let wanted = [
            channel.map(|channel| Wanted {
                descriptor: channel.as_raw_fd(),
                events: channel_events,
            }),
            self.output.wanted(),
            self.error.wanted(),
            Some(Wanted {
                descriptor: self.pidfd.as_raw_fd(),
                events: libc::POLLIN,
            }),
            self.group.as_ref().map(|group| {
                let (alarm, events) = group.alarm();
                Wanted {
                    descriptor: alarm.as_raw_fd(),
                    events,
                }
            }),
        ];
        // A failure here would be one of our own arguments; as "nothing is ready" it ends in the wall limit.
        let [channel, output, error, ended, memory] = sys::poll(wanted, timeout).unwrap_or_default();
        Ready {
            channel,
            output,
            error,
            ended,
            memory,
        }
    }

    fn take_output(&mut self, ready: &Ready) {
        if ready.output {
            self.output.drain();
        }
        if ready.error {
            self.error.drain();
        }
    }

    fn what_happened(&mut self, ready: &Ready) -> Option<Happened> {
        self.take_output(ready);
        if ready.memory && self.memory_ran_out() {
            return Some(self.end_for(LimitKind::Memory));
        }
        if self.output.is_over() || self.error.is_over() {
            return Some(self.end_for(LimitKind::Output));
        }
        if (ready.channel || ready.ended)
            && let Some(happened) = self.take_bytes(ready.ended)
        {
            return Some(happened);
        }
        if !ready.ended {
            return None;
        }
        self.output.drain();
        self.error.drain();
        let exit = self.reap(false)?;
        if self.group.as_ref().is_some_and(Group::ran_out_of_memory) {
            self.hit.push(LimitKind::Memory);
            return Some(Happened::Limit(LimitKind::Memory));
        }
        if self.output.is_over() || self.error.is_over() {
            self.hit.push(LimitKind::Output);
            return Some(Happened::Limit(LimitKind::Output));
        }
        Some(Happened::Exited(exit))
    }

    /// Version 1 rings only when memory runs out; version 2 rings for lesser things too.
    fn memory_ran_out(&mut self) -> bool {
        self.group.as_mut().is_some_and(Group::answer_alarm)
    }

    /// Bytes if there are any. The end of the channel is not told beside the end of the program.
    fn take_bytes(&mut self, ended: bool) -> Option<Happened> {
        let channel = self.channel.as_mut()?;
        let mut bytes = vec![0; PIECE];
        match channel.read(&mut bytes) {
            Ok(count) if count > 0 => {
                bytes.truncate(count);
                Some(Happened::Bytes(bytes))
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                ) =>
            {
                None
            }
            // The end, or a peer that left with bytes of ours unread.
            Ok(_) | Err(_) => {
                self.channel = None;
                (!ended).then_some(Happened::Closed)
            }
        }
    }

    /// Ends the whole tree because of a limit.
    fn end_for(&mut self, limit: LimitKind) -> Happened {
        self.stop();
        self.output.drain();
        self.error.drain();
        self.hit.push(limit);
        Happened::Limit(limit)
    }

    /// When the limit could be reached at the earliest, if every processor worked for this tree alone since the
    /// last look.
    fn next_look(&self, limit: Duration) -> Instant {
        let (when, used) = self.last_look;
        let parallel = self.processors.min(self.limits.processes).max(1);
        when + (limit.saturating_sub(used) / parallel).max(SHORTEST_LOOK)
    }
}
