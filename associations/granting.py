"""The one place that writes memberships: guardian's row, the history and the mails follow at once.

Building blocks for the services, which decide whether. Everything here is called inside a
transaction that holds the association (`locked`), so that what has been counted stays so.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from wagtail.log_actions import log

from associations import access, outbox
from associations.mandates import end_of_mandate
from associations.models import (
    Association,
    Basis,
    Claim,
    ClaimState,
    EndReason,
    JoinRequest,
    MemberRole,
    Membership,
    RegisterFile,
    RequestState,
)
from associations.models.association import CURRENT_STATES
from associations.models.joining import OPEN_CLAIM_STATES
from associations.outbox import Letter
from associations.outbox.recipients import to_association, to_user
from associations.refusals import (
    AlreadyMember,
    AssociationEnded,
    LastResponsible,
    NotAMember,
    PersonDeactivated,
    SecondPartyMissing,
)
from associations.signals import membership_changed

# Of these the person, and the association, hear by mail: they have not just done it themselves.
_TOLD = (Basis.MINUTES, Basis.COORDINATOR)


def must(is_allowed: bool) -> None:
    """Raise PermissionDenied unless allowed. Asked while the association is held."""
    if not is_allowed:
        raise PermissionDenied


def locked(association: Association) -> Association:
    """The association as it stands, held until the transaction ends.

    Whoever counts or changes an association's people takes this row first, and no other row of
    theirs before it. SQLite's transactions hold the whole database instead.
    """
    return Association.objects.select_for_update(no_key=True).get(pk=association.pk)


def locked_going(association: Association) -> Association:
    """The same, or AssociationEnded for one that is dissolved or merged."""
    held = locked(association)
    if held.is_ended:
        raise AssociationEnded
    return held


def locked_current(association: Association) -> Association:
    """The same, or AssociationEnded for one that is ended, or not yet accepted."""
    held = locked(association)
    if held.status not in CURRENT_STATES:
        raise AssociationEnded
    return held


def membership_of(association: Association, user: AbstractBaseUser) -> Membership:
    """The person's membership today; raises NotAMember."""
    held = Membership.objects.current().filter(association=association, user=user.pk).first()
    if held is None:
        raise NotAMember
    return held


def still_held(membership: Membership) -> Membership:
    """The membership as it stands, if it has not been ended; raises NotAMember."""
    held = Membership.objects.filter(pk=membership.pk, ended_at=None).first()
    if held is None:
        raise NotAMember
    return held


def has_responsible(association: Association, *, besides: Membership | None = None) -> bool:
    """Is there somebody responsible today, apart from this membership?"""
    people = Membership.objects.current().responsible().filter(association=association)
    if besides is not None:
        people = people.exclude(pk=besides.pk)
    return people.exists()


def keep_one_responsible(membership: Membership) -> None:
    """Raise LastResponsible if nobody would be responsible without this membership."""
    is_needed = membership.role == MemberRole.RESPONSIBLE and not membership.association.is_ended
    if is_needed and not has_responsible(membership.association, besides=membership):
        raise LastResponsible


def grant(
    association: Association,
    *,
    user: AbstractBaseUser,
    role: str,
    basis: Basis,
    granted_by: AbstractBaseUser | None,
    by: AbstractBaseUser | None,
    document: RegisterFile | None = None,
    note: str = "",
) -> Membership:
    """Give a person a role until the next annual meeting and the grace.

    `granted_by` is the second party, `by` whoever did the last thing needed. Another role than
    responsible is replaced; AlreadyMember for those who are responsible, or have this role.
    SecondPartyMissing for a coordinator who would let herself in.
    """
    if granted_by is not None and granted_by.pk == user.pk:
        raise SecondPartyMissing
    if not get_user_model().objects.filter(pk=user.pk, is_active=True).exists():
        raise PersonDeactivated
    today = localdate()
    held = Membership.objects.filter(association=association, user=user.pk, ended_at=None).first()
    if held and held.ends_on < today:
        end(held, reason=EndReason.EXPIRED, by=None)
    elif held and held.role in (role, MemberRole.RESPONSIBLE):
        raise AlreadyMember
    elif held:
        end(held, reason=EndReason.REPLACED, by=by)
    membership = Membership(
        association=association,
        user_id=user.pk,
        role=role,
        starts_on=today,
        ends_on=end_of_mandate(today, association.annual_meeting_month),
        basis=basis,
        document=document,
        note=note,
        granted_by_id=granted_by.pk if granted_by else None,
    )
    membership.full_clean()
    membership.save()
    access.let_represent(user, association)
    _drop_open(association, user, role)
    _log(membership, "give_role", by=by, basis=str(basis))
    if by is not None and by.pk != user.pk:
        tell(membership)
        if role == MemberRole.RESPONSIBLE and basis in _TOLD:
            letter = Letter(
                to_association(association.pk),
                object_id=str(membership.pk),
                association=association,
            )
            outbox.queue("responsible_appointed", [letter])
    return membership


def carry(
    membership: Membership, *, into: Association, by: AbstractBaseUser
) -> tuple[Membership | None, int | None]:
    """Give the person the same role, for the same time, for the association that carries on.

    The old one rests with its association. Returns the new one and the key of the one it replaced;
    None where the person has as much already, or is the coordinator, who lets nobody in by
    herself.
    """
    if by.pk == membership.user_id:
        return None, None
    held = Membership.objects.filter(
        association=into, user=membership.user_id, ended_at=None
    ).first()
    if held and held.role in (membership.role, MemberRole.RESPONSIBLE) and _runs(held):
        return None, None
    made = grant(
        into,
        user=membership.user,
        role=membership.role,
        basis=Basis.COORDINATOR,
        granted_by=by,
        by=by,
        note=gettext("Followed from an association that merged into this one."),
    )
    made.ends_on = membership.ends_on
    made.save(update_fields=["ends_on"])
    return made, held.pk if held and _runs(held) else None


def take_back(pk: int, replaced: int | None, *, by: AbstractBaseUser) -> None:
    """Undo `carry`: end the role it gave, and give back the one it replaced.

    Nothing for a role that somebody has ended since: whoever was removed stays so.
    """
    membership = Membership.objects.filter(pk=pk, ended_at=None).first()
    if membership is None:
        return
    end(membership, reason=EndReason.UNDONE, by=by)
    old = Membership.objects.filter(pk=replaced or 0, end_reason=EndReason.REPLACED).first()
    if old is None or not _runs(old):
        return
    old.ended_at, old.ended_by, old.end_reason = None, None, ""
    old.save(update_fields=["ended_at", "ended_by", "end_reason"])
    access.let_represent(old.user, old.association)
    _log(old, "give_role", by=by, basis=str(old.basis))


def _runs(membership: Membership) -> bool:
    return membership.ends_on >= localdate()


def set_role(membership: Membership, role: str, *, by: AbstractBaseUser) -> Membership:
    """Another role, for the same time and on the same basis."""
    membership.role = role
    membership.full_clean()
    membership.save(update_fields=["role"])
    _log(membership, "change_role", by=by)
    membership_changed.send(Membership, membership=membership, by=by)
    if by.pk != membership.user_id:
        tell(membership)
    return membership


def prolong(membership: Membership, *, by: AbstractBaseUser) -> Membership:
    """Until the annual meeting that comes next from today; never shorter than it was."""
    ends_on = end_of_mandate(localdate(), membership.association.annual_meeting_month)
    if ends_on > membership.ends_on:
        membership.ends_on = ends_on
        membership.save(update_fields=["ends_on"])
        _log(membership, "renew_role", by=by)
    return membership


def end(membership: Membership, *, reason: EndReason, by: AbstractBaseUser | None) -> Membership:
    """End it now, and guardian's row with it. Those removed or run out are told by mail."""
    membership.ended_at, membership.end_reason = now(), reason
    membership.ended_by_id = by.pk if by else None
    membership.save(update_fields=["ended_at", "ended_by", "end_reason"])
    access.stop_representing(membership.user, membership.association)
    _log(membership, "end_role", by=by, reason=str(reason))
    membership_changed.send(Membership, membership=membership, by=by)
    if reason in (EndReason.REMOVED, EndReason.EXPIRED, EndReason.UNDONE):
        letter = _letter(membership, version="")
        outbox.queue("membership_ended", [letter])
    return membership


def tell(membership: Membership) -> None:
    """Queue the mail that says which role the person has; once for each role."""
    outbox.queue("membership_given", [_letter(membership, version=membership.role)])


def _letter(membership: Membership, *, version: str) -> Letter:
    return Letter(
        recipient=to_user(membership.user_id),
        object_id=str(membership.pk),
        version=version,
        association=membership.association,
    )


def _drop_open(association: Association, user: AbstractBaseUser, role: str) -> None:
    """What the person had asked for meanwhile is no longer needed."""
    mine = {"association": association, "user": user.pk}
    JoinRequest.objects.filter(state=RequestState.WAITING, **mine).update(
        state=RequestState.DROPPED, settled_at=now()
    )
    if role == MemberRole.RESPONSIBLE:
        Claim.objects.filter(state__in=OPEN_CLAIM_STATES, **mine).update(
            state=ClaimState.DROPPED, settled_at=now(), code_hash=""
        )


def _log(membership: Membership, verb: str, *, by: AbstractBaseUser | None, **more: str) -> None:
    """Which role and which membership, by its number; never who."""
    data = {"number": membership.pk, "role": str(membership.role), **more}
    log(membership.association, f"associations.{verb}", user=by, data=data)
