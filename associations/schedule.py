"""When an association is asked whether its page is right, and from when residents are told.

The days stand in two columns of the association, so that neither a public page nor a list reads the
rules. They follow from the rules, the month of the annual meeting, and what was answered last:
`reschedule` counts them anew wherever one of these changes.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max
from django.utils.timezone import localdate, localtime

from associations.mandates import last_of_month
from associations.models import AskWhen, Association, Confirmation, RuleSet
from associations.rulebook import Rulebook

BATCH = 500
# Where the rules count from a meeting whose month nobody knows.
A_YEAR = 12
# Who has confirmed so shortly before a fixed day is not asked on it.
LATELY = timedelta(days=60)


def next_ask(rules: RuleSet, *, after: date, meeting_month: int | None) -> date:
    """The day on which to ask somebody who confirmed, or was asked, on the day `after`."""
    if rules.ask_when == AskWhen.FIXED:
        return _next_fixed(after + LATELY, rules.ask_month or 1, rules.ask_day or 1)
    if rules.ask_when == AskWhen.ROLLING:
        return _months_after(after, rules.ask_months)
    if meeting_month is None:
        return _months_after(after, A_YEAR)
    # In the very month nobody can know whether the meeting has been held: it is still to come.
    year = after.year + (after >= last_of_month(after.year, meeting_month))
    return _months_after(last_of_month(year, meeting_month), rules.ask_months, at_end=True)


def reschedule(pks: Iterable[int] | None = None) -> list[int]:
    """Count the days of these associations, or of all, anew; return which got others.

    Whoever calls refreshes the listing of those.
    """
    book = Rulebook.today()
    if pks is None:
        pks = Association.objects.order_by("pk").values_list("pk", flat=True)
    pks, changed = list(pks), []
    for start in range(0, len(pks), BATCH):
        changed += _reschedule(pks[start : start + BATCH], book)
    return changed


def _reschedule(pks: list[int], book: Rulebook) -> list[int]:
    asked = _last_asked(pks)
    activities = activities_of(pks) if book.reads_activities else {}
    changed = []
    rows = Association.objects.filter(pk__in=pks).only(
        *("legal_form", "annual_meeting_month", "confirmed_on", "created_at", "ask_on", "late_on")
    )
    for association in rows:
        rules = book.rules_for(association.legal_form, activities.get(association.pk, ()))
        days = days_of(association, rules, last_asked=asked.get(association.pk))
        if days != (association.ask_on, association.late_on):
            association.ask_on, association.late_on = days
            changed.append(association)
    Association.objects.bulk_update(changed, ["ask_on", "late_on"], batch_size=BATCH)
    return [association.pk for association in changed]


def days_of(
    association: Association, rules: RuleSet, *, last_asked: date | None
) -> tuple[date, date | None]:
    """(when to ask next, from when residents are told).

    A question that nobody answered is asked again when the rules come round; what residents are
    told counts from the first one.
    """
    month = association.annual_meeting_month
    known = association.confirmed_on or localtime(association.created_at).date()
    first = next_ask(rules, after=known, meeting_month=month)
    late_on = first + timedelta(days=rules.silence_days + 1) if association.confirmed_on else None
    if last_asked is None or last_asked < known:
        return first, late_on
    return next_ask(rules, after=last_asked, meeting_month=month), late_on


def _last_asked(pks: list[int]) -> dict[int, date]:
    asked = Confirmation.objects.filter(association__in=pks, due_on__lte=localdate())
    return dict(asked.order_by().values_list("association").annotate(Max("due_on")))


def activities_of(pks: list[int]) -> dict[int, list[int]]:
    """The activities of each."""
    found: dict[int, list[int]] = defaultdict(list)
    links = Association.activities.through.objects.filter(association__in=pks)
    for association, activity in links.values_list("association_id", "activity_id"):
        found[association].append(activity)
    return found


def _next_fixed(day: date, month: int, number: int) -> date:
    """The first such day of a year that is not before `day`; the 31st is the last of a month."""
    for year in (day.year, day.year + 1):
        fixed = date(year, month, min(number, monthrange(year, month)[1]))
        if fixed >= day:
            return fixed
    raise AssertionError("A year has every month")


def _months_after(day: date, months: int, *, at_end: bool = False) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if at_end else min(day.day, last))
