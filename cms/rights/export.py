"""A copy of what is kept about a person: for machines, and for people."""

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.timezone import localtime

from cms.rights.register import REGISTER
from cms.rights.subject import Subject, rows_about

SECRET = {"password", "session_stamp", "code_hash", "token_hash", "data", "session_data", "key"}


def copy_of(subject: Subject) -> list[dict[str, Any]]:
    """By entry of the register: what it is, why and how long it is kept, and the rows.

    What others have written about other things is not in it, though a name may be: see `erase`.
    """
    found = []
    for entry in REGISTER:
        rows = []
        for label in entry.tables:
            model = apps.get_model(label)
            columns = _columns(model, entry.tables[label].split())
            rows += [
                {"kind": str(model._meta.verbose_name), **_row(row, columns)}
                for row in rows_about(entry, model, subject)
            ]
        if rows:
            found.append(
                {
                    "what": str(entry.what),
                    "purpose": str(entry.purpose),
                    "ground": str(entry.ground),
                    "time": str(entry.time),
                    "rows": rows,
                }
            )
    return found


def _columns(model: type[models.Model], named: list[str]) -> list[models.Field]:
    """What a person can read: the named, choices, days, and which association; no secrets."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRET
        and (
            (field.name in named and not field.is_relation and not field.name.endswith("_hash"))
            or field.choices
            or isinstance(field, models.DateField)
            or field.name == "association"
        )
    ]


def _row(row: models.Model, columns: list[models.Field]) -> dict[str, Any]:
    said = {str(field.verbose_name): _value(row, field) for field in columns}
    return {label: value for label, value in said.items() if value not in ("", None, [], {})}


def _value(row: models.Model, field: models.Field) -> Any:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value or "")
