"""The coordinator appoints: also the way in when nobody has the login any more."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from associations import refusals, services
from associations.mandates import end_of_mandate
from associations.membership_services import appoint_representative
from associations.models import Basis, EndReason, MemberRole, Membership
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db
NOTE = "Protokoll visat i receptionen"


@pytest.fixture
def olga():
    return cast.olga()


def test_the_person_is_in_with_what_it_rests_on_and_until_the_next_annual_meeting(choir, olga):
    services.change_facts(choir, changes={"annual_meeting_month": 3}, by=None)
    new = cast.stig()
    membership = appoint_representative(choir, user=new, note=NOTE, by=olga)
    assert may_act(new, choir)
    assert roles(choir) == {"stig": "responsible"}
    assert (membership.basis, membership.note) == (Basis.COORDINATOR, NOTE)
    assert (membership.granted_by, membership.starts_on) == (olga, localdate())
    assert membership.ends_on == end_of_mandate(localdate(), 3)
    assert rows_agree()
    assert actions(choir)[-1] == "associations.give_role"


def test_the_person_and_the_association_are_told(choir, olga):
    appoint_representative(choir, user=cast.stig(), note=NOTE, by=olga)
    told = {message.to[0]: message for message in delivered()}
    assert set(told) == {"stig@bjorkvik.example", "info@kor.example"}
    assert told["stig@bjorkvik.example"].subject == "Du sköter sidan för Björkviks kör"
    assert "stig" not in told["info@kor.example"].body.lower()


@pytest.mark.parametrize("who", ["stig", "edit", "hans", "rut"])
def test_nobody_else_appoints(choir, who):
    by = cast.rut(choir) if who == "rut" else getattr(cast, who)()
    new = cast.colleague("nils", make_association())
    with pytest.raises(PermissionDenied):
        appoint_representative(choir, user=new, note=NOTE, by=by)
    assert not may_act(new, choir)


def test_the_coordinator_does_not_let_herself_in(choir, olga):
    with pytest.raises(refusals.SecondPartyMissing):
        appoint_representative(choir, user=olga, note=NOTE, by=olga)
    assert roles(choir) == {}


@pytest.mark.parametrize("bad", [{"note": ""}, {"role": "king"}, {"role": ""}, {"note": "x" * 301}])
def test_what_is_wrong_is_refused_and_changes_nothing(choir, olga, bad):
    stig = cast.stig()
    with pytest.raises(ValidationError):
        appoint_representative(choir, user=stig, by=olga, **{"note": NOTE} | bad)
    assert not may_act(stig, choir)
    assert rows_agree()


def test_a_deactivated_person_is_not_appointed(choir, olga):
    stig = cast.stig()
    type(stig).objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        appoint_representative(choir, user=stig, note=NOTE, by=olga)


def test_nobody_is_appointed_for_what_no_longer_exists(choir, olga):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        appoint_representative(choir, user=cast.stig(), note=NOTE, by=olga)


def test_who_is_responsible_already_is_not_appointed_again(choir, rut, olga):
    for role in MemberRole:
        with pytest.raises(refusals.AlreadyMember):
            appoint_representative(choir, user=rut, role=role, note=NOTE, by=olga)
    assert roles(choir) == {"rut": "responsible"}


def test_another_role_is_replaced_and_the_old_one_stays_as_history(choir, olga):
    editor = cast.colleague("nils", choir, "editor")
    appoint_representative(choir, user=editor, note=NOTE, by=olga)
    assert roles(choir) == {"nils": "responsible"}
    assert rows_agree()
    old = Membership.objects.get(role="editor")
    assert (old.end_reason, old.ended_by) == (EndReason.REPLACED, olga)


def test_the_database_holds_one_current_role_each(choir, rut):
    row = Membership.objects.get(user=rut)
    row.pk = None
    with (
        pytest.raises(IntegrityError, match=r"one_current_membership|UNIQUE"),
        transaction.atomic(),
    ):
        row.save()


def test_the_history_names_nobody(choir, olga, client):
    appoint_representative(choir, user=cast.stig(), note=NOTE, by=olga)
    client.force_login(olga)
    from django.urls import reverse

    page = client.get(reverse("associations:history", args=[choir.pk])).text
    assert "Ansvarig (Beslut av kommunen)" in page
    assert "stig@" not in page
    assert NOTE not in page
