"""Two become one: what is chosen is taken over, what belongs to it follows, the page points on."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from wagtail.log_actions import log

from associations import access, granting, listings, services
from associations.granting import must
from associations.merging import choices, follows, journal
from associations.merging.choices import BOTH, KEPT, Held, Row
from associations.merging.follows import Fate
from associations.merging.journal import Entry
from associations.models import (
    Association,
    DuplicatePair,
    Membership,
    Merge,
    PairState,
)
from associations.models.association import CURRENT_STATES
from associations.models.merging import UNDO_WITHIN
from associations.refusals import AssociationEnded, ChangedMeanwhile, DraftWaiting


@transaction.atomic
def merge(
    merged: Association,
    *,
    into: Association,
    chosen: Mapping[str, str],
    people_follow: bool,
    on: date,
    by: AbstractBaseUser,
    shown: str = "",
) -> Merge:
    """Let `merged` go on in `into`.

    `chosen` is by the name of a part: `kept`, `other` or `both`; what it does not name stays as it
    is. `shown` is the stamp of the values somebody chose between: ChangedMeanwhile if they are
    others now. AssociationEnded unless both are going; DraftWaiting for a text that would
    overtake a draft.
    """
    must(access.may_keep_register(by))
    if merged.pk == into.pk:
        raise ValueError("An association merges into another one")
    held = journal.locked_both(merged, into)
    merged, kept = held[merged.pk], held[into.pk]
    if not {merged.status, kept.status} <= set(CURRENT_STATES):
        raise AssociationEnded
    rows = choices.rows(kept, merged)
    if shown and shown != choices.stamp(rows):
        raise ChangedMeanwhile
    entries: list[Entry] = [
        {
            "kind": "state",
            "status": merged.status,
            "ended_on": merged.ended_on and merged.ended_on.isoformat(),
            "merged_into": merged.merged_into_id,
        }
    ]
    taken, fields = _take_over(kept, rows, chosen, by)
    entries += taken
    for field in follows.fields_with(Fate.MOVES, Fate.OPEN_MOVES):
        for row in follows.that_move(field, merged=merged, kept=kept):
            entries.append(journal.move(row, field, kept.pk))
    if people_follow:
        entries += _carry_people(merged, kept, by)
    services.merge_into(merged, target=kept, on=on, by=by)
    _settle_pair(merged, kept, by)
    log(kept, "associations.absorb", user=by, data={"number": merged.pk, "fields": sorted(fields)})
    listings.refresh([kept.pk, merged.pk])
    return Merge.objects.create(
        kept=kept, merged=merged, journal=entries, by=by, undo_until=now() + UNDO_WITHIN
    )


def _take_over(
    kept: Association, rows: list[Row], chosen: Mapping[str, str], by: AbstractBaseUser
) -> tuple[list[Entry], set[str]]:
    """Write what is to be the other's; return what was, and the names for the history."""
    held, entries, fields = Held(kept), [], set()
    for row in rows:
        choice = chosen.get(row.part.name, KEPT)
        if choice not in row.options:
            raise ValueError(f"{row.part.name} is not chosen by {choice}")
        value = _value(row, choice)
        if value == row.kept:
            continue
        if row.part.table == "text" and is_drafted(held):
            raise DraftWaiting
        journal.write(held, row.part, value, by=by)
        entries.append({"kind": "part", "part": row.part.name, "before": row.kept, "after": value})
        fields.update(row.part.fields)
    if any(journal.BY_NAME[entry["part"]].table == "text" for entry in entries):
        journal.publish(held.text, by=by)
    kept.full_clean()
    return entries, fields


def is_drafted(held: Held) -> bool:
    """Is there a text on its way, which another one would overtake?"""
    return bool(held.text.has_unpublished_changes or held.text.current_workflow_state)


def _value(row: Row, choice: str) -> tuple:
    if choice == BOTH:
        return (sorted({*row.kept[0], *row.other[0]}),)
    return row.kept if choice == KEPT else row.other


def _carry_people(merged: Association, kept: Association, by: AbstractBaseUser) -> list[Entry]:
    entries: list[Entry] = []
    people = Membership.objects.current().filter(association=merged).select_related("user")
    for membership in people.order_by("pk"):
        made, replaced = granting.carry(membership, into=kept, by=by)
        if made:
            entries.append({"kind": "granted", "pk": made.pk, "replaced": replaced})
    return entries


def _settle_pair(merged: Association, kept: Association, by: AbstractBaseUser) -> None:
    both = Q(first=merged, second=kept) | Q(first=kept, second=merged)
    DuplicatePair.objects.filter(both).update(
        state=PairState.MERGED, settled_at=now(), settled_by=by
    )
