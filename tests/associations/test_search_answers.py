"""What is found, and in which order. Written once: both databases must give these very answers."""

import pytest

from associations import search
from associations.search import ListingQuery, Sort
from tests.associations.register import make_register
from tests.builders import make_association

pytestmark = pytest.mark.django_db

IK, ASA, GOSPEL = "IK Åsa", "Asa kammarkör", "Gospelkören Glädje"
FLICK, CLUB, GANG = "Björkviks flickfotboll", "Granlunda fotbollsklubb", "Lördagsgänget"
SPORT, THEATRE, APPLES = "Björkviks idrottsförening", "Östra teatern", "Äppelvännerna"
GROWERS, ESPORT, ALL = "Ängens odlare", "Zinkens e-sport", "Allt är möjligt"
KFUM, FRIENDS = "S:t Görans K.F.U.M.", "Wallins vänner"

LETTERS = {
    # The exact letters first, the folded ones after, a label last.
    "asa": [ASA, IK, GOSPEL],
    "åsa": [IK, ASA, GOSPEL],
    "ÅSA": [IK, ASA, GOSPEL],
    "A\u030asa": [IK, ASA, GOSPEL],
    "kammarkor": [ASA],
    "angens": [GROWERS],
    "ångens": [GROWERS],
    "idehistoriker": [FRIENDS],
    "idéhistoriker": [FRIENDS],
    "rene": [FRIENDS],
}
FORMS = {
    "kör": [ASA, GOSPEL],
    "körer": [ASA, GOSPEL],
    "körerna": [ASA, GOSPEL],
    "körsånger": [ASA, GOSPEL],
    "fotbollen": [FLICK, CLUB, IK, GANG],
    "odlarna": [GROWERS, APPLES],
    "odla": [GROWERS, APPLES],
}
COMPOUNDS = {
    "fotboll": [FLICK, CLUB, IK, GANG],
    "barnfotboll": [FLICK, CLUB, IK, GANG],
    "damfotboll": [FLICK, CLUB, IK, GANG],
    # The name that has it all comes first.
    "fotbollsklubb": [CLUB, FLICK, IK, GANG],
    "fotbollsklubbar": [CLUB, FLICK, IK, GANG],
    "flickfotboll": [FLICK, IK, CLUB, GANG],
    "förening": [SPORT],
    "idrottsförening": [SPORT],
    "gospel": [GOSPEL],
}
PARTS = {
    # A word that begins so before one that has it inside.
    "fotbol": [CLUB, FLICK, IK, GANG],
    "fotb": [CLUB, FLICK, IK, GANG],
    "otboll": [FLICK, CLUB, IK, GANG],
    "gräs": [GANG],
    "äppel": [APPLES],
}
SLIPS = {
    "fotball": [FLICK, CLUB, IK, GANG],
    "innebandi": [IK],
    "teatr": [THEATRE],
}
SEVERAL = {
    "glädje kör": [GOSPEL],
    "kör glädje": [GOSPEL],
    "fotboll i granlunda": [CLUB, FLICK],
    "fotboll norra": [FLICK, CLUB, IK],
    "flickor fotboll": [FLICK, IK],
    "fotboll kör": [],
    # Said as one would say it.
    "jag söker en förening där man kan spela fotboll": [FLICK, CLUB, IK, GANG],
    "fotboll klubb": [CLUB, FLICK, IK, GANG],
    "finns det något för barn": [FLICK, IK, ESPORT],
}
SMALL_WORDS = {
    # They are asked for when there is nothing else, and then in names alone.
    "vi": [],
    "allt är": [ALL],
    "en förening": [SPORT],
    "och": [],
}
SIGNS = {
    "e-sport": [ESPORT],
    "esport": [ESPORT],
    "kfum": [KFUM],
    "K.F.U.M": [KFUM],
    "st göran": [KFUM],
    "«Östra teatern»!": [THEATRE],
}
WORDS_OF_LABELS = {
    # Of those under it, the one that is called so first.
    "idrott": [SPORT, FLICK, IK],
    "finska": [FLICK, GOSPEL],
    "vuxna": [ASA, IK],
    "spontanfotboll": [FLICK, IK],
}


@pytest.mark.parametrize(
    "expected",
    [LETTERS, FORMS, COMPOUNDS, PARTS, SLIPS, SEVERAL, SMALL_WORDS, SIGNS, WORDS_OF_LABELS],
    ids=[
        *("letters", "forms", "compounds", "parts", "slips"),
        *("several", "small words", "signs", "labels"),
    ],
)
def test_these_questions_have_these_answers(expected):
    make_register()
    answers = {words: names(words) for words in expected}
    assert answers == expected


def test_what_is_not_in_the_list_is_never_found():
    make_register()
    for words in ("hemliga", "sökande", "gamla"):
        assert names(words) == [], words
    # By the middle of the word too.
    assert names("fotbollsklubben") == [CLUB, FLICK, IK, GANG]


def test_the_name_itself_comes_before_all_that_hold_it():
    make_register()
    for name in (IK, ASA, GOSPEL, FLICK, SPORT, ALL, KFUM):
        assert names(name)[0] == name
    # Also before one with the same words that comes earlier in the alphabet.
    for name in ("Alla unga örnar", "Unga örnar"):
        make_association(name)
    assert names("unga ÖRNAR!") == ["Unga örnar", "Alla unga örnar"]


def test_by_name_the_order_is_the_alphabets():
    make_register()
    assert names("fotboll", sort=Sort.NAME) == [FLICK, CLUB, IK, GANG]
    assert names("åsa", sort=Sort.NAME) == [ASA, GOSPEL, IK]


def test_what_was_searched_for_instead_is_told_in_a_whole_word():
    make_register()
    respelt = {words: search.find(ListingQuery(q=words)).respelt for words in SLIPS}
    assert respelt == {
        "fotball": (("fotball", "fotboll"),),
        "innebandi": (("innebandi", "innebandy"),),
        "teatr": (("teatr", "teater"),),
    }
    assert search.find(ListingQuery(q="fotbol")).respelt == ()


def names(words: str, **query) -> list[str]:
    return [listing.name for listing in search.find(ListingQuery(q=words, **query)).listings]
