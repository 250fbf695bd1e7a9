"""Who may act for an association: the truth about people, which guardian's rows follow.

Only `membership_services` writes here; who may do what is asked of `access`.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class MemberRole(models.TextChoices):
    RESPONSIBLE = "responsible", _("Responsible")
    EDITOR = "editor", _("Editor")
    ANSWERS = "answers", _("Answers invitations")


class Basis(models.TextChoices):
    """What a membership rests on: nobody gives it to himself."""

    CODE = "code", _("Code to the association's address")
    MINUTES = "minutes", _("Annual meeting minutes")
    INVITATION = "invitation", _("Invitation")
    REQUEST = "request", _("Request to join")
    COORDINATOR = "coordinator", _("Decision by the municipality")


class EndReason(models.TextChoices):
    LEFT = "left", _("Gave it up")
    HANDED_OVER = "handed_over", _("Handed over")
    REMOVED = "removed", _("Removed")
    EXPIRED = "expired", _("Ran out")
    # By another role of the same person, which has a basis of its own.
    REPLACED = "replaced", _("Got another role")
    UNDONE = "undone", _("The merger was undone")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date | None = None) -> Self:
        """Those in force today, or `on` a day: not ended, not run out, of people who may sign in.

        The database is asked, so a person deactivated a moment ago is out.
        """
        return self.filter(ended_at=None, ends_on__gte=on or localdate(), user__is_active=True)

    def responsible(self) -> Self:
        return self.filter(role=MemberRole.RESPONSIBLE)


class Membership(PrivateModel):
    """A person's role for an association, for a time. Ended rows stay, as history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    starts_on = models.DateField(_("from"))
    # The last day; see `mandates`. After it nothing may be done, also before the row is ended.
    ends_on = models.DateField(_("until"))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    # The minutes, where it rests on such, and else what the coordinator relied on.
    document = models.ForeignKey(
        "associations.RegisterFile",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("what the decision rests on"), max_length=300, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    end_reason = models.CharField(_("ended because"), max_length=12, choices=EndReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role for an association")
        verbose_name_plural = _("roles for associations")
        ordering = ["association", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_current_membership_per_person_and_association",
                fields=["user", "association"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="membership_runs_forward", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="ended_membership_says_why",
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="membership_by_the_municipality_says_on_what",
                condition=~Q(basis=Basis.COORDINATOR) | ~Q(note=""),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="membership_running", condition=Q(ended_at=None))
        ]
