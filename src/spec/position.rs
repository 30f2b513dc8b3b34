//! From a place in the text that a TOML string stands for to the place in the file.

use std::ops::Range;

/// The bytes of the file behind `part` of the `decoded` text of the TOML string at `string` (with its quotes);
/// the whole string where the two cannot be matched.
pub(crate) fn inside(source: &str, string: Range<usize>, decoded: &str, part: Range<usize>) -> Range<usize> {
    let Some(raw) = source.get(string.clone()) else {
        return string;
    };
    let Some(map) = decode(raw).filter(|map| map.text == decoded) else {
        return string;
    };
    let at = |offset: usize| string.start + map.origins[offset.min(decoded.len())];
    at(part.start)..at(part.end.max(part.start))
}

/// The text that the TOML string at `string` stands for.
pub(crate) fn text(source: &str, string: Range<usize>) -> Option<String> {
    source.get(string).and_then(decode).map(|map| map.text)
}

/// A decoded string; `origins[i]` is where byte `i` of the text came from, with one more for its end.
struct Decoded {
    text: String,
    origins: Vec<usize>,
}

impl Decoded {
    fn push(&mut self, c: char, origin: usize) {
        self.text.push(c);
        self.origins.resize(self.text.len(), origin);
    }
}

/// Reads a TOML string of any of the four forms.
fn decode(raw: &str) -> Option<Decoded> {
    let (quote, escapes, multiline) = match raw.as_bytes() {
        [b'"', b'"', b'"', ..] if raw.len() >= 6 => (3, true, true),
        [b'\'', b'\'', b'\'', ..] if raw.len() >= 6 => (3, false, true),
        [b'"', ..] if raw.len() >= 2 => (1, true, false),
        [b'\'', ..] if raw.len() >= 2 => (1, false, false),
        _ => return None,
    };
    let end = raw.len() - quote;
    let mut decoded = Decoded {
        text: String::new(),
        origins: Vec::new(),
    };
    let mut at = quote;
    if multiline {
        // A line break right after the opening quotes does not belong to the text.
        at += ["\r\n", "\n"]
            .iter()
            .find(|newline| raw[at..].starts_with(**newline))
            .map_or(0, |newline| newline.len());
    }
    while at < end {
        let c = raw.get(at..end)?.chars().next()?;
        let next = at + c.len_utf8();
        if c == '\\' && escapes {
            at = escape(raw, at, end, &mut decoded)?;
        } else {
            decoded.push(c, at);
            at = next;
        }
    }
    decoded.origins.push(end);
    Some(decoded)
}

/// Reads the escape at `at`; gives where the text goes on.
fn escape(raw: &str, at: usize, end: usize, decoded: &mut Decoded) -> Option<usize> {
    let after = at + 1;
    let c = raw.get(after..end)?.chars().next()?;
    let digits = match c {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = u32::from_str_radix(raw.get(after + 1..after + 1 + digits)?, 16).ok()?;
        decoded.push(char::from_u32(code)?, at);
        return Some(after + 1 + digits);
    }
    let plain = match c {
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        '"' | '\\' => c,
        // A backslash at the end of a line joins it with the next text.
        ' ' | '\t' | '\r' | '\n' => {
            let rest = raw.get(after..end)?;
            return Some(end - rest.trim_start_matches([' ', '\t', '\r', '\n']).len());
        }
        _ => return None,
    };
    decoded.push(plain, at);
    Some(after + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeValue;

    use super::*;

    /// Where the text `wanted` of the decoded string is in the raw one.
    #[track_caller]
    fn check(raw: &str, wanted: &str, expected: &str) {
        let source = format!("x = {raw}");
        let decoded = text(&source, 4..source.len()).unwrap();
        let start = decoded.find(wanted).unwrap();
        let part = inside(&source, 4..source.len(), &decoded, start..start + wanted.len());
        assert_eq!(&source[part], expected, "{raw}");
    }

    #[test]
    fn escapes_quotes_and_line_breaks_are_followed() {
        check(r#""c = = 5""#, "= 5", "= 5");
        check(r#""\tc\\ = 5""#, "= 5", "= 5");
        check(r#""\u00e9\U000000e9é=5""#, "=5", "=5");
        check(r#""a\nb""#, "\nb", "\\nb");
        check(r"'a\nb'", "nb", "nb");
        check("\"\"\"\n  a\n  b\"\"\"", "b", "b");
        check("\"\"\"a \\\n   b\"\"\"", " b", " \\\n   b");
        check("'''\r\na\r\nb'''", "b", "b");
    }

    #[test]
    fn what_does_not_match_is_the_whole_string() {
        assert_eq!(inside("x = \"abc\"", 4..9, "other", 1..2), 4..9);
        assert_eq!(inside("x = 5", 4..5, "5", 0..1), 4..5);
        assert_eq!(inside("x", 4..9, "5", 0..1), 4..9);
    }

    proptest! {
        #[test]
        fn strings_decode_as_the_toml_parser_decodes_them(body in "[a-zé\\\\\"'nut0-9\n\r\t ]{0,12}", form in 0..4usize) {
            let quotes = ["\"", "'", "\"\"\"", "'''"][form];
            let raw = format!("{quotes}{body}{quotes}");
            if let Ok(value) = DeValue::parse(&raw)
                && let Some(expected) = value.get_ref().as_str()
                && value.span() == (0..raw.len())
            {
                let decoded = decode(&raw).map(|map| map.text);
                prop_assert_eq!(decoded.as_deref(), Some(expected));
            }
        }
    }
}
