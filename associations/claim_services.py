"""Is this your association? A person claims it, and a second party says yes.

The second party is whoever reads mail to the address on file, and hands on the code; or the
coordinator, who reads the annual meeting's minutes or finds out. Nobody decides about himself.
"""

from datetime import timedelta
from typing import BinaryIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from associations import access, codes, granting, outbox, private_services
from associations.models import (
    Association,
    Basis,
    Claim,
    ClaimState,
    ClaimWay,
    FileKind,
    JoinRequest,
    MemberRole,
    Membership,
)
from associations.models.joining import OPEN_CLAIM_STATES
from associations.outbox import Letter
from associations.outbox.recipients import (
    address_of,
    is_broken,
    mark_working,
    to_association,
    to_user,
)
from associations.refusals import (
    AlreadyDecided,
    AlreadyMember,
    NoWorkingAddress,
    TooMany,
    WrongCode,
)
from associations.request_services import file_request, given_reason, hold_person
from associations.uploads import FileType

# A board's mailbox is not read every day.
CODE_LIFE = timedelta(days=7)
DAY = timedelta(days=1)
# The association's mailbox is spared, and guessing hopeless: 15 tries a day at 100 million codes.
CODES_PER_ASSOCIATION_AND_DAY = 5
PER_PERSON_AND_DAY = 10


def ways_to_claim(association: Association) -> tuple[ClaimWay, ...]:
    """How this association can be claimed today; `start_claim` asks again."""
    if granting.has_responsible(association) or not _has_working_address(association):
        return (ClaimWay.MINUTES,)
    return (ClaimWay.CODE, ClaimWay.MINUTES)


@transaction.atomic
def start_claim(
    association: Association, *, by: AbstractBaseUser, message: str = ""
) -> Claim | JoinRequest:
    """Have a code sent to the address on file, or ask those who are responsible already.

    An earlier code of the same person stops working. NoWorkingAddress where nothing can be sent:
    then minutes are the way.
    """
    held = granting.locked_current(association)
    if granting.has_responsible(held):
        return file_request(held, user=by, message=message)
    if not _has_working_address(held):
        raise NoWorkingAddress
    claim = Claim(
        association=held,
        user_id=by.pk,
        way=ClaimWay.CODE,
        state=ClaimState.CODE_ASKED,
        message=message.strip(),
        expires_at=now() + CODE_LIFE,
    )
    _make_room(claim, by)
    _keep(claim, by)
    outbox.queue(
        "claim_code", [Letter(to_association(held.pk), object_id=str(claim.pk), association=held)]
    )
    return claim


def give_code(claim: Claim) -> str:
    """A new code, for the mail that is being written; the one before it stops working."""
    code = codes.new_code()
    waiting = Claim.objects.filter(
        pk=claim.pk, state=ClaimState.CODE_ASKED, expires_at__gt=now(), user__is_active=True
    )
    if not waiting.update(code_hash=codes.code_hash(code, about=_about(claim))):
        raise AlreadyDecided(claim.state)
    return code


def confirm_claim(claim: Claim, *, code: str, by: AbstractBaseUser) -> Membership | JoinRequest:
    """Take the association over with the code that somebody there has handed on.

    Only for the person who asked. A request to join comes of it when somebody else has become
    responsible meanwhile. WrongCode counts the try, so this is a transaction of its own: inside
    another one it would not be sure to stay counted, and RuntimeError says so.
    """
    with transaction.atomic(durable=True):
        outcome = _try(claim, code, by)
    if isinstance(outcome, WrongCode):
        raise outcome
    return outcome


def _try(claim: Claim, code: str, by: AbstractBaseUser) -> Membership | JoinRequest | WrongCode:
    association = granting.locked_current(claim.association)
    held = Claim.objects.get(pk=claim.pk)
    granting.must(held.user_id == by.pk)
    if held.state != ClaimState.CODE_ASKED:
        raise AlreadyDecided(held.state)
    if held.expires_at is None or held.expires_at <= now():
        raise AlreadyDecided(ClaimState.EXPIRED)
    if not codes.is_code(code, held.code_hash, about=_about(held)):
        return _count_try(held, by)
    # Whoever has the code has got mail there.
    mark_working(address_of(association))
    if granting.has_responsible(association):
        _settle(held, ClaimState.BECAME_REQUEST)
        return file_request(association, user=by, message=held.message)
    _settle(held, ClaimState.APPROVED)
    return granting.grant(
        association, user=by, role=MemberRole.RESPONSIBLE, basis=Basis.CODE, granted_by=None, by=by
    )


def _count_try(claim: Claim, by: AbstractBaseUser) -> WrongCode:
    claim.tries += 1
    claim.save(update_fields=["tries"])
    if not claim.tries_left:
        _settle(claim, ClaimState.FAILED)
        _log(claim, "fail_claim", by=by)
    return WrongCode(claim.tries_left)


@transaction.atomic
def claim_with_minutes(
    association: Association,
    *,
    content: BinaryIO,
    file_type: FileType,
    original_name: str,
    year: int,
    by: AbstractBaseUser,
    message: str = "",
) -> Claim:
    """Hand in the annual meeting's minutes, of a type that `uploads.sniff` has read.

    The coordinator decides, also where somebody is responsible already: a new board may have lost
    touch with the old one. A claim of the same kind that still waits is replaced.
    """
    claim = Claim(
        association=granting.locked_current(association),
        user_id=by.pk,
        way=ClaimWay.MINUTES,
        state=ClaimState.TO_DECIDE,
        message=message.strip(),
    )
    _make_room(claim, by)
    claim.document = private_services.store_register_file(
        claim.association,
        content=content,
        file_type=file_type,
        original_name=original_name,
        kind=FileKind.MINUTES,
        year=year,
        by=by,
    )
    _keep(claim, by)
    return claim


@transaction.atomic
def ask_municipality(association: Association, *, by: AbstractBaseUser, message: str) -> Claim:
    """Tell the coordinator that nobody has the login any more, in words that may not be empty."""
    claim = Claim(
        association=granting.locked_current(association),
        user_id=by.pk,
        way=ClaimWay.ASKED,
        state=ClaimState.TO_DECIDE,
        message=message.strip(),
    )
    if not claim.message:
        raise ValidationError({"message": _("Write why you should look after the page.")})
    _make_room(claim, by)
    _keep(claim, by)
    return claim


@transaction.atomic
def approve_claim(claim: Claim, *, by: AbstractBaseUser, note: str = "") -> Membership:
    """The coordinator's yes: the person becomes responsible, and is told.

    Where there are no minutes, `note` says what the decision rests on; ValidationError without. A
    code is not the coordinator's to say yes to: AlreadyDecided.
    """
    association = granting.locked_going(claim.association)
    held = _to_decide(claim, by)
    if held.state != ClaimState.TO_DECIDE:
        raise AlreadyDecided(held.state)
    if held.way == ClaimWay.ASKED and not note.strip():
        raise ValidationError({"note": _("Write what the decision rests on.")})
    _settle(held, ClaimState.APPROVED, by=by)
    return granting.grant(
        association,
        user=held.user,
        role=MemberRole.RESPONSIBLE,
        basis=Basis.MINUTES if held.way == ClaimWay.MINUTES else Basis.COORDINATOR,
        granted_by=by,
        by=by,
        document=held.document,
        note=note.strip(),
    )


@transaction.atomic
def refuse_claim(claim: Claim, *, reason: str, by: AbstractBaseUser) -> Claim:
    """The coordinator's no, with a reason that the person gets by mail. Stops a code, too."""
    granting.locked(claim.association)
    held = _to_decide(claim, by)
    held.reason = given_reason(reason)
    _settle(held, ClaimState.REFUSED, by=by)
    _log(held, "refuse_claim", by=by)
    letter = Letter(to_user(held.user_id), object_id=str(held.pk), association=held.association)
    outbox.queue("claim_refused", [letter])
    return held


def run_out(claim: Claim) -> None:
    """Note that the time for the code is over."""
    _settle(claim, ClaimState.EXPIRED)


def _to_decide(claim: Claim, by: AbstractBaseUser) -> Claim:
    granting.must(access.may_decide_claims(by))
    return Claim.objects.select_related("user", "document").get(pk=claim.pk)


def _make_room(claim: Claim, by: AbstractBaseUser) -> None:
    """Raise what stands in the way of a new claim; drop an earlier one of its kind."""
    hold_person(by)
    people = Membership.objects.current().responsible().filter(association=claim.association)
    if people.filter(user=by.pk).exists():
        raise AlreadyMember
    lately = Claim.objects.filter(created_at__gt=now() - DAY)
    codes_sent = lately.filter(association=claim.association, way=ClaimWay.CODE)
    if lately.filter(user=by.pk).count() >= PER_PERSON_AND_DAY:
        raise TooMany
    if claim.way == ClaimWay.CODE and codes_sent.count() >= CODES_PER_ASSOCIATION_AND_DAY:
        raise TooMany
    mine = Claim.objects.filter(association=claim.association, user=by.pk, way=claim.way)
    for earlier in mine.filter(state__in=OPEN_CLAIM_STATES):
        _settle(earlier, ClaimState.DROPPED)
    claim.full_clean()


def _keep(claim: Claim, by: AbstractBaseUser) -> None:
    claim.save()
    _log(claim, "start_claim", by=by)


def _settle(claim: Claim, state: ClaimState, *, by: AbstractBaseUser | None = None) -> None:
    if not claim.may_become(state):
        raise AlreadyDecided(claim.state)
    claim.state, claim.code_hash, claim.settled_at = state, "", now()
    claim.decided_by_id = by.pk if by else None
    claim.save(update_fields=["state", "code_hash", "settled_at", "decided_by", "reason"])


def _has_working_address(association: Association) -> bool:
    address = address_of(association)
    return bool(address) and not is_broken(address)


def _about(claim: Claim) -> str:
    return f"claim {claim.pk}"


def _log(claim: Claim, verb: str, *, by: AbstractBaseUser) -> None:
    data = {"number": claim.pk, "way": str(claim.way)}
    log(claim.association, f"associations.{verb}", user=by, data=data)
