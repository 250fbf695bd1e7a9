"""The life course, listing many at once, the vocabularies, the queue and the start page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import ModelLogEntry

from associations import services, term_services
from associations.models import (
    Activity,
    Area,
    Association,
    Language,
    Suggestion,
    Suspicion,
    TermMapping,
)
from tests import cast
from tests.builders import make_activity, make_area, make_association, make_target_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client):
    user = cast.olga()
    client.force_login(user)
    return user


def step(name: str, association) -> str:
    return reverse(f"associations:{name}", args=[association.pk])


def actions() -> set[str]:
    return set(ModelLogEntry.objects.values_list("action", flat=True))


def test_confirming_is_a_button(client, olga):
    association = make_association()
    assert client.get(step("confirm", association)).status_code == 200
    association.refresh_from_db()
    assert association.confirmed_on is None
    client.post(step("confirm", association))
    association.refresh_from_db()
    assert association.confirmed_on == localdate()


def test_rest_and_wake(client, olga):
    association = make_association()
    client.post(step("rest", association))
    association.refresh_from_db()
    assert association.status == "dormant"
    client.post(step("activate", association))
    association.refresh_from_db()
    assert association.status == "active"
    assert {"associations.rest", "associations.activate"} <= actions()


def test_dissolve_points_on(client, olga):
    association, other = make_association(), make_association()
    client.post(step("dissolve", association), {"on": "2026-03-01", "target": other.pk})
    association.refresh_from_db()
    assert association.status == "dissolved"
    assert association.ended_on == date(2026, 3, 1)
    assert association.merged_into == other


def test_dissolve_needs_no_other(client, olga):
    association = make_association()
    client.post(step("dissolve", association), {"on": "2026-03-01", "target": ""})
    association.refresh_from_db()
    assert (association.status, association.merged_into) == ("dissolved", None)


def test_merge_and_take_up_again(client, olga):
    association, other = make_association(), make_association()
    services.merge_into(association, target=other, on=date(2026, 3, 1), by=olga)
    association.refresh_from_db()
    assert (association.status, association.merged_into) == ("merged", other)
    client.post(step("activate", association))
    association.refresh_from_db()
    assert (association.status, association.merged_into, association.ended_on) == (
        "active",
        None,
        None,
    )


@pytest.mark.parametrize("choice", ["self", "ended", "none"])
def test_merge_refuses_what_makes_no_sense(client, olga, choice):
    association, ended = make_association(), make_association()
    services.dissolve(ended, on=date(2026, 1, 1), by=None)
    target = {"self": association.pk, "ended": ended.pk, "none": ""}[choice]
    response = client.post(step("merge", association), {"target": target})
    assert response.status_code == 200
    assert response.context["form"].errors
    association.refresh_from_db()
    assert association.status == "active"


def test_a_step_that_the_table_does_not_have_is_refused(client, olga):
    association = make_association()
    services.dissolve(association, on=date(2026, 1, 1), by=None)
    for name in ("rest", "dissolve", "merge"):
        assert client.get(step(name, association)).status_code == 302
        assert client.post(step(name, association), {"on": "2026-03-01"}).status_code == 302
    with pytest.raises(ValueError, match="No step leads from dissolved to dormant"):
        services.set_dormant(association, by=None)


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_take_no_step(client, who):
    association = make_association()
    client.force_login(getattr(cast, who)())
    for name in ("confirm", "rest", "dissolve", "merge", "activate"):
        response = client.post(step(name, association), {"on": "2026-03-01"})
        assert (response.status_code, response.url) == (302, "/admin/")
    association.refresh_from_db()
    assert association.status == "active"


# Many at once


def bulk(action: str) -> str:
    return reverse("wagtail_bulk_action", args=["associations", "association", action])


def test_listing_those_that_were_ticked(client, olga):
    chosen, other = make_association(listed=False), make_association(listed=False)
    url = f"{bulk('list')}?id={chosen.pk}&next=/admin/associations/"
    page = client.get(url)
    assert chosen.name in page.text
    assert other.name not in page.text
    assert not Association.objects.filter(is_listed=True).exists()
    assert client.post(url).url == "/admin/associations/"
    assert list(Association.objects.filter(is_listed=True)) == [chosen]


def test_all_means_all_that_the_filters_showed(client, olga):
    rows = [make_association(f"Falu förening {n}", listed=False, source="falun") for n in range(60)]
    make_association("Lunds förening", listed=False, source="lund")
    url = f"{bulk('list')}?source=falun&q=falu&id=all&next=/admin/associations/"
    page = client.get(url)
    assert "60" in page.text
    assert "Lunds förening" not in page.text
    client.post(url)
    assert set(Association.objects.filter(is_listed=True)) == set(rows)
    assert ModelLogEntry.objects.filter(action="associations.list").count() == 60


def test_all_under_a_filter_that_is_wrong_is_none(client, olga):
    make_association(listed=False)
    client.post(f"{bulk('list')}?not_confirmed_since=igår&id=all")
    assert not Association.objects.filter(is_listed=True).exists()


@pytest.mark.parametrize("ids", ["id=0", "id=x", "", "id=99999"])
def test_nothing_ticked_is_said(client, olga, ids):
    assert client.get(f"{bulk('unlist')}?{ids}").status_code == 200
    assert client.post(f"{bulk('unlist')}?{ids}").status_code in (200, 302)


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_list_nothing(client, who):
    association = make_association(listed=False)
    client.force_login(getattr(cast, who)())
    for method in (client.get, client.post):
        response = method(f"{bulk('list')}?id={association.pk}")
        assert (response.status_code, response.url) == (302, "/admin/")
    association.refresh_from_db()
    assert not association.is_listed


# Vocabularies


def test_activities_stand_as_a_tree(client, olga):
    music = make_activity("Musik")
    make_activity("Idrott")
    make_activity("Kör", parent=music)
    rows = client.get(reverse("activities:index")).context["object_list"]
    assert [(row.name, row.depth) for row in rows] == [("Idrott", 0), ("Musik", 0), ("Kör", 1)]


def test_a_word_is_added_with_an_address_name_of_its_own(client, olga):
    make_area("Norr")
    for _ in range(2):
        client.post(reverse("areas:add"), {"name": "Väster", "parent": ""})
    assert set(Area.objects.values_list("slug", flat=True)) == {"norr", "vaster", "vaster-2"}


def test_renaming_a_word_refreshes_the_listings_that_show_it(client, olga, monkeypatch):
    music = make_activity("Musik")
    choir = make_activity("Kör", parent=music)
    association = make_association(activities=[choir])
    refreshed = []
    monkeypatch.setattr(term_services.listings, "refresh", lambda pks: refreshed.extend(pks))
    data = {"name": "Sång och musik", "parent": "", "icnpo": "1100", "synonyms": ""}
    client.post(reverse("activities:edit", args=[music.pk]), data)
    music.refresh_from_db()
    assert music.name == "Sång och musik"
    assert refreshed == [association.pk]


def test_a_word_cannot_stand_under_itself(client, olga):
    music = make_activity("Musik")
    choir = make_activity("Kör", parent=music)
    data = {"name": "Musik", "parent": choir.pk, "icnpo": "1100", "synonyms": ""}
    response = client.post(reverse("activities:edit", args=[music.pk]), data)
    assert response.status_code == 200
    music.refresh_from_db()
    assert music.parent is None


def test_a_word_in_use_is_not_removed_and_says_by_how_many(client, olga):
    choir = make_activity("Kör")
    for _ in range(3):
        make_association(activities=[choir])
    url = reverse("activities:delete", args=[choir.pk])
    assert "3" in client.get(url).text
    response = client.post(url, follow=True)
    assert "3" in " ".join(str(message) for message in response.context["messages"])
    assert Activity.objects.filter(pk=choir.pk).exists()


def test_a_word_with_others_under_it_is_not_removed(client, olga):
    music = make_activity("Musik")
    make_activity("Kör", parent=music)
    client.post(reverse("activities:delete", args=[music.pk]))
    assert Activity.objects.count() == 2


def test_a_word_that_nothing_uses_is_removed(client, olga):
    group = make_target_group("Barn", age_from=0, age_to=12)
    client.post(reverse("target_groups:delete", args=[group.pk]))
    client.post(reverse("languages:add"), {"name": "Finska", "slug": "fi"})
    assert Language.objects.get().slug == "fi"
    assert "wagtail.delete" in actions()


# Residents' suggestions


def test_a_suggestion_is_read_and_then_noted_as_handled(client, olga):
    association = make_association()
    suggestion = services.suggest_change(
        association,
        topic="outdated",
        text="Telefonnumret går inte fram.",
        reply_to="nabo@bjorkvik.example",
        sender="192.0.2.1",
    )
    assert association.name in client.get(reverse("suggestions:index")).text
    url = reverse("suggestions:read", args=[suggestion.pk])
    assert "Telefonnumret går inte fram." in client.get(url).text
    suggestion.refresh_from_db()
    assert suggestion.handled_at is None
    client.post(url)
    suggestion.refresh_from_db()
    assert suggestion.handled_by == olga
    waiting = client.get(reverse("suggestions:index"), {"waiting": "true"})
    assert not waiting.context["object_list"]


def test_the_first_to_handle_it_stays_noted(client, olga):
    suggestion = services.suggest_change(
        make_association(), topic="wrong", text="Fel.", reply_to="", sender="192.0.2.1"
    )
    url = reverse("suggestions:read", args=[suggestion.pk])
    client.post(url)
    first = Suggestion.objects.get().handled_at
    client.post(url)
    assert Suggestion.objects.get().handled_at == first


# The start page


def test_the_start_page_counts_what_there_is_to_do_and_links_to_it(client, olga):
    make_association(org_number="8020024280", email="a@b.example")
    make_association()
    suspect = make_association(email="c@d.example")
    suspect.source_records.create(source="x", suspicion=Suspicion.TEST_ROW, imported_at=now())
    TermMapping.objects.create(kind="activity", word="Stämsång", key="stämsång", uses=3)
    page = client.get("/admin/")
    [panel] = [p for p in page.context["panels"] if p.name == "associations_to_do"]
    lines = panel.get_context_data({})["lines"]
    assert [line["count"] for line in lines] == [0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 1, 0, 3]
    for line in lines:
        assert line["text"].startswith(str(line["count"]))
        response = client.get(line["url"])
        assert response.status_code == 200
        if not line["count"]:
            continue
        context = response.context
        found = next(context[name] for name in ("object_list", "rows", "form") if name in context)
        assert len(list(found)) == line["count"]
        assert line["url"].replace("&", "&amp;") in page.text


def test_the_start_page_asks_once_for_each_count_however_many_there_are(olga):
    from associations.admin.home import to_do

    counts = []
    for more in (1, 20):
        for _ in range(more):
            make_association()
        with CaptureQueriesContext(connection) as queries:
            to_do()
        counts.append(len(queries))
    assert counts == [13, 13]


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_have_no_such_panel(client, who):
    client.force_login(getattr(cast, who)())
    names = [getattr(panel, "name", "") for panel in client.get("/admin/").context["panels"]]
    assert "associations_to_do" not in names


# Choosers


@pytest.mark.parametrize(
    ("who", "found"), [("olga", {"Listad", "Dold"}), ("edit", {"Listad"}), ("hans", {"Listad"})]
)
def test_choosers_show_names_of_what_one_may_know_about(client, who, found):
    make_association("Listad", org_number="8020024280", email="x@y.example")
    hidden = make_association("Dold", listed=False)
    client.force_login(getattr(cast, who)())
    text = client.get(reverse("association_chooser:choose")).json()["html"]
    assert {name for name in ("Listad", "Dold") if name in text} == found
    assert "802002" not in text
    assert "x@y" not in text
    chosen = client.get(reverse("association_chooser:chosen", args=[hidden.pk]))
    assert chosen.status_code == (200 if "Dold" in found else 404)
    assert client.get("/admin/association_chooser/chosen/x/").status_code == 404
