"""A wish to change what is locked: decided by the coordinator, never by whoever asks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models.joining import Joining, RequestState, Transitions


class LockedField(models.TextChoices):
    NAME = "name", _("Name")
    ORG_NUMBER = "org_number", _("Organisation number")
    LEGAL_FORM = "legal_form", _("Legal form")
    BANKGIRO = "bankgiro", _("Bankgiro")
    PLUSGIRO = "plusgiro", _("Plusgiro")


class ChangeRequest(Joining):
    """What an association asks to have changed, and why."""

    TRANSITIONS: Transitions = {
        RequestState.WAITING: frozenset({RequestState.APPROVED, RequestState.REFUSED}),
    }

    field = models.CharField(_("what to change"), max_length=12, choices=LockedField)
    value = models.CharField(_("what it should be"), max_length=200)
    message = models.CharField(_("why"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for changes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_change_per_field",
                fields=["association", "field"],
                condition=Q(state=RequestState.WAITING),
            ),
            models.CheckConstraint(
                name="refused_change_says_why",
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""),
            ),
        ]
