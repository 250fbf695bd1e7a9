"""What the register says about who acts for an association."""

from wagtail.models import ModelLogEntry

from associations import access
from associations.models import (
    Association,
    AssociationUserObjectPermission,
    Membership,
)


def roles(association: Association) -> dict[str, str]:
    """Who has which role today."""
    people = Membership.objects.current().filter(association=association)
    return dict(people.values_list("user__username", "role"))


def may_act(user, association: Association) -> bool:
    """As the next page would find, with the person read anew."""
    fresh = type(user).objects.get(pk=user.pk)
    return access.represented_by(fresh).filter(pk=association.pk).exists()


def rows_agree() -> bool:
    """Guardian has a row for each membership that has not been ended, and no other."""
    held = Membership.objects.filter(ended_at=None).values_list("user", "association")
    rows = AssociationUserObjectPermission.objects.values_list("user", "content_object")
    return sorted(held) == sorted(rows)


def actions(association: Association) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(association).order_by("pk")
    return list(entries.values_list("action", flat=True))
