"""Saying yes to an invitation: one link, one address, one association, once."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils.timezone import now

from associations import refusals, services
from associations.invitation_services import (
    accept_invitation,
    invitation_for,
    invite_colleague,
    revoke_invitation,
)
from associations.membership_services import end_membership, leave
from associations.models import Basis, ColleagueInvitation, InvitationState, JoinRequest, Membership
from associations.request_services import ask_to_join
from tests import cast
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import sent_to, token_in

pytestmark = pytest.mark.django_db
ADDRESS = "nils@annanstans.example"


def person(address=ADDRESS, name="nils"):
    return get_user_model().objects.create_user(username=name, email=address)


@pytest.fixture
def invitation(choir, rut):
    return invite_colleague(choir, address=ADDRESS, role="editor", by=rut)


@pytest.fixture
def token(invitation):
    return token_in(sent_to(ADDRESS))


def test_the_person_is_in_and_the_address_is_forgotten(choir, rut, invitation, token):
    nils = person()
    membership = accept_invitation(token, by=nils)
    assert may_act(nils, choir)
    assert roles(choir) == {"rut": "responsible", "nils": "editor"}
    assert rows_agree()
    assert (membership.basis, membership.granted_by) == (Basis.INVITATION, rut)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.address) == (InvitationState.ACCEPTED, "")
    assert actions(choir)[-1] == "associations.give_role"


def test_letters_case_is_no_other_address(choir, token):
    nils = person("Nils@annanstans.EXAMPLE")
    accept_invitation(token, by=nils)
    assert may_act(nils, choir)


def test_forwarded_it_is_worth_nothing(choir, stig, token):
    with pytest.raises(refusals.WrongAddress) as refused:
        accept_invitation(token, by=stig)
    assert ADDRESS not in str(vars(refused.value))
    assert not may_act(stig, choir)
    # And it has not been used up.
    accept_invitation(token, by=person())


@pytest.mark.parametrize("wrong", ["", "x", "a" * 43, "åäö", "../../", "\x00"])
def test_a_link_that_is_made_up_leads_nowhere(choir, token, wrong):
    with pytest.raises(ColleagueInvitation.DoesNotExist):
        accept_invitation(wrong, by=person())


def test_an_invitation_not_yet_sent_has_no_link(invitation):
    with pytest.raises(ColleagueInvitation.DoesNotExist):
        invitation_for("")


def test_used_once_it_is_used(choir, token):
    nils = person()
    accept_invitation(token, by=nils)
    leave(choir, by=nils)
    with pytest.raises(refusals.InvitationClosed) as refused:
        accept_invitation(token, by=nils)
    assert refused.value.state == InvitationState.ACCEPTED
    assert not may_act(nils, choir)


def test_run_out(choir, token):
    ColleagueInvitation.objects.update(expires_at=now() - timedelta(seconds=1))
    nils = person()
    with pytest.raises(refusals.InvitationClosed) as refused:
        accept_invitation(token, by=nils)
    assert refused.value.state == InvitationState.EXPIRED
    assert not may_act(nils, choir)


def test_taken_back(choir, rut, invitation, token):
    revoke_invitation(invitation, by=rut)
    nils = person()
    with pytest.raises(refusals.InvitationClosed) as refused:
        accept_invitation(token, by=nils)
    assert refused.value.state == InvitationState.REVOKED
    assert not may_act(nils, choir)


@pytest.mark.parametrize("how", ["left", "removed", "deactivated", "deleted", "only an editor"])
def test_what_somebody_sent_who_may_no_longer_invite_is_worth_nothing(choir, rut, token, how):
    other = cast.colleague("edla", choir, "responsible")
    if how == "left":
        leave(choir, by=rut)
    elif how == "removed":
        end_membership(Membership.objects.get(user=rut), by=other)
    elif how == "deactivated":
        get_user_model().objects.filter(pk=rut.pk).update(is_active=False)
    elif how == "deleted":
        rut.delete()
    else:
        Membership.objects.filter(user=rut).update(role="editor")
    nils = person()
    with pytest.raises(refusals.InvitationClosed):
        accept_invitation(token, by=nils)
    assert not may_act(nils, choir)


def test_not_to_what_no_longer_exists(choir, token):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        accept_invitation(token, by=person())


def test_a_deactivated_person_does_not_get_in(choir, token):
    nils = person()
    get_user_model().objects.filter(pk=nils.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        accept_invitation(token, by=nils)
    assert rows_agree()


def test_to_this_association_alone(choir, stig, token):
    accept_invitation(token, by=person())
    neighbours = Membership.objects.get(user=stig).association
    assert roles(neighbours) == {"stig": "responsible"}


def test_who_is_responsible_is_never_lowered(choir, rut):
    invite_colleague(choir, address="edla@annanstans.example", role="editor", by=rut)
    token = token_in(sent_to("edla@annanstans.example"))
    edla = cast.colleague("edla", choir, "responsible")
    edla.email = "edla@annanstans.example"
    with pytest.raises(refusals.AlreadyMember):
        accept_invitation(token, by=edla)
    assert roles(choir)["edla"] == "responsible"


def test_the_coordinator_does_not_let_herself_in(choir):
    olga = cast.olga()
    invite_colleague(choir, address=olga.email, role="responsible", by=olga)
    with pytest.raises(refusals.SecondPartyMissing):
        accept_invitation(token_in(sent_to(olga.email)), by=olga)
    assert not may_act(olga, choir)


def test_a_request_that_waits_is_no_longer_needed(choir, token):
    nils = person()
    ask_to_join(choir, by=nils)
    accept_invitation(token, by=nils)
    assert JoinRequest.objects.get().state == "dropped"


def test_to_look_at_an_invitation_changes_nothing(invitation, token):
    before = ColleagueInvitation.objects.values().get()
    assert invitation_for(token) == invitation
    assert ColleagueInvitation.objects.values().get() == before
