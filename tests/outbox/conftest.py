"""A mail server, the settings that lead to it, and a kind of mail to send."""

from dataclasses import replace

import pytest

from associations import outbox
from associations.models import MailTopic
from associations.outbox import Mail, NotSent, purposes
from associations.outbox.recipients import association_of
from tests.outbox.smtp import Server


class Greeting:
    """A mail to an association; its version says whether it is still to be sent."""

    name = "greeting"
    label = "Hälsning"

    def compose(self, delivery):
        association, address = association_of(delivery)
        if delivery.version == "late":
            raise NotSent("Det är för sent.")
        if delivery.version == "faulty":
            raise RuntimeError("Fel i koden")
        return Mail(
            to=address,
            subject=f"Hälsning till {association.name}",
            opening="Kommunen hälsar.\n.En rad som börjar med punkt.",
            link=("Läs mer", "https://samklang.example/"),
        )


class Question(Greeting):
    """One that may be declined, and goes in one mail with others; its object is its subject."""

    name = "question"
    label = "Fråga"
    topic = MailTopic.QUESTIONS

    def compose(self, delivery):
        mail = super().compose(delivery)
        return replace(
            mail, subject=f"Fråga {delivery.object_id}", closing="Ni får mejlet av kommunen."
        )


PURPOSES = (Greeting, Question)


@pytest.fixture
def greeting(monkeypatch):
    monkeypatch.setattr(purposes, "_purposes", {**purposes._purposes})
    for kind in PURPOSES:
        outbox.register(kind())


@pytest.fixture
def server(settings):
    server = Server()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()
