"""Nothing that tells of an association is forgotten in a merger."""

import pytest
from django.core.files.base import ContentFile
from django.utils.timezone import now

from associations import merging
from associations.invitation_services import invite_colleague
from associations.merging import follows
from associations.models import (
    Claim,
    ContactPerson,
    Delivery,
    InternalNote,
    JoinRequest,
    RegisterFile,
    SourceRecord,
    Suggestion,
)
from tests import cast
from tests.builders import make_association


def test_every_foreign_key_has_its_fate():
    found = {
        f"{field.model._meta.label}.{field.name}" for field in follows.pointing_at_associations()
    }
    # Many-to-many tables are the relations one chooses between.
    assert found == set(follows.FOLLOWS), (
        "Say in associations/merging/follows.py what becomes of it"
    )


@pytest.mark.django_db
def test_private_rows_follow_and_the_mail_stays(kept, other, olga):
    of = {"association": other}
    rows = [
        ContactPerson.objects.create(name="Siv Granlund", **of),
        InternalNote.objects.create(text="Ringde.", **of),
        Suggestion.objects.create(topic="wrong", text="Nytt nummer.", **of),
        RegisterFile.objects.create(
            kind="bylaws", file=ContentFile(b"%PDF-", name="a.pdf"), size=5, **of
        ),
    ]
    mail = Delivery.objects.create(key="a", purpose="b", recipient="c", due_at=now(), **of)
    source = SourceRecord.objects.create(source="rbok", imported_at=now(), **of)
    third = make_association("Tredje kören")
    third.status, third.merged_into = "merged", other
    third.save()
    merging.merge(other, into=kept, chosen={}, people_follow=True, on=now().date(), by=olga)
    for row in rows:
        row.refresh_from_db()
        assert row.association_id == kept.pk, row
    for row in (mail, source):
        row.refresh_from_db()
        assert row.association_id == other.pk
    third.refresh_from_db()
    assert third.merged_into_id == kept.pk


@pytest.mark.django_db
def test_what_waits_follows_and_a_code_does_not(kept, other, olga):
    rut, asking = cast.rut(other), cast.somebody()
    invitation = invite_colleague(other, address="ny@kor.example", role="editor", by=rut)
    waiting = JoinRequest.objects.create(association=other, user=asking)
    answered = JoinRequest.objects.create(association=other, user=olga, state="approved")
    code = Claim.objects.create(
        association=other, user=asking, way="code", state="code_asked", expires_at=now()
    )
    minutes = Claim.objects.create(association=other, user=asking, way="minutes", state="to_decide")
    merging.merge(other, into=kept, chosen={}, people_follow=True, on=now().date(), by=olga)
    for row, association in (
        (invitation, kept),
        (waiting, kept),
        (answered, other),
        (code, other),
        (minutes, kept),
    ):
        row.refresh_from_db()
        assert row.association_id == association.pk, row


@pytest.mark.django_db
def test_a_question_that_waits_there_already_stays(kept, other, olga):
    asking = cast.somebody()
    JoinRequest.objects.create(association=kept, user=asking)
    same = JoinRequest.objects.create(association=other, user=asking)
    merging.merge(other, into=kept, chosen={}, people_follow=True, on=now().date(), by=olga)
    same.refresh_from_db()
    assert same.association_id == other.pk
