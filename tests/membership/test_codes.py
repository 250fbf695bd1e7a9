"""Codes and links: long enough, never alike, and worth nothing as a hash."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from associations import codes

eight_digits = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08}")


def test_a_code_is_eight_digits_and_a_link_43_characters_that_need_no_quoting():
    made = {codes.new_code() for _ in range(200)}
    assert len(made) > 190
    assert all(len(code) == 8 and code.isdecimal() for code in made)
    links = {codes.new_token() for _ in range(200)}
    assert len(links) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", link) for link in links)


@given(eight_digits)
def test_it_is_known_again_as_people_copy_it(code):
    stored = codes.code_hash(code, about="claim 1")
    for typed in (code, codes.spoken(code), f" {code[:4]}-{code[4:]}\n", "\u00a0".join(code)):
        assert codes.is_code(typed, stored, about="claim 1")


@given(eight_digits, eight_digits)
def test_another_code_or_another_claim_is_not_it(code, other):
    stored = codes.code_hash(code, about="claim 1")
    assert codes.is_code(other, stored, about="claim 1") is (code == other)
    assert not codes.is_code(code, stored, about="claim 2")


@pytest.mark.parametrize("typed", ["", " ", "-"])
def test_nothing_is_no_code_and_matches_no_hash_that_is_not_there(typed):
    assert not codes.is_code(typed, "", about="claim 1")


def test_the_hash_is_keyed(settings):
    """Who has the database alone cannot try out a hundred million codes."""
    stored = codes.code_hash("12345678", about="claim 1")
    link = codes.token_hash("x")
    settings.SECRET_KEY = "another-one"
    assert not codes.is_code("12345678", stored, about="claim 1")
    assert codes.token_hash("x") != link
