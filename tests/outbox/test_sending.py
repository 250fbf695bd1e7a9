"""Through a real mail server: what is sent, what is tried again, and what nobody can know."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from associations import outbox
from associations.models import BrokenAddress, Delivery, DeliveryState
from associations.outbox import Letter
from associations.outbox.recipients import to_association, to_user
from tests import cast
from tests.builders import make_association

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("greeting")]


def post(association=None, **more) -> Delivery:
    association = association or make_association("Ugglans kör", email="info@ugglan.example")
    outbox.queue("greeting", [Letter(to_association(association.pk), **more)])
    return Delivery.objects.latest("pk")


def fate(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_a_mail_is_sent_once_with_text_and_html(server):
    delivery = post()
    assert outbox.deliver_due() == {"sent": 1}
    assert outbox.deliver_due() == {}
    [message] = server.messages
    assert message["To"] == "info@ugglan.example"
    assert message["Subject"] == "Hälsning till Ugglans kör"
    text = message.get_body(["plain"]).get_content().replace("\r\n", "\n")
    assert text.startswith("Kommunen hälsar.\n.En rad som börjar med punkt.")
    assert "https://samklang.example/" in text
    assert 'href="https://samklang.example/"' in message.get_body(["html"]).get_content()
    delivery.refresh_from_db()
    assert message["Message-ID"] == delivery.message_id
    assert delivery.sent_at
    assert "ugglan" not in str(Delivery.objects.values().get())


def test_the_address_is_the_one_that_holds_when_it_is_sent(server):
    association = make_association(email="gammal@ugglan.example")
    post(association)
    association.email = "ny@ugglan.example"
    association.save()
    outbox.deliver_due()
    assert server.to() == ["ny@ugglan.example"]


def test_nothing_is_sent_before_its_time(server):
    post(due_at=now() + timedelta(hours=1))
    assert outbox.deliver_due() == {}


def test_what_is_no_longer_to_be_sent_says_why(server):
    assert outbox.deliver_due() == {}
    delivery = post(version="late")
    outbox.deliver_due()
    assert fate(delivery) == ("skipped", "Det är för sent.")
    assert server.messages == []


def test_a_deactivated_person_gets_nothing(server):
    from associations.outbox import Mail, purposes, register
    from associations.outbox.recipients import user_of

    class Personal:
        name, label = "personal", "Personligt"

        def compose(self, delivery):
            return Mail(to=user_of(delivery).email, subject="Hej", opening="Hej.")

    register(Personal())
    assert purposes.purpose("personal")
    user = cast.rut(make_association())
    outbox.queue("personal", [Letter(to_user(user.pk))])
    user.is_active = False
    user.save()
    assert outbox.deliver_due() == {"skipped": 1}
    assert server.messages == []


def test_a_fault_in_one_mail_does_not_stop_the_others(server):
    faulty = post(version="faulty")
    post()
    assert outbox.deliver_due() == {"waiting": 1, "sent": 1}
    assert fate(faulty)[0] == DeliveryState.WAITING


def test_a_server_that_is_down_is_tried_again_later_and_later_then_given_up(server):
    server.stop()
    delivery = post()
    waits = []
    for _attempt in range(5):
        Delivery.objects.update(due_at=now())
        assert outbox.deliver_due() == {"waiting": 1}
        delivery.refresh_from_db()
        waits.append(round((delivery.due_at - now()).total_seconds() / 60))
    assert waits == [1, 5, 30, 240, 1440]
    Delivery.objects.update(due_at=now())
    assert outbox.deliver_due() == {"failed": 1}


@pytest.mark.parametrize("where", ["on_rcpt", "on_data"])
def test_not_now_is_tried_again_with_the_same_message_id(server, where):
    setattr(server, where, lambda recipient: "451 try later")
    delivery = post()
    assert outbox.deliver_due() == {"waiting": 1}
    assert "451" in fate(delivery)[1]
    before = delivery.message_id
    setattr(server, where, lambda recipient: None)
    Delivery.objects.update(due_at=now())
    assert outbox.deliver_due() == {"sent": 1}
    delivery.refresh_from_db()
    assert delivery.attempts == 2
    assert before in ("", delivery.message_id)


def test_an_address_that_does_not_exist_is_remembered_and_not_tried_again(server):
    server.on_rcpt = lambda recipient: "550 no such user"
    delivery = post()
    assert outbox.deliver_due() == {"failed": 1}
    assert fate(delivery)[1] == "Adressen fungerar inte (550)."
    assert BrokenAddress.objects.count() == 1
    server.on_rcpt = lambda recipient: None
    again = post(version="2")
    assert outbox.deliver_due() == {"skipped": 1}
    assert fate(again)[1] == "Adressen fungerar inte."
    assert "ugglan" not in str(BrokenAddress.objects.values().get())


@pytest.mark.parametrize(
    ("answer", "is_marked"),
    [
        ("550 5.1.1 user unknown", True),
        ("553 no such mailbox", True),
        ("550 5.7.1 your server is blocked", False),
        ("554 5.7.1 relay access denied", False),
        ("554 go away", False),
        ("552 5.2.2 mailbox full", False),
    ],
)
def test_a_refusal_of_us_or_of_more_mail_is_no_fault_of_the_address(server, answer, is_marked):
    """Else a server on a block list would mark the whole register."""
    server.on_rcpt = lambda recipient: answer
    delivery = post()
    assert outbox.deliver_due() == {"failed": 1}
    assert answer[:3] in fate(delivery)[1]
    assert BrokenAddress.objects.exists() == is_marked


def test_a_refused_text_is_no_fault_of_the_address(server):
    server.on_data = lambda recipient: "554 looks like spam"
    delivery = post()
    assert outbox.deliver_due() == {"failed": 1}
    assert "554" in fate(delivery)[1]
    assert not BrokenAddress.objects.exists()


@pytest.mark.parametrize("habit", ["hang up", "accept and hang up"])
def test_no_answer_after_the_text_is_uncertain_and_never_sent_again_by_itself(server, habit):
    server.on_data = lambda recipient: habit
    delivery = post()
    assert outbox.deliver_due() == {"uncertain": 1}
    server.on_data = lambda recipient: None
    Delivery.objects.update(due_at=now())
    assert outbox.deliver_due() == {}
    assert len(server.messages) == (habit == "accept and hang up")
    assert "kan ha skickats" in fate(delivery)[1].lower()


def test_one_refusal_does_not_end_the_connection_for_the_others(server):
    server.on_rcpt = lambda recipient: "550 no" if recipient.startswith("borta") else None
    for name in ("borta", "ett", "två"):
        post(make_association(email=f"{name.replace('å', 'a')}@ugglan.example"))
    assert outbox.deliver_due() == {"failed": 1, "sent": 2}


def test_a_settled_mail_can_be_sent_again_by_hand_and_the_first_keeps_its_story(server):
    delivery = post()
    with pytest.raises(ValueError, match="still on its way"):
        outbox.send_again(delivery)
    outbox.deliver_due()
    copy = outbox.send_again(delivery)
    assert outbox.deliver_due() == {"sent": 1}
    assert len(server.messages) == 2
    assert fate(delivery)[0] == "sent"
    assert fate(copy)[0] == "sent"
    assert len({message["Message-ID"] for message in server.messages}) == 2
