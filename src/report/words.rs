//! The catalogue: our sentences in the language of the reader.
//!
//! `words/en.ftl` and `words/ru.ftl` hold what checks say, `words/report.*.ftl` what reports say around it. Foreign text
//! enters as an argument only, never as a pattern, and is made visible on its way in.

#[cfg(test)]
mod tests;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::message::{Arg, Lang, Message, Text, Words};
use crate::model::schedule::JOIN;
use crate::util::text;

/// An argument longer than this is cut: a sentence should stay one.
const LONGEST_ARGUMENT: usize = 600;

/// How the harness calls the first thread.
const MAIN: &str = "main";

/// The sentences of one language.
pub(crate) struct Catalogue {
    lang: Lang,
    /// The chosen language, then English, which stands in for what it lacks.
    bundles: [FluentBundle<FluentResource>; 2],
}

impl Catalogue {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            bundles: [bundle(lang), bundle(Lang::En)],
        }
    }

    /// A sentence of ours; its id, where no catalogue has it.
    pub(crate) fn message(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, arg) in &message.args {
            args.set(*name, self.value(arg));
        }
        self.find(message.id, &args)
            .unwrap_or_else(|| message.id.to_owned())
    }

    /// A sentence without arguments.
    pub(crate) fn label(&self, id: &'static str) -> String {
        self.message(&Message::new(id))
    }

    /// Words of a feedback, whoever wrote them.
    pub(crate) fn words(&self, words: &Words) -> String {
        match words {
            Words::Author(text) => self.text(text),
            Words::Ours(message) => self.message(message),
        }
    }

    /// What the author of a task wrote.
    pub(crate) fn text(&self, text: &Text) -> String {
        text::visible(text.in_lang(self.lang).trim())
    }

    /// The name of a thread. The harness calls its own `main` and `thread 1`, `thread 2`, …; a student's has its own.
    pub(crate) fn thread(&self, name: &str) -> String {
        match scenario_thread(name) {
            Some(number) => self.message(&Message::new("thread-number").count("number", number)),
            None if name == MAIN => self.label("thread-main"),
            None => shown(name),
        }
    }

    /// What a thread waits for: a lock by its name, or in our words the end of another thread.
    pub(crate) fn wanted(&self, wanted: &str) -> String {
        match wanted.strip_prefix(JOIN) {
            Some(thread) => self.end_of(thread),
            None if wanted.is_empty() => self.label("wanted-something"),
            None if wanted == "sleep" => self.label("wanted-sleep"),
            None => shown(wanted),
        }
    }

    /// Some languages put the name of a thread into another case here.
    fn end_of(&self, thread: &str) -> String {
        match scenario_thread(thread) {
            Some(number) => self.message(&Message::new("wanted-end-number").count("number", number)),
            None if thread == MAIN => self.label("wanted-end-main"),
            None => self.message(&Message::new("wanted-end").thread("thread", thread)),
        }
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Count(n) => FluentValue::from(*n),
            Arg::Plain(plain) => FluentValue::from(shown(plain)),
            Arg::Name(text) => FluentValue::from(shown(text.in_lang(self.lang).trim())),
            Arg::Code(code) => FluentValue::from(format!("`{}`", shown(code))),
            Arg::Thread(name) => FluentValue::from(self.thread(name)),
            Arg::Wanted(wanted) => FluentValue::from(self.wanted(wanted)),
            Arg::Label(id) => FluentValue::from(self.label(id)),
        }
    }

    fn find(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(id)?.value()?;
            // What is wrong with a pattern shows as its name in the text; the tests of this file keep it from happening.
            Some(
                bundle
                    .format_pattern(pattern, Some(args), &mut Vec::new())
                    .into_owned(),
            )
        })
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let language = language(lang);
    let mut bundle = FluentBundle::new(vec![language]);
    // The marks of direction around arguments would be shown as escapes in a terminal, and our languages need none.
    bundle.set_use_isolating(false);
    for source in sources(lang) {
        // An entry that does not parse is left out; the tests see to it that there is none.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn language(lang: Lang) -> LanguageIdentifier {
    let code = match lang {
        Lang::En => "en",
        Lang::Ru => "ru",
    };
    code.parse().expect("two letters are a language")
}

fn sources(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::En => [include_str!("words/en.ftl"), include_str!("words/report.en.ftl")],
        Lang::Ru => [include_str!("words/ru.ftl"), include_str!("words/report.ru.ftl")],
    }
}

/// The number of a thread that bears the name the harness gives to those of a scenario.
fn scenario_thread(name: &str) -> Option<u64> {
    name.strip_prefix("thread ")?.parse().ok()
}

fn shown(foreign: &str) -> String {
    text::truncated(&text::one_line(foreign), LONGEST_ARGUMENT)
}
