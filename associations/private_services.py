"""What happens in the private tables: kept, changed, removed. Logged by kind, number and field.

The history belongs to the association and is read by the same people; it never holds a value.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log

from associations.models import Association, RegisterFile, Suggestion
from associations.models.private import PrivateModel
from associations.uploads import FileType


@transaction.atomic
def save_private(
    row: PrivateModel, *, changes: dict[str, Any], by: AbstractBaseUser | None
) -> PrivateModel:
    """Keep a new private row, or change one; writes and logs only what differs."""
    is_new = row.pk is None
    changed = [field for field, value in changes.items() if getattr(row, field) != value]
    if not (is_new or changed):
        return row
    for field in changed:
        setattr(row, field, changes[field])
    row.full_clean()
    row.save(update_fields=None if is_new else changed)
    _log(row, "add" if is_new else "change", by=by, fields=changed)
    return row


@transaction.atomic
def remove_private(row: PrivateModel, *, by: AbstractBaseUser | None) -> None:
    """Remove a private row for good; of a register file also the file itself, after commit."""
    _log(row, "remove", by=by)
    if isinstance(row, RegisterFile):
        storage, name = row.file.storage, row.file.name
        transaction.on_commit(lambda: storage.delete(name))
    row.delete()


@transaction.atomic
def store_register_file(
    association: Association,
    *,
    content: BinaryIO,
    file_type: FileType,
    original_name: str,
    kind: str,
    year: int | None,
    by: AbstractBaseUser | None,
) -> RegisterFile:
    """Keep a document whose type `uploads.sniff` has read from its content."""
    content.seek(0, 2)
    row = RegisterFile(
        association=association,
        kind=kind,
        year=year,
        file=File(content, name=original_name),
        original_name=original_name,
        content_type=file_type.content_type,
        size=content.tell(),
        uploaded_by=by,
    )
    content.seek(0)
    row.full_clean()
    row.save()
    _log(row, "add", by=by, fields=["kind", "year", "file"])
    return row


@transaction.atomic
def handle_suggestion(suggestion: Suggestion, *, by: AbstractBaseUser) -> Suggestion:
    """Note that somebody has dealt with a suggested change; the first one stays noted."""
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.handled_at is None:
        row.handled_at, row.handled_by = now(), by
        row.save(update_fields=["handled_at", "handled_by"])
        _log(row, "handle", by=by)
    return row


def _log(
    row: PrivateModel, verb: str, *, by: AbstractBaseUser | None, fields: Iterable[str] = ()
) -> None:
    data = {"kind": row._meta.model_name, "number": row.pk, "fields": sorted(fields)}
    log(row.association, f"associations.{verb}_private", user=by, data=data)
