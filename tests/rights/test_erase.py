"""Gone: from every table, from the file the database is in, and from the folder of files."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from associations import services
from associations.models import (
    Association,
    ContactPerson,
    DataKind,
    DisposalRule,
    DisposalRun,
    InternalNote,
    Membership,
    Merge,
)
from cms.rights.erase import StaffIsErasedByAdministrator, erase, scrub
from cms.rights.subject import Subject, subject_of
from tests import cast
from tests.builders import make_association
from tests.membership.dump import dump
from tests.rights.planted import ADDRESS, NAME, PHONE, decide_all, forms, plant


def anna() -> Subject:
    return subject_of(address=ADDRESS, name=NAME, phone=PHONE)


def found(text: str) -> list[str]:
    return [form for form in forms() if form in text]


def files(folder: Path) -> list[str]:
    """Name and content of every file, as text."""
    return [
        f"{path.name} {path.read_bytes().decode('utf-8', 'ignore')}"
        for path in folder.rglob("*")
        if path.is_file()
    ]


@pytest.mark.django_db(transaction=True)
def test_gone_from_the_whole_database_and_every_file(olga, folder):
    choir = plant(olga)
    assert found(dump())
    assert any(map(found, files(folder)))
    decide_all()
    erase(anna(), by=olga)
    scrub()
    rest = dump()
    left = {
        form: rest[max(0, rest.find(form) - 200) : rest.find(form) + 50] for form in found(rest)
    }
    assert left == {}
    assert [file for file in files(folder) if found(file)] == []
    choir.refresh_from_db()
    assert choir.name == "Björkviks kör"
    assert services.listings.check() == []


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_gone_from_the_bytes_of_the_databases_files(olga, folder):
    def held() -> str:
        name = Path(connection.settings_dict["NAME"])
        parts = [name, name.with_name(f"{name.name}-wal")]
        return "".join(p.read_bytes().decode("utf-8", "ignore") for p in parts if p.exists())

    plant(olga)
    decide_all()
    erase(anna(), by=olga)
    # What has been deleted is there until it is overwritten.
    assert found(held())
    scrub()
    assert found(held()) == []


@pytest.mark.django_db
def test_public_records_stay_until_there_is_a_decision(olga, folder):
    plant(olga)
    erase(anna(), by=olga)
    assert not ContactPerson.objects.exists()
    assert NAME in InternalNote.objects.get().text
    assert Membership.objects.get(ended_at__isnull=False, association__name="Björkviks kör")
    person = get_user_model().objects.exclude(pk=olga.pk).get()
    assert (person.email, person.first_name, person.is_active) == ("", "", False)
    assert person.username.startswith("p-")
    DisposalRule.objects.create(kind=DataKind.NOTES, decision="KS 2026/12")
    run = erase(anna(), by=olga)
    assert NAME not in InternalNote.objects.get().text
    assert run.decisions == {"notes": "KS 2026/12"}


@pytest.mark.django_db
def test_what_goes_to_the_archive_is_left(olga, folder):
    plant(olga)
    decide_all()
    DisposalRule.objects.filter(kind=DataKind.NOTES).update(action="archive")
    erase(anna(), by=olga)
    assert NAME in InternalNote.objects.get().text


@pytest.mark.django_db
def test_again_changes_nothing(olga, folder):
    plant(olga)
    decide_all()
    erase(anna(), by=olga)
    before = dump()
    run = erase(anna(), by=olga)
    assert not any(run.counts.values())
    run.delete()
    changed = set(dump().splitlines()) ^ set(before.splitlines())
    # The list that is made anew has rows of new numbers.
    made = ("associations_listing", "associations_searchterm", "sqlite_sequence")
    assert [line for line in changed if not line.startswith(made)] == []


@pytest.mark.django_db
def test_others_are_left_alone(olga, folder):
    """Those whom the person has let in, and who have a name like it, keep what they have."""
    choir = make_association("Ekens kör", email="info@eken.example")
    rut = cast.rut(choir)
    eva = cast.colleague("eva", choir)
    Membership.objects.filter(user=eva).update(granted_by=rut)
    other = ContactPerson.objects.create(
        association=choir, name="Ruth Andersson", email="ruth@eken.example"
    )
    decide_all()
    erase(subject_of(address=rut.email), by=olga)
    assert Membership.objects.get().user == eva
    other.refresh_from_db()
    assert other.name == "Ruth Andersson"
    assert Association.objects.get(pk=choir.pk).email == "info@eken.example"
    assert not get_user_model().objects.filter(pk=rut.pk).exists()


@pytest.mark.django_db
def test_a_merger_with_the_persons_address_can_no_longer_be_undone(olga, folder):
    plant(olga)
    erase(anna(), by=olga)
    assert Merge.objects.get().journal == []


@pytest.mark.django_db
def test_staff_and_oneself(olga):
    with pytest.raises(StaffIsErasedByAdministrator):
        erase(subject_of(address=cast.edit().email), by=olga)
    with pytest.raises(StaffIsErasedByAdministrator):
        erase(subject_of(address=olga.email), by=olga)
    ada = cast.ada()
    with pytest.raises(StaffIsErasedByAdministrator):
        erase(subject_of(address=ada.email), by=ada)
    decide_all()
    erase(subject_of(address=olga.email), by=ada)
    assert not get_user_model().objects.filter(username="olga").exists()
    assert not any("olga" in str(run.counts) for run in DisposalRun.objects.all())
