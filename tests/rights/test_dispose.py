"""What is over its time goes by its rule, once, whoever else is at it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils.timezone import localdate, now

from associations import services
from associations.models import (
    ContactPerson,
    DataKind,
    DisposalRule,
    DisposalRun,
    ImportUpload,
    InternalNote,
    Membership,
    RegisterFile,
    Suggestion,
)
from cms.rights.dispose import dispose_expired
from tests import cast
from tests.builders import make_association
from tests.membership.test_races import at_once

LONG_AGO = timedelta(days=800)


def persons(count: int) -> None:
    association = make_association()
    for number in range(count):
        ends_on = localdate() - (LONG_AGO if number % 2 else timedelta(days=1))
        ContactPerson.objects.create(association=association, name="Siv", ends_on=ends_on)
    ContactPerson.objects.create(association=association, name="Siv")


@pytest.mark.django_db
def test_nothing_goes_without_a_rule():
    persons(4)
    assert dispose_expired() == {}
    assert not DisposalRun.objects.exists()


@pytest.mark.django_db
def test_by_its_rule_with_a_log_and_twice():
    persons(4)
    DisposalRule.objects.create(kind=DataKind.CONTACTS, months=12, decision="KS 2026/12")
    assert dispose_expired() == {"associations.ContactPerson": 2}
    assert dispose_expired() == {}
    assert ContactPerson.objects.count() == 3
    run = DisposalRun.objects.get()
    assert run.counts == {"associations.ContactPerson": 2}
    assert run.decisions == {"contacts": "KS 2026/12"}


@pytest.mark.django_db
@pytest.mark.parametrize(("decision", "action"), [("", "erase"), ("KS 2026/12", "archive")])
def test_public_records_need_a_decision_to_erase(decision, action):
    association = make_association()
    InternalNote.objects.create(association=association, text="Ringde.")
    InternalNote.objects.update(created_at=now() - LONG_AGO)
    DisposalRule.objects.create(kind=DataKind.NOTES, months=12, decision=decision, action=action)
    assert dispose_expired() == {}
    DisposalRule.objects.update(decision="KS 2026/12", action="erase")
    assert dispose_expired() == {"associations.InternalNote": 1}


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_rows(folder):
    association = make_association()
    old, new = [
        RegisterFile.objects.create(
            association=association, kind="bylaws", file=ContentFile(b"%PDF-", name="a"), size=5
        )
        for _number in range(2)
    ]
    upload = ImportUpload.objects.create(file=ContentFile(b"Namn", name="b"), source="x")
    RegisterFile.objects.filter(pk=old.pk).update(uploaded_at=now() - LONG_AGO)
    ImportUpload.objects.update(uploaded_at=now() - timedelta(days=8))
    DisposalRule.objects.create(kind=DataKind.FILES, months=24, decision="KS 2026/12")
    call_command("dispose_expired", verbosity=0)
    assert not old.file.storage.exists(old.file.name)
    assert not upload.file.storage.exists(upload.file.name)
    assert new.file.storage.exists(new.file.name)
    assert RegisterFile.objects.get() == new


@pytest.mark.django_db
def test_what_still_waits_stays():
    association = make_association()
    services.suggest_change(association, topic="wrong", text="Fel.", reply_to="", sender="1")
    Suggestion.objects.update(created_at=now() - LONG_AGO)
    rut = cast.rut(association)
    Membership.objects.update(created_at=now() - LONG_AGO)
    services.propose_presentation(association, changes={"ingress": "Ny"}, by=rut)
    for kind in DataKind:
        DisposalRule.objects.create(kind=kind, months=1, decision="KS 2026/12")
    assert dispose_expired() == {}


@pytest.mark.django_db
def test_an_idle_login_becomes_a_number():
    association = make_association()
    rut, stig, ada = cast.rut(association), cast.stig(), cast.ada()
    get_user_model().objects.update(date_joined=now() - LONG_AGO, last_login=now() - LONG_AGO)
    DisposalRule.objects.create(kind=DataKind.ACCOUNT, months=24)
    assert dispose_expired() == {"users.User": 1}
    assert dispose_expired() == {}
    for person in (rut, stig, ada):
        person.refresh_from_db()
    assert (stig.email, stig.is_active) == ("", False)
    assert all(person.is_active and person.email for person in (rut, ada))


@pytest.mark.django_db(transaction=True)
def test_three_at_once():
    persons(1_200)
    DisposalRule.objects.create(kind=DataKind.CONTACTS, months=12, decision="KS 2026/12")
    assert at_once(*[dispose_expired] * 3) == {"dict": 3}
    assert ContactPerson.objects.count() == 601
    counted = DisposalRun.objects.values_list("counts", flat=True)
    assert sum(counts["associations.ContactPerson"] for counts in counted) == 600
