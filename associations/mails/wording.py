"""Words that several mails share."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(on: date) -> str:
    """A day in words: 3 december 2026."""
    return date_format(on, "j F Y")


def closing(why: str) -> str:
    """The end of a mail: why it came, and what to do when it should not have."""
    ask = _("Is something wrong? Get in touch with us at the municipality.")
    return f"{why}\n{ask}"
