"""Reads the facts that listings are made of: plain columns, a fixed number of queries per scope."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from associations.models import Association, Presentation
from associations.search.documents import Document, VocabularyTerm, document, facet
from associations.search.logos import logo_urls
from associations.search.sorting import sort_key
from associations.search.types import Kind

# Documents held in memory at a time; large, so that a first load has met most words before it
# splits any.
SCOPE_SIZE = 10_000

FACTS = (
    *("pk", "public_id", "slug", "name", "status", "town", "legal_form", "national_federation"),
    *("visiting_address", "meeting_times", "latitude", "longitude"),
    *("confirmed_on", "late_on", "updated_at"),
)
PROSE = (
    *("ingress", "body", "when_and_where", "how_to_join"),
    *("logo_id", "logo_alt", "last_published_at"),
)
LINKS = (
    (Kind.ACTIVITY, Association.activities.through, "activity_id"),
    (Kind.AREA, Association.areas.through, "area_id"),
    (Kind.TARGET_GROUP, Association.target_groups.through, "targetgroup_id"),
    (Kind.LANGUAGE, Association.languages.through, "language_id"),
)


@dataclass(frozen=True)
class Scope:
    """Some associations: these, or all whose keys lie between two."""

    keys: Sequence[int] | None = None
    after: int = 0
    until: int | None = None

    def on(self, column: str) -> Q:
        if self.keys is not None:
            return Q(**{f"{column}__in": self.keys})
        condition = Q(**{f"{column}__gt": self.after})
        return condition if self.until is None else condition & Q(**{f"{column}__lte": self.until})


def scopes(ids: Sequence[int] | None) -> Iterator[Scope]:
    """Divide these associations, or all when None, into scopes that fit in memory."""
    if ids is not None:
        for start in range(0, len(ids), SCOPE_SIZE):
            yield Scope(keys=ids[start : start + SCOPE_SIZE])
        return
    after, pks = 0, Association.objects.order_by("pk").values_list("pk", flat=True)
    while until := pks.filter(pk__gt=after)[SCOPE_SIZE - 1 : SCOPE_SIZE].first():
        yield Scope(after=after, until=until)
        after = until
    yield Scope(after=after)


def documents(scope: Scope, vocabulary: dict[str, VocabularyTerm]) -> Iterator[Document]:
    """The documents of those in this scope that are to be in the list, in order of their keys."""
    links = _links(scope, vocabulary)
    presentations = _presentations(scope)
    logos = logo_urls(row["logo_id"] for row in presentations.values() if row["logo_id"])
    rows = Association.objects.listed().current().filter(scope.on("pk")).order_by("pk")
    for values in rows.values_list(*FACTS).iterator(chunk_size=5_000):
        facts = dict(zip(FACTS, values, strict=True))
        presentation = presentations.get(facts["pk"])
        made = document(facts, presentation, links.get(facts["pk"], ()), vocabulary)
        if presentation and presentation["logo_id"]:
            made.columns["logo_url"] = logos.get(presentation["logo_id"], "")
        yield made


def _links(scope: Scope, vocabulary: dict[str, VocabularyTerm]) -> dict[int, list[str]]:
    """The facets of each association, kind by kind, in the order of their labels."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind, through, column in LINKS:
        rows = through.objects.filter(scope.on("association_id"))
        for association, term in rows.values_list("association_id", column):
            found[association].append(facet(kind, term))
    places = {
        name: (list(Kind).index(Kind(name.partition(":")[0])), sort_key(term.label), name)
        for name, term in vocabulary.items()
    }
    for names in found.values():
        names.sort(key=places.__getitem__)
    return found


def _presentations(scope: Scope) -> dict[int, dict]:
    rows = Presentation.objects.filter(scope.on("association_id"), live=True)
    # The body as the text it is stored as: blocks need not be built to be read.
    columns = [Cast(name, TextField()) if name == "body" else name for name in PROSE]
    values = rows.values_list("association_id", *columns).iterator(chunk_size=5_000)
    return {pk: dict(zip(PROSE, columns, strict=True)) for pk, *columns in values}
