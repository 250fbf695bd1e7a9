"""What happens to a presentation: written, sent, taken back, reviewed, published.

It is held first, and rights and versions are asked while it is held: of two who save, or of one
who takes back and one who approves, the second is told.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from associations import access, granting
from associations.models import (
    Association,
    FieldComment,
    Presentation,
    TrustedAssociation,
)
from associations.presentation_changes import changed_fields, value_of
from associations.presentation_standing import (
    Stage,
    Standing,
    is_trusted,
    published,
    standing_of,
)
from associations.refusals import BeingReviewed, NothingToSend, Outdated, ReviewMovedOn
from associations.services import start_review

Change = Callable[[Presentation], None]


@transaction.atomic
def save_draft(
    association: Association,
    *,
    changes: dict[str, Any],
    version: int | None,
    by: AbstractBaseUser,
) -> Presentation:
    """Keep what was written; residents see it when it has been reviewed. Returns the draft.

    Outdated when something has been saved since `version`; BeingReviewed while it waits. Nothing is
    stored where nothing differs.
    """

    def change(draft: Presentation) -> None:
        for column, value in changes.items():
            setattr(draft, column, value)

    return change_draft(association, change=change, version=version, by=by)


@transaction.atomic
def change_draft(
    association: Association, *, change: Change, version: int | None, by: AbstractBaseUser
) -> Presentation:
    """As `save_draft`, by a function that changes the draft; `version` None asks for no version."""
    standing = _held_by_editor(association, by)
    if standing.stage == Stage.WAITING:
        raise BeingReviewed
    if version is not None and version != (standing.version or 0):
        raise Outdated
    draft = standing.draft
    before = _columns(draft)
    change(draft)
    if _columns(draft) != before:
        draft.full_clean()
        draft.save_revision(user=by, log_action=True)
    return draft


@transaction.atomic
def send_presentation(association: Association, *, version: int, by: AbstractBaseUser) -> bool:
    """Send the draft for review; True when it was published at once, for a trusted association."""
    standing = _held_by_editor(association, by)
    if standing.stage == Stage.WAITING:
        raise BeingReviewed
    if version != (standing.version or 0):
        raise Outdated
    fields = changed_fields(published(standing.public), standing.draft)
    if not fields or not standing.version:
        raise NothingToSend
    note(association, "send_presentation", fields=fields, by=by)
    if not is_trusted(association):
        start_review(standing.public, by)
        return False
    # Publishing is the municipality's right; it has been lent to those it trusts.
    standing.public.latest_revision.publish(user=by, skip_permission_checks=True)
    note(association, "publish_presentation", fields=fields, by=by)
    return True


@transaction.atomic
def withdraw_presentation(association: Association, *, by: AbstractBaseUser) -> None:
    """Take back what waits for review; it is a draft again. Nothing happens when nothing waits."""
    standing = _held_by_editor(association, by)
    if standing.stage == Stage.WAITING:
        standing.public.current_workflow_state.cancel(user=by)
        note(association, "withdraw_presentation", by=by)


@transaction.atomic
def approve_presentation(
    presentation: Presentation, *, version: int, by: AbstractBaseUser, comment: str = ""
) -> None:
    """Publish what was reviewed. ReviewMovedOn when another version, or none, waits by now."""
    review = _held_for_review(presentation, version, by)
    review.task.specific.on_action(review, by, "approve", comment=comment)


@transaction.atomic
def send_back_presentation(
    presentation: Presentation,
    *,
    version: int,
    comments: dict[str, str],
    comment: str,
    by: AbstractBaseUser,
) -> None:
    """Ask for changes: words about fields, by field, and about all of it. Some must be given."""
    review = _held_for_review(presentation, version, by)
    rows = [
        FieldComment(
            association_id=presentation.association_id, review=review, field=field, text=text
        )
        for field, text in comments.items()
        if text
    ]
    for row in rows:
        row.full_clean(exclude=["association", "review"])
    FieldComment.objects.bulk_create(rows)
    review.task.specific.on_action(review, by, "reject", comment=comment)


@transaction.atomic
def set_trusted(association: Association, *, is_trusted: bool, by: AbstractBaseUser) -> None:
    """Let its words be published without review, or no longer. For the coordinator."""
    granting.must(access.may_review(by))
    granting.locked(association)
    if is_trusted:
        _row, changed = TrustedAssociation.objects.get_or_create(
            association=association, defaults={"granted_by_id": by.pk}
        )
    else:
        changed, _rows = TrustedAssociation.objects.filter(association=association).delete()
    if changed:
        log(association, f"associations.{'trust' if is_trusted else 'distrust'}", user=by)


def note(
    association: Association,
    verb: str,
    *,
    fields: Iterable[str] = (),
    by: AbstractBaseUser | None,
) -> None:
    """In the association's history: what happened and in which fields, never what was written."""
    data = {"fields": [str(field) for field in fields]}
    log(association, f"associations.{verb}", user=by, data=data)


def _held(presentations) -> Standing:
    # Only the presentation: its latest revision may be missing, and cannot be locked then.
    held = presentations.select_for_update(of=("self",)).select_related("association").get()
    return standing_of(held)


def _held_by_editor(association: Association, by: AbstractBaseUser) -> Standing:
    granting.locked_going(association)
    standing = _held(Presentation.objects.filter(association=association))
    granting.must(access.may_edit(by, association))
    return standing


def _held_for_review(presentation: Presentation, version: int, by: AbstractBaseUser):
    granting.must(access.may_review(by))
    standing = _held(Presentation.objects.filter(pk=presentation.pk))
    if standing.stage != Stage.WAITING or standing.version != version:
        raise ReviewMovedOn
    return standing.review


def _columns(draft: Presentation) -> dict[str, Any]:
    names = ("ingress", "body", "when_and_where", "how_to_join")
    return {name: value_of(draft, name) for name in (*names, "logo_id", "logo_alt", "logo_focus")}
