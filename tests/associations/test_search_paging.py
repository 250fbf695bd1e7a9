"""Pages: the last is like the first, in the order of the Swedish alphabet or of worth."""

import pytest

from associations import search
from associations.models import Listing
from associations.search import ListingQuery, index
from associations.search.sorting import sort_key
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db

# As a Swedish dictionary has them: digits, A–Z, Å Ä Ö; case and accents make no difference.
ALPHABET = [
    *("1:a linjen", "4H Björkvik", "Abborren", "Álamo", "Andra laget", "Örnnästets vänner"),
    *("Uven", "Vallen", "Wallen", "Xylofonen", "Yrvädret", "Ädelost", "Zebran", "Åkern"),
    *("Ækteskapet", "Äpplet", "Øresund", "Östan", "Idéhuset", "Ide hus", "Müllers", "Mygel"),
]
IN_ORDER = [
    *("1:a linjen", "4H Björkvik", "Abborren", "Álamo", "Andra laget", "Ide hus", "Idéhuset"),
    *("Mygel", "Müllers", "Uven", "Vallen", "Wallen", "Xylofonen", "Yrvädret", "Zebran", "Åkern"),
    *("Ädelost", "Ækteskapet", "Äpplet", "Øresund", "Örnnästets vänner", "Östan"),
]


def names(page) -> list[str]:
    return [listing.name for listing in page.listings]


def test_the_order_is_swedish():
    for name in ALPHABET:
        make_association(name)
    page = search.find(ListingQuery(page_size=50))
    assert names(page) == IN_ORDER
    # The database, which the benchmark and the home page ask, agrees.
    assert list(Listing.objects.order_by("sort_key", "pk").values_list("name", flat=True)) == (
        IN_ORDER
    )


def test_signs_and_case_make_no_difference():
    assert sort_key("”Örnen” & Co.") == sort_key("örnen co")
    assert sort_key("A-laget") == sort_key("a laget")
    assert sort_key("") == sort_key("!?") == ""


def test_equals_come_in_the_order_they_were_registered():
    first, second = make_association("Granen"), make_association("GRANEN")
    assert list(search.matching(ListingQuery())) == [first.pk, second.pk]
    assert list(search.matching(ListingQuery(q="granen"))) == [first.pk, second.pk]


@pytest.fixture
def many():
    chess = make_activity("Schack")
    for number in range(47):
        make_association(f"Lag {number:02}", activities=[chess] if number % 2 else [])


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "query",
    [ListingQuery(), ListingQuery(q="lag"), ListingQuery(q="lag", sort="namn")],
    ids=["list", "best match", "by name"],
)
def test_the_pages_together_are_the_hits(query):
    pages = [search.find(query.turning_to(number)) for number in (1, 2, 3)]
    assert [(page.page, page.pages, page.total) for page in pages] == [
        *((1, 3, 47), (2, 3, 47), (3, 3, 47))
    ]
    assert [(page.first, page.last) for page in pages] == [(1, 20), (21, 40), (41, 47)]
    found = [listing.pk for page in pages for listing in page.listings]
    assert found == list(search.matching(query))
    assert len(set(found)) == 47


@pytest.mark.usefixtures("many")
def test_a_page_past_the_end_is_the_last_one():
    page = search.find(ListingQuery(page=999))
    assert (page.page, page.query.page) == (3, 3)
    assert names(page)[-1] == "Lag 46"


@pytest.mark.usefixtures("many")
def test_a_page_before_the_first_is_the_first():
    for number in (0, -7):
        assert search.find(ListingQuery(page=number)).page == 1


@pytest.mark.usefixtures("many")
def test_filtered_pages_are_cut_from_the_filtered_hits():
    query = ListingQuery(activity=("schack",), page_size=10)
    assert names(search.find(query))[:2] == ["Lag 01", "Lag 03"]
    last = search.find(query.turning_to(3))
    assert names(last) == ["Lag 41", "Lag 43", "Lag 45"]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deep_page_asks_as_little_as_the_first(number, django_assert_num_queries):
    index.current()
    with django_assert_num_queries(2):
        search.find(ListingQuery(page=number))
    with django_assert_num_queries(4):
        search.find(ListingQuery(q="lag", page=number))


def test_no_hits_are_one_empty_page():
    page = search.find(ListingQuery())
    assert (page.total, page.page, page.pages, page.first, page.last) == (0, 1, 1, 0, 0)
