"""A file as rows of text, whatever format it had."""

from collections.abc import Iterator
from dataclasses import dataclass, field

# One value, or several where the format has lists.
Cell = str | list[str]


@dataclass(slots=True)
class RawRow:
    """One row as it stands in the file. `number` is what a spreadsheet shows beside it."""

    number: int
    cells: list[Cell]
    # The row fills more columns than there are headings: nobody can tell which value is which.
    has_surplus: bool = False
    # A heading across the whole sheet, merged from many cells.
    is_heading: bool = False
    # Cells that could not be taken in: place among the cells → the code of a `CellNote`.
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(cell if isinstance(cell, list) else cell.strip() for cell in self.cells)


@dataclass(slots=True)
class Table:
    header: list[str]
    rows: Iterator[RawRow]
    # What the person should know about how the file was read.
    notes: list[str] = field(default_factory=list)


def fit(row: RawRow, width: int) -> RawRow:
    """The row with exactly as many cells as the header; says so when some had to go."""
    row.has_surplus = any(
        cell if isinstance(cell, list) else cell.strip() for cell in row.cells[width:]
    )
    row.cells = row.cells[:width] + [""] * (width - len(row.cells))
    return row
