"""How a word is written in the search index: one letter for where it stands and how, then the word.

Both databases store and match these tokens as they are, so which documents match and how they rank
is decided here and in `plan`, and is the same on both.
"""

from collections.abc import Iterable
from typing import NamedTuple

from associations.search.text import LONGEST, Word, fold


class Marks(NamedTuple):
    """The letters of one field, by how the word is written."""

    # The stem with its own letters, "åsa".
    exact: str
    # Folded, "asa": only for words that folding changes.
    folded: str
    # A part of a compound, folded.
    part: str


NAME = Marks("a", "d", "g")
# Activities, areas, target groups, languages, town.
LABELS = Marks("b", "e", "h")
# What the association writes about itself.
PROSE = Marks("c", "f", "i")
FIELDS = (NAME, LABELS, PROSE)
# The whole name as one word.
WHOLE_NAME = "n"


def tokens(marks: Marks, word: Word, parts: Iterable[str]) -> list[str]:
    """The tokens of a word in one field; `parts` is what it is made of, if anything."""
    found = [marks.exact + word.exact, *(marks.part + part for part in parts)]
    if word.exact != word.folded:
        found.append(marks.folded + word.folded)
    return found


def whole_name(name: str) -> str:
    """The token that only this very name has, whatever the blanks and marks."""
    return WHOLE_NAME + "".join(letter for letter in fold(name) if letter.isalnum())[:LONGEST]
