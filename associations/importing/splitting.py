"""Several words in one cell."""

import re

from associations.importing.notes import CellNote
from associations.importing.parsed import is_placeholder
from associations.importing.table import Cell
from associations.importing.tidy import fold, squeeze

_STRONG = re.compile(r"[;|\n]")
# Commas inside brackets belong to the word: "Barn (0-6, 7-12 år)".
_COMMA = re.compile(r",(?![^(]*\))")
_CUT = re.compile(r"\s*(\.\.\.|…)$")


def split_words(cell: Cell, *, places: bool = False) -> tuple[list[str], list[CellNote]]:
    """The words of a cell, each once, and notes about those that were cut short or stood twice.

    Where there are semicolons, they part the words and commas do not. Of `places`, a part in lower
    case belongs to the name before it: "Björkvik stad, norr, söder" is two parts of one town.
    """
    if isinstance(cell, list):
        pieces = cell
    elif _STRONG.search(cell):
        pieces = _STRONG.split(cell)
    else:
        pieces = _COMMA.split(cell)
        if places:
            pieces = _with_their_town(pieces)
    words: dict[str, bool] = {}
    by_key: dict[str, str] = {}
    notes = []
    for piece in pieces:
        written = squeeze(piece)
        if is_placeholder(written, is_word=True):
            if written:
                notes.append(CellNote("placeholder", written))
            continue
        word = _CUT.sub("", written)
        first, was_cut = by_key.setdefault(fold(word), word), word != written
        if was_cut:
            notes.append(CellNote("word_cut", written, first))
        elif words.get(first) is False:
            notes.append(CellNote("word_twice", written))
        words.setdefault(first, was_cut)
    return list(words), notes


def _with_their_town(pieces: list[str]) -> list[str]:
    parts: list[str] = []
    town, has_parts = "", False
    for piece in map(str.strip, pieces):
        if town and piece[:1].islower():
            if not has_parts:
                parts.pop()
            parts.append(f"{town}, {piece}")
            has_parts = True
        elif piece:
            parts.append(piece)
            town, has_parts = piece, False
    return parts
