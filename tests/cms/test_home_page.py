"""The front door: search box, and what the editors put below it from the register."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localdate

from cms.models import ContentPage
from tests.associations.register import make_register
from tests.builders import make_activity, make_area, make_association
from tests.cms.blocks import every_home_block, home, make_content_page, publish
from tests.pages import links, page, texts, words

pytestmark = pytest.mark.django_db


def get(client):
    response = client.get("/")
    assert response.status_code == 200
    return page(response)


@pytest.fixture
def full():
    """A home page with every block."""
    front = home()
    front.heading, front.ingress = "Vad vill du göra i Björkvik?", "Här finns alla föreningar."
    front.search_hint = "kör, schack"
    front.body = every_home_block(make_content_page("Så gör ni"))
    return publish(front)


def door(html, heading: str):
    return next(part for part in html.select(".door") if words(part.h2) == heading)


def test_a_fresh_site_has_a_home_page(client):
    html = get(client)
    assert words(html.h1)
    assert words(html.select_one("label[for=q]")) == "Sök bland 0 föreningar"


def test_the_search_box_leads_to_the_list(client, full):
    make_register()
    form = get(client).select_one("form[role=search]")
    assert form["action"] == "/foreningar/"
    assert words(form.label) == "Sök bland 14 föreningar"
    assert words(form.select_one("#q-hint")) == "kör, schack"
    hits = page(client.get(form["action"], {form.input["name"]: "kör"}))
    assert len(hits.select(".card")) == 2


def test_the_editors_words(client, full):
    html = get(client)
    assert words(html.h1) == "Vad vill du göra i Björkvik?"
    assert words(html.select_one(".hero .lead")) == "Här finns alla föreningar."
    assert words(html.title) == "Vad vill du göra i Björkvik? – Kommunen"
    description = html.select_one("meta[name=description]")
    assert description["content"] == "Här finns alla föreningar."


def test_words_for_search_engines_stand_in(client, full):
    full.seo_title, full.search_description = "Föreningar i Björkvik", "Sök och hitta."
    publish(full)
    html = get(client)
    assert words(html.title) == "Föreningar i Björkvik"
    assert html.select_one("meta[name=description]")["content"] == "Sök och hitta."


def test_a_door_shows_the_most_common_activities_with_counts(client, full):
    make_register()
    html = door(get(client), "Vad vill du göra?")
    assert texts(html.select("li")) == ["Idrott 3", "Kultur 3", "Odling 2"]
    way = links(html)
    assert way["Idrott"] == "/foreningar/?verksamhet=idrott"
    assert way["Alla föreningar"] == "/foreningar/"
    assert len(page(client.get(way["Idrott"])).select(".card")) == 3


def test_a_door_shows_areas_with_counts(client, full):
    make_register()
    html = door(get(client), "Nära dig")
    assert texts(html.select("li")) == ["Norra Björkvik 5", "Södra Björkvik 4"]
    assert links(html)["Norra Björkvik"] == "/foreningar/?omrade=norra-bjorkvik"


def test_a_door_holds_eight(client, full):
    for number in range(12):
        for _more in range(1 + number % 2):
            make_association(activities=[make_activity(f"Sak {number:02} {_more}")])
            make_association(areas=[make_area(f"Trakt {number:02} {_more}")])
    html = get(client)
    assert len(door(html, "Vad vill du göra?").select("li")) == 8
    assert len(door(html, "Nära dig").select("li")) == 8


def test_a_door_shows_the_newly_confirmed(client, full):
    today = localdate()
    for days in range(7):
        make_association(
            f"Laget {days}",
            confirmed_on=today - timedelta(days=days),
            areas=[] if days else [make_area("Åsa")],
        )
    make_association("Aldrig")
    make_association("Dold", listed=False, confirmed_on=today)
    html = door(get(client), "Nyss bekräftade")
    assert list(links(html)) == [f"Laget {days}" for days in range(5)]
    first, second = texts(html.select("li span"))[:2]
    assert first.startswith(f"Åsa · bekräftad {today.day} ")
    assert second.startswith("bekräftad ")


def test_what_is_going_on(client, full):
    notices = get(client).select_one(".notices")
    assert words(notices.h2) == "På gång"
    assert texts(notices.select("h3")) == ["Föreningarnas dag", "Sök bidrag", "Nytt"]
    assert notices.time["datetime"] == "2026-09-05"
    assert words(notices.time) == "5 september"
    assert links(notices) == {
        "Föreningarnas dag": "/sa-gor-ni/",
        "Sök bidrag": "https://bidrag.example/",
    }


def test_a_call_leads_on(client, full):
    call = get(client).select_one(".call")
    assert words(call.h2) == "Är det här er förening?"
    assert links(call) == {"Så gör ni": "/sa-gor-ni/"}
    assert client.get("/sa-gor-ni/").status_code == 200


def test_text_is_written_with_care(client, full):
    text = get(client).select_one(".home-text")
    assert words(text.h2) == "Om registret"
    assert words(text.p) == "Det är öppet för alla."


def test_a_door_with_nothing_behind_it_is_not_there(client, full):
    assert not get(client).select(".door")
    make_association(activities=[make_activity("Schack")])
    assert texts(get(client).select(".door h2")) == ["Vad vill du göra?"]


def test_headings_go_down_one_step_at_a_time(client, full):
    make_register()
    levels = [int(heading.name[1]) for heading in get(client).find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_page_that_is_gone_leaves_no_link(client, full):
    ContentPage.objects.get(title="Så gör ni").delete()
    html = get(client)
    assert "Så gör ni" not in links(html)
    assert "Föreningarnas dag" in texts(html.select(".notices h3"))
