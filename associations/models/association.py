"""The association: facts that anyone may read, one row each."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from associations.models.fields import OrgNumberField


class LegalForm(models.TextChoices):
    NON_PROFIT = "non_profit", _("Non-profit association")
    COOPERATIVE = "cooperative", _("Economic association")
    FOUNDATION = "foundation", _("Foundation")
    FAITH_COMMUNITY = "faith_community", _("Registered faith community")
    JOINT_PROPERTY = "joint_property", _("Joint property association")
    NETWORK = "network", _("Network without legal person")
    OTHER = "other", _("Other form")


class Status(models.TextChoices):
    APPLIED = "applied", _("Applied")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    DISSOLVED = "dissolved", _("Dissolved")
    MERGED = "merged", _("Merged into another")
    # Still going, elsewhere: no longer this municipality's.
    MOVED = "moved", _("Moved to another municipality")


# In the list and the search …
CURRENT_STATES = (Status.ACTIVE, Status.DORMANT)
# … while these keep their page, say so and point on.
ENDED_STATES = (Status.DISSOLVED, Status.MERGED, Status.MOVED)
PUBLIC_STATES = CURRENT_STATES + ENDED_STATES

# The life course: from each state to which. What ended by mistake can be taken up again.
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.APPLIED: frozenset({Status.ACTIVE}),
    Status.ACTIVE: frozenset({Status.DORMANT, *ENDED_STATES}),
    Status.DORMANT: frozenset({Status.ACTIVE, *ENDED_STATES}),
    **{ended: frozenset({Status.ACTIVE}) for ended in ENDED_STATES},
}


class AssociationQuerySet(models.QuerySet["Association"]):
    def listed(self) -> Self:
        """Those anyone may read about: listed by the municipality, and not merely applied."""
        return self.filter(is_listed=True, status__in=PUBLIC_STATES)

    def current(self) -> Self:
        """Those that are still going: active or dormant."""
        return self.filter(status__in=CURRENT_STATES)

    def sharing_number(self) -> Self:
        """Those whose organisation number stands on another association too."""
        shared = (
            self.model._default_manager.exclude(org_number="")
            .values("org_number")
            .annotate(uses=models.Count("pk"))
            .filter(uses__gt=1)
            .values("org_number")
        )
        return self.filter(org_number__in=shared)


class ContactFields(models.Model):
    """How to reach an organisation. The same columns twice: public here, the rest in `private`."""

    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    # [{"kind": "facebook", "url": "https://…"}]
    social_links = models.JSONField(_("social media"), default=list, blank=True)

    class Meta:
        abstract = True


class Association(ContactFields):
    """An organisation in relation to this municipality. Every column is public.

    What only the municipality may read is in `associations.models.private`, in tables of its own.
    """

    public_id = models.UUIDField(_("stable id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address name"), max_length=220, unique=True)
    org_number = OrgNumberField(_("organisation number"), blank=True, db_index=True)
    legal_form = models.CharField(
        _("legal form"), max_length=20, choices=LegalForm, default=LegalForm.NON_PROFIT
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("continues in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        help_text=_("The association that carries on, when this one has merged or been dissolved."),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    is_listed = models.BooleanField(_("listed for residents"), default=False, db_index=True)

    activities = models.ManyToManyField(
        "associations.Activity", verbose_name=_("activities"), blank=True
    )
    target_groups = models.ManyToManyField(
        "associations.TargetGroup", verbose_name=_("target groups"), blank=True
    )
    areas = models.ManyToManyField("associations.Area", verbose_name=_("areas"), blank=True)
    languages = models.ManyToManyField(
        "associations.Language", verbose_name=_("languages"), blank=True
    )

    visiting_address = models.CharField(_("visiting address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=6, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    # WGS 84 degrees; both or neither.
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1500), MaxValueValidator(2100)],
    )
    national_federation = models.CharField(_("national federation"), max_length=120, blank=True)
    # Empty = unknown. How long somebody may act for the association follows from it: `mandates`.
    annual_meeting_month = models.PositiveSmallIntegerField(
        _("month of the annual meeting"), null=True, blank=True, choices=MONTHS
    )

    # A fact that is true at once; the presentation's words on the same wait for review, and are
    # shown only where this is empty.
    meeting_times = models.CharField(_("when and where you meet"), max_length=300, blank=True)

    # The system the facts came from; the last imported values are kept in `SourceRecord`.
    source = models.CharField(_("source system"), max_length=60, blank=True, db_index=True)
    source_id = models.CharField(_("id in the source"), max_length=120, blank=True)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True, editable=False)

    confirmed_on = models.DateField(_("details confirmed on"), null=True, blank=True)
    # By the municipality's rules, see `schedule`: when to ask next whether the details are right …
    ask_on = models.DateField(_("to be asked on"), null=True, blank=True, editable=False)
    # … and from when residents are told that nobody has said so. None while nobody ever has.
    late_on = models.DateField(_("late from"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        ordering = ["name", "pk"]
        permissions = [
            ("represent_association", "Can act for the association"),
            ("import_associations", "Can import and export the register"),
        ]
        constraints = [
            models.CheckConstraint(
                name="merged_association_says_into_which",
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="position_has_both_degrees_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="annual_meeting_month_is_1_to_12_or_unknown",
                condition=Q(annual_meeting_month__isnull=True)
                | Q(annual_meeting_month__range=(1, 12)),
            ),
            models.UniqueConstraint(
                name="one_association_per_source_id",
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "is_listed"], name="association_status_listed"),
            models.Index(fields=["ask_on"], name="association_to_be_asked"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED_STATES

    @property
    def is_public(self) -> bool:
        """True for those that `.listed()` includes."""
        return self.is_listed and self.status in PUBLIC_STATES

    def may_become(self, status: str) -> bool:
        """True when the life course leads from the present state to this one."""
        return status in TRANSITIONS[self.status]
