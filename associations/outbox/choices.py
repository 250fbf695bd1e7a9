"""Mail that one may decline: which it is, who has, and the links by which it is done.

A link is signed, names its recipient by number, and never runs out: it is good for declining mail
and for nothing else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from associations.models.delivery import Delivery
from associations.models.mail_choices import MailTopic, OptOut
from associations.outbox.purposes import purpose
from associations.outbox.recipients import address_hash

# Whoever is written to once, such as somebody invited by address, has nothing to decline.
STANDING = ("user", "association")
ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True)
class Chooser:
    """A recipient that chooses, and for an association the address it is read at."""

    recipient: str
    address_hash: str = ""
    # What the link was sent with: what one click declines.
    topics: tuple[str, ...] = ()


def chooser(recipient: str, address: str, topics: Iterable[str] = ()) -> Chooser:
    is_association = recipient.startswith("association:")
    return Chooser(recipient, address_hash(address) if is_association else "", tuple(topics))


def topic_of(delivery: Delivery) -> str:
    """The kind of mail it is, "" for one that must come. What asks something may be declined."""
    if delivery.recipient.partition(":")[0] not in STANDING:
        return ""
    if topic := getattr(purpose(delivery.purpose), "topic", ""):
        return str(topic)
    if delivery.ask is None:
        return ""
    return str(MailTopic.REMINDERS if delivery.ask.reminder else MailTopic.QUESTIONS)


def has_declined(delivery: Delivery, address: str) -> bool:
    topic = topic_of(delivery)
    return bool(topic) and topic in declined(chooser(delivery.recipient, address))


def declined(who: Chooser) -> set[str]:
    rows = OptOut.objects.filter(recipient=who.recipient, address_hash=who.address_hash)
    return set(rows.values_list("topic", flat=True))


@transaction.atomic
def choose(who: Chooser, *, wanted: Collection[str]) -> None:
    """Decline all kinds of mail but those `wanted`."""
    rows = OptOut.objects.filter(recipient=who.recipient, address_hash=who.address_hash)
    rows.filter(topic__in=wanted).delete()
    decline(who, [topic for topic in MailTopic.values if topic not in wanted])


def decline(who: Chooser, topics: Iterable[str]) -> None:
    """Decline these kinds; those declined before stay so."""
    rows = [
        OptOut(recipient=who.recipient, address_hash=who.address_hash, topic=topic)
        for topic in topics
    ]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)


def token(who: Chooser) -> str:
    return _signer().sign_object([who.recipient, who.address_hash, *who.topics])


def read(token: str) -> Chooser | None:
    """Whoever the link was sent to; None for a link that is not ours."""
    try:
        recipient, hashed, *topics = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return Chooser(recipient, hashed, tuple(topics))


def link(who: Chooser) -> str:
    return settings.BASE_URL + reverse("mail_choices", args=[token(who)])


def headers(address: str) -> dict[str, str]:
    """What lets a mail program offer to decline with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": ONE_CLICK}


def _signer() -> Signer:
    return Signer(salt="associations.outbox.choices")
