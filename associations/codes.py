"""Secrets that go out in a mail. Made when the mail is written; only their hashes are stored."""

import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

CODE_DIGITS = 8


def new_token() -> str:
    """For a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What a link's token is found by."""
    return _hash("link", token)


def new_code() -> str:
    """For a person to copy: eight digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def spoken(code: str) -> str:
    """A code in two groups, as it is written in a mail."""
    return f"{code[: CODE_DIGITS // 2]} {code[CODE_DIGITS // 2 :]}"


def code_hash(code: str, *, about: str) -> str:
    """Keyed, and different for each thing it is `about`: eight digits alone could be tried out."""
    return _hash(f"code for {about}", "".join(code.replace("-", " ").split()))


def is_code(typed: str, stored: str, *, about: str) -> bool:
    """True when what somebody typed, spaces and hyphens aside, is the code with this hash."""
    return constant_time_compare(code_hash(typed, about=about), stored)


def _hash(salt: str, value: str) -> str:
    made = salted_hmac(salt, value, secret=settings.SECRET_KEY, algorithm="sha256")
    return made.hexdigest()
