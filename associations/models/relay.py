"""Messages that residents send an association through the site, and whether it wants them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class PostRules(PrivateModel):
    """What an association has said about its post; made when it first says something."""

    association = models.OneToOneField(
        "associations.Association", on_delete=models.CASCADE, related_name="post_rules"
    )
    takes_messages = models.BooleanField(
        _("residents may write to us through the website"), default=True
    )

    class Meta:
        verbose_name = _("rules for post")
        verbose_name_plural = _("rules for post")


class RelayMessage(PrivateModel):
    """A resident's message on its way. What it says is gone as soon as it has been delivered."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="relay_messages"
    )
    name = models.CharField(_("your name"), max_length=80, blank=True)
    reply_to = models.EmailField(_("your e-mail"), blank=True)
    text = models.TextField(_("your message"), max_length=4000, blank=True)
    # Keyed hashes that change every day: enough to count a sender, not to trace one.
    sender_hash = models.CharField(max_length=64, db_index=True, editable=False)
    reply_hash = models.CharField(max_length=64, db_index=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("message to an association")
        verbose_name_plural = _("messages to associations")
