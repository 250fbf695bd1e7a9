"""A person asks to take part; each responsible hears of it, and not who it is."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from associations import refusals, services
from associations.membership_services import leave
from associations.models import Delivery, JoinRequest, RequestState
from associations.request_services import PER_PERSON_AND_DAY, WAITING_PER_PERSON, ask_to_join
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, may_act
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def test_it_waits_and_those_responsible_hear_of_it(choir, rut, stig):
    edla = cast.colleague("edla", choir, "responsible")
    cast.colleague("nils", choir)
    request = ask_to_join(choir, by=stig, message=" Jag är ny kassör. ")
    assert (request.state, request.message) == (RequestState.WAITING, "Jag är ny kassör.")
    assert not may_act(stig, choir)
    messages = delivered()
    assert {message.to[0] for message in messages} == {rut.email, edla.email}
    for message in messages:
        assert message.subject == "Någon vill vara med och sköta sidan för Björkviks kör"
        assert "stig" not in message.body.lower()
        assert "kassör" not in message.body
        assert f"/mina-sidor/forening/{choir.slug}/kollegor/" in message.body
    assert actions(choir)[-1] == "associations.ask_to_join"


def test_asking_again_is_the_same_request(choir, rut, stig):
    first = ask_to_join(choir, by=stig)
    assert ask_to_join(choir, by=stig, message="Hallå?") == first
    assert Delivery.objects.filter(purpose="join_request_waiting").count() == 1


def test_where_nobody_is_responsible_there_is_nobody_to_ask(choir, stig):
    cast.colleague("nils", choir, "editor")
    with pytest.raises(refusals.NobodyResponsible):
        ask_to_join(choir, by=stig)
    assert not JoinRequest.objects.exists()


def test_who_has_a_role_does_not_ask(choir, rut):
    for by in (rut, cast.colleague("nils", choir)):
        with pytest.raises(refusals.AlreadyMember):
            ask_to_join(choir, by=by)


def test_a_message_too_long_is_refused(choir, rut, stig):
    with pytest.raises(ValidationError):
        ask_to_join(choir, by=stig, message="x" * 501)


def test_not_to_what_no_longer_exists(choir, rut, stig):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    with pytest.raises(refusals.AssociationEnded):
        ask_to_join(choir, by=stig)


def test_a_deactivated_person_does_not_ask(choir, rut, stig):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    with pytest.raises(refusals.PersonDeactivated):
        ask_to_join(choir, by=stig)


def test_one_person_asks_ten_at_most(stig):
    for number in range(WAITING_PER_PERSON):
        association = make_association()
        cast.colleague(f"ansvarig{number}", association, "responsible")
        ask_to_join(association, by=stig)
    one_more = make_association()
    cast.colleague("ansvarig", one_more, "responsible")
    with pytest.raises(refusals.TooMany):
        ask_to_join(one_more, by=stig)
    JoinRequest.objects.update(state=RequestState.DROPPED)
    assert WAITING_PER_PERSON >= PER_PERSON_AND_DAY
    with pytest.raises(refusals.TooMany):
        ask_to_join(one_more, by=stig)
    JoinRequest.objects.update(created_at=now() - timedelta(days=1, minutes=1))
    assert ask_to_join(one_more, by=stig)


def test_who_is_no_longer_responsible_hears_nothing(choir, rut, stig):
    edla = cast.colleague("edla", choir, "responsible")
    ask_to_join(choir, by=stig)
    leave(choir, by=rut)
    assert [message.to for message in delivered()] == [[edla.email]]
