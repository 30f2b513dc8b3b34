import asyncio
import sys
from email.message import Message
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString


def links(html, base_url=""):
    anchors = BeautifulSoup(html, "html.parser").find_all(lambda tag: tag.name == "a" and tag.get("href") is not None)
    return [urljoin(base_url, anchor["href"]) for anchor in anchors]


def strings(html):
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style"]):
        tag.decompose()
    pieces = (node.strip() for node in soup.descendants if type(node) is NavigableString)
    return [str(piece) for piece in pieces if piece]


def parents(html, selector):
    element = BeautifulSoup(html, "html.parser").select_one(selector)
    result = []
    while element is not None and element.parent is not None:
        element = element.parent
        result.append(element.name)
    return result


async def ask(url):
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    path = parts.path + ("?" + parts.query if parts.query else "")
    writer.write(f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    first, *lines = head.decode("latin-1").split("\r\n")
    message = Message()
    for line in lines:
        name, _, value = line.partition(": ")
        message[name] = value
    return int(first.split()[1]), message, body


async def visit(url, same):
    for _ in range(3):
        here = url
        status, message, body = await ask(here)
        while status // 100 == 3:
            here = urljoin(here, message["location"])
            if not same(here):
                return []
            status, message, body = await ask(here)
        if status < 500:
            break
    if status != 200 or message.get_content_type() != "text/html":
        return []
    html = body.decode(message.get_content_charset() or "utf-8", "replace")
    found = []
    for link in links(html, here):
        link = urldefrag(link).url
        if link not in found:
            found.append(link)
    return found


async def go(start_url, max_pages):
    def same(url):
        return urlsplit(url)[:2] == urlsplit(start_url)[:2]

    order, pages, index = [start_url], {}, 0
    while index < len(order) and index < max_pages:
        url = order[index]
        index += 1
        pages[url] = await visit(url, same)
        order += [link for link in pages[url] if same(link) and link not in order]
    return pages


def crawl(start_url, max_pages=100):
    return asyncio.run(go(start_url, max_pages))


if __name__ == "__main__":
    text = open(sys.argv[1], encoding="utf-8").read()
    print("".join(f"{link}\n" for link in links(text)), end="")
