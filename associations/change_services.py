"""What is locked is changed on request: an association asks, the coordinator decides."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log

from associations import access, granting, outbox, private_services, services
from associations.models import (
    Association,
    ChangeRequest,
    LockedField,
    PaymentDetails,
    RequestState,
)
from associations.outbox import Letter
from associations.outbox.recipients import to_user
from associations.refusals import AlreadyDecided, SecondPartyMissing
from associations.request_services import given_reason

PAYMENT = (LockedField.BANKGIRO, LockedField.PLUSGIRO)


def value_now(association: Association, field: str) -> str:
    """What the register has today."""
    if field in PAYMENT:
        details = PaymentDetails.objects.filter(association=association).first()
        return getattr(details, field) if details else ""
    return getattr(association, field)


@transaction.atomic
def ask_for_change(
    association: Association, *, field: str, value: str, message: str, by: AbstractBaseUser
) -> ChangeRequest:
    """Ask; one that waits for the same field is written over."""
    held = granting.locked_going(association)
    granting.must(access.may_edit(by, held))
    waiting = ChangeRequest.objects.filter(association=held, field=field)
    row = waiting.filter(state=RequestState.WAITING).first() or ChangeRequest(
        association=held, field=field
    )
    row.value, row.message, row.asked_by_id = value, message, by.pk
    row.full_clean(exclude=["asked_by"])
    row.save()
    _log(row, "add", by)
    return row


@transaction.atomic
def approve_change(request: ChangeRequest, *, by: AbstractBaseUser) -> ChangeRequest:
    """Write the fact, and tell whoever asked. ValidationError when it can no longer be so."""
    row = _decide(request, RequestState.APPROVED, by)
    if row.field in PAYMENT:
        kept = PaymentDetails.objects.filter(association=row.association).first()
        details = kept or PaymentDetails(association=row.association)
        private_services.save_private(details, changes={row.field: row.value}, by=by)
    else:
        services.change_facts(row.association, changes={row.field: row.value}, by=by)
    return row


@transaction.atomic
def refuse_change(request: ChangeRequest, *, reason: str, by: AbstractBaseUser) -> ChangeRequest:
    """Say no, with a reason that goes to whoever asked."""
    return _decide(request, RequestState.REFUSED, by, reason=given_reason(reason))


def _decide(
    request: ChangeRequest, state: str, by: AbstractBaseUser, reason: str = ""
) -> ChangeRequest:
    association = granting.locked_going(request.association)
    granting.must(access.may_keep_register(by))
    row = ChangeRequest.objects.select_related("association").get(pk=request.pk)
    row.association = association
    if not row.may_become(state):
        raise AlreadyDecided(row.state)
    if row.asked_by_id == by.pk:
        raise SecondPartyMissing
    if (row.value, row.field) != (request.value, request.field):
        # Written over since the coordinator read it.
        raise AlreadyDecided(row.state)
    row.state, row.reason, row.decided_by_id, row.settled_at = state, reason, by.pk, now()
    row.full_clean(exclude=["asked_by", "decided_by"])
    row.save()
    _log(row, "change", by)
    if row.asked_by_id:
        letter = Letter(to_user(row.asked_by_id), object_id=str(row.pk), association=association)
        outbox.queue("change_decided", [letter])
    return row


def _log(row: ChangeRequest, verb: str, by: AbstractBaseUser) -> None:
    data = {"kind": "changerequest", "number": row.pk, "fields": ["state"]}
    log(row.association, f"associations.{verb}_private", user=by, data=data)
