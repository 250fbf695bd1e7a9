"""How many requests a second a server on this machine answers: `wrk` if it is there, else threads.

The generator shares the machine with the server, so only ratios between its figures mean anything.
"""

import http.client
import itertools
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 16
WARM_UP, SECONDS = 1, 5
SCRIPT = """
local paths = {%s}
local turn = 0
function request()
  turn = turn + 1
  return wrk.format("GET", paths[(turn - 1) %% #paths + 1])
end
local told = false
function response(status)
  if status ~= 200 and not told then
    told = true
    io.stderr:write("status " .. status .. "\\n")
  end
end
"""


@dataclass(frozen=True)
class Load:
    per_second: float
    # Answers that were not 200, and requests that got none.
    failures: int


def generator() -> str:
    """What makes the requests, as the report says it."""
    return "wrk" if shutil.which("wrk") else "Python threads"


def load(port: int, paths: Sequence[str], headers: dict[str, str], seconds: int = SECONDS) -> Load:
    """Ask for the paths in turn over kept connections, and count the answers."""
    run = _wrk if shutil.which("wrk") else _threads
    run(port, paths, headers, WARM_UP)
    return run(port, paths, headers, seconds)


def _wrk(port: int, paths: Sequence[str], headers: dict[str, str], seconds: int) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ", ".join(f'"{path}"' for path in paths))
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=20s"]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        command += ["-s", script.name, f"http://127.0.0.1:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if rate is None:
        raise RuntimeError(f"wrk said:\n{done.stdout}{done.stderr}")
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    sockets = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    failures = int(failed[1]) if failed else 0
    failures += sum(map(int, sockets.groups())) if sockets else 0
    # wrk counts a redirection as an answer; the script tells.
    failures += 1 if "status" in done.stderr else 0
    return Load(float(rate[1]), failures)


def _threads(port: int, paths: Sequence[str], headers: dict[str, str], seconds: int) -> Load:
    answers, failures = [0] * CONNECTIONS, [0] * CONNECTIONS
    ends_at = time.monotonic() + seconds

    def visit(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        offset = number * len(paths) // CONNECTIONS
        for path in itertools.islice(itertools.cycle(paths), offset, None):
            if time.monotonic() >= ends_at:
                break
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                if response.status == 200:
                    answers[number] += 1
                else:
                    failures[number] += 1
            except (OSError, http.client.HTTPException):
                failures[number] += 1
                connection.close()
        connection.close()

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(CONNECTIONS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(sum(answers) / (time.monotonic() - started), sum(failures))


def wait_for(port: int, path: str, headers: dict[str, str], seconds: float = 60) -> None:
    """Return when the server answers 200; raise when it does not in time."""
    ends_at, said = time.monotonic() + seconds, "nothing"
    while time.monotonic() < ends_at:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            said = f"{response.status} {response.getheader('Location', '')}"
            response.read()
            connection.close()
            if response.status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"The server on port {port} says {said} to {path}")


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]
