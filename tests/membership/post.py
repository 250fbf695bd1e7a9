"""What goes out in the post, read as its recipient reads it."""

import re

from django.core import mail
from django.core.mail import EmailMessage

from associations import outbox


def delivered() -> list[EmailMessage]:
    """Everything sent since the last time."""
    mail.outbox.clear()
    outbox.deliver_due()
    return list(mail.outbox)


def sent_to(address: str) -> EmailMessage:
    """The one mail to this address among those sent now."""
    [message] = [message for message in delivered() if message.to == [address]]
    return message


def token_in(message: EmailMessage) -> str:
    return re.search(r"/mina-sidor/inbjudan/([^/\s]+)/", message.body)[1]


def code_in(message: EmailMessage) -> str:
    return re.search(r"\d{4} \d{4}", message.body)[0]
