//! The web site of one run: a small HTTP/1.1 server in this process, on sockets that were opened in the network of the
//! sandbox, so that nobody else can reach it.
//!
//! What asks is hostile: heads are bounded, lines are cut, connections and requests are counted, and everything ends
//! with the run. Who asks in which order is written down under one lock, which makes it the evidence of the run.
//!
//! Written on std: of the small servers there are, those that are kept today are asynchronous, and none serves several
//! listening sockets that it was given and then hands back its log.

mod head;
mod serve;

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

use crate::harness::site::serve::Serving;
use crate::model::site::{OTHER_PORT, PORT, Request, Site};

/// The ports to listen on.
pub(super) const PORTS: [u16; 2] = [PORT, OTHER_PORT];
/// Connections at once; more wait in the kernel, and are closed with it.
const MOST_CONNECTIONS: usize = 64;

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
    let open: Mutex<Vec<TcpStream>> = Mutex::default();
    let result = thread::scope(|scope| {
        let (serving, open) = (&serving, &open);
        scope.spawn(move || {
            let mut wanted: Vec<PollFd<'_>> = listeners
                .iter()
                .map(|listener| PollFd::new(listener, PollFlags::IN))
                .collect();
            wanted.push(PollFd::new(&stop, PollFlags::IN));
            loop {
                if poll(&mut wanted, None).is_err() {
                    continue;
                }
                if wanted.last().is_some_and(|stop| !stop.revents().is_empty()) {
                    return;
                }
                for listener in listeners {
                    let Ok((stream, _)) = listener.accept() else {
                        continue;
                    };
                    let Some(copy) = admitted(&stream, open) else {
                        continue;
                    };
                    scope.spawn(move || {
                        serving.connection(&copy);
                        // The other copy, which the end of the run closes, must not keep the line open.
                        let _ = copy.shutdown(Shutdown::Both);
                    });
                    open.lock().expect("nobody panics while holding it").push(stream);
                }
            }
        });
        let result = work();
        serving.stop();
        drop(stopper);
        for stream in open.lock().expect("nobody panics while holding it").iter() {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
        result
    });
    Ok((result, serving.into_requests()))
}

/// A connection that is served: one that waits too long for its next word is closed.
fn admitted(stream: &TcpStream, open: &Mutex<Vec<TcpStream>>) -> Option<TcpStream> {
    const IDLE: Duration = Duration::from_mins(1);
    let mut open = open.lock().expect("nobody panics while holding it");
    // What its program has closed can be forgotten.
    open.retain(|known| known.peer_addr().is_ok());
    if open.len() >= MOST_CONNECTIONS {
        return None;
    }
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(IDLE)).ok()?;
    stream.set_write_timeout(Some(IDLE)).ok()?;
    stream.set_nodelay(true).ok()?;
    stream.try_clone().ok()
}

#[cfg(test)]
mod tests;
