"""Nobody's personal identity number comes further than the reader, however it is written.

Looked for in the whole database, the kept rows, the reports, what is printed, logged, said on
screen and kept in the session.
"""

import csv
import io
import json
import logging
from collections.abc import Iterable

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from associations.exporting import COLUMNS
from associations.importing import desk
from associations.importing.columns import TARGETS
from associations.models import Association, ImportUpload
from associations.orgnumber import REMOVED
from tests import cast
from tests.associations.files import csv_bytes, xlsx_bytes

pytestmark = pytest.mark.django_db

# Born in a year and on a day that no example elsewhere has; the last a co-ordination number.
PERSON, COORDINATED = "6408233234", "6408833231"
WAYS = [
    *("640823-3234", "6408233234", "19640823-3234", "196408233234", "640823+3234"),
    *("640883-3231", "6408833231", "19640883-3231", "196408833231"),
    *("640823 3234", "19640823 3234", "640823 - 3234", "640823  -  3234", "640823–3234"),
    *("640823\u00a0-\u00a03234", "640823\u200b-3234", "640823\u00ad-3234", "６４０８２３-３２３４"),
    *("64-08-23-3234", "64 08 23 3234", "64 08 23 32 34", "1964-08-23 3234", "1964 08 23-3234"),
    *("640823.3234", "640823/3234", "640823_3234", "640823, 3234", "(640823) 3234"),
    *("640823&#45;3234", "640823&nbsp;-&nbsp;3234", "640823<b>-</b>3234", "640823%2D3234"),
    *("SE640823323401", "pnr:640823-3234", "640823-32 34"),
]
HEADINGS = {
    **{target: heading for heading, target in COLUMNS.items()},
    "type": "Föreningstyp",
}


def is_there(text: str) -> bool:
    """The number in any form, or its digits with others' signs between them."""
    digits = "".join(character for character in text if character.isdecimal())
    plain = "".join(str(int(digit)) for digit in digits)
    return PERSON in plain or COORDINATED in plain


def test_there_is_a_heading_for_every_column():
    assert set(HEADINGS) == set(TARGETS)


def file_with(rows: Iterable[dict[str, str]], kind: str) -> bytes:
    """One column each for every target, and one that nobody knows."""
    header = [*HEADINGS.values(), "Något annat"]
    table = [[row.get(heading, "") for heading in header] for row in rows]
    if kind == "csv":
        return csv_bytes([header, *table])
    if kind == "xlsx":
        return xlsx_bytes([header, *table])
    return json.dumps([dict(zip(header, row, strict=True)) for row in table]).encode()


def rows_with(numbers: Iterable[str]) -> list[dict[str, str]]:
    """Each number in every column at once: alone, in a sentence, and alone as a name."""
    name, headings = HEADINGS["name"], (*HEADINGS.values(), "Något annat")
    rows = []
    for place, number in enumerate(numbers):
        rows += [
            dict.fromkeys(headings, number) | {name: f"Förening {'ABCDEFGHIJ'[place]}"},
            dict.fromkeys(headings, f"Kassör {number} ringer"),
            {name: number, HEADINGS["town"]: "Björkvik"},
        ]
    return rows


def dump() -> str:
    """All that the database holds, row by row."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)


def assert_nowhere(text: str, where: str) -> None:
    lines = [line for line in text.splitlines() if is_there(line)]
    assert not lines, f"{where}: {lines[0][:300]}"


@pytest.fixture
def private_folder(monkeypatch, tmp_path):
    storage = FileSystemStorage(location=tmp_path / "private", base_url=None)
    monkeypatch.setattr(ImportUpload._meta.get_field("file"), "storage", storage)
    return tmp_path / "private"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "numbers", [WAYS[at : at + 8] for at in (0, 8, 16, 24)], ids=lambda n: n[0]
)
def test_a_number_is_nowhere_after_an_import(tmp_path, caplog, capfd, kind, numbers):
    caplog.set_level(logging.DEBUG)
    path = tmp_path / f"register.{kind}"
    path.write_bytes(file_with(rows_with(numbers), kind))
    for ending in ("csv", "json", "xlsx"):
        report = tmp_path / f"report.{ending}"
        call_command("import_associations", path, source="Björkvik", report=report)
        text = _text_of(report)
        assert_nowhere(text, report.name)
        assert "ersonnummer" in text
    assert Association.objects.count() > len(numbers)
    assert_nowhere(dump(), "the database")
    assert_nowhere(caplog.text, "the log")
    assert_nowhere("\n".join(capfd.readouterr()), "the terminal")


def _text_of(report) -> str:
    if report.suffix != ".xlsx":
        return report.read_text("utf-8-sig")
    sheet = openpyxl.load_workbook(report).active
    return "\n".join(" ".join(map(str, row)) for row in sheet.iter_rows(values_only=True))


def test_in_the_admin_a_number_is_neither_shown_nor_kept(client, private_folder):
    client.force_login(cast.olga())
    content = file_with(rows_with(WAYS[:4]), "csv")
    file = SimpleUploadedFile("register 640823-3234.csv", content)
    start = client.post(
        reverse("associations_import:start"), {"file": file, "source": "Lista 640823-3234"}
    )
    upload = ImportUpload.objects.get()
    assert start.status_code == 302
    for name in ("columns", "preview", "words", "report"):
        page = client.get(reverse(f"associations_import:{name}", args=[upload.pk]))
        assert page.status_code == 200
        assert_nowhere(page.text, name)
    for kept in private_folder.rglob("*"):
        if kept.is_file():
            assert_nowhere(kept.read_text(), "the kept rows")
    counts = (
        client.get(reverse("associations_import:preview", args=[upload.pk])).context["plan"].counts
    )
    done = client.post(reverse("associations_import:run", args=[upload.pk]), counts, follow=True)
    assert "Importen är klar" in done.text
    assert_nowhere(done.text, "the last page")
    assert_nowhere(client.get(reverse("associations:index")).text, "the list")
    assert_nowhere(str(dict(client.session)), "the session")
    assert_nowhere(dump(), "the database")


def test_in_a_heading_a_sheet_or_a_files_name_it_is_no_more_than_anywhere_else(
    tmp_path, capfd, private_folder
):
    number = "640823-3234"
    path = tmp_path / f"{number}.xlsx"
    path.write_bytes(
        xlsx_bytes([["Namn", f"Ordf {number}"], ["Kören", "Siv"]], sheets=[f"Lista {number}"])
    )
    call_command("import_associations", path, report=tmp_path / "r.csv")
    upload = desk.receive(
        ContentFile(path.read_bytes()), name=path.name, source=number, by=cast.olga()
    )
    with upload.file.open("rb") as kept:
        assert_nowhere(kept.read().decode(), "the kept rows")
    assert_nowhere(dump(), "the database")
    assert_nowhere("\n".join(capfd.readouterr()).replace(str(tmp_path), ""), "the terminal")


@pytest.mark.parametrize(
    "content",
    [
        'Namn;Ort\n640823-3234;Björkvik\nKören;"640823-3234\n',
        "640823-3234;Ordförande\nKören;Siv\n",
        '[{"Namn": "640823-3234"}, 640823]',
        '{"640823-3234": 1}',
        "Namn;Ort;Ort\n640823-3234;a;b\n",
    ],
)
def test_a_file_that_is_refused_is_refused_without_repeating_it(tmp_path, content):
    path = tmp_path / "fel.csv"
    path.write_text(content)
    with pytest.raises(CommandError) as fault:
        call_command("import_associations", path)
    assert not is_there(str(fault.value))


def persons():
    """Valid numbers, people and co-ordination numbers, with and without century."""
    days = st.integers(1, 28).flatmap(lambda day: st.sampled_from([day, day + 60]))
    # Not those that begin with 0: they look like telephone numbers.
    first = st.tuples(st.integers(10, 99), st.integers(1, 12), days, st.integers(0, 999))
    nine = first.map(lambda parts: "{:02}{:02}{:02}{:03}".format(*parts))
    return nine.map(lambda text: text + luhn.calc_check_digit(text))


GAPS = st.sampled_from(["", "-", " ", " - ", "–", ".", "/", "&#45;", "\u00a0", "  -  "])


@given(persons(), st.sampled_from(["", "19"]), GAPS, st.sampled_from(sorted(HEADINGS)))
def test_any_persons_number_in_any_column(number, century, gap, target):
    written = f"{century}{number[:6]}{gap}{number[6:]}"
    rows = [{HEADINGS["name"]: "Kören"} | {HEADINGS[target]: f"Ring {written} nu"}]
    table = desk.open_table(io.BytesIO(file_with(rows, "csv")))
    said = " ".join(str(cell) for row in table.rows for cell in row.cells)
    assert number[6:] not in said
    assert REMOVED in said


def test_a_row_with_a_number_in_every_cell_still_comes_in(tmp_path):
    """The row comes in without the number, and the report names row and column."""
    path, report = tmp_path / "register.csv", tmp_path / "report.csv"
    path.write_bytes(
        csv_bytes([["Namn", "Org.nr", "Ort"], ["Firma Väg", "640823-3234", "Björkvik"]])
    )
    call_command("import_associations", path, report=report)
    association = Association.objects.get(name="Firma Väg")
    assert (association.org_number, association.town) == ("", "Björkvik")
    lines = list(csv.reader(report.open(encoding="utf-8-sig"), delimiter=";"))
    assert ["2", "Organisationsnummer"] in [[line[0], line[4]] for line in lines]
