"""Two rows that may be one: which pairs are found, and what stays decided."""

import pytest

from associations import duplicates
from associations.models import Association, DuplicatePair, Likeness, PairState
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER, CITY = "8020024280", "8024197405", "2120000142"


def pairs() -> list[tuple[str, str, str]]:
    duplicates.find_pairs()
    rows = DuplicatePair.objects.filter(state=PairState.OPEN).order_by("pk")
    return [(pair.first.name, pair.second.name, pair.likeness) for pair in rows]


def test_the_same_number():
    make_association("Björkviks kör", org_number=NUMBER)
    make_association("Sångarna i Björkvik", org_number=NUMBER)
    assert pairs() == [("Björkviks kör", "Sångarna i Björkvik", Likeness.NUMBER)]


def test_a_number_that_many_have_tells_nothing():
    for name in ["Alm", "Björk", "Ceder", "Dvärgbjörk", "En"]:
        make_association(f"Föreningen {name}", org_number=NUMBER)
    assert pairs() == []


def test_the_municipalitys_own_number_tells_nothing():
    make_association("Fritidsgården Norr", org_number=CITY)
    make_association("Kulturhuset", org_number=CITY)
    assert pairs() == []


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Björkviks Idrottsförening", "IF Björkviks", Likeness.NAME),
        ("Björkviks kör, ideell förening", "BJÖRKVIKS KÖR", Likeness.NAME),
        ("Björkviks hembygdsförening", "Björkviks hembygdförening", Likeness.NEARLY),
        ("Björkviks hembygdsförening", "Björkviks hembydgsförening", Likeness.NEARLY),
    ],
)
def test_the_same_name(one, other, likeness):
    make_association(one, town="Björkvik")
    make_association(other)
    assert pairs() == [(one, other, likeness)]


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ("Vägföreningen nr 1", "Vägföreningen nr 2", {}),
        ("Björkviks scoutkår A", "Björkviks scoutkår B", {}),
        ("Ekens kör", "Enens kör", {}),
        ("Björkviks kör", "Björkviks kör", {"town": "Granby"}),
        ("Björkviks kör", "Björkviks kör", {"org_number": OTHER_NUMBER}),
        ("Björkviks kör", "Björkviks kör", {"status": "dissolved"}),
    ],
)
def test_two_are_two(one, other, facts):
    make_association(one, town="Björkvik", org_number=NUMBER)
    make_association(other, **facts)
    assert pairs() == []


def test_what_no_longer_holds_is_gone_and_what_is_decided_stays():
    for name in ("Björkviks kör", "Ekens sångare"):
        make_association(name)
        make_association(name)
    assert len(pairs()) == 2
    decided, other = DuplicatePair.objects.order_by("pk")
    duplicates.say_different(decided, by=cast.olga())
    Association.objects.filter(pk=other.second_id).update(name="Någonting annat")
    assert pairs() == []
    assert DuplicatePair.objects.get().state == PairState.NOT_DUPLICATE


def test_finding_again_changes_nothing(django_assert_num_queries):
    for _time in range(30):
        name = f"Björkviks {_time} kör"
        make_association(name)
        make_association(name)
    assert len(pairs()) == 30
    before = list(DuplicatePair.objects.values())
    # The register, the pairs, the count; and the transaction.
    with django_assert_num_queries(5):
        duplicates.find_pairs()
    assert list(DuplicatePair.objects.values()) == before


def test_while_one_is_being_added():
    known = make_association("Björkviks hembygdsförening", town="Björkvik", listed=False)
    make_association("Något helt annat")
    for typed in ({"name": "björkviks hembygdsförening"}, {"name": "Björkviks hembygdförening"}):
        assert [found.association for found in duplicates.like(**typed)] == [known]
    assert duplicates.like(name="Björkviks hembygdsförening", town="Granby") == []
    assert duplicates.like(name="Ny", number=NUMBER) == []
    Association.objects.filter(pk=known.pk).update(org_number=NUMBER)
    assert duplicates.like(name="Ny", number=NUMBER)[0].likeness == Likeness.NUMBER
