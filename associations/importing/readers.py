"""Open a file of any supported format as a table: header, rows, and what to know about it."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations.importing import csv_reader, json_reader, limits, xlsx_reader
from associations.importing.columns import heading_target
from associations.importing.faults import ImportFault
from associations.importing.guarding import guarded
from associations.importing.table import RawRow, Table, fit
from associations.importing.tidy import squeeze, visible

_OTHER_FORMATS = {
    b"%PDF": gettext_lazy("PDF"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("an old or password-protected Excel workbook (.xls)"),
    b"\x89PNG": gettext_lazy("an image"),
    b"\xff\xd8\xff": gettext_lazy("an image"),
    b"GIF8": gettext_lazy("an image"),
    b"\x1f\x8b": gettext_lazy("a packed file"),
    b"Rar!": gettext_lazy("a packed file"),
    b"7z\xbc\xaf": gettext_lazy("a packed file"),
}
# Control characters, and what stands for bytes that are no letters.
_NO_TEXT = frozenset(
    {chr(code) for code in (*range(32), *range(127, 160))} - set("\t\n\v\f\r\x85") | {"\ufffd"}
)


def open_table(file: BinaryIO) -> Table:
    """Read the format from the content, not the name, and find the header row.

    The rows are read as they are asked for, already guarded (see `guarding`), and raise
    ImportFault where the file breaks.
    """
    table = guarded(_open(file))
    table.rows = _limited(table.rows)
    return table


def _limited(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > limits.ROWS:
            raise ImportFault(_("The file has more than 200,000 rows. Split it into several."))
        yield row
    if not count:
        raise ImportFault(_("There is a header but no row below it."))


def _open(file: BinaryIO) -> Table:
    file.seek(0, 2)
    if file.tell() > limits.BYTES:
        raise ImportFault(_("The file is larger than 200 MB. Split it into several."))
    file.seek(0)
    start = file.read(2_000)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportFault(_("The file is empty."))
    for magic, name in _OTHER_FORMATS.items():
        if start.startswith(magic):
            raise ImportFault(
                _("The file is %(format)s. Save it as .xlsx, .csv or .json.") % {"format": name}
            )
    if start.startswith(b"PK\x03\x04"):
        return _open_workbook(file)
    with_text = csv_reader.open_text(file)
    try:
        sample = with_text.read(20_000)
    finally:
        with_text.detach()
    _refuse_what_is_no_text(sample)
    if sample.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        return _open_json(file)
    return _table(csv_reader.read_csv(file))


def _refuse_what_is_no_text(sample: str) -> None:
    strange = sum(c in _NO_TEXT for c in sample)
    opening = sample.lstrip("\ufeff \t\r\n")[:15].lower()
    if strange > len(sample) / 10 or opening.startswith(("<!doctype", "<html", "<?xml", "{\\rtf")):
        raise ImportFault(_("The file is not a table. Save it as .xlsx, .csv or .json."))


def _open_json(file: BinaryIO) -> Table:
    stream = csv_reader.open_text(file)
    try:
        header, rows = json_reader.read_json(stream)
    except ImportFault:
        stream.detach()
        raise
    if not header:
        stream.detach()
        raise ImportFault(_("The file is empty."))
    return Table(header, _detaching(rows, stream))


def _detaching(rows: Iterator[RawRow], stream) -> Iterator[RawRow]:  # type: ignore[no-untyped-def]
    try:
        yield from (row for row in rows if not row.is_empty)
    finally:
        stream.detach()


def _open_workbook(file: BinaryIO) -> Table:
    """The first visible sheet that holds a table."""
    chosen: Table | None = None
    others: list[str] = []
    for title, rows in xlsx_reader.read_sheets(file):
        first = list(itertools.islice(rows, limits.HEADER_SEARCH_ROWS))
        if all(row.is_empty for row in first):
            continue
        if chosen is None:
            chosen = _table(itertools.chain(first, rows))
        else:
            others.append(title)
    if chosen is None:
        raise ImportFault(_("The workbook is empty."))
    if others:
        chosen.notes.append(
            _("Only the first sheet was read, not %(sheets)s.") % {"sheets": ", ".join(others)}
        )
    return chosen


def _table(rows: Iterable[RawRow]) -> Table:
    rows = iter(rows)
    first = list(itertools.islice(rows, limits.HEADER_SEARCH_ROWS))
    position = find_header(first)
    if position is None:
        raise ImportFault(_("The file is empty."))
    header_row = first[position]
    header = [squeeze(visible(str(cell))) for cell in header_row.cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > limits.COLUMNS:
        raise ImportFault(_("The table has too many columns."), row=header_row.number)
    notes = []
    if any(not row.is_empty for row in first[:position]):
        notes.append(
            _("The header was found on row %(row)s; what stands above it was left out.")
            % {"row": header_row.number}
        )
    width = len(header)
    body = itertools.chain(first[position + 1 :], rows)
    return Table(header, (fit(row, width) for row in body if not row.is_empty), notes)


def find_header(rows: Sequence[RawRow]) -> int | None:
    """The row with most known headings; without any, the first with more than one cell filled."""
    filled = [sum(bool(str(cell).strip()) for cell in row.cells) for row in rows]
    known = [
        sum(bool(heading_target(str(cell))) for cell in row.cells if str(cell).strip())
        for row in rows
    ]
    if max(known, default=0) >= 2:
        return known.index(max(known))
    if 1 in known:
        return known.index(1)
    return next(
        (i for i, count in enumerate(filled) if count > 1),
        next((i for i, count in enumerate(filled) if count), None),
    )
