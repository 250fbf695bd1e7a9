"""A guarded table kept aside, so that the file itself never has to be."""

import json
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from associations.importing.table import RawRow, Table

_IN_MEMORY = 4_000_000


def spool(table: Table) -> BinaryIO:
    """All rows of the table as lines of JSON, in a temporary file open at its beginning."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 – the caller closes it
    head = json.dumps({"header": table.header, "notes": table.notes}, ensure_ascii=False)
    file.write(head.encode() + b"\n")
    for row in table.rows:
        flags = [row.has_surplus, row.is_heading, {str(k): v for k, v in row.faults.items()}]
        line = json.dumps([row.number, row.cells, flags], ensure_ascii=False)
        file.write(line.encode("utf-8", "replace") + b"\n")
    file.seek(0)
    return file  # type: ignore[return-value]


def open_spool(file: BinaryIO) -> Table:
    """The table that `spool` wrote: for what we keep ourselves, never for what is uploaded."""
    file.seek(0)
    head = json.loads(file.readline())
    return Table(head["header"], _rows(file), head["notes"])


def _rows(file: BinaryIO) -> Iterator[RawRow]:
    # Not `for line in file`: Django's File begins anew at its start.
    for line in iter(file.readline, b""):
        number, cells, (has_surplus, is_heading, faults) = json.loads(line)
        row = RawRow(number, cells, has_surplus, is_heading)
        row.faults = {int(index): fault for index, fault in faults.items()}
        yield row
