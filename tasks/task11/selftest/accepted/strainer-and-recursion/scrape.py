"""Links, texts and ancestors on HTML pages, and a crawl of a web site."""

import sys
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, SoupStrainer


def links(html, base_url=""):
    soup = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("a"))
    found = [anchor.attrs["href"] for anchor in soup("a") if "href" in anchor.attrs]
    if base_url:
        found = [urljoin(base_url, link) for link in found]
    return found


def strings(html):
    return list(BeautifulSoup(html, "html.parser").stripped_strings)


def parents(html, selector):
    element = BeautifulSoup(html, "html.parser").select_one(selector)
    if element is None:
        return []
    return [parent.name for parent in element.parents]


def place(url):
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def fetch(url):
    """The last answer to a page, after redirects on the same host; None for a redirect elsewhere."""
    for _ in range(3):
        address = url
        response = requests.get(address, allow_redirects=False)
        while response.is_redirect:
            target = urljoin(address, response.headers["Location"])
            if place(target) != place(url):
                return None
            address = target
            response = requests.get(address, allow_redirects=False)
        if response.status_code < 500:
            return response
    return None


def page_links(url):
    response = fetch(url)
    if response is None or response.status_code != 200:
        return []
    if response.headers.get("Content-Type", "").split(";")[0].strip() != "text/html":
        return []
    found = []
    for link in links(response.text, response.url):
        link = urldefrag(link).url
        if link not in found:
            found.append(link)
    return found


def crawl(start_url, max_pages=100):
    def level(urls, seen):
        if not urls:
            return {}
        pages = {}
        for url in urls[: max_pages - len(seen)]:
            seen.append(url)
            pages[url] = page_links(url)
        following = []
        for url in pages:
            for link in pages[url]:
                if place(link) == place(start_url) and link not in seen + following:
                    following.append(link)
        if len(seen) < max_pages:
            pages.update(level(following, seen))
        return pages

    return level([start_url], [])


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        for link in links(file.read()):
            print(link)
