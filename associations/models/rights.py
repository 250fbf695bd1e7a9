"""What is not to be published, how long things are kept, and that they have been disposed of."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class ValueKind(models.TextChoices):
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    NAME = "name", _("Name of an association")


class DoNotPublish(PrivateModel):
    """An association, or a value known by its keyed hash, that is never to be shown to residents.

    Nothing is stored about why somebody must be hidden: write `reason` so that anyone may read it.
    """

    association = models.OneToOneField(
        "associations.Association",
        verbose_name=_("association"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="do_not_publish",
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ValueKind, blank=True)
    value_hash = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("not to be published")
        verbose_name_plural = _("not to be published")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="either_an_association_or_a_value",
                condition=Q(association__isnull=False, value_hash="", kind="")
                | Q(association__isnull=True) & ~Q(value_hash="") & ~Q(kind=""),
            ),
            models.UniqueConstraint(
                name="a_value_is_hidden_once",
                fields=["kind", "value_hash"],
                condition=~Q(value_hash=""),
            ),
        ]


class DataKind(models.TextChoices):
    """What is disposed of together, by one rule and one decision."""

    CONTACTS = "contacts", _("Contact persons")
    ROLES = "roles", _("Roles, invitations, requests and claims")
    SUGGESTIONS = "suggestions", _("Suggestions from residents")
    NOTES = "notes", _("Internal notes")
    FILES = "files", _("Documents")
    MAIL = "mail", _("The log of mail")
    HISTORY = "history", _("History, drafts and reviews")
    ACCOUNT = "account", _("Logins and sign-in attempts")


class DisposalRule(models.Model):
    """How long one kind of data is kept, by which decision. Without a row the code's rule holds."""

    class Action(models.TextChoices):
        ERASE = "erase", _("Erase")
        ARCHIVE = "archive", _("Leave for the archive")

    kind = models.CharField(_("kind"), max_length=12, choices=DataKind, unique=True)
    action = models.CharField(_("what happens"), max_length=8, choices=Action, default=Action.ERASE)
    # Counted from when it was last needed: see `cms.rights.dispose`.
    months = models.PositiveSmallIntegerField(
        _("months it is kept"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty = until somebody erases it by hand."),
    )
    decision = models.CharField(
        _("disposal decision"),
        max_length=60,
        blank=True,
        help_text=_("The number of the disposal decision, for example KS 2026/123."),
    )

    class Meta:
        verbose_name = _("disposal rule")
        verbose_name_plural = _("disposal rules")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.get_kind_display()


class DisposalRun(PrivateModel):
    """That something was disposed of: counts per table and the decisions, never what it was."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    # None for what the recurring job disposed of.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.JSONField(_("counts"), default=dict)
    decisions = models.JSONField(_("decisions"), default=dict)

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-at", "-pk"]
