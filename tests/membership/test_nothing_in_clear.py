"""No code, link or address in the database, but an invitation's own until it is settled."""

import pytest
from django.contrib.auth import get_user_model
from django.utils.timezone import now

from associations import refusals
from associations.claim_services import confirm_claim, start_claim
from associations.invitation_services import (
    accept_invitation,
    invite_colleague,
    revoke_invitation,
)
from associations.membership_upkeep import keep_memberships
from associations.models import ColleagueInvitation
from tests import cast
from tests.builders import make_association
from tests.membership.dump import dump
from tests.membership.post import code_in, sent_to, token_in

pytestmark = pytest.mark.django_db
ADDRESS = "nils.unik@annanstans.example"


def test_the_dump_sees_what_there_is(choir):
    assert "info@kor.example" in dump()


def test_a_code_is_nowhere(stig):
    association = make_association(email="info@kor.example")
    claim = start_claim(association, by=stig)
    code = code_in(sent_to("info@kor.example"))
    for written in (code, code.replace(" ", ""), code.replace(" ", "-")):
        assert written not in dump()
    with pytest.raises(refusals.WrongCode):
        confirm_claim(claim, code="24681357", by=stig)
    assert "24681357" not in dump()
    confirm_claim(claim, code=code, by=stig)
    assert code.replace(" ", "") not in dump()


def test_a_link_is_nowhere(choir, rut):
    invite_colleague(choir, address=ADDRESS, role="editor", by=rut)
    token = token_in(sent_to(ADDRESS))
    assert token not in dump()


def test_who_asks_is_not_kept_with_the_mail_to_the_association(stig):
    association = make_association(email="info@kor.example")
    start_claim(association, by=stig)
    sent_to("info@kor.example")
    # Once, as the user's own address.
    assert dump().count(stig.email) == 1


@pytest.mark.parametrize("how", ["accepted", "taken back", "run out", "invited again"])
def test_an_invited_address_is_kept_until_it_is_settled_and_no_longer(choir, rut, how):
    invitation = invite_colleague(choir, address=ADDRESS, role="editor", by=rut)
    token = token_in(sent_to(ADDRESS))
    lines = [line for line in dump().splitlines() if ADDRESS in line]
    assert [line.split()[0] for line in lines] == ["associations_colleagueinvitation"]
    if how == "accepted":
        nils = get_user_model().objects.create_user("nils", ADDRESS)
        accept_invitation(token, by=nils)
        nils.delete()
    elif how == "taken back":
        revoke_invitation(invitation, by=rut)
    elif how == "run out":
        ColleagueInvitation.objects.update(expires_at=now())
        keep_memberships()
    else:
        again = invite_colleague(choir, address=ADDRESS, role="answers", by=rut)
        revoke_invitation(again, by=rut)
    assert ADDRESS not in dump()


def test_the_history_holds_no_person(choir):
    from wagtail.models import ModelLogEntry

    rut = cast.rut(choir)
    invite_colleague(choir, address=ADDRESS, role="editor", by=rut)
    text = str(list(ModelLogEntry.objects.values("label", "data")))
    for word in ("rut", "nils", "@"):
        assert word not in text
