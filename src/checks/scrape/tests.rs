//! Pages, sites and answers in, judgements out.

use crate::checks::python::literal::literal;
use crate::checks::scrape::document::{self, Document};
use crate::checks::scrape::{Parser, pages};
use crate::checks::tests::{check_faults, context, parse, told};
use crate::model::observation::{Observation, Scripted, StepEnd};
use crate::model::run::Run;
use crate::model::site::Request;
use crate::model::value::Value;
use crate::model::verdict::Status;
use crate::util::random::Random;

const LIST: &str = r#"
parsers = ["html.parser"]
page = [{ name = "a list", html = "<ul><li><a href='x'>one <b>two</b></a> <a>three</a> <a href='x'> </a>", base = "http://h/a/" }]
ask = [
    { value = "links(page, base)", select = ["a"], take = "@href", absolute = true, duplicates = "drop" },
    { value = "strings(page)", take = "pieces", strip = true, blank = "drop" },
    { value = "parents(page, selector)", select = ["b", "i"], take = "ancestors" },
    { program = ["{page}", "-v"], select = ["a"], take = "@href" },
]
"#;

fn answers(values: &[&str], printed: Scripted) -> Vec<Observation> {
    let none = || StepEnd::Value(Value::None);
    let mut ends = vec![none()];
    for value in values {
        ends.extend([none(), StepEnd::Value(literal(value).unwrap())]);
    }
    vec![Observation::Steps(ends), Observation::Script(printed)]
}

const RIGHT: [&str; 4] = [
    "['http://h/a/x']",
    "['one', 'two', 'three']",
    "['a', 'li', 'ul', '[document]']",
    "[]",
];

fn printed(status: i32, stdout: &str) -> Scripted {
    Scripted {
        status,
        signal: None,
        stdout: stdout.as_bytes().to_vec(),
        stderr: Vec::new(),
        over: false,
    }
}

#[track_caller]
fn judged_program(list: &str, printed: Scripted) -> String {
    let kind = parse("scrape", list).unwrap();
    let judgement = kind.as_check().judge(&context(), &answers(&RIGHT, printed));
    let text = told(&judgement);
    text.split("\nexample:").next().unwrap_or_default().to_owned()
}

#[track_caller]
fn judged(index: usize, value: &str) -> String {
    let mut values = RIGHT;
    values[index] = value;
    let kind = parse("scrape", LIST).unwrap();
    let judgement = kind
        .as_check()
        .judge(&context(), &answers(&values, printed(0, "x\nx\n")));
    let text = told(&judgement);
    text.split("\nexample:").next().unwrap_or_default().to_owned()
}

#[test]
fn right_answers_pass_and_the_first_difference_is_told() {
    assert_eq!(judged(0, RIGHT[0]), "Passed passed");
    insta::assert_snapshot!(judged(0, "['http://h/a/x', 'http://h/a/x']"), @r"
    Failed wrong
    - scrape-item-extra code=`links(page, base)` number=2 actual=`'http://h/a/x'`
    - scrape-page page=a list
    expected: ['http://h/a/x']
    actual: ['http://h/a/x', 'http://h/a/x']
    ");
    insta::assert_snapshot!(judged(1, "['one', 'three']"), @r"
    Failed wrong
    - scrape-item code=`strings(page)` number=2 expected=`'two'` actual=`'three'`
    - scrape-page page=a list
    expected: ['one', 'two', 'three']
    actual: ['one', 'three']
    ");
    insta::assert_snapshot!(judged(2, "['a', 'li', 'ul']"), @r"
    Failed wrong
    - scrape-item-missing code=`parents(page, 'b')` number=4 expected=`'[document]'`
    - scrape-page page=a list
    expected: ['a', 'li', 'ul', '[document]']
    actual: ['a', 'li', 'ul']
    ");
    insta::assert_snapshot!(judged(3, "None"), @r"
    Failed wrong
    - scrape-not-a-list code=`parents(page, 'i')` type=`NoneType`
    - scrape-page page=a list
    expected: []
    actual: None
    ");
    insta::assert_snapshot!(judged_program(LIST, printed(1, "x\nx\n")), @r"
    Failed wrong
    - script-status expected=0 actual=1
    - scrape-program code=`python counter.py page.html -v`
    - scrape-page page=a list
    ");
    insta::assert_snapshot!(judged_program(LIST, printed(0, "x\nx")), @r"
    Failed wrong
    - script-stdout
    - lines-no-end
    - scrape-program code=`python counter.py page.html -v`
    - scrape-page page=a list
    expected: 'x\nx\n'
    actual: 'x\nx'
    ");
    let over = Scripted {
        over: true,
        ..printed(0, "x\nx\n")
    };
    assert!(judged_program(LIST, over).starts_with("Failed output-limit"));
}

#[test]
fn what_a_program_prints_is_right_for_any_of_the_parsers_and_in_any_order_where_it_is_said() {
    let crossed = LIST.replace(
        "parsers = [\"html.parser\"]",
        "parsers = [\"html5\", \"html.parser\"]",
    );
    assert_eq!(judged_program(&crossed, printed(0, "x\nx\n")), "Passed passed");
    let page = "page = [{ name = 'p', html = \"<a href='x'>1</a><a href='b'>2</a>\" }]";
    let judge = |order: &str, text: &str| {
        let ask = format!("ask = [{{ program = ['{{page}}'], select = ['a'], take = '@href'{order} }}]");
        let kind = parse("scrape", &format!("{page}\n{ask}")).unwrap();
        let plan = kind.as_check().plan(&context());
        let [Run::Script(script)] = plan.as_slice() else {
            panic!("{plan:?}")
        };
        assert_eq!(script.args, ["page.html"]);
        let seen = [Observation::Script(printed(0, text))];
        kind.as_check().judge(&context(), &seen).status
    };
    assert_eq!(judge("", "x\nb\n"), Status::Passed);
    assert_eq!(judge("", "b\nx\n"), Status::Failed);
    assert_eq!(judge(", order = 'any'", "b\nx\n"), Status::Passed);
    assert_eq!(judge(", order = 'any'", "x\nb"), Status::Failed);
    assert_eq!(judge(", order = 'any'", "x\nx\n"), Status::Failed);
}

#[test]
fn a_plan_has_a_run_for_each_page_and_the_same_pages_for_the_same_seed() {
    let kind = parse(
        "scrape",
        "page = [{ name = 'made', made = { count = 3 } }]\nask = [{ value = 'f(page)', take = 'pieces' }]",
    )
    .unwrap();
    let plan = |seed| {
        kind.as_check()
            .plan(&crate::checks::TaskContext { seed, ..context() })
    };
    assert_eq!(plan(1).len(), 3);
    assert_eq!(plan(1), plan(1));
    assert_ne!(plan(1), plan(2));
    let Run::Steps(steps) = &plan(1)[0] else {
        panic!("no steps")
    };
    assert_eq!(
        (steps.needs.as_slice(), steps.pieces.len()),
        (&["f".to_owned()][..], 3)
    );
}

#[test]
fn every_parser_reads_a_whole_page_alike() {
    let mut broken_differ = 0;
    for seed in 0..150 {
        for broken in [false, true] {
            let text = pages::make(&mut Random::named(seed, "test"), broken);
            let facts = |parser| {
                let document = Document::parse(&text, parser);
                let select = |selector: &str| scraper::Selector::parse(selector).unwrap();
                let links: Vec<String> = document
                    .select(&select("a[href]"))
                    .map(|link| link.attr("href").unwrap_or_default().to_owned())
                    .collect();
                let pieces: Vec<String> = document
                    .pieces()
                    .iter()
                    .map(|piece| piece.trim().to_owned())
                    .collect();
                let pieces: Vec<String> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
                let ancestors: Vec<_> = ["li a", "td", "b i", "blockquote p", ".foot p"]
                    .iter()
                    .map(|selector| document.select(&select(selector)).next().map(document::ancestors))
                    .collect();
                (links, pieces, ancestors)
            };
            let (flat, html5) = (facts(Parser::Flat), facts(Parser::Html5));
            if broken {
                broken_differ += usize::from(flat != html5);
            } else {
                assert_eq!(flat, html5, "seed {seed}:\n{text}");
            }
        }
    }
    assert!(
        broken_differ > 60,
        "only {broken_differ} broken pages tell parsers apart"
    );
}

const SITE: &str = r#"
[[site]]
name = "three pages"
value = "crawl(start, max_pages)"
max_pages = 3
page = [
    { path = "/a", links = ["b", "c", "http://127.0.0.2:8000/x"] },
    { path = "/b", links = ["d"], first = [500] },
    { path = "/c", links = ["/a#top"] },
    { path = "/d", links = [] },
]
"#;

const RESULT: &str = "{'http://127.0.0.1:8000/a': ['http://127.0.0.1:8000/b', 'http://127.0.0.1:8000/c', \
                      'http://127.0.0.2:8000/x'], 'http://127.0.0.1:8000/b': ['http://127.0.0.1:8000/d'], \
                      'http://127.0.0.1:8000/c': ['http://127.0.0.1:8000/a']}";

#[track_caller]
fn crawled(result: &str, asked: &str) -> String {
    let kind = parse("scrape", SITE).unwrap();
    let requests = asked.split(' ').map(|word| {
        let (address, target) = word.split_once('/').unwrap();
        Request {
            method: "GET".to_owned(),
            address: if address.is_empty() {
                "127.0.0.1:8000".to_owned()
            } else {
                address.to_owned()
            },
            target: format!("/{target}"),
            status: 200,
        }
    });
    let ends = [Value::None, literal(result).unwrap()]
        .map(StepEnd::Value)
        .to_vec();
    let observation = Observation::Site {
        steps: Box::new(Observation::Steps(ends)),
        requests: requests.collect(),
    };
    told(&kind.as_check().judge(&context(), &[observation]))
        .lines()
        .take(2)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_crawl_is_judged_by_its_pages_and_by_what_the_site_was_asked() {
    let check = |result: &str, asked: &str, expected: &str| assert_eq!(crawled(result, asked), expected);
    check(RESULT, "/a /b /b /c", "Passed passed");
    check(RESULT, "/a /c /b /b", "Passed passed");
    let url = "http://127.0.0.1:8000";
    check(
        RESULT,
        "/a /b /c",
        &format!("Failed wrong - crawl-times page=`{url}/b` expected=2 actual=1"),
    );
    check(
        RESULT,
        "/a /b /b /c /a",
        &format!("Failed wrong - crawl-times page=`{url}/a` expected=1 actual=2"),
    );
    check(
        RESULT,
        "/a /b /b /c /d",
        &format!("Failed wrong - crawl-needless page=`{url}/d`"),
    );
    check(
        RESULT,
        "/a 127.0.0.2:8000/x /b /b /c",
        "Failed wrong - crawl-elsewhere page=`http://127.0.0.2:8000/x`",
    );
    check(
        RESULT,
        "/b /b /a /c",
        &format!("Failed wrong - crawl-order page=`{url}/a` deeper=`{url}/b`"),
    );
    let without = RESULT.replace(", 'http://127.0.0.1:8000/c': ['http://127.0.0.1:8000/a']", "");
    check(
        &without,
        "/a",
        "Failed wrong - crawl-page-count code=`crawl(start, max_pages)` expected=3 actual=2",
    );
    let fragment = RESULT.replace("8000/a']", "8000/a#top']");
    assert!(
        crawled(&fragment, "/a")
            .starts_with("Failed wrong - scrape-item code=`crawl(start, max_pages)['http")
    );
    check(
        "None",
        "/a",
        "Failed wrong - crawl-not-a-dict code=`crawl(start, max_pages)` type=`NoneType`",
    );
    let far = RESULT.replace("8000/c': [", "8000/d': [");
    assert!(
        crawled(&far, "/a").starts_with("Failed wrong - crawl-too-far"),
        "{}",
        crawled(&far, "/a")
    );
    let other = RESULT.replace("8000/c': [", "8000/e': [");
    assert!(crawled(&other, "/a").starts_with("Failed wrong - crawl-extra-page"));
}

#[test]
fn what_a_check_of_pages_cannot_be_is_refused() {
    let page = "page = [{ name = 'p', html = '<p>' }]\n";
    let with_page = |ask: &str| format!("{page}ask = [{ask}]");
    check_faults("scrape", "", &["no-questions"]);
    check_faults("scrape", page, &["no-questions"]);
    check_faults("scrape", &with_page("{ take = 'pieces' }"), &["ask-shape"]);
    check_faults(
        "scrape",
        &with_page("{ value = 'f(page)', take = 'href' }"),
        &["unknown-take"],
    );
    check_faults(
        "scrape",
        &with_page("{ value = 'f(page)', take = '@href' }"),
        &["no-selector"],
    );
    check_faults(
        "scrape",
        &with_page("{ value = 'f(page)', select = ['a['], take = '@href' }"),
        &["bad-selector"],
    );
    check_faults(
        "scrape",
        &with_page("{ value = 'f(', take = 'pieces' }"),
        &["python-syntax"],
    );
    check_faults(
        "scrape",
        &with_page("{ value = 'f(page)', take = 'pieces', pages = ['x'] }"),
        &["unknown-page"],
    );
    check_faults(
        "scrape",
        &format!(
            "parsers = []\n{}",
            with_page("{ value = 'f(page)', take = 'pieces' }")
        ),
        &["no-parsers"],
    );
    check_faults(
        "scrape",
        "page = [{ name = 'p', html = 'x', file = 'y' }]\nask = [{ value = 'f(page)', take = 'pieces' }]",
        &["page-shape"],
    );
    check_faults(
        "scrape",
        "page = [{ name = 'p', file = 'y' }]\nask = [{ value = 'f(page)', take = 'pieces' }]",
        &["no-file"],
    );
}

#[test]
fn what_a_site_cannot_be_is_refused() {
    let site = |page: &str| format!("site = [{{ name = 's', value = 'crawl(start)', page = [{page}] }}]");
    check_faults("scrape", &site(""), &["site-shape"]);
    check_faults("scrape", &site("{ path = 'x' }"), &["bad-path"]);
    check_faults("scrape", &site("{ path = '/x', status = 302 }"), &["no-redirect"]);
    check_faults(
        "scrape",
        &site("{ path = '/x', status = 404, redirect = '/y' }"),
        &["no-redirect"],
    );
    check_faults("scrape", &site("{ path = '/x', first = [99] }"), &["bad-status"]);
    check_faults(
        "scrape",
        &site("{ path = '/x', links = [], html = '' }"),
        &["page-shape"],
    );
}
