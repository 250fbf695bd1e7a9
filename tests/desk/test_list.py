"""The desk's page: counts that are links, and filters."""

import pytest
from django.urls import reverse

from tests import cast
from tests.builders import make_activity, make_area, make_association
from tests.pages import page, words

pytestmark = pytest.mark.django_db
DESK = reverse("associations_desk:desk")


@pytest.fixture(autouse=True)
def _olga(client):
    client.force_login(cast.olga())


def names(client, query=""):
    html = page(client.get(f"{DESK}{query}"))
    return [words(row) for row in html.select(".register-desk tbody th")]


def test_the_counts_lead_to_what_they_count(client):
    choir = make_association("Kören")
    cast.rut(choir)
    make_association("Nätet")
    html = page(client.get(DESK))
    counted = {words(a): a["href"] for a in html.select(".register-statuses a")}
    assert counted["1 Inte bekräftad"] == f"{DESK}?status=unconfirmed"
    assert names(client, "?status=unconfirmed") == ["Kören"]
    assert names(client, "?status=nobody") == ["Nätet"]
    assert names(client) == ["Nätet", "Kören"]


def test_filters(client):
    area, sport = make_area("Norr"), make_activity("Idrott")
    football = make_activity("Fotboll", parent=sport)
    make_association("Klubben", activities=[football, sport], areas=[area])
    make_association("Nätet", legal_form="network")
    assert names(client, f"?area={area.pk}") == ["Klubben"]
    assert names(client, f"?activity={sport.pk}") == ["Klubben"]
    assert names(client, "?legal_form=network") == ["Nätet"]
    assert names(client, "?q=klubb") == ["Klubben"]
    assert names(client, f"?q=klubb&area={area.pk}&status=nobody") == ["Klubben"]
    assert names(client, "?status=zz") == []


def test_pages(client):
    for number in range(60):
        make_association(f"Förening {number:02}")
    assert len(names(client)) == 50
    assert names(client, "?p=2")[-1] == "Förening 59"
    assert len(names(client, "?p=2")) == 10
