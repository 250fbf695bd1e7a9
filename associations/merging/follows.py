"""What becomes of each table that tells of an association, when it merges into another.

Every foreign key to `Association` is here: `tests/merging/test_follows.py` finds the one that is
not. Nothing is ever deleted, so that all of it can be put back.
"""

from collections.abc import Iterator
from enum import Enum

from django.apps import apps
from django.db import models
from django.db.models import Q

from associations.models import (
    Association,
    Claim,
    ClaimState,
    ColleagueInvitation,
    InvitationState,
    JoinRequest,
    RequestState,
)


class Fate(Enum):
    # The rows are the other association's from now on.
    MOVES = "moves"
    # Only what still waits for an answer, and does not wait there already.
    OPEN_MOVES = "open moves"
    # The other gets those values that are chosen; the row stays with its own.
    CHOSEN = "chosen"
    # A person's role rests here, and the person gets one there, if people are to follow.
    CARRIED = "carried"
    STAYS = "stays"
    # Made from the facts.
    MADE = "made"


FOLLOWS: dict[str, Fate] = {
    "associations.Association.merged_into": Fate.MOVES,
    "associations.ContactPerson.association": Fate.MOVES,
    "associations.InternalNote.association": Fate.MOVES,
    "associations.RegisterFile.association": Fate.MOVES,
    "associations.Suggestion.association": Fate.MOVES,
    "associations.Offer.association": Fate.MOVES,
    "associations.PrivateContact.association": Fate.CHOSEN,
    "associations.PaymentDetails.association": Fate.CHOSEN,
    "associations.Presentation.association": Fate.CHOSEN,
    "associations.Membership.association": Fate.CARRIED,
    # guardian's rows follow the memberships; no group has any.
    "associations.AssociationUserObjectPermission.content_object": Fate.CARRIED,
    "associations.AssociationGroupObjectPermission.content_object": Fate.STAYS,
    "associations.ColleagueInvitation.association": Fate.OPEN_MOVES,
    "associations.JoinRequest.association": Fate.OPEN_MOVES,
    # Only those that the coordinator decides. A code proves who reads the one association's mail,
    # and nothing about the other's.
    "associations.Claim.association": Fate.OPEN_MOVES,
    # What was asked to be changed of the one is nothing that was asked of the other.
    "associations.ChangeRequest.association": Fate.STAYS,
    # What was sent, about the association that it was about.
    "associations.Delivery.association": Fate.STAYS,
    # Trust is in those who write for the one, and a review is of its text.
    "associations.TrustedAssociation.association": Fate.STAYS,
    "associations.FieldComment.association": Fate.STAYS,
    # What was asked of the one that was asked.
    "associations.Ask.association": Fate.STAYS,
    "associations.Confirmation.association": Fate.STAYS,
    # The source goes on telling of its row, and what was decided here is not overwritten.
    "associations.SourceRecord.association": Fate.STAYS,
    "associations.Listing.association": Fate.MADE,
    "associations.DuplicatePair.first": Fate.STAYS,
    "associations.DuplicatePair.second": Fate.STAYS,
    # A message is on its way to those it was written to, and gone within a week.
    "associations.RelayMessage.association": Fate.STAYS,
    "associations.PostRules.association": Fate.STAYS,
    # Whoever asked for the one to be hidden has said nothing about the other.
    "associations.DoNotPublish.association": Fate.STAYS,
    "associations.Merge.kept": Fate.STAYS,
    "associations.Merge.merged": Fate.STAYS,
}

# What waits, and what would be the same question asked twice.
_WAITING: dict[type[models.Model], tuple[Q, tuple[str, ...]]] = {
    ColleagueInvitation: (Q(state=InvitationState.OPEN), ("address",)),
    JoinRequest: (Q(state=RequestState.WAITING), ("user",)),
    Claim: (Q(state=ClaimState.TO_DECIDE), ("user", "way")),
}


def pointing_at_associations() -> Iterator[models.ForeignKey]:
    """Every foreign key of the whole system that leads to an association."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Association:
                yield field


def fields_with(*fates: Fate) -> Iterator[models.ForeignKey]:
    for label, fate in FOLLOWS.items():
        if fate in fates:
            model, _dot, name = label.rpartition(".")
            yield apps.get_model(model)._meta.get_field(name)


def that_move(
    field: models.ForeignKey, *, merged: Association, kept: Association
) -> list[models.Model]:
    """The rows that this merger takes along by this foreign key."""
    model = field.model
    rows = model._base_manager.filter(**{field.name: merged}).order_by("pk")
    if model not in _WAITING:
        return list(rows)
    waiting, same = _WAITING[model]
    there = set(model._base_manager.filter(waiting, **{field.name: kept}).values_list(*same))
    return [row for row in rows.filter(waiting) if _values(row, same) not in there]


def _values(row: models.Model, names: tuple[str, ...]) -> tuple:
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
