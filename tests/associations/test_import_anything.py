"""Whatever is in the file: every row is accounted for, or the file is refused in words."""

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from associations import listings
from associations.exporting import COLUMNS, export_rows, write_export
from associations.importing.columns import HEADINGS
from associations.models import (
    Area,
    Association,
    Listing,
    Presentation,
    PrivateContact,
    SourceRecord,
    TermMapping,
)
from associations.vocabulary.seeding import seed_vocabulary
from tests.associations.files import csv_bytes, xlsx_bytes

pytestmark = pytest.mark.django_db

OUTCOMES = ("new", "changed", "unchanged", "refused")
REGISTER = (Association, Presentation, PrivateContact, SourceRecord, TermMapping, Listing)


@pytest.fixture(autouse=True)
def vocabulary():
    seed_vocabulary()
    Area.objects.create(name="Norr", slug="norr")


@contextmanager
def undone() -> Iterator[None]:
    """One example leaves nothing to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bring_in(content: bytes, name: str = "fil.csv") -> dict[str, int]:
    """Import a file as the command does; the counts. CommandError for one that is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path, report = Path(folder) / name, Path(folder) / "rapport.json"
        path.write_bytes(content)
        call_command("import_associations", path, source="x", report=report, stdout=io.StringIO())
        said = json.loads(report.read_text())
    counts = said["counts"]
    assert counts["read"] == sum(counts[outcome] for outcome in OUTCOMES)
    assert counts["read"] <= len({line["Rad"] for line in said["lines"]})
    return counts


def held() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in REGISTER}


def assert_accounted_for(content: bytes, name: str = "fil.csv") -> None:
    """In, and in again without a change; or out, with a Swedish sentence, and nothing changed."""
    with undone():
        before, refused = held(), ""
        try:
            counts = bring_in(content, name)
        except CommandError as fault:
            refused = str(fault)
        if refused:
            assert "importerades inte" in refused
            assert len(refused) < 400
            assert held() == before
            return
        assert Association.objects.count() == counts["new"]
        assert listings.check() == []
        first = held()
        again = bring_in(content, name)
        assert (again["new"], again["changed"]) == (0, 0)
        assert again["read"] == counts["read"]
        assert held() == first


# What stands in registers, and what might.
VALUES = {
    "name": [
        "Norrtuna kör",
        "Åkersunds båtklubb",
        "IF Norr",
        "TEST",
        "Fritidsförvaltningen",
        "=1+1",
    ],
    "org_number": ["802002-8711", "8020028711", "212000-0142", "0", "640823-3234"],
    "email": ["info@kor.example", "a@b.example; c@d.example", "@", "info at kor.example"],
    "phone": ["070-123 45 67", "0300-123 45, 0300-123 46", "ring", "+46 70 123 45 67"],
    "website": ["www.kor.example", "http://", "kor.example/å", "javascript:alert(1)"],
    "town": ["Björkvik", "nybro", "lm", "640 52 Björkvik", "BJÖRKVIK"],
    "activities": ["Körsång, Dans", "Fotboll...", "Rymdfart; Fotboll", "Radio, tv och medier;"],
    "areas": ["Norr", "Söder, norr", "Björkvik stad, norr, söder"],
    "target_groups": ["Barn (0-6 år)", "Alla åldrar", "Ungdom 13-25"],
    "languages": ["svenska, finska", "no", "fi"],
    "type": ["Idrottsförening", "Ekonomisk förening", "Konst..."],
    "status": ["aktiv", "vilande", "upplöst", "uppgått i annan", "ansökt", "kanske"],
    "legal_form": ["ideell förening", "stiftelse", "bolag"],
    "is_listed": ["ja", "nej", "x"],
    "latitude": ["58,9", "58.9", "0"],
    "longitude": ["17,1", "17.1"],
    "founded_year": ["1971", "1971-03-01", "sjuttiotalet"],
    "confirmed_on": ["2026-05-01", "1 maj"],
    "source_id": ["1", "2", "1"],
    "slug": ["norrtuna-kor", "Å Ä"],
    "public_id": ["6f2f1f3e-53c5-4a39-9d65-6a4f4b7c2d11", "x"],
    "continues_in": ["6f2f1f3e-53c5-4a39-9d65-6a4f4b7c2d11"],
    "social_links": ["https://facebook.com/kor; instagram.com/kor", "facebook"],
    "description": ["Vi sjunger. " * 40, "<p>Vi sjunger &amp; dansar</p>", "rad\n\nrad"],
}
anything = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
headings = st.sampled_from(
    sorted({*COLUMNS, *(word for words in HEADINGS.values() for word in words.split("|"))})
)


def _target(heading: str) -> str:
    from associations.importing.columns import heading_target

    return heading_target(heading)


def cells(heading: str) -> st.SearchStrategy[str]:
    likely = VALUES.get(_target(heading), [])
    return st.one_of(st.sampled_from(["", *likely]), st.sampled_from([*likely, "-"]), anything)


@st.composite
def tables(draw) -> list[list[str]]:
    """A header with the name somewhere in it, and rows that may be ragged or say the same."""
    header = draw(st.lists(headings, max_size=7, unique=True))
    header.insert(
        draw(st.integers(0, len(header))), draw(st.sampled_from(["Namn", "Föreningsnamn"]))
    )
    row = st.tuples(*map(cells, header)).map(list)
    ragged = st.lists(anything, max_size=len(header) + 1)
    rows = draw(st.lists(st.one_of(row, row, row, ragged), min_size=1, max_size=6))
    return [header, *rows]


@settings(max_examples=80)
@given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(";,\t"))
def test_any_table(table, encoding, delimiter):
    assert_accounted_for(csv_bytes(table, encoding=encoding, delimiter=delimiter))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(headings | anything, json_values, max_size=5)


@settings(max_examples=60)
@given(st.lists(objects | json_values, max_size=4) | json_values)
def test_any_json(value):
    assert_accounted_for(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), "fil.json"
    )


@settings(max_examples=100)
@given(st.binary(max_size=400))
@example(b"Namn\r\n\xff\xfe\r\n")
@example(b"\xff\xfeN\x00a\x00m\x00n\x00\n\x00A")
@example(b"Namn;Namn\nA;B\n")
@example(b'"Namn";"Ort"\n"A";"B"\n"C;"D"\n')
def test_any_bytes(content):
    assert_accounted_for(content)


WORKBOOK = xlsx_bytes(
    [["Namn", "Ort"], ["Kören", "Björkvik"], ["Laget", "Åkersund"]], merged=["B2:B3"]
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(WORKBOOK)),
)
def test_any_damaged_workbook(changes, length):
    content = bytearray(WORKBOOK)
    for place, byte in changes:
        content[place] = byte
    assert_accounted_for(bytes(content[: length or None]), "fil.xlsx")


@settings(max_examples=60)
@given(tables(), st.sampled_from(["csv", "xlsx"]))
def test_what_came_in_goes_out_and_in_again_without_a_loss(table, extension):
    with undone():
        try:
            bring_in(csv_bytes(table, encoding="utf-8-sig"))
        except CommandError:
            return
        before, file = list(export_rows(Association.objects.all())), io.BytesIO()
        write_export(Association.objects.all(), file, extension=extension)
        Association.objects.update(merged_into=None, status="active")
        Association.objects.all().delete()
        if before[1:]:
            bring_in(file.getvalue(), f"register.{extension}")
        assert list(export_rows(Association.objects.all())) == before


def test_the_examples_are_read_as_what_they_are():
    """Or the properties above would hold of rows that are all refused."""
    targets = {"Namn": "name", "Organisationsnummer": "org_number", "Ort": "town"}
    assert {_target(heading) for heading in targets} == set(targets.values())
    row = [VALUES[target][0] for target in targets.values()]
    with undone():
        assert bring_in(csv_bytes([[*targets], row]))["new"] == 1
        association = Association.objects.get()
        assert (association.name, association.org_number) == ("Norrtuna kör", "8020028711")


def test_an_id_that_two_rows_share_is_neithers():
    table = [["Namn", "Id i källsystemet"], ["Kören", "7"], ["Laget", "7"], ["Orkestern", "8"]]
    with undone():
        assert bring_in(csv_bytes(table))["new"] == 3
        assert sorted(Association.objects.values_list("source_id", flat=True)) == ["", "", "8"]
