"""Mail that comes back: the return address that says which mail it was, and what the report says.

The return address holds the mail's number and a seal that only we can make, so that a report that
somebody has made up, or one about somebody else's mail, changes nothing. What the report says in
words is never kept: it quotes addresses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.utils import getaddresses, parseaddr

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _

from associations.models.delivery import Delivery, DeliveryState
from associations.outbox.recipients import address_hash, mark_broken

# A report that comes later says nothing about the address as it is now.
REPORTS_COME_WITHIN = timedelta(days=14)
# So many mails that came back for a passing fault, within so long, and the address is given up.
SOFT_LIMIT, SOFT_WINDOW = 3, timedelta(days=60)
SEAL = 20
# Where mail servers write the address that a report was sent to.
ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
# Longer than any report's own words; the rest is the mail that came back.
WORDS = 20_000

_TAG = re.compile(rf"\+(\d{{1,18}})-([0-9a-f]{{{SEAL}}})@")
_STATUS = re.compile(r"(?<![.\d])([245])\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_REPLY = re.compile(r"(?m)(?:^|[\s:(])(5\d\d|4\d\d)[ -]")
_UNKNOWN = re.compile(
    r"(?i)user unknown|unknown user|no such (?:user|mailbox|recipient)|does not exist"
    r"|recipient (?:address )?rejected|mailbox (?:not found|unavailable)|finns inte"
)
# RFC 3463: no such mailbox, domain or host; mailbox closed.
_NO_ADDRESS = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1|5\.4\.4")
NOBODY_THERE = {"550", "551", "553"}


@dataclass(frozen=True)
class Report:
    """What a mail server says of a mail it could not deliver. `code` is its number, no more."""

    code: str
    is_address: bool
    # The address that it speaks of, where it does.
    about: str = ""


def return_path(delivery: Delivery) -> str:
    """Where reports about this mail are to go; "" when there is no mailbox for them."""
    name, _at, domain = settings.BOUNCE_EMAIL.rpartition("@")
    return f"{name}+{delivery.pk}-{_seal(delivery.pk)}@{domain}" if name else ""


def take_in(message: Message, *, to: str = "") -> str:
    """Note what a returned mail says; return what came of it, in a word for the log.

    `to` is the address it was delivered to, where the mail server tells. Taking in the same
    report again changes nothing.
    """
    delivery = _delivery(message, to)
    if delivery is None:
        return "foreign"
    report = read(message)
    if report is None:
        return "no report"
    return "bounced" if note(delivery, report) else "known"


@transaction.atomic
def note(delivery: Delivery, report: Report) -> bool:
    """Note that a mail came back, with all that went in it; mark its address if that is why.

    False for a mail that was never sent, or is known to have come back.
    """
    together = Delivery.objects.select_for_update().filter(
        message_id=delivery.message_id,
        state__in=(DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.SENDING),
    )
    rows = list(together.order_by("pk")) if delivery.message_id else []
    if not any(row.pk == delivery.pk for row in rows):
        return False
    is_lasting = report.is_address and _speaks_of(delivery, report)
    words = _("The address does not work (%(code)s).") if is_lasting else _("Came back (%(code)s).")
    for row in rows:
        row.state, row.reason, row.lease_until = DeliveryState.BOUNCED, "", None
        row.reason = words % {"code": report.code}
        row.save(update_fields=["state", "reason", "lease_until"])
    is_late = not delivery.sent_at or delivery.sent_at < now() - REPORTS_COME_WITHIN
    if not is_late and (is_lasting or _comes_back_often(delivery.address_hash)):
        mark_broken(hashed=delivery.address_hash, code=report.code)
    return True


def read(message: Message) -> Report | None:
    """What the mail reports, or None when it is no report of a mail that will not arrive."""
    if _is_answer(message):
        return None
    if fields := list(_status_fields(message)):
        return next(filter(None, map(_from_fields, fields)), None)
    return _from_words(message) if _is_from_a_server(message) else None


def says_nobody_there(code: str, words: str) -> bool:
    """Whether a server's refusal is about the address; it may be about us, or a full mailbox."""
    if found := _STATUS.search(words):
        return bool(_NO_ADDRESS.fullmatch(found[0]))
    return code in NOBODY_THERE


def _from_fields(fields: Message) -> Report | None:
    """One recipient's part of a delivery status notification (RFC 3464)."""
    if str(fields.get("Action", "")).strip().lower() != "failed":
        return None
    found = _STATUS.search(str(fields.get("Status", "")))
    diagnostic = _STATUS.search(str(fields.get("Diagnostic-Code", "")))
    # Some say 5.0.0 in the status and what it was in the server's own words.
    if found and diagnostic and found[0].endswith(".0.0"):
        found = diagnostic
    code = found[0] if found else "5.0.0"
    about = fields.get("Original-Recipient") or fields.get("Final-Recipient") or ""
    address = parseaddr(str(about).rpartition(";")[2].strip())[1]
    return Report(code, bool(_NO_ADDRESS.fullmatch(code)), address)


def _from_words(message: Message) -> Report | None:
    """What a server that writes no status says in plain words, before it quotes the mail."""
    words = _text(message)[:WORDS]
    found = [match[0] for match in _STATUS.finditer(words)]
    if lasting := [code for code in found if code.startswith("5")]:
        return Report(lasting[0], bool(_NO_ADDRESS.fullmatch(lasting[0])))
    if found:
        return None
    reply = _REPLY.search(words)
    if _UNKNOWN.search(words):
        code = reply[1] if reply else "550"
        return Report(code, code in NOBODY_THERE)
    return Report(reply[1], False) if reply and reply[1].startswith("5") else None


def _delivery(message: Message, to: str) -> Delivery | None:
    for number, seal in _TAG.findall(" ".join([to, *_addresses(message)]).lower()):
        if constant_time_compare(seal, _seal(int(number))):
            return Delivery.objects.filter(pk=number).first()
    return None


def _addresses(message: Message) -> Iterable[str]:
    written = [str(value) for name in ENVELOPE for value in message.get_all(name, [])]
    return [address for _name, address in getaddresses(written)]


def _seal(number: int) -> str:
    return salted_hmac("returned mail", str(number), algorithm="sha256").hexdigest()[:SEAL]


def _speaks_of(delivery: Delivery, report: Report) -> bool:
    """False where the address forwards, and it is the next one that fails."""
    return not report.about or address_hash(report.about) == delivery.address_hash


def _comes_back_often(hashed: str) -> bool:
    lately = Delivery.objects.filter(
        address_hash=hashed, state=DeliveryState.BOUNCED, sent_at__gte=now() - SOFT_WINDOW
    )
    return lately.values("message_id").distinct().count() >= SOFT_LIMIT


def _status_fields(message: Message) -> Iterator[Message]:
    """The parts about each recipient; the first of all, about the mail as a whole, has none."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            inner = part.get_payload()
            yield from (fields for fields in inner if isinstance(fields, Message))


def _is_answer(message: Message) -> bool:
    """An out-of-office message: somebody is there."""
    return str(message.get("Auto-Submitted", "")).strip().lower().startswith("auto-replied") and (
        message.get_content_type() != "multipart/report"
    )


def _is_from_a_server(message: Message) -> bool:
    name = parseaddr(str(message.get("From", "")))[1].partition("@")[0].lower()
    is_empty = str(message.get("Return-Path", "")).strip() == "<>"
    return is_empty or name in ("mailer-daemon", "postmaster")


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""
