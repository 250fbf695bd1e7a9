"""An association's own people change its facts: at once, logged, and never past each other."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from associations import access, granting, services, versions
from associations.models import Association, PrivateContact
from associations.refusals import Outdated
from associations.services import CONTACT_FIELDS, RELATIONS


@transaction.atomic
def change_own(
    association: Association, *, changes: dict[str, Any], opened_with: str, by: AbstractBaseUser
) -> Association:
    """Set facts, and contact details as [value, is public]. For those who may edit.

    `opened_with` is the `versions.token` of `stored` for the same fields. Outdated when one
    of them has become another since.
    """
    held = granting.locked_going(association)
    granting.must(access.may_edit(by, held))
    if versions.changed(opened_with, stored(held, changes)):
        raise Outdated
    contact = {name: tuple(changes[name]) for name in changes if name in CONTACT_FIELDS}
    facts = {name: value for name, value in changes.items() if name not in CONTACT_FIELDS}
    return services.change_details(held, facts=facts, contact=contact, by=by)


def stored(association: Association, names: Any) -> dict[str, Any]:
    """What the register holds for these fields, as plain values that can be compared."""
    private = PrivateContact()
    if not set(CONTACT_FIELDS).isdisjoint(names):
        private = PrivateContact.objects.filter(association=association).first() or private
    values: dict[str, Any] = {}
    for name in names:
        value = getattr(association, name)
        if name in RELATIONS:
            values[name] = sorted(value.values_list("pk", flat=True))
        elif name in CONTACT_FIELDS:
            values[name] = [value or getattr(private, name), bool(value)]
        else:
            values[name] = value
    return values


def plain(name: str, value: Any) -> Any:
    """A value of a form in the shape that `stored` gives."""
    if name in RELATIONS:
        return sorted(term.pk for term in value)
    if name in CONTACT_FIELDS:
        content, is_public = value
        return [content, bool(content) and is_public]
    return value
