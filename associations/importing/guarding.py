"""The gate between a file and everything else: no personal identity number comes through.

Cells are made visible text, and personal numbers are replaced before any other code sees them –
the preview, the report and the kept upload included.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from associations.importing import limits
from associations.importing.columns import heading_target
from associations.importing.table import Cell, RawRow, Table
from associations.importing.tidy import visible
from associations.orgnumber import redact_personal_numbers
from associations.tables import unquoted

_MARKUP = re.compile(r"<[^<>]*>")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def guarded(table: Table) -> Table:
    """The same table without personal numbers, and its cells without invisible characters.

    A cell that cannot be taken in is emptied and named in the row's `faults`.
    """
    header = [without_persons(heading) for heading in table.header]
    phones = {
        index
        for index, heading in enumerate(header)
        if heading_target(heading).removesuffix("_private") == "phone"
    }
    notes = [without_persons(note) for note in table.notes]
    return Table(header, _guarded_rows(table.rows, phones), notes)


def without_persons(text: str) -> str:
    """What is not a cell but kept too: headings, the names of sheets, files and sources."""
    return redact_personal_numbers(text)[0]


def _guarded_rows(rows: Iterator[RawRow], phones: set[int]) -> Iterator[RawRow]:
    for row in rows:
        for index, cell in enumerate(row.cells):
            if not cell:
                continue
            if fault := _fault(cell):
                row.faults[index] = fault
                row.cells[index] = ""
            else:
                row.cells[index] = _clean(cell, is_phone=index in phones)
        yield row


def _fault(cell: Cell) -> str:
    length = len(cell) if isinstance(cell, str) else sum(map(len, cell))
    if length > limits.CELL_CHARACTERS:
        return f"too_long {length}"
    if "\0" in cell if isinstance(cell, str) else any("\0" in text for text in cell):
        return "nul"
    return ""


def _clean(cell: Cell, *, is_phone: bool) -> Cell:
    if isinstance(cell, list):
        return [_clean_text(text, is_phone) for text in cell]
    return _clean_text(cell, is_phone)


def _clean_text(text: str, is_phone: bool) -> str:
    if _UUID.fullmatch(text):
        return text  # an id of ours may hold ten digits in a row
    text = redact_personal_numbers(unquoted(visible(text)), is_phone=is_phone)[0]
    if any(sign in text for sign in "&<%"):
        # Parted by codes, which some later step or reader takes away.
        plain, found = redact_personal_numbers(_without_codes(text), is_phone=is_phone)
        return plain if found else text
    return text


def _without_codes(text: str) -> str:
    return visible(html.unescape(_MARKUP.sub("", unquote(text))))
