"""`make demo`: a filled site on this machine, from nothing to an address in the browser.

Run by `.venv`'s Python. Safe to run again: what is there is kept. Ctrl-C stops all of it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = os.environ.get("PORT") or "8000"
ADDRESS = f"http://127.0.0.1:{PORT}"
BIN = Path(sys.executable).parent

os.chdir(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
os.environ.setdefault("SAMKLANG_BASE_URL", ADDRESS)
os.environ.setdefault("SAMKLANG_BIND", f"127.0.0.1:{PORT}")


def main() -> int:
    if not _is_free():
        print(f"Port {PORT} is taken. Choose another: make demo PORT=8001")
        return 1
    _prepare()
    return _serve()


def _is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(PORT)))
        except OSError:
            return False
    return True


def _prepare() -> None:
    import django
    from django.core.management import call_command

    from scripts import compile_messages

    compile_messages.main()
    django.setup()
    print("Preparing the database …", flush=True)
    call_command("prepare", demo=True)


def _serve() -> int:
    """Web and worker side by side until one of them ends or someone stops us."""
    # Out of the terminal's reach: Ctrl-C comes to us alone, and we stop them in good order.
    children = [
        subprocess.Popen([BIN / "gunicorn", "--log-level", "warning"], start_new_session=True),
        subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ),
    ]
    stopped = False

    def stop(*_args: object) -> None:
        nonlocal stopped
        stopped = True
        for child in children:
            if child.poll() is None:
                child.terminate()

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    if _answers(children[0]):
        _say_where()
    while not stopped and all(child.poll() is None for child in children):
        time.sleep(0.2)
    failed = not stopped
    stop()
    for child in children:
        try:
            child.wait(timeout=25)
        except subprocess.TimeoutExpired:
            child.kill()
    print("\nThe site did not stay up; see above." if failed else "\nStopped. Your data is kept.")
    return int(failed)


def _answers(web: subprocess.Popen) -> bool:
    while web.poll() is None:
        try:
            with urllib.request.urlopen(f"{ADDRESS}/halsa/", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _say_where() -> None:
    from django.conf import settings

    print(
        f"""
  The site       {ADDRESS}/
  Associations   {ADDRESS}/foreningar/
  Sign in        {ADDRESS}/logga-in/
  Admin          {ADDRESS}/admin/login/ (user name and password as above)
  API            {ADDRESS}/api/v1/docs/
  Sent mail      {settings.EMAIL_FILE_PATH}/ (one text file each)

  Ctrl-C stops the site and keeps the data; `make reset` deletes it.
""",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
