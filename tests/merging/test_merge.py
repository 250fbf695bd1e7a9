"""Two become one: what is chosen, who may, and what the history says."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry

from associations import merging, services
from associations.merging import choices
from associations.models import (
    DuplicatePair,
    Listing,
    PairState,
    PaymentDetails,
    Presentation,
    PrivateContact,
)
from associations.refusals import AssociationEnded, ChangedMeanwhile, DraftWaiting
from tests import cast
from tests.membership.people import may_act, roles, rows_agree

pytestmark = pytest.mark.django_db


def merge(other, kept, by, *, people_follow=True, shown="", **chosen):
    return merging.merge(
        other,
        into=kept,
        chosen=chosen,
        people_follow=people_follow,
        on=localdate(),
        by=by,
        shown=shown,
    )


def test_each_field_is_the_one_that_is_chosen(kept, other, olga):
    PaymentDetails.objects.create(association=other, bankgiro="50501055")
    merge(
        other,
        kept,
        olga,
        phone="other",
        founded_year="other",
        areas="both",
        bankgiro="other",
        ingress="other",
        email="kept",
    )
    kept.refresh_from_db()
    assert (kept.name, kept.founded_year) == ("Björkviks kör", 1948)
    assert (kept.phone, kept.email) == ("08-123 45 67", "info@kor.example")
    assert {area.name for area in kept.areas.all()} == {"Norr", "Söder"}
    assert kept.payment_details.bankgiro == "50501055"
    assert Presentation.objects.get(association=kept).ingress == "Kör för alla."
    assert Listing.objects.get(pk=kept.pk).ingress == "Kör för alla."
    assert services.listings.check() == []
    other.refresh_from_db()
    assert (other.status, other.merged_into_id) == ("merged", kept.pk)
    assert not Listing.objects.filter(pk=other.pk).exists()


def test_a_contact_detail_keeps_who_sees_it(kept, other, olga):
    services.set_contact(other, field="email", value="siv@hemma.example", is_public=False, by=olga)
    merge(other, kept, olga, email="other")
    kept.refresh_from_db()
    assert kept.email == ""
    assert PrivateContact.objects.get(association=kept).email == "siv@hemma.example"


def test_the_history_says_which_fields_and_no_value(kept, other, olga):
    merge(other, kept, olga, phone="other")
    entry = ModelLogEntry.objects.for_instance(kept).get(action="associations.absorb")
    assert entry.data == {"number": other.pk, "fields": ["phone"]}
    assert str(other.pk) in entry.message
    assert ModelLogEntry.objects.for_instance(other).filter(action="associations.merge").exists()


def test_the_old_page_points_on(client, kept, other, olga):
    merge(other, kept, olga)
    html = client.get(f"/foreningar/{other.slug}/").content.decode()
    assert "gått ihop" in html
    assert f'href="/foreningar/{kept.slug}/"' in html


def test_people_follow_with_rights(kept, other, olga):
    rut = cast.rut(other)
    cast.colleague("eva", other)
    merge(other, kept, olga)
    assert roles(kept) == {"rut": "responsible", "eva": "editor"}
    assert may_act(rut, kept)
    assert not may_act(rut, other)
    assert rows_agree()


def test_people_stay_when_that_is_chosen(kept, other, olga):
    rut = cast.rut(other)
    merge(other, kept, olga, people_follow=False)
    assert roles(kept) == {}
    assert not may_act(rut, kept)


def test_whoever_has_more_there_keeps_it(kept, other, olga):
    rut = cast.rut(kept)
    cast.appointed(rut, other, "editor")
    eva = cast.colleague("eva", kept, "answers")
    cast.appointed(eva, other, "responsible")
    merge(other, kept, olga)
    assert roles(kept) == {"rut": "responsible", "eva": "responsible"}
    assert rows_agree()


def test_a_coordinator_lets_nobody_in_by_herself(kept, other, olga):
    cast.appointed(olga, other)
    merge(other, kept, olga)
    assert not may_act(olga, kept)


def test_a_person_removed_before_does_not_follow(kept, other, olga):
    rut, eva = cast.rut(other), cast.colleague("eva", other)
    eva.is_active = False
    eva.save()
    merge(other, kept, olga)
    assert roles(kept) == {"rut": "responsible"}
    assert not may_act(eva, kept)
    assert may_act(rut, kept)


@pytest.mark.parametrize("who", ["rut", "edit", "hans"])
def test_only_those_who_keep_the_register(who, kept, other):
    person = cast.rut(other) if who == "rut" else getattr(cast, who)()
    with pytest.raises(PermissionDenied):
        merge(other, kept, person)
    other.refresh_from_db()
    assert other.status == "active"


@pytest.mark.parametrize("ended", ["kept", "other"])
def test_nothing_merges_with_what_has_ended(ended, kept, other, olga):
    services.dissolve({"kept": kept, "other": other}[ended], on=localdate(), by=olga)
    with pytest.raises(AssociationEnded):
        merge(other, kept, olga)


def test_not_into_itself_and_not_by_another_word(kept, other, olga):
    with pytest.raises(ValueError, match="another"):
        merge(kept, kept, olga)
    with pytest.raises(ValueError, match="is not chosen by"):
        merge(other, kept, olga, phone="both")
    other.refresh_from_db()
    assert other.status == "active"


def test_values_changed_since_they_were_shown(kept, other, olga):
    shown = choices.stamp(choices.rows(kept, other))
    services.change_facts(other, changes={"founded_year": 1900}, by=olga)
    with pytest.raises(ChangedMeanwhile):
        merge(other, kept, olga, shown=shown, founded_year="other")
    kept.refresh_from_db()
    assert kept.founded_year == 1950


def test_no_text_overtakes_a_draft(kept, other, olga):
    services.propose_presentation(kept, changes={"ingress": "Ny text"}, by=cast.rut(kept))
    with pytest.raises(DraftWaiting):
        merge(other, kept, olga, ingress="other")
    merge(other, kept, olga, ingress="kept")


def test_the_pair_is_settled(kept, other, olga):
    DuplicatePair.objects.create(first=kept, second=other, likeness="name")
    merge(other, kept, olga)
    assert DuplicatePair.objects.get().state == PairState.MERGED
