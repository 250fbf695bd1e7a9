"""Workers that die over a mail that holds several things, and many workers at once."""

import re
from collections import Counter

import pytest

from associations import asks, outbox
from associations.models import Ask, AskKind, AskRules, Delivery, DeliveryState
from associations.outbox import Letter, choices
from associations.outbox.recipients import to_association
from tests.builders import make_association
from tests.outbox.workers import kill_when_asked, let_the_lease_run_out, start_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("greeting")]
THINGS = ("ett", "två", "tre")


def post(association, *objects) -> None:
    recipient = to_association(association.pk)
    letters = [Letter(recipient, object_id=one, association=association) for one in objects]
    outbox.queue("question", letters)


def states() -> Counter:
    return Counter(Delivery.objects.values_list("state", flat=True))


@pytest.fixture
def choir():
    return make_association("Ugglans kör", email="info@ugglan.example")


def test_killed_before_the_text_all_of_it_is_sent_by_the_next(choir, server):
    post(choir, *THINGS)
    kill_when_asked(server, "on_rcpt")
    assert states() == {DeliveryState.TAKEN: 3}
    assert outbox.deliver_due() == {}
    let_the_lease_run_out()
    assert outbox.deliver_due() == {"sent": 3}
    assert len(server.messages) == 1


def test_killed_during_or_after_the_text_all_of_it_is_uncertain_and_at_most_once(choir, server):
    post(choir, *THINGS)
    kill_when_asked(server, "on_data")
    assert states() == {DeliveryState.SENDING: 3}
    # What is queued after goes in a mail of its own, without them.
    post(choir, "fyra")
    assert outbox.deliver_due() == {"sent": 1}
    let_the_lease_run_out()
    assert outbox.deliver_due() == {}
    assert states() == {"uncertain": 3, "sent": 1}
    subjects = [message["Subject"] for message in server.messages]
    assert subjects.count("Tre saker väntar på er") <= 1
    assert subjects.count("Fråga fyra") == 1


def test_two_workers_five_hundred_associations_with_budget_and_declined(server):
    """Two asks each; every tenth has declined, every fifth has room for one this month."""
    AskRules.objects.create(per_month=2)
    everybody = [
        make_association(f"Kör {place}", email=f"kor{place}@ugglan.example") for place in range(500)
    ]
    declined, short = everybody[::10], everybody[1::5]
    for one in declined:
        choices.decline(choices.chooser(to_association(one.pk), one.email), ["questions"])
    asks.record(AskKind.INVITATION, short, about="förra")
    for about in ("ett", "två"):
        letters = [
            Letter(to_association(one.pk), object_id=about, association=one) for one in everybody
        ]
        asks.ask(AskKind.QUESTION, "question", letters, about=about)
    workers = [start_worker(server) for _ in range(2)]
    said = [worker.communicate(timeout=200)[0].decode() for worker in workers]
    # The second ask of those with little room waits for the next month.
    assert states() == {"sent": 800, "skipped": 100, "waiting": 100}, said
    assert Counter(server.to()) == {one.email: 1 for one in everybody if one not in declined}
    assert len({message["Message-ID"] for message in server.messages}) == 450
    subjects = Counter(message["Subject"] for message in server.messages)
    assert subjects == {"Två saker väntar på er": 350, "Fråga ett": 100}
    links = {message["List-Unsubscribe"] for message in server.messages}
    assert len(links) == 450
    assert not [link for link in links if not re.fullmatch(r"\s*<http.*/utskick/.+/>", link)]
    # To those who declined nothing was asked: it costs them nothing.
    assert set(asks.left(declined).values()) == {2}
    assert Ask.objects.count() == 1_100
