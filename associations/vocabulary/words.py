"""Understands a register's words for activities, types of association and target groups.

Exact words only: a name, a synonym or an inflection of them. What is not understood is for the
coordinator to say once, not for us to guess.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from associations.vocabulary import shipped

_BRACKET = re.compile(r"\s*\([^)]*\)")
_AGES = re.compile(
    r"(\d{1,3})\s*(?:-|–|till)\s*(\d{1,3})\s*år|(\d{1,3})\s*\+?\s*(?:år)?\s*\+?\s*(?:år)?"
)
_PLURALS = (("föreningarna", "förening"), ("föreningar", "förening"), ("klubbar", "klubb"))


def normalised(word: str) -> str:
    """The word without case, surrounding dots and doubled spaces; "föreningar" as "förening"."""
    word = " ".join(word.casefold().split()).strip(" .,;:…*")
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word


def forms(word: str) -> list[str]:
    """The spellings to try, nearest first: whole, without brackets, before " - "."""
    whole = normalised(word)
    bare = normalised(_BRACKET.sub("", word))
    head = normalised(bare.split(" - ")[0])
    return list(dict.fromkeys(form for form in (whole, bare, head) if form))


def lookup(index: Mapping[str, object], word: str):
    """The meaning of `word` in an index of normalised words, or None."""
    return next((index[form] for form in forms(word) if form in index), None)


def activity_index(rows: Iterable[tuple[int, str, Iterable[str]]]) -> dict[str, int]:
    """Normalised name or synonym → key, from rows of (key, name, synonyms). Names win."""
    rows = list(rows)
    index: dict[str, int] = {}
    for key, _name, synonyms in rows:
        for synonym in synonyms:
            index.setdefault(normalised(synonym), key)
    index.update({normalised(name): key for key, name, _synonyms in rows})
    return index


def type_index() -> dict[str, shipped.ShippedType]:
    """Normalised word → what the type of association tells."""
    return {normalised(entry.word): entry for entry in shipped.association_types()}


@dataclass(frozen=True)
class AgeSpan:
    """Whole years, both ends included; None means no limit."""

    start: int
    end: int | None

    def covers(self, age_from: int | None, age_to: int | None) -> bool:
        """True if a group of these ages lies, for the most part, within the span."""
        if age_from is None:
            return False
        last = age_from + 40 if age_to is None else age_to
        end = 120 if self.end is None else self.end
        shared = min(last, end) - max(age_from, self.start) + 1
        return shared * 2 >= last - age_from + 1


def age_span(text: str) -> AgeSpan | None:
    """The ages a text names: "7-25 år" → 7 to 25, "21+ år" → 21 and up; None if it names none."""
    if "år" not in text.casefold() and "+" not in text:
        return None
    found = _AGES.search(text.casefold())
    if not found:
        return None
    start, end, single = found.groups()
    if single is not None:
        return AgeSpan(int(single), None if "+" in text else int(single))
    return AgeSpan(int(start), int(end))


def target_groups_in(
    text: str, groups: Iterable[tuple[int, str, int | None, int | None]]
) -> list[int]:
    """Keys of the target groups that one value of a cell means, from rows (key, name, from, to)."""
    groups = list(groups)
    names = {normalised(name): key for key, name, _from, _to in groups}
    by_shipped_name = {
        normalised(synonym): names[normalised(entry.name)]
        for entry in shipped.target_groups()
        for synonym in entry.synonyms
        if normalised(entry.name) in names
    }
    whole = normalised(text)
    if whole in names or whole in by_shipped_name:
        return [names.get(whole) or by_shipped_name[whole]]
    if span := age_span(text):
        return [key for key, _name, start, end in groups if span.covers(start, end)]
    found = lookup(by_shipped_name | names, text)
    return [found] if found else []
