"""The recurring job: asks when the rules say, reminds the silent, gives up, and never twice."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import services
from associations.confirmation_services import answer_by_link, confirm_for
from associations.confirmation_upkeep import keep_confirmations
from associations.models import Ask, Association, Confirmation, Delivery, RuleSet
from tests import cast
from tests.builders import make_association
from tests.confirmation.post import days_go_by, token_in
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def due(association, days=0):
    Association.objects.filter(pk=association.pk).update(ask_on=localdate() - timedelta(days=days))


def everything():
    models = (Association, Confirmation, Delivery, Ask)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_asked_on_its_day_and_not_before(choir, rut):
    due(choir, -1)
    keep_confirmations()
    assert delivered() == []
    due(choir)
    keep_confirmations()
    assert [mail.to for mail in delivered()] == [[rut.email]]
    assert Association.objects.get(pk=choir.pk).ask_on > localdate()


def test_twice_is_once(choir, rut):
    due(choir)
    keep_confirmations()
    before = everything()
    keep_confirmations()
    assert everything() == before


def test_reminded_as_the_rules_say_and_then_no_more(choir, rut):
    RuleSet.objects.create(remind_days=[10, 20], silence_days=30)
    keep_confirmations()
    due(choir)
    keep_confirmations()
    letters = [len(delivered())]
    for days in (9, 2, 8, 2, 5, 30):
        days_go_by(days)
        keep_confirmations()
        letters.append(len(delivered()))
    assert letters == [1, 0, 1, 0, 1, 0, 0]


def test_after_a_long_silence_of_the_worker_reminded_once(choir, rut):
    due(choir)
    keep_confirmations()
    delivered()
    days_go_by(28)
    keep_confirmations()
    assert len(delivered()) == 1


def test_a_reminder_says_that_it_is_one_and_the_first_link_still_works(choir, rut):
    due(choir)
    keep_confirmations()
    [first] = delivered()
    days_go_by(10)
    keep_confirmations()
    [reminder] = delivered()
    assert reminder.subject.startswith("Påminnelse")
    answer_by_link(token_in(first))
    assert Confirmation.objects.get().state == "right"


@pytest.mark.parametrize("how", ["link", "coordinator"])
def test_reminders_stop_when_answered(choir, rut, how):
    due(choir)
    keep_confirmations()
    token = token_in(delivered()[0])
    if how == "link":
        answer_by_link(token)
    else:
        confirm_for(choir, by=cast.olga())
    days_go_by(10)
    keep_confirmations()
    assert delivered() == []


def test_a_reminder_that_waits_is_not_sent_after_the_answer(choir, rut):
    due(choir)
    keep_confirmations()
    token = token_in(delivered()[0])
    days_go_by(10)
    keep_confirmations()
    answer_by_link(token)
    assert delivered() == []


def test_nobody_answers_and_the_year_comes_round(choir, rut):
    due(choir)
    keep_confirmations()
    days_go_by(91)
    keep_confirmations()
    assert Confirmation.objects.get().state == "expired"
    delivered()
    days_go_by(275)
    keep_confirmations()
    assert [c.state for c in Confirmation.objects.order_by("pk")] == ["expired", "open"]
    assert len(delivered()) == 1


def test_the_dissolved_are_left_alone(choir, rut):
    due(choir)
    keep_confirmations()
    services.dissolve(choir, on=date(2026, 3, 1), by=None)
    keep_confirmations()
    assert Confirmation.objects.get().state == "withdrawn"
    assert delivered() == []


def test_an_imported_register_is_not_asked_all_at_once():
    for _number in range(3):
        make_association(email="info@kor.example")
    Association.objects.update(ask_on=None)
    keep_confirmations()
    assert not Confirmation.objects.exists()
    assert not Association.objects.filter(ask_on=None).exists()


def test_new_rules_count_the_days_of_all_on_their_first_day(choir):
    tomorrow = localdate() + timedelta(days=1)
    rules = RuleSet.objects.create(ask_when="rolling", ask_months=3, valid_from=tomorrow)
    before = Association.objects.get(pk=choir.pk).ask_on
    keep_confirmations()
    assert Association.objects.get(pk=choir.pk).ask_on == before
    RuleSet.objects.filter(pk=rules.pk).update(valid_from=localdate())
    keep_confirmations()
    assert Association.objects.get(pk=choir.pk).ask_on < before
    assert RuleSet.objects.get().applied_at


def test_many_are_asked_with_few_queries(django_assert_max_num_queries):
    for number in range(20):
        due(make_association(email=f"info{number}@kor.example"))
    with django_assert_max_num_queries(45):
        keep_confirmations()
    assert Delivery.objects.count() == 20
