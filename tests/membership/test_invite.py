"""A responsible invites by e-mail; the link is made when the mail is written."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from associations import refusals, services
from associations.codes import token_hash
from associations.invitation_services import PER_DAY, invite_colleague, revoke_invitation
from associations.membership_services import leave
from associations.models import ColleagueInvitation, Delivery, InvitationState, Membership
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions
from tests.membership.post import delivered, sent_to, token_in

pytestmark = pytest.mark.django_db
ADDRESS = "nils@annanstans.example"


def invite(association, by, *, address=ADDRESS, role="editor"):
    return invite_colleague(association, address=address, role=role, by=by)


def test_the_mail_says_what_it_is_about_and_holds_the_one_link(choir, rut):
    invitation = invite(choir, rut)
    message = sent_to(ADDRESS)
    assert message.subject == "Vill du hjälpa till att sköta sidan för Björkviks kör?"
    assert "Redaktör" in message.body
    assert "rut" not in message.body.lower()
    invitation.refresh_from_db()
    assert invitation.token_hash == token_hash(token_in(message))
    assert invitation.state == InvitationState.OPEN
    assert actions(choir)[-1] == "associations.invite_colleague"


def test_the_coordinator_invites_the_first_one(choir):
    invite(choir, cast.olga(), role="responsible")
    assert token_in(sent_to(ADDRESS))


def test_no_stranger_and_no_editor_invites(choir, rut, stig):
    for by in (stig, cast.colleague("edla", choir), cast.edit()):
        with pytest.raises(PermissionDenied):
            invite(choir, by)
    assert not ColleagueInvitation.objects.exists()
    assert delivered() == []


@pytest.mark.parametrize("bad", [{"address": "ingen adress"}, {"address": " "}, {"role": "king"}])
def test_what_is_wrong_is_refused(choir, rut, bad):
    with pytest.raises(ValidationError):
        invite(choir, rut, **bad)
    assert not ColleagueInvitation.objects.exists()


def test_not_to_what_no_longer_exists(choir, rut):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        invite(choir, cast.olga())


def test_a_new_invitation_to_the_same_address_takes_the_old_one_back(choir, rut):
    first = invite(choir, rut)
    second = invite(choir, rut, address=" Nils@Annanstans.Example ", role="answers")
    first.refresh_from_db()
    assert (first.state, first.address) == (InvitationState.REVOKED, "")
    assert (second.state, second.address) == (InvitationState.OPEN, ADDRESS)
    [message] = delivered()
    assert "Svarar på inbjudningar" in message.body


def test_twenty_a_day_are_enough(choir, rut):
    for number in range(PER_DAY):
        invite(choir, rut, address=f"nr{number}@annanstans.example")
    with pytest.raises(refusals.TooMany):
        invite(choir, rut)
    # Taking back makes no room: the mail may have gone.
    revoke_invitation(ColleagueInvitation.objects.latest("pk"), by=rut)
    with pytest.raises(refusals.TooMany):
        invite(choir, rut)
    yesterday = now() - timedelta(days=1, minutes=1)
    ColleagueInvitation.objects.update(created_at=yesterday)
    assert invite(choir, rut)


def test_nothing_tells_whether_an_address_is_known(choir, rut):
    """The same result, the same mail, the same work, in number of questions to the database."""
    known = cast.colleague("nils", make_association()).email
    seen = []
    for address in (known, "okand@annanstans.example"):
        with CaptureQueriesContext(connection) as queries:
            invitation = invite(choir, rut, address=address)
        message = sent_to(address)
        link = token_in(message)
        seen.append(
            (
                len(queries),
                invitation.state,
                message.subject,
                message.body.replace(link, ""),
                Delivery.objects.latest("pk").state,
            )
        )
    assert seen[0] == seen[1]


@pytest.mark.parametrize("how", ["taken back", "run out", "inviter gone", "ended", "deactivated"])
def test_what_is_no_longer_open_is_not_sent(choir, rut, how):
    cast.colleague("edla", choir, "responsible")
    invitation = invite(choir, rut)
    if how == "taken back":
        revoke_invitation(invitation, by=rut)
    elif how == "run out":
        ColleagueInvitation.objects.update(expires_at=now())
    elif how == "inviter gone":
        leave(choir, by=rut)
    elif how == "ended":
        services.dissolve(choir, on=date(2026, 3, 1), by=None)
    else:
        type(rut).objects.filter(pk=rut.pk).update(is_active=False)
    assert delivered() == []
    assert Delivery.objects.get(purpose="colleague_invitation").state == "skipped"
    assert Membership.objects.filter(basis="invitation").count() == 0


def test_one_more_copy_has_a_link_of_its_own_and_the_first_leads_nowhere(choir, rut):
    from associations import outbox
    from associations.invitation_services import invitation_for

    invitation = invite(choir, rut)
    first = token_in(sent_to(ADDRESS))
    outbox.send_again(Delivery.objects.get(purpose="colleague_invitation"))
    second = token_in(sent_to(ADDRESS))
    assert invitation_for(second) == invitation
    with pytest.raises(ColleagueInvitation.DoesNotExist):
        invitation_for(first)
