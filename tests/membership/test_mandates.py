"""How long a mandate lasts: past the next annual meeting and the grace, and no longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from associations.mandates import GRACE, REMIND_BEFORE, end_of_mandate, remind_on

days = st.dates(date(1990, 1, 1), date(2200, 12, 31))
months = st.integers(1, 12)


@pytest.mark.parametrize(
    ("starts_on", "month", "ends_on"),
    [
        # Appointed after this year's meeting: until the next, its month and sixty days.
        (date(2026, 4, 1), 3, date(2027, 5, 30)),
        (date(2026, 2, 28), 3, date(2026, 5, 30)),
        # In the month of the meeting, which may be still to come.
        (date(2026, 3, 31), 3, date(2026, 5, 30)),
        (date(2026, 12, 1), 12, date(2027, 3, 1)),
        (date(2027, 11, 1), 2, date(2028, 4, 29)),
        (date(2026, 11, 24), None, date(2028, 1, 23)),
        (date(2028, 2, 29), None, date(2029, 2, 28) + GRACE),
    ],
)
def test_until_the_next_meeting_and_the_grace(starts_on, month, ends_on):
    assert end_of_mandate(starts_on, month) == ends_on


@given(days, months)
def test_the_next_meeting_and_no_later_one(starts_on, month):
    meeting = end_of_mandate(starts_on, month) - GRACE
    assert meeting.month == month
    assert (meeting + timedelta(days=1)).month != month
    assert starts_on <= meeting
    assert meeting - starts_on < timedelta(days=366 + 31)


@given(days, st.none() | months)
def test_it_lasts_the_grace_at_least_and_some_fourteen_months_at_most(starts_on, month):
    lasts = end_of_mandate(starts_on, month) - starts_on
    assert GRACE <= lasts <= timedelta(days=366 + 31) + GRACE


@given(days, st.none() | months)
def test_renewed_when_reminded_it_lasts_longer(starts_on, month):
    """Else the reminder would ask for something that changes nothing."""
    ends_on = end_of_mandate(starts_on, month)
    reminded = remind_on(ends_on)
    assert starts_on < reminded < ends_on
    assert end_of_mandate(reminded, month) - ends_on >= timedelta(days=300)


@given(days, days, st.none() | months)
def test_who_starts_later_never_ends_earlier(one, other, month):
    first, second = sorted((one, other))
    assert end_of_mandate(first, month) <= end_of_mandate(second, month)


def test_the_reminder_comes_within_the_grace():
    assert REMIND_BEFORE < GRACE
