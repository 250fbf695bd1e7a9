"""Taking an invitation back."""

import pytest
from django.core.exceptions import PermissionDenied

from associations import refusals
from associations.invitation_services import invite_colleague, revoke_invitation
from associations.models import ColleagueInvitation, InvitationState
from tests import cast
from tests.membership.people import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(choir, rut):
    return invite_colleague(choir, address="nils@annanstans.example", role="editor", by=rut)


@pytest.mark.parametrize("who", ["rut", "edla", "olga"])
def test_those_who_may_invite_take_it_back_and_the_address_is_forgotten(
    choir, rut, invitation, who
):
    by = {
        "rut": lambda: rut,
        "edla": lambda: cast.colleague("edla", choir, "responsible"),
        "olga": cast.olga,
    }[who]()
    revoke_invitation(invitation, by=by)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.address) == (InvitationState.REVOKED, "")
    assert actions(choir)[-1] == "associations.revoke_invitation"


def test_nobody_else_does(choir, invitation, stig):
    for by in (stig, cast.colleague("edla", choir)):
        with pytest.raises(PermissionDenied):
            revoke_invitation(invitation, by=by)
    assert ColleagueInvitation.objects.get().state == InvitationState.OPEN


def test_what_is_settled_stays_as_it_is(rut, invitation):
    revoke_invitation(invitation, by=rut)
    with pytest.raises(refusals.InvitationClosed):
        revoke_invitation(invitation, by=rut)
