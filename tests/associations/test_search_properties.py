"""What holds for every search, whatever is asked: the sums agree and filters only narrow."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from associations import search
from associations.filters import query_from
from associations.models import Activity, Area, Association, Language, LegalForm, TargetGroup
from associations.search import Kind, ListingQuery, Sort
from tests.associations.register import make_register

pytestmark = pytest.mark.django_db

pytest_settings = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

SLUGS = {
    "activity": ("idrott", "fotboll", "innebandy", "kultur", "korsang", "teater", "odling"),
    "area": ("norra-bjorkvik", "asa", "granlunda", "sodra-bjorkvik"),
    "target_group": ("barn", "vuxna"),
    "language": ("sv", "fi"),
    "legal_form": ("non_profit", "cooperative", "network", "foundation"),
}
# Found somewhere, and neither small words nor words for a body: each must be found.
KNOWN = (
    *("fotboll", "körer", "åsa", "asa", "Björkvik", "idrott", "flickor", "odla", "barn"),
    *("glädje", "fotbollsklubb", "kammarkor", "gräs", "finska", "vänner", "esport"),
)
OTHER = (
    *("fotball", "teatr", "kvantfysik", "förening", "klubb", "söker", "och", "e-sport", "!"),
    *("jag", "lag", "damfotbollsförening", "körsnag", "K.F.U.M.", "å", "x"),
)


def choices(kind: str):
    values = st.sampled_from([*SLUGS[kind], "finns-inte"])
    return st.lists(values, max_size=2, unique=True).map(tuple)


queries = st.builds(
    ListingQuery,
    q=st.lists(st.sampled_from([*KNOWN, *OTHER]), max_size=3, unique=True).map(" ".join),
    **{kind: choices(kind) for kind in SLUGS},
    sort=st.sampled_from(["", *Sort.values]),
    page_size=st.integers(1, 6),
)
kinds = st.sampled_from(sorted(SLUGS))


@pytest.fixture
def register():
    make_register()


def hits(query: ListingQuery) -> list[int]:
    return list(search.matching(query))


@pytest_settings
@given(query=queries)
def test_the_total_is_the_number_of_hits_and_the_pages_divide_them(register, query):
    first, everything = search.find(query), hits(query)
    assert first.total == len(everything) == len(set(everything))
    assert first.pages == max(1, -(-first.total // query.page_size))
    paged = []
    for number in range(1, first.pages + 1):
        page = search.find(query.turning_to(number))
        assert (page.total, page.page) == (first.total, number)
        paged += [listing.pk for listing in page.listings]
    assert paged == everything


@pytest_settings
@given(query=queries, kind=kinds, data=st.data())
def test_a_further_kind_narrows_and_a_further_value_widens(register, query, kind, data):
    assume(not query.selected(kind))
    some = data.draw(st.lists(st.sampled_from(SLUGS[kind]), min_size=2, max_size=2, unique=True))
    one, both = query.selecting(kind, some[0]), query.selecting(kind, *some)
    assert set(hits(one)) <= set(hits(both)) <= set(hits(query))


@pytest_settings
@given(query=queries, words=st.lists(st.sampled_from(KNOWN), min_size=2, max_size=3, unique=True))
def test_a_further_word_narrows(register, query, words):
    more = hits(query.asking(" ".join(words)))
    assert set(more) <= set(hits(query.asking(" ".join(words[:-1]))))


@pytest_settings
@given(query=queries, data=st.data())
def test_the_order_and_the_case_of_words_change_nothing(register, query, data):
    words = data.draw(st.permutations(query.q.split()))
    assert hits(query.asking(" ".join(words).upper())) == hits(query)


@pytest_settings
@given(query=queries, kind=kinds, data=st.data())
def test_a_count_is_what_the_choice_gives(register, query, kind, data):
    value = data.draw(st.sampled_from(search.find(query).facets[kind]))
    assert value.count == search.find(query.selecting(kind, value.slug)).total
    assert value.selected == (value.slug in query.selected(kind))


@pytest_settings
@given(query=queries)
def test_sorting_changes_the_order_alone(register, query):
    orders = [hits(ListingQuery(**{**vars(query), "sort": sort})) for sort in ("", *Sort.values)]
    assert len({frozenset(found) for found in orders}) == 1


@pytest_settings
@given(query=queries)
def test_a_suggestion_keeps_its_word(register, query):
    page = search.find(query)
    if page.total:
        assert page.suggestion is None
    else:
        assert page.suggestion.count == search.find(page.suggestion.query).total > 0
        assert page.suggestion.dropped


@pytest_settings
@given(query=queries)
def test_each_chip_takes_one_part_away(register, query):
    chips = search.find(query).chips
    assert len(chips) == bool(query.q) + sum(len(query.selected(kind)) for kind in Kind)
    for chip in chips:
        left = query_from(QueryDict(chip.address[1:]))
        assert left.as_params() == query.without(chip.kind, chip.slug).as_params()
        assert len(left.as_params()) == len(query.as_params()) - 1


@pytest_settings
@given(query=queries, page=st.integers(1, 400))
def test_an_address_says_all_that_was_asked(query, page):
    asked = query.turning_to(page)
    read = query_from(QueryDict(asked.address[1:]))
    assert {**vars(read), "page_size": 0} == {**vars(asked), "page_size": 0}


@pytest_settings
@given(query=queries)
def test_filters_find_what_the_facts_say(register, query):
    """The same question in plain SQL over the register."""
    found = Association.objects.listed().current()
    for kind, model, field in (
        ("activity", Activity, "activities"),
        ("area", Area, "areas"),
        ("target_group", TargetGroup, "target_groups"),
        ("language", Language, "languages"),
    ):
        if chosen := query.selected(kind):
            terms = set(model.objects.filter(slug__in=chosen).values_list("pk", flat=True))
            if hasattr(model, "parent"):
                terms |= set(model.objects.filter(parent__in=terms).values_list("pk", flat=True))
            found = found.filter(**{f"{field}__in": terms})
    if query.legal_form:
        found = found.filter(legal_form__in=query.legal_form)
    assert set(hits(query.asking(""))) == set(found.values_list("pk", flat=True))


def test_the_forms_of_these_tests_are_forms():
    assert set(SLUGS["legal_form"]) <= set(LegalForm.values)
