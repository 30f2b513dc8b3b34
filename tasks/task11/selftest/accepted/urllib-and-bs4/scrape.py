from __future__ import annotations

import sys
import urllib.error
import urllib.request
from urllib.parse import urljoin, urlparse, urldefrag

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Script, Stylesheet, Doctype


def links(html: str, base_url: str = "") -> list[str]:
    result = []
    for tag in BeautifulSoup(html, "html.parser").descendants:
        if tag.name == "a" and tag.has_attr("href"):
            result.append(urljoin(base_url, tag["href"]) if base_url else tag["href"])
    return result


def strings(html: str) -> list[str]:
    result = []
    for node in BeautifulSoup(html, "html.parser").descendants:
        if isinstance(node, NavigableString) and not isinstance(node, (Comment, Script, Stylesheet, Doctype)):
            text = node.strip()
            if text:
                result.append(str(text))
    return result


def parents(html: str, selector: str) -> list[str]:
    element = BeautifulSoup(html, "html.parser").select_one(selector)
    names = []
    while element is not None and element.parent is not None:
        element = element.parent
        names.append(element.name)
    return names


class SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlparse(newurl).netloc != urlparse(req.full_url).netloc:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


opener = urllib.request.build_opener(SameHost)


def load(url: str):
    for _ in range(3):
        try:
            with opener.open(url) as answer:
                if answer.headers.get_content_type() != "text/html":
                    return None
                charset = answer.headers.get_content_charset() or "utf-8"
                return answer.geturl(), answer.read().decode(charset, "replace")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                return None
    return None


def crawl(start_url: str, max_pages: int = 100) -> dict[str, list[str]]:
    host = urlparse(start_url).netloc
    todo = [start_url]
    result: dict[str, list[str]] = {}
    for url in todo:  # grows
        if len(result) == max_pages:
            break
        page = load(url)
        result[url] = []
        if page is not None:
            final, html = page
            for link in links(html, final):
                link = urldefrag(link).url
                if link not in result[url]:
                    result[url].append(link)
                parts = urlparse(link)
                if parts.scheme == "http" and parts.netloc == host and link not in todo:
                    todo.append(link)
    return result


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as page:
        found = links(page.read())
    if found:
        print(*found, sep="\n")
