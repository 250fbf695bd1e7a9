"""The one place that writes tables for spreadsheets. No cell ever becomes a formula.

CSV is UTF-8 with a byte order mark and semicolons, as a Swedish Excel opens it; XLSX has every cell
as text. The importer reads both back as they were (`unquoted`).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL_CHARACTERS = 32_767

Rows = Iterable[Sequence[str]]


def csv_lines(rows: Rows) -> Iterator[str]:
    """The rows as lines of text, the byte order mark first; for a streaming response or a file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    buffer.write("\ufeff")
    for row in rows:
        writer.writerow([quoted(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_csv(rows: Rows, file: BinaryIO) -> None:
    for line in csv_lines(rows):
        file.write(line.encode())


def write_xlsx(rows: Rows, file: BinaryIO, *, title: str) -> None:
    """One sheet of text cells, the first row frozen as its header."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    book.save(file)


def _text_cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL_CHARACTERS])
    # openpyxl makes a live formula of text that begins with "=" unless it is told otherwise.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def quoted(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate with it."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unquoted(text: str) -> str:
    """The text that `quoted` was given."""
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA):
        return text[1:]
    return text
