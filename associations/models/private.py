"""What only the municipality may read. Tables of their own, known to this app alone.

No revisions, never searchable, `__str__` is a kind and a number, and nothing here goes into the
reference index: those are the doors through which private data leaks.
"""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.association import ContactFields
from associations.payments import validate_bankgiro, validate_plusgiro


class PrivateModel(models.Model):
    """Base of every private table."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class PrivateContact(PrivateModel, ContactFields):
    """The contact details that an association shows to the municipality alone."""

    association = models.OneToOneField(
        "associations.Association", on_delete=models.CASCADE, related_name="private_contact"
    )

    class Meta:
        verbose_name = _("contact details for the municipality")
        verbose_name_plural = _("contact details for the municipality")


class ContactRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    TREASURER = "treasurer", _("Treasurer")
    SIGNATORY = "signatory", _("Signatory")
    AUDITOR = "auditor", _("Auditor")
    CONTACT = "contact", _("Contact person")
    OTHER = "other", _("Other role")


class ContactPerson(PrivateModel):
    """A person's address, for the time of the post. Not a right: see `access`."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="contact_persons"
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"), max_length=12, choices=ContactRole, default=ContactRole.CONTACT
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["association", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_person_period_runs_forward",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]


class InternalNote(PrivateModel):
    """What the municipality has noted about an association."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="internal_notes"
    )
    text = models.TextField(_("note"), max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["-created_at", "-pk"]


class FileKind(models.TextChoices):
    BYLAWS = "bylaws", _("Bylaws")
    MINUTES = "minutes", _("Annual meeting minutes")
    ANNUAL_REPORT = "annual_report", _("Annual report")
    PLAN = "plan", _("Plan")
    OTHER = "other", _("Other document")


def private_storage():
    return storages["private"]


def register_file_path(instance: "RegisterFile", filename: str) -> str:
    """A path that says nothing: the name a person gave the file stays in the database."""
    import uuid

    return f"register/{uuid.uuid4().hex}"


class RegisterFile(PrivateModel):
    """A document handed to the municipality: its own storage, served by a checking view."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="register_files"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=FileKind)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    file = models.FileField(_("file"), storage=private_storage, upload_to=register_file_path)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("register document")
        verbose_name_plural = _("register documents")
        ordering = ["association", "kind", "-year", "-pk"]


class PaymentDetails(PrivateModel):
    """Where money to the association goes. Digits only."""

    association = models.OneToOneField(
        "associations.Association", on_delete=models.CASCADE, related_name="payment_details"
    )
    bankgiro = models.CharField(
        _("bankgiro"), max_length=8, blank=True, validators=[validate_bankgiro]
    )
    plusgiro = models.CharField(
        _("plusgiro"), max_length=8, blank=True, validators=[validate_plusgiro]
    )

    class Meta:
        verbose_name = _("payment details")
        verbose_name_plural = _("payment details")


class SuggestionTopic(models.TextChoices):
    OUTDATED = "outdated", _("Something is out of date")
    WRONG = "wrong", _("Something is wrong")
    CLOSED = "closed", _("The association no longer exists")
    MISSING = "missing", _("Something is missing")


class Suggestion(PrivateModel):
    """A resident's suggested change, for the coordinator."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="suggestions"
    )
    topic = models.CharField(_("what it is about"), max_length=10, choices=SuggestionTopic)
    text = models.TextField(_("your suggestion"), max_length=2000)
    reply_to = models.EmailField(_("your e-mail"), blank=True)
    # A keyed hash of the sender's address that changes every day: enough to count, not to trace.
    sender_hash = models.CharField(max_length=64, db_index=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        ordering = ["handled_at", "-created_at"]
