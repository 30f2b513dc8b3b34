import sys
import urllib.parse as up

import bs4
import requests


def _soup(html):
    return bs4.BeautifulSoup(html, features="html.parser")


def links(html: str, base_url: str = "") -> list:
    return [up.urljoin(base_url, a.get("href")) for a in _soup(html).select("a[href]")]


def strings(html: str) -> list:
    return [s for s in (piece.strip() for piece in _soup(html).find_all(string=True) if type(piece) is bs4.NavigableString) if s]


def parents(html: str, selector: str) -> list:
    found = _soup(html).select(selector, limit=1)
    return [p.name for p in found[0].find_parents()] + ["[document]"] * 0 if found else []


class Crawler:
    def __init__(self, start):
        self.session = requests.Session()
        self.netloc = up.urlparse(start).netloc

    def here(self, url):
        parts = up.urlparse(url)
        return parts.scheme == "http" and parts.netloc == self.netloc

    def get(self, url):
        for _attempt in (1, 2, 3):
            response = self.session.get(url, allow_redirects=False)
            while 300 <= response.status_code < 400 and "location" in response.headers:
                target = up.urljoin(response.url, response.headers["location"])
                if not self.here(target):
                    return None
                response = self.session.get(target, allow_redirects=False)
            if response.status_code < 500:
                return response
        return None

    def links_of(self, url):
        response = self.get(url)
        if response is None or not response.ok:
            return []
        if not response.headers.get("content-type", "").startswith("text/html"):
            return []
        html = response.content.decode(response.encoding or "utf-8", "replace")
        return list(dict.fromkeys(up.urldefrag(link)[0] for link in links(html, response.url)))


def crawl(start_url: str, max_pages: int = 100) -> dict:
    crawler = Crawler(start_url)
    result, level = {}, [start_url]
    known = set(level)
    while level:
        following = []
        for url in level:
            if len(result) >= max_pages:
                return result
            result[url] = crawler.links_of(url)
            for link in result[url]:
                if crawler.here(link) and link not in known:
                    known.add(link)
                    following.append(link)
        level = following
    return result


def main():
    text = open(sys.argv[1], "rb").read().decode("utf-8")
    sys.stdout.write("".join(link + "\n" for link in links(text)))


if __name__ == "__main__":
    main()
