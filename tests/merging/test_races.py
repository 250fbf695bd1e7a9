"""At once: two mergers, two undoings, and the queue found twice."""

import pytest

from associations import duplicates, merging
from associations.models import Association, DuplicatePair, Merge
from tests import cast
from tests.builders import make_association
from tests.membership.people import rows_agree
from tests.membership.test_races import at_once
from tests.merging.test_merge import merge

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(6)


def pair():
    return make_association("Björkviks kör"), make_association("Ekens sångare")


def test_each_into_the_other():
    olga = cast.olga()
    for _round in ROUNDS:
        one, other = pair()
        ends = at_once(lambda: merge(one, other, olga), lambda: merge(other, one, olga))  # noqa: B023
        assert ends == {"Merge": 1, "AssociationEnded": 1}
        assert Association.objects.filter(pk__in=[one.pk, other.pk], status="merged").count() == 1


def test_one_into_two():
    olga = cast.olga()
    person = cast.rut_alone()
    for _round in ROUNDS:
        (one, other), third = pair(), make_association("Tredje kören")
        cast.appointed(person, one)
        ends = at_once(lambda: merge(one, other, olga), lambda: merge(one, third, olga))  # noqa: B023
        assert ends == {"Merge": 1, "AssociationEnded": 1}
        assert rows_agree()


def test_in_a_ring():
    olga = cast.olga()
    for _round in ROUNDS:
        (one, two), three = pair(), make_association("Tredje kören")
        ends = at_once(
            lambda: merge(one, two, olga),  # noqa: B023
            lambda: merge(two, three, olga),  # noqa: B023
            lambda: merge(three, one, olga),  # noqa: B023
        )
        assert set(ends) <= {"Merge", "AssociationEnded"}
        rows = Association.objects.filter(pk__in=[one.pk, two.pk, three.pk])
        assert rows.filter(status="active").count() == 3 - ends["Merge"] >= 1


def test_undone_once():
    olga = cast.olga()
    for _round in ROUNDS:
        one, other = pair()
        made = merge(one, other, olga)
        ends = at_once(*[lambda: merging.undo(made, by=olga)] * 3)  # noqa: B023
        assert ends == {"Merge": 1, "CannotUndo": 2}
        assert Merge.objects.filter(undone_at=None).count() == 0


def test_found_twice_at_once():
    for _number in range(20):
        make_association(f"Föreningen Nummer {_number}")
        make_association(f"Föreningen Nummer {_number}")
    assert set(at_once(*[duplicates.find_pairs] * 3)) == {"int"}
    assert DuplicatePair.objects.count() == 20
