"""What time does to roles, invitations and codes; and the reminders before it does.

A recurring job, safe to run twice and beside everything else: each row is looked at again while its
association is held, and the outbox knows what has been queued.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now

from associations import claim_services, granting, invitation_services, outbox, request_services
from associations.mandates import REMIND_BEFORE
from associations.models import (
    Claim,
    ClaimState,
    ColleagueInvitation,
    EndReason,
    InvitationState,
    JoinRequest,
    Membership,
    RequestState,
)
from associations.models.association import ENDED_STATES
from associations.outbox import Letter
from associations.outbox.recipients import to_user

# Days after which those responsible are asked again; each time once.
ASK_AGAIN, ASK_LAST = timedelta(days=3), timedelta(days=8)


def keep_memberships() -> None:
    """End what has run out, forget its addresses, and remind."""
    run_out()
    remind_of_ends()
    remind_of_requests()


def run_out() -> None:
    """End roles, invitations and codes whose time is over."""
    at = now()
    _each(
        Membership.objects.filter(ended_at=None, ends_on__lt=localdate()),
        lambda membership: granting.end(membership, reason=EndReason.EXPIRED, by=None),
    )
    _each(
        ColleagueInvitation.objects.filter(state=InvitationState.OPEN, expires_at__lte=at),
        invitation_services.run_out,
    )
    _each(
        Claim.objects.filter(state=ClaimState.CODE_ASKED, expires_at__lte=at),
        claim_services.run_out,
    )


def remind_of_ends() -> int:
    """Queue a reminder for each role that runs out within thirty days; return how many are new."""
    last = localdate() + REMIND_BEFORE
    ending = (
        Membership.objects.current()
        .filter(ends_on__lte=last)
        .exclude(association__status__in=ENDED_STATES)
        .select_related("association")
    )
    letters = [
        Letter(
            recipient=to_user(membership.user_id),
            object_id=str(membership.pk),
            version=membership.ends_on.isoformat(),
            association=membership.association,
        )
        for membership in ending
    ]
    return outbox.queue("membership_ends", letters)


def remind_of_requests() -> int:
    """Ask those responsible again about requests that have waited; return how many are new."""
    waiting = (
        JoinRequest.objects.filter(state=RequestState.WAITING)
        .exclude(association__status__in=ENDED_STATES)
        .select_related("association")
    )
    last = Q(created_at__lte=now() - ASK_LAST)
    again = Q(created_at__lte=now() - ASK_AGAIN) & ~last
    return sum(
        request_services.ask_responsible(waiting.filter(those), version=version)
        for version, those in (("again", again), ("last", last))
    )


def _each(late: QuerySet, settle: Callable) -> None:
    """Settle each row that is still `late` while its association is held."""
    for seen in list(late.select_related("association")):
        with transaction.atomic():
            granting.locked(seen.association)
            if row := late.filter(pk=seen.pk).first():
                settle(row)
