"""What happens to those who act for an association: appointed, changed, renewed, gone.

Rights are asked while the association is held, so that who was removed a moment ago decides
nothing. PermissionDenied for who may not; a `Refusal`, which the pages word, for what cannot be.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from associations import access, granting
from associations.models import Association, Basis, EndReason, MemberRole, Membership
from associations.people import person_at
from associations.refusals import NotAMember


@transaction.atomic
def appoint_representative(
    association: Association,
    *,
    user: AbstractBaseUser,
    note: str,
    by: AbstractBaseUser | None,
    role: str = MemberRole.RESPONSIBLE,
) -> Membership:
    """Appoint by the municipality: also the way in when nobody has the login any more.

    `note` says what the decision rests on, such as a case number; it may not be empty. `by` None is
    the system itself, which tells nobody.
    """
    held = granting.locked_going(association)
    granting.must(by is None or access.may_decide_claims(by))
    return granting.grant(
        held, user=user, role=role, basis=Basis.COORDINATOR, granted_by=by, by=by, note=note
    )


@transaction.atomic
def appoint_address(
    association: Association, *, address: str, role: str, note: str, by: AbstractBaseUser
) -> Membership:
    """Appoint whoever signs in with this address; a person is made for one that nobody has.

    The mail about the role goes there, and so does the code that is asked for: who does not read
    it gets nowhere.
    """
    granting.must(access.may_decide_claims(by))
    user = person_at(address)
    return appoint_representative(association, user=user, role=role, note=note, by=by)


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: AbstractBaseUser) -> Membership:
    """Give a colleague another role; the last responsible keeps hers, unless the coordinator acts.

    For those responsible, and the coordinator.
    """
    association = granting.locked_going(membership.association)
    granting.must(access.may_manage_colleagues(by, association))
    held = granting.still_held(membership)
    if held.role == role:
        return held
    if not access.may_decide_claims(by):
        granting.keep_one_responsible(held)
    return granting.set_role(held, role, by=by)


@transaction.atomic
def renew_membership(membership: Membership, *, by: AbstractBaseUser) -> Membership:
    """Let somebody go on until the next annual meeting. Before this year's it changes nothing.

    For those responsible – about themselves too: they answer for what the meeting decided, the
    history has it, and what they can give is a year – and the coordinator.
    """
    association = granting.locked_going(membership.association)
    granting.must(access.may_manage_colleagues(by, association))
    return granting.prolong(granting.still_held(membership), by=by)


@transaction.atomic
def leave(association: Association, *, by: AbstractBaseUser) -> Membership:
    """Give up one's own role. LastResponsible for the only one responsible."""
    held = granting.membership_of(granting.locked(association), by)
    granting.keep_one_responsible(held)
    return granting.end(held, reason=EndReason.LEFT, by=by)


@transaction.atomic
def hand_over(association: Association, *, to: Membership, by: AbstractBaseUser) -> Membership:
    """Make a colleague responsible and leave, in one step; return the colleague's membership.

    NotAMember unless `to` is somebody else's current membership of this association.
    """
    held = granting.membership_of(granting.locked_going(association), by)
    granting.must(held.role == MemberRole.RESPONSIBLE)
    successor = Membership.objects.current().filter(pk=to.pk, association=association).first()
    if successor is None or successor.pk == held.pk:
        raise NotAMember
    if successor.role != MemberRole.RESPONSIBLE:
        granting.set_role(successor, MemberRole.RESPONSIBLE, by=by)
    granting.end(held, reason=EndReason.HANDED_OVER, by=by)
    return successor


@transaction.atomic
def end_membership(membership: Membership, *, by: AbstractBaseUser) -> Membership:
    """Take a role away from somebody, who is told by mail.

    For those responsible, and the coordinator, who alone may take it from the last responsible.
    """
    association = granting.locked(membership.association)
    granting.must(access.may_manage_colleagues(by, association))
    held = granting.still_held(membership)
    if not access.may_decide_claims(by):
        granting.keep_one_responsible(held)
    reason = EndReason.LEFT if held.user_id == by.pk else EndReason.REMOVED
    return granting.end(held, reason=reason, by=by)
