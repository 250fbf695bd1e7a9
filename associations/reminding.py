"""Asking many at once whether their pages are right: who gets a letter, who does not and why.

The plan is what the coordinator sees; `remind` makes it anew when it is sent, since people answer
meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from associations import access, asks, confirmation_services, granting
from associations.models import (
    Association,
    BrokenAddress,
    Claim,
    ClaimState,
    Confirmation,
    ConfirmationState,
    MailTopic,
    OptOut,
    PrivateContact,
)
from associations.models.association import CURRENT_STATES
from associations.outbox.recipients import address_hash, to_association, to_user

# So shortly after the last time nobody is asked again.
LATELY = timedelta(days=14)
BATCH = 500


class LeftOut(TextChoices):
    """Why somebody gets no letter."""

    NOT_GOING = "not_going", _("The association is not active yet")
    CLAIM = "claim", _("A claim waits for your decision")
    ASKED = "asked", _("Asked within the last two weeks")
    BUDGET = "budget", _("Asked as much this month as your rules allow")
    NO_ADDRESS = "no_address", _("No address is known")
    BROKEN = "broken", _("The address does not work")
    DECLINED = "declined", _("Does not want such mail")


@dataclass
class Plan:
    """Who gets a letter, and by reason who does not."""

    to: list[Association] = field(default_factory=list)
    left_out: dict[str, list[Association]] = field(default_factory=lambda: defaultdict(list))
    letters: int = 0

    @property
    def reasons(self) -> list[tuple[str, list[Association]]]:
        """(words, associations), in the order in which they are asked about."""
        return [(LeftOut(r).label, self.left_out[r]) for r in LeftOut if self.left_out.get(r)]

    @property
    def kept_back(self) -> int:
        return sum(len(rows) for rows in self.left_out.values())


def plan(rows: QuerySet[Association]) -> Plan:
    """What `remind` would do now: the same number of queries for any number of associations."""
    known, made = _Known(), Plan()
    associations = list(rows.order_by("name", "pk").only("pk", "name", "email", "status"))
    room = asks.plan(associations)
    for association in associations:
        recipients = known.recipients(association)
        if reason := known.why_not(association, recipients, room[association.pk]):
            made.left_out[reason].append(association)
        else:
            made.to.append(association)
            made.letters += len(recipients)
    return made


def remind(rows: QuerySet[Association], *, by: AbstractBaseUser) -> Plan:
    """Queue the letters of the plan as it is now, and log it; return the plan.

    A second time at once queues nothing: those who have just been asked are left out.
    """
    granting.must(access.may_keep_register(by))
    made, sent = plan(rows), []
    for start in range(0, len(made.to), BATCH):
        with transaction.atomic():
            batch = made.to[start : start + BATCH]
            outcome = confirmation_services.ask(batch)
            asked = outcome.at_once | set(outcome.later)
            sent += [association for association in batch if association.pk in asked]
            _log([association for association in batch if association.pk in asked], by)
    made.to = sent
    return made


def _log(associations: Iterable[Association], by: AbstractBaseUser) -> None:
    content_type, at = ContentType.objects.get_for_model(Association), now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(association.pk),
            label=association.name,
            action="associations.ask",
            timestamp=at,
            user_id=by.pk,
            data={},
        )
        for association in associations
    )


class _Known:
    """What the register knows of everybody's addresses and wishes, read at once."""

    def __init__(self) -> None:
        waiting = Confirmation.objects.filter(state=ConfirmationState.OPEN)
        times = waiting.values_list("association", "last_asked_at", "times_asked")
        self.asked = {pk: (at, number) for pk, at, number in times}
        claims = Claim.objects.filter(state=ClaimState.TO_DECIDE)
        self.claimed = set(claims.values_list("association", flat=True))
        self.keepers = confirmation_services.keepers()
        users = {user for people in self.keepers.values() for user in people}
        addresses = get_user_model().objects.filter(memberships__isnull=False).distinct()
        self.addresses = {
            pk: email for pk, email in addresses.values_list("pk", "email") if pk in users
        }
        hidden = PrivateContact.objects.exclude(email="")
        self.hidden = dict(hidden.values_list("association", "email"))
        self.broken = set(BrokenAddress.objects.values_list("address_hash", flat=True))
        self.declined = set(OptOut.objects.values_list("recipient", "address_hash", "topic"))

    def recipients(self, association: Association) -> list[tuple[str, str, str]]:
        """(recipient, address, hash in its opt-out): as `confirmation_services` addresses them."""
        if people := self.keepers.get(association.pk):
            return [(to_user(pk), self.addresses.get(pk, ""), "") for pk in people]
        address = association.email or self.hidden.get(association.pk, "")
        return [(to_association(association.pk), address, address and address_hash(address))]

    def why_not(
        self,
        association: Association,
        recipients: list[tuple[str, str, str]],
        turn: asks.Turn,
    ) -> str:
        """The first reason against, or ""."""
        last, times = self.asked.get(association.pk, (None, 0))
        if association.status not in CURRENT_STATES:
            return LeftOut.NOT_GOING
        if association.pk in self.claimed:
            return LeftOut.CLAIM
        if last is not None and last > now() - LATELY:
            return LeftOut.ASKED
        if turn.is_later or turn.is_over:
            return LeftOut.BUDGET
        return self._unreached(recipients, MailTopic.REMINDERS if times else MailTopic.QUESTIONS)

    def _unreached(self, recipients: list[tuple[str, str, str]], topic: str) -> str:
        """Why none of them can be written to; "" when somebody can."""
        reached = [one for one in recipients if one[1]]
        if not reached:
            return LeftOut.NO_ADDRESS
        reached = [one for one in reached if address_hash(one[1]) not in self.broken]
        if not reached:
            return LeftOut.BROKEN
        if all((who, hashed, topic) in self.declined for who, _address, hashed in reached):
            return LeftOut.DECLINED
        return ""
