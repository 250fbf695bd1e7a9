"""When an association is asked: after its own meeting, on a fixed day, or after a time."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import services
from associations.models import Association, RuleSet
from associations.schedule import next_ask, reschedule
from tests.builders import make_activity, make_association
from tests.pages import page, words

MEETING = RuleSet(ask_when="meeting", ask_months=2)


@pytest.mark.parametrize(
    ("after", "month", "asked"),
    [
        ("2026-01-10", 3, "2026-05-31"),
        ("2026-03-30", 3, "2026-05-31"),  # in the very month it may still be to come
        ("2026-03-31", 3, "2027-05-31"),
        ("2026-12-30", 12, "2027-02-28"),
        ("2027-12-30", 12, "2028-02-29"),
        ("2026-05-04", None, "2027-05-04"),
        ("2028-02-29", None, "2029-02-28"),
    ],
)
def test_after_the_associations_own_meeting(after, month, asked):
    day = next_ask(MEETING, after=date.fromisoformat(after), meeting_month=month)
    assert day == date.fromisoformat(asked)


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        ("2026-05-01", "2026-12-31"),
        ("2026-11-02", "2027-12-31"),  # confirmed just before: not asked again at once
        ("2026-12-31", "2027-12-31"),
    ],
)
def test_on_a_fixed_day(after, asked):
    rules = RuleSet(ask_when="fixed", ask_month=12, ask_day=31)
    day = next_ask(rules, after=date.fromisoformat(after), meeting_month=3)
    assert day == date.fromisoformat(asked)


def test_the_thirtieth_of_february_is_its_last_day():
    rules = RuleSet(ask_when="fixed", ask_month=2, ask_day=30)
    assert next_ask(rules, after=date(2026, 5, 1), meeting_month=None) == date(2027, 2, 28)


def test_a_time_after_the_last_confirmation():
    rules = RuleSet(ask_when="rolling", ask_months=6)
    assert next_ask(rules, after=date(2026, 8, 31), meeting_month=3) == date(2027, 2, 28)


def read(association):
    return Association.objects.get(pk=association.pk)


@pytest.mark.django_db
def test_the_days_follow_the_facts():
    choir = make_association(confirmed_on=date(2026, 1, 10))
    assert read(choir).ask_on == date(2027, 1, 10)
    assert read(choir).late_on == date(2027, 2, 10)
    services.change_facts(choir, changes={"annual_meeting_month": 3}, by=None)
    assert read(choir).ask_on == date(2026, 5, 31)
    services.confirm(choir, on=date(2026, 6, 2), by=None)
    assert read(choir).ask_on == date(2027, 5, 31)


@pytest.mark.django_db
def test_an_activity_has_rules_of_its_own_and_so_have_those_under_it():
    sport = make_activity("Idrott")
    football = make_activity("Fotboll", parent=sport)
    RuleSet.objects.create(activity=sport, ask_when="rolling", ask_months=6)
    RuleSet.objects.create(legal_form="network", ask_when="rolling", ask_months=3)
    on = date(2026, 1, 10)
    club = make_association(confirmed_on=on, activities=[football], legal_form="network")
    net = make_association(confirmed_on=on, legal_form="network")
    choir = make_association(confirmed_on=on)
    days = [read(one).ask_on for one in (club, net, choir)]
    assert days == [date(2026, 7, 10), date(2026, 4, 10), date(2027, 1, 10)]


@pytest.mark.django_db
def test_the_latest_version_that_has_begun_holds():
    today = localdate()
    for version, months, begins in ((1, 3, -10), (2, 6, 0), (3, 9, 10)):
        RuleSet.objects.create(
            version=version,
            valid_from=today + timedelta(days=begins),
            ask_when="rolling",
            ask_months=months,
        )
    [rules] = RuleSet.objects.in_force()
    assert rules.version == 2
    [later] = RuleSet.objects.in_force(today + timedelta(days=10))
    assert later.version == 3


@pytest.mark.django_db
def test_rules_that_are_no_longer_used_give_way_to_the_general_ones():
    RuleSet.objects.create(legal_form="network", ask_when="rolling", ask_months=3)
    RuleSet.objects.create(legal_form="network", version=2, is_used=False)
    net = make_association(confirmed_on=date(2026, 1, 10), legal_form="network")
    assert read(net).ask_on == date(2027, 1, 10)


@pytest.mark.django_db
def test_residents_are_told_by_the_rules(client):
    on = localdate() - timedelta(days=120)
    net = make_association("Nätverket", confirmed_on=on, legal_form="network")
    address = f"/foreningar/{net.slug}/"
    assert "inte bekräftade sedan" not in words(page(client.get(address)))
    RuleSet.objects.create(
        legal_form="network", ask_when="rolling", ask_months=3, silence_days=14, remind_days=[]
    )
    services.listings.refresh(reschedule())
    assert "inte bekräftade sedan" in words(page(client.get(address)))
    assert "Inte bekräftad sedan" in words(page(client.get("/foreningar/")))


@pytest.mark.django_db
def test_many_are_counted_with_few_queries(django_assert_max_num_queries):
    pks = [make_association().pk for _number in range(12)]
    Association.objects.update(ask_on=None)
    with django_assert_max_num_queries(8):
        assert sorted(reschedule()) == pks
    assert reschedule() == []
