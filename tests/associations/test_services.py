"""What happens to an association: each service works, logs, and refuses what breaks a rule."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from associations import services
from associations.models import Association, PrivateContact, Status, Suggestion
from associations.signals import association_dissolved, association_merged
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db


def actions(association: Association) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(association).order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_register_gives_a_permanent_slug_that_no_other_has():
    first = make_association("Älvdalens körsångare")
    second = make_association("Älvdalens körsångare")
    assert (first.slug, second.slug) == ("alvdalens-korsangare", "alvdalens-korsangare-2")
    assert first.public_id != second.public_id


def test_register_starts_unlisted_and_is_logged():
    association = services.register_association(name="Nya Kören", by=None)
    assert not association.is_listed
    assert actions(association) == ["wagtail.create"]
    assert association.presentation.ingress == ""


def test_change_facts_logs_names_of_fields_and_never_values():
    association = make_association(town="Björkvik")
    choir = make_activity("Körsång")
    services.change_facts(
        association,
        changes={"town": "Norrtuna", "activities": [choir], "name": association.name},
        by=None,
    )
    association.refresh_from_db()
    assert association.town == "Norrtuna"
    assert list(association.activities.all()) == [choir]
    entry = ModelLogEntry.objects.for_instance(association).latest("pk")
    assert entry.data == {"fields": ["activities", "town"]}


def test_change_facts_that_changes_nothing_writes_nothing(django_assert_max_num_queries):
    association = make_association(town="Björkvik")
    with django_assert_max_num_queries(4) as queries:
        services.change_facts(association, changes={"town": "Björkvik"}, by=None)
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_change_facts_refuses_what_the_rules_refuse():
    association = make_association()
    with pytest.raises(ValidationError):
        services.change_facts(association, changes={"org_number": "8020028712"}, by=None)
    association.refresh_from_db()
    assert association.org_number == ""


@pytest.mark.parametrize("is_public", [True, False])
def test_a_contact_detail_is_stored_where_its_visibility_says(is_public):
    association = make_association()
    for visible in (not is_public, is_public):
        services.set_contact(
            association, field="email", value="kansli@koren.example", is_public=visible, by=None
        )
    association.refresh_from_db()
    stored = (association.email, PrivateContact.objects.get(association=association).email)
    expected = ("kansli@koren.example", "")
    assert stored == (expected if is_public else expected[::-1])


def test_a_field_that_is_no_contact_detail_cannot_be_hidden():
    with pytest.raises(ValueError, match="name"):
        services.set_contact(make_association(), field="name", value="x", is_public=False, by=None)


def test_listing_many_counts_those_that_changed():
    listed, unlisted = make_association(listed=True), make_association(listed=False)
    assert services.set_listed([listed, unlisted], is_listed=True, by=None) == 1
    assert Association.objects.listed().count() == 2
    assert actions(unlisted)[-1] == "associations.list"
    assert "associations.list" not in actions(listed)


def test_dissolved_keeps_its_page_points_on_and_is_told():
    heard = []
    association_dissolved.connect(
        lambda **kwargs: heard.append(kwargs), weak=False, dispatch_uid="t"
    )
    old, new = make_association(), make_association()
    services.dissolve(old, on=date(2026, 3, 1), continues_in=new, by=None)
    association_dissolved.disconnect(dispatch_uid="t")
    old.refresh_from_db()
    assert (old.status, old.merged_into, old.ended_on) == (Status.DISSOLVED, new, date(2026, 3, 1))
    assert old in Association.objects.listed()
    assert old not in Association.objects.current()
    assert [event["association"] for event in heard] == [old]


def test_merging_needs_another_that_is_still_going():
    old, new = make_association(), make_association()
    with pytest.raises(ValueError):
        services.merge_into(old, target=old, on=date(2026, 3, 1), by=None)
    services.dissolve(new, on=date(2026, 3, 1), by=None)
    with pytest.raises(ValueError):
        services.merge_into(old, target=new, on=date(2026, 3, 1), by=None)


def test_merged_is_told_and_points_on():
    heard = []
    association_merged.connect(lambda **kwargs: heard.append(kwargs), weak=False, dispatch_uid="t")
    old, new = make_association(), make_association()
    services.merge_into(old, target=new, on=date(2026, 3, 1), by=None)
    association_merged.disconnect(dispatch_uid="t")
    assert [(event["association"], event["into"]) for event in heard] == [(old, new)]


def test_the_database_refuses_a_merger_into_nothing():
    association = make_association()
    with (
        pytest.raises(IntegrityError, match="merged_association_says_into_which"),
        transaction.atomic(),
    ):
        Association.objects.filter(pk=association.pk).update(status=Status.MERGED)


def test_a_shared_number_is_allowed_and_found():
    first = make_association(org_number="8020028711")
    second = make_association(org_number="8020028711")
    make_association(org_number="8024197405")
    make_association()
    assert set(Association.objects.sharing_number()) == {first, second}


def test_a_suggestion_keeps_no_address_of_the_sender():
    suggestion = services.suggest_change(
        make_association(), topic="wrong", text="Ni har flyttat", reply_to="", sender="192.0.2.7"
    )
    assert Suggestion.objects.get() == suggestion
    assert "192.0.2.7" not in str(vars(suggestion))
    assert suggestion.sender_hash == services.sender_hash("192.0.2.7")
