"""Turns a row's words into the municipality's vocabulary, and collects the words it lacks."""

from collections import Counter
from typing import Any

from associations.importing.types import CleanRow
from associations.models import Activity, Area, Language, TargetGroup
from associations.models.importing import TermKind, TermMapping, TermState
from associations.vocabulary.words import (
    activity_index,
    forms,
    lookup,
    normalised,
    target_groups_in,
    type_index,
)

KIND_OF = {
    "activities": TermKind.ACTIVITY,
    "areas": TermKind.AREA,
    "target_groups": TermKind.TARGET_GROUP,
    "languages": TermKind.LANGUAGE,
}


class Terms:
    """The vocabulary as it stands when the import begins: eight queries, then dictionaries."""

    def __init__(self) -> None:
        activities = list(Activity.objects.values_list("pk", "name", "synonyms"))
        self._activities = activity_index(
            (pk, name, synonyms.splitlines()) for pk, name, synonyms in activities
        )
        by_name = {normalised(name): pk for pk, name, _synonyms in activities}
        self._types: dict[str, tuple[str, int | None]] = {
            word: (entry.legal_form, by_name.get(normalised(entry.activity)))
            for word, entry in type_index().items()
        }
        self._plain = {
            TermKind.AREA: _names(Area),
            TermKind.LANGUAGE: _names(Language) | _codes(),
        }
        self._groups = list(TargetGroup.objects.values_list("pk", "name", "age_from", "age_to"))
        self._decided = {
            (mapping.kind, mapping.key): mapping
            for mapping in TermMapping.objects.exclude(state=TermState.PROPOSED)
        }
        self._cache: dict[tuple[str, str], list[int] | None] = {}
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.spelt: dict[tuple[str, str], str] = {}
        # Values of activities and types: all, and those understood.
        self.met = self.understood = 0

    def resolve(self, row: CleanRow) -> dict[str, Any]:
        """The row's terms as sorted primary keys, and its legal form if the type tells it."""
        resolved: dict[str, Any] = {}
        for target, kind in KIND_OF.items():
            if target in row.values:
                keys = {key for word in row.values[target] for key in self._keys(kind, word)}
                resolved[target] = sorted(keys)
        if word := row.values.get("type"):
            legal_form, activity = self._type(word)
            if legal_form and not row.values.get("legal_form"):
                resolved["legal_form"] = legal_form
            # What the type tells is coarse: only for a row that says nothing finer.
            if activity and not resolved.get("activities"):
                resolved["activities"] = [activity]
        return resolved

    @property
    def coverage(self) -> float | None:
        return self.understood / self.met if self.met else None

    def _keys(self, kind: TermKind, word: str) -> list[int]:
        at = (kind, normalised(word))
        if at not in self._cache:
            self._cache[at] = self._find(kind, word)
        keys = self._cache[at]
        if kind == TermKind.ACTIVITY:
            self._count(keys is not None)
        if keys is None:
            self._propose(kind, word)
        return keys or []

    def _find(self, kind: TermKind, word: str) -> list[int] | None:
        for form in forms(word):
            if decided := self._decided.get((kind, form)):
                key = getattr(decided, f"{kind}_id")
                return [key] if key else []
        if kind == TermKind.TARGET_GROUP:
            return target_groups_in(word, self._groups) or None
        index = self._activities if kind == TermKind.ACTIVITY else self._plain[kind]
        found = lookup(index, word)
        return None if found is None else [found]

    def _type(self, word: str) -> tuple[str, int | None]:
        for form in forms(word):
            if decided := self._decided.get((TermKind.TYPE, form)):
                self._count(True)
                return decided.legal_form, decided.activity_id
        found = lookup(self._types, word)
        if found is None and (activity := lookup(self._activities, word)):
            found = ("", activity)
        self._count(found is not None)
        if found is None:
            self._propose(TermKind.TYPE, word)
        return found or ("", None)

    def _count(self, understood: bool) -> None:
        self.met += 1
        self.understood += understood

    def _propose(self, kind: TermKind, word: str) -> None:
        at = (str(kind), normalised(word))
        if at[1]:
            self.unknown[at] += 1
            self.spelt.setdefault(at, word.strip())


def _names(model: type[Area] | type[Language]) -> dict[str, int]:
    return {normalised(name): pk for pk, name in model.objects.values_list("pk", "name")}


def _codes() -> dict[str, int]:
    return dict(Language.objects.values_list("slug", "pk"))
