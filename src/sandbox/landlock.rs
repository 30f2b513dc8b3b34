//! Which files a program may open, and whom it may signal, by Landlock: beneath the namespaces a second wall, and
//! without namespaces the wall itself. Whatever the kernel's version knows is refused, then given back by rules.

use std::ffi::CString;

const EXECUTE: u64 = 1;
const WRITE_FILE: u64 = 1 << 1;
const READ_FILE: u64 = 1 << 2;
const READ_DIRECTORY: u64 = 1 << 3;
const MAKE_CHARACTER_DEVICE: u64 = 1 << 6;
const MAKE_BLOCK_DEVICE: u64 = 1 << 11;
const DEVICE_IOCTL: u64 = 1 << 15;
const TRUNCATE: u64 = 1 << 14;

/// The version from which signals and abstract sockets can be kept inside (Linux 6.12).
pub(super) const SCOPED: u32 = 6;

/// A ruleset as the kernel reads it.
pub(super) struct Ruleset {
    /// Handled rights on files, handled rights on ports, scopes.
    pub(super) attributes: [u64; 3],
    /// How many bytes of them this kernel knows.
    pub(super) attributes_size: usize,
    pub(super) rules: Vec<Rule>,
}

/// What is given back below one path.
pub(super) struct Rule {
    pub(super) path: CString,
    pub(super) access: u64,
}

/// What a path is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    ReadDirectory,
    ReadFile,
    Scratch,
    Device,
}

/// TCP, beside the loopback of a network of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tcp {
    Refused,
    Unrestricted,
}

impl Ruleset {
    pub(super) fn new(version: u32, tcp: Tcp, paths: Vec<(CString, Use)>) -> Self {
        let files = handled_files(version);
        let ports = if tcp == Tcp::Refused && version >= 4 {
            0b11
        } else {
            0
        };
        let rules = paths
            .into_iter()
            .map(|(path, purpose)| Rule {
                path,
                access: granted(purpose) & files,
            })
            .collect();
        Self {
            attributes: [files, ports, scopes(version)],
            attributes_size: attributes_size(version),
            rules,
        }
    }

    /// Touches no file: signals and abstract sockets stay inside.
    pub(super) fn scope_only(version: u32) -> Self {
        Self {
            attributes: [0, 0, scopes(version)],
            attributes_size: attributes_size(version),
            rules: Vec::new(),
        }
    }
}

fn scopes(version: u32) -> u64 {
    if version >= SCOPED { 0b11 } else { 0 }
}

fn attributes_size(version: u32) -> usize {
    match version {
        0..=3 => 8,
        4..=5 => 16,
        _ => 24,
    }
}

fn handled_files(version: u32) -> u64 {
    match version {
        0 => 0,
        1 => 0x1fff,
        2 => 0x3fff,
        3..=4 => 0x7fff,
        _ => 0xffff,
    }
}

fn granted(purpose: Use) -> u64 {
    match purpose {
        Use::ReadDirectory => EXECUTE | READ_FILE | READ_DIRECTORY,
        Use::ReadFile => EXECUTE | READ_FILE,
        Use::Scratch => !(EXECUTE | MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE | DEVICE_IOCTL),
        Use::Device => READ_FILE | WRITE_FILE | TRUNCATE | DEVICE_IOCTL,
    }
}
