"""One search of the public list: which, how many, in what order, and what else there is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from itertools import chain, islice

from associations.models import Listing
from associations.prepared import Prepared
from associations.search import index, questions
from associations.search.backends import backend
from associations.search.questions import Asked
from associations.search.text import Word, as_written, distinct_words, nearest
from associations.search.tokens import whole_name
from associations.search.types import (
    WORDS,
    Chip,
    FacetValue,
    Kind,
    ListingPage,
    ListingQuery,
    Sort,
    Suggestion,
)

# Where a word may be read as people write it, and in how many of its best hits it is looked for.
WRITTEN = ("name", "town", "activities", "areas", "ingress", "when_and_where")
FEW = 20
LISTINGS = Prepared(lambda keys: Listing.objects.filter(pk__in=keys))


def find(query: ListingQuery) -> ListingPage:
    """A page of hits with counts. Four queries at most with words, two without, however many.

    Misspelt words cost three more, whatever their number.
    """
    return _Search(query).page()


def matching(query: ListingQuery) -> list[int]:
    """The primary keys of every hit, in the order of the query."""
    search = _Search(query)
    return search.keys(0, search.total)


class _Search:
    """A query held against the index at one moment."""

    def __init__(self, query: ListingQuery) -> None:
        self.query = query
        self.index = index.current()
        self.words = questions.asked_words(query.q)
        self.scores = self._ask(self.words, whole=query.q)
        # Only a word that nothing at all is found by is taken for misspelt.
        self._respell([asked for asked, found in self._needed() if not found])

    def _ask(self, words: list[Asked], whole: str = "") -> list[dict[int, float]]:
        """Listings and their worth for each word, last those of this very name; one query."""
        patterns = [tier for asked in words for _weight, tier in asked.tiers]
        if whole and words:
            patterns.append([whole_name(whole)])
        hits = backend().hits(patterns) if patterns else {}
        found, at = [], 0
        for asked in words:
            mine = [hits[number] for number in range(at, at + len(asked.tiers))]
            found.append(questions.score(asked.tiers, mine))
            at += len(asked.tiers)
        if whole:
            self.named = set(hits.get(at, ()))
        return found

    def _needed(self) -> list[tuple[Asked, dict[int, float]]]:
        """The words that must be found, and where they are."""
        pairs = zip(self.words, self.scores, strict=True)
        return [(asked, found) for asked, found in pairs if not asked.is_optional]

    def _respell(self, lost: list[Asked]) -> None:
        """Read each word as the nearest that something is found by; two questions in all.

        The dictionary also holds words of what is no longer listed. They are nobody's to read, so
        they must not change the answer either.
        """
        others = questions.respellings(lost)
        known: dict[Word, dict[str, dict[int, float]]] = {asked.word: {} for asked in lost}
        for other, found in zip(others, self._ask(others), strict=True):
            if found:
                known[other.word][other.read_as] = found
        for asked in lost:
            for term in nearest(asked.word.folded, known[asked.word]):
                asked.read_as = asked.read_as or term
                mine = self.scores[self.words.index(asked)]
                for key, worth in known[asked.word][term].items():
                    mine[key] = max(worth, mine.get(key, 0.0))

    @cached_property
    def word_bits(self) -> list[int]:
        """The listings each needed word is found in."""
        return [self.index.bits(found) for _asked, found in self._needed()]

    @cached_property
    def kind_bits(self) -> dict[str, int]:
        """The listings each chosen filter lets through; kinds without a choice are absent."""
        found = {}
        for kind in Kind:
            if chosen := self.query.selected(kind):
                found[kind] = self._any_of(kind, chosen)
        return found

    def _any_of(self, kind: str, slugs: Iterable[str]) -> int:
        bits = 0
        for slug in slugs:
            if term := self.index.by_slug.get((kind, slug)):
                bits |= self.index.members.get(term.name, 0)
        return bits

    def _all(self, words: Iterable[int], kinds: Iterable[int]) -> int:
        bits = self.index.everyone
        for more in (*words, *kinds):
            bits &= more
        return bits

    @cached_property
    def bits(self) -> int:
        return self._all(self.word_bits, self.kind_bits.values())

    @cached_property
    def total(self) -> int:
        return self.bits.bit_count()

    def keys(self, start: int, stop: int) -> list[int]:
        """Primary keys of hits number `start` up to `stop`, in the order that holds."""
        if self.query.order == Sort.NAME:
            return self.index.keys(self.bits, start, stop)
        return list(islice(self._ranked(), start, stop))

    def _ranked(self) -> Iterator[int]:
        """Best first; equals in name order. The sort is stable, and the keys come in that order."""
        keys = self.index.keys(self.bits, 0, self.total)
        scores, named = self.scores, self.named

        def worth(key: int) -> float:
            mine = sum(found.get(key, 0.0) for found in scores)
            return -(mine + questions.WHOLE_NAME * (key in named))

        return iter(sorted(keys, key=worth))

    def page(self) -> ListingPage:
        size = self.query.page_size
        pages = max(1, -(-self.total // size))
        number = min(max(1, self.query.page), pages)
        keys = self.keys((number - 1) * size, number * size)
        listings = {listing.pk: listing for listing in LISTINGS.rows(keys)}
        return ListingPage(
            query=replace(self.query, page=number),
            total=self.total,
            listed=self.index.size,
            # A row may have gone since the index was asked.
            listings=[listings[key] for key in keys if key in listings],
            facets=self._facets(),
            page=number,
            pages=pages,
            chips=list(self._chips()),
            suggestion=None if self.total else self._suggestion(),
            respelt=self.respelt,
        )

    @cached_property
    def respelt(self) -> tuple[tuple[str, str], ...]:
        """What was asked for and what was searched for instead, as people write it."""
        read = [(asked, found) for asked, found in self._needed() if asked.read_as]
        if not read:
            return ()
        best = {key for _asked, found in read for key in _best(found)}
        rows = Listing.objects.filter(pk__in=best).values_list(*WRITTEN)
        labels = (str(term.label) for terms in self.index.terms.values() for term in terms)
        written = distinct_words("\n".join((*labels, *chain.from_iterable(rows))))
        return tuple(
            (asked.word.surface, as_written(asked.read_as, written)) for asked, _found in read
        )

    def _facets(self) -> dict[str, list[FacetValue]]:
        """Each value with the hits it gives together with the other kinds' choices."""
        words = self._all(self.word_bits, ())
        found = {}
        for kind in Kind:
            others = [bits for other, bits in self.kind_bits.items() if other != kind]
            base = self._all((words,), others)
            chosen = set(self.query.selected(kind))
            found[str(kind)] = [
                FacetValue(
                    term.slug,
                    str(term.label),
                    self._count(term.name, base),
                    selected=term.slug in chosen,
                    depth=term.depth,
                )
                for term in self.index.terms[kind]
            ]
        return found

    def _count(self, name: str, base: int) -> int:
        if base == self.index.everyone:
            return self.index.counts.get(name, 0)
        return (self.index.members.get(name, 0) & base).bit_count() if base else 0

    def _chips(self) -> Iterator[Chip]:
        if words := self.query.q.strip():
            yield Chip(words, WORDS, words, self.query.asking("").address)
        for kind in Kind:
            for slug in self.query.selected(kind):
                term = self.index.by_slug.get((kind, slug))
                label = str(term.label) if term else slug
                yield Chip(label, str(kind), slug, self.query.without(kind, slug).address)

    def _suggestion(self) -> Suggestion | None:
        """The nearest wider search that finds something: less one filter, one word, or more."""
        chips = {(chip.kind, chip.slug): chip for chip in self._chips()}
        filters = [chip for chip in chips.values() if chip.kind != WORDS]
        for wider, dropped in (*self._less_one(filters), *self._less_all(filters)):
            if wider == self.query:
                continue
            if count := self._count_of(wider):
                return Suggestion(wider, count, dropped, self.respelt)
        return None

    def _less_one(self, filters: list[Chip]) -> Iterator[tuple[ListingQuery, tuple[Chip, ...]]]:
        for chip in filters:
            yield self.query.without(chip.kind, chip.slug), (chip,)
        needed = self._needed()
        if len(needed) > 1:
            # The word that fewest are found by goes first.
            for asked, _found in sorted(needed, key=lambda pair: len(pair[1])):
                left = " ".join(a.word.surface for a in self.words if a is not asked)
                yield self.query.asking(left), (Chip(asked.word.surface, WORDS, ""),)

    def _less_all(self, filters: list[Chip]) -> Iterator[tuple[ListingQuery, tuple[Chip, ...]]]:
        """Without the filters, without the words, without both."""
        asked, none = self.query.q.strip(), {str(kind): () for kind in Kind}
        words = (Chip(asked, WORDS, asked),) if asked else ()
        if filters:
            yield replace(self.query, page=1, **none), tuple(filters)
        if words:
            yield self.query.asking(""), words
        if filters and words:
            yield replace(self.query, q="", page=1, **none), (*words, *filters)

    def _count_of(self, wider: ListingQuery) -> int:
        """How many a wider search finds, from what is known already."""
        left = set(wider.q.split())
        words = [
            self.index.bits(found)
            for asked, found in self._needed()
            if wider.q and (wider.q == self.query.q or asked.word.surface in left)
        ]
        kinds = [self._any_of(kind, chosen) for kind in Kind if (chosen := wider.selected(kind))]
        return self._all(words, kinds).bit_count()


def _best(found: dict[int, float]) -> list[int]:
    """The few listings that a word is worth most in."""
    return nlargest(FEW, found, key=lambda key: (found[key], -key))
