"""gunicorn with two workers, as the product starts it, and what memory they take."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import CONNECTIONS, free_port, wait_for
from bench.site import HEADERS, ROOT

WORKERS, THREADS = 2, 4
# As in gunicorn.conf.py, for both servers; but no worker is replaced while it is measured.
SETTINGS = (
    *("--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}", "--preload"),
    *("--keep-alive=5", "--max-requests=0", "--max-requests-jitter=0", "--no-control-socket"),
    *("--worker-tmp-dir=/dev/shm", "--log-level=error"),
    # Whichever worker is quicker to accept, the other gets enough to keep all its threads busy.
    f"--worker-connections={CONNECTIONS - THREADS}",
)


@contextmanager
def product(environment: dict[str, str], path: str) -> Iterator["Server"]:
    """The site itself, with its own gunicorn.conf.py; ready when it answers `path`."""
    with _gunicorn(["cms.wsgi"], ROOT, environment, path) as server:
        yield server


@contextmanager
def hello() -> Iterator["Server"]:
    """The bare view on the same server settings, started where no gunicorn.conf.py lies."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    environment = kept | {"PYTHONPATH": str(ROOT)}
    with _gunicorn(["bench.hello:application"], ROOT / "bench", environment, "/") as server:
        yield server


@contextmanager
def _gunicorn(
    application: list[str], folder: Path, environment: dict[str, str], path: str
) -> Iterator["Server"]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *application, *SETTINGS]
    command.append(f"--bind=127.0.0.1:{port}")
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        wait_for(port, path, HEADERS)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    def workers_memory(self) -> float:
        """Megabytes of the workers' proportional share (PSS); what they share is counted once."""
        return sum(proportional_memory(pid) for pid in children(self.pid))

    def memory(self) -> float:
        """The same with gunicorn's own process."""
        return self.workers_memory() + proportional_memory(self.pid)


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def proportional_memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError("This kernel tells no proportional memory")
