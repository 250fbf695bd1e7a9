"""The body of a presentation as plain text that anyone can write, and back into blocks.

    Two paragraphs have an empty line between them.

    ## A heading
    - a list, and **bold**, *slanted* and [a link](https://forening.example)

    [bild 1]

What this cannot say – pictures, and texts that an editor in the municipality has made with more –
stands as a line with a number and is kept as it is. A block is shown as text only when the text
gives the very same block again, so whatever is saved has lost nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from associations.models import Presentation

Block = dict[str, Any]
NEW_LINE = "\n"

_KEPT = re.compile(r"\[\w+ (\d{1,3})\]")
_HEADING = re.compile(r"#{1,6}\s+(.+)")
_ITEM = re.compile(r"[-*•]\s+(.+)")
_FIRST, _NUMBERED = re.compile(r"1[.)]\s+(.+)"), re.compile(r"\d{1,3}[.)]\s+(.+)")
_ADDRESS = r"(?P<url>(?:[^\s()]|\([^\s()]*\)){1,500})"
# Bounded, so that no text takes long to read.
_INLINE = re.compile(
    r"\\(?P<sign>[\\*\[#.\-])"
    r"|\*\*(?P<b>(?=\S)(?:\\.|[^\\\n]){1,500}?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<i>(?=[^\s*])(?:\\.|[^\\*\n]){0,500}?[^\s*\\])\*(?![\w*])"
    rf"|\[(?P<label>[^\[\]\n]{{1,300}})\]\({_ADDRESS}\)"
)
_SIGNS = re.compile(r"([\\*\[])")
_LINE_START = re.compile(r"^(?:([#\-•])|(\d{1,3})([.)]))(?=\s)", re.MULTILINE)
_SCHEME = re.compile(r"(https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_PLAIN = {"strong": "b", "em": "i"}


class Unwritable(Exception):
    """Holds something that the plain text has no words for."""


class Written(NamedTuple):
    """The text, and the keys of the blocks that its numbered lines stand for, from 1."""

    text: str
    kept: list[str]


def write(body: StreamValue) -> Written:
    """The body as plain text."""
    parts, kept = [], []
    for block in body.raw_data:
        text = _text_of(block)
        if text is None:
            kept.append(block.get("id", ""))
            text = line_for(block, len(kept))
        parts.append(text)
    return Written("\n\n".join(part for part in parts if part), kept)


def line_for(block: Block, number: int) -> str:
    """The line that stands for a block that is kept."""
    word = _("picture") if block["type"] == "picture" else _("part")
    return f"[{word} {number}]"


def read(text: str, *, kept: Sequence[str], body: StreamValue) -> StreamValue:
    """The blocks that the text says. `kept` are the keys of its numbered lines, `body` as it was.

    What is kept and has lost its line comes last: nobody's picture is gone by a slip.
    """
    old = list(body.raw_data)
    if normal(text) == normal(write(body).text):
        return body
    by_key = {block.get("id"): block for block in old if _text_of(block) is None}
    named = [by_key.get(key) for key in kept]
    blocks: list[Block] = []
    for kind, value in _parse(text):
        if kind == "kept":
            place = int(value) - 1
            block = named[place] if 0 <= place < len(named) else None
            if block is not None and block not in blocks:
                blocks.append(block)
        else:
            blocks.append(_same(kind, value, old, blocks) or _new(kind, value))
    blocks += [block for block in by_key.values() if block not in blocks]
    return stream(blocks)


def normal(text: str) -> str:
    """The text with the line breaks of no particular browser."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def stream(blocks: Iterable[Block]) -> StreamValue:
    field = Presentation._meta.get_field("body")
    return field.to_python(json.dumps(list(blocks)))


def bad_links(text: str) -> list[str]:
    """Addresses that are no web addresses, as they were written."""
    return [m["url"] for m in _INLINE.finditer(text) if m["url"] and not address(m["url"])]


def headings(text: str) -> list[str]:
    return [value for kind, value in _parse(text) if kind == "heading"]


def address(written: str) -> str:
    """A web address, mail address or number to call as a link needs it; "" for anything else."""
    if written.lower().startswith("www."):
        return f"https://{written}"
    return written if _SCHEME.match(written) else ""


def _new(kind: str, value: str) -> Block:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _same(kind: str, value: str, old: list[Block], used: list[Block]) -> Block | None:
    """The old block that says just this, so that what was not touched is not changed."""
    for block in old:
        if block["type"] == kind and block not in used and _meaning(block) == value:
            return block
    return None


def _meaning(block: Block) -> str | None:
    try:
        return _canonical(block)
    except Unwritable:
        return None


# From blocks to text.


def _text_of(block: Block) -> str | None:
    """The block as text, or None when the text would not give the same block again."""
    meant = _meaning(block)
    if meant is None:
        return None
    for text in _attempts(block["type"], meant):
        if list(_parse(text)) == ([(block["type"], meant)] if meant else []):
            return text
    return None


def _attempts(kind: str, meant: str) -> Iterator[str]:
    """As people write it; failing that, with a backslash before each sign that means something."""
    if kind == "heading":
        yield f"## {meant}"
        return
    for careful in (False, True):
        yield "\n\n".join(_paragraphs(BeautifulSoup(meant, "html.parser"), careful))


def _canonical(block: Block) -> str:
    """A text as this module would have made it. Raises Unwritable for what it never makes."""
    if block["type"] == "heading":
        return block["value"].strip()
    if block["type"] != "text":
        raise Unwritable
    soup = BeautifulSoup(block["value"], "html.parser")
    parts = []
    for element in soup.contents:
        if isinstance(element, Tag) and element.name in ("ul", "ol"):
            items = [f"<li>{_inline_of(item)}</li>" for item in _items(element)]
            parts.append(f"<{element.name}>{''.join(items)}</{element.name}>")
        elif isinstance(element, Tag) and element.name == "p":
            if inner := _inline_of(element):
                parts.append(f"<p>{inner}</p>")
        elif str(element).strip():
            raise Unwritable
    return "".join(parts)


def _items(element: Tag) -> Iterator[Tag]:
    for item in element.contents:
        if isinstance(item, Tag) and item.name == "li":
            yield item
        elif str(item).strip():
            raise Unwritable


def _inline_of(element: Tag) -> str:
    return _inner(element).strip()


def _inner(element: Tag) -> str:
    parts = []
    for child in element.contents:
        if type(child) is NavigableString:
            parts.append(escape(str(child)))
        elif not isinstance(child, Tag):
            raise Unwritable
        elif child.name == "br":
            parts.append("<br>")
        elif child.name in _MARKS:
            name = _PLAIN.get(child.name, child.name)
            parts.append(f"<{name}>{_inner(child)}</{name}>")
        elif child.name == "a" and set(child.attrs) == {"href"} and address(child["href"]):
            parts.append(f'<a href="{escape(child["href"])}">{_inner(child)}</a>')
        else:
            raise Unwritable
    return "".join(parts)


def _paragraphs(soup: BeautifulSoup, careful: bool) -> Iterator[str]:
    for element in soup.contents:
        if element.name == "ul":
            yield "\n".join(f"- {_words(item, careful)}" for item in element.contents)
        elif element.name == "ol":
            items = enumerate(element.contents, start=1)
            yield "\n".join(f"{number}. {_words(item, careful)}" for number, item in items)
        else:
            text = _words(element, careful)
            yield _LINE_START.sub(_spared, text) if careful else text


def _spared(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _words(element: Tag, careful: bool) -> str:
    parts = []
    for child in element.contents:
        if not isinstance(child, Tag):
            parts.append(_SIGNS.sub(r"\\\1", str(child)) if careful else str(child))
        elif child.name == "br":
            parts.append("\n")
        elif child.name == "a":
            parts.append(f"[{_words(child, careful)}]({child['href']})")
        else:
            mark = _MARKS[child.name]
            parts.append(f"{mark}{_words(child, careful)}{mark}")
    return "".join(parts)


# From text to blocks.


def _parse(text: str) -> Iterator[tuple[str, str]]:
    """(kind, value): headings, texts as HTML, and the numbers of what is kept."""
    html = ""
    for kind, lines in _groups(text):
        if kind in ("heading", "kept"):
            if html:
                yield "text", html
            html = ""
            yield kind, lines[0]
        elif kind == "p":
            html += f"<p>{_html(NEW_LINE.join(lines))}</p>"
        else:
            items = "".join(f"<li>{_html(line)}</li>" for line in lines)
            html += f"<{kind}>{items}</{kind}>"
    if html:
        yield "text", html


def _groups(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines that belong together, and as what."""
    kind, lines = "", []
    for line in (*map(str.strip, text.splitlines()), ""):
        new, value = _kind_of(line, kind)
        if lines and (new != kind or new in ("heading", "kept")):
            yield kind, lines
            lines = []
        kind = new
        if new:
            lines.append(value)


def _kind_of(line: str, before: str) -> tuple[str, str]:
    if not line:
        return "", ""
    if match := _KEPT.fullmatch(line):
        return "kept", match[1]
    if match := _HEADING.fullmatch(line):
        return "heading", match[1].strip()
    if match := _ITEM.fullmatch(line):
        return "ul", match[1]
    if match := (_NUMBERED if before == "ol" else _FIRST).fullmatch(line):
        return "ol", match[1]
    return "p", line


def _html(text: str) -> str:
    """A line with its marks as HTML; all else is text."""
    parts, end = [], 0
    for match in _INLINE.finditer(text):
        parts.append(_plain(text[end : match.start()]))
        parts.append(_marked(match))
        end = match.end()
    return "".join((*parts, _plain(text[end:])))


def _marked(match: re.Match[str]) -> str:
    if match["sign"]:
        return str(escape(match["sign"]))
    for name in ("b", "i"):
        if match[name]:
            return f"<{name}>{_html(match[name])}</{name}>"
    if link := address(match["url"]):
        return f'<a href="{escape(link)}">{_html(match["label"])}</a>'
    return _plain(match[0])


def _plain(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")
