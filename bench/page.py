"""What a browser fetches to show a page."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings

_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
_FETCHED = {"stylesheet", "preload", "icon", "modulepreload"}


def requests(html: str) -> set[str]:
    """The addresses, the page's own ("") included; each is fetched once."""
    parser = _Links()
    parser.feed(html)
    found = {"", *parser.found}
    for address in parser.styles:
        file = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
        used = _URL.findall(file.read_text())
        found |= {urljoin(address, url) for url in used if not url.startswith("data:")}
    return found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.styles: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        rel = set((given.get("rel") or "").split())
        if tag == "link" and rel & _FETCHED:
            self.found.add(given["href"])
            if "stylesheet" in rel:
                self.styles.add(given["href"])
        elif tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.found.add(given["src"])
