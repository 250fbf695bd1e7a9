"""From the words somebody typed to the tokens that answer them, and what each is worth.

Decided here and not in the databases, so that both find the same and rank it the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from associations.search.backends import backend
from associations.search.text import (
    ALIKE,
    BODY_STEMS,
    FILLER_STEMS,
    SHORTEST_PART,
    Splitter,
    Word,
    close_to,
    content_words,
    distinct_words,
    needed_part,
    pieces,
    similarity,
)
from associations.search.tokens import LABELS, NAME, PROSE

# Longer questions are not searches.
MOST_WORDS = 8
# Asking for the inside of every word with three letters in it would find nearly everything.
SHORTEST_INSIDE = 4
LONGEST_TO_SPLIT = 30

# What it is worth to be found so. Exact letters come before folded ones, a name before an
# activity before running text, a whole word before a part of one.
NAME_EXACT, NAME_WORD, NAME_PART = 12.0, 10.0, 7.0
LABEL_WORD, LABEL_PART = 6.0, 4.0
PROSE_WORD, PROSE_PART = 2.5, 1.5
LOOSE = 0.4
# Less than the least difference between two tiers, whatever is found below.
OTHERS = 0.005
WHOLE_NAME = 30.0

Tier = tuple[float, list[str]]


@dataclass
class Asked:
    """One word of a search: its tiers of tokens, best first, and what it was read as."""

    word: Word
    tiers: list[Tier] = field(default_factory=list)
    is_optional: bool = False
    read_as: str = ""


def asked_words(text: str) -> list[Asked]:
    """The words to search for, with their tokens. One question to the dictionary."""
    found = content_words(text) or distinct_words(text)
    words = found[:MOST_WORDS]
    if not words:
        return []
    needed = _needed(words)
    rows = backend().lookup(
        set().union(*(_pieces(word) for word in words)),
        [word.folded for word in words if len(word.folded) >= SHORTEST_INSIDE],
    )
    known = {term for term, _parts, _is_part in rows}
    splitter = Splitter(term for term, _parts, is_part in rows if is_part)
    return [
        Asked(
            word,
            _tiers(word, known, splitter),
            is_optional=word not in needed,
        )
        for word in words
    ]


def _needed(words: Sequence[Word]) -> Sequence[Word]:
    """Those that must be found: "fotboll" in "söker en förening som spelar fotboll"."""
    telling = [word for word in words if word.folded not in FILLER_STEMS]
    return [word for word in telling if word.folded not in BODY_STEMS] or telling or words


def respellings(lost: Sequence[Asked]) -> list[Asked]:
    """The words, each read as every known one that it may be misspelt for.

    One question to the dictionary, however many words.
    """
    lost = [asked for asked in lost if len(asked.word.folded) > SHORTEST_PART]
    alike = backend().similar([asked.word.folded for asked in lost]) if lost else []
    found = []
    for asked in lost:
        word = asked.word.folded
        for term in close_to(word, [t for t in alike if similarity(t, word) >= ALIKE]):
            tiers = [(weight * LOOSE, patterns) for weight, patterns in _word_tiers(term, term)]
            found.append(Asked(asked.word, tiers, read_as=term))
    return found


def _pieces(word: Word) -> set[str]:
    return pieces(word.folded) if len(word.folded) <= LONGEST_TO_SPLIT else {word.folded}


def _tiers(word: Word, known: Iterable[str], splitter: Splitter) -> list[Tier]:
    tiers = _word_tiers(word.exact, word.folded)
    if len(word.folded) >= SHORTEST_PART:
        tiers += _loose(f"{word.folded}*")
    inside = sorted(
        term
        for term in known
        if len(word.folded) >= SHORTEST_INSIDE and word.folded in term and term != word.folded
    )
    if inside:
        tiers += _loose(*inside)
    if divided := splitter.divide(word.folded):
        needed = needed_part(divided)
        tiers += [(weight * LOOSE, patterns) for weight, patterns in _word_tiers(needed, needed)]
    return tiers


def _word_tiers(exact: str, folded: str) -> list[Tier]:
    return [
        (NAME_EXACT, [NAME.exact + exact]),
        (NAME_WORD, [NAME.exact + folded, NAME.folded + folded]),
        (NAME_PART, [NAME.part + folded]),
        (LABEL_WORD, [LABELS.exact + exact, LABELS.exact + folded, LABELS.folded + folded]),
        (LABEL_PART, [LABELS.part + folded]),
        (PROSE_WORD, [PROSE.exact + exact, PROSE.exact + folded, PROSE.folded + folded]),
        (PROSE_PART, [PROSE.part + folded]),
    ]


def _loose(*patterns: str) -> list[Tier]:
    return [
        (worth * LOOSE, [letter + p for letter in (marks.exact, marks.folded) for p in patterns])
        for worth, marks in ((NAME_WORD, NAME), (LABEL_WORD, LABELS), (PROSE_WORD, PROSE))
    ]


def score(tiers: Sequence[Tier], hits: Sequence[Sequence[int]]) -> dict[int, float]:
    """Each listing's worth for one word: the best tier it is found by, and a little of the others.

    The little decides between equals: of all under "Fotboll", those with it in the name come first.
    """
    found: dict[int, float] = {}
    for (weight, _patterns), keys in sorted(
        zip(tiers, hits, strict=True), key=lambda pair: pair[0][0]
    ):
        if not found:
            found = dict.fromkeys(keys, weight)
            continue
        worth = found.get
        found.update({key: weight + OTHERS * worth(key, 0.0) for key in keys})
    return found
