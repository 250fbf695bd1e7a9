"""For thirty days everything can be put back exactly, or it is said why not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now

from associations import merging, services
from associations.invitation_services import invite_colleague
from associations.membership_services import end_membership
from associations.merging.choices import PARTS
from associations.models import (
    ContactPerson,
    InternalNote,
    Membership,
    Merge,
    PaymentDetails,
    Presentation,
)
from associations.refusals import CannotUndo
from tests import cast
from tests.builders import make_activity, make_association, make_language, make_target_group
from tests.membership.people import may_act, roles, rows_agree
from tests.merging.state import state
from tests.merging.test_merge import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(kept, other, olga):
    """Something in every part, so that all of it is taken over."""
    other.activities.set([make_activity("Körsång")])
    other.target_groups.set([make_target_group("Vuxna")])
    other.languages.set([make_language("svenska", "sv")])
    facts = {
        "org_number": "8020024280",
        "legal_form": "network",
        "national_federation": "Sveriges körer",
        "annual_meeting_month": 3,
        "visiting_address": "Storgatan 1",
        "postal_code": "123 45",
        "latitude": 59.1,
        "longitude": 17.2,
        "website": "https://kor.example/",
        "social_links": [{"kind": "facebook", "url": "https://facebook.example/kor"}],
    }
    services.change_facts(other, changes=facts, by=olga)
    services.set_contact(other, field="email", value="s@hem.example", is_public=False, by=olga)
    PaymentDetails.objects.create(association=other, bankgiro="50501055", plusgiro="28")
    Presentation.objects.filter(association=other).update(
        body=[("text", "<p>Vi sjunger.</p>")], when_and_where="Tisdagar", how_to_join="Kom!"
    )
    # Rows of its own on both, so that nothing is made by the merger and left.
    PaymentDetails.objects.create(association=kept)
    services.set_contact(kept, field="phone", value="", is_public=True, by=olga)
    of = {"association": other}
    ContactPerson.objects.create(name="Siv Granlund", **of)
    InternalNote.objects.create(text="Ringde.", **of)
    services.listings.refresh([kept.pk, other.pk])
    return kept, other


def everything(kept, other, olga) -> Merge:
    every = {part.name: "other" for part in PARTS}
    return merge(other, kept, olga, **every | {"areas": "both"})


def test_all_of_it_is_as_it_was(full, olga):
    kept, other = full
    before = state()
    made = everything(kept, other, olga)
    assert state() != before
    merging.undo(Merge.objects.get(pk=made.pk), by=olga)
    after = state()
    for table in before:
        assert after[table] == before[table], table
    assert services.listings.check() == []


def test_people_are_as_they_were(kept, other, olga):
    rut, eva = cast.rut(other), cast.colleague("eva", kept, "answers")
    cast.appointed(eva, other, "responsible")
    invitation = invite_colleague(other, address="ny@kor.example", role="editor", by=rut)
    made = merge(other, kept, olga)
    merging.undo(made, by=olga)
    assert (roles(kept), roles(other)) == (
        {"eva": "answers"},
        {"rut": "responsible", "eva": "responsible"},
    )
    assert may_act(rut, other)
    assert not may_act(rut, kept)
    assert rows_agree()
    invitation.refresh_from_db()
    assert invitation.association_id == other.pk


def test_whoever_was_removed_since_stays_out(kept, other, olga):
    eva = cast.colleague("eva", kept, "answers")
    cast.appointed(eva, other, "responsible")
    made = merge(other, kept, olga)
    end_membership(Membership.objects.current().get(association=kept, user=eva), by=olga)
    merging.undo(made, by=olga)
    assert not may_act(eva, kept)


def test_refused_with_reasons_and_nothing_changed(kept, other, olga):
    note = InternalNote.objects.create(association=other, text="Ringde.")
    made = merge(other, kept, olga, founded_year="other")
    services.change_facts(kept, changes={"founded_year": 1999}, by=olga)
    note.association = make_association("Tredje kören")
    note.save()
    before = state()
    with pytest.raises(CannotUndo) as refused:
        merging.undo(made, by=olga)
    assert len(refused.value.reasons) == 2
    assert kept.name in refused.value.reasons[0]
    assert state() == before


def test_what_was_removed_since_stays_removed(kept, other, olga):
    note = InternalNote.objects.create(association=other, text="Ringde.")
    made = merge(other, kept, olga)
    note.delete()
    merging.undo(made, by=olga)
    assert not InternalNote.objects.exists()


def test_not_when_either_has_gone_on(kept, other, olga):
    made = merge(other, kept, olga)
    third = make_association("Tredje kören")
    merge(kept, third, olga)
    with pytest.raises(CannotUndo):
        merging.undo(made, by=olga)
    # The last one first, and then the one before.
    merging.undo(Merge.objects.exclude(pk=made.pk).get(), by=olga)
    merging.undo(made, by=olga)
    other.refresh_from_db()
    assert other.status == "active"


def test_once_and_within_thirty_days(kept, other, olga):
    made = merge(other, kept, olga)
    Merge.objects.update(undo_until=now() - timedelta(minutes=1))
    assert merging.forget_merges() == 1
    assert merging.forget_merges() == 0
    held = Merge.objects.get()
    assert held.journal == []
    with pytest.raises(CannotUndo):
        merging.undo(made, by=olga)
    third = make_association("Tredje kören")
    again = merge(third, kept, olga)
    merging.undo(again, by=olga)
    with pytest.raises(CannotUndo):
        merging.undo(again, by=olga)


def test_only_those_who_keep_the_register(kept, other, olga):
    rut = cast.rut(other)
    made = merge(other, kept, olga)
    with pytest.raises(PermissionDenied):
        merging.undo(made, by=rut)
    other.refresh_from_db()
    assert (other.status, other.ended_on) == ("merged", localdate())
