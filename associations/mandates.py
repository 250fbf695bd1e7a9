"""How long somebody may act for an association: until its next annual meeting, and some grace.

Pure arithmetic on days. The meeting may choose others, and needs time to tell the municipality.
"""

from calendar import monthrange
from datetime import date, timedelta

GRACE = timedelta(days=60)
REMIND_BEFORE = timedelta(days=30)


def end_of_mandate(starts_on: date, meeting_month: int | None) -> date:
    """The last day of a mandate that is given, or renewed, on `starts_on`.

    The grace is counted from the last day of the month of the meeting (1–12). In that very month
    nobody can know whether the meeting has been held, so it counts as still to come. When the month
    is unknown (None), a year and the grace.
    """
    if meeting_month is None:
        return _a_year_after(starts_on) + GRACE
    year = starts_on.year + (meeting_month < starts_on.month)
    return last_of_month(year, meeting_month) + GRACE


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def remind_on(ends_on: date) -> date:
    """The day from which the person is reminded; within the grace, so the meeting has been held."""
    return ends_on - REMIND_BEFORE


def _a_year_after(day: date) -> date:
    # 29 February is followed by 28 February.
    last = monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))
