"""The way from home to a page."""

from typing import NamedTuple

from wagtail.models import Page


class Link(NamedTuple):
    label: str
    url: str


def breadcrumbs(page: Page) -> list[Link]:
    """The pages above this one, home first; not the tree's own root."""
    above = page.get_ancestors().live().filter(depth__gt=1)
    return [Link(ancestor.title, ancestor.url or "/") for ancestor in above]
