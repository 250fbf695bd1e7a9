"""The filters with their counts, and the chips that take a choice away."""

import pytest
from django.http import QueryDict

from associations import search
from associations.filters import query_from
from associations.search import Kind, ListingQuery
from tests.associations.register import make_register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register():
    make_register()


def counts(kind: str, **query) -> dict[str, int]:
    page = search.find(ListingQuery(**query))
    return {value.slug: value.count for value in page.facets[kind] if value.count}


def names(**query) -> list[str]:
    return [listing.name for listing in search.find(ListingQuery(**query)).listings]


def test_all_values_of_all_kinds_are_counted():
    assert counts("activity") == {
        "idrott": 3,
        "fotboll": 2,
        "innebandy": 1,
        "kultur": 3,
        "korsang": 2,
        "teater": 1,
        "odling": 2,
    }
    assert counts("area") == {"norra-bjorkvik": 5, "granlunda": 2, "asa": 2, "sodra-bjorkvik": 4}
    assert counts("target_group") == {"barn": 3, "vuxna": 2}
    assert counts("language") == {"fi": 2, "sv": 2}
    assert counts("legal_form") == {"non_profit": 12, "cooperative": 1, "network": 1}


def test_a_parent_counts_those_below_it_once():
    # IK Åsa has both football and floorball.
    assert names(activity=("idrott",)) == [
        *("Björkviks flickfotboll", "Björkviks idrottsförening", "IK Åsa")
    ]
    assert len(names(area=("norra-bjorkvik",))) == 5


def test_a_choice_narrows_the_other_kinds_and_leaves_its_own():
    chosen = {"activity": ("fotboll",)}
    assert counts("activity", **chosen) == counts("activity")
    assert counts("area", **chosen) == {"norra-bjorkvik": 2, "granlunda": 1, "asa": 1}
    assert counts("language", **chosen) == {"fi": 1, "sv": 2}


def test_words_narrow_all_kinds():
    assert counts("activity", q="åsa") == {
        "idrott": 1,
        "fotboll": 1,
        "innebandy": 1,
        "kultur": 2,
        "korsang": 2,
    }
    assert counts("legal_form", q="åsa") == {"non_profit": 2, "network": 1}


def test_words_and_choices_together():
    query = {"q": "åsa", "area": ("asa",)}
    assert names(**query) == ["IK Åsa", "Gospelkören Glädje"]
    assert counts("area", **query) == {"norra-bjorkvik": 2, "asa": 2, "sodra-bjorkvik": 1}
    assert counts("activity", **query)["korsang"] == 1


def test_values_of_a_kind_widen_and_kinds_narrow():
    assert len(names(activity=("fotboll", "korsang"))) == 4
    assert names(activity=("fotboll", "korsang"), language=("fi",)) == [
        *("Björkviks flickfotboll", "Gospelkören Glädje")
    ]


def test_a_value_nobody_knows_finds_nothing_and_harms_no_other():
    assert names(activity=("kurling",)) == []
    assert len(names(activity=("kurling", "teater"))) == 1
    assert counts("activity", activity=("kurling",)) == counts("activity")
    assert counts("area", activity=("kurling",)) == {}


def test_trees_come_in_swedish_order_with_their_depth():
    facets = search.find(ListingQuery()).facets
    assert [(value.label, value.depth) for value in facets[Kind.AREA]] == [
        *(("Norra Björkvik", 0), ("Granlunda", 1), ("Åsa", 1), ("Södra Björkvik", 0))
    ]
    assert [value.label for value in facets[Kind.ACTIVITY]] == [
        *("Idrott", "Fotboll", "Innebandy", "Kultur", "Körsång", "Teater", "Odling")
    ]


def test_what_is_chosen_is_marked():
    values = search.find(ListingQuery(area=("asa",))).facets[Kind.AREA]
    assert [value.slug for value in values if value.selected] == ["asa"]


def test_there_is_a_chip_for_each_choice_and_for_the_words():
    query = ListingQuery(
        q=" åsa ", activity=("fotboll", "korsang"), legal_form=("network",), sort="namn", page=2
    )
    chips = search.find(query).chips
    assert [(chip.kind, chip.label) for chip in chips] == [
        ("q", "åsa"),
        ("activity", "Fotboll"),
        ("activity", "Körsång"),
        ("legal_form", "Nätverk utan juridisk person"),
    ]
    assert query_from(QueryDict(chips[0].address[1:])) == ListingQuery(
        activity=("fotboll", "korsang"), legal_form=("network",), sort="namn"
    )
    assert query_from(QueryDict(chips[2].address[1:])) == ListingQuery(
        q="åsa", activity=("fotboll",), legal_form=("network",), sort="namn"
    )


def test_the_last_chip_leads_to_the_whole_list():
    [chip] = search.find(ListingQuery(language=("fi",))).chips
    assert chip.address == "?"


def test_a_dormant_association_is_in_the_list_and_the_counts():
    assert "Äppelvännerna" in names(activity=("odling",))
