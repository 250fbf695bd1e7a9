"""The log: who changed which field of which association when, for all who may see the register."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from associations import services
from tests import cast
from tests.builders import make_association
from tests.pages import page, words

pytestmark = pytest.mark.django_db
LOG = reverse("associations_log")


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def choir(olga):
    choir = make_association("Björkviks kör")
    services.change_facts(choir, changes={"town": "Hemligstad"}, by=olga)
    services.set_contact(choir, field="email", value="x@y.example", is_public=False, by=olga)
    make_association("Skridskoklubben")
    return choir


def lines(client, **query):
    response = client.get(LOG, query)
    assert response.status_code == 200
    return [words(row) for row in page(response).select("tbody tr")]


def test_who_which_field_which_association(client, olga, choir):
    client.force_login(cast.lena())
    [mail, town, *_made] = [line for line in lines(client) if "Björkviks kör" in line]
    assert town.endswith("Björkviks kör Ändrat: ort olga")
    assert mail.endswith("Björkviks kör Ändrat: e-post olga")


def test_values_are_never_told(client, choir):
    client.force_login(cast.lena())
    text = client.get(LOG).content.decode()
    assert "Hemligstad" not in text
    assert "x@y.example" not in text


def test_filters(client, choir):
    client.force_login(cast.lena())
    assert len(lines(client, field="town")) == 1
    assert len(lines(client, field="phone")) == 0
    assert all("Skridsko" in line for line in lines(client, association="skridsko"))
    assert len(lines(client, person="olga")) == 2
    today = localdate()
    assert lines(client, since=today.isoformat(), until=today.isoformat())
    assert lines(client, until=(today - timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize("query", [{"field": "nonsense"}, {"since": "i går"}])
def test_filters_that_are_wrong_show_nothing(client, choir, query):
    client.force_login(cast.lena())
    assert lines(client, **query) == []


def test_who_may_see_the_register_cannot_change_it(client, choir):
    client.force_login(cast.lena())
    for name in ("associations_desk:desk", "associations_desk:remind", "associations_rules:list"):
        assert client.get(reverse(name)).status_code in (302, 403, 404)
    assert client.get(reverse("associations:edit", args=[choir.pk])).status_code in (302, 403, 404)


def test_others_may_not(client, choir):
    for user in (cast.edit(), cast.rut(choir)):
        client.force_login(user)
        assert client.get(LOG).status_code in (302, 404)


def test_pages_cost_the_same(client, choir, django_assert_max_num_queries):
    client.force_login(cast.lena())
    for number in range(60):
        make_association(f"Förening {number}")
    client.get(LOG)
    with django_assert_max_num_queries(14):
        assert len(lines(client)) == 50
