"""“Contact the association”: a resident's message goes on without either address being shown.

No relay for others: one association's own address, a text that is quoted as somebody else's, no
copy to anybody, and few messages from each sender, to each association and in all.
"""

from datetime import timedelta

from django import forms
from django.db import connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from associations import outbox, services
from associations.form_fields import NoteFormField
from associations.models import Association, PostRules, RelayMessage
from associations.models.association import CURRENT_STATES
from associations.outbox import Letter
from associations.outbox.recipients import address_of, is_broken, to_association

PER_SENDER, PER_ASSOCIATION, IN_ALL = 5, 20, 100
WINDOW = timedelta(hours=1)
# What could not be delivered is kept so long, for the coordinator to try again.
KEPT = timedelta(days=7)
COUNTED = timedelta(days=1)
# Any number that no other advisory lock of this database uses.
LOCK = 7_310_002


class Closed(Exception):
    """The association cannot be, or does not want to be, written to from here."""


class TooMany(Exception):
    """As many messages as an hour allows, from this sender, to this association or in all."""


class RelayForm(forms.Form):
    """A message, and where to answer."""

    text = NoteFormField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("Write at most 4,000 characters."),
        },
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("The association sees it, and answers you there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail, so that the association can answer."),
            "invalid": _("Write the e-mail address as name@example.se."),
        },
    )
    name = NoteFormField(
        label=_("Your name (optional)"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Write at most 80 characters.")},
    )
    # Hidden from people; robots fill in every field.
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def is_open(association: Association) -> bool:
    """True for one that is still going, has an address that works, and has not said no."""
    address = address_of(association)
    return (
        association.status in CURRENT_STATES
        and bool(address)
        and not is_broken(address)
        and takes_messages(association)
    )


def takes_messages(association: Association) -> bool:
    return not PostRules.objects.filter(association=association, takes_messages=False).exists()


@transaction.atomic
def send(
    association: Association, *, text: str, name: str, reply_to: str, sender: str
) -> RelayMessage:
    """Queue the message; raises Closed or TooMany. Counting and keeping are one step under a lock.

    `sender` is a network address.
    """
    _lock()
    if not is_open(association):
        raise Closed
    lately = RelayMessage.objects.filter(created_at__gt=now() - WINDOW)
    sender_hash = services.sender_hash(sender)
    reply_hash = services.sender_hash(reply_to.lower())
    for rows, limit in (
        (lately.filter(sender_hash=sender_hash), PER_SENDER),
        (lately.filter(reply_hash=reply_hash), PER_SENDER),
        (lately.filter(association=association), PER_ASSOCIATION),
        (lately, IN_ALL),
    ):
        if rows.count() >= limit:
            raise TooMany
    message = RelayMessage.objects.create(
        association=association,
        text=text,
        name=name,
        reply_to=reply_to,
        sender_hash=sender_hash,
        reply_hash=reply_hash,
    )
    letter = Letter(
        to_association(association.pk), object_id=str(message.pk), association=association
    )
    outbox.queue("relay", [letter])
    return message


def empty(message_pk: str) -> None:
    """It has been delivered: only that somebody wrote is left, to be counted for a day."""
    RelayMessage.objects.filter(pk=message_pk).update(text="", name="", reply_to="")


def forget() -> None:
    """Delete what has been counted, and what could not be delivered in a week."""
    RelayMessage.objects.filter(text="", created_at__lt=now() - COUNTED).delete()
    RelayMessage.objects.filter(created_at__lt=now() - KEPT).delete()


def _lock() -> None:
    # SQLite's transactions begin by taking the one writer's lock: see the settings.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
