"""The one reading of a list's address: the page, the API and the downloads share it."""

from django.http import QueryDict

from associations.search import PAGE, PARAMETERS, SORT, WORDS, ListingQuery, Sort


def query_from(params: QueryDict) -> ListingQuery:
    """The search an address asks for. What cannot be meant falls back to the whole list."""
    page = params.get(PAGE, "1")[:6]
    sort = params.get(SORT, "")
    return ListingQuery(
        q=params.get(WORDS, "")[:200],
        **{str(kind): _chosen(params.getlist(name)) for kind, name in PARAMETERS.items()},
        sort=sort if sort in Sort.values else "",
        page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
    )


def _chosen(values: list[str]) -> tuple[str, ...]:
    """Each value once; an empty one is no choice."""
    return tuple(dict.fromkeys(filter(None, values)))
