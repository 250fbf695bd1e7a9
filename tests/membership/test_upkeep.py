"""What time does: roles end, addresses are forgotten, people are reminded, and never twice."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from associations import services
from associations.claim_services import start_claim
from associations.invitation_services import invite_colleague
from associations.mandates import GRACE, REMIND_BEFORE
from associations.membership_services import leave, renew_membership
from associations.membership_upkeep import keep_memberships
from associations.models import (
    Claim,
    ColleagueInvitation,
    Delivery,
    EndReason,
    JoinRequest,
    Membership,
)
from associations.request_services import ask_to_join
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions, may_act, roles, rows_agree
from tests.membership.post import delivered, sent_to

pytestmark = pytest.mark.django_db


def ends_in(user, days: int) -> Membership:
    membership = Membership.objects.get(user=user)
    membership.starts_on = localdate() - timedelta(days=400)
    membership.ends_on = localdate() + timedelta(days=days)
    membership.save()
    return membership


def everything() -> list:
    models = (Membership, ColleagueInvitation, JoinRequest, Claim, Delivery)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_role_that_has_run_out_ends_and_the_person_is_told(choir, rut):
    nils = cast.colleague("nils", choir)
    ends_in(nils, -1)
    ends_in(rut, 0)
    keep_memberships()
    assert roles(choir) == {"rut": "responsible"}
    assert rows_agree()
    ended = Membership.objects.get(user=nils)
    assert (ended.end_reason, ended.ended_by) == (EndReason.EXPIRED, None)
    assert "associations.end_role" in actions(choir)
    assert "har gått ut" in sent_to(nils.email).body


def test_the_last_responsible_too(choir, rut):
    """Then nobody is in charge, which the coordinator sees and a claim mends."""
    ends_in(rut, -1)
    keep_memberships()
    assert not may_act(rut, choir)
    assert rows_agree()


def test_addresses_and_codes_that_have_run_out_are_forgotten(choir, rut, stig):
    invite_colleague(choir, address="nils@annanstans.example", role="editor", by=rut)
    leave_alone = invite_colleague(choir, address="ola@annanstans.example", role="editor", by=rut)
    ColleagueInvitation.objects.exclude(pk=leave_alone.pk).update(expires_at=now())
    orphan = make_association(email="info@kor.example")
    start_claim(orphan, by=stig)
    delivered()
    Claim.objects.update(expires_at=now())
    keep_memberships()
    addresses = ColleagueInvitation.objects.order_by("pk").values_list("state", "address")
    assert list(addresses) == [("expired", ""), ("open", "ola@annanstans.example")]
    assert list(Claim.objects.values_list("state", "code_hash")) == [("expired", "")]


@pytest.mark.parametrize(("days", "reminded"), [(31, False), (30, True), (0, True), (-1, False)])
def test_a_reminder_comes_thirty_days_before(choir, rut, days, reminded):
    assert REMIND_BEFORE.days == 30
    ends_in(rut, days)
    keep_memberships()
    assert Delivery.objects.filter(purpose="membership_ends").exists() is reminded


def test_the_reminder_says_when_and_what_to_do(choir, rut):
    ends_in(rut, 20)
    nils = cast.colleague("nils", choir)
    ends_in(nils, 20)
    keep_memberships()
    told = {message.to[0]: message for message in delivered()}
    assert "Du är den enda som är ansvarig." in told[rut.email].body
    assert f"/mina-sidor/forening/{choir.slug}/kollegor/" in told[rut.email].body
    assert "Be den som är ansvarig" in told[nils.email].body
    assert told[nils.email].subject.startswith("Din roll för Björkviks kör går ut ")


def test_of_two_responsible_neither_is_the_only_one(choir, rut):
    cast.colleague("edla", choir, "responsible")
    ends_in(rut, 20)
    keep_memberships()
    assert "Du är den enda" not in sent_to(rut.email).body


def test_renewed_before_the_mail_went_there_is_none_and_next_year_there_is(choir, rut):
    membership = ends_in(rut, 20)
    keep_memberships()
    renew_membership(membership, by=rut)
    assert delivered() == []
    ends_in(rut, 25)
    keep_memberships()
    assert [message.to for message in delivered()] == [[rut.email]]


@pytest.mark.parametrize("how", ["left", "dissolved"])
def test_who_has_nothing_to_renew_is_not_reminded(choir, rut, how):
    cast.colleague("edla", choir, "responsible")
    ends_in(rut, 20)
    keep_memberships()
    if how == "left":
        leave(choir, by=rut)
    else:
        services.dissolve(choir, on=date(2026, 3, 1), by=None)
    assert delivered() == []


def test_what_has_ended_rests_without_reminders_and_runs_out_all_the_same(choir, rut):
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    ends_in(rut, 20)
    keep_memberships()
    assert not Delivery.objects.exists()
    ends_in(rut, -1)
    keep_memberships()
    assert rows_agree()
    services.set_active(choir, by=None)
    assert not may_act(rut, choir)


def test_a_request_is_asked_again_after_three_days_and_after_eight_and_no_more(choir, rut, stig):
    ask_to_join(choir, by=stig)
    asked = []
    for days in (1, 3, 4, 8, 9, 100):
        JoinRequest.objects.update(created_at=now() - timedelta(days=days, minutes=1))
        keep_memberships()
        asked.append(Delivery.objects.filter(purpose="join_request_waiting").count())
    assert asked == [1, 2, 2, 3, 3, 3]


def test_after_a_long_silence_of_the_worker_they_are_asked_once(choir, rut, stig):
    ask_to_join(choir, by=stig)
    delivered()
    JoinRequest.objects.update(created_at=now() - timedelta(days=30))
    keep_memberships()
    assert [message.to for message in delivered()] == [[rut.email]]


def test_twice_is_once(choir, rut, stig):
    nils = cast.colleague("nils", choir)
    ends_in(nils, -1)
    ends_in(rut, 20)
    invite_colleague(choir, address="ola@annanstans.example", role="editor", by=rut)
    ask_to_join(choir, by=stig)
    JoinRequest.objects.update(created_at=now() - timedelta(days=4))
    ColleagueInvitation.objects.update(expires_at=now())
    keep_memberships()
    before, log = everything(), actions(choir)
    keep_memberships()
    assert everything() == before
    assert actions(choir) == log


def test_nothing_happens_to_what_is_in_force(choir, rut, stig):
    invite_colleague(choir, address="ola@annanstans.example", role="editor", by=rut)
    ask_to_join(choir, by=stig)
    before = everything()
    keep_memberships()
    assert everything() == before


def test_a_fresh_role_is_never_reminded_at_once(choir, rut):
    services.change_facts(choir, changes={"annual_meeting_month": localdate().month}, by=None)
    nils = cast.colleague("nils", choir)
    keep_memberships()
    assert Membership.objects.get(user=nils).ends_on >= localdate() + GRACE
    assert not Delivery.objects.exists()
