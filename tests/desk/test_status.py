"""One status for each association: the most pressing of what is true of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from associations import desk, services
from associations.desk import DeskStatus
from associations.invitation_services import invite_colleague
from associations.models import Claim, ColleagueInvitation, RuleSet
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules():
    RuleSet.objects.create(registered={"fields": ["email"]}, eligible={})


@pytest.fixture
def choir():
    return make_association("Björkviks kör", email="info@kor.example")


@pytest.fixture
def rut(choir):
    return cast.rut(choir)


def status(association):
    return desk.with_status(desk.on_desk()).get(pk=association.pk).desk_status


def claim(association):
    return Claim.objects.create(
        association=association, user=cast.somebody(), way="minutes", state="to_decide"
    )


def confirmed(association):
    services.confirm(association, on=localdate(), by=None)


def test_all_is_well(choir, rut):
    confirmed(choir)
    assert status(choir) == DeskStatus.FINE


def test_something_is_missing(choir, rut):
    confirmed(choir)
    services.change_facts(choir, changes={"email": ""}, by=None)
    assert status(choir) == DeskStatus.LACKING


def test_never_confirmed(choir, rut):
    assert status(choir) == DeskStatus.UNCONFIRMED


def test_confirmed_too_long_ago(choir, rut):
    services.confirm(choir, on=localdate() - timedelta(days=500), by=None)
    assert status(choir) == DeskStatus.UNCONFIRMED


def test_a_text_to_review(choir, rut):
    cast.olga()
    services.propose_presentation(choir, changes={"ingress": "Ny text"}, by=rut)
    assert status(choir) == DeskStatus.REVIEW


def test_a_new_association_to_review():
    assert status(make_association(status="applied")) == DeskStatus.REVIEW


def test_a_claim_goes_before_nobody_in_charge(choir):
    assert status(choir) == DeskStatus.NOBODY
    claim(choir)
    assert status(choir) == DeskStatus.CLAIM


def test_an_invitation_that_nobody_answered(choir, rut):
    confirmed(choir)
    invite_colleague(choir, address="nils@annanstans.example", role="editor", by=rut)
    assert status(choir) == DeskStatus.FINE
    ColleagueInvitation.objects.update(expires_at=now() - timedelta(days=1))
    assert status(choir) == DeskStatus.INVITATION
    cast.colleague("tove", choir, "responsible")
    assert status(choir) == DeskStatus.FINE


def test_an_old_invitation_says_nothing(choir, rut):
    confirmed(choir)
    invite_colleague(choir, address="nils@annanstans.example", role="editor", by=rut)
    ColleagueInvitation.objects.update(expires_at=now() - timedelta(days=91))
    assert status(choir) == DeskStatus.FINE


def test_dissolved_is_asked_before_all_else(choir):
    claim(choir)
    suggestion = services.suggest_change(
        choir, topic="closed", text="Finns inte.", reply_to="", sender="192.0.2.1"
    )
    assert status(choir) == DeskStatus.DISSOLVED
    suggestion.handled_at = now()
    suggestion.save()
    assert status(choir) == DeskStatus.CLAIM


def test_what_has_ended_is_not_on_the_desk(choir):
    services.dissolve(choir, on=localdate(), by=None)
    assert not desk.on_desk().filter(pk=choir.pk).exists()


def test_the_counts_are_one_query(choir, rut, django_assert_num_queries):
    make_association()
    rows = desk.with_status(desk.on_desk())
    with django_assert_num_queries(1):
        found = desk.counts(rows)
    assert found[DeskStatus.UNCONFIRMED] == 1
    assert found[DeskStatus.NOBODY] == 1
    assert sum(found.values()) == 2
    assert list(found) == list(DeskStatus)
