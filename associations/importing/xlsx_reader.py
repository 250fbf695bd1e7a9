"""Workbooks: checked before they are unpacked, then read row by row."""

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

from associations.importing import limits
from associations.importing.faults import ImportFault
from associations.importing.table import Cell, RawRow

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+\d+:[A-Z]+\d+)"')
# What unpacking raises for bytes that are not what they should be.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError),
    *(RuntimeError, EOFError, OSError),
)
_DAMAGED = gettext_lazy(
    "The workbook is damaged. Open it in a spreadsheet program and save it anew as .xlsx."
)


def check_archive(file: BinaryIO) -> None:
    """Refuse what would unpack to far more than a register, before anything is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts) or 1
            if unpacked > limits.UNPACKED_BYTES or (
                unpacked > 10_000_000 and unpacked / packed > limits.UNPACKED_RATIO
            ):
                raise ImportFault(
                    _("The workbook unpacks to far more than a register holds, and was not opened.")
                )
            if "xl/workbook.xml" not in archive.namelist():
                raise ImportFault(_("The file is packed but is not an Excel workbook (.xlsx)."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(2_000).upper():
                            raise ImportFault(_DAMAGED)
    except _BROKEN:
        raise ImportFault(_DAMAGED) from None


def read_sheets(file: BinaryIO) -> Iterator[tuple[str, Iterator[RawRow]]]:
    """The visible sheets by name, each with its rows. Numbers and dates become text."""
    check_archive(file)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception:  # openpyxl raises whatever the XML happens to break
            raise ImportFault(_DAMAGED) from None
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                merged = _merged_ranges(file, sheet._worksheet_path)
                sheet.reset_dimensions()
                yield sheet.title, _rows(sheet, merged)


def _merged_ranges(file: BinaryIO, path: str) -> list[tuple[int, int, int, int]]:
    """Merged ranges as (first column, first row, last column, last row).

    They stand after the cells in the file, so they are looked up before reading row by row.
    """
    found: dict[tuple[int, int, int, int], None] = {}
    tail = b""
    with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as stream:
        while chunk := stream.read(1 << 20):
            for reference in _MERGED.findall(tail + chunk):
                found[range_boundaries(reference.decode())] = None
            tail = chunk[-200:]
            if len(found) > limits.ROWS:
                raise ImportFault(_DAMAGED)
    return list(found)


def _rows(sheet: Any, merged: list[tuple[int, int, int, int]]) -> Iterator[RawRow]:
    # A cell merged downwards holds for every row it covers; one merged sideways is a heading.
    headings = {(row, column) for column, row, last, _row in merged if last > column}
    covering: dict[int, tuple[int, str]] = {}
    downwards: dict[int, list[tuple[int, int]]] = {}
    for column, row, last_column, last_row in merged:
        if last_row > row and last_column == column:
            downwards.setdefault(row, []).append((column, last_row))
    number = 0
    try:
        for number, values in enumerate(
            sheet.iter_rows(values_only=True, max_col=limits.COLUMNS), start=1
        ):
            cells: list[Cell] = [_text(value) for value in values]
            for column, (last_row, text) in list(covering.items()):
                if number > last_row:
                    del covering[column]
                else:
                    cells += [""] * (column - len(cells))
                    cells[column - 1] = text
            for column, last_row in downwards.get(number, ()):
                if column <= len(cells):
                    covering[column] = (last_row, str(cells[column - 1]))
            filled = [index for index, cell in enumerate(cells, start=1) if cell]
            is_heading = len(filled) == 1 and (number, filled[0]) in headings
            yield RawRow(number, cells, is_heading=is_heading)
    except ImportFault:
        raise
    except Exception:  # as above: a broken part shows itself while reading
        raise ImportFault(_DAMAGED, row=number + 1) from None


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            if value.startswith("#") and value in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"):
                return ""
            return unescape(value) if "_x" in value else value
        case bool():
            return "ja" if value else "nej"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)
