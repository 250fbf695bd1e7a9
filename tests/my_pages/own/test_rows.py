"""Offers, wishes and the board: one's own alone, and each seen by those who should."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from associations import own_services
from associations.models import ContactPerson, Offer
from tests import cast
from tests.my_pages.own.forms import own, save

pytestmark = pytest.mark.django_db
OFFER = {"direction": "offer", "kind": "premises", "text": "Hall på vardagar"}
PERSON = {"name": "Siv Granlund", "role": "chair", "email": "ordf@kor.example"}


@pytest.fixture
def offer(choir):
    return Offer.objects.create(association=choir, **OFFER)


@pytest.fixture
def siv(choir):
    return ContactPerson.objects.create(association=choir, **PERSON)


def public(client, association) -> str:
    return client.get(f"/foreningar/{association.slug}/").content.decode()


def test_an_offer_is_on_the_page_and_in_the_open_data(client, choir, rut):
    client.force_login(rut)
    day = localdate() + timedelta(days=9)
    save(client, own("my_offer_add", choir), **OFFER, valid_until=day.isoformat())
    page = public(client, choir)
    assert "Hall på vardagar" in page
    assert "Vi erbjuder" in page
    data = client.get(f"/api/v1/associations/{choir.public_id}/").json()
    expected = OFFER | {"when_and_where": "", "valid_until": day.isoformat()}
    assert data["offers"] == [expected]


def test_what_has_run_out_is_shown_to_its_own_people_alone(client, choir, rut, offer):
    Offer.objects.update(valid_until=localdate() - timedelta(days=1))
    assert "Hall på vardagar" not in public(client, choir)
    assert client.get(f"/api/v1/associations/{choir.public_id}/").json()["offers"] == []
    client.force_login(rut)
    assert "Gick ut" in client.get(own("my_offers", choir)).content.decode()


def test_an_offer_is_changed_and_removed(client, choir, rut, offer):
    client.force_login(rut)
    save(client, own("my_offer", choir, offer.pk), text="Hall på helger")
    assert "Hall på helger" in public(client, choir)
    client.get(own("my_offer_remove", choir, offer.pk))
    assert Offer.objects.count() == 1
    client.post(own("my_offer_remove", choir, offer.pk))
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"kind": "x"}, {"text": "Ring 500101-1234"}, {"valid_until": "2001-01-01"}],
)
def test_a_wrong_offer_is_not_saved(client, choir, rut, wrong):
    client.force_login(rut)
    response = save(client, own("my_offer_add", choir), **(OFFER | wrong))
    assert response.status_code == 422
    assert "500101-1234" not in response.content.decode()
    assert not Offer.objects.exists()


def test_a_person_is_never_shown_to_residents(client, choir, rut):
    client.force_login(rut)
    save(client, own("my_person_add", choir), **PERSON)
    assert "Siv Granlund" in client.get(own("my_board", choir)).content.decode()
    client.logout()
    data = client.get(f"/api/v1/associations/{choir.public_id}/").content.decode()
    for text in (public(client, choir), data):
        assert "Siv" not in text
        assert "ordf@" not in text


def test_a_post_ends(client, choir, rut, siv):
    client.force_login(rut)
    client.get(own("my_person_end", choir, siv.pk))
    siv.refresh_from_db()
    assert siv.ends_on is None
    client.post(own("my_person_end", choir, siv.pk))
    siv.refresh_from_db()
    assert siv.ends_on == localdate()


@pytest.mark.parametrize("field", ["name", "email", "phone"])
def test_no_personal_identity_number_is_kept(client, choir, rut, field):
    client.force_login(rut)
    data = PERSON | {field: "19500101-1234"}
    assert save(client, own("my_person_add", choir), **data).status_code == 422
    assert not ContactPerson.objects.exists()


ROWS = ("my_offer", "my_offer_remove", "my_person", "my_person_end")


@pytest.mark.parametrize("route", ROWS)
def test_anothers_rows_are_not_there(client, choir, stig, offer, siv, route):
    """Neither at the other's address, nor at one's own with the other's number."""
    client.force_login(stig)
    theirs = stig.memberships.get().association
    pk = offer.pk if "offer" in route else siv.pk
    before = list(Offer.objects.values()), list(ContactPerson.objects.values())
    for association in (choir, theirs):
        assert client.get(own(route, association, pk)).status_code == 404
        assert client.post(own(route, association, pk), OFFER | PERSON).status_code == 404
    assert (list(Offer.objects.values()), list(ContactPerson.objects.values())) == before


@pytest.mark.parametrize("route", ["my_offers", "my_offer_add", "my_board", "my_person_add"])
def test_who_answers_invitations_does_not_edit(client, choir, rut, route):
    client.force_login(cast.colleague("tove", choir, "answers"))
    assert client.get(own(route, choir)).status_code == 404
    assert client.post(own(route, choir), OFFER | PERSON).status_code == 404


def test_the_services_ask_for_themselves(choir, stig, offer, siv):
    with pytest.raises(PermissionDenied):
        own_services.save_offer(offer, changes={"text": "Kapad"}, by=stig)
    with pytest.raises(PermissionDenied):
        own_services.remove_offer(offer, by=stig)
    with pytest.raises(PermissionDenied):
        own_services.end_person(siv, by=stig)
