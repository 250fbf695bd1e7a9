"""`import_associations` from end to end, with invented files: all or nothing, nothing lost."""

import csv
import io
import json
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from associations import listings, services
from associations.importing import apply
from associations.models import (
    Association,
    ImportRun,
    Listing,
    Presentation,
    PrivateContact,
    SourceRecord,
    TermMapping,
)
from associations.vocabulary.seeding import seed_vocabulary
from tests.associations.files import csv_bytes, xlsx_bytes

HEADER = ["Id", "Namn", "Org.nr", "Typ", "Verksamhet", "Område", "Ort", "E-post", "Om föreningen"]
NUMBER = "640823-3234"
REGISTER = [
    ["1", "Norrtuna kör", "802002-8711", "Kulturförening", "Körsång", "Norr", "Norrtuna",
     "info@norrtunakor.example", "Vi sjunger."],
    ["2", "Åkersunds båtklubb", "", "Idrottsförening", "Segling", "Söder", "ÅKERSUND",
     "berit.ek@mail.example", ""],
    ["3", "Firma Väg 3", NUMBER, "Vägförening", "", "", "Björkvik", "@", ""],
    ["4", "Test", "", "", "", "", "", "", ""],
    ["5", "Fritidsförvaltningen", "212000-0142", "", "", "", "Björkvik", "", ""],
    ["6", "", "", "", "", "", "Björkvik", "", ""],
    ["7", "Rymdklubben", "", "", "Rymdfart", "", "Björkvik", "", f"Ring {NUMBER}"],
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    seed_vocabulary()


def write(folder: Path, rows=REGISTER, *, name: str = "register.csv", header=HEADER) -> Path:
    path = folder / name
    path.write_bytes(csv_bytes([header, *rows], encoding="cp1252"))
    return path


def bring_in(path: Path, **options) -> str:
    out = io.StringIO()
    call_command("import_associations", str(path), source="Björkvik", stdout=out, **options)
    return out.getvalue()


def everything() -> str:
    """All that the register's tables hold, as text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [repr(row) for row in cursor.fetchall()]
    return "\n".join(texts)


@pytest.mark.usefixtures("vocabulary")
def test_a_file_becomes_a_register(tmp_path):
    said = bring_in(write(tmp_path))
    assert ImportRun.objects.get().counts == {
        "read": 7, "new": 6, "changed": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    choir = Association.objects.get(name="Norrtuna kör")
    assert choir.org_number == "8020028711"
    assert [str(activity) for activity in choir.activities.all()] == ["Körsång"]
    assert choir.email == "info@norrtunakor.example"
    assert choir.presentation.ingress == "Vi sjunger."
    assert (choir.source, choir.source_id) == ("Björkvik", "1")
    assert "7" in said


@pytest.mark.usefixtures("vocabulary")
def test_a_persons_address_is_for_the_municipality_alone(tmp_path):
    bring_in(write(tmp_path))
    club = Association.objects.get(name="Åkersunds båtklubb")
    assert (club.email, club.town) == ("", "Åkersund")
    assert PrivateContact.objects.get(association=club).email == "berit.ek@mail.example"


@pytest.mark.usefixtures("vocabulary")
def test_a_personal_number_is_neither_stored_nor_reported(tmp_path, caplog):
    report = tmp_path / "report.csv"
    said = bring_in(write(tmp_path), report=str(report))
    for text in (said, report.read_text("utf-8-sig"), caplog.text, everything()):
        assert NUMBER not in text
        assert NUMBER.replace("-", "") not in text
    rows = list(csv.reader(report.open(encoding="utf-8-sig"), delimiter=";"))
    assert {row[0] for row in rows if "ersonnummer" in row[-1]} == {"4", "8"}


@pytest.mark.usefixtures("vocabulary")
def test_suspects_come_in_unlisted(tmp_path):
    bring_in(write(tmp_path))
    listed = set(Association.objects.listed().values_list("name", flat=True))
    assert listed == {"Norrtuna kör", "Åkersunds båtklubb", "Firma Väg 3", "Rymdklubben"}
    suspects = SourceRecord.objects.exclude(suspicion="").values_list(
        "association__name", flat=True
    )
    assert set(suspects) == {"Test", "Fritidsförvaltningen"}


@pytest.mark.usefixtures("vocabulary")
def test_unknown_words_are_proposed_and_the_rest_is_known(tmp_path):
    said = bring_in(write(tmp_path))
    proposed = set(TermMapping.objects.values_list("word", flat=True))
    assert proposed == {"Norr", "Söder", "Rymdfart"}
    assert "%" in said


@pytest.mark.usefixtures("vocabulary")
def test_the_list_follows_in_the_same_transaction(tmp_path):
    bring_in(write(tmp_path))
    assert Listing.objects.count() == 4
    assert listings.check() == []


@pytest.mark.usefixtures("vocabulary")
def test_the_same_file_twice_changes_nothing(tmp_path):
    path = write(tmp_path)
    bring_in(path)
    before = {
        model: list(model.objects.order_by("pk").values())
        for model in (Association, SourceRecord, PrivateContact, Presentation, TermMapping, Listing)
    }
    bring_in(path)
    assert ImportRun.objects.first().counts["unchanged"] == 6
    for model, rows in before.items():
        assert list(model.objects.order_by("pk").values()) == rows, model


@pytest.mark.usefixtures("vocabulary")
def test_a_changed_file_updates_and_keeps_what_was_edited(tmp_path):
    bring_in(write(tmp_path))
    choir = Association.objects.get(name="Norrtuna kör")
    services.change_facts(choir, changes={"town": "Sättra"}, by=None)
    rows = [list(row) for row in REGISTER]
    rows[0][6], rows[0][4] = "Söderby", "Körsång; Musik"
    del rows[6]
    report = tmp_path / "report.json"
    bring_in(write(tmp_path, rows), report=str(report))
    choir.refresh_from_db()
    assert choir.town == "Sättra"
    assert {str(activity) for activity in choir.activities.all()} == {"Körsång", "Musik"}
    assert Association.objects.filter(name="Rymdklubben").exists()
    data = json.loads(report.read_text())
    assert data["counts"] == {"read": 6, "new": 0, "changed": 1, "unchanged": 4, "refused": 1}
    said = json.dumps(data["lines"], ensure_ascii=False)
    assert "Sättra" in said
    assert "Rymdklubben" in said


@pytest.mark.usefixtures("vocabulary")
def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path):
    report = tmp_path / "report.xlsx"
    said = bring_in(write(tmp_path), dry_run=True, report=str(report))
    assert not Association.objects.exists()
    assert not ImportRun.objects.exists()
    assert not TermMapping.objects.exists()
    assert report.stat().st_size > 1000
    assert said.splitlines()[1:4] == bring_in(write(tmp_path)).splitlines()[:3]


@pytest.mark.usefixtures("vocabulary")
def test_every_row_stands_in_the_report(tmp_path):
    report = tmp_path / "report.csv"
    bring_in(write(tmp_path), report=str(report))
    with report.open(encoding="utf-8-sig") as file:
        numbers = {row[0] for row in csv.reader(file, delimiter=";")}
    assert {str(number) for number in range(2, 9)} <= numbers


def test_a_mapping_is_remembered_by_the_name_of_its_source(tmp_path):
    odd = ["Namn", "Kolumn X"]
    bring_in(write(tmp_path, [["Kören", "Björkvik"]], header=odd))
    ImportRun.objects.update(mapping={"Namn": "name", "Kolumn X": "town"})
    bring_in(write(tmp_path, [["Laget", "Åkersund"]], header=odd), mapping="Björkvik")
    assert Association.objects.get(name="Laget").town == "Åkersund"
    with pytest.raises(CommandError):
        bring_in(write(tmp_path, header=HEADER), mapping="Okänd")


BAD = {
    "empty.csv": b"",
    "quote.csv": b'Namn;Ort\nK\xf6ren;"Bj\xf6rkvik\n',
    "columns.csv": b"Namn;E-post;E-post\nA;a@b.example;c@d.example\n",
    "nameless.csv": b"Telefon;Ort\n1;2\n",
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "sheet.xlsx": xlsx_bytes([["Namn"], ["A"]])[:-200],
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_changes_nothing_and_is_explained(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(BAD[name])
    with pytest.raises(CommandError) as fault:
        bring_in(path)
    assert name in str(fault.value)
    assert not ImportRun.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError):
        bring_in(tmp_path / "nowhere.csv")


@pytest.mark.usefixtures("vocabulary")
def test_stopped_half_way_nothing_is_left(tmp_path, monkeypatch):
    def stop(*_args):
        raise KeyboardInterrupt

    before = everything()
    monkeypatch.setattr(apply.listings, "refresh", stop)
    with pytest.raises(KeyboardInterrupt):
        bring_in(write(tmp_path))
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_wait_for_each_other(tmp_path):
    """The second finds what the first brought in, instead of bringing it in again."""
    seed_vocabulary()
    path = write(tmp_path)
    barrier, faults = threading.Barrier(2), []

    def run():
        try:
            barrier.wait(10)
            bring_in(path)
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert Association.objects.count() == 6
    assert sorted(run.counts["new"] for run in ImportRun.objects.all()) == [0, 6]
