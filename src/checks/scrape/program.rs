//! The Python of the questions.

use scraper::Selector;

use crate::checks::scrape::{Ask, Page, Question};
use crate::model::show;
use crate::model::value::Value;

/// Runs the submission's file as `python FILE ARGUMENTS` with the page in a file, by what no file of a submission can stand
/// in for: the module `posix` is a part of the interpreter. The value is the exit status and what was printed.
const PROGRAM: &str = r#"
def run_as_program(arguments):
    import posix, sys
    home = posix.environ[b"HOME"].decode()
    page_file, output_file = home + "/page.html", home + "/output"
    with open(page_file, "wb") as file:
        file.write(page.encode())
    environment = {**posix.environ, b"PYTHONPATH": ":".join(sys.argv[3:4]).encode()}
    arguments = [page_file if argument == "{page}" else argument for argument in arguments]
    pid = posix.posix_spawn(
        sys.executable,
        [sys.executable, "-S", "-B", SCRIPT, *arguments],
        environment,
        file_actions=[
            (posix.POSIX_SPAWN_OPEN, 0, "/dev/null", posix.O_RDONLY, 0),
            (posix.POSIX_SPAWN_OPEN, 1, output_file, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC, 0o600),
        ],
    )
    status = posix.waitstatus_to_exitcode(posix.waitpid(pid, 0)[1])
    with open(output_file, "rb") as file:
        return status, file.read(1 << 20)
"#;

fn text(text: &str) -> String {
    show::source(&Value::Str(text.to_owned()))
}

/// Statements that give the questions about a page what they may use.
pub(super) fn prepared(page: &Page, file: &str) -> String {
    let program = PROGRAM.replace("SCRIPT", &text(file));
    format!(
        "page = {}\nbase = {}\n{program}",
        text(&page.text),
        text(&page.base)
    )
}

/// The statement before a question.
pub(super) fn selected(selector: Option<&(String, Selector)>) -> String {
    match selector {
        Some((selector, _)) => format!("selector = {}", text(selector)),
        None => "selector = None".to_owned(),
    }
}

/// A question.
pub(super) fn asked(ask: &Ask) -> String {
    match &ask.question {
        Question::Value(code) => code.clone(),
        Question::Program(arguments) => {
            let arguments = arguments
                .iter()
                .map(|argument| Value::Str(argument.clone()))
                .collect();
            format!("run_as_program({})", show::source(&Value::List(arguments)))
        }
    }
}

/// A question as a person would put it.
pub(super) fn shown(ask: &Ask, file: &str, selector: Option<&(String, Selector)>) -> String {
    match (&ask.question, selector) {
        (Question::Value(code), Some((selector, _))) => code.trim().replace("selector", &text(selector)),
        (Question::Value(code), None) => code.trim().to_owned(),
        (Question::Program(arguments), _) => {
            let arguments = arguments.join(" ").replace("{page}", "page.html");
            format!("python {file} {arguments}").trim_end().to_owned()
        }
    }
}

/// The smallest program that asks the question, where it is small enough to be read.
pub(super) fn example(module: &str, page: &Page, shown: &str, ask: &Ask) -> Option<String> {
    const LONGEST: usize = 6000;
    if page.text.len() > LONGEST {
        return None;
    }
    let page_text = text(&page.text);
    Some(match &ask.question {
        Question::Value(_) => {
            let base = if shown.contains("base") {
                format!("base = {}\n", text(&page.base))
            } else {
                String::new()
            };
            format!("from {module} import *\n\npage = {page_text}\n{base}print({shown})")
        }
        Question::Program(_) => {
            format!(
                "page = {page_text}\nopen(\"page.html\", \"w\", encoding=\"utf-8\").write(page)\n# then: {shown}"
            )
        }
    })
}
