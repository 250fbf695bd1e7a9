"""Putting mail in the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from associations.models import Ask, Association
from associations.models.delivery import FINAL_STATES, Delivery, DeliveryState

BATCH = 500


@dataclass(frozen=True)
class Letter:
    """A mail to be: to whom and about what.

    `recipient` is made by `associations.outbox.recipients`. `version` tells apart letters that are
    otherwise the same, such as this year's from last year's.
    """

    recipient: str
    object_id: str = ""
    version: str = ""
    association: Association | None = None
    due_at: datetime | None = None
    # What it asks, if anything: see `associations.asks`.
    ask: Ask | None = None


def queue(purpose: str, letters: Iterable[Letter]) -> int:
    """Queue those that have not been queued before; return how many. Two queries per 500.

    In the transaction of what has happened, so that there is a mail if and only if it has.
    """
    at = now()
    rows = [
        Delivery(
            key=f"{purpose}:{letter.object_id}:{letter.recipient}:{letter.version}",
            purpose=purpose,
            object_id=letter.object_id,
            recipient=letter.recipient,
            version=letter.version,
            association=letter.association,
            due_at=letter.due_at or at,
            ask=letter.ask,
        )
        for letter in letters
    ]
    known: set[str] = set()
    for start in range(0, len(rows), BATCH):
        keys = [row.key for row in rows[start : start + BATCH]]
        known.update(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {row.key: row for row in rows if row.key not in known}
    # Somebody else may queue the same at this moment: the key decides.
    Delivery.objects.bulk_create(fresh.values(), batch_size=BATCH, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def send_again(delivery: Delivery) -> Delivery:
    """Queue one more copy of a mail whose fate is settled, by a person's decision.

    The old row keeps its story. Raises ValueError while the first is still on its way.
    """
    held = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if held.state not in FINAL_STATES:
        raise ValueError("The mail is still on its way")
    copies = Delivery.objects.filter(key__startswith=f"{held.key}#").count()
    return Delivery.objects.create(
        key=f"{held.key}#{copies + 1}",
        purpose=held.purpose,
        object_id=held.object_id,
        recipient=held.recipient,
        version=held.version,
        association=held.association,
        ask=held.ask,
        due_at=now(),
        state=DeliveryState.WAITING,
    )
