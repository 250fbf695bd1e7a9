"""The coordinator's rules for how much is asked, and the addresses that do not work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from associations import asks, outbox
from associations.models import AskKind, AskRules, BrokenAddress, Delivery
from associations.outbox import Letter
from associations.outbox.recipients import (
    address_hash,
    forget_marks,
    is_broken,
    mark_broken,
    to_association,
)
from tests import cast
from tests.builders import make_association

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]
RULES, BROKEN = reverse("deliveries:rules"), reverse("deliveries:broken")
ADDRESS = "borta@ugglan.example"


@pytest.fixture
def olga(client):
    client.force_login(cast.olga())
    return client


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email=ADDRESS)


def test_the_budget_is_set_and_holds_for_what_is_asked_next(olga, choir):
    assert asks.left([choir])[choir.pk] == 4
    assert olga.get(RULES).status_code == 200
    assert not AskRules.objects.exists()
    assert olga.post(RULES, {"per_month": 1, "over_budget": "warn"}).status_code == 302
    assert asks.left([choir])[choir.pk] == 1
    for about in ("ett", "två"):
        letter = Letter(to_association(choir.pk), version=about, association=choir)
        asked = asks.ask(AskKind.QUESTION, "question", [letter], about=about)
    assert asked.over == {choir.pk}
    page = olga.get(RULES).text
    assert "har 2 frågor skickats" in page
    assert "1 förening har fått så många som månaden rymmer" in page


@pytest.mark.parametrize("wrong", [{"per_month": 0}, {"per_month": 101}, {"over_budget": "shout"}])
def test_what_is_no_rule_is_refused(olga, wrong):
    olga.post(RULES, {"per_month": 2, "over_budget": "delay", **wrong})
    assert not AskRules.objects.exists()


def test_addresses_that_do_not_work_are_listed_and_tried_again(olga, choir, mailoutbox):
    make_association("Grannkören", email="info@grannkoren.example")
    assert "Ingen förening" in olga.get(BROKEN).text
    mark_broken(hashed=address_hash(ADDRESS), code="5.1.1")
    mark_broken(hashed=address_hash("siv@boende.example"), code="550")
    page = olga.get(BROKEN).text
    for shown in ("Ugglans kör", ADDRESS, "5.1.1", "Ytterligare 1 adress"):
        assert shown in page
    assert "Grannkören" not in page
    assert "2 e-postadresser fungerar inte" in olga.get(reverse("wagtailadmin_home")).text
    olga.post(BROKEN, {"association": choir.pk})
    assert not is_broken(ADDRESS)
    assert outbox.deliver_due() == {"sent": 1}
    for nonsense in ("", "x", "0"):
        assert olga.post(BROKEN, {"association": nonsense}).status_code == 404


def test_the_log_tells_what_went_in_the_same_mail(olga, choir, mailoutbox):
    letters = [
        Letter(to_association(choir.pk), version=version, association=choir)
        for version in ("ett", "två")
    ]
    outbox.queue("question", letters)
    outbox.deliver_due()
    first, second = Delivery.objects.order_by("pk")
    page = olga.get(reverse("deliveries:read", args=[first.pk])).text
    assert "I samma mejl" in page
    assert reverse("deliveries:read", args=[second.pk]) in page
    assert "Gick i samma mejl som 1 annan." in olga.get(reverse("deliveries:index")).text


def test_a_mark_is_forgotten_after_a_year():
    mark_broken(hashed="a" * 64, code="550")
    mark_broken(hashed="b" * 64, code="550")
    BrokenAddress.objects.filter(address_hash="a" * 64).update(since=now() - timedelta(days=366))
    forget_marks()
    assert BrokenAddress.objects.get().address_hash == "b" * 64
