"""Claiming with a code to the address on file: three tries, a week, the person who asked."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import now

from associations import outbox, refusals, services
from associations.claim_services import (
    CODES_PER_ASSOCIATION_AND_DAY,
    PER_PERSON_AND_DAY,
    confirm_claim,
    start_claim,
    ways_to_claim,
)
from associations.models import (
    Basis,
    Claim,
    ClaimState,
    ClaimWay,
    Delivery,
    JoinRequest,
    Membership,
    Status,
)
from associations.outbox.recipients import address_hash, is_broken, mark_broken
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import code_in, delivered, sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(choir, stig):
    return start_claim(choir, by=stig, message="Jag är ordförande.")


@pytest.fixture
def code(claim):
    return code_in(sent_to("info@kor.example"))


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def test_the_code_goes_to_the_association_and_says_who_asks(choir, stig, claim):
    assert claim.state == ClaimState.CODE_ASKED
    assert not may_act(stig, choir)
    [message] = delivered()
    assert message.to == ["info@kor.example"]
    assert message.subject == "Kod: någon vill ta hand om sidan för Björkviks kör"
    assert f"Den som frågar: {stig.email}" in message.body
    assert code_in(message)
    assert actions(choir)[-1] == "associations.start_claim"


def test_to_an_address_that_only_the_municipality_sees(stig):
    quiet = make_association("Tysta kören")
    services.set_contact(quiet, field="email", value="hemlig@kor.example", is_public=False, by=None)
    start_claim(quiet, by=stig)
    assert code_in(sent_to("hemlig@kor.example"))


def test_the_code_shows_that_the_address_works(stig, claim, code):
    mark_broken(hashed=address_hash("info@kor.example"), code="550")
    with pytest.raises(refusals.WrongCode):
        confirm_claim(claim, code=wrong(code), by=stig)
    assert is_broken("info@kor.example")
    confirm_claim(claim, code=code, by=stig)
    assert not is_broken("info@kor.example")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-", "no spaces", "hyphen"])
def test_with_the_code_the_person_is_responsible(choir, stig, claim, code, typed):
    known = {"no spaces": code.replace(" ", ""), "hyphen": code.replace(" ", "-")}
    membership = confirm_claim(claim, code=known.get(typed, typed.format(code)), by=stig)
    assert isinstance(membership, Membership)
    assert membership.basis == Basis.CODE
    assert roles(choir) == {"stig": "responsible"}
    assert rows_agree()
    claim.refresh_from_db()
    assert (claim.state, claim.code_hash) == (ClaimState.APPROVED, "")


def test_three_wrong_codes_end_it_and_then_the_right_one_is_wrong_too(choir, stig, claim, code):
    for left in (2, 1, 0):
        with pytest.raises(refusals.WrongCode) as refused:
            confirm_claim(claim, code=wrong(code), by=stig)
        assert refused.value.tries_left == left
    claim.refresh_from_db()
    assert (claim.state, claim.tries, claim.code_hash) == (ClaimState.FAILED, 3, "")
    with pytest.raises(refusals.AlreadyDecided):
        confirm_claim(claim, code=code, by=stig)
    assert not may_act(stig, choir)
    assert actions(choir)[-1] == "associations.fail_claim"


@pytest.mark.parametrize("typed", ["", " ", "åtta siffror", "0", "\x00", "1" * 5000])
def test_what_is_no_code_is_a_wrong_one(choir, stig, claim, code, typed):
    with pytest.raises(refusals.WrongCode):
        confirm_claim(claim, code=typed, by=stig)
    assert not may_act(stig, choir)


def test_before_the_mail_is_written_there_is_no_code(choir, stig, claim):
    for typed in ("", "00000000"):
        with pytest.raises(refusals.WrongCode):
            confirm_claim(claim, code=typed, by=stig)


def test_a_wrong_try_stays_counted_whatever_happens_around_it(stig, claim, code):
    """Inside another transaction, which may be rolled back, it is not even tried."""
    # The test's own transaction is told apart from one of ours.
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        confirm_claim(claim, code=wrong(code), by=stig)


def test_the_code_is_for_the_person_who_asked(choir, stig, claim, code):
    for by in (cast.edit(), cast.olga(), cast.colleague("nils", make_association())):
        with pytest.raises(PermissionDenied):
            confirm_claim(claim, code=code, by=by)
    assert Claim.objects.get().tries == 0
    assert confirm_claim(claim, code=code, by=stig)


def test_another_claims_code_does_not_do(choir, stig, claim, code):
    other = make_association("Andra kören", email="info@andra.example")
    second = start_claim(other, by=stig)
    code_of_other = code_in(sent_to("info@andra.example"))
    with pytest.raises(refusals.WrongCode):
        confirm_claim(claim, code=code_of_other, by=stig)
    with pytest.raises(refusals.WrongCode):
        confirm_claim(second, code=code, by=stig)
    assert not may_act(stig, choir)
    assert not may_act(stig, other)


def test_it_runs_out(choir, stig, claim, code):
    Claim.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(refusals.AlreadyDecided) as refused:
        confirm_claim(claim, code=code, by=stig)
    assert refused.value.state == ClaimState.EXPIRED
    assert not may_act(stig, choir)


def test_it_is_used_once(choir, stig, claim, code):
    confirm_claim(claim, code=code, by=stig)
    with pytest.raises(refusals.AlreadyDecided):
        confirm_claim(claim, code=code, by=stig)


def test_a_new_code_ends_the_old_claim(choir, stig, claim, code):
    second = start_claim(choir, by=stig)
    claim.refresh_from_db()
    assert claim.state == ClaimState.DROPPED
    with pytest.raises(refusals.AlreadyDecided):
        confirm_claim(claim, code=code, by=stig)
    assert confirm_claim(second, code=code_in(sent_to("info@kor.example")), by=stig)


def test_one_more_copy_of_the_mail_has_a_new_code_and_no_new_tries(choir, stig, claim, code):
    with pytest.raises(refusals.WrongCode):
        confirm_claim(claim, code=wrong(code), by=stig)
    outbox.send_again(Delivery.objects.get(purpose="claim_code"))
    new = code_in(sent_to("info@kor.example"))
    with pytest.raises(refusals.WrongCode) as refused:
        confirm_claim(claim, code=code, by=stig)
    assert refused.value.tries_left == 1
    assert confirm_claim(claim, code=new, by=stig)


def test_where_somebody_is_responsible_it_is_a_request_to_join(choir, rut, stig):
    request = start_claim(choir, by=stig, message="Jag är ordförande.")
    assert isinstance(request, JoinRequest)
    assert request.message == "Jag är ordförande."
    assert not Claim.objects.exists()
    assert [message.to for message in delivered()] == [[rut.email]]
    assert ways_to_claim(choir) == (ClaimWay.MINUTES,)


def test_when_somebody_became_responsible_meanwhile_the_code_makes_a_request(
    choir, stig, claim, code
):
    cast.rut(choir)
    request = confirm_claim(claim, code=code, by=stig)
    assert isinstance(request, JoinRequest)
    assert not may_act(stig, choir)
    claim.refresh_from_db()
    assert claim.state == ClaimState.BECAME_REQUEST


@pytest.mark.parametrize("how", ["deactivated", "run out", "an editor"])
def test_somebody_who_cannot_act_is_not_responsible(choir, rut, stig, how):
    if how == "deactivated":
        get_user_model().objects.filter(pk=rut.pk).update(is_active=False)
    elif how == "run out":
        past = date(2020, 1, 1)
        Membership.objects.filter(user=rut).update(starts_on=past, ends_on=past)
    else:
        Membership.objects.filter(user=rut).update(role="editor")
    assert ways_to_claim(choir) == (ClaimWay.CODE, ClaimWay.MINUTES)
    claim = start_claim(choir, by=stig)
    assert confirm_claim(claim, code=code_in(sent_to("info@kor.example")), by=stig)
    assert may_act(stig, choir)
    assert rows_agree()


def test_an_editor_becomes_responsible_when_nobody_is(choir):
    nils = cast.colleague("nils", choir, "editor")
    claim = start_claim(choir, by=nils)
    confirm_claim(claim, code=code_in(sent_to("info@kor.example")), by=nils)
    assert roles(choir) == {"nils": "responsible"}
    assert rows_agree()


@pytest.mark.parametrize("address", ["", "borta@kor.example"])
def test_without_a_working_address_minutes_are_the_way(stig, address):
    mark_broken(hashed=address_hash("borta@kor.example"), code="550")
    association = make_association(email=address)
    assert ways_to_claim(association) == (ClaimWay.MINUTES,)
    with pytest.raises(refusals.NoWorkingAddress):
        start_claim(association, by=stig)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("status", [Status.DISSOLVED, Status.APPLIED])
def test_not_what_has_ended_or_was_never_accepted(stig, status):
    association = make_association(email="info@kor.example", status=status)
    with pytest.raises(refusals.AssociationEnded):
        start_claim(association, by=stig)


def test_what_ends_meanwhile_is_not_taken_over(choir, stig, claim, code):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        confirm_claim(claim, code=code, by=stig)


@pytest.mark.parametrize("when", ["before the mail", "after the mail"])
def test_a_deactivated_person_gets_no_code_and_no_association(choir, stig, claim, when):
    people = get_user_model().objects.filter(pk=stig.pk)
    if when == "before the mail":
        people.update(is_active=False)
        assert delivered() == []
        return
    code = code_in(sent_to("info@kor.example"))
    people.update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        confirm_claim(claim, code=code, by=stig)
    assert rows_agree()


def test_a_deactivated_person_starts_nothing(choir, stig):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        start_claim(choir, by=stig)


def test_a_message_too_long_is_refused(choir, stig):
    with pytest.raises(ValidationError):
        start_claim(choir, by=stig, message="x" * 501)
    assert delivered() == []


def test_an_association_gets_five_codes_a_day_whoever_asks(choir):
    for number in range(CODES_PER_ASSOCIATION_AND_DAY):
        start_claim(choir, by=get_user_model().objects.create_user(f"p{number}"))
    stig = cast.stig()
    with pytest.raises(refusals.TooMany):
        start_claim(choir, by=stig)
    Claim.objects.update(created_at=now() - timedelta(days=1, minutes=1))
    assert start_claim(choir, by=stig)


def test_a_person_claims_ten_a_day(stig):
    for _number in range(PER_PERSON_AND_DAY):
        start_claim(make_association(email="info@kor.example"), by=stig)
    with pytest.raises(refusals.TooMany):
        start_claim(make_association(email="info@kor.example"), by=stig)
