"""What the register says now, in the shape of an imported row, so that the two can be compared."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from associations.importing.texts import description_of
from associations.importing.types import CONTACTS, FACTS, TERMS
from associations.models import Association, Presentation, PrivateContact
from associations.models.importing import SourceRecord

CHUNK = 1000


def current_values(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Field → value for each association, contact details from both tables. Eight queries."""
    pks = list(pks)
    values: dict[int, dict[str, Any]] = {}
    contact_names = tuple(CONTACTS)
    for pk, continues_in, *rest in Association.objects.filter(pk__in=pks).values_list(
        "pk", "merged_into__public_id", *FACTS, *contact_names
    ):
        values[pk] = dict(zip((*FACTS, *contact_names), rest, strict=True))
        values[pk]["continues_in"] = str(continues_in or "")
    private = PrivateContact.objects.filter(association__in=pks)
    for pk, *rest in private.values_list("association", *contact_names):
        for name, value in zip(contact_names, rest, strict=True):
            if value:
                values[pk][name] = value
                values[pk][f"{name}_private"] = True
    for target in TERMS:
        for pk, keys in _related(target, pks).items():
            values[pk][target] = keys
    for presentation in Presentation.objects.filter(association__in=pks):
        values[presentation.association_id] |= {
            "description": description_of(presentation),
            "when_and_where": presentation.when_and_where,
            "how_to_join": presentation.how_to_join,
            # Once somebody has drafted a text here, the source no longer owns it.
            "text_is_own": presentation.latest_revision_id is not None,
        }
    return values


def base_values(source: str, pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the source said last, by association."""
    return dict(
        SourceRecord.objects.filter(source=source, association__in=list(pks)).values_list(
            "association", "values"
        )
    )


def _related(target: str, pks: list[int]) -> dict[int, list[int]]:
    field = Association._meta.get_field(target)
    through = field.remote_field.through
    rows = through.objects.filter(association__in=pks).values_list(
        "association", field.m2m_reverse_field_name()
    )
    keys: dict[int, list[int]] = defaultdict(list, {pk: [] for pk in pks})
    for pk, key in rows:
        keys[pk].append(key)
    return {pk: sorted(found) for pk, found in keys.items()}
