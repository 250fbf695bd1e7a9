"""Mail that can be trusted: queued with the fact, sent once, and its fate on record.

`queue` in the transaction of what has happened; a worker calls `deliver_due`. A purpose says what a
mail holds and who may have it, asked when it is sent. SMTP cannot promise exactly one copy: here it
is at most one, unless a machine dies in the milliseconds after the server's last answer, and then
the row says "uncertain" and a person decides.
"""

from associations.outbox.mail import Mail, NotSent
from associations.outbox.purposes import Purpose, purpose, register
from associations.outbox.queue import Letter, queue, send_again
from associations.outbox.sending import deliver_due

__all__ = [
    "Letter",
    "Mail",
    "NotSent",
    "Purpose",
    "deliver_due",
    "purpose",
    "queue",
    "register",
    "send_again",
]
