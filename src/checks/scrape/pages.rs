//! Pages made for a run: everything that trips a scraper up, in another order each time.
//!
//! A whole page is one that every parser reads alike (a test holds them to it). A broken one lacks end tags, has end tags
//! without a beginning, crosses elements and nests links: there parsers differ, and the check says which of them is right.

use crate::util::random::Random;

const WORDS: [&str; 24] = [
    "river",
    "stone",
    "harbour",
    "lantern",
    "meadow",
    "copper",
    "winter",
    "garden",
    "market",
    "signal",
    "orchard",
    "tower",
    "весна",
    "мост",
    "книга",
    "сад",
    "café",
    "naïve",
    "straße",
    "smörgås",
    "x < y",
    "R&D",
    "\"quoted\"",
    "it's",
];

const SLUGS: [&str; 12] = [
    "about", "news", "team", "archive", "prices", "contact", "blog", "faq", "photos", "map", "jobs", "docs",
];

/// One page.
pub(super) fn make(random: &mut Random, broken: bool) -> String {
    let mut page = Writer {
        random,
        broken,
        out: String::new(),
    };
    page.whole();
    page.out
}

struct Writer<'a> {
    random: &'a mut Random,
    broken: bool,
    out: String,
}

impl Writer<'_> {
    fn whole(&mut self) {
        // What entities mean in a title depends on the version of a parser.
        let head = *self.random.pick(&SLUGS);
        self.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.put(&format!(
            "<title>{head}</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n"
        ));
        self.put("<style>p > a { color: red }</style>\n");
        self.put("<script>var menu = '<a href=\"/never\">no text</a>';</script>\n</head>\n<body>\n");
        self.menu();
        self.put("<main id=\"content\">\n");
        for _ in 0..3 + self.random.index(4) {
            self.section();
        }
        self.put("</main>\n<footer class=\"foot\"><p>");
        self.inline();
        self.end("p");
        self.put("</footer>\n");
        if !self.broken || self.random.once_in(2) {
            self.put("</body>\n</html>\n");
        }
    }

    fn menu(&mut self) {
        self.put("<nav class=\"menu main\"><ul>\n");
        for _ in 0..2 + self.random.index(3) {
            self.put("<li>");
            self.link();
            self.end("li");
            self.put("\n");
        }
        self.put("</ul></nav>\n");
    }

    fn section(&mut self) {
        match self.random.index(7) {
            0 => self.table(),
            1 => self.list(),
            2 => {
                self.put("<blockquote><p>");
                self.inline();
                self.end("p");
                self.put("</blockquote>\n");
            }
            3 => {
                let link = self.address();
                let text = self.text();
                self.put(&format!("<!-- <a href=\"{link}\">{text}</a> -->\n<p>"));
                self.inline();
                self.put("<!-- between -->");
                self.inline();
                self.end("p");
                self.put("\n");
            }
            4 => {
                let (word, number) = (self.text(), self.random.index(9));
                self.put(&format!(
                    "<div class=\"box\"><h2 id=\"part-{number}\">{word}</h2>\n<p>"
                ));
                self.inline();
                self.end("p");
                self.put("</div>\n");
            }
            5 => {
                self.put("<p class=\"bold\"><b>");
                let (first, second) = (self.text(), self.text());
                let crossed = self.broken && self.random.once_in(2);
                let close = if crossed { "</b></i>" } else { "</i></b>" };
                self.put(&format!("{first} <i>{second}{close} "));
                self.link();
                self.end("p");
                self.put("\n");
            }
            _ => {
                self.put("<p>");
                self.inline();
                self.put("<br>\n");
                self.inline();
                self.end("p");
                self.put("<hr>\n");
            }
        }
        if self.broken && self.random.once_in(3) {
            let stray = *self
                .random
                .pick(&["</div>", "</span>", "</em>", "</td>", "<p>", "<span>"]);
            self.put(stray);
        }
    }

    fn table(&mut self) {
        self.put("<table><tbody>\n");
        for _ in 0..=self.random.index(3) {
            self.put("<tr><td>");
            let word = self.text();
            self.put(&word);
            self.end("td");
            self.put("<td>");
            self.link();
            self.end("td");
            self.end("tr");
            self.put("\n");
        }
        self.put("</tbody></table>\n");
    }

    fn list(&mut self) {
        self.put("<ol>\n");
        for number in 0..2 + self.random.index(3) {
            self.put("<li>");
            self.inline();
            if number == 1 {
                self.put("<ul><li>");
                self.link();
                self.end("li");
                self.put("</ul>");
            }
            self.end("li");
            self.put("\n");
        }
        self.put("</ol>\n");
    }

    fn inline(&mut self) {
        for _ in 0..=self.random.index(4) {
            match self.random.index(8) {
                0..=2 => self.link(),
                3 => {
                    let word = self.text();
                    self.put(&format!("<em>{word}</em> "));
                }
                4 => self.put("&nbsp;&mdash;&#8212; "),
                5 => self.put("<img src=\"/i.png\" alt=\"\"> "),
                6 => self.put("<span>  \n </span>"),
                _ => {
                    let word = self.text();
                    self.put(&format!("{word}, "));
                }
            }
        }
    }

    fn link(&mut self) {
        let (address, text) = (self.address(), self.text());
        let simple = !address.is_empty()
            && address
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "/.-_#:".contains(c));
        let quoted = match self.random.index(4) {
            0 => format!("'{address}'"),
            1 if self.broken && simple && !address.ends_with('/') => address,
            _ => format!("\"{address}\""),
        };
        let link = match self.random.index(10) {
            0 => format!("<a name=\"mark\">{text}</a> "),
            1 => format!("<A HREF={quoted} class=\"big\">{text}</A> "),
            2 => format!("<a class=\"deep\" href={quoted}><span><b>{text}</b></span></a> "),
            3 => format!("<a data-href=\"/never\" title=\"&lt;a href&gt;\" href={quoted}>{text}</a> "),
            4 if self.broken => format!("<a href={quoted}>{text} <a href=\"/inner\">in</a></a> "),
            5 if self.broken => format!("<a href={quoted}>{text} "),
            _ => format!("<a href={quoted}>{text}</a> "),
        };
        self.put(&link);
    }

    fn address(&mut self) -> String {
        let (first, second) = (*self.random.pick(&SLUGS), *self.random.pick(&SLUGS));
        let number = self.random.index(90) + 10;
        match self.random.index(14) {
            0 => format!("{first}.html"),
            1 => format!("/{first}/{second}/"),
            2 => format!("../{first}"),
            3 => format!("./{first}/{number}"),
            4 => format!("?page={number}&amp;by={second}"),
            5 => format!("#part-{number}"),
            6 => format!("https://{first}.example/{second}"),
            7 => format!("//{first}.example:8080/{number}"),
            8 => format!("mailto:{first}@example.org"),
            9 => String::new(),
            10 => format!("{first}.html#{second}"),
            11 => format!("http://example.org/{first}?a={number}&amp;b=2"),
            12 => "/книги/".to_owned(),
            _ => "javascript:void(0)".to_owned(),
        }
    }

    /// Words as they stand in a page.
    fn text(&mut self) -> String {
        let count = 1 + self.random.index(2);
        let words: Vec<String> = (0..count)
            .map(|_| {
                self.random
                    .pick(&WORDS)
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
            })
            .collect();
        words.join(" ")
    }

    /// An end tag, which a broken page may lack.
    fn end(&mut self, name: &str) {
        if !(self.broken && self.random.once_in(2)) {
            self.put(&format!("</{name}>"));
        }
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }
}
