"""Workers that die, and workers side by side: at most one copy, and no mail forgotten."""

import threading
from collections import Counter

import pytest
from django.db import connections

from associations import outbox
from associations.models import Delivery, DeliveryState
from tests.outbox.workers import kill_when_asked, let_the_lease_run_out, post, start_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("greeting")]


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
