"""A real mail server on 127.0.0.1 that keeps what it gets and can be told to misbehave."""

import socket
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`messages` holds what was accepted. Set `on_rcpt` or `on_data` to answer otherwise than yes.

    Each gets the envelope's recipient and returns an answer such as "550 no such user", or None.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        # The return address of each.
        self.senders: list[str] = []
        self.on_rcpt: Callable[[str], str | None] = lambda recipient: None
        self.on_data: Callable[[str], str | None] = lambda recipient: None
        self._lock = threading.Lock()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    # What aiosmtpd calls.

    async def handle_RCPT(self, server: SMTP, session, envelope, address, options):
        if answer := self.on_rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session, envelope):
        answer = self.on_data(envelope.rcpt_tos[0])
        if answer == "hang up":
            server.transport.abort()
            return "451 gone"
        with self._lock:
            if not answer or answer == "accept and hang up":
                self.messages.append(message_from_bytes(envelope.content, policy=default))
                self.senders.append(envelope.mail_from)
        if answer == "accept and hang up":
            server.transport.abort()
            return "451 gone"
        return answer or "250 ok"

    # What tests call.

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        if self._controller.loop.is_running():
            self._controller.stop()

    def to(self) -> list[str]:
        return [message["To"] for message in self.messages]
