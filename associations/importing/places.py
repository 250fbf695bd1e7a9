"""Postal codes, towns and positions."""

import re

from associations.importing.notes import CellNote
from associations.importing.parsed import Parsed, refused
from associations.importing.tidy import squeeze

_POSTAL_CODE = re.compile(r"(?:SE?[- ]?)?([1-9]\d{2}) ?(\d{2})", re.IGNORECASE)


def read_postal_code(text: str) -> Parsed:
    text = squeeze(text)
    match = _POSTAL_CODE.fullmatch(text)
    return Parsed(f"{match[1]} {match[2]}") if match else refused("bad_postal_code", text)


_STREET = re.compile(r"(vägen|gatan|gränd|stigen|torget|plan|allén|backen|box)\b", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyåäöéü]", re.IGNORECASE)
_SMALL_WORDS = frozenset({"i", "på", "och", "av", "vid", "by", "strand"})


def read_town(text: str) -> Parsed:
    """A town's name; `Parsed.value` is a pair (town, postal code found in the cell or "")."""
    tidy = squeeze(text).strip(" .,;")
    code = ""
    notes: list[CellNote] = []
    if (match := re.match(r"(?:SE?-)?(\d{3}) ?(\d{2})\b[ ,]*", tidy)) is not None:
        code = f"{match[1]} {match[2]}"
        notes.append(CellNote("town_postal_code", text))
        tidy = tidy[match.end() :]
        if not tidy:
            return Parsed(("", code), tuple(notes))
    if re.search(r"\d", tidy):
        if _STREET.search(tidy):
            return refused("bad_town", text)
        name = squeeze(re.sub(r"[\d,;/-]+", " ", tidy))
        notes.append(CellNote("town_read", text, name))
        tidy = name
    if not _VOWEL.search(tidy) or not re.fullmatch(r"[^\W\d_]+([ .'()/-]+[^\W\d_]+)*[.)]?", tidy):
        return refused("bad_town", text)
    if tidy.isupper() or tidy.islower():
        name = _capitalised(tidy)
        if name != tidy:
            notes.append(CellNote("town_read", tidy, name))
        tidy = name
    if not notes and text != tidy:
        notes.append(CellNote("spaces"))
    return Parsed((tidy[:80], code), tuple(notes))


def _capitalised(text: str) -> str:
    words = text.lower().split(" ")
    return " ".join(
        word
        if place and word in _SMALL_WORDS
        else "-".join(p.capitalize() for p in word.split("-"))
        for place, word in enumerate(words)
    )


def read_degrees(field: str, text: str) -> Parsed:
    try:
        value = float(text.strip().rstrip("°").replace(",", "."))
    except ValueError:
        return refused("bad_position")
    low, high = (54, 70) if field == "latitude" else (9, 26)
    return Parsed(value) if low <= value <= high else refused("bad_position")
