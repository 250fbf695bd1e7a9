"""Who may do what with the register. Views, templates, API and admin ask here and nowhere else.

guardian answers for deactivated users too, and `has_perm` with an object is False for someone who
holds the permission for all objects; both traps are closed here.
"""

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm

from associations.models import Association, AssociationQuerySet, MemberRole, Membership
from associations.models.association import ENDED_STATES

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    type_of_user = AbstractBaseUser | AnonymousUser

REPRESENT = "associations.represent_association"


def represented_by(user: "type_of_user") -> AssociationQuerySet:
    """The associations this person may act for today, in any role.

    None for the anonymous, the deactivated, and those whose time has run out. What is dissolved or
    merged is left out too: nobody acts for what no longer exists. Its memberships rest and are not
    ended, so that an association dissolved by mistake gets its people back when it is taken up
    again. When the coordinator merges two, the people get roles of their own in the one that
    carries on, if she says so: `merging`.
    """
    if not user.is_active:
        return Association.objects.none()
    held = Membership.objects.current().filter(user=user.pk, association=OuterRef("pk"))
    # A permission for all objects is the coordinator's, and does not make anyone a representative.
    represented = get_objects_for_user(
        user,
        REPRESENT,
        klass=Association.objects.filter(Exists(held)).exclude(status__in=ENDED_STATES),
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    return cast(AssociationQuerySet, represented)


def role_of(user: "type_of_user", association: Association) -> str:
    """This person's role for the association today, "" for none."""
    if not user.is_active:
        return ""
    held = Membership.objects.current().filter(
        user=user.pk, association__in=represented_by(user).filter(pk=association.pk)
    )
    return held.values_list("role", flat=True).first() or ""


def may_edit(user: "type_of_user", association: Association) -> bool:
    """True for those who keep its page: responsible and editors."""
    return role_of(user, association) in (MemberRole.RESPONSIBLE, MemberRole.EDITOR)


def may_answer(user: "type_of_user", association: Association) -> bool:
    """True for those who answer in its name: responsible, and those chosen for just that."""
    return role_of(user, association) in (MemberRole.RESPONSIBLE, MemberRole.ANSWERS)


def may_manage_colleagues(user: "type_of_user", association: Association) -> bool:
    """True for those who say who may act for it: responsible, and the coordinator."""
    return role_of(user, association) == MemberRole.RESPONSIBLE or may_keep_register(user)


def may_hand_over(user: "type_of_user", association: Association) -> bool:
    """True for those responsible, who may leave the page to somebody else."""
    return role_of(user, association) == MemberRole.RESPONSIBLE


def may_decide_claims(user: "type_of_user") -> bool:
    """True for the coordinator: may say yes or no to who claims an association, and appoint."""
    return may_keep_register(user)


def may_review(user: "type_of_user") -> bool:
    """True for those who approve what associations write, or send it back."""
    return _holds(user, "associations.publish_presentation")


def let_represent(user: "AbstractBaseUser", association: Association) -> None:
    """Write guardian's row. For `membership_services` alone, with the membership."""
    assign_perm(REPRESENT, user, association)


def stop_representing(user: "AbstractBaseUser", association: Association) -> None:
    """Remove guardian's row. For `membership_services` alone, with the membership's end."""
    remove_perm(REPRESENT, user, association)


def may_keep_register(user: "type_of_user") -> bool:
    """True for the coordinator: may change any association, private tables included."""
    return _holds(user, "associations.change_association")


def may_read_register(user: "type_of_user") -> bool:
    """True for those in the municipality who may see what is done to the register."""
    return _holds(user, "associations.view_association")


def may_import(user: "type_of_user") -> bool:
    """True for those who may import and export the whole register."""
    return _holds(user, "associations.import_associations")


def may_read_register_files(user: "type_of_user") -> bool:
    """True for those in the municipality who may open bylaws and minutes."""
    return _holds(user, "associations.view_registerfile")


def _holds(user: "type_of_user", permission: str) -> bool:
    return user.is_active and user.has_perm(permission)  # type: ignore[attr-defined]
