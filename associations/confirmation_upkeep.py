"""What time does to confirmations: asked when the rules say, reminded, and given up.

A recurring job, safe to run twice and beside everything else.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate, now

from associations import confirmation_services, granting, listings, schedule
from associations.models import Association, Confirmation, ConfirmationState, RuleSet
from associations.models.association import CURRENT_STATES
from associations.rulebook import Rulebook

# As many in one transaction: the others get their turn in between.
BATCH = 200


def keep_confirmations() -> None:
    """Follow new rules, settle what is over, ask, and remind."""
    follow_rules()
    settle()
    ask_due()
    remind()


@transaction.atomic
def follow_rules() -> None:
    """Count the days of all by rules that hold from today, and of those that have none."""
    begun = RuleSet.objects.filter(applied_at=None, valid_from__lte=localdate())
    if begun.exists():
        listings.refresh(schedule.reschedule())
        begun.update(applied_at=now())
        return
    new = Association.objects.filter(ask_on=None).values_list("pk", flat=True)
    listings.refresh(schedule.reschedule(list(new)))


def settle() -> None:
    """Take back what is asked of those that are gone; give up what nobody has answered."""
    waiting = Confirmation.objects.filter(state=ConfirmationState.OPEN)
    gone = waiting.exclude(association__status__in=CURRENT_STATES)
    for late, close in (
        (gone, confirmation_services.withdraw),
        (waiting.filter(expires_at__lte=now()), confirmation_services.run_out),
    ):
        for seen in list(late.select_related("association")):
            with transaction.atomic():
                granting.locked(seen.association)
                if row := late.filter(pk=seen.pk).first():
                    close(row)
                    listings.refresh(schedule.reschedule([seen.association_id]))


def ask_due() -> None:
    """Ask those whose day has come."""
    waiting = Confirmation.objects.filter(association=OuterRef("pk"), state=ConfirmationState.OPEN)
    due = Association.objects.current().filter(~Exists(waiting), ask_on__lte=localdate())
    for pks in _batches(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            confirmation_services.ask(due.filter(pk__in=pks))
            schedule.reschedule(pks)


def remind() -> None:
    """Remind those who have not answered, as many days after the question as their rules say.

    After a long silence of the worker once, not once for each day that went by.
    """
    general = Rulebook.today().sets[-1]
    waiting = Confirmation.objects.filter(
        state=ConfirmationState.OPEN, asked_at__isnull=False
    ).select_related("rules", "association")
    due = [
        confirmation.association_id
        for confirmation in waiting
        if _is_due(confirmation, confirmation.rules or general)
    ]
    for pks in _batches(due):
        still = Confirmation.objects.filter(
            association=OuterRef("pk"), state=ConfirmationState.OPEN
        )
        with transaction.atomic():
            confirmation_services.ask(
                Association.objects.current().filter(Exists(still), pk__in=pks)
            )


def _is_due(confirmation: Confirmation, rules: RuleSet) -> bool:
    """Has a day of a reminder come since it was asked last?"""
    asked, last = confirmation.asked_at, confirmation.last_asked_at
    if asked is None or last is None:
        return False
    days = (asked + timedelta(days=day) for day in rules.remind_days)
    return any(last < day <= now() for day in days)


def _batches(pks: Iterable[int]) -> Iterable[list[int]]:
    pks = list(pks)
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
