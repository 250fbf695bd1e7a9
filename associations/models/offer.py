"""What an association can contribute, and what it seeks."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    OFFER = "offer", _("We offer")
    WISH = "wish", _("We seek")


class OfferKind(models.TextChoices):
    PREMISES = "premises", _("Premises")
    VOLUNTEERS = "volunteers", _("Volunteers")
    KNOWLEDGE = "knowledge", _("Knowledge")
    LANGUAGES = "languages", _("Languages")
    EQUIPMENT = "equipment", _("Equipment")
    TIMES = "times", _("Times in a hall or on a pitch")
    OTHER = "other", _("Something else")


class OfferQuerySet(models.QuerySet["Offer"]):
    def current(self) -> Self:
        """Those that have not run out."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=localdate()))


class Offer(models.Model):
    """An offer or a wish. Every column is public."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="offers"
    )
    direction = models.CharField(_("offer or wish"), max_length=5, choices=Direction)
    kind = models.CharField(_("what it is about"), max_length=10, choices=OfferKind)
    text = models.CharField(_("in your own words"), max_length=300)
    when_and_where = models.CharField(_("when and where"), max_length=200, blank=True)
    # The last day; empty = until somebody takes it away.
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or wish")
        verbose_name_plural = _("offers and wishes")
        ordering = ["association", "direction", "pk"]

    def __str__(self) -> str:
        return f"Offer {self.pk}"

    @property
    def has_run_out(self) -> bool:
        return self.valid_until is not None and self.valid_until < localdate()
