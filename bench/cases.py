"""What is asked of a site: for each kind of page some addresses, and the rows each shows."""

from dataclasses import asdict, dataclass
from itertools import cycle, islice

from django.http import QueryDict
from django.urls import reverse

from associations import search
from associations.filters import query_from
from associations.models import Activity, Area, Association, Listing, TargetGroup
from associations.search import ListingQuery
from bench import data

# The kinds in the order of the report, and what they are called there.
LABELS = {
    "list": "List, first page",
    "facets": "List with facets counted anew: one legal form chosen",
    "two_filters": "Two filters with facets",
    "three_filters": "Three filters with facets",
    "search_few": "Search with few hits",
    "search_many": "Search with many hits",
    "deep": "Deep page of the list",
    "detail": "One association",
    "api": "API, a page of 50",
}
# Different addresses of one kind, so that no answer is the last one repeated.
ADDRESSES = 20
# Of filters, among which those with hits are taken.
COMBINATIONS = 300
FEW_HITS = 10
COMMON_FORM = "non_profit"
API_PAGE = 50


@dataclass
class Case:
    """Addresses of one kind, with how many hits they have and what Datasette is asked instead."""

    paths: list[str]
    hits: list[int]
    # Each a mapping: words, the names of the terms chosen, a row's key, or rows to pass over.
    questions: list[dict]


def cases() -> dict[str, dict]:
    """The same for the same rows, on any database."""
    made = {
        "list": _lists([ListingQuery()], [{}]),
        "facets": _lists(
            [ListingQuery(legal_form=("non_profit",))], [{"legal_form": "non_profit"}]
        ),
        "two_filters": _filtered(("activity", "area")),
        "three_filters": _filtered(("activity", "area", "target_group")),
        "search_few": _searches(list(islice(_rare_words(), ADDRESSES))),
        "search_many": _searches([name.split()[0].lower() for name in data.COMMON]),
        "deep": _deep(),
        "detail": _details(),
        "api": _api(),
    }
    return {name: asdict(case) for name, case in made.items()}


def keys_shown(path: str) -> list[int]:
    """The primary keys of the listings that the page at this address shows."""
    address, _mark, parameters = path.partition("?")
    query = query_from(QueryDict(parameters))
    if address == reverse("api:association-list"):
        return search.matching(query)[:API_PAGE]
    return [listing.pk for listing in search.find(query).listings]


def _lists(queries: list[ListingQuery], questions: list[dict]) -> Case:
    front = reverse("association_list")
    return Case(
        [front + (query.address if query.as_params() else "") for query in queries],
        [search.find(query).total for query in queries],
        questions,
    )


def _filtered(kinds: tuple[str, ...]) -> Case:
    """Common activities with every area and target group in turn."""
    terms = {
        "activity": _slugs(Activity, data.COMMON),
        "area": _slugs(Area, [name for names in data.AREAS.values() for name in names.split("|")]),
        "target_group": _slugs(TargetGroup, None),
    }
    queries, questions = [], []
    for values in islice(zip(*(cycle(terms[kind]) for kind in kinds), strict=True), COMBINATIONS):
        parts = dict(zip(kinds, values, strict=True))
        query = ListingQuery(**{kind: (slug,) for kind, (_name, slug) in parts.items()})
        if search.find(query).total and len(queries) < ADDRESSES:
            queries.append(query)
            questions.append({kind: name for kind, (name, _slug) in parts.items()})
    return _lists(queries, questions)


def _slugs(model, names) -> list[tuple[str, str]]:
    found = dict(model.objects.order_by("pk").values_list("name", "slug"))
    return [(name, found[name]) for name in (found if names is None else names)]


def _searches(words: list[str]) -> Case:
    return _lists([ListingQuery(q=word) for word in words], [{"words": word} for word in words])


def _rare_words():
    """Words of names all over the alphabet that hardly any other association has."""
    size = Listing.objects.count()
    names = Listing.objects.order_by("sort_key", "pk").values_list("name", flat=True)
    for name in names[:: max(1, size // (ADDRESSES * 20))]:
        word = max(name.replace(",", "").split(), key=len).lower()
        if 1 <= search.find(ListingQuery(q=word)).total <= FEW_HITS:
            yield word


def _deep() -> Case:
    """From the middle of the list to its end."""
    pages = search.find(ListingQuery()).pages
    numbers = [pages - number * pages // (2 * ADDRESSES) for number in range(ADDRESSES)]
    return _lists(
        [ListingQuery(page=number) for number in numbers],
        [{"after": (number - 1) * search.PAGE_SIZE} for number in numbers],
    )


def _details() -> Case:
    rows = list(Listing.objects.order_by("sort_key", "pk").values_list("pk", "slug"))
    some = rows[:: max(1, len(rows) // ADDRESSES)][:ADDRESSES]
    return Case(
        [reverse("association_detail", args=[slug]) for _pk, slug in some],
        [1] * len(some),
        [{"key": pk} for pk, _slug in some],
    )


def _api() -> Case:
    return Case([reverse("api:association-list")], [Listing.objects.count()], [{}])


def bare_statement(path: str) -> tuple[str, tuple]:
    """The SQL that fetches what the page at this address shows, by key, and nothing else."""
    address = path.partition("?")[0]
    if address == reverse("association_list"):
        rows = Listing.objects.filter(pk__in=keys_shown(path))
    elif address == reverse("api:association-list"):
        rows = Listing.objects.filter(pk__in=keys_shown(path)).select_related("association")
    else:
        slug = address.strip("/").rpartition("/")[2]
        rows = Association.objects.filter(slug=slug).select_related("presentation")
    return rows.query.sql_with_params()
