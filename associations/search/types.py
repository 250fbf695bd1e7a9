"""What is asked of the register and what is answered: plain values, no database.

`ListingQuery` is the whole of a search – words, filters, order, page – and knows its own address;
`ListingPage` is all that a page of results shows.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from associations.models.listing import Listing


class Kind(TextChoices):
    """The filters. Several values of one kind widen a search; a further kind narrows it."""

    ACTIVITY = "activity", _("Activity")
    AREA = "area", _("Area")
    TARGET_GROUP = "target_group", _("For whom")
    LANGUAGE = "language", _("Language")
    LEGAL_FORM = "legal_form", _("Legal form")


class Sort(TextChoices):
    NAME = "namn", _("Name")
    BEST = "traff", _("Best match")


# What each part of a query is called in an address.
PARAMETERS = {
    Kind.ACTIVITY: "verksamhet",
    Kind.AREA: "omrade",
    Kind.TARGET_GROUP: "malgrupp",
    Kind.LANGUAGE: "sprak",
    Kind.LEGAL_FORM: "form",
}
WORDS, SORT, PAGE = "q", "sortering", "sida"

PAGE_SIZE = 20


@dataclass(frozen=True)
class ListingQuery:
    """A search of the public list. Filters hold slugs (legal form: its value)."""

    q: str = ""
    activity: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    target_group: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    legal_form: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def order(self) -> str:
        """The order that holds: by best match only when there are words to match."""
        if not self.q.strip():
            return Sort.NAME
        return self.sort or Sort.BEST

    @property
    def is_filtered(self) -> bool:
        return any(self.selected(kind) for kind in Kind)

    def selected(self, kind: str) -> tuple[str, ...]:
        return getattr(self, kind)

    def selecting(self, kind: str, *slugs: str) -> "ListingQuery":
        """The same search with exactly these values of one kind, from the first page."""
        return replace(self, page=1, **{str(kind): slugs})

    def without(self, kind: str, slug: str) -> "ListingQuery":
        """The same search less one chip (`kind` is "q" for the words), from the first page."""
        if kind == WORDS:
            return self.asking("")
        return self.selecting(kind, *(value for value in self.selected(kind) if value != slug))

    def asking(self, words: str) -> "ListingQuery":
        return replace(self, q=words, page=1)

    def turning_to(self, page: int) -> "ListingQuery":
        return replace(self, page=page)

    def as_params(self) -> list[tuple[str, str]]:
        """Names and values for an address; what stands at its default is left out."""
        pairs = [(WORDS, self.q.strip())] if self.q.strip() else []
        for kind, name in PARAMETERS.items():
            pairs += [(name, slug) for slug in self.selected(kind)]
        if self.sort:
            pairs.append((SORT, self.sort))
        if self.page > 1:
            pairs.append((PAGE, str(self.page)))
        return pairs

    @property
    def address(self) -> str:
        """The query string, "?" included; "?" alone for the whole list."""
        return "?" + urlencode(self.as_params())


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter and how many hits it would give or gives."""

    slug: str
    label: str
    count: int
    selected: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Chip:
    """A part of the query that can be taken away. `address` is the list without it."""

    label: str
    kind: str
    slug: str
    address: str = ""


@dataclass(frozen=True)
class Suggestion:
    """The nearest wider search, when a search finds nothing."""

    query: ListingQuery
    count: int
    # What was given up, as chips; words that were exchanged stand in `respelt` as (asked, known).
    dropped: tuple[Chip, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        return self.query.address


@dataclass(frozen=True)
class ListingPage:
    """A page of hits with all that is shown around it."""

    query: ListingQuery
    total: int
    # How many there are when nothing is asked for.
    listed: int
    listings: "list[Listing]"
    facets: dict[str, list[FacetValue]]
    page: int
    pages: int
    chips: list[Chip] = field(default_factory=list)
    suggestion: Suggestion | None = None
    # Words that nothing in the register is spelt like, and what was searched for instead.
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def first(self) -> int:
        """The number of the first hit on this page, from 1; 0 when there are none."""
        return (self.page - 1) * self.query.page_size + 1 if self.listings else 0

    @property
    def last(self) -> int:
        return self.first + len(self.listings) - 1 if self.listings else 0
