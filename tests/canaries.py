"""Plants a word of its own in every column that residents are not to read.

By introspection: a new column of a private table gets its word without anyone thinking of it, a
new table must be planted in or be named here as public, and a new kind of column must be taught.
"""

import datetime
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.fields import StreamField

# Tables whose rows residents may read, or that hold nothing anybody has written.
PUBLIC = {
    # The vocabulary, the frame of the site, and what is made of the listed.
    *("associations.Activity", "associations.Area", "associations.TargetGroup"),
    *("associations.Language", "associations.Listing", "associations.ListingText"),
    *("associations.SearchTerm", "associations.ListingVersion", "associations.Offer"),
    "associations.RuleSet",
    # (Drafts of pages are in wagtailcore.Revision.)
    *("cms.SiteSettings", "cms.HomePage", "cms.AssociationIndexPage"),
    *("cms.AccessibilityStatementPage",),
    *("media.PictureRendition", "wagtailredirects.Redirect", "taggit.Tag"),
    # What the code itself names, and Wagtail's search of its own admin.
    # How long things are kept, and by which decision, is for everyone to read.
    "associations.DisposalRule",
    *("contenttypes.ContentType", "auth.Permission", "auth.Group", "wagtailcore.Site"),
    *("wagtailcore.Locale", "wagtailcore.Collection", "wagtailcore.Workflow"),
    *("wagtailcore.Task", "wagtailcore.GroupApprovalTask", "wagtailcore.ReferenceIndex"),
    *("wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry"),
    # Replaced by our own pictures and documents, and always empty.
    *("wagtailimages.Image", "wagtailimages.Rendition", "wagtaildocs.Document"),
    # Object permissions are asked of tables of our own.
    *("guardian.UserObjectPermission", "guardian.GroupObjectPermission"),
}
# Columns of planted tables that hold a key or a code, which the code must be able to read.
CODES = {
    *("object_id", "to_object_id", "parent_object_id", "path", "url_path", "action"),
    *("content_type", "session_key", "contentpath", "file_hash", "focal_point_key"),
    # The name of a picture's file is part of its address.
    "media.Picture.file",
}
# Moments at which something would be published or taken away.
TIMETABLE = {"go_live_at", "expire_at", "approved_go_live_at"}
_LETTERS = "bdfghklmnprst"


def _words(beginning: str, length: int) -> Iterator[str]:
    return (beginning + "".join(letters) for letters in product(_LETTERS, repeat=length))


def is_word(field: models.Field) -> bool:
    """True for a column that can hold what somebody has written."""
    label = f"{field.model._meta.label}.{field.name}"
    if field.is_relation or field.choices or {field.name, label} & CODES:
        return False
    kinds = models.CharField | models.TextField | models.JSONField | models.FileField
    return isinstance(field, kinds | models.GenericIPAddressField | StreamField)


def private_models() -> list[type[models.Model]]:
    """Every table that somebody's words are in and residents do not read."""
    return [
        model
        for model in apps.get_models()
        if model._meta.label not in PUBLIC and any(map(is_word, model._meta.concrete_fields))
    ]


class Canaries:
    """The words, and where each was planted: word → "app.Model.field"."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}
        self.models: set[type[models.Model]] = set()
        # The row that a foreign key to a table points at; the first one of the others.
        self.related: dict[type[models.Model], models.Model] = {}
        self._long, self._short = _words("zq", 6), _words("zx", 4)
        self._number = 0

    def word(self, where: str, room: int | None = None) -> str:
        word = next(self._short if room is not None and room < 8 else self._long)
        self.planted[word] = where
        return word

    def found_in(self, text: str, *, within: str = "") -> set[str]:
        """Where the words were planted that stand in the text; of those within some tables."""
        text = text.lower()
        return {
            where
            for word, where in self.planted.items()
            if word in text and where.startswith(within)
        }

    def plant(self, model: type[models.Model], **given: Any) -> models.Model:
        """Make a row with a word in each of its columns; what is `given` stays as it is."""
        row = model(**given)
        self.models.add(model)
        for field in model._meta.concrete_fields:
            if field.name in given or (field.primary_key and not field.is_relation):
                continue
            if field.is_relation:
                if not field.null:
                    setattr(row, field.name, self._related(field.related_model))
            else:
                self._fill(row, field)
        row.save()
        return row

    def replant(self, row: models.Model, *, but: tuple[str, ...] = ()) -> None:
        """Write a word in each column of a row that is there, past all that would react."""
        self.models.add(type(row))
        for field in row._meta.concrete_fields:
            if is_word(field) and field.name not in but:
                self._fill(row, field)
                if isinstance(file := getattr(row, field.name), FieldFile):
                    file.save(file.name, file.file, save=False)
        names = [field.name for field in row._meta.concrete_fields if is_word(field)]
        kept = [name for name in names if name not in but]
        type(row)._base_manager.filter(pk=row.pk).update(**{n: getattr(row, n) for n in kept})

    def _related(self, model: type[models.Model]) -> models.Model:
        kinds = [kind for kind in self.related if issubclass(kind, model)]
        return self.related[kinds[0]] if kinds else model._base_manager.order_by("pk").first()

    def _fill(self, row: models.Model, field: models.Field) -> None:
        if field.choices:
            if not getattr(row, field.name):
                setattr(row, field.name, field.choices[0][0])
        elif is_word(field):
            setattr(row, field.name, self._text(field))
        elif (value := self._other(field)) is not None:
            setattr(row, field.name, value)

    def _text(self, field: models.Field) -> Any:
        word = self.word(f"{field.model._meta.label}.{field.name}", field.max_length)
        match field:
            case models.FileField():
                return ContentFile(f"%PDF-1.7 {word}".encode(), name=f"{word}.pdf")
            case models.EmailField():
                return f"{word}@kanarie.example"
            case models.URLField():
                return f"https://{word}.example/"
            case StreamField():
                return [("text", f"<p>{word}</p>")]
            case models.JSONField() if field.default is list:
                return [{"kind": word, "url": f"https://{word}.example/"}]
            case models.JSONField():
                return {"fields": [word], word: {"inner": word}}
            case models.GenericIPAddressField():
                self._number += 1
                address = f"203.0.113.{self._number}"
                self.planted[address] = self.planted.pop(word)
                return address
        return word

    def _other(self, field: models.Field) -> Any:
        """A value for a column without words: the pages before and after are compared."""
        self._number += 1
        match field.get_internal_type():
            case "DateField":
                return datetime.date(1987, 1, 1) + datetime.timedelta(self._number)
            case "DateTimeField" if field.name not in TIMETABLE:
                start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
                return start + datetime.timedelta(self._number)
            case name if name.endswith("IntegerField") and not field.has_default():
                return 1_000 + self._number
            case "FloatField" if not field.null:
                return float(self._number)
            case name if name.endswith("IntegerField") or field.null or field.has_default():
                return None
            case "CharField" | "SlugField" | "TextField":
                return None  # a code: given, or empty
        raise TypeError(f"Teach tests/canaries.py what to plant in {field}")
