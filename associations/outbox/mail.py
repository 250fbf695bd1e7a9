"""What a mail says, and the message it becomes: plain text first, and the same as simple HTML."""

from dataclasses import dataclass, field
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


class NotSent(Exception):
    """There is no longer anybody to send to, or any reason to. `str()` says why, in plain words."""


@dataclass(frozen=True)
class Mail:
    """One letter. The first fifty characters of the subject carry the message.

    `opening` says who writes and why; `link` is (words, address), the one thing to do; `closing`
    tells why this came and whom to answer. Everything is plain text.
    """

    to: str
    subject: str
    opening: str
    paragraphs: tuple[str, ...] = ()
    # (label, value) pairs, as a summary list.
    facts: tuple[tuple[str, str], ...] = ()
    link: tuple[str, str] | None = None
    closing: str = ""
    reply_to: str = ""
    # What somebody else has written, shown so that it cannot be taken for our words.
    quote: str = ""
    # Where such mail is declined: see `associations.outbox.choices`.
    choices: str = ""
    # The letters that this one gathers.
    parts: tuple["Mail", ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def quoted(self) -> list[str]:
        return self.quote.splitlines()


def message(mail: Mail, message_id: str, *, return_path: str = "") -> EmailMultiAlternatives:
    """The message as it is sent; a second attempt carries the same Message-ID.

    `return_path` is where reports go when it cannot be delivered; "" is where it comes from.
    """
    context = {"mail": mail}
    made = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=render_to_string("associations/mail/message.txt", context).strip() + "\n",
        from_email=return_path or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id,
            "Date": formatdate(localtime=True),
            # Out-of-office replies to us help nobody.
            "Auto-Submitted": "auto-generated",
            **mail.headers,
        },
    )
    html = render_to_string("associations/mail/message.html", context)
    made.attach_alternative(html, "text/html")
    return made
