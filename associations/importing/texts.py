"""A register's free text as a presentation, and a presentation as free text."""

import re
from html import escape, unescape
from typing import Any

from django.utils.html import strip_tags

from associations.models import Presentation

INGRESS_LENGTH = 300
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def presentation_from(description: str) -> dict[str, Any]:
    """`ingress` and `body` for a plain text; a long one begins with its first sentences."""
    if len(description) <= INGRESS_LENGTH:
        return {"ingress": " ".join(description.split()), "body": []}
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n|\r?\n", description) if part.strip()]
    html = "".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    return {"ingress": _first_sentences(description), "body": [{"type": "text", "value": html}]}


def description_of(presentation: Presentation) -> str:
    """The presentation as plain text: what `presentation_from` was given, if it made it."""
    body = "\n".join(
        plain_text(str(block.value.source)) if block.block_type == "text" else ""
        for block in presentation.body
    ).strip()
    ingress = presentation.ingress
    if not body or _squeezed(body).startswith(_squeezed(ingress.removesuffix("…"))):
        return body or ingress
    return f"{ingress}\n{body}".strip()


def plain_text(html: str) -> str:
    """Rich text with one line per paragraph and no markup."""
    return unescape(strip_tags(re.sub(r"</(p|li|h\d)>|<br\s*/?>", "\n", html))).strip()


def says_the_same(one: str, other: str) -> bool:
    """True if the texts differ in nothing but white space."""
    return _squeezed(one) == _squeezed(other)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _first_sentences(text: str) -> str:
    text = _squeezed(text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, INGRESS_LENGTH)]
    if ends:
        return text[: ends[-1]]
    return text[: INGRESS_LENGTH - 1].rsplit(" ", 1)[0] + "…"
