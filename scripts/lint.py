"""`make lint`: style, templates, types, import directions, migrations and translations.

All are asked, so that one run tells everything; the exit code is 1 if any found a fault.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import machine

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
APPS = ("cms", "associations", "partnerships", "dialogues")

CHECKS = {
    "translations": [sys.executable, "-m", "scripts.translations"],
    "types": [BIN / "mypy"],
    "style": [BIN / "ruff", "check", "."],
    "layout of code": [BIN / "ruff", "format", "--check", "."],
    "templates": [BIN / "djlint", "--lint", "--quiet", *APPS],
    "import directions": [BIN / "lint-imports"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "compose file": [
        *(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
        "docker-compose.yml",
    ],
}


def _run(name: str) -> tuple[str, float, subprocess.CompletedProcess]:
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, time.monotonic() - began, done


def main() -> int:
    try:
        machine.gettext()
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, seconds, done in pool.map(_run, CHECKS):
            print(f"{'FAIL' if done.returncode else 'ok':5}{name} ({seconds:.0f} s)", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout, flush=True)
    if failed:
        print(f"Faults in: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
