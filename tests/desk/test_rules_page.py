"""The coordinator changes the rules: each edit a new version, the old kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from associations.models import Association, RuleSet
from associations.rule_services import ship_rules
from tests import cast
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db
GENERAL = reverse("associations_rules:edit", args=["alla", "alla"])
LIST = reverse("associations_rules:list")


@pytest.fixture(autouse=True)
def olga(client):
    olga = cast.olga()
    client.force_login(olga)
    return olga


def filled(**changes):
    return {
        "valid_from": localdate().isoformat(),
        "ask_when": "meeting",
        "ask_months": "2",
        "remind_days": "10, 20",
        "silence_days": "30",
        "registered_fields": ["email"],
        "registered_bylaws": "0",
        "registered_responsible": "1",
        "eligible_minutes": "1",
        "eligible_responsible": "2",
        "eligible_confirmed": "on",
    } | changes


def test_an_edit_is_a_new_version(client, olga):
    client.post(GENERAL, filled())
    client.post(GENERAL, filled(silence_days="40", basis="KFN § 12"))
    first, second = RuleSet.objects.order_by("version")
    assert (first.silence_days, second.silence_days) == (30, 40)
    assert second.made_by == olga
    assert second.registered == {
        "fields": ["email"],
        "documents": {"bylaws": 0},
        "responsible": 1,
        "confirmed": False,
    }
    assert second.eligible["documents"] == {"minutes": 1}
    assert second.remind_days == [10, 20]
    page = client.get(GENERAL).content.decode()
    assert "KFN § 12" in page


def test_the_shipped_rules_are_shown(client):
    ship_rules()
    assert "Systemet" in client.get(GENERAL).content.decode()
    assert "Version 1" in client.get(LIST).content.decode()


def test_the_form_shows_what_holds(client):
    client.post(GENERAL, filled(registered_fields=["phone"], remind_days="5"))
    form = client.get(GENERAL).context["form"]
    assert form["registered_fields"].value() == ["phone"]
    assert form["remind_days"].value() == "5"
    assert form["registered_bylaws"].value() == "0"
    assert form["eligible_bylaws"].value() == ""


def test_new_rules_count_the_days_at_once(client):
    choir = make_association(confirmed_on=localdate())
    client.post(GENERAL, filled(ask_when="rolling", ask_months="6"))
    asked = Association.objects.get(pk=choir.pk).ask_on
    assert asked < localdate() + timedelta(days=185)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ask_when": "fixed"},
        {"ask_when": "rolling", "ask_months": "0"},
        {"remind_days": "10, x"},
        {"remind_days": "40"},
        {"silence_days": "0"},
        {"registered_fields": ["nonsense"]},
        {"registered_bylaws": "77"},
        {"valid_from": "i morgon"},
        {"ask_months": "-1"},
    ],
)
def test_what_is_no_rule_is_refused_and_kept_on_screen(client, wrong):
    response = client.post(GENERAL, filled(basis="KFN § 12", **wrong))
    assert response.status_code == 422
    assert "KFN § 12" in response.content.decode()
    assert not RuleSet.objects.exists()


def test_an_activity_gets_its_own_and_gives_them_up(client):
    sport = make_activity("Idrott")
    address = reverse("associations_rules:edit", args=["verksamhet", sport.pk])
    client.post(address, filled())
    assert [rules.activity for rules in RuleSet.objects.in_force()] == [sport]
    client.post(address, {"stop": "1"})
    assert RuleSet.objects.in_force() == []
    assert RuleSet.objects.count() == 2
    assert "De allmänna reglerna gäller" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("kind", "key"), [("form", "nonsense"), ("verksamhet", "99999"), ("x", "y"), ("alla", "x")]
)
def test_rules_for_what_is_not_there(client, kind, key):
    address = reverse("associations_rules:edit", args=[kind, key])
    assert client.get(address).status_code == 404
    assert client.post(address, filled()).status_code == 404


def test_others_may_not(client):
    client.force_login(cast.edit())
    client.post(GENERAL, filled())
    assert not RuleSet.objects.exists()
