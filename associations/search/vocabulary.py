"""The values of the filters, in the order they are shown."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from associations.models import Activity, Area, Language, LegalForm, TargetGroup
from associations.search.documents import facet
from associations.search.sorting import sort_key
from associations.search.types import Kind


@dataclass(frozen=True, slots=True)
class Term:
    """One value: its facet name as in `Listing.facets`, its address name, its words."""

    name: str
    slug: str
    label: str
    depth: int = 0
    parent: str = ""


def read_terms() -> dict[str, list[Term]]:
    """All values of all kinds: trees depth first and in Swedish order, four queries."""
    groups = TargetGroup.objects.values_list("pk", "slug", "name")
    languages = Language.objects.values_list("pk", "slug", "name")
    return {
        Kind.ACTIVITY: list(_tree(Kind.ACTIVITY, Activity)),
        Kind.AREA: list(_tree(Kind.AREA, Area)),
        Kind.TARGET_GROUP: [_term(Kind.TARGET_GROUP, *row) for row in groups],
        Kind.LANGUAGE: sorted(
            (_term(Kind.LANGUAGE, *row) for row in languages), key=lambda term: sort_key(term.label)
        ),
        Kind.LEGAL_FORM: [
            Term(facet(Kind.LEGAL_FORM, form.value), form.value, form.label) for form in LegalForm
        ],
    }


def ancestors(terms: dict[str, list[Term]]) -> dict[str, list[str]]:
    """By facet name, the names of those above it."""
    parents = {term.name: term.parent for values in terms.values() for term in values}
    found = {}
    for name in parents:
        above, parent = [], parents[name]
        while parent and parent not in above:
            above.append(parent)
            parent = parents.get(parent, "")
        found[name] = above
    return found


def _term(kind: str, pk: int, slug: str, label: str) -> Term:
    return Term(facet(kind, pk), slug, label)


def _tree(kind: str, model: type[Activity] | type[Area]) -> Iterator[Term]:
    rows = model.objects.values_list("pk", "parent_id", "slug", "name")
    below = defaultdict(list)
    for pk, parent, slug, label in sorted(rows, key=lambda row: sort_key(row[3])):
        below[parent].append((pk, slug, label))

    def walk(parent: int | None, depth: int) -> Iterator[Term]:
        above = "" if parent is None else facet(kind, parent)
        for pk, slug, label in below[parent]:
            yield Term(facet(kind, pk), slug, label, depth, above)
            yield from walk(pk, depth + 1)

    yield from walk(None, 0)
