"""The register's own kinds of mail, each a purpose of the outbox."""

from associations import outbox
from associations.mails import (
    changes,
    claims,
    colleagues,
    confirmations,
    memberships,
    presentations,
    relay,
)

PURPOSES = (
    *memberships.PURPOSES,
    *colleagues.PURPOSES,
    *claims.PURPOSES,
    *changes.PURPOSES,
    *confirmations.PURPOSES,
    *presentations.PURPOSES,
    *relay.PURPOSES,
)


def register() -> None:
    """Make them known to the outbox, when the app starts."""
    for kind in PURPOSES:
        outbox.register(kind())
