"""Several requests at the same moment, as nobody but an attacker sends them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connections

from cms.users import codes, services
from cms.users.codes import Outcome
from cms.users.models import SignInCode
from tests.sign_in.steps import RUT, wrong

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12


def at_once(do, times: int = MANY) -> list:
    """What `do(number)` returned, all begun in the same moment."""
    barrier = Barrier(times)

    def run(number: int):
        try:
            barrier.wait(timeout=20)
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_three_tries_are_three_however_many_at_once():
    key, code = codes.issue(RUT)
    outcomes = [outcome for outcome, _address in at_once(lambda n: codes.redeem(key, wrong(code)))]
    assert len(outcomes) == MANY
    assert SignInCode.objects.get().tries == codes.TRIES
    assert Outcome.RIGHT not in outcomes
    # And the right one comes too late.
    assert codes.redeem(key, code) == (Outcome.OVER, "")


def test_one_code_lets_in_once_however_many_at_once():
    key, code = codes.issue(RUT)
    outcomes = at_once(lambda n: codes.redeem(key, code))
    assert outcomes.count((Outcome.RIGHT, RUT)) == 1
    assert outcomes.count((Outcome.OVER, "")) == MANY - 1


def test_one_mailbox_is_one_person_however_many_at_once():
    people = at_once(lambda n: services.person_for(RUT).pk)
    assert len(set(people)) == 1
    assert get_user_model().objects.count() == 1
