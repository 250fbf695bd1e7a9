"""What we ask of associations: a ledger of it, and a budget for each month.

    with transaction.atomic():
        asked = asks.ask(AskKind.CONFIRMATION, "confirm_details", letters, about="2027")

queues the mails and keeps the ledger at once, and holds what it counts. `plan` says beforehand what
`ask` would do. Decisions, codes and receipts are no asks and are not counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_current_timezone, localtime, make_aware, now
from wagtail.log_actions import log

from associations.models import Association
from associations.models.asks import Ask, AskAnswer, AskRules, OverBudget
from associations.outbox import Letter, queue

BATCH = 500
# What waits goes in the morning.
MORNING = time(8)
MONDAY = 0
# Months ahead in which room is looked for; then it is asked all the same.
LOOK_AHEAD = 12


@dataclass(frozen=True)
class Asked:
    """What became of the asks, as pks of associations; `known` had been asked the same before."""

    at_once: set[int] = field(default_factory=set)
    later: dict[int, datetime] = field(default_factory=dict)
    # At once or later, but more than the month's budget.
    over: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)


def rules() -> AskRules:
    """The coordinator's, or the defaults."""
    return AskRules.objects.filter(pk=1).first() or AskRules(pk=1)


@transaction.atomic
def set_rules(*, per_month: int, over_budget: str, by: AbstractBaseUser | None) -> AskRules:
    """Change how much may be asked; holds for what is asked from now on."""
    kept = AskRules.objects.select_for_update().filter(pk=1).first() or AskRules(pk=1)
    kept.per_month, kept.over_budget = per_month, over_budget
    kept.full_clean(validate_unique=False)
    kept.save()
    log(kept, "wagtail.edit", user=by)
    return kept


@dataclass(frozen=True)
class Month:
    """How much has been asked, and how many associations have no room left."""

    asked: int
    full: int


def this_month() -> Month:
    month, per_month = _month(now()), rules().per_month
    counted = Ask.objects.filter(asked_at__gte=month, asked_at__lt=_next(month)).counted()
    numbers = counted.order_by().values("association").annotate(number=Count("pk"))
    numbers = list(numbers.values_list("number", flat=True))
    return Month(asked=sum(numbers), full=sum(number >= per_month for number in numbers))


def left(associations: Iterable[Association | int], at: datetime | None = None) -> dict[int, int]:
    """How many more each may be asked in that month, 0 for none. Two queries for any number."""
    pks, month = _pks(associations), _month(at or now())
    per_month, used = rules().per_month, _used(pks, month, _next(month))
    return {pk: max(per_month - used[pk, month], 0) for pk in pks}


@dataclass(frozen=True)
class Turn:
    """When an association may be asked one thing more, and whether that is over its budget."""

    at: datetime
    is_later: bool = False
    is_over: bool = False


def plan(
    associations: Iterable[Association | int],
    *,
    at: datetime | None = None,
    over_budget: str | None = None,
) -> dict[int, Turn]:
    """When each would be asked, by the rules or by `over_budget` in their place. Two queries."""
    at, pks, kept = at or now(), _pks(associations), rules()
    policy = over_budget or kept.over_budget
    used = _used(pks, _month(at), _month(at, ahead=LOOK_AHEAD))
    return {pk: _turn(at, policy, kept.per_month, used, pk) for pk in pks}


def _turn(at: datetime, policy: str, per_month: int, used: Mapping, pk: int) -> Turn:
    if used[pk, _month(at)] < per_month:
        return Turn(at)
    if policy == OverBudget.WARN:
        return Turn(at, is_over=True)
    if policy == OverBudget.BUNDLE:
        return Turn(_next_monday(at), is_later=True, is_over=True)
    for ahead in range(1, LOOK_AHEAD):
        if used[pk, _month(at, ahead=ahead)] < per_month:
            return Turn(_month(at, ahead=ahead) + timedelta(hours=MORNING.hour), is_later=True)
    return Turn(at, is_over=True)


@transaction.atomic
def ask(
    kind: str,
    purpose: str,
    letters: Iterable[Letter],
    *,
    about: str = "",
    reminder: int = 0,
    at: datetime | None = None,
    over_budget: str | None = None,
) -> Asked:
    """Ask each association that a letter belongs to, once, and queue the letters.

    Several letters to one association are one ask. An association that has been asked the same
    before gets none of them. Holds the associations, in the order of their numbers.
    """
    by_association: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.association is None:
            raise ValueError("An ask is of an association")
        by_association[letter.association.pk].append(letter)
    made, asked = record(
        kind, by_association, about=about, reminder=reminder, at=at, over_budget=over_budget
    )
    queue(
        purpose,
        [
            replace(letter, ask=made[pk], due_at=made[pk].asked_at)
            for pk in made
            for letter in by_association[pk]
        ],
    )
    return asked


@transaction.atomic
def record(
    kind: str,
    associations: Iterable[Association | int],
    *,
    about: str = "",
    reminder: int = 0,
    at: datetime | None = None,
    over_budget: str | None = None,
) -> tuple[dict[int, Ask], Asked]:
    """Keep that each is asked, at the time its budget allows; give its letters that `due_at`.

    Returns the new asks by association, and what became of all. For those who queue themselves;
    `ask` does both.
    """
    at, pks = at or now(), sorted(set(_pks(associations)))
    _hold(pks)
    same = Ask.objects.filter(kind=kind, about=about, reminder=reminder)
    known = {pk for batch in _batches(pks) for pk in _asked(same, batch)}
    fresh = [pk for pk in pks if pk not in known]
    turns = plan(fresh, at=at, over_budget=over_budget)
    rows = [
        Ask(association_id=pk, kind=kind, about=about, reminder=reminder, asked_at=turns[pk].at)
        for pk in fresh
    ]
    Ask.objects.bulk_create(rows, batch_size=BATCH)
    return {row.association_id: row for row in rows}, Asked(
        at_once={pk for pk in fresh if not turns[pk].is_later},
        later={pk: turns[pk].at for pk in fresh if turns[pk].is_later},
        over={pk for pk in fresh if turns[pk].is_over},
        known=known,
    )


def answer(
    association: Association | int,
    *kinds: str,
    answer: str = AskAnswer.OTHER,
    about: str | None = None,
    at: datetime | None = None,
) -> int:
    """Note an answer to what the association has been asked of these kinds; return to how many.

    To the reminders too; about one thing, or about all. The first answer stays. An ask whose mail
    still waits is answered as well: its purpose looks and does not send.
    """
    [pk] = _pks([association])
    waiting = Ask.objects.filter(association=pk, kind__in=kinds, answered_at=None)
    if about is not None:
        waiting = waiting.filter(about=about)
    return waiting.update(answer=answer, answered_at=at or now())


def _pks(associations: Iterable[Association | int]) -> list[int]:
    if isinstance(associations, QuerySet):
        return list(associations.values_list("pk", flat=True))
    return [one if isinstance(one, int) else one.pk for one in associations]


def _used(pks: list[int], start: datetime, end: datetime) -> Counter[tuple[int, datetime]]:
    """Asks of each association in each month. For many: of all, which is one query still."""
    counted = Ask.objects.filter(asked_at__gte=start, asked_at__lt=end).counted()
    if len(pks) <= BATCH:
        counted = counted.filter(association__in=pks)
    rows = (
        counted.order_by()
        .annotate(month=TruncMonth("asked_at"))
        .values_list("association", "month")
        .annotate(Count("pk"))
    )
    return Counter({(pk, month): number for pk, month, number in rows})


def _asked(same: QuerySet[Ask], pks: list[int]) -> Iterable[int]:
    return same.filter(association__in=pks).values_list("association", flat=True)


def _hold(pks: list[int]) -> None:
    """Of two who count at once, the other waits. SQLite's transactions hold everything."""
    held = Association.objects.select_for_update(no_key=True).order_by("pk")
    for batch in _batches(pks):
        list(held.filter(pk__in=batch).values_list("pk", flat=True))


def _batches(pks: list[int]) -> Iterable[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _month(at: datetime, *, ahead: int = 0) -> datetime:
    """Midnight on the first of that month, or of one some months ahead."""
    day = localtime(at).date().replace(day=1)
    for _number in range(ahead):
        day = (day + timedelta(days=31)).replace(day=1)
    return make_aware(datetime.combine(day, time()), get_current_timezone())


def _next(month: datetime) -> datetime:
    return _month(month, ahead=1)


def _next_monday(at: datetime) -> datetime:
    day = localtime(at).date() + timedelta(days=1)
    while day.weekday() != MONDAY:
        day += timedelta(days=1)
    return make_aware(datetime.combine(day, MORNING), get_current_timezone())
