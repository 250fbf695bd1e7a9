"""What mail servers write when a mail cannot be delivered."""

from email import message_from_bytes
from email.message import Message

DSN = """\
From: MAILER-DAEMON@post.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="gräns"

--gräns
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--gräns
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example
X-Postfix-Queue-ID: 4T1x2y3z

Final-Recipient: rfc822; {about}
Original-Recipient: rfc822;{about}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.ugglan.example
Diagnostic-Code: smtp; {diagnostic}

--gräns
Content-Type: message/rfc822

From: register@samklang.example
To: {about}
Subject: Fråga

550 5.1.1 this is quoted, and no report

--gräns--
"""

PLAIN = """\
Return-Path: <>
From: {sender}
To: {to}
Subject: failure notice

{words}
"""


def dsn(
    to: str,
    about: str = "info@ugglan.example",
    *,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "550 5.1.1 User unknown",
) -> Message:
    """A delivery status notification, as RFC 3464 has it."""
    text = DSN.format(to=to, about=about, status=status, action=action, diagnostic=diagnostic)
    return message_from_bytes(text.replace("gräns", "grans").encode())


def plain(to: str, words: str, sender: str = "MAILER-DAEMON@post.example") -> Message:
    return message_from_bytes(PLAIN.format(to=to, words=words, sender=sender).encode())
