"""A line on the terminal that says how far an import has come."""

import time
from collections.abc import Callable, Iterator
from typing import Self, TextIO

from associations.importing.table import RawRow, Table

_WIDTH = 30
_SECONDS = 0.1


class ProgressBar:
    """Writes to `stream`, or nowhere. Use as a context, which ends the line."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream, self._written, self._length, self._total = stream, 0.0, 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._stream and self._length:
            self._stream.write("\r" + " " * self._length + "\r")
            self._stream.flush()

    def counting(self, table: Table, label: str) -> Table:
        """The table, whose rows are counted as they are read; their number is the total."""
        table.rows = self._counted(table.rows, label)
        return table

    def _counted(self, rows: Iterator[RawRow], label: str) -> Iterator[RawRow]:
        for row in rows:
            self._total += 1
            self._show(f"{label} … {self._total}")
            yield row

    def reporter(self, label: str) -> Callable[[int], None]:
        """A function that is told how many of the rows are done."""

        def report(done: int) -> None:
            filled = _WIDTH * done // max(self._total, 1)
            bar = "█" * min(filled, _WIDTH) + "·" * max(_WIDTH - filled, 0)
            self._show(f"{label} {bar} {done}/{self._total}", now=done >= self._total)

        return report

    def _show(self, text: str, *, now: bool = False) -> None:
        if not self._stream or (time.monotonic() - self._written < _SECONDS and not now):
            return
        self._written = time.monotonic()
        self._stream.write("\r" + text.ljust(self._length))
        self._stream.flush()
        self._length = len(text)
