//! The web site of one run: a small HTTP/1.1 server in this process, on sockets that were opened in the network of the
//! sandbox, so that nobody else can reach it.
//!
//! What asks is hostile: heads are bounded, lines are cut, connections and requests are counted, and everything ends
//! with the run. Who asks in which order is written down under one lock, which makes it the evidence of the run.
//!
//! Written on std. What was looked at instead, by source and documentation: `hyper` 1.12 and `axum` 0.8 are kept, and bring
//! an asynchronous runtime for a dozen requests. `tiny_http` (0.12.0, October 2022, no release since) takes a listener that
//! it is given, reads the lines of a head without a bound, answers heads that it does not understand by itself, so that
//! they are in no log of ours, and leaves its threads to themselves. `rouille` (3.6.2, April 2023) is built on it and opens
//! its own socket.

mod head;
mod serve;

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

use crate::harness::site::serve::Serving;
use crate::model::site::{OTHER_PORT, PORT, Request, Site};

/// The ports to listen on.
pub(super) const PORTS: [u16; 2] = [PORT, OTHER_PORT];
/// Connections at once; a program that opens more finds them closed.
const MOST_CONNECTIONS: usize = 200;

/// Serves the site while the work is done; the work's result, and what was asked.
pub(super) fn during<T>(
    listeners: &[TcpListener],
    site: &Site,
    work: impl FnOnce() -> T,
) -> std::io::Result<(T, Vec<Request>)> {
    // Whoever waits here was left by an earlier run.
    for listener in listeners {
        listener.set_nonblocking(true)?;
        while listener.accept().is_ok() {}
    }
    let (stop, stopper) = std::io::pipe()?;
    let serving = Serving::new(site);
    let open: Open = Mutex::default();
    let result = thread::scope(|scope| {
        let (serving, open) = (&serving, &open);
        scope.spawn(move || {
            let mut wanted: Vec<PollFd<'_>> = listeners
                .iter()
                .map(|listener| PollFd::new(listener, PollFlags::IN))
                .collect();
            wanted.push(PollFd::new(&stop, PollFlags::IN));
            for number in 0.. {
                if poll(&mut wanted, None).is_err() {
                    continue;
                }
                if wanted.last().is_some_and(|stop| !stop.revents().is_empty()) {
                    return;
                }
                for (port, listener) in listeners.iter().enumerate() {
                    let Ok((stream, _)) = listener.accept() else {
                        continue;
                    };
                    let id = (number, port);
                    let Some(copy) = admitted(stream, id, open) else {
                        continue;
                    };
                    scope.spawn(move || {
                        serving.connection(&copy);
                        // Dropping both copies closes the line.
                        held(open).remove(&id);
                    });
                }
            }
        });
        let result = work();
        serving.stop();
        drop(stopper);
        for stream in held(open).values() {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        result
    });
    Ok((result, serving.into_requests()))
}

/// Connections that are served now, so that the end of the run can end them.
type Open = Mutex<BTreeMap<(u64, usize), TcpStream>>;

fn held(open: &Open) -> MutexGuard<'_, BTreeMap<(u64, usize), TcpStream>> {
    open.lock().expect("nobody panics while holding it")
}

/// A connection that is served: one that waits too long for its next word is closed.
fn admitted(stream: TcpStream, id: (u64, usize), open: &Open) -> Option<TcpStream> {
    const IDLE: Duration = Duration::from_mins(1);
    let mut open = held(open);
    if open.len() >= MOST_CONNECTIONS {
        return None;
    }
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(IDLE)).ok()?;
    stream.set_write_timeout(Some(IDLE)).ok()?;
    stream.set_nodelay(true).ok()?;
    let copy = stream.try_clone().ok()?;
    open.insert(id, stream);
    Some(copy)
}

#[cfg(test)]
mod tests;
