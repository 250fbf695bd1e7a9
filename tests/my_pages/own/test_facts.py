"""The association's own facts: true at once, logged without values, one's own alone."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from associations import fact_services, membership_services, versions
from associations.models import Association, PrivateContact
from tests import cast
from tests.builders import make_activity, make_area, make_language, make_target_group
from tests.my_pages.own.forms import opened, own, save

pytestmark = pytest.mark.django_db
PAGES = ("my_details", "my_activities", "my_meetings", "my_contacts")


def logged(association) -> list[dict]:
    entries = ModelLogEntry.objects.for_instance(association)
    return [e.data for e in entries.filter(action="associations.change_facts").order_by("pk")]


def test_what_is_saved_is_public_at_once(client, choir, rut):
    client.force_login(rut)
    response = save(client, own("my_details", choir), town="Norrtuna", founded_year="1921")
    assert response["Location"] == own("my_association", choir)
    page = client.get(f"/foreningar/{choir.slug}/").content.decode()
    assert "Norrtuna" in page
    assert "1921" in page


def test_only_what_changed_is_logged_and_no_value_is(client, choir, rut):
    client.force_login(rut)
    save(client, own("my_details", choir), postal_code="12345")
    assert logged(choir) == [{"fields": ["postal_code"]}]
    choir.refresh_from_db()
    assert choir.postal_code == "123 45"
    save(client, own("my_details", choir))
    assert len(logged(choir)) == 1


def test_activities_are_ticked_under_their_headings(client, choir, rut):
    music = make_activity("Musik")
    singing = make_activity("Körsång", parent=music)
    adults = make_target_group("Vuxna")
    client.force_login(rut)
    page = client.get(own("my_activities", choir)).content.decode()
    assert "<summary>Musik" in page
    save(client, own("my_activities", choir), activities=[singing.pk], target_groups=[adults.pk])
    assert list(choir.activities.all()) == [singing]
    assert logged(choir) == [{"fields": ["activities", "target_groups"]}]
    assert "1 vald" in client.get(own("my_activities", choir)).content.decode()


def test_meeting_times_come_before_the_reviewed_words_and_not_beside_them(client, choir, rut):
    choir.presentation.when_and_where = "Måndagar i aulan"
    choir.presentation.save()
    client.force_login(rut)
    save(client, own("my_meetings", choir), meeting_times="Tisdagar kl. 19 i musikskolan")
    page = client.get(f"/foreningar/{choir.slug}/").content.decode()
    assert "Tisdagar kl. 19 i musikskolan" in page
    assert "Måndagar i aulan" not in page
    assert "Tisdagar kl. 19 i musikskolan" in client.get("/foreningar/").content.decode()


def test_each_contact_detail_goes_where_its_visibility_says(client, choir, rut):
    client.force_login(rut)
    changes = {"phone": "070-123 45 67", "phone_is_public": "False", "website": "www.kor.example"}
    save(client, own("my_contacts", choir), **changes)
    choir.refresh_from_db()
    private = PrivateContact.objects.get(association=choir)
    assert (choir.phone, private.phone) == ("", "070-123 45 67")
    assert choir.website == "https://www.kor.example"
    assert "070-123 45 67" not in client.get(f"/foreningar/{choir.slug}/").content.decode()
    assert "070-123 45 67" in client.get(own("my_contacts", choir)).content.decode()


@pytest.mark.parametrize(
    ("route", "field", "value"),
    [
        ("my_details", "postal_code", "1234"),
        ("my_details", "founded_year", "21"),
        ("my_details", "visiting_address", "Siv 19500101-1234"),
        ("my_meetings", "meeting_times", "Ring 500101-1234"),
        ("my_contacts", "email", "info"),
        ("my_contacts", "website", "javascript:alert(1)"),
        ("my_contacts", "social_links", "javascript:alert(1)"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(client, choir, rut, route, field, value):
    client.force_login(rut)
    response = save(client, own(route, choir), **{field: value})
    assert response.status_code == 422
    assert "Det finns ett problem" in response.content.decode()
    assert "0101-1234" not in response.content.decode()
    assert logged(choir) == []


def test_what_was_typed_is_kept(client, choir, rut):
    client.force_login(rut)
    response = save(client, own("my_details", choir), town="Norrtuna", postal_code="fel")
    assert 'value="Norrtuna"' in response.content.decode()


def test_what_is_locked_is_no_field_of_any_form(client, choir, rut):
    client.force_login(rut)
    locked = {
        "name": "Annan",
        "org_number": "8020028711",
        "legal_form": "other",
        "is_listed": "",
        "slug": "annan",
        "status": "dissolved",
    }
    for route in PAGES:
        assert save(client, own(route, choir), **locked).status_code == 302
    after = Association.objects.get(pk=choir.pk)
    assert [getattr(after, name) for name in locked] == [getattr(choir, name) for name in locked]


@pytest.mark.parametrize("route", PAGES)
def test_anothers_pages_are_not_there(client, choir, rut, stig, route):
    client.force_login(rut)
    data = opened(client, own(route, choir))
    client.force_login(stig)
    assert client.get(own(route, choir)).status_code == 404
    assert client.post(own(route, choir), data | {"town": "Kapad"}).status_code == 404
    assert logged(choir) == []


@pytest.mark.parametrize("route", PAGES)
def test_who_answers_invitations_does_not_edit(client, choir, rut, route):
    client.force_login(cast.colleague("tove", choir, "answers"))
    assert client.get(own(route, choir)).status_code == 404
    assert client.post(own(route, choir), {}).status_code == 404


def test_who_has_left_saves_nothing_more(client, choir, rut):
    tove = cast.colleague("tove", choir)
    client.force_login(tove)
    data = opened(client, own("my_details", choir))
    membership_services.leave(choir, by=tove)
    assert client.post(own("my_details", choir), data | {"town": "Kapad"}).status_code == 404
    assert logged(choir) == []


def test_the_service_asks_for_itself(choir, stig):
    opened_with = versions.token(fact_services.stored(choir, ["town"]))
    with pytest.raises(PermissionDenied):
        fact_services.change_own(choir, changes={"town": "Kapad"}, opened_with=opened_with, by=stig)


def test_an_area_of_another_kind_is_refused(client, choir, rut):
    make_area("Norr")
    client.force_login(rut)
    assert save(client, own("my_details", choir), areas=["9999"]).status_code == 422


def test_the_number_of_queries_is_the_same_however_many_words(
    client, choir, rut, django_assert_max_num_queries
):
    music = make_activity("Musik")
    for number in range(20):
        make_activity(f"Musik {number}", parent=music)
    client.force_login(rut)
    # What the frame of every page asks is kept after the first.
    client.get(own("my_activities", choir))
    client.get(own("my_association", choir))
    with django_assert_max_num_queries(12):
        client.get(own("my_activities", choir))
    with django_assert_max_num_queries(40):
        client.get(own("my_association", choir))


def test_a_long_list_is_folded_and_says_how_many_are_chosen(client, choir, rut):
    for number in range(20):
        choir.languages.add(make_language(f"Språk {number}", f"q{number:02}"))
    client.force_login(rut)
    page = client.get(own("my_details", choir)).content.decode()
    assert "<summary>Välj" in page
    assert "20 valda" in page
