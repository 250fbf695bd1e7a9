"""The body of a presentation as HTML.

Written out here rather than by the blocks' own templates: those fetch pictures one by one, and this
page is the one that is read most.
"""

from collections.abc import Iterator, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from associations.pictures import Picture

# Parts the texts while they are expanded together. No database stores it in a text.
SEAM = "\0"
FIGURE = '<figure><img src="{}" width="{}" height="{}" alt="{}" loading="lazy">{}</figure>'


def picture_ids(body: StreamValue) -> set[int]:
    """The pictures the text uses."""
    return {
        block["value"]["image"]
        for block in body.raw_data
        if block["type"] == "picture" and block["value"].get("image")
    }


def body_html(body: StreamValue, images: Mapping[int, Picture]) -> SafeString:
    """Headings, text and pictures in order; a picture that is gone is left out."""
    return format_html_join("\n", "{}", ((part,) for part in _parts(body, images)))


def _parts(body: StreamValue, images: Mapping[int, Picture]) -> Iterator[SafeString]:
    texts = _expanded(body)
    for block in body.raw_data:
        value = block["value"]
        if block["type"] == "heading":
            yield format_html("<h3>{}</h3>", value)
        elif block["type"] == "text":
            # The editor's field lets through a short list of elements when the text is saved.
            yield mark_safe(next(texts))  # noqa: S308
        elif block["type"] == "picture" and (picture := images.get(value["image"])):
            caption = format_html("<figcaption>{}</figcaption>", value.get("caption") or "")
            yield format_html(
                FIGURE, *picture, value.get("alt", ""), caption if value.get("caption") else ""
            )


def _expanded(body: StreamValue) -> Iterator[str]:
    """The texts with the addresses of the pages they link to: asked for once, not text by text."""
    texts = [block["value"] for block in body.raw_data if block["type"] == "text"]
    return iter(expand_db_html(SEAM.join(texts)).split(SEAM))
