"""What passes between the steps of an import: plain values."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from associations.importing.notes import Note

# Columns of `Association` that a source may own, and how an empty one looks.
FACTS: dict[str, Any] = {
    "name": "",
    "org_number": "",
    "legal_form": "",
    "status": "",
    "is_listed": None,
    "visiting_address": "",
    "postal_code": "",
    "town": "",
    "latitude": None,
    "longitude": None,
    "founded_year": None,
    "national_federation": "",
    "annual_meeting_month": None,
    "confirmed_on": None,
    "ended_on": None,
}
CONTACTS: dict[str, Any] = {"email": "", "phone": "", "website": "", "social_links": []}
# Lists of words, resolved by `terms`.
TERMS = ("activities", "areas", "target_groups", "languages")
TEXTS: dict[str, Any] = {"description": "", "when_and_where": "", "how_to_join": ""}
# `type` is a word that may tell a legal form and an activity; the ids find the association.
# `email_private` and its like say that a contact detail is for the municipality alone.
PRIVATE_CONTACTS = tuple(f"{name}_private" for name in CONTACTS)
# Our own exports carry the first three; `continues_in` is the `public_id` of the successor.
IDENTIFIERS = ("public_id", "slug", "continues_in", "source_id")
TARGETS = (
    *IDENTIFIERS,
    *FACTS,
    "type",
    *TERMS,
    *CONTACTS,
    *PRIVATE_CONTACTS,
    *TEXTS,
)


@dataclass(slots=True)
class CleanRow:
    """One row, cleaned.

    `number` is what a spreadsheet shows beside the row. `values` holds a value for each target
    whose column the file has; a cell whose content could not be kept is absent, which leaves the
    register as it is. Types: str, int, float, bool, `date`; list[str] for TERMS;
    list[dict] for social_links. `refused` says why nothing sensible can be kept, else "".
    """

    number: int
    values: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    refused: str = ""


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, its value in the register and in the file, as values of the register."""

    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class PlannedRow:
    """What would happen to one row.

    `association` is the primary key it is about, None for a new one. `kept` are changes in the
    source that are not made, because somebody has edited the field since. `doubts` are primary
    keys that the row may be about; unanswered, it becomes an association of its own, to look at.
    `same_as` is the number of an earlier row that says exactly the same. `ids` are those of the
    row's ids that are this row's alone.
    """

    row: CleanRow
    outcome: Outcome
    association: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)
    suspicion: str = ""
    same_as: int | None = None
    reason: str = ""
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What an import would do, row by row, and what it cannot do by itself."""

    source: str
    rows: list[PlannedRow]
    # (kind, key) → (word as written, number of rows)
    proposals: dict[tuple[str, str], tuple[str, int]]
    # Primary keys of associations whose row is no longer in the source. Never deleted.
    vanished: list[int]
    # Share of activity and type values that the vocabulary understands, 0–1; None without values.
    coverage: float | None = None

    @property
    def counts(self) -> dict[str, int]:
        """read, new, changed, unchanged, refused; the last four add up to the first."""
        counts = dict.fromkeys(("read", *Outcome), 0)
        for planned in self.rows:
            counts[planned.outcome] += 1
        counts["read"] = len(self.rows)
        return {str(key): value for key, value in counts.items()}
