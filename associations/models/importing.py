"""What imports remember: where a row came from, what it said last time, and what words mean."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models.association import LegalForm
from associations.models.private import PrivateModel, private_storage


class Suspicion(models.TextChoices):
    """Why a row may not be an association of its own. The coordinator decides."""

    PUBLIC_BODY = "public_body", _("Looks like a part of a public body")
    PUBLIC_NUMBER = "public_number", _("Has the organisation number of a public body")
    COMPANY = "company", _("Has the organisation number of a company")
    TEST_ROW = "test_row", _("Looks like a test row")
    POSSIBLE_DUPLICATE = "duplicate", _("May be the same as another association")


# These are brought in unlisted; the others are listed, and asked about.
UNLISTED_SUSPICIONS = (Suspicion.PUBLIC_BODY, Suspicion.TEST_ROW)


class SourceRecord(PrivateModel):
    """One source's row about one association, and what it said when last imported.

    `values` is the base of the three-way comparison: a field follows the source only while the
    register still holds what the source said last. Private, because a row may hold private contact
    details.
    """

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="source_records"
    )
    source = models.CharField(_("source system"), max_length=60)
    source_id = models.CharField(_("id in the source"), max_length=120, blank=True)
    values = models.JSONField(default=dict)
    # Of the cleaned row, so that the same row is known again among others of the same name.
    fingerprint = models.CharField(max_length=32, editable=False)
    suspicion = models.CharField(
        _("to look at"), max_length=14, choices=Suspicion, blank=True, db_index=True
    )
    settled_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        verbose_name = _("row of a source")
        verbose_name_plural = _("rows of sources")
        constraints = [
            models.UniqueConstraint(
                name="one_record_per_source_id",
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
            )
        ]
        indexes = [models.Index(fields=["source", "association"], name="source_record_of")]


class TermKind(models.TextChoices):
    ACTIVITY = "activity", _("Activity")
    AREA = "area", _("Area")
    TARGET_GROUP = "target_group", _("Target group")
    LANGUAGE = "language", _("Language")
    TYPE = "type", _("Type of association")


class TermState(models.TextChoices):
    PROPOSED = "proposed", _("To be decided")
    MAPPED = "mapped", _("Decided")
    IGNORED = "ignored", _("Means nothing here")


class TermMapping(models.Model):
    """What a word of a source means in the municipality's vocabulary; said once, kept for ever."""

    kind = models.CharField(_("kind"), max_length=12, choices=TermKind)
    word = models.CharField(_("word in the source"), max_length=200)
    # `vocabulary.words.normalised(word)`
    key = models.CharField(max_length=200, editable=False)
    state = models.CharField(
        _("decision"), max_length=8, choices=TermState, default=TermState.PROPOSED
    )
    source = models.CharField(_("first seen in"), max_length=60, blank=True)
    uses = models.PositiveIntegerField(_("rows in the latest import"), default=0)
    activity = models.ForeignKey(
        "associations.Activity",
        verbose_name=_("activity"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    area = models.ForeignKey(
        "associations.Area",
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    target_group = models.ForeignKey(
        "associations.TargetGroup",
        verbose_name=_("target group"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    language = models.ForeignKey(
        "associations.Language",
        verbose_name=_("language"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm, blank=True)

    class Meta:
        verbose_name = _("word of a source")
        verbose_name_plural = _("words of sources")
        ordering = ["state", "kind", "-uses", "word"]
        constraints = [models.UniqueConstraint(name="one_meaning_per_word", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.word}"


def import_upload_path(instance: "ImportUpload", filename: str) -> str:
    """A path that says nothing: the name a person gave the file stays in the database."""
    return f"imports/{uuid.uuid4().hex}"


class ImportUpload(PrivateModel):
    """A register file on its way in: what the coordinator has said about it so far.

    In the private storage and the database, not in a process, so that any worker can go on.
    Deleted with its file when the import is done or given up.
    """

    file = models.FileField(_("file"), storage=private_storage, upload_to=import_upload_path)
    original_name = models.CharField(_("file name"), max_length=200)
    source = models.CharField(_("source system"), max_length=60)
    # Target per column of the file, "" for a column left out.
    targets = models.JSONField(default=list)
    # Row number → primary key of the association it is, or "new".
    answers = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("uploaded register")
        verbose_name_plural = _("uploaded registers")


class ImportRun(models.Model):
    """That an import happened: which file, when, by whom and the counts. Never the rows."""

    source = models.CharField(_("source system"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.JSONField(_("counts"), default=dict)
    # Header → target field, so that the next file of the source is understood at once.
    mapping = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]
        get_latest_by = "started_at"

    def __str__(self) -> str:
        return f"ImportRun {self.pk}"
