"""What is never shown to residents again, whoever says it: a form, an import, another merger.

Values are known by a keyed hash alone. Every service and the import ask here before anything
becomes public.
"""

import re
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from associations import listings
from associations.models import Association, DoNotPublish, PrivateContact, ValueKind

CONTACTS = (ValueKind.EMAIL, ValueKind.PHONE)


def hashed(kind: str, value: str) -> str:
    """What a value is known by, however it was written."""
    plain = " ".join(value.casefold().split())
    if kind == ValueKind.PHONE:
        digits = re.sub(r"\D", "", value).removeprefix("00")
        plain = digits.removeprefix("46").removeprefix("0")
    return salted_hmac(f"do not publish {kind}", plain, secret=settings.SECRET_KEY).hexdigest()


class Hidden:
    """The list as it is now; two queries, for as many values as one likes."""

    def __init__(self, values: set[tuple[str, str]], associations: set[int]) -> None:
        self.values, self.associations = values, associations

    @classmethod
    def read(cls) -> Self:
        values = DoNotPublish.objects.filter(association=None).values_list("kind", "value_hash")
        rows = DoNotPublish.objects.exclude(association=None)
        return cls(set(values), set(rows.values_list("association", flat=True)))

    def has(self, kind: str, value: str) -> bool:
        return bool(self.values) and (kind, hashed(kind, value)) in self.values


def is_hidden(kind: str, value: str) -> bool:
    """May this value not be shown?"""
    known = DoNotPublish.objects.filter(kind=kind)
    return bool(value) and known.filter(value_hash=hashed(kind, value)).exists()


@transaction.atomic
def hide_association(
    association: Association, *, reason: str, by: AbstractBaseUser | None
) -> DoNotPublish:
    """Unlist it now, and let nothing list it again until it is taken off."""
    held = Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    row, _new = DoNotPublish.objects.get_or_create(
        association=held, defaults={"reason": reason, "added_by": by}
    )
    _unlist([held], by)
    return row


@transaction.atomic
def hide_value(kind: str, value: str, *, reason: str, by: AbstractBaseUser | None) -> DoNotPublish:
    """Hide it now, wherever it is public, and let nothing show it again."""
    row, _new = DoNotPublish.objects.get_or_create(
        kind=kind, value_hash=hashed(kind, value), defaults={"reason": reason, "added_by": by}
    )
    found = [
        held for held in _all_with(kind) if hashed(kind, getattr(held, kind)) == row.value_hash
    ]
    rows = Association.objects.select_for_update(no_key=True).filter(pk__in=[a.pk for a in found])
    held = list(rows.order_by("pk"))
    if kind == ValueKind.NAME:
        _unlist(held, by)
    else:
        for association in held:
            _make_private(association, kind, by)
        listings.refresh([association.pk for association in held])
    return row


@transaction.atomic
def show_again(row: DoNotPublish) -> None:
    """Take it off the list. Nothing is published by that."""
    row.delete()


def _all_with(kind: str) -> list[Association]:
    return list(Association.objects.exclude(**{kind: ""}).only("pk", kind).order_by("pk"))


def _make_private(association: Association, kind: str, by: AbstractBaseUser | None) -> None:
    private, _new = PrivateContact.objects.get_or_create(association=association)
    if not getattr(private, kind):
        setattr(private, kind, getattr(association, kind))
        private.save(update_fields=[kind])
    setattr(association, kind, "")
    association.save(update_fields=[kind, "updated_at"])
    log(association, "associations.change_facts", user=by, data={"fields": [kind]})


def _unlist(associations: list[Association], by: AbstractBaseUser | None) -> None:
    for association in associations:
        if association.is_listed:
            association.is_listed = False
            association.save(update_fields=["is_listed", "updated_at"])
            log(association, "associations.unlist", user=by)
    listings.refresh([association.pk for association in associations])
