"""Swedish words for a search engine: one analysis, in Python, for both databases and for matching.

A word is kept in two shapes: *exact* (lower case, å ä ö é kept) and *folded* (å ä → a, ö → o,
é → e), so that "asa" finds Åsa while the exact letters can rank first. The stem is decided on the
folded word and cut from both, so the two shapes always agree. Compounds are split with the words
the register itself uses: "barnfotboll" is barn + fotboll once both are known.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from associations.search.words import (
    BODIES,
    FILLERS,
    LIGHT_HEADS,
    NEVER_PARTS,
    SHORT_PARTS,
    STOP_WORDS,
)

# A "word" of a damaged file can be 200 kB long; no Swedish word is this long.
LONGEST = 60
# Shorter pieces ("is", "ås") split words that merely happen to contain them.
SHORTEST_PART = 3
# Letters that join two words: fotboll-s-klubb, kyrk-o-kör, gat-u-fest, barn-a-vård.
LINKS = ("s", "e", "o", "u", "a")

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_JOINED = re.compile(r"(?<=[^\W_])[:'’´`](?=[^\W_])")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Letters that Unicode does not see as a base letter with a mark. One for one: lengths must agree.
_LETTERS = dict(zip("øæœßđðþłı", "oaosddtli", strict=True))

_stemmer = snowballstemmer.stemmer("swedish")
# It holds the word it is at work on, so one thread at a time.
_stemming = threading.Lock()


class Word(NamedTuple):
    """A word as it was met: exact and folded stem, and what it is made of."""

    exact: str
    folded: str
    surface: str


class _Folding(dict):
    """A translation table that works out each letter when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = _LETTERS.get(letter) or unicodedata.normalize("NFD", letter)[0]
        return self[code]


_FOLDING = _Folding()


def lower(text: str) -> str:
    """Lower case, each marked letter one character whatever way it was typed."""
    return unicodedata.normalize("NFC", text.lower())


def fold(text: str) -> str:
    """Lower case without marks, letter for letter: "Åsa" → "asa", "idé" → "ide"."""
    return text.lower() if text.isascii() else lower(text).translate(_FOLDING)


# Snowball leaves the definite forms "skolan", "huset", "bandyn" alone; (ending, letters left).
_DEFINITE = (("an", 4), ("et", 3), ("yn", 3))


@lru_cache(maxsize=131_072)
def stem(folded: str) -> str:
    """The stem of a folded word. "danser" and "dansen" both become what "dans" becomes."""
    while (shorter := _shorten(folded)) != folded:
        folded = shorter
    return folded


def _shorten(folded: str) -> str:
    with _stemming:
        shorter = _stemmer.stemWord(folded)
    for ending, left in _DEFINITE:
        if shorter == folded and folded.endswith(ending) and len(folded) - len(ending) >= left:
            shorter = folded[: 1 - len(ending)] if ending == "yn" else folded[: -len(ending)]
    # The exact form is cut to the same length, so a stem must be the front of its word.
    return shorter if folded.startswith(shorter) else folded


@lru_cache(maxsize=131_072)
def word(surface: str) -> Word:
    """Analyse one word of lower-case letters."""
    surface = surface[:LONGEST]
    folded = stem(fold(surface))
    return Word(surface[: len(folded)], folded, surface)


def surfaces(text: str) -> list[str]:
    """The words of a text as written, lower case, hyphens kept inside."""
    text = lower(text)
    if "." in text:
        text = _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", text)
    return _WORD.findall(_JOINED.sub("", text))


@lru_cache(maxsize=131_072)
def readings(surface: str) -> tuple[Word, ...]:
    """What a written word is found by: itself, and if hyphenated also what it joins."""
    if "-" not in surface:
        return (word(surface),)
    parts = [part for part in surface.split("-") if len(part) > 1]
    return (word(surface.replace("-", "")), *map(word, parts))


def words(text: str) -> Iterator[Word]:
    """The words of a text in order. "K.F.U.M." is kfum, "S:t" st, "e-sport" esport + sport."""
    for surface in surfaces(text):
        yield from readings(surface)


def distinct_words(text: str) -> list[Word]:
    """Each word once, in the order they first come."""
    found = dict.fromkeys(surfaces(text))
    return list(dict.fromkeys([word for surface in found for word in readings(surface)]))


def as_written(stemmed: str, met: Iterable[Word]) -> str:
    """The shortest of these words that has this stem, "teater" for "teat"; else the stem."""
    found = [word.surface for word in met if word.folded == stemmed]
    return min(found, key=lambda surface: (len(surface), surface), default=stemmed)


@lru_cache(maxsize=131_072)
def is_stop_word(word: Word) -> bool:
    return fold(word.surface) in STOP_WORDS


def content_words(text: str) -> list[Word]:
    """Each word once, without the small ones that every sentence has."""
    return [word for word in distinct_words(text) if not is_stop_word(word)]


FILLER_STEMS = frozenset(map(stem, FILLERS))
BODY_STEMS = frozenset(map(stem, BODIES))
LIGHT_STEMS = frozenset(map(stem, LIGHT_HEADS))
SHORT_STEMS = frozenset(map(stem, SHORT_PARTS))


def may_be_part(stemmed: str) -> bool:
    """Whether a stem that stands alone somewhere is to be recognised inside longer words."""
    if len(stemmed) < SHORTEST_PART or stemmed in NEVER_PARTS or stemmed in STOP_WORDS:
        return False
    return len(stemmed) > 4 or stemmed in SHORT_STEMS


class Splitter:
    """Splits compounds into stems of words that stand alone: `known`, plus everyday short ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = {*known, *SHORT_STEMS}
        # Most cuts of a word are ruled out by these without stemming anything.
        self._fronts = {term[:SHORTEST_PART] for term in self.known}
        self._split: dict[str, tuple[str, ...]] = {}

    def parts(self, folded: str) -> tuple[str, ...]:
        """The stems inside a folded word, outermost first; empty when it is not a compound.

        >>> Splitter(["fotboll", "klubb"]).parts("barnfotbollsklubb")
        ('barn', 'fotboll', 'klubb', 'fot', 'boll')
        """
        if folded not in self._split:
            outer = self.divide(folded)
            inner = [piece for part in outer for piece in self.divide(part)]
            self._split[folded] = tuple(dict.fromkeys((*outer, *inner)))
        return self._split[folded]

    def divide(self, folded: str) -> tuple[str, ...]:
        """The fewest known words that make up the whole, the longest last word first."""
        best: tuple[str, ...] = ()
        if folded[:SHORTEST_PART] not in self._fronts:
            return best
        for cut in range(SHORTEST_PART, len(folded) - SHORTEST_PART + 1):
            tail = self._known(folded[cut:])
            if not tail:
                continue
            head = self._head(folded[:cut])
            rest = (head,) if head else self.divide(folded[:cut])
            if rest and (not best or len(rest) + 1 < len(best)):
                best = (*rest, tail)
        return best

    def _head(self, piece: str) -> str:
        """The known word at the front of a compound, its linking letter taken off if need be."""
        known = self._known(piece)
        if not known and piece.endswith(LINKS):
            known = self._known(piece[:-1])
        return known

    def _known(self, piece: str) -> str:
        if piece[:SHORTEST_PART] not in self._fronts or len(piece) < SHORTEST_PART:
            return ""
        stemmed = stem(piece)
        return stemmed if stemmed in self.known else ""


def pieces(folded: str) -> set[str]:
    """Every stem `Splitter` may ask about for this word, itself included."""
    found = {folded, stem(folded)}
    for start in range(len(folded) - SHORTEST_PART + 1):
        for end in range(start + SHORTEST_PART, len(folded) + 1):
            found.add(stem(folded[start:end]))
    return found


def needed_part(divided: Sequence[str]) -> str:
    """The part that carries the meaning: the last one that is not merely "club" or "group".

    >>> needed_part(["barn", "fotboll", "klubb"])
    'fotboll'
    """
    weighty = [part for part in divided if part not in LIGHT_STEMS]
    return (weighty or divided)[-1]


def trigrams(text: str) -> set[str]:
    """As pg_trgm counts them: two blanks before the word, one after."""
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


# As much as two words must have in common for one to be a slip for the other.
ALIKE = 0.3


def similarity(one: str, other: str) -> float:
    """The share of trigrams in common, 0–1, as pg_trgm's `similarity`."""
    first, second = trigrams(one), trigrams(other)
    return len(first & second) / len(first | second)


def edits(one: str, other: str, limit: int = 2) -> int:
    """Letters to add, drop, change or swap to get from one to the other; `limit` + 1 if more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, target in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def close_to(asked: str, known: Iterable[str]) -> dict[str, int]:
    """The known words that one may have meant, each with the number of slips.

    One slip is forgiven up to seven letters, two from eight. A word of three letters has no
    neighbours that mean the same.
    """
    if len(asked) <= SHORTEST_PART:
        return {}
    limit = 1 if len(asked) < 8 else 2
    slips = {term: edits(asked, term, limit) for term in known}
    return {term: distance for term, distance in slips.items() if distance <= limit}


def nearest(asked: str, known: Iterable[str]) -> list[str]:
    """The known words closest to a misspelt one, in order, all equally close ones included."""
    close = close_to(asked, known)
    least = min(close.values(), default=0)
    return sorted(term for term, distance in close.items() if distance == least)
