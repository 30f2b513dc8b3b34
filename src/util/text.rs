//! Text for people: foreign text made visible and inert, widths, wrapping, sizes.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// More marks than this on one letter are somebody's joke; no living script needs them.
const MARKS_ON_ONE_LETTER: usize = 3;

/// Characters that a terminal acts on or that hide or reorder text, beside the control characters: soft hyphen, joiners,
/// fillers, variation selectors, bidirectional marks and overrides, separators, tags.
const HIDDEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{13430}', '\u{1345f}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Words that build servers obey wherever in a line they stand.
pub(crate) const ORDERS: &[&str] = &["##[", "##vso[", "##teamcity["];

/// The text with everything that could act or hide written as Python would escape it. Line breaks stay, tabs become
/// spaces.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        marks = if c.width() == Some(0) && !is_hidden(c) {
            marks + 1
        } else {
            0
        };
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push_str("    "),
            _ if is_hidden(c) || marks > MARKS_ON_ONE_LETTER => escape(c, &mut out),
            _ => out.push(c),
        }
    }
    out
}

/// [`visible`], with line breaks escaped too.
pub(crate) fn one_line(text: &str) -> String {
    visible(text).replace('\n', "\\n")
}

/// A file's name, which may be any bytes: those that are not UTF-8 appear as `\xff`.
pub(crate) fn name(name: &OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_bytes().utf8_chunks() {
        out.push_str(&one_line(chunk.valid()));
        for byte in chunk.invalid() {
            write!(out, "\\x{byte:02x}").expect("a String takes everything");
        }
    }
    out
}

/// A whole output, colours included, with what a build server would take for an order to it broken up.
pub(crate) fn without_orders(output: &str) -> String {
    let mut out = String::with_capacity(output.len());
    for line in output.split_inclusive('\n') {
        let rest = past_blanks_and_colours(line);
        out.push_str(&line[..line.len() - rest.len()]);
        match rest.strip_prefix("::") {
            Some(rest) => out.extend(["\\x3a:", rest]),
            None => out.push_str(rest),
        }
    }
    for order in ORDERS {
        if out.contains(order) {
            out = out.replace(order, &format!("\\x23{}", &order[1..]));
        }
    }
    out
}

/// Columns that a text takes in a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces after it up to `columns`.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text, cut with an ellipsis where it is wider than `columns`.
pub(crate) fn truncated(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(1);
        if used > columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// The text in lines of at most `columns`; later lines of a paragraph start with `hanging` spaces.
pub(crate) fn wrapped(text: &str, columns: usize, hanging: usize) -> Vec<String> {
    let columns = columns.max(8);
    let indent = " ".repeat(hanging.min(columns / 2));
    let options = Options::new(columns)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// A number of bytes: `812 B`, `1 MiB`, `95.4 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut unit = 0;
    // In tenths, rounded down; the product cannot overflow.
    let mut tenths = u128::from(bytes) * 10;
    while tenths >= 10_240 {
        tenths /= 1024;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let unit = units[unit];
    if tenth == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenth} {unit}")
    }
}

fn past_blanks_and_colours(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(style) = rest.strip_prefix("\x1b[") {
        rest = style.split_once('m').map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// Whether a terminal acts on the character, or does not show it, or shows others elsewhere because of it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

fn escape(c: char, out: &mut String) {
    let code = u32::from(c);
    let written = match code {
        0x0a => write!(out, "\\n"),
        0x0d => write!(out, "\\r"),
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
    written.expect("a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_act_or_hide_is_written_as_an_escape() {
        for (foreign, shown) in [
            ("plain text, Кириллица, 漢字, é", "plain text, Кириллица, 漢字, é"),
            ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
            ("a\rb\u{85}\u{9b}1m\x7f\0", "a\\rb\\x85\\x9b1m\\x7f\\x00"),
            (
                "x\u{202e}y\u{2066}\u{200b}\u{feff}",
                "x\\u202ey\\u2066\\u200b\\ufeff",
            ),
            ("\u{e0041}", "\\U000e0041"),
            ("a\tb\nc", "a    b\nc"),
        ] {
            assert_eq!(visible(foreign), shown);
        }
        assert_eq!(one_line("a\nb"), "a\\nb");
        let flood = format!("z{}", "\u{301}".repeat(50));
        assert_eq!(
            visible(&flood).chars().filter(|c| *c == '\u{301}').count(),
            MARKS_ON_ONE_LETTER
        );
    }

    #[test]
    fn names_that_are_not_utf8_can_be_shown() {
        assert_eq!(name(OsStr::from_bytes(b"a\xff\x1b\n.py")), "a\\xff\\x1b\\n.py");
    }

    #[test]
    fn orders_to_build_servers_are_broken_up() {
        let output = "ok\n  ::error::x\n \x1b[1m\x1b[36m::x\n::set-env\nfine :: here\nx ##[group]y ##vso[task] ##teamcity[z]\n";
        assert_eq!(
            without_orders(output),
            "ok\n  \\x3a:error::x\n \x1b[1m\x1b[36m\\x3a:x\n\\x3a:set-env\nfine :: here\nx \\x23#[group]y \\x23#vso[task] \\x23#teamcity[z]\n"
        );
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KiB"),
            (1 << 20, "1 MiB"),
            (100_000_000, "95.3 MiB"),
            (u64::MAX, "15.9 EiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn cutting_and_padding_count_columns() {
        assert_eq!(truncated("короткий", 8), "короткий");
        assert_eq!(truncated("漢字漢字", 5), "漢字…");
        assert_eq!(padded("漢", 4), "漢  ");
    }

    proptest! {
        #[test]
        fn no_text_gets_a_terminal_to_act(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(shown.chars().all(|c| c == '\n' || !is_hidden(c)));
        }

        #[test]
        fn wrapped_lines_fit(text in any::<String>(), columns in 8_usize..60) {
            for line in wrapped(&visible(&text), columns, 2) {
                prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }
    }
}
