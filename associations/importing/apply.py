"""Makes a plan happen: all of it or nothing, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.timezone import now
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from associations import listings, schedule, services
from associations.do_not_publish import Hidden
from associations.importing.matching import fingerprint
from associations.importing.plan import Answers, Progress, make_plan
from associations.importing.texts import presentation_from
from associations.importing.types import (
    CONTACTS,
    FACTS,
    PRIVATE_CONTACTS,
    TERMS,
    TEXTS,
    CleanRow,
    Outcome,
    Plan,
    PlannedRow,
)
from associations.importing.visibility import is_organisations_address, is_organisations_phone
from associations.models import Association, Presentation, PrivateContact, Status
from associations.models.importing import (
    UNLISTED_SUSPICIONS,
    ImportRun,
    SourceRecord,
    TermMapping,
)

BATCH = 1000
# Any number that no other advisory lock of ours has.
LOCK = 5_270_001


def run_import(
    rows: Callable[[], Iterable[CleanRow]],
    *,
    source: str,
    by: AbstractBaseUser | None,
    file_name: str,
    mapping: dict[str, str] | None = None,
    answers: Answers | None = None,
    expected: dict[str, int] | None = None,
    progress: Progress = lambda done: None,
) -> tuple[Plan, ImportRun | None]:
    """Plan and apply in one transaction, one import at a time.

    With `expected` counts – those a person was shown – nothing is applied and no run returned if
    the register has changed so that the plan now counts otherwise.
    """
    with transaction.atomic():
        _lock()
        plan = make_plan(rows(), source=source, answers=answers, progress=progress)
        _keep_hidden(plan)
        if expected is not None and plan.counts != expected:
            return plan, None
        return plan, _apply(plan, by, file_name, mapping or {})


def _keep_hidden(plan: Plan) -> None:
    """Let nothing in the plan show what is not to be published."""
    hidden = Hidden.read()
    for planned in plan.rows:
        facts = planned.facts
        for field in ("email", "phone"):
            if facts.get(field) and hidden.has(field, facts[field]):
                facts[f"{field}_private"] = True
        name = facts.get("name", "")
        if planned.association in hidden.associations or (name and hidden.has("name", name)):
            facts["is_listed"] = False
            planned.changes = [change for change in planned.changes if change.field != "is_listed"]


def _lock() -> None:
    """Wait for any other import. SQLite's writers already wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _apply(
    plan: Plan, by: AbstractBaseUser | None, file_name: str, mapping: dict[str, str]
) -> ImportRun:
    at = now()
    touched = []
    taken = set(Association.objects.values_list("slug", flat=True))
    new = (planned for planned in plan.rows if planned.outcome == Outcome.NEW)
    for batch in _batches(new):
        touched += _create(batch, plan.source, taken, by, at)
    _point_on(plan)
    known = (planned for planned in plan.rows if planned.association and not planned.same_as)
    for batch in _batches(known):
        touched += _update(batch, plan.source, by, at)
    _propose(plan)
    schedule.reschedule(touched)
    listings.refresh(touched)
    return ImportRun.objects.create(
        source=plan.source,
        file_name=file_name,
        imported_by=by,
        counts=plan.counts,
        mapping=mapping,
    )


def _create(
    batch: list[PlannedRow],
    source: str,
    taken: set[str],
    by: AbstractBaseUser | None,
    at: datetime,
) -> list[int]:
    made = Association.objects.bulk_create(
        [_new_association(planned, source, taken, at) for planned in batch]
    )
    pairs = list(zip(batch, made, strict=True))
    Presentation.objects.bulk_create(
        Presentation(association=association, **_texts(planned.facts))
        for planned, association in pairs
    )
    PrivateContact.objects.bulk_create(
        PrivateContact(association=association, **private)
        for planned, association in pairs
        if (private := _contacts(planned, association.name)[1])
    )
    for target in TERMS:
        field = Association._meta.get_field(target)
        column = f"{field.m2m_reverse_field_name()}_id"
        field.remote_field.through.objects.bulk_create(
            field.remote_field.through(association_id=association.pk, **{column: key})
            for planned, association in pairs
            for key in planned.facts.get(target, [])
        )
    for planned, association in pairs:
        planned.association = association.pk
    SourceRecord.objects.bulk_create(_record(planned, source, at) for planned in batch)
    _log_created(made, by, at)
    return [association.pk for association in made]


def _new_association(
    planned: PlannedRow, source: str, taken: set[str], at: datetime
) -> Association:
    facts, values = planned.facts, planned.row.values
    association = Association(
        **{name: facts[name] for name in FACTS if name in facts},
        **_contacts(planned, facts["name"])[0],
        source=source,
        source_id=planned.ids.get("source_id", ""),
        imported_at=at,
    )
    slug = values.get("slug", "")
    if slug and slug not in taken:
        association.slug = slug
        taken.add(slug)
    else:
        association.slug = services.unique_slug(facts["name"], taken)
    if public_id := planned.ids.get("public_id"):
        association.public_id = public_id
    if "is_listed" not in facts:
        association.is_listed = planned.suspicion not in UNLISTED_SUSPICIONS
    if association.status == Status.MERGED:
        # Until `_point_on` knows into which: the database refuses a merger into nothing.
        association.status = Status.DISSOLVED
    return association


def _contacts(planned: PlannedRow, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row's contact details, parted into public and for the municipality alone.

    Our own exports say which is which; of another system's only an organisation's are public.
    """
    public, private = {}, {}
    is_ours = "public_id" in planned.row.values
    for field in CONTACTS:
        if not (value := planned.facts.get(field)):
            continue
        hidden = planned.facts.get(f"{field}_private", False)
        if not is_ours and field == "email":
            hidden = hidden or not is_organisations_address(value, name)
        if not is_ours and field == "phone":
            hidden = hidden or not is_organisations_phone(value)
        (private if hidden else public)[field] = value
    return public, private


def _texts(facts: dict[str, Any]) -> dict[str, Any]:
    texts = {name: facts[name] for name in TEXTS if name in facts and name != "description"}
    if "description" in facts:
        texts |= presentation_from(facts["description"])
    return texts


def _record(planned: PlannedRow, source: str, at: datetime) -> SourceRecord:
    return SourceRecord(
        association_id=planned.association,
        source=source,
        source_id=planned.ids.get("source_id", ""),
        values=_base(planned),
        fingerprint=fingerprint(planned.row),
        suspicion=planned.suspicion,
        imported_at=at,
    )


def _base(planned: PlannedRow) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in planned.facts.items()
        if name not in PRIVATE_CONTACTS
    }


def _point_on(plan: Plan) -> None:
    """Let the new ones that continue in another point at it, now that all exist."""
    pointing = {
        planned.association: planned
        for planned in plan.rows
        if planned.outcome == Outcome.NEW and planned.facts.get("continues_in")
    }
    targets = {
        str(public_id): pk
        for public_id, pk in Association.objects.filter(
            public_id__in=[planned.facts["continues_in"] for planned in pointing.values()]
        ).values_list("public_id", "pk")
    }
    for pk, planned in pointing.items():
        if target := targets.get(planned.facts["continues_in"]):
            status = planned.facts.get("status") or Status.MERGED
            Association.objects.filter(pk=pk).update(merged_into=target, status=status)


def _update(
    batch: list[PlannedRow], source: str, by: AbstractBaseUser | None, at: datetime
) -> list[int]:
    """Write what changed, and what the source said; return the associations that changed."""
    pks = [planned.association for planned in batch]
    records = {
        record.association_id: record
        for record in SourceRecord.objects.filter(source=source, association__in=pks)
    }
    fresh, changed = [], []
    for planned in batch:
        record = records.get(planned.association)
        if record is None:
            fresh.append(_record(planned, source, at))
        elif record.fingerprint != fingerprint(planned.row) or record.values != _base(planned):
            record.values = record.values | _base(planned)
            record.fingerprint = fingerprint(planned.row)
            record.source_id = planned.ids.get("source_id", record.source_id)
            record.imported_at = at
            record.save(update_fields=["values", "fingerprint", "source_id", "imported_at"])
        if planned.changes:
            changed.append(planned)
    SourceRecord.objects.bulk_create(fresh)
    associations = Association.objects.select_for_update().in_bulk(
        [planned.association for planned in changed]
    )
    for planned in changed:
        _change(associations[planned.association], planned, by, at)
    return list(associations)


def _change(
    association: Association, planned: PlannedRow, by: AbstractBaseUser | None, at: datetime
) -> None:
    columns = {change.field: change.new for change in planned.changes}
    fields = sorted(columns)
    for target in TERMS:
        if target in columns:
            getattr(association, target).set(columns.pop(target))
    texts = {name: columns.pop(name) for name in TEXTS if name in columns}
    if texts:
        Presentation.objects.filter(association=association).update(**_texts(texts))
    if contacts := {name: columns.pop(name) for name in CONTACTS if name in columns}:
        _change_contacts(association, planned, contacts)
    if public_id := columns.pop("continues_in", None):
        association.merged_into = Association.objects.filter(public_id=public_id).first()
    for name, value in columns.items():
        setattr(association, name, value)
    association.imported_at = at
    association.save()
    log(association, "associations.import", user=by, data={"fields": fields})


def _change_contacts(
    association: Association, planned: PlannedRow, contacts: dict[str, Any]
) -> None:
    private, _made = PrivateContact.objects.get_or_create(association=association)
    public_values, private_values = _contacts(planned, association.name)
    for name in contacts:
        # What the municipality has hidden stays hidden, whatever the new value looks like.
        if getattr(private, name) and name in public_values:
            private_values[name] = public_values.pop(name)
        setattr(association, name, public_values.get(name, CONTACTS[name]))
        setattr(private, name, private_values.get(name, CONTACTS[name]))
    private.save()


def _propose(plan: Plan) -> None:
    """Keep the words nobody has decided about, with how many rows say them."""
    known = {(term.kind, term.key): term for term in TermMapping.objects.all()}
    made = []
    for (kind, key), (word, uses) in plan.proposals.items():
        term = known.get((kind, key[:200]))
        if term is None:
            made.append(
                TermMapping(
                    kind=kind, key=key[:200], word=word[:200], uses=uses, source=plan.source
                )
            )
        elif term.uses != uses:
            term.uses = uses
            term.save(update_fields=["uses"])
    TermMapping.objects.bulk_create(made)


def _log_created(made: list[Association], by: AbstractBaseUser | None, at: datetime) -> None:
    content_type = ContentType.objects.get_for_model(Association)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(association.pk),
            label=association.name,
            action="associations.import",
            timestamp=at,
            user=by,
            data={},
        )
        for association in made
    )


def _batches(rows: Iterable[PlannedRow]) -> Iterator[list[PlannedRow]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch
