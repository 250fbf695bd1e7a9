"""Workers in processes of their own, to be killed at the worst moment."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils.timezone import now

from associations import outbox
from associations.models import Delivery
from associations.outbox import Letter
from associations.outbox.recipients import to_association
from tests.builders import make_association

ROOT = Path(__file__).resolve().parents[2]
# A worker of its own, on the test's database and mail server.
WORKER = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_PORT"])
settings.EMAIL_TIMEOUT = 30
from associations import outbox
from tests.outbox.conftest import PURPOSES
for kind in PURPOSES:
    outbox.register(kind())
print(dict(outbox.deliver_due(limit=1000)), flush=True)
"""


def start_worker(server) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_PORT": str(server.port),
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )


def post(number: int = 1) -> None:
    letters = []
    for place in range(number):
        association = make_association(f"Kör {place}", email=f"kor{place}@ugglan.example")
        letters.append(Letter(to_association(association.pk), association=association))
    outbox.queue("greeting", letters)


def kill_when_asked(server, moment: str) -> None:
    """Start a worker and kill it while the server has it wait at this moment."""
    reached, go_on = threading.Event(), threading.Event()

    def wait(_recipient: str) -> str | None:
        reached.set()
        go_on.wait(20)
        return "451 never mind" if moment == "on_rcpt" else None

    setattr(server, moment, wait)
    worker = start_worker(server)
    assert reached.wait(30)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    go_on.set()
    time.sleep(0.2)
    setattr(server, moment, lambda recipient: None)


def let_the_lease_run_out() -> None:
    Delivery.objects.update(lease_until=now() - timedelta(seconds=1))
