"""The body of a presentation as HTML.

Written out here rather than by the blocks' own templates: those fetch pictures one by one, and this
page is the one that is read most.
"""

from collections.abc import Iterator, Mapping

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from associations.pictures import IN_TEXT, Picture, Shown, shown

# Parts the texts while they are expanded together. No database stores it in a text.
SEAM = "\0"
FIGURE = '<figure><img src="{}" width="{}" height="{}" alt="{}" loading="lazy">{}</figure>'

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Links to pages are stored by the page's key, and Draftail finds its blocks again by theirs.
STORED = {"a": {"href", "linktype", "id"}, "p": {"data-block-key"}, "li": {"data-block-key"}}


def clean(source: str) -> str:
    """A text as it may be stored, whichever way it came."""
    return nh3.clean(source, tags=TAGS, attributes=STORED, url_schemes=SCHEMES, link_rel=None)


def shown_pictures(body: StreamValue) -> set[Shown]:
    """The pictures the text uses, as it shows them."""
    return {one for block in body.raw_data if (one := shown_picture(block))}


def body_html(body: StreamValue, images: Mapping[Shown, Picture]) -> SafeString:
    """Headings, text and pictures in order; a picture that is gone is left out."""
    return format_html_join("\n", "{}", ((part,) for part in _parts(body, images)))


def shown_picture(block: Mapping) -> Shown | None:
    """The picture of a block as the text shows it; None for a block without one."""
    value = block["value"]
    if block["type"] != "picture" or not value.get("image"):
        return None
    return shown(value["image"], value.get("focus") or "", IN_TEXT)


def _parts(body: StreamValue, images: Mapping[Shown, Picture]) -> Iterator[SafeString]:
    texts = _expanded(body)
    for block in body.raw_data:
        value = block["value"]
        if block["type"] == "heading":
            yield format_html("<h3>{}</h3>", value)
        elif block["type"] == "text":
            # Cleaned when it was stored, and once more: a row may have come past all forms.
            yield mark_safe(_open(next(texts)))  # noqa: S308
        elif block["type"] == "picture" and (picture := images.get(shown_picture(block))):
            caption = format_html("<figcaption>{}</figcaption>", value.get("caption") or "")
            yield format_html(
                FIGURE, *picture, value.get("alt", ""), caption if value.get("caption") else ""
            )


def _open(html: str) -> str:
    attributes = {"a": {"href"}}
    return nh3.clean(html, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel=None)


def _expanded(body: StreamValue) -> Iterator[str]:
    """The texts with the addresses of the pages they link to: asked for once, not text by text."""
    texts = [block["value"] for block in body.raw_data if block["type"] == "text"]
    return iter(expand_db_html(SEAM.join(texts)).split(SEAM))
