"""Which listings stand under which filter value, in name order, as one long number per value.

A listing's place in the alphabet is a bit's place in the number, so "football in the north" is one
AND, how many is one count, and page 2,500 is as near as page 1: some microseconds for 100,000
listings, where SQL counts row by row. Each worker holds a copy and keeps it current from
`ListingChange`, which every request asks for news; the tables stay the only truth.
"""

import threading
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from associations.models import Listing, ListingChange
from associations.search.vocabulary import Term, ancestors, read_terms

# A gap of keys this many times the number of listings is not worth an array.
SPARSE = 20


@dataclass
class FilterIndex:
    """The list at one moment. Never changed once others can see it."""

    serial: int
    stamp: UUID | None
    # Primary keys in name order, and the way back.
    order: array
    places: Mapping[int, int] | array
    # By facet name, parents included: who stands under it.
    members: dict[str, int]
    # By kind: the values in the order they are shown.
    terms: dict[str, list[Term]]
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = len(self.order)
        self.everyone = (1 << self.size) - 1
        self.counts = {name: bits.bit_count() for name, bits in self.members.items()}
        self.by_slug = {
            (kind, term.slug): term for kind, terms in self.terms.items() for term in terms
        }

    def bits(self, keys: Iterable[int]) -> int:
        """Those listings as a number. Keys that are not in the list are passed over."""
        return as_bits(self._places_of(keys), self.size)

    def _places_of(self, keys: Iterable[int]) -> Iterable[int]:
        places = self.places
        if isinstance(places, array):
            last = len(places)
            found = [places[key] for key in keys if key < last]
            return found if -1 not in found else [place for place in found if place >= 0]
        return [places[key] for key in keys if key in places]

    def keys(self, bits: int, start: int, stop: int) -> list[int]:
        """The primary keys of members number `start` up to `stop`, in name order."""
        if bits == self.everyone:
            return list(self.order[start:stop])
        return [self.order[place] for place in places(bits, self.size, start, stop)]


def as_bits(found: Iterable[int], size: int) -> int:
    """Places as a number, the first place at its front."""
    flags = bytearray(b"0") * size
    for place in found:
        flags[place] = 49  # "1"
    return int(flags, 2) if size else 0


def places(bits: int, size: int, start: int, stop: int) -> list[int]:
    """Where the ones number `start` up to `stop` stand, counted from the front."""
    digits = f"{bits:0{size}b}"
    # Halve the way to the first of them; then step from one to the next.
    low, high, passed = 0, size, 0
    while high - low > 64:
        middle = (low + high) // 2
        ones = digits.count("1", low, middle)
        if passed + ones > start:
            high = middle
        else:
            low, passed = middle, passed + ones
    found = []
    place = digits.find("1", low)
    while place >= 0 and passed < stop:
        if passed >= start:
            found.append(place)
        passed += 1
        place = digits.find("1", place + 1)
    return found


_lock = threading.Lock()
_current: FilterIndex | None = None


def current() -> FilterIndex:
    """The index as the database stands: one query when nothing has changed."""
    global _current
    held = _current
    news = _news(held)
    if held is not None and news == []:
        return held
    with _lock:
        # Another thread may have read it while this one waited.
        if _current is not held and _current is not None and _news(_current) == []:
            return _current
        _current = _read_again(held, news)
        return _current


def _news(held: FilterIndex | None) -> list[ListingChange] | None:
    """What has changed since; None when that cannot be told and all must be read."""
    serial = held.serial if held else 0
    changes = list(ListingChange.objects.filter(pk__gte=serial).order_by("pk"))
    if held is None:
        return None
    if held.stamp is None:
        return [] if not changes else None
    if not changes or (changes[0].pk, changes[0].stamp) != (held.serial, held.stamp):
        return None
    return changes[1:]


def _read_again(held: FilterIndex | None, news: Sequence[ListingChange] | None) -> FilterIndex:
    return read()


def read() -> FilterIndex:
    """Read the whole index. The change is read first: what comes meanwhile is read once more."""
    change = ListingChange.objects.order_by("-pk").first()
    terms = read_terms()
    order, members = array("q"), defaultdict(list)
    rows = Listing.objects.order_by("sort_key", "pk").values_list("pk", "facets")
    for place, (pk, facets) in enumerate(rows.iterator(chunk_size=5_000)):
        order.append(pk)
        for name in facets.split(" "):
            members[name].append(place)
    bits = {name: as_bits(found, len(order)) for name, found in members.items()}
    return FilterIndex(
        serial=change.pk if change else 0,
        stamp=change.stamp if change else None,
        order=order,
        places=_places(order),
        members=_with_parents(bits, terms),
        terms=terms,
    )


def _places(order: array) -> Mapping[int, int] | array:
    highest = max(order, default=0)
    if highest > SPARSE * (len(order) + 1_000):
        return {pk: place for place, pk in enumerate(order)}
    found = array("i", [-1]) * (highest + 1)
    for place, pk in enumerate(order):
        found[pk] = place
    return found


def _with_parents(bits: dict[str, int], terms: dict[str, list[Term]]) -> dict[str, int]:
    above = ancestors(terms)
    found = dict(bits)
    for name, mine in bits.items():
        for parent in above.get(name, ()):
            found[parent] = found.get(parent, 0) | mine
    return found
