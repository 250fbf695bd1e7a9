"""Which association a row is about: by id, then number, then name and town. Never a guess.

First of all comes a row that says exactly what one said the last time.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from associations.importing.types import CleanRow
from associations.models import Association
from associations.models.importing import SourceRecord

# The surest first.
IDS = ("public_id", "source_id")
_NOISE = re.compile(r"[^\w]+")
_FORMS = {"ideell", "förening", "föreningen", "if", "ik", "ek", "för", "i", "och", "the"}


def name_key(name: str) -> str:
    """The name for comparison: without case, signs and doubled blanks."""
    return " ".join(_NOISE.sub(" ", name.casefold()).split())


def fingerprint(row: CleanRow) -> str:
    """A hash of all that the cleaned row says; equal for rows that say the same."""
    text = json.dumps(row.values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(slots=True)
class Found:
    """`association` when it is certain, else those it may be."""

    association: int | None = None
    doubts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    name: str
    number: str
    town: str
    in_source: bool = False


class Register:
    """The register as the import finds it, indexed for matching. Three queries."""

    def __init__(self, source: str) -> None:
        self._known: dict[int, _Known] = {}
        self._by_id: dict[str, dict[str, int]] = {"public_id": {}, "source_id": {}}
        self._by_fingerprint: dict[str, int] = {}
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for pk, public_id, name, number, town, origin, source_id in Association.objects.values_list(
            "pk", "public_id", "name", "org_number", "town", "source", "source_id"
        ).iterator():
            self._by_id["public_id"][str(public_id)] = pk
            if origin == source and source_id:
                self._by_id["source_id"][source_id] = pk
            self._remember(pk, name_key(name), number, name_key(town))
        for pk, source_id, values, known_print in (
            SourceRecord.objects.filter(source=source)
            .values_list("association", "source_id", "values", "fingerprint")
            .iterator()
        ):
            self._by_fingerprint[known_print] = pk
            known = self._known[pk]
            known.in_source = True
            if source_id:
                self._by_id["source_id"][source_id] = pk
            # The source's own words, which the register may have left behind.
            if (old_name := name_key(values.get("name", ""))) not in ("", known.name):
                self._by_name[old_name].append(pk)

    def _remember(self, pk: int, name: str, number: str, town: str) -> None:
        self._known[pk] = _Known(name, number, town)
        if number:
            self._by_number[number].append(pk)
        self._by_name[name].append(pk)

    def in_source(self) -> Iterable[int]:
        """The associations this source has told of before."""
        return (pk for pk, known in self._known.items() if known.in_source)

    def holder(self, kind: str, text: str) -> int | None:
        """The association with this `public_id` or `source_id`."""
        return self._by_id[kind].get(text)

    def find(self, row: CleanRow, rows_with: Counter[tuple[str, str]]) -> Found:
        """The association a row is about.

        `rows_with` counts the file's own names, numbers and ids.
        """
        values = row.values
        if pk := self._by_fingerprint.get(fingerprint(row)):
            return Found(pk)
        for kind in IDS:
            text = values.get(kind, "")
            if rows_with[kind, text] == 1 and (pk := self.holder(kind, text)):
                return Found(pk)
        number, name = values.get("org_number", ""), name_key(values["name"])
        town = name_key(values.get("town", ""))
        by_number = self._with_number(number, rows_with)
        if by_number and _alike(self._known[by_number].name, name):
            return Found(by_number)
        return self._by_name_and_town(name, town, number, by_number, rows_with)

    def _with_number(self, number: str, rows_with: Counter[tuple[str, str]]) -> int | None:
        """The one association with the number, if it is one row's number and one association's."""
        holders = self._by_number.get(number, []) if number else []
        return holders[0] if len(holders) == 1 and rows_with["number", number] == 1 else None

    def _by_name_and_town(
        self,
        name: str,
        town: str,
        number: str,
        by_number: int | None,
        rows_with: Counter[tuple[str, str]],
    ) -> Found:
        named = [pk for pk in self._by_name.get(name, []) if self._may_be(pk, number)]
        certain = [pk for pk in named if town and self._known[pk].town == town]
        if len(certain) != 1 and rows_with["name", name] == 1:
            # The same source means the same municipality: there the name alone will do.
            certain = [pk for pk in named if self._known[pk].in_source]
        if len(certain) > 1 and number:
            certain = [pk for pk in certain if self._known[pk].number == number]
        if len(certain) > 1 and town:
            certain = [pk for pk in certain if self._known[pk].town == town]
        if len(certain) == 1:
            return Found(certain[0])
        doubts = certain or [pk for pk in named if not town or not self._known[pk].town]
        return Found(doubts=sorted({*doubts, *([by_number] if by_number else [])}))

    def _may_be(self, pk: int, number: str) -> bool:
        """Two different numbers are two organisations, however alike their names."""
        other = self._known[pk].number
        return not number or not other or number == other


def _alike(one: str, other: str) -> bool:
    """True if the names are plainly of one organisation: equal, or sharing half their words."""
    if one == other:
        return True
    words, others = set(one.split()) - _FORMS, set(other.split()) - _FORMS
    return 2 * len(words & others) >= max(len(words), len(others)) > 0
