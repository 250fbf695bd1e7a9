"""The coordinator's desk: one status for each association, the most pressing first.

One expression of the database, so that thousands are counted and narrowed in one query.
"""

from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from associations.models import (
    Association,
    Claim,
    ClaimState,
    ColleagueInvitation,
    InvitationState,
    Membership,
    Presentation,
    Status,
    Suggestion,
    SuggestionTopic,
)
from associations.models.association import CURRENT_STATES
from associations.rulebook import Rulebook
from associations.rules import lacks_something

# Longer ago, an invitation that nobody answered says nothing about today.
INVITED_LATELY = timedelta(days=90)
ENOUGH_RESPONSIBLE = 2


class DeskStatus(TextChoices):
    """In the order of the desk: an association has the first that is true of it."""

    DISSOLVED = "dissolved", _("Dissolved?")
    NOBODY = "nobody", _("Nobody in charge")
    INVITATION = "invitation", _("Invitation expired")
    CLAIM = "claim", _("Claim waiting")
    REVIEW = "review", _("To review")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    LACKING = "lacking", _("Something missing")
    FINE = "fine", _("All is well")


MEANING = {
    DeskStatus.DISSOLVED: _("Somebody has told us that the association no longer exists."),
    DeskStatus.NOBODY: _("Nobody may change the page, and nobody is on the way in."),
    DeskStatus.INVITATION: _("Somebody was invited and did not answer in time."),
    DeskStatus.CLAIM: _("Somebody wants to take over the page, and you decide."),
    DeskStatus.REVIEW: _("A text or a new association waits for you to look at it."),
    DeskStatus.UNCONFIRMED: _("Nobody has said that the details are right, or not for too long."),
    DeskStatus.LACKING: _("Something that your rules demand is missing."),
    DeskStatus.FINE: _("Nothing for you to do."),
}


def on_desk() -> QuerySet[Association]:
    """Those that the desk is about: going, or applied."""
    return Association.objects.filter(status__in=(*CURRENT_STATES, Status.APPLIED))


def with_status(rows: QuerySet[Association], book: Rulebook | None = None) -> QuerySet:
    """The rows with `desk_status`."""
    cases = [When(condition, then=Value(status)) for status, condition in _conditions(book)]
    default = Value(DeskStatus.FINE)
    return rows.annotate(desk_status=Case(*cases, default=default, output_field=CharField()))


def by_status() -> Case:
    """An order: the most pressing first."""
    places = [
        When(desk_status=status, then=Value(place)) for place, status in enumerate(DeskStatus)
    ]
    return Case(*places, output_field=IntegerField())


def counts(rows: QuerySet) -> dict[str, int]:
    """How many of the rows `with_status` have each, zeros included. One query."""
    counted = rows.order_by().values_list("desk_status").annotate(Count("pk"))
    found = dict(counted)
    return {status: found.get(status, 0) for status in DeskStatus}


def unconfirmed() -> Q:
    """Never confirmed, or so long ago that residents are told."""
    return Q(confirmed_on__isnull=True) | Q(late_on__lte=localdate())


def _conditions(book: Rulebook | None) -> list[tuple[DeskStatus, Q]]:
    """A claim is decided before anybody asks who is in charge, and an invitation is a way in."""
    here = {"association": OuterRef("pk")}
    told = Suggestion.objects.filter(topic=SuggestionTopic.CLOSED, handled_at=None, **here)
    responsible = Membership.objects.current().responsible().filter(**here)
    claimed = Q(Exists(Claim.objects.filter(state=ClaimState.TO_DECIDE, **here)))
    # Nobody answered, and there are not people enough without the one who was invited.
    invited = Q(Exists(_lapsed().filter(**here))) & ~Q(Exists(_enough(responsible)))
    return [
        (DeskStatus.DISSOLVED, Q(Exists(told))),
        (
            DeskStatus.NOBODY,
            ~Q(status=Status.APPLIED) & ~Q(Exists(responsible)) & ~claimed & ~invited,
        ),
        (DeskStatus.INVITATION, invited & ~claimed),
        (DeskStatus.CLAIM, claimed),
        (DeskStatus.REVIEW, Q(status=Status.APPLIED) | Q(Exists(_in_review()))),
        (DeskStatus.UNCONFIRMED, unconfirmed()),
        (DeskStatus.LACKING, lacks_something(book or Rulebook.today())),
    ]


def _lapsed() -> QuerySet[ColleagueInvitation]:
    at = now()
    return ColleagueInvitation.objects.filter(
        Q(state=InvitationState.EXPIRED) | Q(state=InvitationState.OPEN, expires_at__lte=at),
        expires_at__gt=at - INVITED_LATELY,
    )


def _enough(responsible: QuerySet[Membership]) -> QuerySet:
    counted = responsible.order_by().values("association").annotate(number=Count("pk"))
    return counted.filter(number__gte=ENOUGH_RESPONSIBLE)


def _in_review() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type__app_label=Presentation._meta.app_label,
        base_content_type__model=Presentation._meta.model_name,
        object_id=Cast(OuterRef("presentation__pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
