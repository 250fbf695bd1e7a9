"""Giving up one's own role: at once, and never so that nobody is left."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import refusals, services
from associations.membership_services import leave
from associations.models import EndReason, Membership
from tests import cast
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def test_one_of_two_leaves_and_is_out_at_once(choir, rut):
    nils = cast.colleague("nils", choir, "responsible")
    leave(choir, by=rut)
    assert not may_act(rut, choir)
    assert may_act(nils, choir)
    assert rows_agree()
    ended = Membership.objects.get(user=rut)
    assert (ended.end_reason, ended.ended_by) == (EndReason.LEFT, rut)
    assert actions(choir)[-1] == "associations.end_role"
    # She knows.
    assert delivered() == []


@pytest.mark.parametrize("colleague", ["", "editor", "answers"])
def test_the_only_one_responsible_does_not(choir, rut, colleague):
    if colleague:
        cast.colleague("nils", choir, colleague)
    with pytest.raises(refusals.LastResponsible):
        leave(choir, by=rut)
    assert may_act(rut, choir)
    assert rows_agree()


@pytest.mark.parametrize("change", [{"user__is_active": False}, {"ends_on": True}])
def test_a_colleague_who_is_out_is_no_successor(choir, rut, change):
    nils = cast.colleague("nils", choir, "responsible")
    if "ends_on" in change:
        yesterday = localdate() - timedelta(days=1)
        Membership.objects.filter(user=nils).update(starts_on=yesterday, ends_on=yesterday)
    else:
        type(nils).objects.filter(pk=nils.pk).update(is_active=False)
    with pytest.raises(refusals.LastResponsible):
        leave(choir, by=rut)


def test_the_responsible_of_another_association_is_no_successor(choir, rut, stig):
    with pytest.raises(refusals.LastResponsible):
        leave(choir, by=rut)


def test_an_editor_goes_as_she_likes(choir, rut):
    nils = cast.colleague("nils", choir)
    leave(choir, by=nils)
    assert roles(choir) == {"rut": "responsible"}


def test_who_has_no_role_here_has_none_to_leave(choir, rut, stig):
    with pytest.raises(refusals.NotAMember):
        leave(choir, by=stig)
    assert may_act(stig, stig.memberships.get().association)


def test_what_no_longer_exists_needs_nobody(choir, rut):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    leave(choir, by=rut)
    assert rows_agree()
    services.set_active(choir, by=None)
    assert not may_act(rut, choir)
