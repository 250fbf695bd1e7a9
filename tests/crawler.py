"""Goes everywhere a visitor can: every page, file and answer that one address leads to another."""

import html
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client

_LINKS = re.compile(
    r"""(?<![-\w])(?:href|src|action)="([^"]+)"      # pages
    |<loc>([^<]+)</loc>                    # the sitemap
    |"(?:url|api_url|next)":\s*"([^"]+)"   # the API and the downloads
    |^Sitemap:\s*(\S+)                     # robots.txt
    """,
    re.VERBOSE | re.MULTILINE,
)
# New in every answer, and says nothing.
_RANDOM = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


class Answer(NamedTuple):
    """What came back: the status, all headers that are not new each time, and the body."""

    status: int
    headers: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.headers}\n{self.body}"


def ask(client: Client, url: str, **extra) -> Answer:
    return answer_of(client.get(url, **extra))


def answer_of(response) -> Answer:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    body = _RANDOM.sub(r'\1=""', content.decode("utf-8", "replace"))
    told = ("Location", "Content-Type", "Content-Disposition", "Link", "Content-Language")
    headers = "\n".join(f"{name}: {response[name]}" for name in told if name in response)
    return Answer(response.status_code, headers, body)


def crawl(
    client: Client, start: Iterable[str], *, below: str = "/", variants: int = 100
) -> dict[str, Answer]:
    """Every address that the first ones lead to, with its answer. GET alone, our own site alone.

    A path is asked for with so many different query strings at most.
    """
    found: dict[str, Answer] = {}
    asked: Counter[str] = Counter()
    waiting = list(start)
    while waiting:
        url = waiting.pop()
        path = urlsplit(url).path
        if url in found or asked[path] >= variants:
            continue
        asked[path] += 1
        found[url] = answer = ask(client, url)
        waiting += [link for link in _links(url, answer) if link.startswith(below)]
        assert len(found) < 2_000, "The crawl goes on for ever"
    return found


def _links(url: str, answer: Answer) -> Iterable[str]:
    ours = {"", "testserver", urlsplit(settings.BASE_URL).netloc}
    written = [next(filter(None, groups)) for groups in _LINKS.findall(answer.body)]
    written += re.findall(r"^Location: (.+)", answer.headers, re.MULTILINE)
    for link in written:
        parts = urlsplit(urljoin(url, html.unescape(link)))
        if parts.netloc in ours and parts.scheme in ("", "http", "https"):
            path = parts.path or "/"
            if not path.startswith(settings.STATIC_URL) and "logout" not in path:
                yield path + (f"?{parts.query}" if parts.query else "")
