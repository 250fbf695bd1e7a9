"""Everything of one association tried with another's numbers: not there, and nothing changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from associations.claim_services import start_claim
from associations.models import Claim, ColleagueInvitation, Delivery, JoinRequest, Membership
from associations.request_services import ask_to_join
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db
TABLES = (Membership, ColleagueInvitation, JoinRequest, Claim, Delivery, ModelLogEntry)


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


@pytest.fixture
def rows(choir, rut):
    """One of each, of the choir."""
    cast.colleague("tove", choir)
    return {
        "membership": Membership.objects.get(association=choir, user__username="tove"),
        "invitation": ColleagueInvitation.objects.create(
            association=choir,
            address="nils@annanstans.example",
            role="editor",
            invited_by=rut,
            expires_at=now() + timedelta(days=1),
        ),
        "request": ask_to_join(choir, by=cast.somebody()),
    }


ROUTES = {
    "revoke_invitation": ("invitation", {}),
    "invite_again": ("invitation", {}),
    "join_request": ("request", {"decision": "approve", "role": "responsible"}),
    "change_colleague": ("membership", {"role": "responsible"}),
    "renew_colleague": ("membership", {}),
    "end_colleague": ("membership", {}),
}


@pytest.mark.parametrize("route", ROUTES)
def test_in_the_path(as_person, choir, stig, rows, route):
    """Stig, responsible for another association: in the choir's path, and in his own."""
    kind, given = ROUTES[route]
    client, own = as_person(stig), stig.memberships.get().association
    before = everything()
    for slug in (choir.slug, own.slug):
        address = reverse(route, args=[slug, rows[kind].pk])
        assert client.get(address).status_code == 404
        assert client.post(address, given).status_code == 404
    assert everything() == before


def test_in_the_body(as_person, stig, rows):
    own = stig.memberships.get().association
    client, before = as_person(stig), everything()
    address = reverse("hand_over", args=[own.slug])
    assert client.post(address, {"to": rows["membership"].pk}).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("route", ["my_colleagues", "invite_colleague", "hand_over", "my_leave"])
def test_anothers_pages(as_person, choir, stig, rows, route):
    client, before = as_person(stig), everything()
    address = reverse(route, args=[choir.slug])
    given = {"address": stig.email, "role": "responsible", "to": rows["membership"].pk}
    assert client.get(address).status_code == 404
    assert client.post(address, given).status_code == 404
    assert everything() == before


def test_what_is_posted_beside_the_form_is_not_read(as_person, choir, rut, rows):
    """Numbers of others in fields that the forms do not have."""
    other = make_association("Tredje kören")
    client = as_person(rut)
    given = {
        "address": "ny@annanstans.example",
        "role": "editor",
        "association": other.pk,
        "user": rut.pk,
        "invited_by": cast.olga().pk,
    }
    client.post(reverse("invite_colleague", args=[choir.slug]), given)
    made = ColleagueInvitation.objects.get(address="ny@annanstans.example")
    assert (made.association, made.invited_by) == (choir, rut)


def test_removed_in_the_middle(as_person, choir, rut, rows):
    """Tove opens the page, is removed, and posts what she had in front of her."""
    tove = rows["membership"].user
    client = as_person(tove)
    assert client.get(reverse("my_leave", args=[choir.slug])).status_code == 200
    as_person(rut).post(reverse("end_colleague", args=[choir.slug, rows["membership"].pk]))
    # Signed out, and no better off when she has signed in again.
    assert "/logga-in/" in client.post(reverse("my_leave", args=[choir.slug]))["Location"]
    client = as_person(tove)
    before = everything()
    for route in ("my_association", "my_colleagues", "my_leave"):
        assert client.get(reverse(route, args=[choir.slug])).status_code == 404
    assert client.post(reverse("my_leave", args=[choir.slug])).status_code == 404
    assert everything() == before


def test_another_role_counts_at_the_next_request(as_person, choir, rut, rows):
    nils = cast.colleague("nils", choir, "responsible")
    client = as_person(nils)
    address = reverse("invite_colleague", args=[choir.slug])
    assert client.get(address).status_code == 200
    row = Membership.objects.get(user=nils)
    as_person(rut).post(reverse("change_colleague", args=[choir.slug, row.pk]), {"role": "editor"})
    asked = {"address": "x@y.example", "role": "editor"}
    assert "/logga-in/" in client.post(address, asked)["Location"]
    assert as_person(nils).post(address, asked).status_code == 404


def test_a_claim_in_anothers_name(as_person, stig):
    quiet = make_association("Tysta kören", email="info@tysta.example")
    claim = start_claim(quiet, by=stig)
    before = everything()
    client = as_person(cast.somebody())
    address = reverse("my_claim", args=[claim.pk])
    assert client.post(address, {"code": "12345678", "user": stig.pk}).status_code == 404
    assert everything() == before
