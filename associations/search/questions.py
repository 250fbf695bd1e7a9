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
# Of the same for a word that begins so, and for one that has it inside or is something like it.
BEGINS, LOOSE = 0.45, 0.4
WHOLE_NAME = 30.0

# What a word found by any of these tokens is worth.
Tier = tuple[float, tuple[str, ...]]


@dataclass
class Asked:
    """One word of a search: its tiers of tokens, each worth less than the one before it."""

    word: Word
    tiers: list[Tier] = field(default_factory=list)
    is_optional: bool = False
    # The known word that it was taken for a misspelling of.
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
            tiers = _word_tiers(term, term, LOOSE)
            found.append(Asked(asked.word, _in_order(tiers), read_as=term))
    return found


def _pieces(word: Word) -> set[str]:
    return pieces(word.folded) if len(word.folded) <= LONGEST_TO_SPLIT else {word.folded}


def _tiers(word: Word, known: Iterable[str], splitter: Splitter) -> list[Tier]:
    tiers = _word_tiers(word.exact, word.folded)
    if len(word.folded) >= SHORTEST_PART:
        tiers += _part_tiers([f"{word.folded}*"], BEGINS)
    inside = sorted(
        term
        for term in known
        if len(word.folded) >= SHORTEST_INSIDE and word.folded in term and term != word.folded
    )
    if inside:
        tiers += _part_tiers(inside, LOOSE)
    if divided := splitter.divide(word.folded):
        needed = needed_part(divided)
        tiers += _word_tiers(needed, needed, LOOSE)
    return _in_order(tiers)


def _word_tiers(exact: str, folded: str, times: float = 1.0) -> list[tuple[float, list[str]]]:
    return [
        (NAME_EXACT * times, [NAME.exact + exact]),
        (NAME_WORD * times, [NAME.exact + folded, NAME.folded + folded]),
        (NAME_PART * times, [NAME.part + folded]),
        (LABEL_WORD * times, [LABELS.exact + exact, LABELS.exact + folded, LABELS.folded + folded]),
        (LABEL_PART * times, [LABELS.part + folded]),
        (PROSE_WORD * times, [PROSE.exact + exact, PROSE.exact + folded, PROSE.folded + folded]),
        (PROSE_PART * times, [PROSE.part + folded]),
    ]


def _part_tiers(patterns: Sequence[str], times: float) -> list[tuple[float, list[str]]]:
    return [
        (worth * times, [letter + p for letter in (marks.exact, marks.folded) for p in patterns])
        for worth, marks in ((NAME_WORD, NAME), (LABEL_WORD, LABELS), (PROSE_WORD, PROSE))
    ]


def _in_order(tiers: Iterable[tuple[float, list[str]]]) -> list[Tier]:
    """Best first, those of the same worth as one."""
    found: dict[float, list[str]] = {}
    for weight, tokens in tiers:
        found.setdefault(weight, []).extend(tokens)
    return [(weight, tuple(dict.fromkeys(found[weight]))) for weight in sorted(found, reverse=True)]
