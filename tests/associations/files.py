"""Register files as other systems export them, made in memory."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from associations.importing.columns import guess_mapping
from associations.importing.readers import open_table
from associations.importing.rows import clean_rows
from associations.importing.types import CleanRow

HEADER = ["Föreningsnamn", "Org.nr", "Verksamhet", "Ort", "E-post"]
ROWS = [
    ["Norrtuna kör", "802002-8711", "Körsång, Musik", "Norrtuna", "info@norrtunakor.example"],
    ["Åkersunds båtklubb", "", "Segling", "Åkersund", "kansli@akersundsbat.example"],
    ["Björkviks schacksällskap", "", "Schack", "Björkvik", ""],
]


def csv_bytes(
    rows: Iterable[Sequence[str]] = (HEADER, *ROWS),
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def xlsx_bytes(rows: Iterable[Sequence], *, merged: Sequence[str] = (), sheets=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for reference in merged:
        book.active.merge_cells(reference)
    for title in sheets:
        book.create_sheet(title).append(["Något annat", "här"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def table_of(content: bytes | str):
    return open_table(io.BytesIO(content.encode() if isinstance(content, str) else content))


def cells_of(content: bytes | str) -> list[list]:
    return [row.cells for row in table_of(content).rows]


def cleaned(content: bytes | str, targets: Sequence[str] | None = None) -> list[CleanRow]:
    """The rows of a file as values, by the guessed columns."""
    sample = cells_of(content)
    table = table_of(content)
    return list(clean_rows(table, targets or guess_mapping(table.header, sample).targets))


def codes(row: CleanRow) -> set[tuple[str, str]]:
    """What is noted about a row: (field, code)."""
    return {(note.field, note.code) for note in row.notes}
