"""Each database's own index over the same two columns: `ListingText.tokens` and `SearchTerm.term`.

Kept out of the model state, so that the models are the same for both.
"""

from django.db import migrations

TEXT, TERM = "associations_listingtext", "associations_searchterm"

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"""CREATE INDEX listing_text_tokens ON {TEXT}
        USING gin (array_to_tsvector(string_to_array(tokens, ' ')))""",
    # Over an expression, so that the planner cannot take it for "term = …": during a load that
    # would read all that is not yet merged into the index, for every word.
    f"CREATE INDEX search_term_trigrams ON {TERM} USING gin (lower(term) gin_trgm_ops)",
)

# Both tables are "external content": FTS5 keeps the index, the text stays where it is. Words are
# already analysed, so nothing may be folded or split again (`ascii` leaves å ä ö whole), and the
# positions of tokens are of no use.
SQLITE = (
    f"""CREATE VIRTUAL TABLE {TEXT}_fts USING fts5(
        tokens, content='{TEXT}', content_rowid='listing_id', detail='none', columnsize=0,
        tokenize='ascii')""",
    f"""CREATE VIRTUAL TABLE {TERM}_trigrams USING fts5(
        term, content='{TERM}', content_rowid='id', columnsize=0, tokenize='trigram')""",
    *(
        statement
        for table, column, key, index in (
            (TEXT, "tokens", "listing_id", f"{TEXT}_fts"),
            (TERM, "term", "id", f"{TERM}_trigrams"),
        )
        for statement in (
            f"""CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN
                INSERT INTO {index}(rowid, {column}) VALUES (new.{key}, new.{column}); END""",
            f"""CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN
                INSERT INTO {index}({index}, rowid, {column})
                VALUES ('delete', old.{key}, old.{column}); END""",
            f"""CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table} BEGIN
                INSERT INTO {index}({index}, rowid, {column})
                VALUES ('delete', old.{key}, old.{column});
                INSERT INTO {index}(rowid, {column}) VALUES (new.{key}, new.{column}); END""",
        )
    ),
)


def _statements(schema_editor):
    return {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]


def create(apps, schema_editor):
    for statement in _statements(schema_editor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX listing_text_tokens")
        schema_editor.execute("DROP INDEX search_term_trigrams")
        return
    for index in (f"{TEXT}_fts", f"{TERM}_trigrams"):
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER {index}_{event}")
        schema_editor.execute(f"DROP TABLE {index}")


class Migration(migrations.Migration):
    dependencies = [("associations", "0003_listing")]

    operations = [migrations.RunPython(create, drop)]
