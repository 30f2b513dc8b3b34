"""Links, texts and ancestors on HTML pages, and a crawl of a web site."""

import sys
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup


def links(html, base_url=""):
    soup = BeautifulSoup(html, "html.parser")
    found = [anchor["href"] for anchor in soup.find_all("a", href=True)]
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
        found.append(link)
    return found


def crawl(start_url, max_pages=100):
    start_url = urldefrag(start_url).url
    pages = {}
    queue = deque([start_url])
    seen = {start_url}
    while queue and len(pages) < max_pages:
        url = queue.popleft()
        pages[url] = page_links(url)
        for link in pages[url]:
            if place(link) == place(start_url) and link not in seen:
                seen.add(link)
                queue.append(link)
    return pages


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        for link in links(file.read()):
            print(link)
