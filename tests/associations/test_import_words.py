"""The words that sources use: decided once, changed when they were decided wrongly."""

import pytest
from django.urls import reverse

from associations.importing.apply import run_import
from associations.importing.types import CleanRow
from associations.models import Area, Association, TermMapping, TermState
from tests import cast
from tests.builders import make_activity

pytestmark = pytest.mark.django_db

WORDS = reverse("associations_import:all_words")


def bring_in(**values) -> Association:
    row = CleanRow(2, {"name": "Norrtuna kör", "town": "Norrtuna", **values})
    run_import(lambda: [row], source="björkvik", by=None, file_name="register.csv")
    return Association.objects.get()


@pytest.fixture
def olga(client):
    client.force_login(cast.olga())
    return client


def the_choice(response, word: str):
    """The field of a word: its name in the form, and what is chosen in it."""
    form = response.context["form"]
    name = next(name for name, field in form.fields.items() if field.label == word)
    return name, form.fields[name].initial


def test_a_word_met_on_the_command_line_is_decided_here_and_known_next_time(olga):
    choir = make_activity("Körsång")
    association = bring_in(activities=["Stämsång"])
    assert list(association.activities.all()) == []

    name, chosen = the_choice(olga.get(WORDS), "Stämsång")
    assert chosen == ""
    olga.post(WORDS, {name: str(choir.pk)})
    bring_in(activities=["Stämsång"])
    assert list(association.activities.all()) == [choir]


def test_an_unknown_area_is_proposed_as_a_new_one(olga):
    association = bring_in(areas=["Ängsholmen"])
    name, chosen = the_choice(olga.get(WORDS), "Ängsholmen")
    assert chosen == "create"
    olga.post(WORDS, {name: chosen})
    bring_in(areas=["Ängsholmen"])
    assert [area.name for area in association.areas.all()] == ["Ängsholmen"]
    # Saved once more, it is the same area.
    olga.post(WORDS, {name: the_choice(olga.get(WORDS), "Ängsholmen")[1]})
    assert Area.objects.count() == 1


def test_a_decision_can_be_changed(olga):
    choir = make_activity("Körsång")
    bring_in(activities=["Stämsång"])
    name, _chosen = the_choice(olga.get(WORDS), "Stämsång")
    olga.post(WORDS, {name: str(choir.pk)})
    name, chosen = the_choice(olga.get(WORDS), "Stämsång")
    assert chosen == str(choir.pk)

    olga.post(WORDS, {name: "ignore"})
    decided = TermMapping.objects.get()
    assert (decided.state, decided.activity) == (TermState.IGNORED, None)
    assert decided.source == "björkvik"
    bring_in(activities=["Stämsång"])
    assert list(Association.objects.get().activities.all()) == []


def test_what_the_list_does_not_offer_is_refused(olga):
    bring_in(activities=["Stämsång"])
    name, _chosen = the_choice(olga.get(WORDS), "Stämsång")
    response = olga.post(WORDS, {name: "4711"})
    assert response.context["form"].errors
    assert TermMapping.objects.get().state == TermState.PROPOSED
