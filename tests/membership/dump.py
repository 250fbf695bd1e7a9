"""Everything the database holds, as text."""

from django.db import connection


def dump() -> str:
    """Every cell of every table."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts += [f"{table} {row}" for row in cursor.fetchall()]
    return "\n".join(parts)
