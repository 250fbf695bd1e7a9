"""Going on for another year, once this year's meeting has been held."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from associations import refusals, services
from associations.mandates import GRACE, end_of_mandate
from associations.membership_services import end_membership, renew_membership
from associations.models import Membership
from tests import cast
from tests.membership.people import actions

pytestmark = pytest.mark.django_db


def soon_over(user) -> Membership:
    """As the reminder finds it: the meeting has been held, the grace runs."""
    membership = Membership.objects.get(user=user)
    membership.starts_on = localdate() - timedelta(days=300)
    membership.ends_on = localdate() + timedelta(days=20)
    membership.save()
    return membership


def test_it_lasts_until_the_next_meeting(choir, rut):
    renewed = renew_membership(soon_over(rut), by=rut)
    assert renewed.ends_on == end_of_mandate(localdate(), None)
    assert actions(choir)[-1] == "associations.renew_role"


def test_a_year_is_the_most_however_often(choir, rut):
    membership = soon_over(rut)
    for _again in range(3):
        membership = renew_membership(membership, by=rut)
    assert membership.ends_on <= localdate() + timedelta(days=366) + GRACE
    assert actions(choir).count("associations.renew_role") == 1


def test_it_is_never_made_shorter(choir, rut):
    """The month has become known since; what was promised holds."""
    membership = Membership.objects.get(user=rut)
    services.change_facts(choir, changes={"annual_meeting_month": localdate().month}, by=None)
    assert renew_membership(membership, by=rut).ends_on == membership.ends_on


def test_no_stranger_and_no_editor_does(choir, rut, stig):
    nils = cast.colleague("nils", choir)
    membership = soon_over(nils)
    for by in (nils, stig):
        with pytest.raises(PermissionDenied):
            renew_membership(membership, by=by)
    membership.refresh_from_db()
    assert membership.ends_on == localdate() + timedelta(days=20)


def test_not_what_has_ended(choir, rut):
    membership = soon_over(cast.colleague("nils", choir))
    end_membership(membership, by=rut)
    with pytest.raises(refusals.NotAMember):
        renew_membership(membership, by=rut)
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        renew_membership(Membership.objects.get(user=rut), by=rut)
