"""The ranking by groups, held against giving every listing a number of its own."""

from hypothesis import given
from hypothesis import strategies as st

from associations.search.ranking import OTHERS, added, best_of, groups

SIZE = 12
EVERYONE = (1 << SIZE) - 1
WEIGHTS = (12.0, 10.0, 7.0, 4.5, 2.5)
members = st.integers(0, EVERYONE)
tiers = st.tuples(*[members] * len(WEIGHTS)).map(lambda bits: list(zip(WEIGHTS, bits, strict=True)))


def worth(tiers, place: int) -> float:
    """The best tier, and a little of the next, and of that a little …"""
    found = 0.0
    for weight, bits in reversed(tiers):
        if bits >> place & 1:
            found = weight + OTHERS * found
    return found


def by_place(found) -> dict[int, float]:
    worths: dict[int, float] = {}
    for value, bits in found:
        for place in range(SIZE):
            if bits >> place & 1:
                assert place not in worths, "a listing in two groups"
                worths[place] = round(value, 7)
    return worths


def expected(worth_of, within: int) -> dict[int, float]:
    every = {place: round(worth_of(place), 7) for place in range(SIZE) if within >> place & 1}
    return {place: value for place, value in every.items() if value}


@given(tiers, members)
def test_one_word(tiers, within):
    found = list(groups(tiers, within))
    assert by_place(found) == expected(lambda place: worth(tiers, place), within)
    assert [value for value, _bits in found] == sorted((v for v, _b in found), reverse=True)


@given(tiers, tiers, members)
def test_several_words_add_up(one, other, within):
    found = added([groups(one, within), groups(other, within)], within)
    sums = by_place(group for group in found if group[0])
    assert sums == expected(lambda place: worth(one, place) + worth(other, place), within)
    assert [value for value, _bits in found] == sorted((v for v, _b in found), reverse=True)


@given(tiers, tiers)
def test_of_several_readings_the_best_counts(one, other):
    found = best_of([groups(one, EVERYONE), groups(other, EVERYONE)])
    assert by_place(found) == expected(
        lambda place: max(worth(one, place), worth(other, place)), EVERYONE
    )
