"""`make test`: the whole suite on SQLite and on PostgreSQL, with a real browser in both.

A missing database or browser ends the run; so does a skipped test. The last line is pytest's own:
that of the run on PostgreSQL, or of the one on SQLite where that failed.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts import machine, postgres

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ("SAMKLANG_", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "MEDIA_URL_", "DJANGO_")


def main(arguments: list[str]) -> int:
    postgres.stop_on_terminate()
    try:
        environment = _environment()
        # Asked for before the first test: a run that cannot be whole is not begun.
        machine.postgres_programs()
        if code := _pytest("SQLite", arguments, environment):
            return code
        with postgres.server() as url:
            return _pytest("PostgreSQL", arguments, {**environment, "DATABASE_URL": url})
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _environment() -> dict[str, str]:
    """The shell's, without what would configure the site; with the browser's path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CONFIGURATION)}
    return {**kept, "CHROMIUM": machine.chromium()}


def _pytest(database: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"\nThe suite on {database}", flush=True)
    processes = str(max(2, min(4, os.cpu_count() or 2)))
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "--no-skips", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
