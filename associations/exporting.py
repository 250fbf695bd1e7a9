"""The register as a table: everything the import can read again, and nothing else.

Contact persons, notes, documents and payment details stay where they are. Contact details that
only the municipality may see are included and marked, so the file is for the municipality alone.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from associations import tables
from associations.importing.choices import LEGAL_FORM_WORDS, MONTH_WORDS, STATUS_WORDS
from associations.importing.current import CHUNK, current_values
from associations.importing.types import TERMS
from associations.models import (
    Activity,
    Area,
    AssociationQuerySet,
    Language,
    LegalForm,
    Status,
    TargetGroup,
)
from associations.orgnumber import OrgNumber

# Heading → what the import takes it for, in the order of the columns.
COLUMNS = {
    "Beständigt id": "public_id",
    "Namn": "name",
    "Organisationsnummer": "org_number",
    "Juridisk form": "legal_form",
    "Status": "status",
    "Visas för invånare": "is_listed",
    "Verksamheter": "activities",
    "Målgrupper": "target_groups",
    "Områden": "areas",
    "Språk": "languages",
    "Beskrivning": "description",
    "När och var": "when_and_where",
    "Bli medlem": "how_to_join",
    "E-post": "email",
    "E-post visas": "email_shown",
    "Telefon": "phone",
    "Telefon visas": "phone_shown",
    "Webbplats": "website",
    "Webbplats visas": "website_shown",
    "Sociala medier": "social_links",
    "Sociala medier visas": "social_links_shown",
    "Besöksadress": "visiting_address",
    "Postnummer": "postal_code",
    "Ort": "town",
    "Latitud": "latitude",
    "Longitud": "longitude",
    "Bildad år": "founded_year",
    "Riksorganisation": "national_federation",
    "Årsmötesmånad": "annual_meeting_month",
    "Uppgifterna bekräftade": "confirmed_on",
    "Upphörde": "ended_on",
    "Fortsätter i": "continues_in",
    "Adressnamn": "slug",
    "Id i källsystemet": "source_id",
}
TITLE = "Föreningsregister"
_TERM_MODELS = {
    "activities": Activity,
    "areas": Area,
    "target_groups": TargetGroup,
    "languages": Language,
}


def export_rows(associations: AssociationQuerySet) -> Iterator[list[str]]:
    """The header and then a row for each association, by name. Constant memory."""
    yield list(COLUMNS)
    names = {
        target: dict(model.objects.values_list("pk", "name"))
        for target, model in _TERM_MODELS.items()
    }
    keys = associations.order_by("name", "pk").values_list("pk", "public_id", "slug", "source_id")
    chunks = keys.iterator(chunk_size=CHUNK)
    while chunk := list(islice(chunks, CHUNK)):
        values = current_values([pk for pk, *_ids in chunk])
        for pk, public_id, slug, source_id in chunk:
            facts = values[pk] | {"public_id": public_id, "slug": slug, "source_id": source_id}
            yield [_cell(target, facts, names) for target in COLUMNS.values()]


def write_export(associations: AssociationQuerySet, file: BinaryIO, *, extension: str) -> None:
    """Write the associations as `csv` or `xlsx`; ValueError for anything else."""
    match extension.lower().removeprefix("."):
        case "csv":
            tables.write_csv(export_rows(associations), file)
        case "xlsx":
            tables.write_xlsx(export_rows(associations), file, title=TITLE)
        case _:
            raise ValueError(f"{Path(extension).name} is neither csv nor xlsx")


def _cell(target: str, facts: dict[str, Any], names: dict[str, dict[int, str]]) -> str:
    if target.endswith("_shown"):
        contact = target.removesuffix("_shown")
        if not facts.get(contact):
            return ""
        return "nej" if facts.get(f"{contact}_private") else "ja"
    value = facts.get(target)
    match target:
        case "org_number":
            return OrgNumber(value).formatted if value else ""
        case "legal_form":
            return LEGAL_FORM_WORDS[LegalForm(value)]
        case "status":
            return STATUS_WORDS[Status(value)]
        case "annual_meeting_month":
            return MONTH_WORDS[value] if value else ""
        case "social_links":
            return "; ".join(link["url"] for link in value or [])
        case _ if target in TERMS:
            return _words(names[target][key] for key in value or [])
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _words(words: Any) -> str:
    """Parted by semicolons, also a single word that holds a comma of its own."""
    words = sorted(words)
    text = "; ".join(words)
    return f"{text};" if len(words) == 1 and "," in text else text
