"""The filter index of a worker is what the tables say, whoever changed them and however often."""

from datetime import date

import pytest
from django.db import transaction

from associations import listings, removal, search, services, term_services
from associations.models import Association, Listing, ListingVersion
from associations.search import Kind, ListingQuery, index
from tests.builders import make_activity, make_area, make_association, make_language

pytestmark = pytest.mark.django_db


def held() -> dict:
    """What this worker holds, as plain values; values nobody stands under are left out."""
    return plain(index.current())


def plain(found: index.FilterIndex) -> dict:
    return {
        "order": list(found.order),
        "members": {
            name: found.keys(bits, 0, found.size) for name, bits in found.members.items() if bits
        },
        "counts": {name: count for name, count in found.counts.items() if count},
        "terms": found.terms,
        "slugs": set(found.by_slug),
    }


def assert_right() -> None:
    assert held() == plain(index.read())
    names = Listing.objects.order_by("sort_key", "pk").values_list("pk", flat=True)
    assert held()["order"] == list(names)


def names(**query) -> list[str]:
    return [listing.name for listing in search.find(ListingQuery(**query)).listings]


@pytest.fixture
def choir():
    return make_activity("Körsång", parent=make_activity("Kultur"))


@pytest.fixture
def three(choir):
    """Three choirs, and a worker that has read them."""
    made = [make_association(name, activities=[choir]) for name in ("Almen", "Granen", "Rönnen")]
    assert held()["order"] == [association.pk for association in made]
    return made


def test_one_query_tells_that_nothing_is_new(three, django_assert_num_queries):
    before = index.current()
    with django_assert_num_queries(1):
        assert index.current() is before


def test_an_empty_register_is_an_index_too():
    assert held()["order"] == []
    assert_right()


CHANGES = {
    "a new one": lambda one: make_association("Björken", activities=list(one.activities.all())),
    "another name": lambda one: change(one, name="Ölandsgranen"),
    "another activity": lambda one: change(one, activities=[make_activity("Schack")]),
    "no activity": lambda one: change(one, activities=[]),
    "a first area": lambda one: change(one, areas=[make_area("Åsa", parent=make_area("Norr"))]),
    "a language": lambda one: change(one, languages=[make_language("Finska", "fi")]),
    "another form": lambda one: change(one, legal_form="network"),
    "unlisted": lambda one: services.set_listed([one], is_listed=False, by=None),
    "dissolved": lambda one: services.dissolve(one, on=date(2026, 3, 1), by=None),
    "dormant": lambda one: services.set_dormant(one, by=None),
    "deleted": lambda one: one.delete(),
    "deleted with others": lambda one: Association.objects.exclude(pk=one.pk).delete(),
    "all deleted": lambda one: Association.objects.all().delete(),
    "removed": lambda one: remove(one),
    "made anew": lambda one: listings.rebuild(),
    "many at once": lambda one: listings.refresh(None),
}


def change(association: Association, **changes) -> None:
    services.change_facts(association, changes=changes, by=None)


def remove(association: Association) -> None:
    change(association, is_listed=False)
    removal.remove_association(association, by=None)


@pytest.mark.parametrize("change_it", CHANGES.values(), ids=CHANGES)
def test_a_change_is_followed(three, change_it):
    change_it(three[1])
    assert_right()


@pytest.mark.parametrize("change_it", CHANGES.values(), ids=CHANGES)
def test_a_change_undone_is_followed_back(three, change_it):
    """Also when it was seen before it was undone, and its number is used again."""
    before = held()
    with transaction.atomic():
        change_it(three[1])
        assert_right()
        transaction.set_rollback(True)
    assert held() == before
    make_association("Ljungen")
    assert_right()
    assert names()[1:3] == ["Granen", "Ljungen"]


def test_several_changes_are_followed_at_once(three):
    change(three[0], name="Örtagården")
    make_association("Björken")
    services.set_listed([three[2]], is_listed=False, by=None)
    change(three[0], legal_form="network")
    assert_right()
    assert names() == ["Björken", "Granen", "Örtagården"]
    assert names(legal_form=("network",)) == ["Örtagården"]


def test_one_that_came_and_went_between_two_questions(three):
    make_association("Björken").delete()
    assert_right()


def test_a_list_without_a_version_is_read_too(three):
    ListingVersion.objects.all().delete()
    assert_right()
    change(three[0], name="Zinkens")
    assert_right()


def test_what_others_hold_is_never_changed(three):
    before = index.current()
    kept = plain(before)
    change(three[0], name="Örtagården", legal_form="network", activities=[])
    make_association("Björken")
    index.current()
    assert plain(before) == kept


class TestVocabulary:
    """The words of the filters change in every worker with the listings."""

    def labels(self, kind: Kind, **query) -> list[tuple[str, int, int]]:
        values = search.find(ListingQuery(**query)).facets[kind]
        return [(value.label, value.count, value.depth) for value in values if value.count]

    def test_renamed(self, three, choir):
        term_services.save_term(choir, changes={"name": "Sång i kör"}, by=None)
        assert_right()
        assert self.labels(Kind.ACTIVITY) == [("Kultur", 3, 0), ("Sång i kör", 3, 1)]
        [chip] = search.find(ListingQuery(activity=("korsang",))).chips
        assert chip.label == "Sång i kör"
        assert Listing.objects.first().activity_labels == ["Sång i kör"]

    def test_given_another_address_name(self, three, choir):
        term_services.save_term(choir, changes={"slug": "kor"}, by=None)
        assert len(names(activity=("kor",))) == 3
        assert names(activity=("korsang",)) == []

    def test_moved(self, three, choir):
        music = make_activity("Musik")
        term_services.save_term(choir, changes={"parent": music}, by=None)
        assert_right()
        assert self.labels(Kind.ACTIVITY) == [("Musik", 3, 0), ("Körsång", 3, 1)]
        assert (len(names(activity=("musik",))), names(activity=("kultur",))) == (3, [])

    def test_a_parent_moved_takes_those_below_along(self, three, choir):
        leisure = make_activity("Fritid")
        term_services.save_term(choir.parent, changes={"parent": leisure}, by=None)
        assert_right()
        assert len(names(activity=("fritid",))) == 3

    def test_deleted(self, three, choir):
        for association in three:
            change(association, activities=[choir.parent])
        index.current()
        term_services.remove_term(choir, by=None)
        assert names(activity=("korsang",)) == []
        assert self.labels(Kind.ACTIVITY) == [("Kultur", 3, 0)]
        # What is chosen but no more is told by its address name.
        [chip] = search.find(ListingQuery(activity=("korsang",))).chips
        assert chip.label == "korsang"

    def test_renamed_before_anyone_had_it(self, three):
        chess = make_activity("Schack")
        change(three[0], name="Almens schack")
        index.current()
        term_services.save_term(chess, changes={"name": "Schackspel"}, by=None)
        [chip] = search.find(ListingQuery(activity=("schack",))).chips
        assert chip.label == "Schackspel"
        change(three[0], activities=[chess])
        assert_right()
        assert ("Schackspel", 1, 0) in self.labels(Kind.ACTIVITY)

    def test_a_new_word_is_a_filter_as_soon_as_somebody_has_it(self, three):
        change(three[2], activities=[make_activity("Boule")])
        assert ("Boule", 1, 0) in self.labels(Kind.ACTIVITY)

    def test_synonyms_are_found_by(self, three, choir):
        assert names(q="vokalensemble") == []
        term_services.save_term(choir, changes={"synonyms": "vokalensemble"}, by=None)
        assert len(names(q="vokalensemble")) == 3


def test_keys_far_apart_are_no_waste():
    """A register that grew out of others may have keys with great gaps."""
    association = Association.objects.create(
        pk=40_000_000, name="Fjärran", slug="fjarran", is_listed=True
    )
    listings.refresh([association.pk])
    make_association("Nära")
    assert_right()
    assert not hasattr(index.current().places, "typecode")
    assert names(q="fjärran") == ["Fjärran"]


def test_what_a_word_finds_is_asked_for_once(django_assert_num_queries):
    make_association("Björkviks fotboll")
    held = index.current()
    with django_assert_num_queries(1):
        first = held.found_by([("abjorkvik",), ("afotboll", "dfotboll")])
    with django_assert_num_queries(0):
        assert held.found_by([("afotboll", "dfotboll"), ("abjorkvik",)]) == first[::-1]


def test_what_words_find_is_forgotten_when_the_list_changes():
    make_association("Björkviks fotboll")
    assert index.current().found_by([("afotboll",)])[0].bit_count() == 1
    make_association("Åsa fotboll")
    assert index.current().found_by([("afotboll",)])[0].bit_count() == 2


def test_what_words_find_takes_no_more_room_than_it_may(monkeypatch):
    monkeypatch.setattr(index, "MOST_BYTES", 400)
    make_association("Björkviks fotboll")
    held = index.current()
    for number in range(50):
        held.found_by([(f"a{number}",)])
    assert len(held.found) < 15
    assert held.found_by([("afotboll",)])[0].bit_count() == 1
