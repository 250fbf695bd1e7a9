"""Web addresses as registers write them."""

import functools
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from associations import social
from associations.importing.notes import CellNote
from associations.importing.parsed import Parsed, refused, repaired
from associations.importing.table import Cell
from associations.importing.tidy import squeeze

_validate = URLValidator(schemes=["http", "https"])
_SCHEME = re.compile(r"^(?:https?\s*[:;]?\s*/{1,3}\s*)+", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+/\s+|\s*[;,|]\s*|\s+")


def read_website(text: str) -> Parsed:
    return _read_website(text)


@functools.lru_cache(maxsize=4_096)
def _read_website(text: str) -> Parsed:
    tidy = squeeze(text)
    if _SCHEME.fullmatch(tidy):
        return repaired("placeholder", text, "")
    pieces = [piece for piece in _SEPARATOR.split(_SCHEME.sub(_scheme, tidy)) if piece]
    if not pieces:
        return refused("bad_website", tidy)
    first, *others = pieces
    address = _address(first)
    if address is None:
        code = (
            "website_is_email" if "@" in first.split("/", 3)[-1 if "//" not in first else 2] else ""
        )
        return refused(code or "bad_website", tidy)
    more = [other for other in others if _address(other)]
    if others and not more and not _SCHEME.match(tidy):
        return refused("bad_website", tidy)  # words, the first with a dot in it
    if more:
        return repaired("several_websites", ", ".join(more), address)
    if address == text:
        return Parsed(address)
    return repaired("website_read", text, address)


def _scheme(match: re.Match[str]) -> str:
    return "https://" if "s" in match[0].lower() else "http://"


def _address(text: str) -> str | None:
    """A working form of an address, or None. Scheme and host in lower case, the path untouched."""
    text = text.rstrip(".;,")
    if not _SCHEME.match(text):
        if _OTHER_SCHEME.match(text):
            return None
        text = f"https://{text}"
    scheme, _slashes, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    if "@" in host or "." not in host:
        return None
    address = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    try:
        _validate(address)
    except ValidationError:
        return None
    return address if len(address) <= 500 else None


def read_social_links(cell: Cell) -> Parsed:
    """Every address of the cell in the register's form; see `associations.social`."""
    texts = cell if isinstance(cell, list) else _SEPARATOR.split(cell.strip())
    links, notes = [], []
    for text in filter(None, texts):
        if address := _address(squeeze(text)):
            links.append(social.link(address))
        else:
            notes.append(CellNote("bad_social_link", text))
    return Parsed(links or (None if notes else []), tuple(notes))
