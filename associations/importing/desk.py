"""An import on the coordinator's desk: the uploaded file, and what has been said about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files import File
from django.db import transaction

from associations.importing.columns import guess_mapping
from associations.importing.guarding import without_persons
from associations.importing.mappings import remembered
from associations.importing.plan import Answers
from associations.importing.readers import open_table
from associations.importing.report import report_rows
from associations.importing.rows import clean_rows
from associations.importing.spool import open_spool, spool
from associations.importing.types import CleanRow, Plan, PlannedRow
from associations.importing.wording import PARTS, Wording, rows_of_part
from associations.models import ImportUpload
from associations.tables import csv_lines

SAMPLE = 200
EXAMPLES = 3


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, what is guessed to be in it, and some of its cells."""

    heading: str
    guess: str
    examples: list[str]


@dataclass(frozen=True)
class Part:
    """Rows of one kind in the preview: how many in all, and the first of them in words."""

    heading: str
    explanation: str
    total: int
    rows: list[dict[str, Any]]


@transaction.atomic
def receive(file: BinaryIO, *, name: str, source: str, by: AbstractBaseUser) -> ImportUpload:
    """Keep what a register file says for this import. Raises ImportFault if it is no table.

    The rows are kept without personal identity numbers; the file itself is not kept at all.
    """
    source = without_persons(source)[:60]
    table = open_table(file)
    sample = [row.cells for row in islice(table.rows, SAMPLE)]
    targets = guess_mapping(table.header, sample).targets
    if known := remembered(source):
        targets = [
            known.get(heading, target)
            for heading, target in zip(table.header, targets, strict=True)
        ]
    upload = ImportUpload(
        original_name=without_persons(name)[:200],
        source=source,
        targets=targets,
        uploaded_by=by,
    )
    with spool(open_table(file)) as rows_kept:
        upload.file.save("register", File(rows_kept), save=False)
    upload.save()
    return upload


def columns(upload: ImportUpload) -> list[Column]:
    with upload.file.open("rb") as file:
        table = open_spool(file)
        sample = [row.cells for row in islice(table.rows, SAMPLE)]
    return [
        Column(heading, target, _examples([row[index] for row in sample]))
        for index, (heading, target) in enumerate(zip(table.header, upload.targets, strict=True))
    ]


def _examples(cells: list[Any]) -> list[str]:
    texts = (", ".join(cell) if isinstance(cell, list) else cell for cell in cells)
    found = dict.fromkeys(text.strip() for text in texts if text.strip())
    return [text if len(text) <= 60 else text[:59] + "…" for text in islice(found, EXAMPLES)]


def rows(upload: ImportUpload) -> Iterator[CleanRow]:
    """The rows of the file, cleaned. Raises ImportFault where the file breaks."""
    with upload.file.open("rb") as file:
        yield from clean_rows(open_spool(file), upload.targets)


def mapping(upload: ImportUpload) -> dict[str, str]:
    """Heading → target, as the run remembers it."""
    return {column.heading: column.guess for column in columns(upload) if column.heading}


def answers(upload: ImportUpload) -> Answers:
    return {int(number): answer for number, answer in upload.answers.items()}


def discard(upload: ImportUpload) -> None:
    """Delete the upload and, once that is certain, its file."""
    storage, name = upload.file.storage, upload.file.name
    upload.delete()
    transaction.on_commit(lambda: storage.delete(name))


def summary(plan: Plan, *, shown: int) -> list[Part]:
    """The preview's parts, most important first, each with its first `shown` rows."""
    wording = Wording()
    found = ((key, rows_of_part(key, plan.rows)) for key in PARTS)
    return [
        Part(
            *(str(text) for text in PARTS[key]),
            total=len(planned),
            rows=[_in_words(row, wording) for row in planned[:shown]],
        )
        for key, planned in found
        if planned
    ]


def _in_words(planned: PlannedRow, wording: Wording) -> dict[str, Any]:
    return {
        "number": planned.row.number,
        "name": planned.row.values.get("name", ""),
        "lines": [line.text for line in wording.lines(planned)],
    }


def report_csv(plan: Plan) -> Iterator[str]:
    """The whole plan as lines of a file that a spreadsheet opens."""
    return csv_lines(report_rows(plan))
