"""“Contact the association”: the message arrives, and neither address is given away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from associations import outbox, relay, services
from associations.models import Delivery, PostRules, RelayMessage
from associations.outbox.recipients import address_hash, mark_broken
from tests.builders import make_association
from tests.relay.conftest import ADDRESS

pytestmark = pytest.mark.django_db


def page_of(client, association):
    return client.get(reverse("write_to_association", args=[association.slug]))


def text(message) -> str:
    return message.body


def test_the_message_reaches_the_association_and_shows_no_address(client, choir, write, mailoutbox):
    answer = write()
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert "på väg" in page.text
    for shown in (page, page_of(client, choir)):
        assert ADDRESS not in shown.text
    outbox.deliver_due()
    [message] = mailoutbox
    assert (message.to, message.cc, message.bcc) == ([ADDRESS], [], [])
    assert message.reply_to == ["bo@boende.example"]
    assert message.message()["From"] == "noreply@127.0.0.1"
    assert "> Kan jag sjunga med?" in message.body
    assert "Bo Ek" in message.body


def test_the_words_are_gone_when_they_have_been_delivered(write, mailoutbox):
    write()
    outbox.deliver_due()
    kept = str(RelayMessage.objects.values().get())
    for word in ("sjunga", "Bo Ek", "boende.example"):
        assert word not in kept
    assert "boende" not in str(Delivery.objects.values())
    again = outbox.send_again(Delivery.objects.get())
    outbox.deliver_due()
    again.refresh_from_db()
    assert (again.state, again.reason) == ("skipped", "Meddelandet är inte kvar.")
    assert len(mailoutbox) == 1


def test_what_could_not_be_delivered_is_deleted_in_a_week(write):
    write()
    relay.forget()
    assert RelayMessage.objects.exists()
    RelayMessage.objects.update(created_at=now() - timedelta(days=8))
    relay.forget()
    relay.forget()
    assert not RelayMessage.objects.exists()


def test_a_delivered_one_is_counted_for_a_day(write, mailoutbox):
    write()
    outbox.deliver_due()
    relay.forget()
    assert RelayMessage.objects.exists()
    RelayMessage.objects.update(created_at=now() - timedelta(days=2))
    relay.forget()
    assert not RelayMessage.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Skriv ditt meddelande."),
        ({"text": "x" * 4001}, "Skriv högst 4"),
        ({"reply_to": ""}, "Skriv din e-postadress"),
        ({"reply_to": "bo"}, "Skriv e-postadressen"),
        ({"reply_to": "bo@boende.example\nBcc: alla@andra.example"}, "Skriv e-postadressen"),
        ({"reply_to": "bo@boende.example, alla@andra.example"}, "Skriv e-postadressen"),
        ({"text": "Jag heter Bo, 811218-9876."}, "personnummer"),
        ({"name": "811218-9876"}, "personnummer"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(write, changed, said):
    answer = write(**changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "811218" not in answer.text
    assert not RelayMessage.objects.exists()


def test_what_was_typed_is_still_there(write):
    answer = write(reply_to="bo")
    assert "Kan jag sjunga med?" in answer.text
    assert 'value="Bo Ek"' in answer.text


def test_headers_and_marked_up_text_stay_text(write, mailoutbox):
    evil = 'Hej\r\nBcc: alla@andra.example\r\n\r\n<a href="https://ond.example">Kommunen</a>'
    write(text=evil, name="Bo\r\nBcc: x@y.example")
    outbox.deliver_due()
    [message] = mailoutbox
    made = message.message()
    assert made["Bcc"] is None
    assert "> Bcc: alla@andra.example" in message.body
    [(html, _kind)] = message.alternatives
    assert "<a href=&quot;" in html.replace("&lt;", "<")
    assert 'href="https://ond.example"' not in html
    assert "Bo Bcc: x@y.example" in message.body


def test_a_robot_is_thanked_and_nothing_happens(write):
    assert write(homepage="https://robot.example").status_code == 302
    assert not RelayMessage.objects.exists()


def test_it_is_closed_in_the_same_words_whatever_the_reason(client, choir, write):
    """No address, one that does not work, and a no: a resident cannot tell which."""
    nowhere = make_association("Ugglans kör")
    said_no = make_association("Ugglans kör", email="nej@ugglan.example")
    PostRules.objects.create(association=said_no, takes_messages=False)
    broken = make_association("Ugglans kör", email="borta@ugglan.example")
    mark_broken(hashed=address_hash("borta@ugglan.example"), code="550")
    pages = set()
    for association in (nowhere, said_no, broken):
        page = page_of(client, association)
        assert "<textarea" not in page.text
        pages.add(page.text.split("<main")[1].split("</main")[0].replace(association.slug, ""))
        assert write(association).status_code == 422
    assert len(pages) == 1
    assert not RelayMessage.objects.exists()


def test_the_ended_and_the_unlisted_cannot_be_written_to(client, choir, write):
    services.set_listed([choir], is_listed=False, by=None)
    assert write().status_code == 404
    services.set_listed([choir], is_listed=True, by=None)
    services.dissolve(choir, on=date(2026, 1, 1), by=None)
    assert "finns inte längre" in page_of(client, choir).text
    assert write().status_code == 422
    assert not RelayMessage.objects.exists()


def test_a_no_said_meanwhile_is_honoured_when_it_is_sent(choir, write, mailoutbox):
    write()
    PostRules.objects.create(association=choir, takes_messages=False)
    assert outbox.deliver_due() == {"skipped": 1}
    assert mailoutbox == []


def test_a_message_goes_alone_and_cannot_be_declined(choir, write, mailoutbox):
    for number in range(2):
        write(text=f"Fråga {number}")
    outbox.deliver_due()
    assert len(mailoutbox) == 2
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers


def test_the_link_is_there_for_everybody_alike(client, choir):
    nowhere = make_association("Tysta kören")
    for association in (choir, nowhere):
        page = client.get(reverse("association_detail", args=[association.slug])).text
        assert reverse("write_to_association", args=[association.slug]) in page
    services.dissolve(nowhere, on=date(2026, 1, 1), by=None)
    page = client.get(reverse("association_detail", args=[nowhere.slug])).text
    assert "/kontakta/" not in page
