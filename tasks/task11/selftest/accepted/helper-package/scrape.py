import sys

from scraping.crawling import crawl
from scraping.pages import links, parents, strings

__all__ = ["crawl", "links", "parents", "strings"]

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        for link in links(file.read()):
            print(link)
