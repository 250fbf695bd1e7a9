"""A mail server, the settings that lead to it, and a kind of mail to send."""

import pytest

from associations import outbox
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


@pytest.fixture
def greeting(monkeypatch):
    monkeypatch.setattr(purposes, "_purposes", {**purposes._purposes})
    outbox.register(Greeting())


@pytest.fixture
def server(settings):
    server = Server()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()
