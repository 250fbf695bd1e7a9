"""Who may do what with the register. Views, templates, API and admin ask here and nowhere else.

guardian answers for deactivated users too, and `has_perm` with an object is False for someone who
holds the permission for all objects; both traps are closed here.
"""

from typing import TYPE_CHECKING, cast

from guardian.shortcuts import get_objects_for_user

from associations.models import Association, AssociationQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    type_of_user = AbstractBaseUser | AnonymousUser

REPRESENT = "associations.represent_association"


def represented_by(user: "type_of_user") -> AssociationQuerySet:
    """The associations this person may act for; none for the anonymous and the deactivated."""
    if not user.is_active:
        return Association.objects.none()
    # A permission for all objects is the coordinator's, and does not make anyone a representative.
    represented = get_objects_for_user(
        user, REPRESENT, klass=Association, with_superuser=False, accept_global_perms=False
    )
    return cast(AssociationQuerySet, represented)


def may_keep_register(user: "type_of_user") -> bool:
    """True for the coordinator: may change any association, private tables included."""
    return _holds(user, "associations.change_association")


def may_import(user: "type_of_user") -> bool:
    """True for those who may import and export the whole register."""
    return _holds(user, "associations.import_associations")


def may_read_register_files(user: "type_of_user") -> bool:
    """True for those in the municipality who may open bylaws and minutes."""
    return _holds(user, "associations.view_registerfile")


def _holds(user: "type_of_user", permission: str) -> bool:
    return user.is_active and user.has_perm(permission)  # type: ignore[attr-defined]
