"""Says what an import would do, row by row. Reads only."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from associations.importing.current import CHUNK, base_values, current_values
from associations.importing.matching import IDS, Register, fingerprint, name_key
from associations.importing.notes import CellNote
from associations.importing.suspects import suspicion_about
from associations.importing.terms import Terms
from associations.importing.texts import says_the_same
from associations.importing.types import (
    CONTACTS,
    FACTS,
    PRIVATE_CONTACTS,
    TERMS,
    TEXTS,
    Change,
    CleanRow,
    Outcome,
    Plan,
    PlannedRow,
)
from associations.models.importing import Suspicion

OWNED = (*FACTS, "continues_in", *CONTACTS, *TERMS, *TEXTS)
# A source that leaves these empty says nothing about them.
NEVER_EMPTIED = ("name", "legal_form", "status", "is_listed")
SEPARATE = "new"

Answers = Mapping[int, int | str]
Progress = Callable[[int], None]


def make_plan(
    rows: Iterable[CleanRow],
    *,
    source: str,
    answers: Answers | None = None,
    progress: Progress = lambda done: None,
) -> Plan:
    """Plan an import of `rows` from `source`.

    `answers` settles doubts: row number → primary key of the association it is, or `SEPARATE`.
    `progress` is told how many rows are done.
    """
    return _Planner(list(rows), source, answers or {}, progress).plan()


class _Planner:
    def __init__(
        self, rows: list[CleanRow], source: str, answers: Answers, progress: Progress
    ) -> None:
        self.rows, self.source, self.answers, self.progress = rows, source, answers, progress
        self.register = Register(source)
        self.terms = Terms()
        self.rows_with = _counts(rows)
        self.first_with: dict[str, int] = {}
        self.claimed: dict[int, int] = {}

    def plan(self) -> Plan:
        planned = [self._place(row) for row in self.rows]
        for number, chunk in enumerate(_chunks(planned)):
            self._compare(chunk)
            self.progress(min((number + 1) * CHUNK, len(planned)))
        vanished = sorted(set(self.register.in_source()) - self.claimed.keys())
        proposals = {
            at: (self.terms.spelt[at], uses) for at, uses in self.terms.unknown.most_common()
        }
        plan = Plan(self.source, planned, proposals, vanished, self.terms.coverage)
        counts = plan.counts
        if counts["read"] != sum(counts[outcome] for outcome in Outcome):
            raise AssertionError(f"Rows unaccounted for: {counts}")
        return plan

    def _place(self, row: CleanRow) -> PlannedRow:
        """Find the association the row is about; at most one row for each."""
        if row.refused:
            return PlannedRow(row, Outcome.REFUSED, reason=row.refused)
        if same := self._said_before(row):
            reason = _("Says the same as row %(number)s.") % {"number": same}
            return PlannedRow(row, Outcome.UNCHANGED, same_as=same, reason=reason)
        found = self.register.find(row, self.rows_with)
        pk, doubts = found.association, found.doubts
        if (answer := self.answers.get(row.number)) is not None:
            pk, doubts = (None if answer == SEPARATE else int(answer)), []
        if pk in self.claimed:
            pk, doubts = None, [pk]
        if pk:
            self.claimed[pk] = row.number
            planned = PlannedRow(row, Outcome.UNCHANGED, association=pk)
        else:
            planned = self._new(row, doubts)
        planned.ids = dict(self._own_ids(row, pk))
        return planned

    def _own_ids(self, row: CleanRow, pk: int | None) -> Iterator[tuple[str, str]]:
        """The row's ids, less those of other rows and of other associations."""
        for kind in IDS:
            if not (text := row.values.get(kind)):
                continue
            if self.rows_with[kind, text] == 1 and self.register.holder(kind, text) in (None, pk):
                yield kind, text
            else:
                row.notes.append(CellNote("shared_id", text).about(kind))

    def _said_before(self, row: CleanRow) -> int | None:
        first = self.first_with.setdefault(fingerprint(row), row.number)
        return None if first == row.number else first

    def _new(self, row: CleanRow, doubts: list[int]) -> PlannedRow:
        name, number = row.values["name"], row.values.get("org_number", "")
        suspicion = suspicion_about(name, number)
        if not suspicion and (doubts or self.rows_with["name", name_key(name)] > 1):
            suspicion = Suspicion.POSSIBLE_DUPLICATE
        answered = row.number in self.answers
        return PlannedRow(
            row,
            Outcome.NEW,
            doubts=doubts,
            suspicion="" if answered and suspicion == Suspicion.POSSIBLE_DUPLICATE else suspicion,
        )

    def _compare(self, chunk: list[PlannedRow]) -> None:
        """Three ways: what the source says, what it said last, and what the register says."""
        pks = [planned.association for planned in chunk if planned.association]
        current, base = current_values(pks), base_values(self.source, pks)
        for planned in chunk:
            if planned.outcome == Outcome.REFUSED or planned.same_as:
                continue
            planned.facts = self._facts(planned.row)
            if pk := planned.association:
                _differ(planned, current[pk], base.get(pk, {}))

    def _facts(self, row: CleanRow) -> dict[str, Any]:
        """The row as values of the register, terms as primary keys."""
        facts = {
            name: row.values[name]
            for name in (*OWNED, *PRIVATE_CONTACTS)
            if name in row.values and name not in TERMS
        }
        for private in PRIVATE_CONTACTS:
            if value := facts.pop(private, None):
                facts[private.removesuffix("_private")] = value
                facts[private] = True
        facts |= self.terms.resolve(row)
        return {
            name: value
            for name, value in facts.items()
            if not (name in NEVER_EMPTIED and value in ("", None))
        }


def _differ(planned: PlannedRow, current: dict[str, Any], base: dict[str, Any]) -> None:
    for name, new in planned.facts.items():
        if name in PRIVATE_CONTACTS:
            continue
        old = current.get(name, "")
        if _same(name, old, new):
            continue
        followed = name in base and _same(name, old, base[name])
        # A source that speaks of a field for the first time may fill it, not overwrite it.
        unsaid = name not in base and old in ("", None, [])
        own_text = name in TEXTS and current.get("text_is_own")
        change = Change(name, old, new)
        (planned.changes if (followed or unsaid) and not own_text else planned.kept).append(change)
    if planned.changes:
        planned.outcome = Outcome.CHANGED


def _same(name: str, one: Any, other: Any) -> bool:
    if name in TEXTS:
        return says_the_same(one or "", other or "")
    # The base comes from JSON, where a date is text.
    plain = (value.isoformat() if isinstance(value, date) else value for value in (one, other))
    one, other = plain
    return one == other


def _counts(rows: list[CleanRow]) -> Counter[tuple[str, str]]:
    """How many different rows of the file carry each name, each number and each id."""
    counts: Counter[tuple[str, str]] = Counter()
    seen = set()
    for row in rows:
        if row.refused or (said := fingerprint(row)) in seen:
            continue
        seen.add(said)
        counts["name", name_key(row.values["name"])] += 1
        if number := row.values.get("org_number"):
            counts["number", number] += 1
        counts.update((kind, row.values[kind]) for kind in IDS if row.values.get(kind))
    return counts


def _chunks(planned: list[PlannedRow]) -> Iterator[list[PlannedRow]]:
    rows = iter(planned)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
