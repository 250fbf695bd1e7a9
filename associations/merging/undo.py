"""One becomes two again, as they were; or the reasons why that cannot be."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from associations import access, granting, listings
from associations.granting import must
from associations.merging import journal
from associations.merging.choices import Held
from associations.merging.journal import Entry
from associations.merging.merge import is_drafted
from associations.models import Association, DuplicatePair, Merge, PairState, Status
from associations.models.association import CURRENT_STATES
from associations.refusals import CannotUndo
from associations.signals import merge_undone


@transaction.atomic
def undo(merge: Merge, *, by: AbstractBaseUser) -> Merge:
    """Put everything back that the merger changed; CannotUndo, with reasons, changes nothing.

    What has come since stays with the one that was kept; what has been removed stays removed.
    """
    must(access.may_keep_register(by))
    both = journal.locked_both(merge.kept, merge.merged)
    held = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept, merged = both[held.kept_id], both[held.merged_id]
    if reasons := _reasons(held, kept, merged):
        raise CannotUndo(reasons)
    parts = [entry for entry in held.journal if entry["kind"] == "part"]
    _put_back(kept, parts, by)
    for entry in held.journal:
        if entry["kind"] == "row":
            row, field = journal.row_of(entry)
            if row is not None:
                journal.move(row, field, entry["before"])
        elif entry["kind"] == "granted":
            granting.take_back(entry["pk"], entry["replaced"], by=by)
        elif entry["kind"] == "state":
            _set_state(merged, entry)
    held.undone_at, held.undone_by_id, held.journal = now(), by.pk, []
    held.forgotten_at = held.undone_at
    held.save(update_fields=["undone_at", "undone_by", "journal", "forgotten_at"])
    pair = Q(first=merged, second=kept) | Q(first=kept, second=merged)
    DuplicatePair.objects.filter(pair).update(
        state=PairState.OPEN, settled_at=None, settled_by=None
    )
    log(merged, "associations.undo_merge", user=by)
    log(kept, "associations.undo_absorb", user=by, data={"number": merged.pk})
    listings.refresh([kept.pk, merged.pk])
    merge_undone.send(Association, association=merged, kept=kept, by=by)
    return held


def why_not_undone(merge: Merge) -> list[str]:
    """The reasons, in plain words; none when it can be undone."""
    return _reasons(merge, merge.kept, merge.merged)


def _reasons(merge: Merge, kept: Association, merged: Association) -> list[str]:
    if merge.undone_at:
        return [_("The merger has been undone already.")]
    if not merge.can_be_undone:
        return [_("More than thirty days have passed, and what was before is no longer kept.")]
    reasons = []
    if merged.status != Status.MERGED or merged.merged_into_id != kept.pk:
        reasons.append(_("%(name)s no longer continues in the other.") % {"name": merged.name})
    if kept.status not in CURRENT_STATES:
        text = _("%(name)s has itself ended since. Set it active first.")
        reasons.append(text % {"name": kept.name})
    held = Held(kept)
    for entry in merge.journal:
        if entry["kind"] == "part":
            reasons += _reason_of_part(held, entry)
        elif entry["kind"] == "row":
            reasons += _reason_of_row(entry)
    return reasons


def _reason_of_part(held: Held, entry: Entry) -> list[str]:
    part = journal.BY_NAME[entry["part"]]
    words = {"field": part.label, "name": held.association.name}
    if list(held.value(part)) != entry["after"]:
        return [_("“%(field)s” of %(name)s has been changed since.") % words]
    if part.table == "text" and is_drafted(held):
        return [_("A new text of %(name)s waits for review. Decide about it first.") % words]
    return []


def _reason_of_row(entry: Entry) -> list[str]:
    row, field = journal.row_of(entry)
    if row is None or getattr(row, field.attname) == entry["after"]:
        return []
    words = {"kind": row._meta.verbose_name, "number": row.pk}
    return [_("%(kind)s %(number)s belongs to another association by now.") % words]


def _put_back(kept: Association, parts: list[Entry], by: AbstractBaseUser) -> None:
    held = Held(kept)
    for entry in parts:
        part = journal.BY_NAME[entry["part"]]
        journal.write(held, part, tuple(entry["before"]), by=by)
    if any(journal.BY_NAME[entry["part"]].table == "text" for entry in parts):
        journal.publish(held.text, by=by)


def _set_state(merged: Association, entry: Entry) -> None:
    merged.status, merged.merged_into_id = entry["status"], entry["merged_into"]
    merged.ended_on = date.fromisoformat(entry["ended_on"]) if entry["ended_on"] else None
    merged.save(update_fields=["status", "ended_on", "merged_into", "updated_at"])


def forget_merges() -> int:
    """Empty what can no longer be undone; return how many. Safe to run again, and at once."""
    over = Merge.objects.filter(forgotten_at=None, undo_until__lt=now())
    return over.update(journal=[], forgotten_at=now())
