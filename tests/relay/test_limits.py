"""No relay for others: few from each, few to each, few in all, also when they come at once."""

import threading

import pytest
from django.db import connections

from associations import relay
from associations.models import RelayMessage
from tests.builders import make_association

pytestmark = pytest.mark.django_db


def test_one_sender_may_write_a_few_times_an_hour_and_keeps_the_text(write):
    for number in range(relay.PER_SENDER):
        assert write(reply_to=f"bo{number}@boende.example").status_code == 302
    answer = write(reply_to="bo@boende.example")
    assert answer.status_code == 429
    assert "Kan jag sjunga med?" in answer.text
    assert "vänta en timme" in answer.text
    assert write(reply_to="bo@boende.example", sender="203.0.113.8").status_code == 302


def test_one_address_may_not_be_used_from_many_places(write):
    for number in range(relay.PER_SENDER):
        assert write(sender=f"203.0.113.{number}").status_code == 302
    assert write(sender="203.0.113.99", reply_to="BO@boende.example").status_code == 429


def test_one_association_is_not_flooded_from_many_places(write, choir):
    other = make_association("Grannkören", email="info@grannkoren.example")
    for number in range(relay.PER_ASSOCIATION):
        sender = {"sender": f"203.0.113.{number}", "reply_to": f"bo{number}@boende.example"}
        assert write(**sender).status_code == 302
    fresh = {"sender": "203.0.113.99", "reply_to": "siv@boende.example"}
    assert write(**fresh).status_code == 429
    assert write(other, **fresh).status_code == 302


def test_nor_is_the_whole_register(write, monkeypatch):
    monkeypatch.setattr(relay, "IN_ALL", 2)
    answers = [
        write(
            make_association(email="info@kor.example"),
            sender=f"203.0.113.{number}",
            reply_to=f"bo{number}@boende.example",
        ).status_code
        for number in range(3)
    ]
    assert answers == [302, 302, 429]


def test_no_address_is_kept_to_count_by(write):
    write()
    RelayMessage.objects.update(reply_to="")
    kept = str(RelayMessage.objects.values().get())
    assert "203.0.113" not in kept
    assert "boende" not in kept


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_through(choir, written):
    barrier = threading.Barrier(relay.PER_SENDER * 2)
    said = []

    def send() -> None:
        barrier.wait()
        try:
            relay.send(choir, sender="203.0.113.7", **written)
        except relay.TooMany:
            said.append("no")
        else:
            said.append("yes")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _number in range(barrier.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("yes") == RelayMessage.objects.count() == relay.PER_SENDER
    assert said.count("no") == relay.PER_SENDER
