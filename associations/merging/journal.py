"""What a merger changed, as it was before and became, so that exactly that can be put back."""

from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models

from associations.merging.choices import PARTS, Held, Part
from associations.models import Association, PaymentDetails, Presentation, PrivateContact

Entry = dict[str, Any]
# Any number that no other advisory lock of ours has.
LOCK = 5_270_002
BY_NAME = {part.name: part for part in PARTS}


def locked_both(one: Association, other: Association) -> dict[int, Association]:
    """Both as they stand, held until the transaction ends; always the lower key first.

    One merger at a time: those that already point at one of them are written too, and two mergers
    in a ring would wait for each other's.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows = Association.objects.select_for_update(no_key=True).filter(pk__in=[one.pk, other.pk])
    return {row.pk: row for row in rows.order_by("pk")}


def write(held: Held, part: Part, value: tuple, *, by: AbstractBaseUser | None) -> None:
    """Set one part of one association; whoever calls logs and refreshes."""
    association = held.association
    if part.table == "relation":
        [keys] = value
        getattr(association, part.name).set(keys)
    elif part.table == "contact":
        public, private = value
        _set(association, {part.name: public})
        _set_own(held.private, {part.name: private})
    elif part.table == "payment":
        _set_own(held.payment, dict(zip(part.fields, value, strict=True)))
    elif part.table == "text":
        _set_text(held.text, dict(zip(part.fields, value, strict=True)))
    else:
        _set(association, dict(zip(part.fields, value, strict=True)))


def publish(text: Presentation, *, by: AbstractBaseUser | None) -> None:
    """Keep the drafts in step with a public text that was written past them."""
    if text.latest_revision_id:
        text.save_revision(user=by, clean=False).publish(user=by)


def move(row: models.Model, field: models.Field, to: int) -> Entry:
    """Let a row belong to another association, and say what is needed to take it back."""
    before = getattr(row, field.attname)
    type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: to})
    label = f"{row._meta.label}.{field.name}"
    return {"kind": "row", "field": label, "pk": row.pk, "before": before, "after": to}


def row_of(entry: Entry) -> tuple[models.Model | None, models.Field]:
    """The row a moved entry is about, None when it has been removed since."""
    label, _dot, name = entry["field"].rpartition(".")
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=entry["pk"]).first()
    return row, model._meta.get_field(name)


def _set(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    names = [*values, "updated_at"] if isinstance(row, Association) else list(values)
    row.save(update_fields=names)


def _set_own(row: PrivateContact | PaymentDetails, values: dict[str, Any]) -> None:
    """A row that the association may not have yet; nothing is made for nothing."""
    if row.pk:
        _set(row, values)
    elif any(values.values()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _set_text(row: Presentation, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value) if name == "body" else value)
    row.save(update_fields=list(values))
