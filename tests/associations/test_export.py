"""What is exported can be opened safely, and imported again without loss."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from associations import services, tables
from associations.exporting import COLUMNS, export_rows, write_export
from associations.importing.columns import TARGETS, guess_mapping
from associations.models import (
    Association,
    ContactPerson,
    InternalNote,
    LegalForm,
    Presentation,
    Status,
)
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)

LONG = ("Vi är en förening som gör mycket. Allt från kör till dans! " * 12).strip()


@pytest.fixture
def register(db):
    """Three associations that use every column."""
    media, choir = make_activity("Radio, tv och medier"), make_activity("Körsång")
    north = make_area("Björkvik stad, norr")
    finnish = make_language("Finska", "fi")
    children = make_target_group("Barn", age_from=0, age_to=12)
    heir = make_association("=1+1 Förening", legal_form=LegalForm.COOPERATIVE, ingress="+Hej")
    full = make_association(
        "Norrtuna kör & Co",
        org_number="8020028711",
        activities=[media],
        areas=[north],
        languages=[finnish],
        target_groups=[children],
        town="Norrtuna",
        postal_code="640 52",
        visiting_address="Storgatan 1",
        latitude=58.9,
        longitude=17.1,
        founded_year=1971,
        annual_meeting_month=3,
        national_federation="Sångförbundet",
        confirmed_on=date(2026, 5, 1),
        email="info@norrtunakor.example",
        website="https://kor.example",
        social_links=[{"kind": "facebook", "url": "https://facebook.com/kor"}],
        source="Gamla",
        source_id="7",
        ingress=LONG[:200],
    )
    Presentation.objects.filter(association=full).update(
        when_and_where="Tisdagar\nkl. 18", how_to_join="Kom!"
    )
    services.set_contact(full, field="phone", value="070-123 45 67", is_public=False, by=None)
    old = make_association("Gamla laget", listed=False, activities=[choir, media])
    services.merge_into(old, target=heir, on=date(2025, 1, 2), by=None)
    ContactPerson.objects.create(association=full, name="Berit Ekhemlig")
    InternalNote.objects.create(association=full, text="Hemlig anteckning")
    return Association.objects.all()


def exported(extension: str) -> bytes:
    file = io.BytesIO()
    write_export(Association.objects.all(), file, extension=extension)
    return file.getvalue()


def test_every_heading_is_understood_by_the_import():
    assert guess_mapping(list(COLUMNS), []).targets == list(COLUMNS.values())
    assert set(COLUMNS.values()) <= set(TARGETS)


@pytest.mark.usefixtures("register")
def test_csv_opens_in_a_swedish_excel():
    content = exported("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    assert "802002-8711" in content.decode()


@pytest.mark.usefixtures("register")
def test_no_cell_is_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(exported("xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value == "=1+1 Förening" for cell in cells)
    text = exported("csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.usefixtures("register")
def test_people_and_notes_stay_where_they_are():
    content = exported("csv").decode()
    assert "hemlig" not in content.lower()
    assert "070-123 45 67" in content


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_imported_again_in_an_empty_register_nothing_is_lost(register, tmp_path, extension):
    before = list(export_rows(register))
    path = tmp_path / f"register.{extension}"
    path.write_bytes(exported(extension))
    services.listings.refresh([])
    Association.objects.update(merged_into=None, status=Status.ACTIVE)
    Association.objects.all().delete()
    call_command("import_associations", str(path), source="Flytten", verbosity=0)
    assert list(export_rows(Association.objects.all())) == before
    full = Association.objects.get(name="Norrtuna kör & Co")
    assert (full.phone, full.private_contact.phone) == ("", "070-123 45 67")


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_imported_again_in_the_same_register_nothing_changes(register, tmp_path, extension):
    path = tmp_path / f"register.{extension}"
    path.write_bytes(exported(extension))
    before = list(register.values())
    out = io.StringIO()
    call_command("import_associations", str(path), source="Flytten", stdout=out)
    assert list(Association.objects.all().values()) == before


def test_the_command_writes_by_the_files_ending(register, tmp_path):
    for extension in ("csv", "xlsx"):
        path = tmp_path / f"ut.{extension}"
        call_command("export_associations", str(path), verbosity=0)
        assert path.stat().st_size > 500
    with pytest.raises(CommandError):
        call_command("export_associations", str(tmp_path / "ut.pdf"))
    call_command("export_associations", str(tmp_path / "en.csv"), source="Gamla", verbosity=0)
    assert len((tmp_path / "en.csv").read_text().splitlines()) == 3  # a cell has two lines


@given(st.text(max_size=30))
def test_any_text_is_quoted_and_read_back(text):
    assert not tables.quoted(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert tables.unquoted(tables.quoted(text)) == text
