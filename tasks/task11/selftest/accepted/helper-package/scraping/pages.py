"""Links, texts and ancestors on HTML pages, and a crawl of a web site."""

from urllib.parse import urljoin

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


