"""What somebody has said about our mail: which kinds not to send."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class MailTopic(models.TextChoices):
    """Kinds of mail that one may decline. Codes, decisions and receipts are of none of them."""

    QUESTIONS = "questions", _("Questions and invitations")
    REMINDERS = "reminders", _("Reminders")


class OptOut(PrivateModel):
    """A recipient that does not want a kind of mail."""

    # As in `Delivery.recipient`. A person's choice follows to a new address …
    recipient = models.CharField(_("to"), max_length=60)
    # … while an association's is made by whoever reads one address, and holds for that one.
    address_hash = models.CharField(max_length=64, blank=True)
    topic = models.CharField(_("about"), max_length=10, choices=MailTopic)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("declined mail")
        verbose_name_plural = _("declined mail")
        constraints = [
            models.UniqueConstraint(
                name="a_kind_of_mail_is_declined_once",
                fields=["recipient", "address_hash", "topic"],
            )
        ]
