"""What the two databases do each in their own way, behind one interface.

`hits` finds listings by tokens, `lookup` and `similar` ask the dictionary, `write` stores many
rows, `lock` makes writers of the list wait for each other, `bulk` surrounds a large load.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from django.db import connection

from associations.search.backends import postgresql, sqlite

Row = tuple[str, str, bool]


class Backend(Protocol):
    def hits(self, questions: Sequence[Sequence[str]]) -> dict[int, Sequence[int]]:
        """For each question, by number, the listings with any of its tokens ("…*": a beginning)."""

    def lookup(self, terms: Iterable[str], inside: Sequence[str]) -> list[Row]:
        """Dictionary rows (term, parts, is_part): these terms, and those with these inside."""

    def similar(self, words: Sequence[str]) -> list[str]:
        """Dictionary terms that share at least three tenths of their trigrams with any of these."""

    def write(self, table: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
        """Insert rows, or update those whose first column is there already and differ."""

    def lock(self) -> None:
        """Wait for other writers of the list, and make them wait until this transaction ends."""

    def bulk(self) -> AbstractContextManager[None]:
        """Around the writing of many rows, in a transaction: indexes and statistics follow once."""


BACKENDS = {"postgresql": postgresql, "sqlite": sqlite}


def backend() -> Backend:
    return BACKENDS[connection.vendor]  # type: ignore[return-value]
