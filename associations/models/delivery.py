"""Every mail to an association or a person: what it is about, to whom, and how it went.

The table is the truth; a worker that dies leaves a row that says how far it came. No address is
stored: who may have the mail, and where, is looked up when it is sent.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    # Taken by a worker, nothing sent yet: may safely be taken again when the lease has run out.
    TAKEN = "taken", _("Being prepared")
    # The server is getting the text: from here on only its answer tells.
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Uncertain whether it was sent")
    SKIPPED = "skipped", _("Not sent")
    FAILED = "failed", _("Could not be sent")
    BOUNCED = "bounced", _("Came back")


# Nothing more happens to these by itself.
FINAL_STATES = (
    DeliveryState.SENT,
    DeliveryState.UNCERTAIN,
    DeliveryState.SKIPPED,
    DeliveryState.FAILED,
    DeliveryState.BOUNCED,
)
# It did not come to anybody.
UNREACHED_STATES = (DeliveryState.SKIPPED, DeliveryState.FAILED, DeliveryState.BOUNCED)


class Delivery(PrivateModel):
    """One mail to one recipient, at most one copy of it."""

    # purpose, object, recipient and version: the same mail cannot be queued twice.
    key = models.CharField(max_length=240, unique=True)
    purpose = models.CharField(_("about"), max_length=40)
    # What it concerns, as the purpose understands it; "" for the association itself.
    object_id = models.CharField(max_length=40, blank=True)
    # "user:17" or "association:5": see `associations.outbox.recipients`.
    recipient = models.CharField(_("to"), max_length=60)
    version = models.CharField(max_length=40, blank=True)
    association = models.ForeignKey(
        "associations.Association",
        verbose_name=_("association"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    # What it asks of the association, if anything.
    ask = models.ForeignKey(
        "associations.Ask",
        verbose_name=_("ask"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING
    )
    # Why it was not sent, in the words a coordinator reads; never an address.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("to be sent"))
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True, db_index=True)
    # Of the address it went to: what a bounce is known by.
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=models.Q(state__in=[DeliveryState.TAKEN, DeliveryState.SENDING]),
            ),
        ]

    @property
    def recipient_words(self) -> str:
        """To whom, without name or address."""
        if self.recipient.startswith("association:"):
            return str(_("The association's address"))
        return str(_("A person"))


class BrokenAddress(PrivateModel):
    """An address that a server has said does not exist. Only its hash is kept."""

    address_hash = models.CharField(max_length=64, unique=True)
    # The server's own code, such as 550.
    code = models.CharField(max_length=12, blank=True)
    since = models.DateTimeField(auto_now_add=True)
