"""One connection to the mail server, and how far a message came.

Spoken command by command rather than through `send_messages`, since what matters is whether a fault
came before the server had the text (try again), instead of its answer (nobody knows), or as its
answer (it will not have it).
"""

import re
import smtplib
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from associations.outbox.bounces import says_nobody_there


class Fate(Enum):
    SENT = "sent"
    # Nothing was sent: try again later.
    LATER = "later"
    # The server will not have it, now or later.
    REFUSED = "refused"
    # The text was sent and no answer came.
    UNKNOWN = "unknown"


class Result(NamedTuple):
    fate: Fate
    # The server's code, or what kind of fault it was; never an address or the server's own words.
    code: str = ""
    # True when the server says that there is no such recipient.
    is_address: bool = False


_LINES_WITH_DOT = re.compile(rb"(?m)^\.")
START_DATA = 354


class Transport:
    """A connection that is opened when first needed, and anew after any fault."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def send(self, message: EmailMessage, *, before_text: Callable[[], None]) -> Result:
        """Send one message; `before_text` is called when the next thing sent is its text."""
        if not isinstance(self._backend, EmailBackend):
            before_text()
            self._backend.send_messages([message])
            return Result(Fate.SENT)
        try:
            server = self._open()
            refused = self._envelope(server, message)
        except smtplib.SMTPAuthenticationError as fault:
            # Ours to mend, not the recipient's: it waits for us.
            return self._fault(Result(Fate.LATER, str(fault.smtp_code)))
        except (OSError, smtplib.SMTPException) as fault:
            return self._fault(Result(Fate.LATER, type(fault).__name__))
        if refused:
            return self._refuse(server, refused)
        try:
            before_text()
        except BaseException:
            # The server waits for a text that it is not to have.
            self._drop()
            raise
        try:
            return self._text(server, message)
        except (OSError, smtplib.SMTPException) as fault:
            return self._fault(Result(Fate.UNKNOWN, type(fault).__name__))

    def _open(self) -> smtplib.SMTP:
        self._backend.open()
        return self._backend.connection

    def _envelope(self, server: smtplib.SMTP, message: EmailMessage) -> Result | None:
        """Everything up to the text; None when the server is ready for it."""
        server.ehlo_or_helo_if_needed()
        [recipient] = message.recipients()
        code, _said = server.mail(sanitize_address(message.from_email, "utf-8"))
        if code != 250:
            return _result(code)
        code, said = server.rcpt(sanitize_address(recipient, "utf-8"))
        if code not in (250, 251):
            words = said.decode("utf-8", "replace")
            return _result(code, is_address=says_nobody_there(str(code), words))
        code, _said = server.docmd("DATA")
        return None if code == START_DATA else _result(code)

    def _refuse(self, server: smtplib.SMTP, refused: Result) -> Result:
        """Keep the connection for the next message, if the server still talks to us."""
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        return refused

    def _text(self, server: smtplib.SMTP, message: EmailMessage) -> Result:
        content = message.message().as_bytes(linesep="\r\n")
        content = _LINES_WITH_DOT.sub(b"..", content)
        ending = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
        server.send(content + ending)
        code, _said = server.getreply()
        return Result(Fate.SENT, str(code)) if code == 250 else _result(code)

    def _fault(self, result: Result) -> Result:
        self._drop()
        return result

    def _drop(self) -> None:
        """Hang up without a word: the server may be the kind that never answers."""
        for name in ("connection", "_partial_connection"):
            if server := getattr(self._backend, name, None):
                server.close()
                setattr(self._backend, name, None)


def _result(code: int, *, is_address: bool = False) -> Result:
    """What an answer other than yes means: 4xx is "not now", 5xx is "no"."""
    if 500 <= code < 600:
        return Result(Fate.REFUSED, str(code), is_address)
    return Result(Fate.LATER, str(code))
