"""Searching with tsvector and pg_trgm. `associations.search.backends` says what is promised."""

# ruff: noqa: S608 - the table and column names put into statements are this app's own.

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# Must read as the index expression in migration `listing_search_indexes` does.
VECTOR = "array_to_tsvector(string_to_array(tokens, ' '))"
# One writer of the list at a time, until its transaction ends. Any number nobody else uses.
WRITERS = 7_262_414
MANY = 200


def hits(questions: Sequence[Sequence[str]]) -> dict[int, Sequence[int]]:
    if not questions:
        return {}
    marks = ", ".join(f"({number}, %s::tsquery)" for number in range(len(questions)))
    # The keys of a question come as one string of bytes: cheaper than a row for each hit.
    sql = f"""SELECT question.number, (
            SELECT string_agg(int8send(listing_id), ''::bytea)
            FROM associations_listingtext WHERE {VECTOR} @@ question.words)
        FROM (VALUES {marks}) AS question (number, words)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [" | ".join(map(_quoted, patterns)) for patterns in questions])
        return {number: _keys(keys) for number, keys in cursor}


def _quoted(pattern: str) -> str:
    word = pattern.rstrip("*")
    return f"'{word}':*" if word != pattern else f"'{word}'"


def _keys(packed: bytes | None) -> Sequence[int]:
    keys = array("q", packed or b"")
    if sys.byteorder == "little":
        keys.byteswap()
    return keys


def lookup(terms: Iterable[str], inside: Sequence[str]) -> list[tuple[str, str, bool]]:
    sql = "SELECT term, parts, is_part FROM associations_searchterm WHERE term = ANY(%s)"
    params: list = [list(terms)]
    if inside:
        sql += " OR lower(term) LIKE ANY(%s)"
        params.append([f"%{piece}%" for piece in inside])
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def similar(words: Sequence[str]) -> list[str]:
    # pg_trgm.similarity_threshold is 0.3 unless told otherwise.
    conditions = " OR ".join(["lower(term) %% %s"] * len(words))
    sql = f"SELECT term FROM associations_searchterm WHERE {conditions}"
    with connection.cursor() as cursor:
        cursor.execute(sql, list(words))
        return [term for (term,) in cursor]


def write(table: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    names, key, others = ", ".join(columns), columns[0], columns[1:]
    updates = ", ".join(f"{column} = excluded.{column}" for column in others)
    mine = ", ".join(f"{table}.{column}" for column in others)
    theirs = ", ".join(f"excluded.{column}" for column in others)
    conflict = (
        f"ON CONFLICT ({key}) DO UPDATE SET {updates} WHERE ({mine}) IS DISTINCT FROM ({theirs})"
    )
    with connection.cursor() as cursor:
        if len(rows) < MANY:
            marks = ", ".join(["%s"] * len(columns))
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}"
            cursor.executemany(sql, rows)
            return
        cursor.execute(
            f"CREATE TEMPORARY TABLE loading ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"
        )
        with cursor.copy(f"COPY loading ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        # The pending list of the GIN index is merged once, not every four megabytes.
        cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'")
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM loading {conflict}")
        cursor.execute("DROP TABLE loading")


def lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


@contextmanager
def bulk() -> Iterator[None]:
    """Merge what a large load left to merge, and count anew for the planner.

    The indexes stay: without them, readers of the list would have to wait until the load is over.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SELECT gin_clean_pending_list('listing_text_tokens')")
        cursor.execute("SELECT gin_clean_pending_list('search_term_trigrams')")
        for table in ("listing", "listingtext", "searchterm"):
            cursor.execute(f"ANALYZE associations_{table}")
