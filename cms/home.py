"""What the home page shows of the register."""

from typing import TYPE_CHECKING, Any

from associations import search
from associations.models import Listing
from associations.search import PARAMETERS, FacetValue, Kind, ListingQuery

if TYPE_CHECKING:
    from cms.models import HomePage

TERMS_IN_A_DOOR = 8
NAMES_IN_A_DOOR = 5


def home_content(page: "HomePage") -> dict[str, Any]:
    """Live content for the doors the editors have put up; nothing is read for those they have not.

    Keys are the names of the blocks in `cms.blocks.DoorsBlock`.
    """
    doors = {
        door.block_type
        for block in page.body
        if block.block_type == "doors"
        for door in block.value
    }
    result = search.find(ListingQuery(page_size=1))
    content: dict[str, Any] = {"total": result.total}
    if "activities" in doors:
        content["activities"] = _door(Kind.ACTIVITY, result.facets[Kind.ACTIVITY])
    if "areas" in doors:
        content["areas"] = _door(Kind.AREA, result.facets[Kind.AREA])
    if "confirmed" in doors:
        content["confirmed"] = newly_confirmed()
    return {"register": content}


def newly_confirmed() -> list[Listing]:
    return list(
        Listing.objects.filter(confirmed_on__isnull=False).order_by("-confirmed_on", "sort_key")[
            :NAMES_IN_A_DOOR
        ]
    )


def _door(kind: Kind, values: list[FacetValue]) -> dict[str, Any]:
    """The most common values of a filter, in the filter's own order."""
    tops = [value for value in values if value.count and value.depth == 0]
    common = sorted(tops, key=lambda value: -value.count)[:TERMS_IN_A_DOOR]
    return {
        "name": PARAMETERS[kind],
        "values": [value for value in tops if value in common],
        "left": len(tops) - len(common),
    }
