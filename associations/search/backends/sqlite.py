"""Searching with FTS5. See `associations.search.backends` for what each function promises."""

# ruff: noqa: S608 - the table and column names put into statements are this app's own.

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from associations.search.text import ALIKE, similarity, trigrams

TOKENS = "associations_listingtext_fts"
TRIGRAMS = "associations_searchterm_trigrams"
# The tables those are indexes over.
INDEXED = ("associations_listingtext", "associations_searchterm")


def hits(questions: Sequence[Sequence[str]]) -> dict[int, Sequence[int]]:
    if not questions:
        return {}
    # One string per question: far cheaper than a row per hit when there are thousands.
    sql = " UNION ALL ".join(
        f"SELECT {number}, group_concat(rowid) FROM {TOKENS} WHERE {TOKENS} MATCH %s"
        for number in range(len(questions))
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [" OR ".join(map(_quoted, patterns)) for patterns in questions])
        return {number: list(map(int, ids.split(","))) if ids else () for number, ids in cursor}


def _quoted(pattern: str) -> str:
    word = pattern.rstrip("*")
    return f'"{word}"*' if word != pattern else f'"{word}"'


def lookup(terms: Iterable[str], inside: Sequence[str]) -> list[tuple[str, str, bool]]:
    wanted = list(terms)
    marks = ", ".join(["%s"] * len(wanted))
    sql = f"SELECT term, parts, is_part FROM associations_searchterm WHERE term IN ({marks})"
    if inside:
        sql += f""" UNION SELECT term, parts, is_part FROM associations_searchterm
            WHERE id IN (SELECT rowid FROM {TRIGRAMS} WHERE {TRIGRAMS} MATCH %s)"""
        wanted.append(" OR ".join(f'"{piece}"' for piece in inside))
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return cursor.fetchall()


def similar(words: Sequence[str]) -> list[str]:
    inner = {piece for word in words for piece in trigrams(word) if " " not in piece}
    # The index holds no blanks around a word, so its ends are asked for as beginnings and ends.
    conditions = ["term GLOB %s OR term LIKE %s"] * len(words)
    params = [end for word in words for end in (f"{word[:2]}*", f"%{word[-2:]}")]
    if inner:
        conditions.append(f"id IN (SELECT rowid FROM {TRIGRAMS} WHERE {TRIGRAMS} MATCH %s)")
        params.append(" OR ".join(f'"{piece}"' for piece in sorted(inner)))
    sql = f"SELECT term FROM associations_searchterm WHERE {' OR '.join(conditions)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [
            term for (term,) in cursor if any(similarity(term, word) >= ALIKE for word in words)
        ]


def write(table: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    names, key, others = ", ".join(columns), columns[0], columns[1:]
    marks = ", ".join(["%s"] * len(columns))
    updates = ", ".join(f"{column} = excluded.{column}" for column in others)
    differs = " OR ".join(f"{table}.{column} IS NOT excluded.{column}" for column in others)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) "
            f"ON CONFLICT ({key}) DO UPDATE SET {updates} WHERE {differs}",
            rows,
        )


def lock() -> None:
    """Nothing to do: with IMMEDIATE transactions there is one writer at a time."""


@contextmanager
def bulk() -> Iterator[None]:
    """Keep the indexes out of the way of a large load, and make them anew after it.

    Readers see the list as it was until the transaction ends; undone, it undoes this too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
            INDEXED,
        )
        triggers = cursor.fetchall()
        for name, _statement in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for index in (TOKENS, TRIGRAMS):
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
        for _name, statement in triggers:
            cursor.execute(statement)
        for table in INDEXED:
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("ANALYZE associations_listing")
