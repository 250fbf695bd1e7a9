"""Read one cell for one field. A value, or None when the cell says nothing that can be used.

Each function is given tidy text (see `intake`) and returns the value with notes about what it did.
An empty text is a value too: the source says that there is none.
"""

import datetime
import html
import re
import uuid

import nh3

from associations.importing.notes import CellNote
from associations.importing.parsed import Parsed, refused, repaired
from associations.importing.tidy import fold, squeeze
from associations.orgnumber import REMOVED, OrgNumber, OrgNumberError


def read_name(text: str) -> Parsed:
    name = squeeze(text)
    if not fold(name.replace(REMOVED, "")):
        return Parsed(None)  # the row is refused, and says so
    if len(name) > 200:
        return repaired("cut", "", name[:200].rsplit(" ", 1)[0], "200")
    return Parsed(name, _spaces(text, name))


def _spaces(text: str, tidy: str) -> tuple[CellNote, ...]:
    return (CellNote("spaces"),) if text != tidy else ()


def read_line(text: str, limit: int) -> Parsed:
    """One line of free text."""
    line = squeeze(text)
    if len(line) > limit:
        return repaired("cut", "", line[:limit].rsplit(" ", 1)[0], str(limit))
    return Parsed(line, _spaces(text, line))


_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_BLOCK_END = re.compile(r"<br\s*/?>|</(p|div|li|h\d|tr)>", re.IGNORECASE)


def read_text(text: str, limit: int) -> Parsed:
    """Paragraphs of plain text; markup from the old system is taken away."""
    notes: tuple[CellNote, ...] = ()
    if _TAG.search(text):
        text = html.unescape(nh3.clean(_BLOCK_END.sub("\n", text), tags=set()))
        notes = (CellNote("markup"),)
    lines = [squeeze(line) for line in text.split("\n")]
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(tidy) > limit:
        tidy = tidy[:limit].rsplit(" ", 1)[0]
        notes += (CellNote("cut", "", str(limit)),)
    return Parsed(tidy, notes)


def read_org_number(text: str) -> Parsed:
    if REMOVED in text:
        return refused("personal_number")
    try:
        return Parsed(OrgNumber.parse(text).digits)
    except OrgNumberError:
        # Not even the digits: what is not an organisation number may be a mistyped person's.
        return refused("bad_org_number")


def read_year(text: str) -> Parsed:
    text = squeeze(text)
    match = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text)
    if not match or not 1500 <= int(match[1]) <= datetime.date.today().year:
        return refused("bad_year", text)
    year = int(match[1])
    if match[0] == text or text == f"{year}.0":
        return Parsed(year)
    return repaired("year_read", text, year)


def read_date(text: str) -> Parsed:
    try:
        return Parsed(datetime.date.fromisoformat(squeeze(text)[:10]))
    except ValueError:
        return refused("bad_date", text)


def read_id(text: str) -> Parsed:
    """An id of this register: a UUID in its usual form."""
    try:
        return Parsed(str(uuid.UUID(text.strip())))
    except ValueError:
        return refused("bad_id", text)


def read_slug(text: str) -> Parsed:
    slug = text.strip()
    return Parsed(slug) if re.fullmatch(r"[a-z0-9_-]{1,220}", slug) else refused("bad_id", text)
