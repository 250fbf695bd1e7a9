"""The page of the public list: what the search found, arranged as the template shows it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from associations import search
from associations.detail import is_late
from associations.filters import query_from
from associations.models import Listing
from associations.search import PARAMETERS, SORT, FacetValue, Kind, ListingQuery, Sort
from associations.search.sorting import sort_key
from cms import list_html

# Values of a filter that are seen at once; the rest unfold.
VALUES_AT_ONCE = 8
# These are asked for now and then: their values are folded until one is chosen.
FOLDED = (Kind.LANGUAGE, Kind.LEGAL_FORM)
TAGS = 4
FORMATS = {"csv": "CSV", "json": "JSON", "geojson": "GeoJSON"}


@dataclass(frozen=True)
class Words:
    """The editors' words around the list. The two last are HTML."""

    title: str
    heading: str
    ingress: str = ""
    search_hint: str = ""
    no_hits_help: str = ""
    after_list: str = ""

    def ingress_for(self, total: int) -> str:
        return self.ingress.replace("{antal}", number_format(total, force_grouping=True))


class Facet(NamedTuple):
    """A filter with its values: those seen at once, and those that unfold."""

    label: str
    name: str
    values: list[FacetValue]
    more: list[FacetValue]
    folded: bool

    @property
    def boxes(self) -> SafeString:
        return list_html.check_boxes(self.name, self.values)

    @property
    def more_boxes(self) -> SafeString:
        return list_html.check_boxes(self.name, self.more)


class Card(NamedTuple):
    listing: Listing
    initials: str
    where_when: str
    tags: list[str]
    confirmed: str
    is_late: bool


class Pager(NamedTuple):
    """Addresses of the pages beside this one, and (number, address) of those linked to.

    No address means this page; no number means a gap.
    """

    before: str
    after: str
    numbers: list[tuple[int, str]]


def list_context(params: QueryDict, *, words: Words) -> dict[str, Any]:
    """Everything the list's template shows for a query string."""
    query = query_from(params)
    result = search.find(query)
    return {
        "words": words,
        "ingress": words.ingress_for(result.listed),
        "list_url": reverse("association_list"),
        "query": query,
        "result": result,
        "cards": list_html.cards(card(listing) for listing in result.listings),
        "filters": filters(result.facets),
        "sorts": sorts(query),
        "pager": pager(query, result.page, result.pages),
        "kept": [(SORT, query.sort)] if query.sort else [],
        "downloads": downloads(query),
    }


def card(listing: Listing) -> Card:
    places = listing.area_labels[:2] or [listing.town]
    late = is_late(listing.late_on)
    return Card(
        listing,
        initials(listing.name),
        " · ".join(part for part in (*places, listing.when_and_where) if part),
        listing.activity_labels[:TAGS],
        listing.confirmed_on
        and confirmed_words(listing.confirmed_on.year, listing.confirmed_on.month, late),
        late,
    )


@lru_cache(maxsize=256)
def confirmed_words(year: int, month: int, late: bool) -> str:
    if late:
        return _("Not confirmed since %(year)s") % {"year": year}
    return _("Confirmed %(month)s") % {"month": f"{MONTHS[month]} {year}"}


def initials(name: str) -> str:
    """Two letters to recognise a name by: IK of "IK Åsa", BF of "Björkviks flickfotboll"."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return name[:1].upper()
    if len(words) == 1 or (len(words[0]) == 2 and words[0].isupper()):
        return words[0][:2].upper()
    return (words[0][0] + words[1][0]).upper()


# The filters when nothing is asked for: counted once for each version of the list, and so is this.
_unasked: tuple[dict[str, list[FacetValue]], SafeString] | None = None


def filters(facets: dict[str, list[FacetValue]]) -> SafeString:
    """The filters with their values as HTML."""
    global _unasked
    if _unasked is not None and _unasked[0] is facets:
        return _unasked[1]
    made = render_to_string(
        "associations/filters.html",
        {"facets": [facet(kind, facets.get(kind, [])) for kind in Kind]},
    )
    if not any(value.selected for values in facets.values() for value in values):
        _unasked = (facets, made)
    return made


def facet(kind: Kind, found: list[FacetValue]) -> Facet:
    """Values with hits or chosen: all if they are few, else the most common ones and the rest."""
    values = [value for value in found if value.count or value.selected]
    folded = kind in FOLDED and not any(value.selected for value in values)
    if len(values) <= VALUES_AT_ONCE + 2:
        top = min((value.depth for value in values), default=0)
        values = [replace(value, depth=value.depth - top) for value in values]
        return Facet(kind.label, PARAMETERS[kind], values, [], folded)
    leaves = [
        value
        for value, after in zip(values, [*values[1:], None], strict=True)
        if after is None or after.depth <= value.depth
    ]
    chosen = [value for value in values if value.selected]
    common = sorted(leaves, key=lambda value: -value.count)[:VALUES_AT_ONCE]
    first = {value.slug for value in (*chosen, *common)}
    seen = [value for value in values if value.slug in first]
    if any(value.depth for value in values):
        # Out of their tree they stand in the order of the alphabet, without indentation.
        seen = sorted((replace(value, depth=0) for value in seen), key=by_label)
    return Facet(
        kind.label,
        PARAMETERS[kind],
        seen,
        [value for value in values if value.slug not in first],
        folded,
    )


def by_label(value: FacetValue) -> str:
    return sort_key(value.label)


def sorts(query: ListingQuery) -> list[tuple[str, str, bool]]:
    """(words, address, is the present one); best match only where there are words to match."""
    if not query.q.strip():
        return []
    orders = ((Sort.BEST, "", _("Best match first")), (Sort.NAME, Sort.NAME.value, _("A–Ö")))
    return [
        (label, replace(query, sort=sort, page=1).address, query.order == order)
        for order, sort, label in orders
    ]


def pager(query: ListingQuery, page: int, pages: int) -> Pager | None:
    """The ends and the pages beside this one, however many there are."""
    if pages < 2:
        return None

    def address(number: int) -> str:
        return query.turning_to(number).address if 1 <= number <= pages else ""

    wanted = {1, pages, page - 1, page, page + 1} & set(range(1, pages + 1))
    # A gap of one page is that page.
    wanted |= {number + 1 for number in wanted if number + 2 in wanted}
    numbers: list[tuple[int, str]] = []
    for number in sorted(wanted):
        if numbers and numbers[-1][0] != number - 1:
            numbers.append((0, ""))
        numbers.append((number, "" if number == page else address(number)))
    return Pager(address(page - 1), address(page + 1), numbers)


def downloads(query: ListingQuery) -> list[tuple[str, str]]:
    """(format, address) of the same search as files, which have no pages."""
    whole = replace(query, page=1, sort="").address
    asked = "" if whole == "?" else whole
    return [
        (label, reverse("association_download", args=[name]) + asked)
        for name, label in FORMATS.items()
    ]
