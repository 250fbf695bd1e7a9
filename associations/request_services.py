"""A person asks to join an association that somebody looks after; those responsible decide."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from associations import access, granting, outbox
from associations.models import (
    Association,
    Basis,
    JoinRequest,
    MemberRole,
    Membership,
    RequestState,
)
from associations.outbox import Letter
from associations.outbox.recipients import to_user
from associations.refusals import (
    AlreadyDecided,
    AlreadyMember,
    NobodyResponsible,
    PersonDeactivated,
    TooMany,
)

# Over all associations together.
WAITING_PER_PERSON = 10
PER_PERSON_AND_DAY = 10


@transaction.atomic
def ask_to_join(
    association: Association, *, by: AbstractBaseUser, message: str = ""
) -> JoinRequest:
    """Ask those responsible; asked already, the same request is returned.

    NobodyResponsible where there is nobody to ask: then the association is to be claimed.
    """
    held = granting.locked_current(association)
    if not granting.has_responsible(held):
        raise NobodyResponsible
    return file_request(held, user=by, message=message)


def file_request(association: Association, *, user: AbstractBaseUser, message: str) -> JoinRequest:
    """Put the request before those responsible. The association is held by the caller."""
    hold_person(user)
    if Membership.objects.current().filter(association=association, user=user.pk).exists():
        raise AlreadyMember
    mine = JoinRequest.objects.filter(user=user.pk)
    waiting = mine.filter(state=RequestState.WAITING)
    if known := waiting.filter(association=association).first():
        return known
    lately = mine.filter(created_at__gt=now() - timedelta(days=1))
    if waiting.count() >= WAITING_PER_PERSON or lately.count() >= PER_PERSON_AND_DAY:
        raise TooMany
    request = JoinRequest(association=association, user_id=user.pk, message=message.strip())
    request.full_clean()
    request.save()
    _log(request, "ask_to_join", by=user)
    ask_responsible([request])
    return request


@transaction.atomic
def approve_request(
    request: JoinRequest, *, by: AbstractBaseUser, role: str = MemberRole.EDITOR
) -> Membership:
    """Let the person in, in the role chosen. For those responsible, and the coordinator."""
    held = _decide(request, RequestState.APPROVED, by=by)
    return granting.grant(
        held.association, user=held.user, role=role, basis=Basis.REQUEST, granted_by=by, by=by
    )


@transaction.atomic
def refuse_request(request: JoinRequest, *, reason: str, by: AbstractBaseUser) -> JoinRequest:
    """Say no, with a reason that the person gets by mail."""
    held = _decide(request, RequestState.REFUSED, by=by, reason=given_reason(reason))
    _log(held, "refuse_request", by=by)
    letter = Letter(to_user(held.user_id), object_id=str(held.pk), association=held.association)
    outbox.queue("join_request_refused", [letter])
    return held


def ask_responsible(requests: Iterable[JoinRequest], *, version: str = "") -> int:
    """Queue a mail about each request to everybody who is responsible today; return how many."""
    requests = list(requests)
    people = Membership.objects.current().responsible()
    asked = defaultdict(list)
    for association, user in people.filter(
        association__in={request.association_id for request in requests}
    ).values_list("association", "user"):
        asked[association].append(user)
    letters = [
        Letter(
            to_user(user),
            object_id=str(request.pk),
            version=version,
            association=request.association,
        )
        for request in requests
        for user in asked[request.association_id]
    ]
    return outbox.queue("join_request_waiting", letters)


def given_reason(reason: str) -> str:
    """The reason, tidied; ValidationError without one."""
    if not reason.strip():
        raise ValidationError({"reason": _("Write why. The person who asked gets your words.")})
    return reason.strip()


def hold_person(user: AbstractBaseUser) -> None:
    """Hold the person's row, after the association's: what one person has asked for is counted."""
    people = get_user_model().objects.select_for_update(no_key=True)
    if not people.filter(pk=user.pk, is_active=True).exists():
        raise PersonDeactivated


def _decide(
    request: JoinRequest, state: RequestState, *, by: AbstractBaseUser, reason: str = ""
) -> JoinRequest:
    association = granting.locked_going(request.association)
    granting.must(access.may_manage_colleagues(by, association))
    held = JoinRequest.objects.select_related("association", "user").get(pk=request.pk)
    if not held.may_become(state):
        raise AlreadyDecided(held.state)
    held.state, held.reason, held.decided_by_id, held.settled_at = state, reason, by.pk, now()
    held.full_clean(exclude=["user", "decided_by"])
    held.save(update_fields=["state", "reason", "decided_by", "settled_at"])
    return held


def _log(request: JoinRequest, verb: str, *, by: AbstractBaseUser) -> None:
    log(request.association, f"associations.{verb}", user=by, data={"number": request.pk})
