"""Taking a role away from somebody: out at the next question, and told."""

import pytest
from django.core.exceptions import PermissionDenied

from associations import refusals
from associations.membership_services import end_membership
from associations.models import EndReason, Membership
from tests import cast
from tests.membership.people import may_act, roles, rows_agree
from tests.membership.post import sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(choir, rut):
    return cast.colleague("nils", choir)


def membership(user) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


def test_the_colleague_is_out_and_told_without_a_name(choir, rut, nils):
    end_membership(membership(nils), by=rut)
    assert not may_act(nils, choir)
    assert rows_agree()
    assert Membership.objects.get(user=nils).end_reason == EndReason.REMOVED
    message = sent_to("nils@bjorkvik.example")
    assert message.subject == "Du sköter inte längre sidan för Björkviks kör"
    assert "rut" not in message.body.lower()


def test_no_stranger_and_no_editor_does(choir, rut, nils, stig):
    for by in (stig, nils):
        with pytest.raises(PermissionDenied):
            end_membership(membership(rut), by=by)
    assert roles(choir) == {"rut": "responsible", "nils": "editor"}


def test_from_the_last_responsible_the_coordinator_alone_takes_it(choir, rut):
    with pytest.raises(refusals.LastResponsible):
        end_membership(membership(rut), by=rut)
    end_membership(membership(rut), by=cast.olga())
    assert not may_act(rut, choir)
    assert rows_agree()


def test_what_has_ended_does_not_end_again(choir, rut, nils):
    was = membership(nils)
    end_membership(was, by=rut)
    with pytest.raises(refusals.NotAMember):
        end_membership(was, by=rut)


def test_who_was_removed_decides_nothing_more(choir, rut, nils):
    other = cast.colleague("ola", choir, "responsible")
    end_membership(membership(other), by=rut)
    with pytest.raises(PermissionDenied):
        end_membership(membership(nils), by=other)


def test_who_was_deactivated_decides_nothing_more_with_an_old_session(choir, rut, nils):
    """`rut` is still active in the eyes of the request that began before."""
    type(rut).objects.filter(pk=rut.pk).update(is_active=False)
    assert rut.is_active
    with pytest.raises(PermissionDenied):
        end_membership(membership(nils), by=rut)


def test_in_one_association_only(choir, rut, stig):
    neighbours = membership(stig).association
    end_membership(membership(rut), by=cast.olga())
    assert may_act(stig, neighbours)
