"""The rows of the flat list as data: for a page of the API and for a file of any length.

A fixed number of queries for as many rows as are asked for at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import F

from associations.identifiers import org_id, public_url
from associations.models import Activity, Area, Association, Language, Listing, TargetGroup
from associations.search import Kind

# Rows held in memory at a time while a file is sent.
CHUNK = 500
COLUMNS = (
    *("pk", "public_id", "slug", "name", "status", "ingress", "when_and_where", "facets"),
    *("latitude", "longitude", "confirmed_on", "updated_at"),
)
# What is asked for now and then only, from the facts themselves.
FACTS = (
    *("org_number", "legal_form", "email", "phone", "website", "social_links"),
    *("visiting_address", "postal_code", "town"),
)
TERMS = {
    Kind.ACTIVITY: (Activity, ("slug", "name", "icnpo")),
    Kind.AREA: (Area, ("slug", "name")),
    Kind.TARGET_GROUP: (TargetGroup, ("slug", "name", "age_from", "age_to")),
    Kind.LANGUAGE: (Language, ("code", "name")),
}
Summary = dict[str, Any]


def summaries(keys: Sequence[int], api_url: Callable[[object], str]) -> list[Summary]:
    """The rows with these keys, in this order, as `SummarySerializer` describes them.

    Plain dictionaries and not serializers: a page of two hundred is made in a few milliseconds.
    `api_url` gives the address of a stable id. Six queries.
    """
    names = [f"association__{name}" for name in FACTS]
    rows = {
        row["pk"]: row
        for row in Listing.objects.filter(pk__in=keys).values(*COLUMNS, *names).iterator()
    }
    terms = _terms(rows.values())
    return [_summary(rows[key], terms, api_url) for key in keys if key in rows]


def stream(keys: Sequence[int], api_url: Callable[[object], str]) -> Iterator[Summary]:
    """All of them, some hundred at a time."""
    for start in range(0, len(keys), CHUNK):
        yield from summaries(keys[start : start + CHUNK], api_url)


def _summary(row: dict, terms: dict[str, dict], api_url: Callable[[object], str]) -> Summary:
    mine = defaultdict(list)
    for name in row["facets"].split():
        if name in terms:
            mine[name.partition(":")[0]].append(terms[name])
    fact = {name: row[f"association__{name}"] for name in FACTS}
    position = {"latitude": row["latitude"], "longitude": row["longitude"]}
    return {
        "id": str(row["public_id"]),
        "slug": row["slug"],
        "name": row["name"],
        "url": public_url(Association(slug=row["slug"])),
        "api_url": api_url(row["public_id"]),
        "org_number": fact["org_number"],
        "org_id": org_id(fact["org_number"]),
        "legal_form": fact["legal_form"],
        "status": row["status"],
        "ingress": row["ingress"],
        "when_and_where": row["when_and_where"],
        "activities": mine[Kind.ACTIVITY],
        "areas": mine[Kind.AREA],
        "target_groups": mine[Kind.TARGET_GROUP],
        "languages": mine[Kind.LANGUAGE],
        "contact": {name: fact[name] for name in ("email", "phone", "website", "social_links")},
        "address": {name: fact[name] for name in ("visiting_address", "postal_code", "town")},
        "position": position if row["latitude"] is not None else None,
        "confirmed_on": row["confirmed_on"],
        "updated_at": row["updated_at"],
    }


def _terms(rows) -> dict[str, dict]:
    """By facet name, the terms that these rows stand under."""
    wanted = defaultdict(set)
    for row in rows:
        for name in row["facets"].split():
            kind, _colon, key = name.partition(":")
            wanted[kind].add(key)
    found = {}
    for kind, (model, columns) in TERMS.items():
        rows_of_kind = model.objects.filter(pk__in=wanted[kind]).annotate(code=F("slug"))
        for values in rows_of_kind.values("pk", *columns):
            found[f"{kind.value}:{values.pop('pk')}"] = values
    return found
