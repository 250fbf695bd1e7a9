"""How Swedish words are read: shapes, stems, compounds, slips. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from associations.search import text
from associations.search.sorting import ALPHABET, sort_key
from associations.search.text import Splitter, edits, fold, nearest, needed_part, stem, word

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzåäöéü", min_size=1, max_size=20)


def surfaces(written: str) -> list[str]:
    return [met.surface for met in text.words(written)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Åsa IK", ["åsa", "ik"]),
        ("K.F.U.M. Åsa", ["kfum", "åsa"]),
        ("Bollklubben B.K. Häcken", ["bollklubben", "bk", "häcken"]),
        ("S:t Göran", ["st", "göran"]),
        ("e-sport", ["esport", "sport"]),
        ("l'amitié", ["lamitié"]),
        ("fot\u00adboll", ["fot", "boll"]),
        ("http://kor.example/sida", ["http", "kor", "example", "sida"]),
        ("10–12 år", ["10", "12", "år"]),
        ("_", []),
    ],
)
def test_words_of_a_text(written, read):
    assert surfaces(written) == read


@pytest.mark.parametrize(
    "forms",
    [
        ("kör", "körer", "kören", "körerna", "körens"),
        ("förening", "föreningen", "föreningar", "föreningarna"),
        ("dans", "danser", "dansen"),
        ("klubb", "klubben", "klubbar", "klubbarna"),
        ("skola", "skolan", "skolor", "skolorna"),
        ("hus", "huset", "husen"),
        ("bandy", "bandyn"),
    ],
)
def test_forms_of_a_word_share_their_stem(forms):
    assert len({stem(fold(form)) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("sal", "salt"), ("kor", "korp"), ("bo", "bok")])
def test_other_words_do_not(one, other):
    assert stem(one) != stem(other)


def test_letters_are_folded_one_for_one():
    assert fold("Åsa Ödelös Éclair Øre Łódź") == "asa odelos eclair ore lodz"
    # Typed as a letter and a mark.
    assert fold("A\u030asa") == "asa"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(anything):
    assert fold(fold(anything)) == fold(anything)
    assert len(fold(anything)) == len(text.lower(anything))


@given(st.text(max_size=80))
def test_both_shapes_of_a_word_are_cut_alike(anything):
    for met in text.words(anything):
        assert len(met.exact) == len(met.folded)
        assert met.surface.startswith(met.exact)
        assert fold(met.exact) == met.folded
        assert 0 < len(met.surface) <= text.LONGEST


@given(st.text(max_size=80))
def test_words_hold_letters_and_figures_only(anything):
    """So no sign that either database's query language knows can be part of one."""
    for met in text.words(anything):
        assert met.exact.isalnum(), met
        assert met.folded.isalnum(), met


@given(LETTERS)
def test_a_stem_is_the_stem_of_itself(letters):
    assert stem(stem(fold(letters))) == stem(fold(letters))
    assert fold(letters).startswith(stem(fold(letters)))


@pytest.mark.parametrize(
    ("compound", "known", "parts"),
    [
        ("barnfotbollsklubb", ["fotboll", "klubb"], ("barn", "fotboll", "klubb", "fot", "boll")),
        ("fotbollsklubb", ["fotboll"], ("fotboll", "klubb", "fot", "boll")),
        ("kyrkokor", ["kyrk"], ("kyrk", "kor")),
        ("gatufest", ["gat"], ("gat", "fest")),
        ("idrottsforening", ["idrott", "forening"], ("idrott", "forening")),
        # No part is known, or only one.
        ("kvantfysik", ["kvant"], ()),
        ("fotboll", [], ("fot", "boll")),
        ("maskin", [], ()),
    ],
)
def test_compounds_are_split_at_known_words(compound, known, parts):
    assert Splitter(map(stem, known)).parts(compound) == tuple(map(stem, parts))


PIECES = ("barn", "fotboll", "klubb", "kor", "sport")


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=5))
def test_what_is_joined_is_divided_again(pieces):
    assert list(Splitter(PIECES).divide("".join(pieces))) == pieces


@pytest.mark.parametrize(
    ("divided", "part"),
    [
        (["barn", "fotboll", "klubb"], "fotboll"),
        (["idrott", "foren"], "foren"),
        (["kor", "sang"], "sang"),
        (["klubb", "grupp"], "grupp"),
    ],
)
def test_the_last_telling_part_is_needed(divided, part):
    assert needed_part(divided) == part


@pytest.mark.parametrize(
    ("asked", "known", "near"),
    [
        ("fotball", {"fotboll", "handboll"}, ["fotboll"]),
        ("ftoboll", {"fotboll"}, ["fotboll"]),
        ("kor", {"kort", "kol"}, []),
        ("schak", {"schack", "schakt"}, ["schack", "schakt"]),
        # One slip up to seven letters, two from eight.
        ("gymnatsik", {"gymnastik"}, ["gymnastik"]),
        ("gymnasik", {"gymnastisk"}, ["gymnastisk"]),
        ("fotbal", {"fotbolls"}, []),
    ],
)
def test_slips_are_forgiven(asked, known, near):
    assert nearest(asked, known) == near


@given(LETTERS, LETTERS)
def test_edits_are_a_distance(one, other):
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert 0 <= edits(one, other) <= 3


def test_a_stem_is_shown_as_the_shortest_word_that_was_met():
    met = [word("teatern"), word("teater"), word("musik")]
    assert text.as_written("teat", met) == "teater"
    assert text.as_written("okänt", met) == "okänt"


@given(LETTERS, LETTERS)
def test_the_key_sorts_as_the_alphabet_does(one, other):
    """By the places of the letters, é as e and ü as y."""

    def places(name: str) -> list[int]:
        return [ALPHABET.index(letter) for letter in name.replace("é", "e").replace("ü", "y")]

    assert (sort_key(one) < sort_key(other)) == (places(one) < places(other))


@given(st.text(max_size=30))
def test_the_key_is_figures_alone_and_fits(anything):
    key = sort_key(anything)
    assert set(key) <= set("0123456789")
    assert len(key) <= 140
