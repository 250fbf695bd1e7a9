"""Two people at once: the second sees both versions and chooses; nothing is lost."""

import pytest

from associations import services
from tests import cast
from tests.builders import make_area
from tests.my_pages.own.forms import filled, opened, own
from tests.pages import page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def details(choir):
    return own("my_details", choir)


@pytest.fixture
def tove(choir):
    return cast.colleague("tove", choir)


def both(client, choir, rut, details, *, mine: dict, theirs: dict):
    """Rut opens the form; Tove saves meanwhile; Rut sends hers."""
    client.force_login(rut)
    data = opened(client, details)
    services.change_facts(choir, changes=theirs, by=None)
    return client.post(details, data | mine)


def test_the_second_sees_both_versions(client, choir, rut, details):
    response = both(client, choir, rut, details, mine={"town": "Åsa"}, theirs={"town": "Granlunda"})
    assert response.status_code == 409
    html = page(response)
    assert [words(version) for version in html.select(".version")] == ["Granlunda", "Åsa"]
    assert not html.select("input[type=radio][checked]")
    choir.refresh_from_db()
    assert choir.town == "Granlunda"


@pytest.mark.parametrize(("answer", "town"), [("mine", "Åsa"), ("theirs", "Granlunda")])
def test_what_is_chosen_stays_and_the_rest_of_what_was_typed_too(
    client, choir, rut, details, answer, town
):
    area = make_area("Norr")
    mine = {"town": "Åsa", "national_federation": "Körförbundet", "areas": [area.pk]}
    response = both(client, choir, rut, details, mine=mine, theirs={"town": "Granlunda"})
    data = filled(page(response)) | {"keep-town": answer}
    assert client.post(details, data).status_code == 302
    choir.refresh_from_db()
    assert (choir.town, choir.national_federation) == (town, "Körförbundet")
    assert list(choir.areas.all()) == [area]


def test_what_only_the_other_changed_is_marked_as_theirs(client, choir, rut, details):
    response = both(
        client, choir, rut, details, mine={"town": "Åsa"}, theirs={"founded_year": 1921}
    )
    data = filled(page(response))
    assert (data["keep-town"], data["keep-founded_year"]) == (["mine"], ["theirs"])
    assert client.post(details, data).status_code == 302
    choir.refresh_from_db()
    assert (choir.town, choir.founded_year) == ("Åsa", 1921)


def test_an_unanswered_choice_is_asked_again(client, choir, rut, details):
    response = both(client, choir, rut, details, mine={"town": "Åsa"}, theirs={"town": "Granlunda"})
    again = client.post(details, filled(page(response)))
    assert again.status_code == 409
    assert "Det finns ett problem" in again.content.decode()
    choir.refresh_from_db()
    assert choir.town == "Granlunda"
    data = filled(page(again)) | {"keep-town": "mine"}
    assert client.post(details, data).status_code == 302
    choir.refresh_from_db()
    assert choir.town == "Åsa"


def test_a_third_who_saves_while_one_chooses_is_noticed(client, choir, rut, details):
    response = both(client, choir, rut, details, mine={"town": "Åsa"}, theirs={"town": "Granlunda"})
    choir.refresh_from_db()
    services.change_facts(choir, changes={"town": "Ekön"}, by=None)
    again = client.post(details, filled(page(response)) | {"keep-town": "mine"})
    assert again.status_code == 409
    assert "Ekön" in again.content.decode()


def test_the_same_change_by_both_is_no_conflict_to_choose_in(client, choir, rut, details):
    response = both(client, choir, rut, details, mine={"town": "Åsa"}, theirs={"town": "Åsa"})
    assert response.status_code == 302


def test_other_parts_may_be_edited_at_the_same_time(client, choir, rut, details):
    response = both(
        client, choir, rut, details, mine={"town": "Åsa"}, theirs={"meeting_times": "Tisdagar"}
    )
    assert response.status_code == 302


def test_a_form_that_carries_no_version_overwrites_nothing(client, choir, rut, details):
    client.force_login(rut)
    data = opened(client, details) | {"town": "Åsa"}
    del data["version"]
    assert client.post(details, data).status_code == 409
