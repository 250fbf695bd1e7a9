"""Whatever somebody types is a search: it is answered, and changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from associations import listings, search
from associations.models import Association, Listing, Presentation
from associations.search import ListingQuery
from tests.associations.register import make_register

pytestmark = pytest.mark.django_db

STRANGE = {
    "a NUL": "fot\0boll",
    "quotes": "\"fotboll\" 'fotboll' ”fotboll” `fotboll`",
    "an open quote": '"fotboll',
    "FTS5": 'fotboll AND NOT kör OR NEAR(a b, 2) tokens: "a" * ^b -c {d e}: f',
    "tsquery": "fotboll & !kör | (a <-> b):*ABD \\' ''",
    "SQL": "'; DROP TABLE associations_listing; --",
    "LIKE and GLOB": "%fot_boll%  [a-z]* ???? ****",
    "placeholders": "%s %(name)s {} {0} $1 :name ?",
    "only signs": "!!! ??? --- ... ,,, ((( *** \"\" ''",
    "only blanks": " \t\n\r\u00a0\u2003\u200b ",
    "emoji": "⚽️ 👩‍👩‍👧 🏳️‍🌈 fotboll ⚽",
    "marks alone": "\u030a\u0308\u0301 \u202e\u2066 \ufeff",
    "a letter with fifty marks": "a" + "\u0301" * 50,
    "other scripts": "футбол كرة القدم 足球 축구 כדורגל ฟุตบอล",
    "figures of many kinds": "1½ ² ③ ٣ Ⅷ 1e9999 -0 0x10",
    "letters that grow": "İstanbul ŉ ǰ ΐ ß ﬁ ẞ",
    "half a pair": "\ud800 fotboll \udfff",
    "a path": "../../etc/passwd\\..\\",
    "markup": "<script>alert(1)</script>&amp;",
    "one very long word": "fotboll" * 5_000,
    "very many words": " ".join(f"ord{number}" for number in range(5_000)),
    "a long compound": "fotbollsklubbsföreningsgruppskursverksamhetscirkel",
    "hyphens": "-fotboll- e--sport ----- a-b-c-d-e-f-g-h-i-j-k-l",
    "apostrophes": "o'connor l’été d´or K:a S:t :: ''",
    "dots": "k.f.u.m a.b.c.d.e.f. ... .net .",
}


@pytest.fixture
def register():
    make_register()


def answered(query: ListingQuery, most: int = 14) -> bool:
    page = search.find(query)
    agrees = len(search.matching(query)) == page.total <= most
    return agrees and bool(page.total or page.suggestion)


def test_strange_words_are_answered(register):
    answers = {name: answered(ListingQuery(q=words)) for name, words in STRANGE.items()}
    assert answers == dict.fromkeys(STRANGE, True)
    assert Listing.objects.count() == 14
    assert listings.check() == []


def test_the_words_among_the_signs_are_found(register):
    for words in (STRANGE["quotes"], STRANGE["an open quote"], STRANGE["emoji"]):
        assert search.find(ListingQuery(q=words)).total == 4, words


def test_only_signs_are_no_words(register):
    for words in ("!!! ???", " \u00a0 ", "⚽", "\u0301"):
        page = search.find(ListingQuery(q=words))
        assert page.total == 14, words


def test_strange_filters_find_nothing_and_suggest_the_whole_list(register):
    for kind in ("activity", "area", "target_group", "language", "legal_form"):
        pages = {
            name: search.find(ListingQuery(**{kind: (value,)})) for name, value in STRANGE.items()
        }
        found = {name: (page.total, page.suggestion.count) for name, page in pages.items()}
        assert found == dict.fromkeys(STRANGE, (0, 14))


# No database stores the others; forms and import refuse them or take them away.
STORABLE = {key: text for key, text in STRANGE.items() if not {"\0", "\ud800"} & set(text)}


def test_strange_texts_can_be_listed_and_found():
    """What a damaged register calls an association, and what one may write about itself."""
    made = {
        name: Association.objects.create(
            name=text[:200], slug=f"underlig-{number}", is_listed=True, town=text[:80]
        )
        for number, (name, text) in enumerate(STORABLE.items())
    }
    for name, association in made.items():
        Presentation.objects.create(association=association, how_to_join=STORABLE[name])
    listings.refresh([association.pk for association in made.values()])
    assert listings.check() == []
    found = {
        name: association.pk in search.matching(ListingQuery(q=association.name))
        for name, association in made.items()
    }
    assert found == dict.fromkeys(STORABLE, True)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(max_size=60))
def test_any_text_is_answered(register, words):
    assert answered(ListingQuery(q=words))
