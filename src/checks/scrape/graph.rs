//! Sites made for a run: pages that link to each other in circles, in every form that a link has, and, where they are
//! asked for, everything that goes wrong on the way.

use crate::checks::scrape::site::{Charset, Plan};
use crate::model::site::{HOST, OTHER_HOST, OTHER_PORT, PORT};
use crate::util::random::Random;

const NAMES: [&str; 16] = [
    "alder", "birch", "cedar", "elm", "fir", "hazel", "juniper", "larch", "maple", "oak", "pine", "rowan",
    "spruce", "willow", "yew", "ash",
];

/// What happens to a page that is asked for.
const FAULTS: [Fault; 13] = [
    Fault::Missing,
    Fault::Flaky(1),
    Fault::Dead(500),
    Fault::RedirectHere,
    Fault::RedirectAway,
    Fault::NotHtml("text/plain; charset=utf-8"),
    Fault::Flaky(2),
    Fault::Gone,
    Fault::NotHtml("application/pdf"),
    Fault::Dead(503),
    Fault::RedirectTwice,
    Fault::Cyrillic,
    Fault::BareType,
];

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// It is linked, and there is none.
    Missing,
    /// There is one no more, and what says so has links.
    Gone,
    /// So many refusals, then well.
    Flaky(usize),
    Dead(u16),
    RedirectHere,
    RedirectTwice,
    RedirectAway,
    NotHtml(&'static str),
    Cyrillic,
    BareType,
}

/// Pages of a site; the first is where a crawl starts. With faults nothing else is difficult: there are no circles, no
/// other hosts, and links are written in one form, so that a crawler is judged by what it makes of faults.
pub(super) fn make(random: &mut Random, count: usize, faults: bool) -> Vec<Plan> {
    let paths: Vec<String> = (0..count).map(|number| path(random, number)).collect();
    let mut links: Vec<Vec<String>> = (0..count)
        .map(|number| children(number, count))
        .map(|children| children.into_iter().map(|child| paths[child].clone()).collect())
        .collect();
    let mut spoilt = Vec::new();
    if faults {
        for (number, fault) in FAULTS.into_iter().enumerate() {
            let path = path(random, count + number);
            let parent = random.index(count);
            let place = random.index(links[parent].len() + 1);
            links[parent].insert(place, path.clone());
            spoil(&path, count + number, fault, random, &mut spoilt);
        }
    } else {
        for (number, links) in links.iter_mut().enumerate() {
            *links = mixed(random, &paths, number, links);
        }
    }
    let pages = paths.iter().zip(&links).enumerate();
    let well = pages.map(|(number, (path, links))| Plan::new(path, document(number, links)));
    well.chain(spoilt).collect()
}

/// Two for each page, so that every page is reached and levels are wide.
fn children(number: usize, count: usize) -> Vec<usize> {
    [2 * number + 1, 2 * number + 2]
        .into_iter()
        .filter(|child| *child < count)
        .collect()
}

/// Every page lies in some folder; the number keeps paths apart.
fn path(random: &mut Random, number: usize) -> String {
    let name = random.pick(&NAMES);
    match random.index(3) {
        0 => format!("/{name}-{number}.html"),
        1 => format!("/{}/{name}-{number}.html", random.pick(&NAMES)),
        _ => format!("/{}/{name}-{number}/", random.pick(&NAMES)),
    }
}

/// Links to the children in every form, and links to other places among them.
fn mixed(random: &mut Random, paths: &[String], number: usize, children: &[String]) -> Vec<String> {
    let own = &paths[number];
    let mut links: Vec<String> = children.iter().map(|child| link_to(random, own, child)).collect();
    for _ in 0..=random.index(3) {
        let link = match random.index(10) {
            0 => "#top".to_owned(),
            1 => format!("http://{OTHER_HOST}:{PORT}{}", random.pick(paths)),
            2 => format!("//{HOST}:{OTHER_PORT}/{}.html", random.pick(&NAMES)),
            3 => format!("mailto:{}@example.org", random.pick(&NAMES)),
            4 => format!("https://{}.example/", random.pick(&NAMES)),
            5 => links.first().cloned().unwrap_or_else(|| "#top".to_owned()),
            // Up again: a circle, as far as this page is.
            _ => {
                let target = &paths[random.index(number + 1)];
                link_to(random, own, target)
            }
        };
        let place = random.index(links.len() + 1);
        links.insert(place, link);
    }
    links
}

fn document(number: usize, links: &[String]) -> String {
    let items: Vec<String> = links
        .iter()
        .enumerate()
        .map(|(index, link)| {
            format!(
                "<li><a href=\"{}\">link {index}</a></li>\n",
                link.replace('&', "&amp;")
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>Page {number}</title></head>\n<body id=\"top\"><p>Page {number}</p>\n<ul>\n{}</ul>\n\
         </body></html>\n",
        items.concat()
    )
}

/// One of the forms of a link to a page of the same site.
fn link_to(random: &mut Random, own: &str, target: &str) -> String {
    match random.index(6) {
        0 => format!("http://{HOST}:{PORT}{target}"),
        1 => format!("//{HOST}:{PORT}{target}"),
        2 => format!("{target}#{}", random.pick(&NAMES)),
        3 => target.to_owned(),
        _ => relative(own, target),
    }
}

/// A link that leads from the folder of one page to another page.
fn relative(own: &str, target: &str) -> String {
    let depth = own.matches('/').count() - 1;
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    match target
        .strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(rest) if !folder.is_empty() && !rest.is_empty() => rest.to_owned(),
        _ => format!("{}{}", "../".repeat(depth), &target[1..]),
    }
}

/// A page to which this happens. It has a link to a page that is there: whoever follows it when it must not, is seen.
fn spoil(path: &str, number: usize, fault: Fault, random: &mut Random, plans: &mut Vec<Plan>) {
    let after = format!("/after/{}-{number}.html", random.pick(&NAMES));
    let mut plan = Plan::new(path, document(number, std::slice::from_ref(&after)));
    plans.push(Plan::new(&after, document(number + 100, &[])));
    match fault {
        Fault::Missing => plan.status = 404,
        Fault::Gone => plan.status = 410,
        Fault::Flaky(times) => plan.first = vec![500; times],
        Fault::Dead(status) => plan.status = status,
        Fault::RedirectAway => {
            plan.status = 302;
            plan.redirect = Some(format!("http://{OTHER_HOST}:{PORT}{after}"));
        }
        Fault::NotHtml(content_type) => content_type.clone_into(&mut plan.content_type),
        Fault::Cyrillic => {
            plan.charset = Charset::Cyrillic;
            "text/html; charset=windows-1251".clone_into(&mut plan.content_type);
            plan.html = plan.html.replace("Page", "Страница").replace("link", "ссылка");
        }
        Fault::BareType => "text/html".clone_into(&mut plan.content_type),
        Fault::RedirectHere | Fault::RedirectTwice => {
            let folder = format!("/moved/{}-{number}", random.pick(&NAMES));
            let (last, between) = (format!("{folder}/here.html"), format!("{folder}.html"));
            let twice = matches!(fault, Fault::RedirectTwice);
            plan.html.clear();
            plan.status = 301;
            plan.redirect = Some(if twice { between.clone() } else { last.clone() });
            if twice {
                let mut second = Plan::new(&between, String::new());
                second.status = 302;
                second.redirect = Some(format!("http://{HOST}:{PORT}{last}"));
                plans.push(second);
            }
            // From there a relative link means another page.
            plans.push(Plan::new(
                &last,
                document(number, &[after, "near.html".to_owned()]),
            ));
            plans.push(Plan::new(
                &format!("{folder}/near.html"),
                document(number + 200, &[]),
            ));
        }
    }
    plans.push(plan);
}
