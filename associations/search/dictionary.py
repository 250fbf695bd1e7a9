"""The register's own words, and how its compounds are split."""

from collections.abc import Iterable
from itertools import islice

from associations.models import SearchTerm
from associations.search.backends import backend
from associations.search.documents import Document, VocabularyTerm
from associations.search.text import (
    NEVER_PARTS,
    SHORTEST_PART,
    STOP_WORDS,
    Splitter,
    Word,
    fold,
    may_be_part,
    pieces,
)
from associations.search.tokens import FIELDS, LABELS, Marks, tokens, whole_name

# With more new words than this it is quicker to read the whole dictionary than to ask for pieces.
FEW = 100
BATCH = 5_000


def join_parts(outer: Iterable[str], inner: Iterable[str]) -> str:
    """As `SearchTerm.parts` holds them: "barn fotboll / fot boll"."""
    return " / ".join(" ".join(parts) for parts in (outer, inner) if parts)


def split_parts(stored: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    outer, _slash, inner = stored.partition(" / ")
    return tuple(outer.split()), tuple(inner.split())


class Dictionary:
    """The terms met so far in one run. `learn` before asking for `parts`; `save` the new ones."""

    def __init__(self) -> None:
        self.parts: dict[str, tuple[str, ...]] = {}
        self._tokens: dict[tuple[Marks, Word], list[str]] = {}
        self._label_tokens: dict[VocabularyTerm, set[str]] = {}
        self._new: list[tuple[str, str, bool]] = []
        self._known: set[str] = set()
        self._knows_all = False

    def learn(self, documents: Iterable[Document]) -> None:
        """Look up the words of these documents; split those that nobody has met before."""
        surfaces: dict[str, str] = {}
        labels: set[str] = set()
        vocabulary = set()
        for made in documents:
            for words in made.fields:
                for word in words:
                    if word.folded not in self.parts:
                        surfaces.setdefault(word.folded, fold(word.surface))
            for label in made.labels:
                vocabulary.add(label)
        for label in vocabulary:
            for word in label.words:
                labels.add(word.folded)
                if word.folded not in self.parts:
                    surfaces.setdefault(word.folded, fold(word.surface))
        for stored in self._stored(surfaces):
            surfaces.pop(stored, None)
        if surfaces:
            self._split(surfaces, labels)

    def tokens(self, document: Document) -> str:
        """All tokens of a document, in order, so that the same one always reads the same."""
        found = {whole_name(document.columns["name"])}
        for marks, words in zip(FIELDS, document.fields, strict=True):
            for word in words:
                found.update(self._tokens_of(marks, word))
        for label in document.labels:
            if label not in self._label_tokens:
                tokens_of = (self._tokens_of(LABELS, word) for word in label.words)
                self._label_tokens[label] = set().union(*tokens_of)
            found |= self._label_tokens[label]
        return " ".join(sorted(found))

    def _tokens_of(self, marks: Marks, word: Word) -> list[str]:
        key = (marks, word)
        if key not in self._tokens:
            self._tokens[key] = tokens(marks, word, self.parts[word.folded])
        return self._tokens[key]

    def save(self) -> None:
        if self._new:
            backend().write(SearchTerm._meta.db_table, ("term", "parts", "is_part"), self._new)
            self._new = []

    def _stored(self, terms: Iterable[str]) -> list[str]:
        """Read the terms that the dictionary holds, and return which those were."""
        found = []
        remaining = iter(terms)
        while batch := list(islice(remaining, BATCH)):
            rows = SearchTerm.objects.filter(term__in=batch).values_list("term", "parts")
            for term, stored in rows:
                outer, inner = split_parts(stored)
                self.parts[term] = (*outer, *inner)
                found.append(term)
        return found

    def _split(self, surfaces: dict[str, str], labels: set[str]) -> None:
        eligible = {
            term: may_be_part(term) or (term in labels and _is_word(term)) for term in surfaces
        }
        self._known |= {term for term, is_part in eligible.items() if is_part}
        self._known |= self._standing_alone(surfaces.values())
        splitter = Splitter(self._known)
        for term, surface in surfaces.items():
            outer = splitter.divide(surface)
            parts = splitter.parts(surface)
            self.parts[term] = parts
            self._new.append((term, join_parts(outer, parts[len(set(outer)) :]), eligible[term]))

    def _standing_alone(self, surfaces: Iterable[str]) -> set[str]:
        """The stored terms that these words might be made of."""
        if self._knows_all:
            return set()
        words = list(surfaces)
        rows = SearchTerm.objects.filter(is_part=True)
        if len(words) <= FEW:
            rows = rows.filter(term__in=set().union(*map(pieces, words)))
        else:
            self._knows_all = True
        return set(rows.values_list("term", flat=True))


def _is_word(term: str) -> bool:
    return len(term) >= SHORTEST_PART and term not in NEVER_PARTS and term not in STOP_WORDS
