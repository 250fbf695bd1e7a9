"""A copy of what is kept: by the person for her own, by the coordinator for an address."""

import json

import pytest
from django.urls import reverse

from associations.models import ContactPerson, DisposalRun
from tests import cast
from tests.builders import make_association
from tests.rights.planted import ADDRESS, NAME, PHONE, plant

pytestmark = pytest.mark.django_db


def test_the_persons_own_page_and_file(client, olga, folder):
    plant(olga)
    stig = cast.stig(make_association("Grannarna"))
    ContactPerson.objects.create(
        association=make_association("Ekens kör"), name="Siv Granlund", email=stig.email
    )
    client.force_login(stig)
    page = client.get(reverse("my_data")).content.decode()
    assert "Siv Granlund" in page
    assert "Grannarna" in page
    assert "Ekens kör" in page
    assert NAME not in page
    answer = client.get(reverse("my_data_file"))
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    assert {row["kind"] for entry in told["entries"] for row in entry["rows"]} >= {
        "kontaktperson",
        "användare",
    }
    assert stig.password not in answer.content.decode()


def test_an_address_that_is_not_proved_shows_nothing(client):
    stig = cast.stig()
    ContactPerson.objects.create(association=make_association(), name="Siv", email="")
    stig.email = ""
    stig.save()
    client.force_login(stig)
    assert "Siv" not in client.get(reverse("my_data")).content.decode()


def test_the_coordinator_shows_copies_and_erases(client, olga, folder):
    plant(olga)
    client.force_login(olga)
    typed = {"address": ADDRESS, "name": NAME, "phone": PHONE}
    url = reverse("person_data")
    assert NAME in client.post(url, typed).content.decode()
    copy = client.post(url, typed | {"step": "copy"})
    assert NAME in copy.content.decode()
    asked = client.post(url, typed | {"step": "ask"}).content.decode()
    assert 'value="erase"' in asked
    assert "Interna anteckningar" in asked
    assert ContactPerson.objects.filter(name=NAME).exists()
    client.post(url, typed | {"step": "erase"})
    assert not ContactPerson.objects.filter(name=NAME).exists()
    assert DisposalRun.objects.get().by == olga


def test_no_address_no_search(client, olga):
    client.force_login(olga)
    answer = client.post(reverse("person_data"), {"address": "", "name": "A", "step": "erase"})
    assert answer.status_code == 422
    assert not DisposalRun.objects.exists()


def test_staff_is_refused_in_words(client, olga):
    client.force_login(olga)
    edit = cast.edit()
    answer = client.post(reverse("person_data"), {"address": edit.email, "step": "erase"})
    assert answer.status_code == 422
    edit.refresh_from_db()
    assert edit.is_active
