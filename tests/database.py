"""One migrated template database, copied for every worker and after every committing test.

Migrating takes twenty seconds, copying the result some milliseconds; so a test that commits starts
from what the migrations leave behind, and not from the empty tables that Django's flush would give.
"""

import fcntl
import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql


def make(
    worker: str, folder: Path, *, rebuild: bool = False
) -> "SqliteDatabase | PostgresDatabase":
    """The test database of this worker, made from a template that fits today's migrations."""
    kind = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor]
    database = kind(worker, folder)
    with database.lock():
        if rebuild or not database.template_exists():
            database.build_template()
    database.restore()
    return database


def _fingerprint() -> str:
    """Changes with anything that a migrated, empty database depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for config in apps.get_app_configs():
        for source in sorted(Path(config.path).glob("migrations/**/*.py")):
            digest.update(f"{config.label}/{source.name}".encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _use(name: Any) -> None:
    connections.close_all()
    # The dictionary that every connection of this process is made from, in every thread.
    connection.settings_dict["NAME"] = name


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections.close_all()


class SqliteDatabase:
    """A file in the run's own folder; the template is kept between runs, in `var`."""

    def __init__(self, worker: str, folder: Path) -> None:
        self.keep = settings.BASE_DIR / "var" / "test-templates"
        self.keep.mkdir(parents=True, exist_ok=True)
        self.template = self.keep / f"{_fingerprint()}.sqlite3"
        self.path = folder / f"{worker}.sqlite3"

    @contextmanager
    def lock(self) -> Iterator[None]:
        with (self.keep / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def template_exists(self) -> bool:
        return self.template.exists()

    def build_template(self) -> None:
        for old in self.keep.glob("*.sqlite3*"):
            old.unlink()
        draft = self.template.with_suffix(".sqlite3-draft")
        _use(draft)
        _migrate()
        # One file that can be copied: nothing left in a write-ahead log.
        with sqlite3.connect(draft) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")
        plain.close()
        draft.rename(self.template)

    def restore(self) -> None:
        _use(self.path)
        if not self.path.exists():
            shutil.copyfile(self.template, self.path)
            return
        # Through SQLite itself, since a server thread may still hold the file open.
        source, target = sqlite3.connect(self.template), sqlite3.connect(self.path, timeout=20)
        source.backup(target)
        source.close()
        target.close()

    def drop(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


class PostgresDatabase:
    """A database beside the configured one; the template lives as long as the server."""

    def __init__(self, worker: str, folder: Path) -> None:
        fingerprint = _fingerprint()
        self.template = f"samklang_template_{fingerprint}"
        self.name = f"test_{uuid4().hex[:12]}_{worker}"
        self.parameters = {**connection.get_connection_params(), "dbname": "postgres"}
        for option in ("cursor_factory", "context", "prepare_threshold"):
            self.parameters.pop(option, None)
        self.key = int(fingerprint, 16)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(**self.parameters, autocommit=True) as plain:
            plain.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def lock(self) -> Iterator[None]:
        with psycopg.connect(**self.parameters, autocommit=True) as plain:
            plain.execute("SELECT pg_advisory_lock(%s)", [self.key])
            yield

    def template_exists(self) -> bool:
        with psycopg.connect(**self.parameters) as plain:
            query = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
            return plain.execute(query, [self.template]).fetchone() is not None

    def build_template(self) -> None:
        if self.template_exists():
            self._run("ALTER DATABASE {} IS_TEMPLATE false", self.template)
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.template)
        self._run("CREATE DATABASE {}", self.template)
        _use(self.template)
        _migrate()
        # Only a finished one bears the mark, so a build that was killed is done again.
        self._run("ALTER DATABASE {} IS_TEMPLATE true", self.template)

    def restore(self) -> None:
        self.drop()
        self._run("CREATE DATABASE {} TEMPLATE {}", self.name, self.template)
        _use(self.name)

    def drop(self) -> None:
        connections.close_all()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
