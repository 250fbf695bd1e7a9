"""The link in an invitation: read by anybody who has it, said yes to by one person, once."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from associations import services
from associations.invitation_services import invite_colleague, revoke_invitation
from associations.membership_services import end_membership
from associations.models import ColleagueInvitation, InvitationState, Membership
from tests import cast
from tests.membership.people import may_act, roles
from tests.membership.post import sent_to, token_in
from tests.pages import links, page, words
from tests.sign_in.steps import code_in

pytestmark = pytest.mark.django_db
ADDRESS = "nils@annanstans.example"


@pytest.fixture
def invitation(choir, rut):
    return invite_colleague(choir, address=ADDRESS, role="editor", by=rut)


@pytest.fixture
def token(invitation):
    return token_in(sent_to(ADDRESS))


@pytest.fixture
def nils():
    return get_user_model().objects.create_user(username="nils", email=ADDRESS)


def link(token):
    return reverse("colleague_invitation", args=[token])


def yes(token):
    return reverse("accept_invitation", args=[token])


def test_the_mail_leads_to_the_page(invitation, choir):
    message = sent_to(ADDRESS)
    assert link(token_in(message)) in message.body


def test_reading_changes_nothing_and_names_nobody(client, invitation, token, rut, choir):
    response = client.get(link(token))
    assert response.status_code == 200
    shown = words(page(response).main)
    assert choir.name in shown
    assert "Redaktör" in shown
    assert rut.email not in shown
    assert ADDRESS not in shown
    client.head(link(token))
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.OPEN
    assert "no-store" in response["Cache-Control"]


def test_signing_in_leads_back_to_it(client, token, choir):
    """A new person, from the mail to the role, through the sign-in's own pages."""
    where = links(page(client.get(link(token))))["Logga in och svara"]
    asked = page(client.get(where))
    fields = {field["name"]: field.get("value", "") for field in asked.select("main form input")}
    response = client.post("/logga-in/", {"address": ADDRESS, "next": fields["next"]})
    assert response["Location"] == "/logga-in/kod/"
    code = code_in(mail.outbox[-1])
    response = client.post("/logga-in/kod/", {"code": code})
    assert response["Location"] == link(token)
    shown = page(client.get(link(token)))
    [form] = shown.select("main form")
    assert form["action"] == yes(token)
    response = client.post(yes(token))
    assert response["Location"] == reverse("my_association", args=[choir.slug])
    assert len(roles(choir)) == 2


def test_the_invited_reads_who_invites(as_person, token, nils, rut):
    assert rut.email in words(page(as_person(nils).get(link(token))).main)


def test_only_a_post_says_yes(as_person, token, nils, choir):
    client = as_person(nils)
    assert client.get(yes(token)).status_code == 405
    assert client.post(link(token)).status_code == 405
    assert not may_act(nils, choir)
    client.post(yes(token))
    assert may_act(nils, choir)


def test_a_visitor_says_nothing(client, token, choir):
    assert "/logga-in/" in client.post(yes(token))["Location"]
    assert roles(choir) == {"rut": "responsible"}


def test_another_address_is_told_so_and_led_to_sign_in_again(as_person, token, stig, choir, rut):
    client = as_person(stig)
    for response in (client.get(link(token)), client.post(yes(token))):
        assert response.status_code == 403
        shown = page(response)
        assert "en annan adress" in words(shown.h1)
        assert rut.email not in words(shown.main)
        assert ADDRESS not in words(shown.main)
        assert shown.select_one("main form input[name=next]")["value"] == link(token)
    assert not may_act(stig, choir)
    response = client.post(reverse("sign_in_again"), {"next": link(token)})
    assert link(token) in unquote(response["Location"])


@pytest.mark.parametrize("how", ["used", "revoked", "run out", "inviter removed", "dissolved"])
def test_what_is_over_has_a_page_of_its_own(as_person, client, token, nils, choir, rut, how):
    invitation = ColleagueInvitation.objects.get()
    if how == "used":
        as_person(nils).post(yes(token))
    elif how == "revoked":
        revoke_invitation(invitation, by=rut)
    elif how == "run out":
        ColleagueInvitation.objects.update(expires_at=now() - timedelta(seconds=1))
    elif how == "inviter removed":
        cast.colleague("tove", choir, "responsible")
        end_membership(Membership.objects.get(user=rut), by=cast.olga())
    else:
        services.dissolve(choir, on=now().date(), by=None)
    before = roles(choir)
    headings = {
        "used": "redan använd",
        "revoked": "tillbakatagen",
        "run out": "gått ut",
        "inviter removed": "tillbakatagen",
        "dissolved": "inte längre i registret",
    }
    person = as_person(nils)
    for response in (client.get(link(token)), person.get(link(token)), person.post(yes(token))):
        assert response.status_code == 410
        assert headings[how] in words(page(response).h1)
    assert roles(choir) == before


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 2000, "%00"])
def test_a_link_that_leads_nowhere(as_person, client, nils, token):
    assert client.get(link(token)).status_code == 404
    assert as_person(nils).post(yes(token)).status_code == 404


def test_the_link_in_an_older_mail(client, choir, rut, token):
    invite_colleague(choir, address=ADDRESS, role="editor", by=rut)
    assert client.get(link(token)).status_code == 410


def test_who_is_responsible_already_is_told_so(as_person, choir, rut, token, nils):
    cast.appointed(nils, choir)
    response = as_person(nils).post(yes(token))
    assert response.status_code == 409
    assert roles(choir)["nils"] == "responsible"


def test_what_was_given_ends_with_the_person(as_person, token, nils, choir, rut):
    client = as_person(nils)
    client.post(yes(token))
    own = reverse("my_colleagues", args=[choir.slug])
    assert client.get(own).status_code == 200
    end_membership(Membership.objects.current().get(user=nils), by=rut)
    assert "/logga-in/" in client.get(own)["Location"]
    client = as_person(nils)
    assert client.get(own).status_code == 404
    # The old mail lets nobody back in.
    assert client.post(yes(token)).status_code == 410


def test_a_new_address_is_another_person(as_person, token, nils, choir):
    """Whoever changes address is signed out, and has no use for the old one's invitation."""
    client = as_person(nils)
    nils.email = "nils@nytt.example"
    nils.save()
    assert "/logga-in/" in client.post(yes(token))["Location"]
    assert as_person(nils).post(yes(token)).status_code == 403
    assert not may_act(nils, choir)
