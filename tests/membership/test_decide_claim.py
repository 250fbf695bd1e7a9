"""The coordinator's yes or no, with a reason."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from associations import private_services, refusals, services
from associations.claim_services import (
    approve_claim,
    ask_municipality,
    confirm_claim,
    refuse_claim,
    start_claim,
)
from associations.models import Basis, Claim, ClaimState, JoinRequest, RegisterFile
from associations.request_services import ask_to_join
from tests import cast
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import code_in, delivered, sent_to
from tests.membership.test_claim_with_minutes import hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def claim(choir, stig):
    return hand_in(choir, stig)


def test_yes_makes_the_person_responsible_on_the_minutes(choir, stig, olga, claim):
    membership = approve_claim(claim, by=olga)
    assert roles(choir) == {"stig": "responsible"}
    assert rows_agree()
    assert (membership.basis, membership.granted_by) == (Basis.MINUTES, olga)
    assert membership.document == RegisterFile.objects.get()
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == (ClaimState.APPROVED, olga)
    told = {message.to[0]: message for message in delivered()}
    assert set(told) == {stig.email, "info@kor.example"}
    assert stig.email not in told["info@kor.example"].body


def test_beside_those_who_are_responsible_already(choir, rut, stig, olga):
    approve_claim(hand_in(choir, stig), by=olga)
    assert roles(choir) == {"rut": "responsible", "stig": "responsible"}


def test_an_editor_becomes_responsible(choir, rut, olga):
    nils = cast.colleague("nils", choir)
    approve_claim(hand_in(choir, nils), by=olga)
    assert roles(choir) == {"rut": "responsible", "nils": "responsible"}
    assert rows_agree()


def test_no_says_why(choir, stig, olga, claim):
    refuse_claim(claim, reason=" Protokollet är inte justerat. ", by=olga)
    assert not may_act(stig, choir)
    claim.refresh_from_db()
    assert (claim.state, claim.reason) == (ClaimState.REFUSED, "Protokollet är inte justerat.")
    message = sent_to(stig.email)
    assert message.subject == "Du kan inte ta hand om sidan för Björkviks kör än"
    assert "Varför: Protokollet är inte justerat." in message.body
    assert f"/mina-sidor/ansprak/{claim.pk}/" in message.body
    assert actions(choir)[-1] == "associations.refuse_claim"


def test_no_without_a_reason_is_no_answer(olga, claim):
    with pytest.raises(ValidationError):
        refuse_claim(claim, reason=" ", by=olga)
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_DECIDE


@pytest.mark.parametrize("who", ["stig", "rut", "edit", "hans"])
def test_nobody_else_decides(choir, rut, stig, claim, who):
    by = {"stig": stig, "rut": rut}.get(who) or getattr(cast, who)()
    with pytest.raises(PermissionDenied):
        approve_claim(claim, by=by)
    with pytest.raises(PermissionDenied):
        refuse_claim(claim, reason="Nej", by=by)
    assert not may_act(stig, choir)


def test_the_coordinator_does_not_decide_about_herself(choir, olga):
    claim = hand_in(choir, olga)
    with pytest.raises(refusals.SecondPartyMissing):
        approve_claim(claim, by=olga)
    assert not may_act(olga, choir)
    approve_claim(claim, by=cast.ada())
    assert may_act(olga, choir)


def test_once(choir, stig, olga, claim):
    refuse_claim(claim, reason="Nej", by=olga)
    with pytest.raises(refusals.AlreadyDecided):
        approve_claim(claim, by=olga)
    with pytest.raises(refusals.AlreadyDecided):
        refuse_claim(claim, reason="Nej", by=olga)
    assert not may_act(stig, choir)


def test_a_code_is_stopped_by_a_no_and_never_approved_for_the_association(choir, stig, olga):
    claim = start_claim(choir, by=stig)
    code = code_in(sent_to("info@kor.example"))
    with pytest.raises(refusals.AlreadyDecided):
        approve_claim(claim, by=olga)
    refuse_claim(claim, reason="Ni är inte samma förening.", by=olga)
    with pytest.raises(refusals.AlreadyDecided):
        confirm_claim(claim, code=code, by=stig)
    assert not may_act(stig, choir)


def test_what_has_ended_is_refused_and_not_approved(choir, stig, olga, claim):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        approve_claim(claim, by=olga)
    refuse_claim(claim, reason="Föreningen är upplöst.", by=olga)
    assert sent_to(stig.email)


def test_a_deactivated_person_is_not_let_in(choir, stig, olga, claim):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        approve_claim(claim, by=olga)
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_DECIDE


def test_the_decision_outlives_the_minutes(choir, stig, olga, claim):
    private_services.remove_private(RegisterFile.objects.get(), by=olga)
    claim.refresh_from_db()
    assert claim.document is None
    assert approve_claim(claim, by=olga).basis == Basis.MINUTES


def test_everything_else_the_person_had_asked_for_is_no_longer_needed(choir, rut, stig, olga):
    claim = hand_in(choir, stig)
    ask_to_join(choir, by=stig)
    approve_claim(claim, by=olga)
    assert JoinRequest.objects.get().state == "dropped"


def asked(association, by):
    return ask_municipality(association, by=by, message="Ingen har inloggningen längre.")


def test_yes_to_a_question_says_what_it_rests_on(choir, stig, olga):
    claim = asked(choir, stig)
    for note in ("", "  "):
        with pytest.raises(ValidationError):
            approve_claim(claim, by=olga, note=note)
    membership = approve_claim(claim, by=olga, note="Samtal med revisorn.")
    assert (membership.basis, membership.note) == (Basis.COORDINATOR, "Samtal med revisorn.")
    assert may_act(stig, choir)


def test_a_question_has_words(choir, stig):
    with pytest.raises(ValidationError):
        ask_municipality(choir, by=stig, message=" ")
    assert not Claim.objects.exists()
