"""Datasette with the same data, as what somebody would pick instead of this product.

It is given less to do: one activity, area and target group for each association, where ours have
several, three facets counted where ours are five, none in the list and in searches, and hits that
are not ranked. Its pages have as many rows as ours, in the same order.
"""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.load import free_port, wait_for

# As `associations.search.PAGE_SIZE`, which needs Django.
PAGE_SIZE = 20
FACETS = ("activity", "area", "target_group")
TABLE = "associations"
BUILD = """
CREATE TABLE associations (
    id INTEGER PRIMARY KEY, name TEXT, sort_key TEXT, activity TEXT, area TEXT, target_group TEXT,
    legal_form TEXT, town TEXT, ingress TEXT, when_and_where TEXT, email TEXT, phone TEXT,
    website TEXT, visiting_address TEXT, confirmed_on TEXT, words TEXT);
INSERT INTO associations
    SELECT listing.association_id, listing.name, listing.sort_key, first_line(listing.activities),
        first_line(listing.areas),
        (SELECT name FROM site.associations_association_target_groups AS link
            JOIN site.associations_targetgroup AS term ON term.id = link.targetgroup_id
            WHERE link.association_id = listing.association_id ORDER BY term.id LIMIT 1),
        fact.legal_form, listing.town, listing.ingress, listing.when_and_where, fact.email,
        fact.phone, fact.website, fact.visiting_address, listing.confirmed_on,
        listing.activities || ' ' || prose(text.body) || ' ' || text.how_to_join
    FROM site.associations_listing AS listing
    JOIN site.associations_association AS fact ON fact.id = listing.association_id
    JOIN site.associations_presentation AS text ON text.association_id = listing.association_id;
CREATE INDEX by_sort_key ON associations (sort_key);
CREATE INDEX by_activity ON associations (activity);
CREATE INDEX by_area ON associations (area);
CREATE INDEX by_target_group ON associations (target_group);
CREATE INDEX by_legal_form ON associations (legal_form);
CREATE VIRTUAL TABLE associations_fts USING fts5 (
    name, town, ingress, when_and_where, words, content='associations', content_rowid='id');
INSERT INTO associations_fts (associations_fts) VALUES ('rebuild');
ANALYZE;
"""


def build(site_file: Path, target: Path) -> None:
    """One table with full-text search over the listed associations of a site."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as database:
        database.create_function("first_line", 1, lambda text: (text or "").partition("\n")[0])
        database.create_function("prose", 1, _prose)
        database.execute("ATTACH ? AS site", [str(site_file)])
        database.executescript(BUILD)


def _prose(body: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", block["value"]) for block in json.loads(body or "[]"))


@contextmanager
def serve(database: Path) -> Iterator[int]:
    """The port of a Datasette that is set up to be quick."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
    for name, value in {"suggest_facets": "off", "default_page_size": PAGE_SIZE}.items():
        command += ["--setting", name, str(value)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, "/-/versions.json", {"Host": "127.0.0.1"})
        yield port
    finally:
        process.terminate()
        process.wait(20)


def paths(cases: dict[str, dict], database: Path) -> dict[str, list[str]]:
    """What to ask Datasette instead; the API has no counterpart here."""
    front = f"/{database.stem}/{TABLE}"
    found = {
        name: [_address(front, name, question) for question in case["questions"]]
        for name, case in cases.items()
        if name not in {"api", "deep"}
    }
    with closing(sqlite3.connect(database)) as reader:
        found["deep"] = [_page(front, reader, q["after"]) for q in cases["deep"]["questions"]]
    return found


def _address(front: str, name: str, question: dict) -> str:
    if "key" in question:
        return f"{front}/{question['key']}"
    parameters = [("_nocol", "words")]
    if "words" in question:
        parameters.append(("_search", question["words"]))
    else:
        parameters.append(("_sort", "sort_key"))
        parameters += question.items()
    if name in {"facets", "two_filters", "three_filters"}:
        parameters += [("_facet", facet) for facet in FACETS]
    return f"{front}?{urlencode(parameters)}"


def _page(front: str, reader: sqlite3.Connection, after: int) -> str:
    """The address that Datasette's own "next" link gives the page after so many rows."""
    last = "SELECT sort_key, id FROM associations ORDER BY sort_key, id LIMIT 1 OFFSET ?"
    key, pk = reader.execute(last, [max(0, after - 1)]).fetchone()
    parameters = {"_nocol": "words", "_sort": "sort_key", "_next": f"{key},{pk}"}
    return f"{front}?{urlencode(parameters)}"
