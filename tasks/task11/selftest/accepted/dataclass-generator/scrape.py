from __future__ import annotations

import argparse
import functools
from dataclasses import dataclass, field
from urllib.parse import ParseResult, urljoin, urlparse

import requests
from bs4 import BeautifulSoup, Tag

soup = functools.partial(BeautifulSoup, features="html.parser")


def hrefs(html: str):
    yield from (str(tag["href"]) for tag in soup(html).find_all("a") if "href" in tag.attrs)


def links(html: str, base_url: str = "") -> list[str]:
    return list(map(functools.partial(urljoin, base_url), hrefs(html)))


def strings(html: str) -> list[str]:
    return [text for text in soup(html).get_text("\0", strip=True).split("\0") if text]


def parents(html: str, selector: str) -> list[str]:
    element = soup_one(html, selector)
    return [] if element is None else [parent.name for parent in element.parents]


def soup_one(html: str, selector: str) -> Tag | None:
    return next(iter(soup(html).select(selector)), None)


@dataclass
class Site:
    start: ParseResult
    session: requests.Session = field(default_factory=requests.Session)

    def owns(self, url: str) -> bool:
        other = urlparse(url)
        return (other.scheme, other.netloc) == (self.start.scheme, self.start.netloc)

    def answers(self, url: str):
        for _ in range(3):
            response = self.session.get(url, allow_redirects=False)
            while response.next is not None and self.owns(response.next.url):
                response = self.session.send(response.next, allow_redirects=False)
            yield response

    def links(self, url: str) -> list[str]:
        response = next((answer for answer in self.answers(url) if answer.status_code < 500), None)
        if response is None or response.status_code >= 300:
            return []
        kind, *_ = response.headers.get("content-type", "").partition(";")
        if kind.strip().lower() != "text/html":
            return []
        absolute = links(response.text, response.url)
        return list(dict.fromkeys(urlparse(link)._replace(fragment="").geturl() for link in absolute))


def crawl(start_url: str, max_pages: int = 100) -> dict[str, list[str]]:
    site = Site(urlparse(start_url))
    pages: dict[str, list[str]] = {}
    frontier = [start_url]
    while frontier and len(pages) < max_pages:
        url, *frontier = frontier
        pages[url] = site.links(url)
        frontier += [link for link in pages[url] if site.owns(link) and link not in pages and link not in frontier]
    return pages


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=argparse.FileType(encoding="utf-8"))
    for found in links(parser.parse_args().file.read()):
        print(found)
