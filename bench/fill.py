"""Fills a database: raw, as fast as it takes rows, and as `import_associations` does it."""

import csv
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.text import slugify

from associations.models import (
    Activity,
    Area,
    Association,
    Language,
    Presentation,
    TargetGroup,
)
from associations.services import unique_slug
from bench import data

MADE_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
LINKS = ("activities", "areas", "target_groups", "languages")
MODELS = {
    "activities": Activity,
    "areas": Area,
    "target_groups": TargetGroup,
    "languages": Language,
}
# As a municipality's own system might head its columns.
HEADERS = {
    "name": "Namn",
    "org_number": "Organisationsnummer",
    "activities": "Verksamhet",
    "areas": "Område",
    "target_groups": "Målgrupp",
    "email": "E-post",
    "phone": "Telefon",
    "website": "Webbplats",
    "visiting_address": "Besöksadress",
    "postal_code": "Postnummer",
    "town": "Ort",
    "founded_year": "Bildad",
}


def vocabulary() -> None:
    """The shipped words, and the areas of an invented municipality."""
    call_command("seed_vocabulary", verbosity=0)
    for name, below in data.AREAS.items():
        parent = Area.objects.create(name=name, slug=slugify(name))
        for part in below.split("|"):
            Area.objects.create(name=part, slug=slugify(part), parent=parent)


def raw_load(size: int, *, with_words: bool) -> float:
    """Seconds to put the rows into the register's tables with INSERT, indexes kept, one commit."""
    tables = _tables(size, with_words)
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, rows in tables:
            marks = ", ".join(["%s"] * len(columns))
            names = ", ".join(columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    seconds = time.perf_counter() - started
    _after_load([table for table, _columns, _rows in tables])
    return seconds


def rebuild() -> float:
    started = time.perf_counter()
    call_command("rebuild_listings", verbosity=0)
    return time.perf_counter() - started


def import_file(size: int, folder: Path) -> dict:
    """Seconds for the import command, all of whose rows must become associations."""
    file = folder / "register.csv"
    write_csv(file, size)
    started = time.perf_counter()
    call_command("import_associations", str(file), source="bench", verbosity=0)
    seconds = time.perf_counter() - started
    if (made := Association.objects.count()) != size:
        raise RuntimeError(f"{size} rows became {made} associations")
    return {"seconds": seconds}


def write_csv(file: Path, size: int) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADERS.values())
        for row in data.rows(size):
            values = (getattr(row, name) for name in HEADERS)
            writer.writerow([", ".join(v) if isinstance(v, tuple) else v for v in values])


def _tables(size: int, with_words: bool) -> list[tuple[str, list[str], list[list]]]:
    """For each table: its columns and rows, ready for the driver."""
    keys = {
        relation: dict(model.objects.values_list("name", "pk"))
        for relation, model in MODELS.items()
    }
    associations, presentations = [], []
    links: dict[str, list[tuple]] = defaultdict(list)
    slugs: set[str] = set()
    for pk, row in zip(count(1), data.rows(size), strict=False):
        associations.append(_association(pk, row, slugs))
        presentations.append(_presentation(pk, row, with_words))
        for relation in LINKS:
            links[relation] += [(pk, keys[relation][name]) for name in getattr(row, relation)]
    tables = [_prepared(Association, associations), _prepared(Presentation, presentations)]
    for relation, pairs in links.items():
        through = getattr(Association, relation).through
        fields = [field.column for field in through._meta.local_fields if field.column != "id"]
        tables.append((through._meta.db_table, fields, pairs))
    return tables


def _association(pk: int, row: data.Row, slugs: set[str]) -> Association:
    facts = {
        name: getattr(row, name)
        for name in row.__slots__
        if name not in LINKS
        and name not in {"number", "ingress", "body", "when_and_where", "how_to_join"}
    }
    return Association(
        pk=pk,
        public_id=uuid.UUID(int=(pk * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128, version=4),
        slug=unique_slug(row.name, slugs),
        ended_on=MADE_AT.date() if row.status == "dissolved" else None,
        confirmed_on=MADE_AT.date(),
        created_at=MADE_AT,
        updated_at=MADE_AT,
        **facts,
    )


def _presentation(pk: int, row: data.Row, with_words: bool) -> Presentation:
    if not with_words:
        return Presentation(pk=pk, association_id=pk)
    blocks = [
        {"type": "text", "value": f"<p>{text}</p>", "id": f"{pk}-{number}"}
        for number, text in enumerate(row.body)
    ]
    return Presentation(
        pk=pk,
        association_id=pk,
        ingress=row.ingress,
        body=json.dumps(blocks),
        when_and_where=row.when_and_where,
        how_to_join=row.how_to_join,
    )


def _prepared(model, objects: Iterable) -> tuple[str, list[str], list[list]]:
    fields = model._meta.local_concrete_fields
    rows = [
        [field.get_db_prep_save(getattr(made, field.attname), connection) for field in fields]
        for made in objects
    ]
    return model._meta.db_table, [field.column for field in fields], rows


def _after_load(tables: list[str]) -> None:
    """Statistics and counters as a database has them some time after a load."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )


def settle() -> None:
    """Let the database finish what it does in the background after a load."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA optimize")
