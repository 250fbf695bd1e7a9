"""Where several things wait for one recipient: one mail, and each row's fate kept right."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import now

from associations import asks, outbox
from associations.models import AskKind, BrokenAddress, Delivery, OptOut
from associations.outbox import Letter
from associations.outbox.recipients import to_association
from tests.builders import make_association

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email="info@ugglan.example")


def post(association, *objects, purpose="question", **more):
    recipient = to_association(association.pk)
    letters = [Letter(recipient, object_id=one, association=association, **more) for one in objects]
    outbox.queue(purpose, letters)


def states() -> Counter:
    return Counter(Delivery.objects.values_list("state", flat=True))


def text(message) -> str:
    return message.get_body(["plain"]).get_content().replace("\r\n", "\n")


def test_what_waits_at_once_is_one_mail(choir, server):
    post(choir, "ett", "två", "tre")
    assert outbox.deliver_due() == {"sent": 3}
    [message] = server.messages
    assert message["Subject"] == "Tre saker väntar på er"
    for place, subject in enumerate(("ett", "två", "tre"), 1):
        assert f"{place}. Fråga {subject}\n" in text(message)
    assert text(message).count("Ni får mejlet av kommunen.") == 1
    html = message.get_body(["html"]).get_content()
    assert html.count("<h2") == html.count('href="https://samklang.example/"') == 3
    rows = Delivery.objects.all()
    assert {row.message_id for row in rows} == {message["Message-ID"]}
    assert {row.reason for row in rows} == {"Gick i samma mejl som 2 andra."}
    assert all(row.sent_at and row.attempts == 1 for row in rows)


def test_one_thing_is_a_mail_as_before(choir, server):
    post(choir, "ett")
    outbox.deliver_due()
    assert server.messages[0]["Subject"] == "Fråga ett"
    assert Delivery.objects.get().reason == ""


def test_what_must_come_goes_alone(choir, server):
    post(choir, "ett", "två")
    post(choir, "brådskande", purpose="greeting")
    outbox.deliver_due()
    assert sorted(message["Subject"] for message in server.messages) == [
        "Hälsning till Ugglans kör",
        "Två saker väntar på er",
    ]


def test_an_ask_is_bundled_whatever_its_kind_says(choir, server):
    for number in range(2):
        letter = Letter(to_association(choir.pk), object_id=str(number), association=choir)
        asks.ask(AskKind.QUESTION, "greeting", [letter], about=str(number))
    outbox.deliver_due()
    assert len(server.messages) == 1


def test_others_and_what_is_not_due_are_left_out(choir, server):
    other = make_association("Grannkören", email="info@grannkoren.example")
    post(choir, "ett")
    post(other, "ett")
    post(choir, "sen", due_at=now() + timedelta(hours=1))
    assert outbox.deliver_due() == {"sent": 2}
    assert sorted(server.to()) == ["info@grannkoren.example", "info@ugglan.example"]
    assert states() == {"sent": 2, "waiting": 1}


def test_what_is_no_longer_to_be_sent_is_left_out_and_says_why(choir, server):
    post(choir, "ett", "två")
    post(choir, "sent", version="late")
    post(choir, "fel", version="faulty")
    assert outbox.deliver_due() == {"sent": 2, "skipped": 1, "waiting": 1}
    assert Delivery.objects.get(state="skipped").reason == "Det är för sent."
    assert "Fråga sent" not in text(server.messages[0])


def test_a_declined_kind_stays_out_and_the_rest_goes(choir, server):
    from associations.outbox import choices

    choices.decline(choices.chooser(to_association(choir.pk), choir.email), ["questions"])
    post(choir, "ett", "två")
    post(choir, "måste", purpose="greeting")
    assert outbox.deliver_due() == {"skipped": 2, "sent": 1}
    assert OptOut.objects.count() == 1
    assert Delivery.objects.filter(state="skipped").first().reason == (
        "Mottagaren har avstått från sådana mejl: Frågor och inbjudningar."
    )


def test_one_refusal_is_everybodys_and_the_address_is_marked_once(choir, server):
    server.on_rcpt = lambda recipient: "550 no such user"
    post(choir, "ett", "två")
    assert outbox.deliver_due() == {"failed": 2}
    assert BrokenAddress.objects.count() == 1


def test_not_now_leaves_all_waiting_and_they_go_together_the_next_time(choir, server):
    server.on_data = lambda recipient: "451 try later"
    post(choir, "ett", "två")
    assert outbox.deliver_due() == {"waiting": 2}
    [number] = set(Delivery.objects.values_list("message_id", flat=True))
    server.on_data = lambda recipient: None
    Delivery.objects.update(due_at=now())
    assert outbox.deliver_due() == {"sent": 2}
    [message] = server.messages
    assert message["Message-ID"] == number
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {2}


def test_no_answer_leaves_all_uncertain(choir, server):
    server.on_data = lambda recipient: "accept and hang up"
    post(choir, "ett", "två")
    assert outbox.deliver_due() == {"uncertain": 2}
    assert outbox.deliver_due() == {}
    assert len(server.messages) == 1


@pytest.mark.parametrize("purpose", ["greeting", "question"])
def test_a_lost_lease_is_noticed_before_the_text(choir, server, purpose, monkeypatch):
    from associations.outbox import sending

    post(choir, "ett", "två", purpose=purpose)
    compose = sending.message

    def slowly(*args, **more):
        # Another worker finds the lease run out, and takes it all.
        Delivery.objects.update(lease_until=now() + timedelta(minutes=9))
        return compose(*args, **more)

    monkeypatch.setattr(sending, "message", slowly)
    assert outbox.deliver_due() == {}
    assert server.messages == []
    assert states() == {"taken": 2}
