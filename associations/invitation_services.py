"""A colleague is invited by e-mail: one address, one role, one link that is used once.

Nothing here asks whether the address belongs to somebody the register knows, so nobody can find out
by inviting.
"""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log

from associations import access, codes, granting, outbox
from associations.models import (
    Association,
    Basis,
    ColleagueInvitation,
    InvitationState,
    Membership,
)
from associations.outbox import Letter
from associations.outbox.recipients import to_invitation
from associations.refusals import InvitationClosed, TooMany, WrongAddress

LIFE = timedelta(days=14)
# Mail to anybody at all goes out from here: enough for a board, too few for a mailing.
PER_DAY = 20


@transaction.atomic
def invite_colleague(
    association: Association, *, address: str, role: str, by: AbstractBaseUser
) -> ColleagueInvitation:
    """Invite to a role; an open invitation to the same address is taken back.

    For those responsible, and the coordinator. ValidationError for what is no address or role;
    TooMany after twenty in a day.
    """
    held = granting.locked_going(association)
    granting.must(access.may_manage_colleagues(by, held))
    lately = held.colleagueinvitations.filter(created_at__gt=now() - timedelta(days=1))
    if lately.count() >= PER_DAY:
        raise TooMany
    address = _tidy(address)
    for earlier in held.colleagueinvitations.filter(state=InvitationState.OPEN, address=address):
        _settle(earlier, InvitationState.REVOKED)
    invitation = ColleagueInvitation(
        association=held,
        address=address,
        role=role,
        invited_by_id=by.pk,
        expires_at=now() + LIFE,
    )
    invitation.full_clean()
    invitation.save()
    _log(invitation, "invite_colleague", by)
    letter = Letter(to_invitation(invitation.pk), object_id=str(invitation.pk), association=held)
    outbox.queue("colleague_invitation", [letter])
    return invitation


@transaction.atomic
def revoke_invitation(
    invitation: ColleagueInvitation, *, by: AbstractBaseUser
) -> ColleagueInvitation:
    """Take an invitation back: its link and its address are gone. For who may invite."""
    association = granting.locked(invitation.association)
    granting.must(access.may_manage_colleagues(by, association))
    held = ColleagueInvitation.objects.get(pk=invitation.pk)
    if held.state != InvitationState.OPEN:
        raise InvitationClosed(held.state)
    _settle(held, InvitationState.REVOKED)
    _log(held, "revoke_invitation", by)
    return held


def invitation_for(token: str) -> ColleagueInvitation:
    """The invitation a link leads to, open or not; DoesNotExist for a link that leads nowhere.

    Changes nothing: for the page that asks before it accepts.
    """
    found = ColleagueInvitation.objects.select_related("association", "invited_by")
    return found.get(token_hash=codes.token_hash(token))


@transaction.atomic
def accept_invitation(token: str, *, by: AbstractUser) -> Membership:
    """Take the role offered. Only for who is signed in with the address the invitation went to.

    `by.email` is taken as proven: signing in sends its code there. InvitationClosed also when
    whoever invited may no longer do so: what a removed person has sent out is worth nothing.
    """
    found = invitation_for(token)
    association = granting.locked_going(found.association)
    # Once more, now that nobody else can change it.
    invitation = invitation_for(token)
    refuse_closed(invitation)
    if _tidy(by.email) != invitation.address:
        raise WrongAddress
    _settle(invitation, InvitationState.ACCEPTED)
    return granting.grant(
        association,
        user=by,
        role=invitation.role,
        basis=Basis.INVITATION,
        granted_by=invitation.invited_by,
        by=by,
    )


def refuse_closed(invitation: ColleagueInvitation) -> None:
    """Raise InvitationClosed unless it can still be accepted."""
    if invitation.state != InvitationState.OPEN:
        raise InvitationClosed(invitation.state)
    if not invitation.is_open:
        raise InvitationClosed(InvitationState.EXPIRED)
    inviter = invitation.invited_by
    if inviter is None or not access.may_manage_colleagues(inviter, invitation.association):
        raise InvitationClosed(InvitationState.REVOKED)


def give_token(invitation: ColleagueInvitation) -> str:
    """A new link's token, for the mail that is being written; the link before it leads nowhere."""
    token = codes.new_token()
    taken = ColleagueInvitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN)
    if not taken.update(token_hash=codes.token_hash(token)):
        raise InvitationClosed(InvitationState.REVOKED)
    return token


def run_out(invitation: ColleagueInvitation) -> None:
    """Forget the address of an invitation whose time is over."""
    _settle(invitation, InvitationState.EXPIRED)


def _settle(invitation: ColleagueInvitation, state: InvitationState) -> None:
    if not invitation.may_become(state):
        raise InvitationClosed(invitation.state)
    invitation.state, invitation.address, invitation.settled_at = state, "", now()
    invitation.save(update_fields=["state", "address", "settled_at"])


def _tidy(address: str) -> str:
    return address.strip().lower()


def _log(invitation: ColleagueInvitation, verb: str, by: AbstractBaseUser) -> None:
    data = {"number": invitation.pk, "role": str(invitation.role)}
    log(invitation.association, f"associations.{verb}", user=by, data=data)
