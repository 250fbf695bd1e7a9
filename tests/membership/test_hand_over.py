"""A successor is made responsible and the old one leaves, in one step."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from associations import refusals, services
from associations.membership_services import end_membership, hand_over
from associations.models import EndReason, Membership
from tests import cast
from tests.membership.people import may_act, roles, rows_agree
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def nils(choir, rut):
    return cast.colleague("nils", choir)


def membership(user) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


def test_the_colleague_takes_over_and_is_told(choir, rut, nils):
    hand_over(choir, to=membership(nils), by=rut)
    assert roles(choir) == {"nils": "responsible"}
    assert not may_act(rut, choir)
    assert rows_agree()
    assert Membership.objects.get(user=rut).end_reason == EndReason.HANDED_OVER
    [message] = delivered()
    assert message.to == ["nils@bjorkvik.example"]


def test_only_who_is_responsible_hands_over(choir, rut, nils, stig):
    with pytest.raises(PermissionDenied):
        hand_over(choir, to=membership(rut), by=nils)
    with pytest.raises(refusals.NotAMember):
        hand_over(choir, to=membership(nils), by=stig)
    assert roles(choir) == {"rut": "responsible", "nils": "editor"}


def test_not_to_a_stranger_nor_to_oneself(choir, rut, nils, stig):
    for to in (membership(stig), membership(rut)):
        with pytest.raises(refusals.NotAMember):
            hand_over(choir, to=to, by=rut)
    assert roles(choir)["rut"] == "responsible"


@pytest.mark.parametrize("how", ["deactivated", "ended", "run out"])
def test_not_to_somebody_who_is_out(choir, rut, nils, how):
    to = membership(nils)
    if how == "deactivated":
        type(nils).objects.filter(pk=nils.pk).update(is_active=False)
    elif how == "ended":
        end_membership(to, by=rut)
    else:
        yesterday = localdate() - timedelta(days=1)
        Membership.objects.filter(pk=to.pk).update(starts_on=yesterday, ends_on=yesterday)
    with pytest.raises(refusals.NotAMember):
        hand_over(choir, to=to, by=rut)
    assert may_act(rut, choir)


def test_not_what_no_longer_exists(choir, rut, nils):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        hand_over(choir, to=membership(nils), by=rut)
