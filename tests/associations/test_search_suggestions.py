"""When nothing is found: the nearest wider search that finds something, and what it gives up."""

import pytest

from associations import search
from associations.models import Association
from associations.search import ListingQuery
from tests.associations.register import make_register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register():
    make_register()


def suggestion_for(**query):
    page = search.find(ListingQuery(**query))
    assert (page.total, page.listings) == (0, [])
    return page.suggestion


def dropped(suggestion) -> list[tuple[str, str]]:
    return [(chip.kind, chip.label) for chip in suggestion.dropped]


def test_a_search_with_hits_suggests_nothing():
    assert search.find(ListingQuery(q="kör")).suggestion is None
    assert search.find(ListingQuery(activity=("teater",))).suggestion is None


def test_one_filter_is_given_up_first():
    suggestion = suggestion_for(q="kör", area=("granlunda",))
    assert dropped(suggestion) == [("area", "Granlunda")]
    assert suggestion.query == ListingQuery(q="kör")
    assert suggestion.count == 2
    assert suggestion.address == "?q=k%C3%B6r"


def test_of_several_filters_the_first_that_helps():
    suggestion = suggestion_for(
        activity=("teater",), area=("sodra-bjorkvik",), language=("fi",), legal_form=("network",)
    )
    # No single one helps, so all of them go.
    assert [kind for kind, _label in dropped(suggestion)] == [
        *("activity", "area", "language", "legal_form")
    ]
    assert suggestion.count == 14
    suggestion = suggestion_for(activity=("teater",), area=("sodra-bjorkvik",), language=("fi",))
    assert dropped(suggestion) == [("language", "Finska")]
    assert suggestion.query.selected("area") == ("sodra-bjorkvik",)


def test_a_filter_that_nobody_knows_is_given_up():
    suggestion = suggestion_for(activity=("kurling",))
    assert dropped(suggestion) == [("activity", "kurling")]
    assert (suggestion.count, suggestion.address) == (14, "?")


def test_one_word_is_given_up_that_which_fewest_are_found_by():
    suggestion = suggestion_for(q="teater fotboll")
    assert dropped(suggestion) == [("q", "teater")]
    assert suggestion.query == ListingQuery(q="fotboll")
    assert suggestion.count == 4


def test_a_word_that_nothing_is_found_by_goes_before_others():
    suggestion = suggestion_for(q="fotboll kvantfysik")
    assert dropped(suggestion) == [("q", "kvantfysik")]
    assert suggestion.query.q == "fotboll"


def test_a_filter_is_given_up_before_a_word():
    suggestion = suggestion_for(q="teatern östra", language=("fi",))
    assert dropped(suggestion) == [("language", "Finska")]
    assert suggestion.query.q == "teatern östra"


def test_all_filters_go_when_the_words_hold():
    suggestion = suggestion_for(q="teater", language=("fi",), legal_form=("network",))
    assert dropped(suggestion) == [
        ("language", "Finska"),
        ("legal_form", "Nätverk utan juridisk person"),
    ]
    assert suggestion.query == ListingQuery(q="teater")


def test_the_words_go_when_the_filters_hold():
    suggestion = suggestion_for(q="kvantfysik", area=("granlunda",))
    assert dropped(suggestion) == [("q", "kvantfysik")]
    assert suggestion.query == ListingQuery(area=("granlunda",))
    assert suggestion.count == 2


def test_filters_and_words_go_when_neither_holds():
    suggestion = suggestion_for(q="kvantfysik", legal_form=("foundation",))
    assert dropped(suggestion) == [("q", "kvantfysik"), ("legal_form", "Stiftelse")]
    assert (suggestion.address, suggestion.count) == ("?", 14)


def test_the_whole_list_is_the_last_resort():
    suggestion = suggestion_for(q="kvantfysik")
    assert (suggestion.address, suggestion.count) == ("?", 14)


def test_a_misspelt_word_is_told_with_what_it_was_read_as():
    suggestion = suggestion_for(q="teatr", language=("fi",))
    assert suggestion.respelt == (("teatr", "teater"),)
    assert dropped(suggestion) == [("language", "Finska")]
    assert suggestion.count == search.find(suggestion.query).total == 1


def test_an_empty_register_has_nothing_to_suggest():
    Association.objects.all().delete()
    page = search.find(ListingQuery(q="kör", area=("granlunda",)))
    assert (page.total, page.pages, page.suggestion) == (0, 1, None)


def test_order_and_size_of_page_stay_in_the_wider_search():
    suggestion = suggestion_for(q="kör", area=("granlunda",), sort="namn", page_size=7, page=3)
    assert suggestion.query == ListingQuery(q="kör", sort="namn", page_size=7)
    suggestion = suggestion_for(
        q="teater", language=("fi",), legal_form=("network",), sort="namn", page=2
    )
    assert suggestion.query == ListingQuery(q="teater", sort="namn")
