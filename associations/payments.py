"""Bankgiro and plusgiro numbers: digits that end in a Luhn check digit."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import luhn


def _is_giro(value: str, shortest: int) -> bool:
    return (
        value.isascii() and value.isdigit() and shortest <= len(value) <= 8 and luhn.is_valid(value)
    )


def validate_bankgiro(value: str) -> None:
    if not _is_giro(value, 7):
        raise ValidationError(_("Write the bankgiro number with seven or eight digits."))


def validate_plusgiro(value: str) -> None:
    if not _is_giro(value, 2):
        raise ValidationError(_("Write the plusgiro number with two to eight digits."))
