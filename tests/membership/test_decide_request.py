"""Yes or no to a request to join, by those responsible."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from associations import refusals, services
from associations.membership_services import leave
from associations.models import Basis, JoinRequest, RequestState
from associations.request_services import approve_request, ask_to_join, refuse_request
from tests import cast
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import delivered, sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(choir, rut, stig):
    made = ask_to_join(choir, by=stig)
    delivered()
    return made


def test_yes_lets_the_person_in_with_the_role_chosen(choir, rut, stig, request_):
    membership = approve_request(request_, role="answers", by=rut)
    assert roles(choir) == {"rut": "responsible", "stig": "answers"}
    assert (membership.basis, membership.granted_by) == (Basis.REQUEST, rut)
    assert rows_agree()
    request_.refresh_from_db()
    assert (request_.state, request_.decided_by) == (RequestState.APPROVED, rut)
    assert sent_to(stig.email).subject == "Du sköter sidan för Björkviks kör"


def test_no_says_why(choir, rut, stig, request_):
    refuse_request(request_, reason=" Vi känner dig inte. ", by=rut)
    assert not may_act(stig, choir)
    request_.refresh_from_db()
    assert (request_.state, request_.reason) == (RequestState.REFUSED, "Vi känner dig inte.")
    message = sent_to(stig.email)
    assert message.subject == "Björkviks kör sa nej till din förfrågan"
    assert "Varför: Vi känner dig inte." in message.body
    assert "rut" not in message.body.lower()
    assert actions(choir)[-1] == "associations.refuse_request"


def test_no_without_a_reason_is_no_answer(rut, request_):
    with pytest.raises(ValidationError):
        refuse_request(request_, reason="  ", by=rut)
    assert JoinRequest.objects.get().state == RequestState.WAITING


def test_neither_who_asked_nor_an_editor_nor_anothers_responsible_decides(choir, stig, request_):
    for by in (stig, cast.colleague("nils", choir), cast.edit()):
        with pytest.raises(PermissionDenied):
            approve_request(request_, by=by)
        with pytest.raises(PermissionDenied):
            refuse_request(request_, reason="Nej", by=by)
    assert not may_act(stig, choir)


def test_the_coordinator_decides_when_the_others_are_gone(choir, rut, stig, request_):
    get_user_model().objects.filter(pk=rut.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        approve_request(request_, by=rut)
    approve_request(request_, role="responsible", by=cast.olga())
    assert may_act(stig, choir)


def test_the_coordinator_does_not_let_herself_in(choir, rut):
    olga = cast.olga()
    mine = ask_to_join(choir, by=olga)
    with pytest.raises(refusals.SecondPartyMissing):
        approve_request(mine, by=olga)
    assert not may_act(olga, choir)


def test_once(choir, rut, stig, request_):
    refuse_request(request_, reason="Nej", by=rut)
    for again in (approve_request, lambda r, by: refuse_request(r, reason="Nej", by=by)):
        with pytest.raises(refusals.AlreadyDecided) as refused:
            again(request_, by=rut)
        assert refused.value.state == RequestState.REFUSED
    assert not may_act(stig, choir)
    # Refused is not for ever: a new request may be made.
    assert ask_to_join(choir, by=stig) != request_


def test_a_role_there_is_not_is_refused(choir, rut, stig, request_):
    with pytest.raises(ValidationError):
        approve_request(request_, role="king", by=rut)
    assert JoinRequest.objects.get().state == RequestState.WAITING
    assert not may_act(stig, choir)


def test_not_for_what_no_longer_exists_nor_for_a_deactivated_person(choir, rut, stig, request_):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        approve_request(request_, by=rut)
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        approve_request(request_, by=rut)
    assert rows_agree()


def test_who_has_left_decides_nothing(choir, rut, request_):
    cast.colleague("edla", choir, "responsible")
    leave(choir, by=rut)
    with pytest.raises(PermissionDenied):
        approve_request(request_, by=rut)
