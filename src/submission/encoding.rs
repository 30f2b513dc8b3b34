//! Whether a file is Python's source text as a person sees it.

use crate::util::cookie::declared;

/// Encodings that Python would accept and in which the text that runs is not the text that one reads.
const DISGUISES: &[&str] = &[
    "utf-7",
    "utf7",
    "u7",
    "unicode-1-1-utf-7",
    "unicode-escape",
    "raw-unicode-escape",
    "punycode",
    "idna",
];

/// Why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotText {
    /// A NUL byte at this offset, from 0.
    Nul { offset: usize },
    /// It starts with the mark of UTF-16.
    Utf16,
    /// The first byte that is not UTF-8, where no other encoding is declared; lines count from 1.
    NotUtf8 { offset: usize, line: usize },
    /// An encoding is declared that hides what runs.
    Disguised { encoding: String },
}

/// Accepts UTF-8 without NUL bytes, and what declares another honest encoding.
pub(super) fn check(bytes: &[u8]) -> Result<(), NotText> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NotText::Utf16);
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(NotText::Nul { offset });
    }
    match declared(bytes) {
        Some(encoding) if DISGUISES.contains(&encoding.to_lowercase().replace('_', "-").as_str()) => {
            Err(NotText::Disguised { encoding })
        }
        Some(encoding) if !encoding.to_lowercase().starts_with("utf") => Ok(()),
        Some(_) | None => match std::str::from_utf8(bytes) {
            Ok(_) => Ok(()),
            Err(error) => {
                let offset = error.valid_up_to();
                let line = bytes[..offset].split(|byte| *byte == b'\n').count();
                Err(NotText::NotUtf8 { offset, line })
            }
        },
    }
}
