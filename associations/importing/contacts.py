"""E-mail addresses and telephone numbers as registers write them."""

import functools
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from associations.importing.notes import CellNote
from associations.importing.parsed import Parsed, refused, repaired
from associations.importing.tidy import squeeze

_validate_email = EmailValidator()
_PLAIN_EMAIL = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9]+([.-][a-z0-9]+)*\.[a-z]{2,}")
_WRITTEN_OUT = re.compile(r"\s*[\[({<]?\s*\b(?:at|snabel-?a)\b\s*[\])}>]?\s*", re.IGNORECASE)


def read_email(text: str) -> Parsed:
    if _PLAIN_EMAIL.fullmatch(text):
        return Parsed(text)
    notes: list[CellNote] = []
    pieces = [p.strip("<>()[]\"'.;:, ") for p in re.split(r"[;,/|\s]+", text) if "@" in p]
    pieces = [piece.removeprefix("mailto:") for piece in pieces if len(piece) > 2]
    if not pieces and "@" not in text:
        written = _WRITTEN_OUT.sub("@", text, count=1).strip()
        if _is_email(written):
            return repaired("email_read", text, written)
    good = [piece for piece in pieces if _is_email(piece)]
    if not good:
        return refused("bad_email", text)
    local, domain = good[0].rsplit("@", 1)
    value = f"{local}@{domain.lower()}"
    others = [piece for piece in pieces if piece != good[0]]
    if others:
        notes.append(CellNote("several_emails", ", ".join(others), value))
    elif text != value:
        notes.append(CellNote("email_read", text, value))
    return Parsed(value, tuple(notes))


def _is_email(text: str) -> bool:
    try:
        _validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def read_phone(text: str) -> Parsed:
    return _read_phone(squeeze(text))


@functools.lru_cache(maxsize=4_096)
def _read_phone(text: str) -> Parsed:
    import phonenumbers  # slow to load, and few registers have telephone numbers

    found = [match.number for match in phonenumbers.PhoneNumberMatcher(text, "SE")]
    if not found:
        return refused("bad_phone", text)
    shown = [_formatted_phone(number) for number in found]
    if len(set(shown)) > 1:
        return repaired("several_phones", ", ".join(shown[1:]), shown[0])
    return Parsed(shown[0]) if shown[0] == text else repaired("phone_read", text, shown[0])


def _formatted_phone(number: Any) -> str:
    import phonenumbers

    national = number.country_code == 46
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if national
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(number, style))
