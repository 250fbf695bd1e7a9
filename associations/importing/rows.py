"""Cells to values: the rows of a table as `CleanRow`s."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from associations.importing import cells, choices, contacts, limits, places, web
from associations.importing.columns import TARGETS
from associations.importing.faults import ImportFault
from associations.importing.notes import CellNote
from associations.importing.parsed import Parsed, is_placeholder
from associations.importing.splitting import split_words
from associations.importing.table import Cell, RawRow, Table
from associations.importing.types import CONTACTS, FACTS, TERMS, TEXTS, CleanRow
from associations.orgnumber import REMOVED

Reader = Callable[[str], Parsed]


def _line(limit: int) -> Reader:
    return lambda text: cells.read_line(text, limit)


READERS: dict[str, Reader] = {
    "public_id": cells.read_id,
    "continues_in": cells.read_id,
    "slug": cells.read_slug,
    "source_id": _line(120),
    "name": cells.read_name,
    "type": _line(200),
    "org_number": cells.read_org_number,
    "legal_form": choices.read_legal_form,
    "status": choices.read_status,
    "is_listed": choices.read_yes_no,
    "visiting_address": _line(200),
    "postal_code": places.read_postal_code,
    "town": places.read_town,
    "latitude": lambda text: places.read_degrees("latitude", text),
    "longitude": lambda text: places.read_degrees("longitude", text),
    "founded_year": cells.read_year,
    "national_federation": _line(120),
    "annual_meeting_month": choices.read_month,
    "confirmed_on": cells.read_date,
    "ended_on": cells.read_date,
    "email": contacts.read_email,
    "phone": contacts.read_phone,
    "website": web.read_website,
    "social_links": web.read_social_links,
    "description": lambda text: cells.read_text(text, limits.CELL_CHARACTERS),
    "when_and_where": lambda text: cells.read_text(text, 1000),
    "how_to_join": lambda text: cells.read_text(text, 1000),
}
SHOWN = {f"{name}_shown": name for name in CONTACTS}
READERS |= dict.fromkeys(SHOWN, choices.read_yes_no)
EMPTY: dict[str, Any] = {**FACTS, **CONTACTS, **TEXTS}
# A marker where a personal number stood does no harm in running text.
RUNNING_TEXT = frozenset({"name", "national_federation", "visiting_address", *TEXTS})
# "Nej" is an answer here, and "X" may be a name.
LITERAL = frozenset({"name", "type", "is_listed", "source_id", *SHOWN})
# Few different cells, many rows.
REPEATED = frozenset(
    {
        *("type", "town", "postal_code", "founded_year", "annual_meeting_month", "status"),
        *("legal_form", *TERMS),
    }
)


def clean_rows(table: Table, targets: Sequence[str]) -> Iterator[CleanRow]:
    """The rows as values for `targets`: one per column, "" for a column left out.

    One bad cell costs that cell. Raises ImportFault for a mapping nobody can mean, and where the
    file breaks.
    """
    check_targets(table.header, targets)
    cleaner = _Cleaner(targets)
    for raw in table.rows:
        yield cleaner.clean(raw)


def check_targets(header: Sequence[str], targets: Sequence[str]) -> None:
    """Raise ImportFault unless there is a name, and no two columns for the same thing."""
    chosen = [target for target in targets if target]
    if "name" not in chosen:
        raise ImportFault(
            _("No column holds the names of the associations. The columns are: %(columns)s.")
            % {"columns": ", ".join(filter(None, header))}
        )
    twice = {target for target in chosen if chosen.count(target) > 1}
    if twice or not set(chosen) <= set(TARGETS):
        columns = [h for h, target in zip(header, targets, strict=True) if target in twice]
        raise ImportFault(
            _("Two columns are chosen for the same thing: %(columns)s.")
            % {"columns": ", ".join(columns)}
        )


class _Cleaner:
    def __init__(self, targets: Sequence[str]) -> None:
        self.columns = [(index, target) for index, target in enumerate(targets) if target]
        self.cache: dict[tuple[str, str], Parsed] = {}

    def clean(self, raw: RawRow) -> CleanRow:
        row = CleanRow(raw.number, {})
        if raw.has_surplus:
            row.refused = _(
                "The row has more cells than the header, so nobody can tell which value is which."
                " Usually a text holds the separator and lacks quotation marks."
            )
            return row
        if raw.is_heading:
            row.refused = _("The row is a heading across the sheet, not an association.")
            return row
        for index, target in self.columns:
            parsed = self._read(target, raw.cells[index], raw.faults.get(index, ""))
            if parsed.value is not None:
                row.values[target] = parsed.value
            row.notes += [note.about(target) for note in parsed.notes]
        self._settle(row)
        return row

    def _read(self, target: str, cell: Cell, fault: str) -> Parsed:
        if fault:
            code, _space, detail = fault.partition(" ")
            return Parsed(None, (CellNote(code, detail),))
        if not isinstance(cell, str):
            if target not in TERMS:
                cell = ("; " if target == "social_links" else ", ").join(cell)
        elif target in REPEATED and (known := self.cache.get((target, cell))):
            return known
        parsed = self._parse(target, cell)
        if target in REPEATED and isinstance(cell, str) and len(self.cache) < 50_000:
            self.cache[target, cell] = parsed
        return parsed

    def _parse(self, target: str, cell: Cell) -> Parsed:
        removed = REMOVED in (cell if isinstance(cell, str) else " ".join(cell))
        notes = (CellNote("personal_number"),) if removed else ()
        if target in TERMS:
            if removed:
                return Parsed(None, notes)
            words, said = split_words(cell, places=target == "areas")
            return Parsed(words, tuple(said))
        text = str(cell)
        if removed and target not in RUNNING_TEXT:
            return Parsed(None, notes)
        if is_placeholder(text.strip(), is_word=target in LITERAL):
            said = [CellNote("placeholder", text.strip())] if text.strip() else []
            return Parsed(_empty(target), tuple(said))
        if "\ufffd" in text:
            notes += (CellNote("damaged_letters"),)
        parsed = READERS[target](text)
        return Parsed(parsed.value, notes + parsed.notes) if notes else parsed

    def _settle(self, row: CleanRow) -> None:
        """What needs more than one cell."""
        values = row.values
        if not values.get("name"):
            row.refused = _("The name is missing.")
            return
        if isinstance(values.get("town"), tuple):
            values["town"], code = values["town"]
            if code and not values.get("postal_code"):
                values["postal_code"] = code
        for shown, contact in SHOWN.items():
            if values.pop(shown, None) is False and contact in values:
                values[f"{contact}_private"] = values.pop(contact)
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            values.pop("latitude", None)
            values.pop("longitude", None)


def _empty(target: str) -> Any:
    value = EMPTY.get(target, None if target in SHOWN else "")
    return list(value) if isinstance(value, list) else value
