"""At once: what is counted is held, so that two cannot both be the last, the first or the third."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import connections

from associations.claim_services import confirm_claim, start_claim
from associations.invitation_services import accept_invitation, invite_colleague
from associations.membership_services import change_role, hand_over, leave
from associations.membership_upkeep import keep_memberships
from associations.models import Claim, JoinRequest, Membership
from associations.request_services import (
    WAITING_PER_PERSON,
    approve_request,
    ask_to_join,
    refuse_request,
)
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, roles, rows_agree
from tests.membership.post import code_in, sent_to, token_in

pytestmark = pytest.mark.django_db(transaction=True)
# Each race is run again with new people: one may happen to be won by luck.
ROUNDS = range(8)


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Let each act begin at the same moment in a thread; count how they ended, by class."""
    barrier, ends = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(20)
            ends.append(type(act()).__name__)
        except Exception as fault:
            ends.append(type(fault).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return Counter(ends)


def person(name: str, address: str = ""):
    return get_user_model().objects.create_user(name, address or f"{name}@annanstans.example")


def two_responsible(number: int):
    association = make_association(email="info@kor.example")
    people = [cast.colleague(f"{n}{number}", association, "responsible") for n in ("ada", "bo")]
    return association, *people


def test_the_last_two_leave_and_one_stays():
    for number in ROUNDS:
        association, ada, bo = two_responsible(number)
        ends = at_once(*(partial(leave, association, by=who) for who in (ada, bo)))
        assert ends == {"Membership": 1, "LastResponsible": 1}
        assert list(roles(association).values()) == ["responsible"]
        assert rows_agree()


def test_one_leaves_while_the_other_steps_down():
    for number in ROUNDS:
        association, ada, bo = two_responsible(number)
        his = Membership.objects.get(user=bo)
        ends = at_once(
            partial(leave, association, by=ada), partial(change_role, his, role="editor", by=bo)
        )
        assert ends == {"Membership": 1, "LastResponsible": 1}
        assert "responsible" in roles(association).values()


def test_two_hand_over_to_each_other_and_one_is_left():
    for number in ROUNDS:
        association, ada, bo = two_responsible(number)
        hers, his = (Membership.objects.get(user=who) for who in (ada, bo))
        ends = at_once(
            partial(hand_over, association, to=his, by=ada),
            partial(hand_over, association, to=hers, by=bo),
        )
        assert ends == {"Membership": 1, "NotAMember": 1}
        assert len(roles(association)) == 1
        assert rows_agree()


def test_an_invitation_is_used_once_however_many_times_it_is_opened():
    for number in ROUNDS:
        association, ada, _bo = two_responsible(number)
        address = f"nils{number}@annanstans.example"
        invite_colleague(association, address=address, role="editor", by=ada)
        token = token_in(sent_to(address))
        nils = person(f"nils{number}", address)
        ends = at_once(*(partial(accept_invitation, token, by=nils) for _time in range(3)))
        assert ends == {"Membership": 1, "InvitationClosed": 2}
        assert Counter(roles(association).values()) == {"responsible": 2, "editor": 1}
        assert rows_agree()


def code_claim(number: int, association, name: str):
    """A person's claim, ready to be confirmed: the call without its code, and the code."""
    claimant = person(f"{name}{number}")
    claim = start_claim(association, by=claimant)
    code = code_in(sent_to(association.email))
    return partial(confirm_claim, claim, by=claimant), code


def test_two_claims_and_one_is_in_while_the_other_asks():
    for number in ROUNDS:
        association = make_association(email=f"info{number}@kor.example")
        claims = [code_claim(number, association, name) for name in ("ada", "bo")]
        ends = at_once(*(partial(confirm, code=code) for confirm, code in claims))
        assert ends == {"Membership": 1, "JoinRequest": 1}
        assert list(roles(association).values()) == ["responsible"]
        assert rows_agree()


def test_six_guesses_are_three_tries():
    for number in ROUNDS:
        association = make_association(email=f"info{number}@kor.example")
        confirm, _code = code_claim(number, association, "ada")
        ends = at_once(*[partial(confirm, code="fel")] * 6)
        assert ends == {"WrongCode": 3, "AlreadyDecided": 3}
        assert Claim.objects.get(association=association).tries == 3


def test_the_same_code_twice_lets_in_once():
    for number in ROUNDS:
        association = make_association(email=f"info{number}@kor.example")
        confirm, code = code_claim(number, association, "ada")
        ends = at_once(*[partial(confirm, code=code)] * 2)
        assert ends == {"Membership": 1, "AlreadyDecided": 1}
        assert rows_agree()


def test_a_request_is_decided_once():
    for number in ROUNDS:
        association, ada, bo = two_responsible(number)
        request = ask_to_join(association, by=person(f"stig{number}"))
        ends = at_once(
            partial(approve_request, request, by=ada),
            partial(refuse_request, request, reason="Nej", by=bo),
        )
        assert ends["AlreadyDecided"] == 1
        state = JoinRequest.objects.get(pk=request.pk).state
        assert (f"stig{number}" in roles(association)) is (state == "approved")
        assert rows_agree()


def test_one_person_who_asks_twice_has_asked_once():
    for number in ROUNDS:
        association, _ada, _bo = two_responsible(number)
        stig = person(f"stig{number}")
        ends = at_once(*[partial(ask_to_join, association, by=stig)] * 2)
        assert ends == {"JoinRequest": 2}
        assert JoinRequest.objects.filter(user=stig).count() == 1


def test_one_person_who_asks_everywhere_at_once_asks_ten_at_most():
    """Counted over many associations, so it is the person that is held."""
    stig = person("stig")
    asks = []
    for number in range(WAITING_PER_PERSON + 4):
        association, _ada, _bo = two_responsible(number)
        asks.append(partial(ask_to_join, association, by=stig))
    for ask in asks[: WAITING_PER_PERSON - 2]:
        ask()
    ends = at_once(*asks[WAITING_PER_PERSON - 2 :])
    assert ends == {"JoinRequest": 2, "TooMany": 4}


def test_two_workers_end_a_role_once():
    for number in ROUNDS:
        association, ada, _bo = two_responsible(number)
        past = date(2020, 1, 1)
        Membership.objects.filter(user=ada).update(starts_on=past, ends_on=past)
        assert at_once(keep_memberships, keep_memberships) == {"NoneType": 2}
        assert actions(association).count("associations.end_role") == 1
        assert rows_agree()
