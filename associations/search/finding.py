"""One search of the public list: which, how many, in what order, and what else there is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice

from associations.models import Listing
from associations.prepared import Prepared
from associations.search import index, questions
from associations.search.questions import Asked
from associations.search.ranking import Groups, Tiers, added, best_of, groups
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


def matching(query: ListingQuery) -> Sequence[int]:
    """The primary keys of every hit, in the order of the query."""
    search = _Search(query)
    return search.keys(0, search.total)


class _Search:
    """A query held against the index at one moment."""

    def __init__(self, query: ListingQuery) -> None:
        self.query = query
        self.index = index.current()
        self.words = questions.asked_words(query.q)
        self.named = 0
        self.tiers = self._ask(self.words, whole=query.q)
        # By word, in the order of `words`: what is read instead of a misspelt one.
        self.read: dict[int, list[tuple[float, int]]] = {}
        # Only a word that nothing at all is found by is taken for misspelt.
        self._respell([number for number in self._needed() if not self._found(number)])

    def _ask(self, words: list[Asked], whole: str = "") -> list[Tiers]:
        """The tiers of each word, as listings; and those of this very name. One query at most."""
        wanted = [tokens for asked in words for _weight, tokens in asked.tiers]
        if whole and words:
            wanted.append((whole_name(whole),))
        found = iter(self.index.found_by(wanted))
        tiers = [[(weight, next(found)) for weight, _tokens in asked.tiers] for asked in words]
        if whole:
            self.named = next(found, 0)
        return tiers

    def _needed(self) -> list[int]:
        """The numbers of the words that must be found."""
        return [number for number, asked in enumerate(self.words) if not asked.is_optional]

    def _found(self, number: int) -> int:
        """The listings a word is found in."""
        bits = 0
        for _worth, members in self.read.get(number, self.tiers[number]):
            bits |= members
        return bits

    def _respell(self, lost: list[int]) -> None:
        """Read each word as the nearest that something is found by; two questions in all.

        The dictionary also holds words of what is no longer listed. They are nobody's to read, so
        they must not change the answer either.
        """
        others = questions.respellings([self.words[number] for number in lost])
        if not others:
            return
        known: dict[Word, dict[str, Tiers]] = {}
        for other, tiers in zip(others, self._ask(others), strict=True):
            if any(members for _weight, members in tiers):
                known.setdefault(other.word, {})[other.read_as] = tiers
        for number in lost:
            asked = self.words[number]
            read_as = known.get(asked.word, {})
            if terms := nearest(asked.word.folded, read_as):
                asked.read_as = terms[0]
                everyone = self.index.everyone
                self.read[number] = best_of(groups(read_as[term], everyone) for term in terms)

    def _groups(self, number: int, within: int) -> Groups:
        return self.read.get(number) or groups(self.tiers[number], within)

    @cached_property
    def word_bits(self) -> list[int]:
        """The listings each needed word is found in."""
        return [self._found(number) for number in self._needed()]

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

    def keys(self, start: int, stop: int) -> Sequence[int]:
        """Primary keys of hits number `start` up to `stop`, in the order that holds."""
        if self.query.order == Sort.NAME:
            return self.index.keys(self.bits, start, stop)
        return list(islice(self._ranked(), start, stop))

    def _ranked(self) -> Iterator[int]:
        """Best first; equals in name order."""
        named = (questions.WHOLE_NAME, self.named)
        ranked: Groups
        if len(self.words) == 1 and not self.read:
            ranked = groups([named, *self.tiers[0]], self.bits)
        else:
            words = [self._groups(number, self.bits) for number in range(len(self.words))]
            ranked = added([*words, [named]], self.bits)
        for _worth, bits in ranked:
            yield from self.index.keys(bits, 0, bits.bit_count())

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
        if not self.read:
            return ()
        best = {key for found in self.read.values() for key in self._first(found)}
        rows = Listing.objects.filter(pk__in=best).values_list(*WRITTEN)
        labels = (str(term.label) for terms in self.index.terms.values() for term in terms)
        written = distinct_words("\n".join((*labels, *chain.from_iterable(rows))))
        return tuple(
            (self.words[number].word.surface, as_written(self.words[number].read_as, written))
            for number in sorted(self.read)
        )

    def _facets(self) -> dict[str, list[FacetValue]]:
        """Each value with the hits it gives together with the other kinds' choices."""
        words = self._all(self.word_bits, ())
        if words == self.index.everyone and not self.kind_bits:
            return self.index.facets
        found = {}
        for kind in Kind:
            others = [bits for other, bits in self.kind_bits.items() if other != kind]
            base = self._all((words,), others)
            found[str(kind)] = self.index.values(kind, base, set(self.query.selected(kind)))
        return found

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
            for number in sorted(needed, key=lambda number: self._found(number).bit_count()):
                asked = self.words[number]
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
            self._found(number)
            for number in self._needed()
            if wider.q and (wider.q == self.query.q or self.words[number].word.surface in left)
        ]
        kinds = [self._any_of(kind, chosen) for kind in Kind if (chosen := wider.selected(kind))]
        return self._all(words, kinds).bit_count()

    def _first(self, ranked: Groups) -> list[int]:
        """The few listings that a word is worth most in."""
        keys = (key for _worth, bits in ranked for key in self.index.keys(bits, 0, FEW))
        return list(islice(keys, FEW))
