//! Ends a whole process tree where there is no PID namespace to do it.
//!
//! The reaper is the parent of the program and adopts its orphans. It ends everything below it when the program has
//! ended, or when the grader lets go of the leash (or dies, which is the same). It does so with one `kill(-1)`,
//! which the kernel carries out under the lock that `fork` needs, so that no process slips through; what that may
//! reach is bounded before: by a Landlock domain with scoped signals, or by a user id that this run alone has.
//! Then it ends as the program did. Same rules as `setup`: no allocation, no locks.

use std::os::fd::RawFd;

use crate::sandbox::setup::LEASH;
use crate::sandbox::sys::Errno;
use crate::sandbox::sys::inside;

/// In the copy returns at once; the original stays here until everything below it is gone.
pub(super) fn split(user: Option<u32>, control: RawFd) -> Result<(), Errno> {
    inside::adopt_orphans()?;
    inside::mask_signals(u64::MAX)?;
    let children = inside::child_signals()?;
    let program = inside::fork()?;
    if program == 0 {
        inside::close(children)?;
        inside::close(LEASH)?;
        return inside::die_with_parent();
    }
    // What we hold is a copy of the grader's memory.
    let _ = inside::hide_memory();
    // The program alone holds these from now on, so that their ends are seen when it closes them.
    for descriptor in 0..=control {
        let _ = inside::close(descriptor);
    }
    let status = watch(program, children);
    sweep(user);
    end_like(status)
}

/// Waits for the program or for the end of the leash; the program's raw status if it ended by itself.
fn watch(program: i32, children: RawFd) -> Option<i32> {
    loop {
        match inside::wait_for(LEASH, children) {
            Ok([false, true]) | Err(Errno(libc::EINTR)) => {}
            Ok([false, false]) => continue,
            Ok([true, _]) | Err(_) => return None,
        }
        let _ = inside::read_some(children);
        while let Ok(Some((pid, status))) = inside::reap_any(false) {
            if pid == program {
                return Some(status);
            }
        }
    }
}

/// Kills everything below us, and reaps until nothing is left.
fn sweep(user: Option<u32>) {
    match user {
        None => {
            let _ = inside::kill_all();
        }
        // We are still the user who started the grader: a copy of us takes the run's own user id, which bounds it.
        Some(user) => {
            if inside::fork() == Ok(0) {
                if inside::become_user(user).is_ok() {
                    let _ = inside::kill_all();
                }
                inside::exit(0);
            }
        }
    }
    while inside::reap_any(true).is_ok() {}
}

/// Ends with the same status, so that whoever reaps us learns how the program ended.
fn end_like(status: Option<i32>) -> ! {
    let status = status.unwrap_or(libc::SIGKILL);
    if libc::WIFEXITED(status) {
        inside::exit(libc::WEXITSTATUS(status));
    }
    let signal = libc::WTERMSIG(status);
    inside::default_signals();
    let _ = inside::mask_signals(0);
    let _ = inside::raise(signal);
    inside::exit(128 + signal)
}
