//! Words for people, in the languages of the course.

/// A language of the feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lang {
    #[default]
    En,
    Ru,
}

/// What a task's author wrote in the spec.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text {
    pub(crate) en: String,
    /// English stands in where this is absent.
    pub(crate) ru: Option<String>,
}

impl Text {
    /// The same in every language.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            en: text.into(),
            ru: None,
        }
    }

    /// With the same after it in every language.
    #[must_use]
    pub(crate) fn and(&self, more: &str) -> Self {
        Self {
            en: format!("{}{more}", self.en),
            ru: self.ru.as_ref().map(|ru| format!("{ru}{more}")),
        }
    }

    pub(crate) fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ru => self.ru.as_deref().unwrap_or(&self.en),
        }
    }
}

/// One argument of a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arg {
    /// A count; the catalogue chooses the plural form by it.
    Count(u64),
    /// A text shown as it is, a name for instance.
    Plain(String),
    /// A name that the author of a task gave.
    Name(Text),
    /// A piece of Python; shown as code.
    Code(String),
    /// The name of a thread; the names that the harness gives are translated.
    Thread(String),
    /// What a thread waits for, in the words of the harness; those are translated.
    Wanted(String),
    /// Another sentence of ours, without arguments: its id in the catalogue.
    Label(&'static str),
}

/// A sentence of ours: its id in the catalogue (`words/en.ftl`, `words/ru.ftl`) and what goes into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: &'static str,
    pub(crate) args: Vec<(&'static str, Arg)>,
}

impl Message {
    pub(crate) fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    #[must_use]
    pub(crate) fn count(mut self, name: &'static str, n: u64) -> Self {
        self.args.push((name, Arg::Count(n)));
        self
    }

    #[must_use]
    pub(crate) fn plain(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.args.push((name, Arg::Plain(text.into())));
        self
    }

    #[must_use]
    pub(crate) fn name(mut self, name: &'static str, text: &Text) -> Self {
        self.args.push((name, Arg::Name(text.clone())));
        self
    }

    #[must_use]
    pub(crate) fn thread(mut self, name: &'static str, thread: impl Into<String>) -> Self {
        self.args.push((name, Arg::Thread(thread.into())));
        self
    }

    #[must_use]
    pub(crate) fn wanted(mut self, name: &'static str, wanted: impl Into<String>) -> Self {
        self.args.push((name, Arg::Wanted(wanted.into())));
        self
    }

    #[must_use]
    pub(crate) fn label(mut self, name: &'static str, id: &'static str) -> Self {
        self.args.push((name, Arg::Label(id)));
        self
    }

    #[must_use]
    pub(crate) fn code(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.args.push((name, Arg::Code(text.into())));
        self
    }
}

/// Words of a feedback: the author's own, or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Words {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "no kind of check lets an author write feedback yet")
    )]
    Author(Text),
    Ours(Message),
}
