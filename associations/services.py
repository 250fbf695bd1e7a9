"""What happens to an association. A verb each: atomic, logged, and the listing follows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from associations import listings, schedule
from associations.do_not_publish import Hidden, is_hidden
from associations.models import Association, Presentation, PrivateContact, Status, Suggestion
from associations.models.association import ContactFields
from associations.signals import association_dissolved, association_merged, association_moved
from associations.slugs import slugify

CONTACT_FIELDS = tuple(field.name for field in ContactFields._meta.get_fields())
RELATIONS = ("activities", "target_groups", "areas", "languages")
# What decides when the association is asked whether its page is right.
_SCHEDULED_BY = {"annual_meeting_month", "legal_form", "activities", "confirmed_on"}


def unique_slug(name: str, taken: set[str] | None = None) -> str:
    """A permanent address name for `name`. `taken` spares the queries in a bulk import."""
    base = slugify(name)[:200] or "forening"
    slug, number = base, 1
    while slug in taken if taken is not None else Association.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    if taken is not None:
        taken.add(slug)
    return slug


@transaction.atomic
def register_association(*, name: str, by: AbstractBaseUser | None, **facts: Any) -> Association:
    """Add an association, unlisted unless told otherwise, and return it."""
    relations = {field: facts.pop(field) for field in RELATIONS if field in facts}
    association = Association(name=name, slug=unique_slug(name), **facts)
    association.full_clean()
    association.save()
    for field, values in relations.items():
        getattr(association, field).set(values)
    Presentation.objects.create(association=association)
    log(association, "wagtail.create", user=by)
    _reschedule(association)
    listings.refresh([association.pk])
    return association


@transaction.atomic
def change_facts(
    association: Association, *, changes: dict[str, Any], by: AbstractBaseUser | None
) -> Association:
    """Set the named columns and relations; writes and logs only what differs."""
    return change_details(association, facts=changes, contact={}, by=by)


@transaction.atomic
def change_details(
    association: Association,
    *,
    facts: dict[str, Any],
    contact: dict[str, tuple[Any, bool]],
    by: AbstractBaseUser | None,
) -> Association:
    """Set facts, and contact details as (value, is public); one line in the history for all."""
    changed = _set_facts(association, facts)
    changed += [
        field
        for field, (value, is_public) in contact.items()
        if _set_contact(association, field, value, is_public=is_public)
    ]
    if changed:
        record_change(association, fields=changed, by=by)
    return association


def _set_facts(association: Association, facts: dict[str, Any]) -> list[str]:
    changed = []
    for field, value in facts.items():
        if field in RELATIONS:
            relation = getattr(association, field)
            if {term.pk for term in value} != set(relation.values_list("pk", flat=True)):
                relation.set(value)
                changed.append(field)
        elif getattr(association, field) != value:
            setattr(association, field, value)
            changed.append(field)
    if changed:
        association.full_clean()
        columns = [field for field in changed if field not in RELATIONS]
        association.save(update_fields=[*columns, "updated_at"])
    if _SCHEDULED_BY & set(changed):
        _reschedule(association)
    return changed


def _reschedule(association: Association) -> None:
    if schedule.reschedule([association.pk]):
        association.refresh_from_db(fields=["ask_on", "late_on"])


def record_change(
    association: Association, *, fields: Iterable[str], by: AbstractBaseUser | None
) -> None:
    """Log which facts were changed – names of fields, never values – and refresh the listing."""
    log(association, "associations.change_facts", user=by, data={"fields": sorted(fields)})
    listings.refresh([association.pk])


@transaction.atomic
def set_contact(
    association: Association,
    *,
    field: str,
    value: Any,
    is_public: bool,
    by: AbstractBaseUser | None,
) -> Association:
    """Put a contact detail where its visibility says: the public table or the private one."""
    return change_details(association, facts={}, contact={field: (value, is_public)}, by=by)


def _set_contact(association: Association, field: str, value: Any, *, is_public: bool) -> bool:
    if field not in CONTACT_FIELDS:
        raise ValueError(f"{field} is not a contact detail")
    if is_public and field in ("email", "phone") and is_hidden(field, value):
        is_public = False
    private, _created = PrivateContact.objects.get_or_create(association=association)
    empty: Any = [] if field == "social_links" else ""
    public_value, private_value = (value, empty) if is_public else (empty, value)
    if (getattr(association, field), getattr(private, field)) == (public_value, private_value):
        return False
    setattr(association, field, public_value)
    setattr(private, field, private_value)
    private.full_clean()
    private.save(update_fields=[field])
    association.full_clean()
    association.save(update_fields=[field, "updated_at"])
    return True


@transaction.atomic
def set_listed(
    associations: Iterable[Association], *, is_listed: bool, by: AbstractBaseUser | None
) -> int:
    """List or unlist for residents; return how many that changed.

    What is on the list of what is not to be published is never listed.
    """
    pks = [association.pk for association in associations]
    hidden = Hidden.read()
    rows = list(
        Association.objects.select_for_update().filter(pk__in=pks).exclude(is_listed=is_listed)
    )
    if is_listed:
        rows = [
            row
            for row in rows
            if row.pk not in hidden.associations and not hidden.has("name", row.name)
        ]
    action = "associations.list" if is_listed else "associations.unlist"
    for association in rows:
        association.is_listed = is_listed
        association.save(update_fields=["is_listed", "updated_at"])
        log(association, action, user=by)
    listings.refresh([association.pk for association in rows])
    return len(rows)


@transaction.atomic
def confirm(association: Association, *, on: date, by: AbstractBaseUser | None) -> Association:
    """Note that the facts were found right on this day."""
    association.confirmed_on = on
    association.save(update_fields=["confirmed_on", "updated_at"])
    _reschedule(association)
    log(association, "associations.confirm", user=by)
    listings.refresh([association.pk])
    return association


@transaction.atomic
def dissolve(
    association: Association,
    *,
    on: date,
    by: AbstractBaseUser | None,
    continues_in: Association | None = None,
) -> Association:
    """Mark as dissolved. The page stays, and points on to `continues_in` if any."""
    _move(association, Status.DISSOLVED, on=on, target=continues_in)
    log(association, "associations.dissolve", user=by)
    association_dissolved.send(Association, association=association, on=on, by=by)
    return association


@transaction.atomic
def merge_into(
    association: Association, *, target: Association, on: date, by: AbstractBaseUser | None
) -> Association:
    """Mark as merged into `target`, which must itself still be going."""
    if target.pk == association.pk or target.is_ended:
        raise ValueError("An association merges into another one that is still going")
    _move(association, Status.MERGED, on=on, target=target)
    log(association, "associations.merge", user=by)
    association_merged.send(Association, association=association, into=target, on=on, by=by)
    return association


@transaction.atomic
def move_out(association: Association, *, on: date, by: AbstractBaseUser | None) -> Association:
    """Mark as moved to another municipality. The page stays and says so."""
    _move(association, Status.MOVED, on=on)
    log(association, "associations.move_out", user=by)
    association_moved.send(Association, association=association, on=on, by=by)
    return association


@transaction.atomic
def set_dormant(association: Association, *, by: AbstractBaseUser | None) -> Association:
    """Mark as resting: still in the list, and said to be dormant."""
    _move(association, Status.DORMANT)
    log(association, "associations.rest", user=by)
    return association


@transaction.atomic
def set_active(association: Association, *, by: AbstractBaseUser | None) -> Association:
    """Mark as going: an applied one is accepted, a dormant or ended one taken up again."""
    _move(association, Status.ACTIVE)
    log(association, "associations.activate", user=by)
    return association


def _move(
    association: Association,
    status: str,
    *,
    on: date | None = None,
    target: Association | None = None,
) -> None:
    """Take one step of the life course; raises ValueError for a step that is not in the table."""
    if not association.may_become(status):
        raise ValueError(f"No step leads from {association.status} to {status}")
    association.status = status
    association.ended_on = on
    association.merged_into = target
    association.full_clean()
    association.save(update_fields=["status", "ended_on", "merged_into", "updated_at"])
    listings.refresh([association.pk])


@transaction.atomic
def propose_presentation(
    association: Association, *, changes: dict[str, Any], by: AbstractBaseUser
) -> Presentation:
    """Save the text as a draft and send it for review; the public text stays meanwhile."""
    presentation = Presentation.objects.select_for_update().get(association=association)
    draft = presentation.get_latest_revision_as_object()
    for field, value in changes.items():
        setattr(draft, field, value)
    draft.full_clean()
    draft.save_revision(user=by, log_action=True)
    start_review(presentation, by)
    return presentation


def start_review(presentation: Presentation, by: AbstractBaseUser) -> None:
    """Put the latest version before the reviewers."""
    state = presentation.current_workflow_state
    if state is None:
        if workflow := presentation.get_workflow():
            workflow.start(presentation, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        # Still waiting: the reviewer is to see, and to approve, what was written last.
        task_state = state.current_task_state
        task_state.revision = presentation.latest_revision
        task_state.save(update_fields=["revision"])


@transaction.atomic
def suggest_change(
    association: Association, *, topic: str, text: str, reply_to: str, sender: str
) -> Suggestion:
    """Keep a resident's suggestion for the coordinator. `sender` is a network address."""
    return Suggestion.objects.create(
        association=association,
        topic=topic,
        text=text,
        reply_to=reply_to,
        sender_hash=sender_hash(sender),
    )


def sender_hash(sender: str) -> str:
    """A hash that counts a sender for one day and traces nobody."""
    return salted_hmac(f"suggestion {localdate()}", sender, secret=settings.SECRET_KEY).hexdigest()
