//! The encoding that a Python file says it is in.

/// The encoding that a comment in the first two lines declares (PEP 263).
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|byte| *byte == b'\n').take(2) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_start_matches('\u{feff}').trim();
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(encoding) = cookie(comment) {
                return Some(encoding);
            }
        } else if !line.is_empty() {
            return None;
        }
    }
    None
}

/// `coding`, then `:` or `=` at once, then blanks, then the name.
fn cookie(comment: &str) -> Option<String> {
    comment.match_indices("coding").find_map(|(at, word)| {
        let rest = comment[at + word.len()..].strip_prefix([':', '='])?.trim_start();
        let name: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        (!name.is_empty()).then_some(name)
    })
}

/// Whether every byte below 128 is the ASCII letter that it looks like, wherever it stands: in the others (`iso2022_jp`,
/// `gbk`, `cp037`, …) it may be half of another letter, and the text that runs is not the one that is seen.
pub(crate) fn is_plain(encoding: &str) -> bool {
    const STARTS: [&str; 9] = [
        "utf-8",
        "utf8",
        "latin",
        "iso-8859",
        "iso8859",
        "koi8-",
        "mac-",
        "euc-",
        "windows-125",
    ];
    const NAMES: [&str; 6] = ["ascii", "us-ascii", "l1", "gb2312", "cp866", "u8"];
    // Of DOS and Windows with one byte for each letter; others are of IBM's machines, or have two bytes.
    const PAGES: [&str; 18] = [
        "437", "720", "737", "775", "850", "852", "855", "857", "858", "860", "861", "862", "863", "864",
        "865", "869", "874", "65001",
    ];
    let name = encoding.to_lowercase().replace('_', "-");
    STARTS.iter().any(|start| name.starts_with(start))
        || NAMES.contains(&name.as_str())
        || name
            .strip_prefix("cp")
            .is_some_and(|page| PAGES.contains(&page) || page.len() == 4 && page.starts_with("125"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_plain_when_ascii_is_ascii_everywhere() {
        for name in [
            "utf-8",
            "UTF8",
            "latin-1",
            "ISO_8859-5",
            "cp1251",
            "koi8-r",
            "cp866",
            "euc_jp",
            "windows-1252",
        ] {
            assert!(is_plain(name), "{name}");
        }
        for name in [
            "iso2022_jp",
            "gbk",
            "shift_jis",
            "big5",
            "hz",
            "cp037",
            "cp500",
            "cp1140",
            "cp932",
            "utf-16",
            "utf-7",
        ] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
