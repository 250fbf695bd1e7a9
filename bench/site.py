"""A site to measure: its database, its folder and the environment its processes run in."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
# A reverse proxy that has taken care of https: with it, production settings serve plain http.
HEADERS = {"Host": "127.0.0.1", "X-Forwarded-Proto": "https", "Accept": "*/*"}


@dataclass(frozen=True)
class Site:
    """`name` is unique in the benchmark, `server` a PostgreSQL address or "" for SQLite."""

    name: str
    folder: Path
    server: str = ""

    @property
    def database(self) -> str:
        return "postgresql" if self.server else "sqlite"

    @property
    def home(self) -> Path:
        return self.folder / self.name

    @property
    def sqlite_file(self) -> Path:
        return self.home / "db.sqlite3"

    def environment(self) -> dict[str, str]:
        """Production settings, with what a municipality would set."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SAMKLANG_") and name not in {"DATABASE_URL", "CACHE_URL"}
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.base",
            "PYTHONPATH": str(ROOT),
            "SAMKLANG_SECRET_KEY": "a-key-for-measurements-alone-" * 2,
            "SAMKLANG_BASE_URL": "https://samklang.example",
            "SAMKLANG_HOSTS": "127.0.0.1",
            "SAMKLANG_PROXIES": "1",
            "SAMKLANG_API_RATE": "100000000/min",
            "SAMKLANG_DATA_DIR": str(self.home),
            "SAMKLANG_STATIC_ROOT": str(self.folder / "static"),
            "DATABASE_URL": self._url(self._database_name) if self.server else "",
        }

    def run(self, *arguments: str) -> None:
        """Run `manage.py` with these arguments; its words are shown only when it fails."""
        self._call([sys.executable, str(ROOT / "manage.py"), *arguments])

    def step(self, name: str, **arguments) -> dict:
        """Run one step of `bench.steps` in a process of its own and return what it found."""
        result = self.home / "result.json"
        command = [sys.executable, "-m", "bench.steps", name, str(result), json.dumps(arguments)]
        self._call(command)
        return json.loads(result.read_text())

    def _call(self, command: list[str]) -> None:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stdout}\n{done.stderr}")

    def create(self) -> None:
        """An empty, migrated database with the vocabulary in it."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {self._database_name} WITH (FORCE)")
            self._on_server(f"CREATE DATABASE {self._database_name}")
        else:
            self._remove_file()
        self.run("migrate", "--verbosity=0")
        self.run("createcachetable")

    def copy_of(self, other: "Site") -> None:
        """The same as another one that no process has open."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {self._database_name} WITH (FORCE)")
            self._on_server(
                f"CREATE DATABASE {self._database_name} TEMPLATE {other._database_name}"
            )
        else:
            self._remove_file()
            shutil.copyfile(other.sqlite_file, self.sqlite_file)

    def drop(self) -> None:
        if self.server:
            self._on_server(f"DROP DATABASE IF EXISTS {self._database_name} WITH (FORCE)")
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def _database_name(self) -> str:
        return f"bench_{self.name}".replace("-", "_")

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{database}"))

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement))  # type: ignore[arg-type]

    def _remove_file(self) -> None:
        for file in self.home.glob("db.sqlite3*"):
            file.unlink()
