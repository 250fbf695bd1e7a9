"""What a test run needs of the machine: found, or installed where we may, or named in one line.

Standard library alone.
"""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path


class Missing(Exception):
    """Something is not here and cannot be installed; the text says what and how."""


def chromium() -> str:
    """The path of a real browser."""
    return _need("Chromium", _find_chromium, "chromium", "or set CHROMIUM to a browser's path")


def postgres_programs() -> Path:
    """The folder with initdb and postgres, the newest version there is."""
    return _need(
        "PostgreSQL", _find_postgres, "postgresql", "or set POSTGRES_BIN to the folder with initdb"
    )


def gettext() -> str:
    return _need("gettext", lambda: shutil.which("xgettext"), "gettext", "from gettext's own site")


def wrk() -> str | None:
    """A load generator, or None where it is not and cannot be had: there are slower ways."""
    try:
        return _need("wrk", lambda: shutil.which("wrk"), "wrk", "from wrk's own site")
    except Missing:
        return None


def _find_chromium() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return next(filter(None, map(shutil.which, (*names, mac))), None)


def _find_postgres() -> Path | None:
    if named := os.environ.get("POSTGRES_BIN"):
        return Path(named) if (Path(named) / "initdb").exists() else None
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    found += glob.glob("/opt/homebrew/opt/postgresql@*/bin/initdb")
    if found:
        return max((Path(path).parent for path in found), key=_version)
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _version(folder: Path) -> int:
    return int("".join(sign for sign in folder.parent.name if sign.isdigit()) or 0)


def _need(what: str, find: Callable, package: str, otherwise: str):
    if found := find():
        return found
    if _may_install():
        print(f"Installing {what} (Debian's {package}) …", file=sys.stderr, flush=True)
        _apt_update()
        _apt("install", "--no-install-recommends", package)
        if found := find():
            return found
    raise Missing(f"{what} is missing. On Debian: apt-get install {package}; {otherwise}.")


def _may_install() -> bool:
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


@cache
def _apt_update() -> None:
    _apt("update")


def _apt(*arguments: str) -> None:
    # RUNLEVEL: a package's own service is not to start; ours run in folders that go again.
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    done = subprocess.run(
        ["apt-get", "-qq", "-y", *arguments],
        env={**os.environ, **quiet},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
