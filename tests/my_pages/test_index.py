"""The first page after signing in."""

import pytest
from django.urls import reverse

from associations.membership_services import leave
from associations.models import Membership
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db
MINE = reverse("my_pages")


def own(association):
    return reverse("my_association", args=[association.slug])


def test_one_association_is_gone_straight_to(client):
    choir = make_association("Björkviks kör")
    client.force_login(cast.rut(choir))
    assert client.get(MINE)["Location"] == own(choir)


def test_several_are_chosen_among(client):
    choir, club = make_association("Björkviks kör"), make_association("Skridskoklubben")
    rut = cast.rut(choir)
    cast.appointed(rut, club, "editor")
    client.force_login(rut)
    page = client.get(MINE).content.decode()
    assert own(choir) in page
    assert own(club) in page


def test_who_has_none_is_told_how_to_get_one(client):
    client.force_login(cast.somebody())
    response = client.get(MINE)
    assert response.status_code == 200
    assert reverse("association_list") in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    assert reverse("account_login") in client.get(MINE)["Location"]


def test_anothers_association_is_not_there(client):
    choir = make_association("Björkviks kör")
    client.force_login(cast.stig(make_association("Grannkören")))
    assert client.get(own(choir)).status_code == 404


def test_who_has_left_is_out_at_once(client):
    choir = make_association("Björkviks kör")
    rut = cast.rut(choir)
    cast.colleague("tove", choir, "responsible")
    client.force_login(rut)
    assert client.get(own(choir)).status_code == 200
    leave(choir, by=rut)
    assert client.get(own(choir)).status_code == 404
    assert Membership.objects.current().filter(association=choir).count() == 1
