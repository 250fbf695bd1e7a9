"""Reads a page as a resident sees it."""

import re

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse


def page(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(element: Tag | None) -> str:
    """The words of an element, blanks made one; "" for none."""
    text = "" if element is None else " ".join(element.get_text(" ").split())
    return re.sub(r" ([.,!?])", r"\1", text)


def texts(elements) -> list[str]:
    return [words(element) for element in elements]


def links(element: Tag) -> dict[str, str]:
    """Words of each link and where it leads."""
    return {words(link): link["href"] for link in element.find_all("a", href=True)}
