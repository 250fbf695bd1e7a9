"""A PostgreSQL of one's own while a command runs: `python -m scripts.postgres COMMAND …`.

On a free port of 127.0.0.1, in a temporary folder, with DATABASE_URL set; stopped and removed
after, on failure and interrupt too. Standard library alone.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts import machine

ROLE = "samklang"
# Nothing here survives the run, so nothing need survive a power cut.
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of an empty database whose role may do anything."""
    programs = machine.postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="samklang-postgres-"))
    user = _unprivileged_user()
    process = None
    try:
        if user:
            os.chown(folder, user["user"], user["group"])
        password, port = secrets.token_urlsafe(16), _free_port()
        _initialise(programs, folder, password, user)
        process = _start(programs, folder, port, user)
        _wait(programs, process, folder, port)
        url = f"postgresql://{ROLE}:{password}@127.0.0.1:{port}"
        _create_database(programs, port, password)
        yield f"{url}/{ROLE}"
    finally:
        if process and process.poll() is None:
            process.send_signal(signal.SIGINT)  # "fast": does not wait for clients
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> dict[str, Any]:
    """Arguments for subprocess: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise machine.Missing("PostgreSQL does not run as root: run this as another user.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _initialise(programs: Path, folder: Path, password: str, user: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if user:
        os.chown(secret, user["user"], user["group"])
    secret.chmod(0o600)
    command = [programs / "initdb", "-D", folder / "data", "-U", ROLE, "--no-sync"]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **user)
    if done.returncode:
        raise machine.Missing(f"PostgreSQL could not be set up: {done.stderr.strip()[-500:]}")


def _start(programs: Path, folder: Path, port: int, user: dict[str, Any]) -> subprocess.Popen:
    settings = (
        f"port={port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={folder}",
        "shared_buffers=256MB",
        *SPEED,
    )
    command = [programs / "postgres", "-D", folder / "data"]
    for setting in settings:
        command += ["-c", setting]
    with (folder / "log").open("w") as log:
        # A session of its own: Ctrl-C is for the command, which may still need its database.
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **user
        )


def _wait(programs: Path, process: subprocess.Popen, folder: Path, port: int) -> None:
    ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _attempt in range(300):
        if process.poll() is not None:
            break
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise machine.Missing(f"PostgreSQL did not start: {(folder / 'log').read_text()[-500:]}")


def _create_database(programs: Path, port: int, password: str) -> None:
    command = [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", ROLE, ROLE]
    subprocess.run(command, env={**os.environ, "PGPASSWORD": password}, check=True)


def stop_on_terminate() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, so that it cleans up after itself."""

    def leave(signum: int, _frame: object) -> None:
        sys.exit(128 + signum)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


def main(command: list[str]) -> int:
    stop_on_terminate()
    try:
        with server() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
    except machine.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
