"""Says in words what would happen to a row: values as people write them, ids as names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from associations.importing.columns import TARGETS
from associations.importing.types import TERMS, Change, Outcome, PlannedRow
from associations.models import Activity, Area, Language, LegalForm, Status, TargetGroup
from associations.models.importing import Suspicion

_TERM_MODELS = dict(zip(TERMS, (Activity, Area, TargetGroup, Language), strict=True))

# The parts of a preview, most important first: heading and what it means.
PARTS = {
    "refused": (
        gettext_lazy("Refused rows"),
        gettext_lazy("Nothing sensible can be kept of these rows."),
    ),
    "suspects": (
        gettext_lazy("Rows to look at"),
        gettext_lazy("They come in, and you decide what they are."),
    ),
    "changed": (gettext_lazy("Changed"), gettext_lazy("The source says something new.")),
    "kept": (
        gettext_lazy("Kept"),
        gettext_lazy("Edited here since the last import: what stands in the register stays."),
    ),
    "losses": (
        gettext_lazy("Cells left out"),
        gettext_lazy("The row comes in, without the content of these cells."),
    ),
    "repairs": (gettext_lazy("Repaired"), gettext_lazy("Every repair is named here.")),
    "new": (
        pgettext_lazy("rows", "New"),
        gettext_lazy("These become associations of the register."),
    ),
    "unchanged": (gettext_lazy("Unchanged"), gettext_lazy("Nothing happens to these.")),
}

# A change: from something to something else, from nothing, to nothing.
SENTENCES = {
    "change": (
        gettext_lazy("%(field)s: “%(before)s” becomes “%(after)s”"),
        gettext_lazy("%(field)s: “%(after)s” is added"),
        gettext_lazy("%(field)s: “%(before)s” is taken away"),
    ),
    "kept": (
        gettext_lazy("%(field)s: “%(before)s” is kept; the source says “%(after)s”"),
        gettext_lazy("%(field)s: stays empty; the source says “%(after)s”"),
        gettext_lazy("%(field)s: “%(before)s” is kept; the source says nothing"),
    ),
}


@dataclass(frozen=True)
class Line:
    """One thing said about a row. `before` and `after` are "" where nothing is compared."""

    kind: str
    field: str
    before: str
    after: str
    text: str


class Wording:
    """Names for the primary keys of the vocabulary: four queries, then none."""

    def __init__(self) -> None:
        self._names = {
            target: dict(model.objects.values_list("pk", "name"))
            for target, model in _TERM_MODELS.items()
        }

    def value(self, field: str, value: Any) -> str:
        """A value of the register as a person writes it."""
        if field in self._names:
            return ", ".join(sorted(self._names[field].get(key, "?") for key in value or []))
        if field == "social_links":
            return ", ".join(link.get("url", "") for link in value or [])
        if field == "status" and value:
            return str(Status(value).label)
        if field == "legal_form" and value:
            return str(LegalForm(value).label)
        if field == "annual_meeting_month" and value:
            return str(MONTHS[value])
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if value is None else str(value)

    def lines(self, planned: PlannedRow) -> Iterable[Line]:
        """All that is said about a row."""
        if planned.reason:
            yield Line(planned.outcome, "", "", "", planned.reason)
        if planned.suspicion:
            yield Line("suspect", "", "", "", str(Suspicion(planned.suspicion).label))
        for change in planned.changes:
            yield self._change("change", change)
        for change in planned.kept:
            yield self._change("kept", change)
        for note in planned.row.notes:
            field = str(TARGETS.get(note.field, note.field))
            text = f"{field}: {note.reason}" if field else note.reason
            yield Line(str(note.kind), field, note.old, note.new, text)

    def _change(self, kind: str, change: Change) -> Line:
        field = str(TARGETS.get(change.field, change.field))
        before, after = self.value(change.field, change.old), self.value(change.field, change.new)
        both, only_after, only_before = SENTENCES[kind]
        sentence = only_before if not after else both if before else only_after
        text = sentence % {"field": field, "before": before, "after": after}
        return Line(kind, field, before, after, text)


def rows_of_part(key: str, rows: Iterable[PlannedRow]) -> list[PlannedRow]:
    """The rows that belong in one part of the preview."""
    belongs = {
        "refused": lambda row: row.outcome == Outcome.REFUSED,
        "suspects": lambda row: bool(row.suspicion),
        "changed": lambda row: row.outcome == Outcome.CHANGED,
        "kept": lambda row: bool(row.kept),
        "losses": lambda row: any(note.kind == "refusal" for note in row.row.notes),
        "repairs": lambda row: any(note.kind == "repair" for note in row.row.notes),
        "new": lambda row: row.outcome == Outcome.NEW,
        "unchanged": lambda row: row.outcome == Outcome.UNCHANGED,
    }[key]
    return [row for row in rows if belongs(row)]
