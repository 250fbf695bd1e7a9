"""The API finds what the page finds, in the same order, page by page and one by one."""

import csv
import io
import re

import pytest
from django.test import Client

from associations import services
from associations.api.throttling import VisitorThrottle
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)

pytestmark = pytest.mark.django_db

LIST, ENDED, PAGE = "/api/v1/associations/", "/api/v1/associations/ended/", "/foreningar/"
MANY, CUT = 24, 10
_CARD = re.compile(r'<h3><a href="/foreningar/([\w-]+)/"')


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": None})


@pytest.fixture
def register():
    """So many that the page has more than one page."""
    music = make_activity("Musik")
    activities = [make_activity("Körsång", parent=music), make_activity("Fotboll")]
    areas = [make_area("Norr"), make_area("Söder")]
    groups = [make_target_group("Barn"), make_target_group("Vuxna")]
    language = make_language("Finska", "fi")
    return [
        make_association(
            f"{('Åkersunds kör', 'Björkviks IF', 'Ärla sångare')[number % 3]} {number:02}",
            ingress=("Vi sjunger.", "Barnfotboll på gräs.")[number % 2],
            town=("Norrtuna", "Söderby")[number % 2],
            activities=[activities[number % 2]],
            areas=[areas[number % 3 == 0]],
            target_groups=groups[: 1 + number % 2],
            languages=[language] if number % 5 == 0 else [],
            legal_form=("non_profit", "network")[number % 4 == 0],
        )
        for number in range(MANY)
    ]


def slugs_in(client: Client, path: str, **params) -> list[str]:
    """Every slug that the API gives, page after page."""
    found, answer = [], client.get(path, params).json()
    while True:
        found += [row["slug"] for row in answer["results"]]
        if not answer["next"]:
            assert len(found) == answer["count"]
            return found
        answer = client.get(answer["next"]).json()


def slugs_on_the_page(client: Client, **params) -> list[str]:
    found: list[str] = []
    for number in range(1, 10):
        here = _CARD.findall(client.get(PAGE, {**params, "sida": number}).text)
        if set(here) <= set(found):
            # After the last page comes the last page.
            break
        found += here
    return found


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": "kör"},
        {"q": "kör", "sortering": "namn"},
        {"q": "asa akersund"},
        {"q": "fotbol"},
        {"q": "finns inte"},
        {"verksamhet": "musik"},
        {"verksamhet": ["korsang", "fotboll"], "omrade": "norr"},
        {"malgrupp": "vuxna", "sprak": "fi", "form": "network"},
        {"q": "sjunger", "omrade": ["norr", "soder"], "form": "non_profit"},
        {"verksamhet": "finns-inte"},
        {"sortering": "finns-inte"},
    ],
    ids=str,
)
def test_the_same_search_as_on_the_page(client, register, params):
    found = slugs_in(client, LIST, page_size=7, **params)
    assert found == slugs_on_the_page(client, **params)
    downloaded = client.get(f"{PAGE}ladda-ner.json", params)
    assert [row["slug"] for row in _json(downloaded)] == found
    table = b"".join(client.get(f"{PAGE}ladda-ner.csv", params).streaming_content).decode(
        "utf-8-sig"
    )
    rows = csv.DictReader(io.StringIO(table), delimiter=";")
    assert [row["slug"] for row in rows] == found


def _json(response):
    import json

    return json.loads(b"".join(response.streaming_content))


@pytest.mark.parametrize("size", [1, 7, 50, 200])
def test_every_row_comes_once_whatever_the_size_of_a_page(client, register, size):
    names = slugs_in(client, LIST, page_size=size)
    assert len(set(names)) == len(names) == MANY
    assert sorted(names) == sorted(association.slug for association in register)


def test_rows_that_come_and_go_repeat_none_and_hide_none(client, register):
    whole = slugs_in(client, LIST)
    first = client.get(LIST, {"page_size": CUT}).json()
    seen = [row["slug"] for row in first["results"]]
    gone = [a for a in register if a.slug in (whole[3], whole[20])]
    services.set_listed(gone, is_listed=False, by=None)
    make_association("AAA kom emellan")
    rest = slugs_in_from(client, first["next"])
    assert seen + rest == [slug for slug in whole if slug != whole[20]]


def slugs_in_from(client: Client, url: str) -> list[str]:
    found = []
    while url:
        answer = client.get(url).json()
        found += [row["slug"] for row in answer["results"]]
        url = answer["next"]
    return found


@pytest.mark.parametrize("gone", [(9,), (8, 9), (7, 8, 9), (0, 9), (9, 10)])
def test_a_page_goes_on_though_its_last_rows_are_gone(client, register, gone):
    whole = slugs_in(client, LIST)
    first = client.get(LIST, {"page_size": CUT}).json()
    slugs = {whole[number] for number in gone}
    services.set_listed([a for a in register if a.slug in slugs], is_listed=False, by=None)
    rest = [slug for slug in whole[CUT:] if slug not in slugs]
    assert slugs_in_from(client, first["next"]) == rest


def test_the_ended_come_page_by_page_too(client, register):
    for association in register[:5]:
        services.dissolve(association, on=association.created_at.date(), by=None)
    found = slugs_in(client, ENDED, page_size=2)
    assert found == [association.slug for association in register[:5]]
    assert not set(found) & set(slugs_in(client, LIST))


@pytest.mark.parametrize(
    "params",
    [{"page_size": 0}, {"page_size": 201}, {"page_size": "x"}, {"page_size": "²"}],
    ids=str,
)
def test_a_size_nobody_can_mean_is_refused_by_name(client, register, params):
    response = client.get(LIST, params)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["page_size"]


@pytest.mark.parametrize("after", ["x", "å", "MTIz", "LTEuNQ", "=" * 200, "9" * 2_000, "\x00"])
def test_a_cursor_of_ones_own_making_breaks_nothing(client, register, after):
    response = client.get(LIST, {"after": after})
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert list(response.json()["errors"]) == ["after"]


def test_one_by_its_stable_id_and_by_its_slug(client, register):
    association = register[7]
    by_id = client.get(f"{LIST}{association.public_id}/")
    by_slug = client.get(f"{LIST}by-slug/{association.slug}/")
    assert by_id.json() == by_slug.json()
    assert by_id.json()["id"] == str(association.public_id)
    services.change_facts(association, changes={"name": "Nytt namn"}, by=None)
    again = client.get(f"{LIST}{association.public_id}/").json()
    assert (again["name"], again["slug"]) == ("Nytt namn", association.slug)


def test_addresses_in_an_answer_lead_to_the_same_association(client, register):
    row = client.get(LIST).json()["results"][0]
    assert client.get(row["api_url"]).json()["name"] == row["name"]
    assert row["name"] in client.get(row["url"].partition("8000")[2]).text


def test_one_that_has_ended_is_still_told_of(client, register):
    old, new = register[:2]
    services.merge_into(old, target=new, on=old.created_at.date(), by=None)
    found = client.get(f"{LIST}{old.public_id}/").json()
    assert found["status"] == "merged"
    assert found["merged_into"]["id"] == str(new.public_id)


def test_a_page_takes_few_questions_and_as_many_for_more_rows(
    client, register, django_assert_max_num_queries
):
    client.get(LIST)
    for size in (2, MANY):
        with django_assert_max_num_queries(10):
            client.get(LIST, {"page_size": size, "q": "kör"})
