"""Delimited text: which encoding, which delimiter, and one record at a time."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from associations.importing import limits
from associations.importing.faults import ImportFault
from associations.importing.table import RawRow

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_BYTES = 200_000
_MOJIBAKE = re.compile("Ã[¥¤¶…„–©¼]")
_SWEDISH = re.compile("[åäöÅÄÖéü]")


def open_text(file: BinaryIO) -> io.TextIOWrapper:
    """The file as text in the encoding it turns out to have. The caller must `detach()` it."""
    encoding, errors = sniff_encoding(file)
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")


def sniff_encoding(file: BinaryIO) -> tuple[str, str]:
    """UTF-16 and UTF-8 by their marks or their form, otherwise Windows-1252; and how strictly."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "replace"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) / 5 and min(even, odd) < len(sample) / 50:
        return ("utf-16-le" if odd > even else "utf-16-be"), "replace"
    if _is_utf8(file):
        return "utf-8", "strict"
    text = sample.decode("cp1252", errors="replace")
    if len(_MOJIBAKE.findall(text)) > len(_SWEDISH.findall(text)):
        return "utf-8", "replace"  # UTF-8 with a few damaged letters, each reported in its cell
    return "cp1252", "replace"


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def sniff_delimiter(sample: str) -> str:
    """The delimiter that parts most of the first rows into equally many cells, at least two."""
    best, best_score = ";", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, count = wide.most_common(1)[0]
        if (score := (round(count / len(widths), 1), width)) > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=True):
            if record:
                widths.append(len(record))
            if len(widths) >= 100:
                break
    except csv.Error:
        pass  # the sample ends inside a record, or this is not the delimiter
    return widths


def read_csv(file: BinaryIO) -> Iterator[RawRow]:
    """Every record of the file, blank ones too so that row numbers are the spreadsheet's."""
    csv.field_size_limit(limits.RECORD_CHARACTERS)
    stream = open_text(file)
    try:
        start = stream.readline(200)
        declared = re.fullmatch(r"sep=(.)\s*", start)
        stream.seek(0)
        delimiter = declared[1] if declared else sniff_delimiter(stream.read(SAMPLE_BYTES // 2))
        stream.seek(0)
        number = 0
        reader = csv.reader(_lines(stream), delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise ImportFault(
                    _(
                        "A quotation mark is not closed, or stands in the middle of a text. Put"
                        " quotation marks around the whole cell and double those inside it."
                    ),
                    row=number + 1,
                ) from None
            number += 1
            if not (declared and number == 1):
                yield RawRow(number, list(cells))
    finally:
        stream.detach()


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length, so that a file without line breaks does not fill the memory."""
    for number in range(1, 1 << 62):
        line = stream.readline(limits.RECORD_CHARACTERS + 1)
        if not line:
            return
        if len(line) > limits.RECORD_CHARACTERS:
            raise ImportFault(
                _("The line is over a million characters long. This is not a table."), row=number
            )
        yield line
