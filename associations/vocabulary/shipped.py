"""The starting vocabulary, read from the CSV files beside this module."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ShippedActivity:
    """`parent` is a name or ""; `icnpo` a code of the ICNPO (Salamon & Anheier 1996)."""

    name: str
    parent: str
    icnpo: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class ShippedType:
    """What a register's type of association tells: a `LegalForm` value and an activity, or ""."""

    word: str
    legal_form: str
    activity: str


@dataclass(frozen=True)
class ShippedTargetGroup:
    """Ages in whole years, both ends included; None means no limit."""

    name: str
    age_from: int | None
    age_to: int | None
    synonyms: tuple[str, ...]


def activities() -> list[ShippedActivity]:
    return [
        ShippedActivity(row["name"], row["parent"], row["icnpo"], _split(row["synonyms"]))
        for row in _rows("activities.csv")
    ]


def association_types() -> list[ShippedType]:
    return [
        ShippedType(row["word"], row["legal_form"], row["activity"])
        for row in _rows("association_types.csv")
    ]


def target_groups() -> list[ShippedTargetGroup]:
    return [
        ShippedTargetGroup(
            row["name"], _age(row["age_from"]), _age(row["age_to"]), _split(row["synonyms"])
        )
        for row in _rows("target_groups.csv")
    ]


def languages() -> dict[str, str]:
    """Swedish name by ISO 639 code."""
    return {row["code"]: row["name"] for row in _rows("languages.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split("|") if word)


def _age(text: str) -> int | None:
    return int(text) if text else None
