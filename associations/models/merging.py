"""Two rows that may be one association, and mergers for as long as they can be undone."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel

UNDO_WITHIN = timedelta(days=30)


class PairState(models.TextChoices):
    OPEN = "open", _("To look at")
    NOT_DUPLICATE = "not_duplicate", _("Two associations")
    MERGED = "merged", _("Merged")


class Likeness(models.TextChoices):
    NUMBER = "number", _("The same organisation number")
    NAME = "name", _("The same name")
    NEARLY = "nearly", _("Nearly the same name")


class DuplicatePair(PrivateModel):
    """Two that may be one, until the coordinator has said. Computed: see `duplicates.find_pairs`.

    The lower key is always `first`, so that a pair is one row whoever found it.
    """

    first = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="+"
    )
    likeness = models.CharField(_("why"), max_length=8, choices=Likeness)
    state = models.CharField(
        _("state"), max_length=14, choices=PairState, default=PairState.OPEN, db_index=True
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    settled_at = models.DateTimeField(_("decided"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["likeness", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_row_per_pair", fields=["first", "second"]),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
        ]


class MergeQuerySet(models.QuerySet["Merge"]):
    def undoable(self):
        """Those that still hold what is needed, and have not been undone."""
        return self.filter(undone_at=None, forgotten_at=None, undo_until__gte=now())


class Merge(PrivateModel):
    """That two became one, and for thirty days what stood before, so that it can be undone.

    `journal` holds private values: it is emptied by `merging.forget_merges`.
    """

    kept = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="absorbed"
    )
    merged = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="mergers"
    )
    journal = models.JSONField(default=list)
    at = models.DateTimeField(_("merged"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_until = models.DateTimeField(_("can be undone until"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="forgotten_merger_keeps_nothing",
                condition=Q(forgotten_at=None) | Q(journal=[]),
            )
        ]

    @property
    def can_be_undone(self) -> bool:
        return not self.undone_at and not self.forgotten_at and self.undo_until >= now()
