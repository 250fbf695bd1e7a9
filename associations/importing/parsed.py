"""What reading one cell gives."""

from typing import Any, NamedTuple

from associations.importing.notes import CellNote
from associations.importing.tidy import fold


class Parsed(NamedTuple):
    value: Any
    notes: tuple[CellNote, ...] = ()


def refused(code: str, old: str = "") -> Parsed:
    return Parsed(None, (CellNote(code, old),))


def repaired(code: str, old: str, value: Any, new: str | None = None) -> Parsed:
    return Parsed(value, (CellNote(code, old, str(value) if new is None else new),))


# What stands for "we do not know", in any kind of cell …
_MISSING = frozenset({"saknas", "uppgift saknas", "okänd", "okänt", "ej angivet", "ej angiven"})
# … and what means "none" where a number, an address or a text is asked for.
_NONE = _MISSING | {
    *("ingen", "inget", "inga", "nej", "finns ej", "n a", "na", "x", "xx", "xxx"),
    *("null", "none", "nil", "unknown", "no"),
}


def is_placeholder(text: str, *, is_word: bool = False) -> bool:
    """True for what stands where a cell should be empty: "-", "@", "(saknas)", "ingen".

    Of a word of a vocabulary less is taken for empty: "no" is also a language.
    """
    if len(text) > 20:
        return False
    key = fold(text)
    return not key or key in (_MISSING if is_word else _NONE)
