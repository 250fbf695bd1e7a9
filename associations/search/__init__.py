"""Finding associations: one interface over both databases.

`find(query)` gives a page of the public list with counts, chips and, for no hits, a suggestion.
"""

from associations.search.finding import find, matching
from associations.search.types import (
    PAGE,
    PAGE_SIZE,
    PARAMETERS,
    SORT,
    WORDS,
    Chip,
    FacetValue,
    Kind,
    ListingPage,
    ListingQuery,
    Sort,
    Suggestion,
)

__all__ = [
    "PAGE",
    "PAGE_SIZE",
    "PARAMETERS",
    "SORT",
    "WORDS",
    "Chip",
    "FacetValue",
    "Kind",
    "ListingPage",
    "ListingQuery",
    "Sort",
    "Suggestion",
    "find",
    "matching",
]
