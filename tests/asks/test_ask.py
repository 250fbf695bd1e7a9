"""Asking associations: once each, on the ledger, and no more than the month has room for."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from associations import asks
from associations.models import (
    Ask,
    AskAnswer,
    AskKind,
    AskRules,
    Association,
    Delivery,
    DeliveryState,
    OverBudget,
)
from associations.outbox import Letter
from associations.outbox.recipients import to_association, to_user
from tests.builders import make_association

pytestmark = pytest.mark.django_db

# A Thursday.
AT = datetime(2027, 3, 11, 10, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
_numbers = count()


def letter(association, recipient=""):
    return Letter(
        recipient or to_association(association.pk),
        association=association,
        version=str(next(_numbers)),
    )


def ask(*associations, kind=AskKind.QUESTION, about="", **more):
    about = about or str(next(_numbers))
    wanted = [letter(association) for association in associations]
    return asks.ask(kind, "greeting", wanted, about=about, at=more.pop("at", AT), **more)


@pytest.fixture
def choir():
    return make_association("Björkviks kör", email="info@kor.example")


@pytest.fixture
def rules():
    return AskRules.objects.create(per_month=2)


def test_an_ask_is_on_the_ledger_and_in_the_outbox(choir):
    assert ask(choir).at_once == {choir.pk}
    [kept], [mail] = Ask.objects.all(), Delivery.objects.all()
    assert (mail.ask, mail.due_at, kept.asked_at) == (kept, AT, AT)


def test_the_same_is_asked_once_and_a_reminder_is_one_more(choir):
    ask(choir, about="2027")
    assert ask(choir, about="2027").known == {choir.pk}
    assert ask(choir, about="2027", reminder=1).at_once == {choir.pk}
    assert ask(choir, about="2027", kind=AskKind.INVITATION).at_once == {choir.pk}
    assert Ask.objects.count() == Delivery.objects.count() == 3


def test_several_letters_to_one_association_are_one_ask(choir):
    both = [letter(choir), letter(choir, to_user(7))]
    asks.ask(AskKind.QUESTION, "greeting", both)
    assert (Ask.objects.count(), Delivery.objects.count()) == (1, 2)


def test_the_default_budget_holds_without_a_row(choir):
    assert asks.left([choir], AT) == {choir.pk: 4}


def test_what_is_left_is_counted_by_month_where_we_are(choir, rules):
    last_of_february = datetime(2027, 2, 28, 22, 30, tzinfo=UTC)
    ask(choir, at=last_of_february)
    # Half past midnight on the first of March here.
    ask(choir, at=last_of_february + timedelta(hours=1))
    assert asks.left([choir], last_of_february) == {choir.pk: 1}
    assert asks.left([choir], AT) == {choir.pk: 1}
    assert asks.left([choir], datetime(2027, 4, 1, tzinfo=UTC)) == {choir.pk: 2}


def test_an_ask_that_reached_nobody_costs_nothing(choir, rules):
    ask(choir)
    ask(choir)
    assert asks.left([choir], AT) == {choir.pk: 0}
    mail = Delivery.objects.first()
    for state, room in (
        (DeliveryState.SKIPPED, 1),
        (DeliveryState.FAILED, 1),
        (DeliveryState.BOUNCED, 1),
        (DeliveryState.UNCERTAIN, 0),
    ):
        Delivery.objects.filter(pk=mail.pk).update(state=state)
        assert asks.left([choir], AT) == {choir.pk: room}


def test_over_budget_waits_for_the_first_month_with_room(choir, rules):
    asked = [ask(choir) for _turn in range(5)]
    assert [bool(one.later) for one in asked] == [False, False, True, True, True]
    due = [localised(at) for at in Ask.objects.order_by("pk").values_list("asked_at", flat=True)]
    april, may = datetime(2027, 4, 1, 8), datetime(2027, 5, 1, 8)
    assert due[2:] == [april, april, may]
    assert list(Delivery.objects.order_by("pk").values_list("due_at", flat=True)) == list(
        Ask.objects.order_by("pk").values_list("asked_at", flat=True)
    )


def test_over_budget_may_be_gathered_by_week_or_asked_with_a_warning(choir, rules):
    ask(choir)
    ask(choir)
    bundled = ask(choir, over_budget=OverBudget.BUNDLE)
    assert localised(bundled.later[choir.pk]) == datetime(2027, 3, 15, 8)
    warned = ask(choir, over_budget=OverBudget.WARN)
    assert warned.at_once == warned.over == {choir.pk}


def test_the_coordinators_rule_holds_where_the_caller_says_nothing(choir, rules):
    rules.over_budget = OverBudget.WARN
    rules.save()
    for _turn in range(3):
        asked = ask(choir)
    assert asked.over == {choir.pk}


def test_a_plan_says_what_asking_would_do_and_changes_nothing(choir, rules):
    ask(choir)
    ask(choir)
    planned = asks.plan([choir], at=AT)
    assert Ask.objects.count() == 2
    assert ask(choir).later == {choir.pk: planned[choir.pk].at}


def test_an_answer_settles_the_ask_and_its_reminders_once(choir):
    ask(choir, kind=AskKind.CONFIRMATION, about="2027")
    ask(choir, kind=AskKind.CONFIRMATION, about="2027", reminder=1)
    ask(choir, kind=AskKind.INVITATION, about="7")
    about = {"about": "2027"}
    assert asks.answer(choir, AskKind.CONFIRMATION, answer=AskAnswer.YES, **about) == 2
    assert asks.answer(choir, AskKind.CONFIRMATION, answer=AskAnswer.NO, **about) == 0
    answers = Ask.objects.order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["yes", "yes", ""]


def test_an_answer_is_of_one_association_alone(choir):
    other = make_association()
    ask(choir, other, about="2027")
    asks.answer(other, AskKind.QUESTION, about="2027")
    assert Ask.objects.get(association=choir).answered_at is None


@pytest.mark.parametrize("size", [1, 2_580])
def test_the_whole_register_takes_few_queries(
    size, rules, django_assert_max_num_queries, django_assert_num_queries
):
    Association.objects.bulk_create(
        Association(name=f"Förening {number}", slug=f"forening-{number}") for number in range(size)
    )
    everybody = list(Association.objects.all())
    with django_assert_num_queries(2):
        assert set(asks.left(everybody, AT).values()) == {2}
    # SQLite takes some sixty mails at a time, and the rest is for five hundred.
    with django_assert_max_num_queries(100):
        assert len(ask(*everybody).at_once) == size
    with django_assert_num_queries(2):
        assert set(asks.left(everybody, AT).values()) == {1}
    with django_assert_num_queries(3):
        assert len(asks.left(Association.objects.all(), AT)) == size


def localised(at):
    return at.astimezone(STOCKHOLM).replace(tzinfo=None)
