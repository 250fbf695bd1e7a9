"""The vocabularies residents filter by. Shipped as a start, kept by the municipality."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

icnpo_code = RegexValidator(r"^\d{4,5}$", _("An ICNPO code is a number such as 1200."))


class Term(models.Model):
    """A word of a vocabulary: its name as residents read it and its slug as addresses carry it."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address name"), max_length=120, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class TreeTerm(Term):
    """A word that may stand under another. Trees are small, so a parent key is enough."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs under"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta:
        abstract = True


class Activity(TreeTerm):
    """What an association does. Each leaf has an ICNPO code (Salamon & Anheier)."""

    icnpo = models.CharField(
        _("ICNPO code"),
        max_length=5,
        blank=True,
        validators=[icnpo_code],
        help_text=_("International class of non-profit organisations, for statistics."),
    )
    synonyms = models.TextField(
        _("other words for it"),
        blank=True,
        help_text=_("One per line. Searches and imports understand them."),
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["name"]


class Area(TreeTerm):
    """A part of the municipality, as the municipality divides itself. Geography only."""

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]


class TargetGroup(Term):
    """For whom. Ages in whole years, both ends included; empty means no limit."""

    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["sort_order", "name"]
        constraints = [
            models.CheckConstraint(
                name="target_group_ages_run_upwards",
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
            )
        ]


class Language(Term):
    """A language the association works in; the slug is the ISO 639 code."""

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["name"]
