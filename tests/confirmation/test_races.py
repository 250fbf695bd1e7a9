"""At once: an answer is noted once, and a question is asked once, on both databases."""

from functools import partial

import pytest

from associations.confirmation_services import answer_by_link, ask, confirm_own
from associations.confirmation_upkeep import keep_confirmations
from associations.models import Association, Confirmation, Delivery
from tests import cast
from tests.builders import make_association
from tests.confirmation.post import token_in
from tests.membership.people import actions
from tests.membership.post import delivered
from tests.membership.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


def choir(number):
    association = make_association(f"Kör {number}", email=f"info{number}@kor.example")
    people = [cast.colleague(f"{name}{number}", association, "responsible") for name in "ab"]
    return association, people


def test_the_same_link_twice_confirms_once():
    for number in ROUNDS:
        association, _people = choir(number)
        ask([association])
        token = token_in(delivered()[0])
        ends = at_once(*[partial(answer_by_link, token)] * 3)
        assert ends == {"Confirmation": 1, "AlreadyDecided": 2}
        assert actions(association).count("associations.confirm") == 1


def test_one_by_link_and_one_signed_in():
    for number in ROUNDS:
        association, people = choir(number)
        ask([association])
        token = token_in(delivered()[0])
        at_once(
            partial(answer_by_link, token, is_board_new=True),
            partial(confirm_own, association, by=people[1]),
        )
        states = [one.state for one in Confirmation.objects.filter(association=association)]
        assert "open" not in states
        # Whoever came second by the link was told so; signed in, one may confirm again.
        assert 1 <= len(states) <= 2


def test_two_who_ask_ask_once():
    for number in ROUNDS:
        association, _people = choir(number)
        at_once(*[partial(ask, [association])] * 3)
        assert Confirmation.objects.filter(association=association).count() == 1
        assert (
            Delivery.objects.filter(association=association, purpose="confirm_details").count() == 2
        )


def test_two_workers_ask_once():
    choir(1)
    Association.objects.update(ask_on="2020-01-01")
    at_once(keep_confirmations, keep_confirmations)
    assert Confirmation.objects.count() == 1
    assert Delivery.objects.filter(purpose="confirm_details").count() == 2
