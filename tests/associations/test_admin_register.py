"""The coordinator keeps the register: finds, narrows, adds, changes, lists; others may not."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from associations import services
from associations.models import Association, PrivateContact
from tests import cast
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db

LIST = "/admin/associations/"
NUMBER = "8020024280"


@pytest.fixture
def olga(client):
    user = cast.olga()
    client.force_login(user)
    return user


def edit_url(association) -> str:
    return reverse("associations:edit", args=[association.pk])


def form_data(**changes) -> dict:
    """What the browser sends for an association with no more than a name."""
    data = {
        "name": "Björkviks kör",
        "org_number": "",
        "legal_form": "non_profit",
        "founded_year": "",
        "national_federation": "",
        "annual_meeting_month": "",
        "visiting_address": "",
        "postal_code": "",
        "town": "",
        "latitude": "",
        "longitude": "",
        "email": "",
        "email_is_public": "False",
        "phone": "",
        "phone_is_public": "False",
        "website": "",
        "website_is_public": "True",
        "social_links": "",
        "social_links_is_public": "True",
    }
    return data | changes


def names(response) -> list[str]:
    return [row.name for row in response.context["object_list"]]


def test_the_list_shows_listed_and_unlisted(client, olga):
    make_association("Ankan")
    make_association("Örnen", listed=False)
    make_association("Ärlan")
    make_association("Åkerfolket")
    response = client.get(LIST)
    assert names(response) == ["Ankan", "Åkerfolket", "Ärlan", "Örnen"]
    assert "not listed" in response.text or "inte listad" in response.text


def test_the_list_needs_as_many_queries_for_forty_as_for_two(
    client, olga, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        make_association(org_number=NUMBER)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(38):
        make_association(org_number=NUMBER, source="falun")
    with CaptureQueriesContext(connection) as many:
        assert len(names(client.get(LIST))) == 40
    assert len(many) == len(few)
    assert len(many) <= 16


@pytest.mark.parametrize("typed", ["åkerf", "ÅKERF", "Åkerf", "802002-42"])
def test_search_minds_neither_case_nor_hyphen(client, olga, typed):
    make_association("Åkerfolket", org_number=NUMBER)
    make_association("Ankan")
    assert names(client.get(LIST, {"q": typed})) == ["Åkerfolket"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "dormant"}, ["Vilan"]),
        ({"is_listed": "False"}, ["Dold"]),
        ({"issue": "missing_number", "source": "falun"}, ["Importen"]),
        ({"issue": "shared_number"}, ["Delad ett", "Delad två"]),
        ({"issue": "no_email"}, ["Dold", "Delad ett", "Delad två", "Importen", "Vilan"]),
        ({"issue": ["no_email", "shared_number"]}, ["Delad ett", "Delad två"]),
        ({"source": "falun"}, ["Importen"]),
        (
            {"not_confirmed_since": "2026-06-01"},
            ["Delad ett", "Delad två", "Importen", "Nåbar", "Privat", "Vilan"],
        ),
    ],
)
def test_the_filters(client, olga, query, found):
    from datetime import date

    services.set_dormant(make_association("Vilan"), by=None)
    services.confirm(make_association("Dold", listed=False), on=date(2026, 6, 1), by=None)
    make_association("Delad ett", org_number=NUMBER)
    make_association("Delad två", org_number=NUMBER)
    make_association("Importen", source="falun")
    make_association("Nåbar", email="info@nabar.example")
    private = make_association("Privat")
    services.set_contact(
        private, field="email", value="kassor@privat.example", is_public=False, by=None
    )
    assert sorted(names(client.get(LIST, query))) == sorted(found)


def test_a_new_association_is_unlisted_and_its_number_normalised(client, olga):
    choir = make_activity("Kör")
    data = form_data(
        org_number="16 802002-4280",
        activities=[choir.pk],
        email="styrelsen@kor.example",
        phone="070-123 45 67",
        website="kor.example",
        website_is_public="True",
        email_is_public="True",
        social_links="facebook.com/kor\nhttps://kor.example/nytt",
    )
    response = client.post(LIST + "new/", data)
    association = Association.objects.get()
    assert response.url == edit_url(association)
    assert association.org_number == NUMBER
    assert not association.is_listed
    assert list(association.activities.all()) == [choir]
    assert association.email == "styrelsen@kor.example"
    assert association.website == "https://kor.example"
    assert association.social_links == [
        {"kind": "facebook", "url": "https://facebook.com/kor"},
        {"kind": "other", "url": "https://kor.example/nytt"},
    ]
    assert association.phone == ""
    assert PrivateContact.objects.get().phone == "070-123 45 67"


def test_a_saved_form_writes_and_logs_once_only_what_changed(client, olga):
    association = make_association("Björkviks kör")
    data = form_data(town="Björkvik", email="info@kor.example", email_is_public="True")
    client.post(edit_url(association), data)
    client.post(edit_url(association), data)
    [entry] = ModelLogEntry.objects.filter(action="associations.change_facts")
    assert entry.data == {"fields": ["email", "town"]}
    assert entry.user == olga


def test_the_form_shows_a_detail_where_it_is_kept_and_moves_it(client, olga):
    association = make_association("Björkviks kör")
    services.set_contact(
        association, field="email", value="kassor@kor.example", is_public=False, by=None
    )
    form = client.get(edit_url(association)).context["form"]
    assert form["email"].value() == "kassor@kor.example"
    assert form["email_is_public"].value() is False
    client.post(
        edit_url(association), form_data(email="kassor@kor.example", email_is_public="True")
    )
    association.refresh_from_db()
    assert association.email == "kassor@kor.example"
    assert PrivateContact.objects.get(association=association).email == ""


PERSONAL = ["811218-9876", "198112189876", "19811218-9876", "811278-9873", "8112189876"]


@pytest.mark.parametrize("typed", PERSONAL)
def test_a_personal_identity_number_is_refused_and_not_shown_again(client, olga, typed, caplog):
    association = make_association("Björkviks kör")
    response = client.post(edit_url(association), form_data(org_number=typed))
    assert response.status_code == 200
    assert response.context["form"].errors["org_number"]
    assert typed not in response.text
    assert typed[-4:] not in response.text.split('id="panel-', 1)[-1]
    assert typed not in caplog.text
    association.refresh_from_db()
    assert association.org_number == ""


def test_a_mistyped_number_is_shown_again(client, olga):
    response = client.post(LIST + "new/", form_data(org_number="802002-4281"))
    assert response.context["form"].errors["org_number"]
    assert "802002-4281" in response.text


def test_a_shared_number_is_allowed_and_said_with_links(client, olga):
    other = make_association("Den andra", org_number=NUMBER)
    association = make_association("Björkviks kör")
    response = client.post(edit_url(association), form_data(org_number=NUMBER), follow=True)
    assert f'href="{edit_url(other)}"' in response.text
    assert list(response.context["sharing"]) == [other]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "inte en adress"}, "email"),
        ({"social_links": "inte en adress"}, "social_links"),
        ({"founded_year": "19"}, "founded_year"),
        ({"annual_meeting_month": "13"}, "annual_meeting_month"),
        ({"latitude": "91", "longitude": "12"}, "latitude"),
        ({"latitude": "59.1"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(client, olga, changes, field):
    response = client.post(LIST + "new/", form_data(**changes))
    assert field in response.context["form"].errors
    assert not Association.objects.exists()


def test_the_month_of_the_annual_meeting_is_kept_and_can_be_unknown(client, olga):
    association = make_association("Björkviks kör")
    for typed, month in (("3", 3), ("", None)):
        client.post(edit_url(association), form_data(annual_meeting_month=typed))
        association.refresh_from_db()
        assert association.annual_meeting_month == month


def test_status_and_listing_cannot_be_slipped_into_the_form(client, olga):
    association = make_association("Björkviks kör", listed=False)
    client.post(
        edit_url(association), form_data(status="dissolved", is_listed="on", slug="annan-adress")
    )
    association.refresh_from_db()
    assert (association.status, association.is_listed) == ("active", False)
    assert association.slug == "bjorkviks-kor"


def test_history_tells_what_was_changed_and_never_to_what(client, olga):
    association = make_association("Björkviks kör")
    client.post(edit_url(association), form_data(phone="070-123 45 67"))
    page = client.get(reverse("associations:history", args=[association.pk])).text
    assert "telefon" in page.lower() or "phone" in page.lower()
    assert "070-123 45 67" not in page


def test_there_is_no_usage_copy_or_inspect_page(client, olga):
    association = make_association()
    for name in ("usage", "copy", "inspect"):
        assert client.get(f"{LIST}{name}/{association.pk}/").status_code == 404
    assert client.get("/admin/choose/association_chooser/create/").status_code == 404


def test_an_unlisted_mistake_can_be_removed(client, olga):
    association = make_association("Testrad", listed=False)
    client.post(reverse("associations:delete", args=[association.pk]))
    assert not Association.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete", label="Testrad").exists()


def test_a_listed_association_or_one_that_others_continue_in_is_kept(client, olga):
    from datetime import date

    listed = make_association()
    target = make_association(listed=False)
    services.merge_into(make_association(listed=False), target=target, on=date(2026, 1, 1), by=None)
    for association in (listed, target):
        response = client.post(reverse("associations:delete", args=[association.pk]))
        assert response.url == edit_url(association)
        assert Association.objects.filter(pk=association.pk).exists()


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_in_the_admin_are_told_that_they_may_not(client, who):
    association = make_association()
    client.force_login(getattr(cast, who)())
    for url in (LIST, LIST + "new/", edit_url(association)):
        for method in (client.get, client.post):
            response = method(url)
            assert (response.status_code, response.url) == (302, "/admin/")


def test_a_representative_never_comes_into_the_admin(client):
    association = make_association()
    client.force_login(cast.rut(association))
    assert client.get(edit_url(association)).status_code == 404


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_list_is_exported_as_the_filters_show_it(client, olga, extension):
    make_association("=SUMMA(A1)", town="Falun", source="falun")
    make_association("Lunds kör", source="lund")
    response = client.get(LIST, {"source": "falun", "export": extension})
    assert f"foreningsregister.{extension}" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if extension == "csv":
        text = content.decode("utf-8-sig")
        assert "Falun" in text
        assert "Lunds kör" not in text
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert "=SUMMA(A1)" in [str(cell.value).removeprefix("'") for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert "Lunds kör" not in [cell.value for cell in cells]


def test_only_those_who_may_import_may_export(client, olga):
    permission = Permission.objects.get(codename="import_associations")
    Group.objects.get(name="Samordnare").permissions.remove(permission)
    make_association("Falu kör")
    assert "export=csv" not in client.get(LIST).text
    response = client.get(LIST, {"export": "csv"})
    assert (response.status_code, response.url) == (302, "/admin/")
