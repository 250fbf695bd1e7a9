"""Is the page still right? Asked by the municipality's rules, answered with one click.

A link lets its bearer say that all is right, and nothing else. Whether it still does is asked when
it is used: of a person, by what that person may do today; of the association's address, by whether
that is still the address.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from associations import access, asks, codes, granting, schedule, services
from associations.models import (
    AskAnswer,
    AskKind,
    Association,
    Confirmation,
    ConfirmationLink,
    ConfirmationState,
    ConfirmedHow,
    MemberRole,
    Membership,
    RuleSet,
)
from associations.models.association import CURRENT_STATES
from associations.models.confirmation import ANSWERED_STATES
from associations.outbox import Letter
from associations.outbox.recipients import address_hash, address_of, to_association, to_user
from associations.refusals import AlreadyDecided, LinkClosed
from associations.rulebook import Rulebook

PURPOSE = "confirm_details"
# An answer is welcome for a while after residents have been told.
LINK_LIVES_ON = timedelta(days=60)
KEEPERS = (MemberRole.RESPONSIBLE, MemberRole.EDITOR)
BATCH = 500


@transaction.atomic
def ask(associations: Iterable[Association], *, on: date | None = None) -> asks.Asked:
    """Ask these whether their pages are right; of those asked already, once more.

    Only those that are going, and for each at most one letter to each recipient and day.
    """
    on = on or localdate()
    wanted = [row.pk for row in associations if row.status in CURRENT_STATES]
    outcome = asks.Asked()
    for start in range(0, len(wanted), BATCH):
        held = list(
            Association.objects.select_for_update(no_key=True)
            .filter(pk__in=wanted[start : start + BATCH], status__in=CURRENT_STATES)
            .order_by("pk")
        )
        _ask(held, on, outcome)
    return outcome


def _ask(held: list[Association], on: date, outcome: asks.Asked) -> None:
    _open_missing(held, on)
    by_pk = {association.pk: association for association in held}
    waiting = Confirmation.objects.filter(association__in=by_pk, state=ConfirmationState.OPEN)
    # The same day, or a double click: once is enough.
    asked_today = now() - timedelta(hours=20)
    groups: dict[tuple[date, int], list[Confirmation]] = {}
    for confirmation in waiting.exclude(last_asked_at__gt=asked_today):
        groups.setdefault((confirmation.due_on, confirmation.times_asked), []).append(confirmation)
    people = keepers(by_pk)
    for (due_on, times), confirmations in groups.items():
        letters = [
            letter
            for confirmation in confirmations
            for letter in _letters(confirmation, by_pk[confirmation.association_id], people, times)
        ]
        _note(
            outcome,
            asks.ask(
                AskKind.CONFIRMATION, PURPOSE, letters, about=due_on.isoformat(), reminder=times
            ),
        )
        Confirmation.objects.filter(pk__in=[one.pk for one in confirmations]).update(
            times_asked=F("times_asked") + 1, last_asked_at=now()
        )


def _open_missing(held: list[Association], on: date) -> None:
    """An open confirmation for each that has none; what has run out is settled first."""
    at, book = now(), Rulebook.today()
    mine = Confirmation.objects.filter(association__in=held, state=ConfirmationState.OPEN)
    mine.filter(expires_at__lte=at).update(state=ConfirmationState.EXPIRED, settled_at=at)
    has_one = set(mine.values_list("association", flat=True))
    activities = schedule.activities_of([one.pk for one in held]) if book.reads_activities else {}
    fresh = []
    for association in held:
        if association.pk in has_one:
            continue
        rules = book.rules_for(association.legal_form, activities.get(association.pk, ()))
        fresh.append(_new(association, rules, on))
    Confirmation.objects.bulk_create(fresh, batch_size=BATCH)


def _new(association: Association, rules: RuleSet, on: date) -> Confirmation:
    at = now()
    return Confirmation(
        association=association,
        rules=rules if rules.pk else None,
        due_on=on,
        asked_at=at,
        expires_at=at + timedelta(days=rules.silence_days) + LINK_LIVES_ON,
    )


def keepers(pks: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Who looks after each of these pages today, or after any, by association."""
    found: dict[int, list[int]] = {}
    current = Membership.objects.current().filter(role__in=KEEPERS)
    if pks is not None:
        current = current.filter(association__in=list(pks))
    for association, user in current.order_by("pk").values_list("association", "user"):
        found.setdefault(association, []).append(user)
    return found


def _letters(
    confirmation: Confirmation, association: Association, people: dict[int, list[int]], times: int
) -> Iterator[Letter]:
    """To those who look after the page; to the association's address where nobody does."""
    users = people.get(association.pk)
    recipients = [to_user(pk) for pk in users] if users else [to_association(association.pk)]
    for recipient in recipients:
        yield Letter(
            recipient=recipient,
            object_id=str(confirmation.pk),
            version=str(times),
            association=association,
        )


def _note(outcome: asks.Asked, part: asks.Asked) -> None:
    outcome.at_once.update(part.at_once)
    outcome.later.update(part.later)
    outcome.over.update(part.over)
    outcome.known.update(part.known)


def new_link(confirmation: Confirmation, *, user: AbstractBaseUser | None, address: str) -> str:
    """The token of a new link, for the letter that is being written; the earlier ones go on."""
    token = codes.new_token()
    ConfirmationLink.objects.create(
        confirmation=confirmation,
        user_id=user.pk if user else None,
        address_hash="" if user else address_hash(address),
        token_hash=codes.token_hash(token),
    )
    return token


def link_for(token: str) -> ConfirmationLink:
    """The link with this token, whatever it is still worth; DoesNotExist for none. Only reads."""
    found = ConfirmationLink.objects.select_related("confirmation__association", "user")
    return found.get(token_hash=codes.token_hash(token))


def refuse_closed(link: ConfirmationLink) -> None:
    """Raise AlreadyDecided for what is answered, LinkClosed for a link that leads on no more."""
    confirmation = link.confirmation
    # Before anything is told: who may no longer act for it learns nothing.
    if not _still_holds(link):
        raise LinkClosed(ConfirmationState.WITHDRAWN)
    if confirmation.state in ANSWERED_STATES:
        raise AlreadyDecided(confirmation.state)
    if not confirmation.is_open:
        is_withdrawn = confirmation.state == ConfirmationState.WITHDRAWN
        raise LinkClosed(confirmation.state if is_withdrawn else ConfirmationState.EXPIRED)


def _still_holds(link: ConfirmationLink) -> bool:
    association = link.confirmation.association
    if association.status not in CURRENT_STATES:
        return False
    if link.user is not None:
        return access.may_edit(link.user, association)
    address = address_of(association)
    return bool(address) and address_hash(address) == link.address_hash


@transaction.atomic
def answer_by_link(token: str, *, is_board_new: bool = False) -> Confirmation:
    """All is right, says the bearer of a link; a person may add that the board is new.

    PermissionDenied for an address that speaks of the board: who reads its mail is not known.
    """
    seen = link_for(token)
    granting.locked(seen.confirmation.association)
    # Once more, now that nobody else can change it.
    link = link_for(token)
    refuse_closed(link)
    if is_board_new and link.user is None:
        raise PermissionDenied
    return _settle(
        link.confirmation, how=ConfirmedHow.LINK, is_board_new=is_board_new, by=link.user
    )


@transaction.atomic
def confirm_own(
    association: Association, *, by: AbstractBaseUser, is_board_new: bool = False
) -> Confirmation:
    """The same by somebody who has signed in, asked or not."""
    held = granting.locked_current(association)
    granting.must(access.may_edit(by, held))
    return _settle(_open_or_new(held), how=ConfirmedHow.PAGES, is_board_new=is_board_new, by=by)


@transaction.atomic
def confirm_for(association: Association, *, by: AbstractBaseUser) -> Confirmation:
    """The coordinator has checked with the association."""
    granting.must(access.may_keep_register(by))
    held = granting.locked(association)
    return _settle(_open_or_new(held), how=ConfirmedHow.MUNICIPALITY, is_board_new=False, by=by)


def withdraw(confirmation: Confirmation) -> None:
    """Nobody is to answer any more: the association is gone."""
    _close(confirmation, ConfirmationState.WITHDRAWN)


def run_out(confirmation: Confirmation) -> None:
    """Nobody has answered, and the links have run out."""
    _close(confirmation, ConfirmationState.EXPIRED)


def _open_or_new(association: Association) -> Confirmation:
    waiting = association.confirmations.filter(state=ConfirmationState.OPEN).first()
    return waiting or Confirmation(association=association, due_on=localdate())


def _settle(
    confirmation: Confirmation,
    *,
    how: ConfirmedHow,
    is_board_new: bool,
    by: AbstractBaseUser | None,
) -> Confirmation:
    state = ConfirmationState.NEW_BOARD if is_board_new else ConfirmationState.RIGHT
    if not confirmation.may_become(state):
        raise AlreadyDecided(confirmation.state)
    confirmation.state, confirmation.settled_at = state, now()
    confirmation.how, confirmation.answered_by_id = how, by.pk if by else None
    confirmation.save()
    services.confirm(confirmation.association, on=localdate(), by=by)
    asks.answer(confirmation.association, AskKind.CONFIRMATION, answer=AskAnswer.YES)
    return confirmation


def _close(confirmation: Confirmation, state: ConfirmationState) -> None:
    if not confirmation.may_become(state):
        raise AlreadyDecided(confirmation.state)
    confirmation.state, confirmation.settled_at = state, now()
    confirmation.save(update_fields=["state", "settled_at"])
