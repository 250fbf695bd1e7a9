"""The coordinator's pages: the warning, the queue, side by side, and the way back."""

import pytest
from django.urls import reverse

from associations import duplicates
from associations.merging import choices
from associations.models import Association, DuplicatePair, Merge, PairState, Presentation
from tests import cast
from tests.associations.test_admin_register import form_data
from tests.builders import make_association
from tests.merging.test_merge import merge

pytestmark = pytest.mark.django_db
NEW = form_data(name="Björkviks kör")


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


def compare(kept, other) -> str:
    return reverse("associations:compare", args=[kept.pk, other.pk])


def typed(kept, other, **chosen) -> dict:
    rows = choices.rows(kept, other)
    parts = {f"part-{row.part.name}": "kept" for row in rows if not row.is_same}
    given = {f"part-{name}": choice for name, choice in chosen.items()}
    return {"on": "2026-01-01", "stamp": choices.stamp(rows), "people_follow": "on"} | parts | given


def test_adding_one_that_is_there_is_a_question(desk, kept):
    page = desk.post(reverse("associations:add"), NEW)
    assert page.status_code == 422
    html = page.content.decode()
    assert reverse("associations:edit", args=[kept.pk]) in html
    assert 'name="add_anyway"' in html
    assert 'value="Björkviks kör"' in html
    assert Association.objects.count() == 1
    desk.post(reverse("associations:add"), NEW | {"add_anyway": "1"})
    assert Association.objects.count() == 2


def test_adding_another_is_no_question(desk, kept):
    desk.post(reverse("associations:add"), NEW | {"name": "Ekens schackklubb"})
    assert Association.objects.count() == 2


def test_while_typing(desk, kept):
    url = reverse("associations:like")
    assert kept.name in desk.get(url, {"name": "BJÖRKVIKS KÖR"}).content.decode()
    assert desk.get(url, {"name": "Bj"}).content.decode().strip() == ""
    assert desk.get(url, {"name": "x" * 9_000, "org_number": "0"}).status_code == 200


def test_the_queue(desk, kept, django_assert_max_num_queries):
    for number in range(12):
        make_association(f"Föreningen Nummer {number}")
        make_association(f"Föreningen Nummer {number}")
    duplicates.find_pairs()
    url = reverse("duplicates:index") + "?state=open"
    with django_assert_max_num_queries(22):
        assert "Föreningen Nummer 11" in desk.get(url).content.decode()
    pair = DuplicatePair.objects.first()
    read = reverse("duplicates:read", args=[pair.pk])
    assert compare(pair.first, pair.second) in desk.get(read).content.decode()
    desk.post(read)
    pair.refresh_from_db()
    assert pair.state == PairState.NOT_DUPLICATE


def test_choosing_another_leads_to_both_side_by_side(desk, kept, other):
    step = reverse("associations:merge", args=[other.pk])
    answer = desk.post(step, {"target": kept.pk})
    assert answer.headers["Location"] == compare(kept, other)
    other.refresh_from_db()
    assert other.status == "active"


def test_side_by_side_and_merged(desk, kept, other):
    cast.rut(other)
    html = desk.get(compare(kept, other)).content.decode()
    for text in ("1950", "1948", "Norr", "Söder", "Vi sjunger.", "Kör för alla.", "rut@"):
        assert text in html
    desk.post(compare(kept, other), typed(kept, other, founded_year="other"))
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.founded_year, other.merged_into_id) == (1948, kept.pk)
    edit = desk.get(reverse("associations:edit", args=[kept.pk])).content.decode()
    undo = reverse("associations:undo_merge", args=[Merge.objects.get().pk])
    assert undo in edit
    assert desk.get(undo).status_code == 200
    desk.post(undo)
    other.refresh_from_db()
    assert other.status == "active"


def test_a_choice_that_is_none_is_asked_again(desk, kept, other):
    page = desk.post(compare(kept, other), typed(kept, other, phone="both", founded_year="other"))
    assert page.status_code == 422
    assert "checked" in page.content.decode()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("stamp", ["", "-", "0" * 32])
def test_a_page_that_is_old_merges_nothing(desk, kept, other, stamp):
    desk.post(compare(kept, other), typed(kept, other) | {"stamp": stamp})
    assert not Merge.objects.exists()


def test_what_cannot_be_undone_says_why(desk, kept, other, olga):
    made = merge(other, kept, olga, founded_year="other")
    Association.objects.filter(pk=kept.pk).update(founded_year=1999)
    page = desk.post(reverse("associations:undo_merge", args=[made.pk]))
    assert page.status_code == 422
    assert "har ändrats sedan dess" in page.content.decode()


def test_nothing_to_compare_with_what_is_gone(desk, kept, other, olga):
    assert desk.get(compare(kept, kept)).status_code == 302
    merge(other, kept, olga)
    assert desk.get(compare(kept, other)).status_code == 404
    assert desk.post(compare(kept, other), {}).status_code == 404


def test_moved_out_of_the_municipality_in_public(desk, kept):
    desk.post(reverse("associations:move_out", args=[kept.pk]), {"on": "2026-01-01"})
    kept.refresh_from_db()
    assert kept.status == "moved"
    assert "flyttat till en annan kommun" in desk.get(f"/foreningar/{kept.slug}/").content.decode()
    assert kept.name not in desk.get("/foreningar/").content.decode()
    desk.post(reverse("associations:activate", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.status == "active"


def test_written_words_are_shown_without_their_formatting(desk, kept, other):
    text = Presentation.objects.get(association=other)
    text.body = [("heading", "Om oss"), ("text", "<p>Vi <b>sjunger</b> på tisdagar.</p>")]
    text.save()
    html = desk.get(compare(kept, other)).content.decode()
    assert "Om oss" in html
    assert "Vi sjunger på tisdagar." in html
