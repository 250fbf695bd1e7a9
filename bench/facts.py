"""What the figures were made by: machine, versions, command."""

import os
import platform
import shlex
import sqlite3
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import psycopg

from bench import load
from bench.site import ROOT


def facts(server: str) -> dict[str, str]:
    """For the report's text. `server` is the PostgreSQL address."""
    arguments = shlex.join(sys.argv[1:])
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "Wagtail", "gunicorn"))
    with psycopg.connect(server) as connection:
        postgresql = connection.info.server_version // 10_000
    return {
        "command": f'make bench ARGS="{arguments}"' if arguments else "make bench",
        "day": time.strftime("%Y-%m-%d"),
        "machine": (
            f"{os.cpu_count()} × {_processor()}, {_memory()} GB, {platform.system()} "
            f"{platform.release().split('-')[0]}. Python {platform.python_version()}, {packages}, "
            f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgresql}. Revision {_revision()}."
        ),
        "generator": load.generator(),
        "connections": str(load.CONNECTIONS),
        "datasette": version("datasette"),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _revision() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
