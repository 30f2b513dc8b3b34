import http.client
import re
import sys
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup


class Anchors(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "href" in attrs:
            self.found.append(attrs["href"])


def links(html, base_url=""):
    reader = Anchors()
    reader.feed(html)
    reader.close()
    return [urljoin(base_url, link) if base_url else link for link in reader.found]


def strings(html):
    soup = BeautifulSoup(html, "html.parser")
    return [text for text in soup.stripped_strings]


def parents(html, selector):
    for element in BeautifulSoup(html, "html.parser").select(selector):
        return [parent.name for parent in element.parents]
    return []


def ask(url):
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=10)
    try:
        line.request("GET", parts.path + ("?" + parts.query if parts.query else ""))
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def crawl(start_url, max_pages=100):
    home = urlsplit(start_url)[:2]

    def visit(url):
        for _ in range(3):
            here = url
            status, headers, body = ask(here)
            for _ in range(20):
                if status not in (301, 302, 303, 307, 308):
                    break
                here = urljoin(here, headers["Location"])
                if urlsplit(here)[:2] != home:
                    return []
                status, headers, body = ask(here)
            if status < 500:
                break
        kind = headers.get("Content-Type", "")
        if status != 200 or not re.match(r"text/html\s*(;|$)", kind):
            return []
        charset = headers.get_content_charset("utf-8")
        clean = (urldefrag(link)[0] for link in links(body.decode(charset, "replace"), here))
        return list(dict.fromkeys(clean))

    pages, waiting = {}, {start_url: None}
    while waiting and len(pages) < max_pages:
        url = next(iter(waiting))
        del waiting[url]
        pages[url] = visit(url)
        for link in pages[url]:
            if urlsplit(link)[:2] == home and link not in pages and link not in waiting:
                waiting[link] = None
    return pages


if __name__ == "__main__":
    for link in links(open(sys.argv[1], encoding="utf-8").read()):
        print(link)
