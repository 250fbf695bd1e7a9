"""From facts to rows: what a listing shows and the words it is found by."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from associations.models import Activity, Area, Language, TargetGroup
from associations.search.sorting import sort_key
from associations.search.text import Word, content_words, distinct_words
from associations.search.types import Kind

EXCERPT_LENGTH = 200
LINE_LENGTH = 120
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
# In what a block is made of, these name things and say nothing.
_NOT_PROSE = {"id", "type", "image"}


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A term of a vocabulary, with the words it is found by: its own and those above it."""

    label: str
    words: tuple[Word, ...]


def vocabularies() -> dict[str, VocabularyTerm]:
    """Every term residents filter by, under the name it has in `Listing.facets`."""
    found: dict[str, VocabularyTerm] = {}
    for kind, model in ((Kind.ACTIVITY, Activity), (Kind.AREA, Area)):
        columns = ["pk", "parent_id", "name", *(["synonyms"] if model is Activity else [])]
        rows = {pk: rest for pk, *rest in model.objects.values_list(*columns)}
        for pk, (_parent, label, *_synonyms) in rows.items():
            texts, above, seen = [], pk, set()
            while above in rows and above not in seen:
                seen.add(above)
                parent, *names = rows[above]
                texts += names
                above = parent
            found[facet(kind, pk)] = VocabularyTerm(label, tuple(distinct_words("\n".join(texts))))
    for kind, model in ((Kind.TARGET_GROUP, TargetGroup), (Kind.LANGUAGE, Language)):
        for pk, label in model.objects.values_list("pk", "name"):
            found[facet(kind, pk)] = VocabularyTerm(label, tuple(distinct_words(label)))
    return found


def facet(kind: str, value: object) -> str:
    return f"{kind!s}:{value}"


@dataclass(slots=True)
class Document:
    """A listing on its way to the tables: the columns, and the words of each field."""

    pk: int
    columns: dict[str, Any]
    # In the order of `tokens.FIELDS`.
    fields: tuple[list[Word], ...]
    labels: tuple[VocabularyTerm, ...] = ()


def document(
    facts: dict[str, Any],
    presentation: dict[str, Any] | None,
    facets: Iterable[str],
    vocabulary: dict[str, VocabularyTerm],
) -> Document:
    """Build one. `facts` and `presentation` are columns of those models, the body as JSON text."""
    prose = presentation or {}
    when = facts["meeting_times"] or prose.get("when_and_where") or ""
    body = list(_prose(json.loads(prose.get("body") or "[]")))
    terms = [(name, vocabulary[name]) for name in facets if name in vocabulary]
    changed = [facts["updated_at"]]
    if prose.get("last_published_at"):
        changed.append(prose["last_published_at"])
    columns = {
        "association_id": facts["pk"],
        "public_id": facts["public_id"],
        "slug": facts["slug"],
        "name": facts["name"],
        "sort_key": sort_key(facts["name"]),
        "status": facts["status"],
        "ingress": prose.get("ingress") or excerpt(" ".join(body), EXCERPT_LENGTH),
        "when_and_where": first_line(when),
        "town": facts["town"],
        "activities": _lines(terms, Kind.ACTIVITY),
        "areas": _lines(terms, Kind.AREA),
        "facets": " ".join(
            [*(name for name, _term in terms), facet(Kind.LEGAL_FORM, facts["legal_form"])]
        ),
        "logo_url": "",
        "logo_alt": prose.get("logo_alt") or "",
        "latitude": facts["latitude"],
        "longitude": facts["longitude"],
        "confirmed_on": facts["confirmed_on"],
        "late_on": facts["late_on"],
        "updated_at": max(changed),
    }
    written = [when, *(prose.get(name) or "" for name in ("ingress", "how_to_join"))]
    return Document(
        pk=facts["pk"],
        columns=columns,
        fields=(
            distinct_words(facts["name"]),
            distinct_words("\n".join((facts["town"], facts["national_federation"]))),
            content_words("\n".join((*written, *body, facts["visiting_address"]))),
        ),
        labels=tuple(term for _name, term in terms),
    )


def _lines(terms: Iterable[tuple[str, VocabularyTerm]], kind: str) -> str:
    return "\n".join(term.label for name, term in terms if name.startswith(f"{kind}:"))


def _prose(value: Any) -> Iterator[str]:
    """Every text in the raw blocks of a StreamField, without markup."""
    if isinstance(value, str):
        yield _BLANKS.sub(" ", html.unescape(_TAG.sub(" ", value))).strip()
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in _NOT_PROSE:
                yield from _prose(part)
    elif isinstance(value, list):
        for part in value:
            yield from _prose(part)


def excerpt(text: str, length: int) -> str:
    """The beginning of a text, cut between words."""
    text = _BLANKS.sub(" ", text).strip()
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def first_line(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return excerpt(line, LINE_LENGTH)
