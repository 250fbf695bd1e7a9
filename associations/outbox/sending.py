"""Sending what is due: take a mail, look up what it says and who may have it, send, note its fate.

Each step is a short transaction of its own, so that a worker that dies leaves a row that says how
far it came: taken, and the next worker takes it again; being sent, and nobody can know, so that it
becomes "uncertain" when the lease runs out.
"""

import logging
from collections import Counter
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from associations.models.delivery import BrokenAddress, Delivery, DeliveryState
from associations.outbox.mail import Mail, NotSent, message
from associations.outbox.purposes import purpose
from associations.outbox.recipients import address_hash, is_broken
from associations.outbox.transport import Fate, Result, Transport

logger = logging.getLogger(__name__)

# Longer than the mail server's own time-out, several commands in a row.
LEASE = timedelta(minutes=5)
# After the first try, the second …; then it has failed.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=4),
    timedelta(hours=24),
)


def deliver_due(*, limit: int = 200) -> Counter[str]:
    """Send what is due, oldest first; return how many mails ended in which state.

    Any number of workers may do so at once.
    """
    expire_leases()
    fates: Counter[str] = Counter()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now())
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    with Transport() as transport:
        for key in keys:
            if delivery := _take(key):
                fates[_deliver(delivery, transport)] += 1
    return fates


def expire_leases() -> None:
    """Give back what a dead worker had only taken; say what it may have sent."""
    late = Delivery.objects.filter(lease_until__lt=now())
    late.filter(state=DeliveryState.TAKEN).update(state=DeliveryState.WAITING, lease_until=None)
    late.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.UNCERTAIN,
        lease_until=None,
        reason=_("The sending was interrupted. It may have been sent, or not."),
    )


def _take(key: int) -> Delivery | None:
    """One conditional UPDATE: of several workers, one gets it."""
    taken = Delivery.objects.filter(pk=key, state=DeliveryState.WAITING).update(
        state=DeliveryState.TAKEN, lease_until=now() + LEASE
    )
    return Delivery.objects.select_related("association").get(pk=key) if taken else None


def _deliver(delivery: Delivery, transport: Transport) -> str:
    try:
        mail = purpose(delivery.purpose).compose(delivery)
        if is_broken(mail.to):
            raise NotSent(_("The address does not work."))
    except NotSent as reason:
        return _settle(delivery, DeliveryState.SKIPPED, reason=str(reason))
    except Exception:
        # A fault of ours in one mail is not to stop the others.
        logger.exception("Mail %s could not be written", delivery.pk)
        return _later(delivery, _("The mail could not be written."))
    delivery.message_id = (
        delivery.message_id
        or f"<{uuid4()}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    )
    delivery.address_hash = address_hash(mail.to)
    sent = transport.send(
        message(mail, delivery.message_id), before_text=partial(_mark_sending, delivery)
    )
    return _note(delivery, mail, sent)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def _mark_sending(delivery: Delivery) -> None:
    delivery.attempts += 1
    delivery.state = DeliveryState.SENDING
    delivery.lease_until = now() + LEASE
    delivery.save(update_fields=["attempts", "state", "lease_until", "message_id", "address_hash"])


def _note(delivery: Delivery, mail: Mail, result: Result) -> str:
    match result.fate:
        case Fate.SENT:
            return _settle(delivery, DeliveryState.SENT)
        case Fate.UNKNOWN:
            words = _("The mail server did not answer. It may have been sent, or not.")
            return _settle(delivery, DeliveryState.UNCERTAIN, reason=words)
        case Fate.REFUSED:
            words = _("The mail server refused it (%(code)s).") % {"code": result.code}
            if result.is_address:
                mark_broken(mail.to, code=result.code)
                words = _("The address does not work (%(code)s).") % {"code": result.code}
            return _settle(delivery, DeliveryState.FAILED, reason=words)
        case _:
            if delivery.state == DeliveryState.TAKEN:
                delivery.attempts += 1
            words = _("The mail server could not take it (%(code)s).") % {"code": result.code}
            return _later(delivery, words)


def mark_broken(address: str, *, code: str) -> None:
    BrokenAddress.objects.get_or_create(address_hash=address_hash(address), defaults={"code": code})


def _later(delivery: Delivery, reason: str) -> str:
    """Wait, longer each time; give up after the last pause."""
    tried = max(delivery.attempts, 1)
    if tried > len(PAUSES):
        return _settle(delivery, DeliveryState.FAILED, reason=reason)
    delivery.due_at = now() + PAUSES[tried - 1]
    return _settle(delivery, DeliveryState.WAITING, reason=reason)


@transaction.atomic
def _settle(delivery: Delivery, state: DeliveryState, *, reason: str = "") -> str:
    delivery.state, delivery.reason, delivery.lease_until = state, reason, None
    if state == DeliveryState.SENT:
        delivery.sent_at = now()
    delivery.save(
        update_fields=[
            *("state", "reason", "lease_until", "attempts", "due_at", "sent_at"),
            *("message_id", "address_hash"),
        ]
    )
    return state.value
