"""One-time codes by mail: eight digits, three tries, fifteen minutes, one browser.

The tries are counted in the database, and not in the session where allauth counts its own: several
requests at once would each find that none had been made. Nothing here asks whether anybody has the
address, so that a known and an unknown one cannot be told apart.
"""

import secrets
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import now

from cms.users.models import SignInCode

DIGITS = 8
TRIES = 3
LIFETIME = timedelta(minutes=15)


class Outcome(Enum):
    RIGHT = "right"
    # Wrong, and may be tried again.
    WRONG = "wrong"
    # Used, expired, replaced or tried too often: a new one is needed.
    OVER = "over"


def issue(address: str) -> tuple[str, str]:
    """A new code for an address: the key for the browser, and the code for the mailbox."""
    key = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    SignInCode.objects.create(
        key=key, address=address, code_hash=_hash(key, code), expires_at=now() + LIFETIME
    )
    return key, code


def address_of(key: str) -> str:
    """Where the code of this browser was sent, "" when it is over."""
    waiting = SignInCode.objects.filter(key=key, tries__lt=TRIES, expires_at__gt=now())
    return waiting.values_list("address", flat=True).first() or ""


def redeem(key: str, text: str) -> tuple[Outcome, str]:
    """Try a code; return what came of it, and the address when it was right.

    The try is counted before the code is looked at, and the row is taken away by whoever is first
    with the right one. Spaces and hyphens do not matter.
    """
    waiting = SignInCode.objects.filter(key=key, tries__lt=TRIES, expires_at__gt=now())
    if not waiting.update(tries=F("tries") + 1):
        return Outcome.OVER, ""
    row = SignInCode.objects.filter(key=key).first()
    if row is None:
        return Outcome.OVER, ""
    code = "".join(sign for sign in text if not sign.isspace() and sign != "-")
    if not constant_time_compare(_hash(key, code), row.code_hash):
        return (Outcome.OVER if row.tries >= TRIES else Outcome.WRONG), ""
    taken, _rows = SignInCode.objects.filter(pk=row.pk).delete()
    return (Outcome.RIGHT, row.address) if taken else (Outcome.OVER, "")


def withdraw(key: str) -> None:
    """The browser asks for another code, or goes away: this one is no longer good."""
    SignInCode.objects.filter(key=key).delete()


def forget_expired() -> None:
    SignInCode.objects.filter(expires_at__lt=now()).delete()


def _hash(key: str, code: str) -> str:
    return salted_hmac(
        f"sign-in code {key}", code, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
