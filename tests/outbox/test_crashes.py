"""Workers that die, and workers side by side: at most one copy, and no mail forgotten."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils.timezone import now

from associations import outbox
from associations.models import Delivery, DeliveryState
from associations.outbox import Letter
from associations.outbox.recipients import to_association
from tests.builders import make_association

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("greeting")]

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
from tests.outbox.conftest import Greeting
outbox.register(Greeting())
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


def test_killed_before_the_text_it_is_sent_by_the_next(server):
    post()
    kill_when_asked(server, "on_rcpt")
    assert Delivery.objects.get().state == DeliveryState.TAKEN
    # While the lease holds, nobody else touches it.
    assert outbox.deliver_due() == {}
    let_the_lease_run_out()
    assert outbox.deliver_due() == {"sent": 1}
    assert len(server.messages) == 1


def test_killed_during_or_after_the_text_it_is_uncertain_and_at_most_once(server):
    post()
    kill_when_asked(server, "on_data")
    assert Delivery.objects.get().state == DeliveryState.SENDING
    let_the_lease_run_out()
    assert outbox.deliver_due() == {}
    assert Delivery.objects.get().state == DeliveryState.UNCERTAIN
    assert len(server.messages) <= 1


def test_two_workers_send_five_hundred_mails_once_each(server):
    post(500)
    workers = [start_worker(server) for _ in range(2)]
    said = [worker.communicate(timeout=120)[0].decode() for worker in workers]
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"sent": 500}, said
    assert len(set(server.to())) == len(server.messages) == 500
    assert len({message["Message-ID"] for message in server.messages}) == 500


def test_two_threads_never_take_the_same_mail(server):
    post(20)
    found: list[Counter] = []

    def work() -> None:
        try:
            found.append(outbox.deliver_due())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found, Counter()) == {"sent": 20}
    assert len(server.messages) == 20
