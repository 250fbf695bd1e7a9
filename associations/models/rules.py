"""The municipality's rules for being registered and for grants: data, in versions that are kept.

What they mean is in `associations.schedule` (when to ask) and `associations.rules` (what is
demanded).
"""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from associations.models.association import LegalForm


class AskWhen(models.TextChoices):
    MEETING = "meeting", _("Some months after the association's annual meeting")
    FIXED = "fixed", _("On the same day every year")
    ROLLING = "rolling", _("Some months after the last confirmation")


def default_registered() -> dict[str, Any]:
    """What the shipped rules demand of every association."""
    return {
        "fields": ["email", "activities", "annual_meeting_month"],
        "documents": {"bylaws": 0},
        "responsible": 1,
        "confirmed": False,
    }


def default_eligible() -> dict[str, Any]:
    """What the shipped rules demand besides, of those who want grants."""
    return {
        "fields": ["org_number", "payment"],
        "documents": {"minutes": 1, "annual_report": 1},
        "responsible": 2,
        "confirmed": True,
    }


def default_remind_days() -> list[int]:
    return [10, 20]


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def in_force(self, on: date | None = None) -> list["RuleSet"]:
        """Today's rules, or those `on` a day: of each scope the latest version that has begun.

        The most particular first: an activity's, then a legal form's, then the general ones.
        """
        latest: dict[tuple, RuleSet] = {}
        begun = self.filter(valid_from__lte=on or localdate()).select_related("activity")
        for rules in begun.order_by("version"):
            latest[rules.scope] = rules
        used = [rules for rules in latest.values() if rules.is_used]
        return sorted(used, key=lambda rules: (rules.activity is None, not rules.legal_form))

    def versions_of(self, rules: "RuleSet") -> Self:
        """Every version for the same associations, the newest first."""
        same = self.filter(legal_form=rules.legal_form, activity=rules.activity_id)
        return same.order_by("-version")


class RuleSet(models.Model):
    """One version of the rules for some associations. Never changed: an edit is a new version.

    For all, for one legal form, or for one activity and those under it.
    """

    legal_form = models.CharField(
        _("legal form"), max_length=20, choices=LegalForm, blank=True, default=""
    )
    activity = models.ForeignKey(
        "associations.Activity",
        verbose_name=_("activity"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"), default=localdate)
    # A version that says no: the more general rules hold again.
    is_used = models.BooleanField(_("in use"), default=True)
    basis = models.CharField(_("decision the rules rest on"), max_length=200, blank=True)

    ask_when = models.CharField(
        _("when to ask"), max_length=8, choices=AskWhen, default=AskWhen.MEETING
    )
    # After the meeting, or after the last confirmation.
    ask_months = models.PositiveSmallIntegerField(
        _("months"), default=2, validators=[MaxValueValidator(60)]
    )
    ask_month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True, choices=MONTHS)
    ask_day = models.PositiveSmallIntegerField(
        _("day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    # Days after the question; a reminder on each.
    remind_days = models.JSONField(_("reminders"), default=default_remind_days, blank=True)
    silence_days = models.PositiveSmallIntegerField(
        _("days of silence"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    # See `associations.rules.Demands`.
    registered = models.JSONField(_("demanded of the registered"), default=default_registered)
    eligible = models.JSONField(_("demanded for grants"), default=default_eligible)

    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When the days of all associations were counted by it.
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["legal_form", "activity", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="one_rule_set_per_legal_form_and_version",
                fields=["legal_form", "version"],
                condition=Q(activity__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_rule_set_per_activity_and_version",
                fields=["activity", "version"],
                condition=Q(activity__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_set_is_for_a_form_or_an_activity",
                condition=Q(activity__isnull=True) | Q(legal_form=""),
            ),
            models.CheckConstraint(
                name="fixed_day_has_month_and_day",
                condition=~Q(ask_when=AskWhen.FIXED)
                | Q(ask_month__isnull=False, ask_day__isnull=False),
            ),
            models.CheckConstraint(
                name="rolling_rules_have_months",
                condition=~Q(ask_when=AskWhen.ROLLING) | Q(ask_months__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_words} {self.version}"

    @property
    def scope(self) -> tuple[str, int | None]:
        return self.legal_form, self.activity_id

    @property
    def scope_words(self) -> str:
        """For whom, in words."""
        if self.activity:
            return self.activity.name
        return self.get_legal_form_display() or str(_("All associations"))

    def clean(self) -> None:
        if any(day >= self.silence_days for day in self.remind_days):
            words = _("Remind before the days of silence are over.")
            raise ValidationError({"remind_days": words})
