//! What the cloned child does to its mounts and files; the rules of [`super::inside`] hold.

use std::ffi::CStr;
use std::os::fd::RawFd;

use super::inside::{close, write};
use super::{Done, Errno, check, done};

pub(crate) fn mount(
    kind: Option<&CStr>,
    source: &CStr,
    target: &CStr,
    flags: u64,
    options: Option<&CStr>,
) -> Done {
    let null = std::ptr::null();
    let (kind, options) = (
        kind.map_or(null, CStr::as_ptr),
        options.map_or(null, CStr::as_ptr),
    );
    done(call!(
        libc::SYS_mount,
        source.as_ptr(),
        target.as_ptr(),
        kind,
        flags,
        options
    ))
}

/// Sets attributes of a mount, and of everything below it if `recursive`.
pub(crate) fn restrict_mount(target: &CStr, attributes: u64, recursive: bool) -> Done {
    // `struct mount_attr`: set, clear, propagation, user namespace.
    let attributes = [attributes, 0, 0, 0];
    let flags = if recursive { libc::AT_RECURSIVE } else { 0 };
    let size = size_of_val(&attributes);
    done(call!(
        libc::SYS_mount_setattr,
        libc::AT_FDCWD,
        target.as_ptr(),
        flags,
        attributes.as_ptr(),
        size
    ))
}

pub(crate) fn pivot_root(root: &CStr, old: &CStr) -> Done {
    done(call!(libc::SYS_pivot_root, root.as_ptr(), old.as_ptr()))
}

pub(crate) fn detach(target: &CStr) -> Done {
    done(call!(libc::SYS_umount2, target.as_ptr(), libc::MNT_DETACH))
}

pub(crate) fn make_directory(path: &CStr, mode: u32) -> Done {
    match call!(libc::SYS_mkdirat, libc::AT_FDCWD, path.as_ptr(), mode) {
        Err(Errno(libc::EEXIST)) => Ok(()),
        other => done(other),
    }
}

pub(crate) fn remove_directory(path: &CStr) -> Done {
    done(call!(
        libc::SYS_unlinkat,
        libc::AT_FDCWD,
        path.as_ptr(),
        libc::AT_REMOVEDIR
    ))
}

pub(crate) fn make_link(content: &CStr, path: &CStr) -> Done {
    done(call!(
        libc::SYS_symlinkat,
        content.as_ptr(),
        libc::AT_FDCWD,
        path.as_ptr()
    ))
}

/// A new file with this content.
pub(crate) fn write_file(path: &CStr, content: &[u8], mode: u32) -> Done {
    let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL | libc::O_CLOEXEC | libc::O_NOFOLLOW;
    let file = call!(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags, mode)?;
    let file = RawFd::try_from(file).map_err(|_| Errno(libc::EMFILE))?;
    let mut rest = content;
    while !rest.is_empty() {
        let written = write(file, rest)?;
        rest = rest.get(written..).unwrap_or(&[]);
    }
    close(file)
}

pub(crate) fn change_directory(path: &CStr) -> Done {
    done(call!(libc::SYS_chdir, path.as_ptr()))
}
