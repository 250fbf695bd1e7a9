"""Hidden stays hidden: whoever lists it, shows it or imports it."""

import pytest
from django.urls import reverse

from associations import do_not_publish, services
from associations.importing.apply import run_import
from associations.importing.types import CleanRow
from associations.models import Association, DoNotPublish, Listing, PrivateContact
from tests import cast
from tests.builders import make_association
from tests.membership.dump import dump

pytestmark = pytest.mark.django_db
ADDRESS, PHONE = "info@kor.example", "08-123 45 67"


def imported(**values):
    row = {"name": "Björkviks kör", "email": ADDRESS, "phone": PHONE} | values
    run_import(lambda: [CleanRow(number=1, values=row)], source="rbok", by=None, file_name="r.csv")
    return Association.objects.get(name=row["name"])


@pytest.mark.parametrize(
    ("kind", "written"), [("email", "INFO@kor.example "), ("phone", "+46 8 1234567")]
)
def test_a_value_is_hidden_at_once_and_in_every_import(olga, kind, written):
    value = {"email": ADDRESS, "phone": PHONE}[kind]
    association = imported()
    assert getattr(association, kind) == value
    do_not_publish.hide_value(kind, written, reason="", by=olga)
    for _time in range(2):
        association.refresh_from_db()
        assert getattr(association, kind) == ""
        assert getattr(PrivateContact.objects.get(), kind) == value
        imported()
    # Also under another name, and from our own export, which says what is public.
    other = imported(name="Ekens kör", public_id="8d5f9ab2-3c1e-4b9a-9a51-0c55d4e6a001")
    assert getattr(other, kind) == ""


def test_nobody_shows_it_by_a_form(olga):
    association = make_association()
    do_not_publish.hide_value("email", ADDRESS, reason="", by=olga)
    services.set_contact(association, field="email", value=ADDRESS, is_public=True, by=olga)
    association.refresh_from_db()
    assert association.email == ""
    assert PrivateContact.objects.get().email == ADDRESS


def test_an_association_is_never_listed_again(olga):
    association = imported(is_listed=True)
    do_not_publish.hide_association(association, reason="Efter samtal", by=olga)
    assert not Listing.objects.exists()
    assert services.set_listed([association], is_listed=True, by=olga) == 0
    imported(is_listed=True, town="Björkvik")
    association.refresh_from_db()
    assert not association.is_listed
    assert not Listing.objects.exists()
    do_not_publish.show_again(DoNotPublish.objects.get())
    assert services.set_listed([association], is_listed=True, by=olga) == 1


def test_a_name_is_never_listed(olga):
    do_not_publish.hide_value("name", "björkviks  KÖR", reason="", by=olga)
    assert not imported(is_listed=True).is_listed
    made = Association.objects.get()
    assert services.set_listed([made], is_listed=True, by=olga) == 0


def test_only_a_fingerprint_is_kept(olga):
    do_not_publish.hide_value("email", "ensam@hemma.example", reason="", by=olga)
    assert "ensam@hemma" not in dump()


def test_the_coordinator_keeps_the_list(client, olga):
    client.force_login(olga)
    association = make_association("Björkviks kör", email=ADDRESS)
    url = reverse("do_not_publish:add")
    assert client.get(url).status_code == 200
    for nothing in (
        {},
        {"kind": "email"},
        {"association": association.pk, "kind": "email", "value": "a"},
    ):
        assert client.post(url, nothing).status_code == 422
    client.post(url, {"kind": "email", "value": ADDRESS})
    client.post(url, {"association": association.pk, "reason": "Efter samtal"})
    association.refresh_from_db()
    assert (association.email, association.is_listed) == ("", False)
    page = client.get(reverse("do_not_publish:index")).content.decode()
    assert "Björkviks kör" in page
    assert ADDRESS not in page
    for row in DoNotPublish.objects.all():
        client.post(reverse("do_not_publish:delete", args=[row.pk]))
    assert not DoNotPublish.objects.exists()


def test_not_for_others(client):
    client.force_login(cast.edit())
    assert client.post(
        reverse("do_not_publish:add"), {"kind": "email", "value": "a@b.se"}
    ).status_code in (302, 403)
    assert not DoNotPublish.objects.exists()
