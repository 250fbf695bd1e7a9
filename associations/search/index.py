"""Which listings stand under which filter value, in name order, as one long number per value.

A listing's place in the alphabet is a bit's place in the number, so "football in the north" is one
AND, how many is one count, and page 2,500 is as near as page 1: some microseconds for 100,000
listings, where SQL counts row by row. What a word finds is such a number too, held until it is
asked for again. Each worker holds a copy, and every request asks whether `ListingVersion` is still
the same; if not all is read again. The tables stay the only truth.
"""

import threading
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from sys import getsizeof
from uuid import UUID

from associations.models import Listing, ListingVersion
from associations.search.backends import backend
from associations.search.types import FacetValue, Kind
from associations.search.vocabulary import Term, ancestors, read_terms

# A gap of keys this many times the number of listings is not worth an array.
SPARSE = 20
# Of what words find, held by each worker: the most asked for words of a large municipality.
MOST_BYTES = 3 * 1024 * 1024


@dataclass
class FilterIndex:
    """The list at one moment. Once others can see it, only what is remembered of words changes."""

    # The version it was read at; None before there was any.
    stamp: UUID | None
    # Primary keys in name order, and the way back.
    order: array
    places: Mapping[int, int] | array
    # By facet name, parents included: who stands under it.
    members: dict[str, int]
    # By kind: the values in the order they are shown.
    terms: dict[str, list[Term]]
    counts: dict[str, int] = field(default_factory=dict)
    # What words asked for lately find: by their tokens, the listings with any of them.
    found: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.size = len(self.order)
        self.everyone = (1 << self.size) - 1
        self.counts = {name: bits.bit_count() for name, bits in self.members.items()}
        self.by_slug = {
            (kind, term.slug): term for kind, terms in self.terms.items() for term in terms
        }

    @cached_property
    def facets(self) -> dict[str, list[FacetValue]]:
        """Every value and its hits, when nothing is asked for; counted once."""
        return {str(kind): self.values(kind, self.everyone) for kind in Kind}

    def values(self, kind: Kind, base: int, chosen: Collection[str] = ()) -> list[FacetValue]:
        """The values of a kind, each with the hits it has among `base`."""
        members, everyone = self.members, base == self.everyone
        return [
            FacetValue(
                term.slug,
                str(term.label),
                self.counts.get(term.name, 0)
                if everyone
                else (members.get(term.name, 0) & base).bit_count(),
                selected=term.slug in chosen,
                depth=term.depth,
            )
            for term in self.terms[kind]
        ]

    def bits(self, keys: Iterable[int]) -> int:
        """Those listings as a number. Keys that are not in the list are passed over."""
        return as_bits(self._places_of(keys), self.size)

    def found_by(self, questions: Sequence[tuple[str, ...]]) -> list[int]:
        """The listings with any of a question's tokens; one query for what is not known yet."""
        found = {tokens: self.found.get(tokens) for tokens in questions}
        new = [tokens for tokens, bits in found.items() if bits is None]
        if new:
            hits = backend().hits(new)
            fresh = {tokens: self.bits(hits[number]) for number, tokens in enumerate(new)}
            found |= fresh
            self._remember(fresh)
        return [found[tokens] or 0 for tokens in questions]

    def _remember(self, fresh: dict[tuple[str, ...], int]) -> None:
        # A copy, since other threads read the old one; full, it begins anew.
        kept = self.found | fresh
        self.found = fresh if sum(map(getsizeof, kept.values())) > MOST_BYTES else kept

    def _places_of(self, keys: Iterable[int]) -> Iterable[int]:
        places = self.places
        if isinstance(places, array):
            last = len(places)
            found = [places[key] for key in keys if key < last]
            return found if -1 not in found else [place for place in found if place >= 0]
        return [places[key] for key in keys if key in places]

    def keys(self, bits: int, start: int, stop: int) -> Sequence[int]:
        """The primary keys of members number `start` up to `stop`, in name order."""
        if bits == self.everyone:
            return self.order[start:stop]
        return array("q", (self.order[place] for place in places(bits, self.size, start, stop)))


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
    stamp, held = _stamp(), _current
    if held is not None and held.stamp == stamp:
        return held
    with _lock:
        # Another thread may have read it while this one waited.
        if _current is held or _current is None or _current.stamp != _stamp():
            _current = read()
        return _current


def _stamp() -> UUID | None:
    return ListingVersion.objects.values_list("stamp", flat=True).first()


def read() -> FilterIndex:
    """Read the whole index. The version first: what changes meanwhile is read once more."""
    stamp = _stamp()
    terms = read_terms()
    order = array("q")
    # Arrays, since lists of so many numbers leave the worker larger for good.
    members: dict[str, array] = defaultdict(lambda: array("I"))
    rows = Listing.objects.order_by("sort_key", "pk").values_list("pk", "facets")
    for place, (pk, facets) in enumerate(rows.iterator(chunk_size=5_000)):
        order.append(pk)
        for name in facets.split(" "):
            members[name].append(place)
    bits = {name: as_bits(found, len(order)) for name, found in members.items()}
    return FilterIndex(
        stamp=stamp,
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
