"""Sending what is due: take a mail, look up what it says and who may have it, send, note its fate.

Each step is a short transaction of its own, so that a worker that dies leaves a row that says how
far it came: taken, and the next worker takes it again; being sent, and nobody can know, so that it
becomes "uncertain" when the lease runs out.
"""

import logging
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models.delivery import FINAL_STATES, Delivery, DeliveryState
from associations.models.mail_choices import MailTopic
from associations.outbox import choices, digest
from associations.outbox.bounces import return_path
from associations.outbox.mail import Mail, NotSent, message
from associations.outbox.purposes import bundled, purpose, settled
from associations.outbox.recipients import address_hash, is_broken, mark_broken
from associations.outbox.transport import Fate, Result, Transport

logger = logging.getLogger(__name__)

# Longer than the mail server's own time-out, several commands in a row.
LEASE = timedelta(minutes=5)
# Things in one mail, at most.
BUNDLE = 20
# After the first try, the second …; then it has failed.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=4),
    timedelta(hours=24),
)


class LeaseLost(Exception):
    """The worker was held up for so long that another may have taken its mail."""


def deliver_due(*, limit: int = 200) -> Counter[str]:
    """Send what is due, oldest first; return how many mails ended in which state.

    Any number of workers may do so at once. What waits for one recipient and may be bundled goes
    in one mail.
    """
    expire_leases()
    fates: Counter[str] = Counter()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now())
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    with Transport() as transport:
        for key in keys:
            fates.update(_deliver(_take(key), transport))
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


@transaction.atomic
def _take(key: int) -> list[Delivery]:
    """Take a mail, and what may go with it; [] when another worker has it."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now())
    # What another worker holds is its business, and not waited for.
    free = waiting.select_for_update(skip_locked=True, of=("self",))
    free = free.select_related("association", "ask").order_by("pk")
    rows = list(free.filter(pk=key))
    if rows and _may_be_bundled(rows[0]):
        others = Q(purpose__in=bundled()) | Q(ask__isnull=False)
        theirs = free.filter(others, recipient=rows[0].recipient)
        rows += theirs.exclude(pk=key)[: BUNDLE - 1]
    until = now() + LEASE
    for row in rows:
        row.state, row.lease_until = DeliveryState.TAKEN, until
        row.save(update_fields=["state", "lease_until"])
    return rows


def _may_be_bundled(delivery: Delivery) -> bool:
    return delivery.ask_id is not None or delivery.purpose in bundled()


def _deliver(taken: list[Delivery], transport: Transport) -> list[str]:
    """Settle those that nobody is to have; send the others as one mail to each address."""
    fates, by_address = [], defaultdict(list)
    for delivery in taken:
        try:
            mail = _write(delivery)
        except NotSent as reason:
            fates.append(_settle(delivery, DeliveryState.SKIPPED, reason=str(reason)))
        except Exception:
            # A fault of ours in one mail is not to stop the others.
            logger.exception("Mail %s could not be written", delivery.pk)
            fates.append(_later(delivery, _("The mail could not be written.")))
        else:
            by_address[mail.to].append((delivery, mail))
    for written in by_address.values():
        fates += _send(written, transport)
    return fates


def _write(delivery: Delivery) -> Mail:
    """The letter as things stand now; raises NotSent."""
    mail = purpose(delivery.purpose).compose(delivery)
    if is_broken(mail.to):
        raise NotSent(_("The address does not work."))
    if choices.has_declined(delivery, mail.to):
        topic = MailTopic(choices.topic_of(delivery)).label
        raise NotSent(_("The recipient has declined such mail: %(topic)s.") % {"topic": topic})
    return mail


def _send(written: list[tuple[Delivery, Mail]], transport: Transport) -> list[str]:
    """Send one mail for all; they share its number, and its fate."""
    deliveries = [delivery for delivery, _mail in written]
    mail = _with_choices(deliveries, digest.together([mail for _delivery, mail in written]))
    known = [row.message_id for row in deliveries if row.message_id]
    number = known[0] if known else f"<{uuid4()}@{_domain()}>"
    for delivery in deliveries:
        delivery.message_id, delivery.address_hash = number, address_hash(mail.to)
    made = message(mail, number, return_path=return_path(deliveries[0]))
    try:
        result = transport.send(made, before_text=partial(_mark_sending, deliveries))
    except LeaseLost:
        return []
    return _note(deliveries, result)


def _with_choices(deliveries: list[Delivery], mail: Mail) -> Mail:
    """With a link by which to decline such mail, where one may."""
    topics = sorted({topic for row in deliveries if (topic := choices.topic_of(row))})
    if not topics:
        return mail
    address = choices.link(choices.chooser(deliveries[0].recipient, mail.to, topics))
    headers = {**mail.headers, **choices.headers(address)}
    return replace(mail, choices=address, headers=headers)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


@transaction.atomic
def _mark_sending(deliveries: list[Delivery]) -> None:
    """From here on only the server's answer tells. Raises LeaseLost when it is no longer ours."""
    for delivery in deliveries:
        held = Delivery.objects.filter(
            pk=delivery.pk, state=DeliveryState.TAKEN, lease_until=delivery.lease_until
        )
        delivery.attempts += 1
        delivery.state, delivery.lease_until = DeliveryState.SENDING, now() + LEASE
        fields = ("attempts", "state", "lease_until", "message_id", "address_hash")
        if not held.update(**{name: getattr(delivery, name) for name in fields}):
            raise LeaseLost


@transaction.atomic
def _note(deliveries: list[Delivery], result: Result) -> list[str]:
    """One fate for all that went in the mail, at once."""
    code = {"code": result.code}
    match result.fate:
        case Fate.SENT:
            state, words = DeliveryState.SENT, _together(len(deliveries))
        case Fate.UNKNOWN:
            state = DeliveryState.UNCERTAIN
            words = _("The mail server did not answer. It may have been sent, or not.")
        case Fate.REFUSED if result.is_address:
            mark_broken(hashed=deliveries[0].address_hash, code=result.code)
            state, words = DeliveryState.FAILED, _("The address does not work (%(code)s).") % code
        case Fate.REFUSED:
            state = DeliveryState.FAILED
            words = _("The mail server refused it (%(code)s).") % code
        case _:
            words = _("The mail server could not take it (%(code)s).") % code
            return [_not_now(delivery, words) for delivery in deliveries]
    return [_settle(delivery, state, reason=words) for delivery in deliveries]


def _together(number: int) -> str:
    words = ngettext(
        "Went in one mail with %(others)s other.",
        "Went in one mail with %(others)s others.",
        number - 1,
    )
    return words % {"others": number - 1} if number > 1 else ""


def _not_now(delivery: Delivery, words: str) -> str:
    if delivery.state == DeliveryState.TAKEN:
        delivery.attempts += 1
    return _later(delivery, words)


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
    if state in FINAL_STATES:
        settled(delivery)
    return state.value
