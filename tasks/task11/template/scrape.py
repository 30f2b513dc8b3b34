"""Links, texts and ancestors on HTML pages, and a crawl of a web site."""

import sys
from typing import Dict, List

import requests
from bs4 import BeautifulSoup


def links(html: str, base_url: str = "") -> List[str]:
    """The `href` of each `<a>` that has one, in document order, absolute when a base is given."""
    raise NotImplementedError


def strings(html: str) -> List[str]:
    """The text pieces of the document, stripped, without empty ones."""
    raise NotImplementedError


def parents(html: str, selector: str) -> List[str]:
    """Names of the ancestors of the first element that matches, nearest first, `[document]` last."""
    raise NotImplementedError


def crawl(start_url: str, max_pages: int = 100) -> Dict[str, List[str]]:
    """Pages of one site, breadth first, each with its links."""
    raise NotImplementedError


if __name__ == "__main__":
    raise NotImplementedError(f"print the links of {sys.argv[1]}")
