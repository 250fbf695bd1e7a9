"""What is told about a cell: each repair and each loss, with its reason.

A note may show the text before and after – never what was refused as a number, for that may be a
person's.
"""

from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    REPAIR = "repair"
    # Something the file said did not come in.
    REFUSAL = "refusal"


class Note(NamedTuple):
    """A reason by its code, about a field (a target of the import), with what stood there."""

    kind: Kind
    code: str
    field: str = ""
    old: str = ""
    new: str = ""

    @property
    def reason(self) -> str:
        return str(REASONS[self.code]) % {"old": self.old, "new": self.new}


class CellNote(NamedTuple):
    """A reason before it is known which field the cell is for."""

    code: str
    old: str = ""
    new: str = ""

    def about(self, field: str) -> Note:
        kind = Kind.REFUSAL if self.code in LOSSES else Kind.REPAIR
        return Note(kind, self.code, field, self.old[:SHOWN], self.new[:SHOWN])


SHOWN = 120
LOSSES = frozenset(
    {
        "personal_number",
        "too_long",
        "nul",
        "damaged_letters",
        "cut",
        "bad_org_number",
        "several_emails",
        "bad_email",
        "several_websites",
        "website_is_email",
        "bad_website",
        "bad_social_link",
        "several_phones",
        "bad_phone",
        "bad_postal_code",
        "bad_town",
        "bad_position",
        "bad_year",
        "bad_date",
        "bad_month",
        "bad_choice",
        "bad_id",
        "shared_id",
    }
)
READ_AS = _("“%(old)s” was read as “%(new)s”.")
REASONS: dict[str, str | Promise] = {
    # Any cell
    "personal_number": _("A personal identity number was removed. It is not stored anywhere."),
    "too_long": _("The cell is too long, %(old)s characters, and was left out."),
    "nul": _("The cell holds characters that are not text, and was left out."),
    "damaged_letters": _("Letters are damaged (�). Export the file again as UTF-8."),
    "spaces": _("Surplus spaces were removed."),
    "placeholder": _("“%(old)s” was read as empty."),
    "cut": _("The text was cut to %(new)s characters."),
    "markup": _("Formatting codes were removed from the text."),
    # Numbers and addresses
    "bad_org_number": _(
        "It is not an organisation number and was left out. It is not shown, for it may be a"
        " personal identity number."
    ),
    "several_emails": _("Several e-mail addresses: “%(new)s” was used, not “%(old)s”."),
    "email_read": READ_AS,
    "bad_email": _("“%(old)s” is not an e-mail address."),
    "several_websites": _("Several web addresses: “%(new)s” was used, not “%(old)s”."),
    "website_read": READ_AS,
    "website_is_email": _("“%(old)s” holds an @ and does not lead to a website."),
    "bad_website": _("“%(old)s” is not a web address."),
    "bad_social_link": _("“%(old)s” is not an address in social media."),
    "phone_read": READ_AS,
    "several_phones": _("Several telephone numbers: “%(new)s” was used, not “%(old)s”."),
    "bad_phone": _("“%(old)s” is not a telephone number."),
    "postal_code_read": READ_AS,
    "bad_postal_code": _("“%(old)s” is not a Swedish postal code."),
    "town_read": READ_AS,
    "town_postal_code": _("The postal code in “%(old)s” was moved to its own field."),
    "bad_town": _("“%(old)s” is not the name of a town."),
    "bad_position": _("The position is not in degrees within Sweden (WGS 84)."),
    "year_read": READ_AS,
    "bad_year": _("“%(old)s” is not a year when an association can have been founded."),
    "bad_date": _("“%(old)s” is not a date. Write it as 2026-12-03."),
    "bad_month": _("“%(old)s” is not a month. Write it as mars or 3."),
    "bad_choice": _("“%(old)s” is not one of the choices."),
    "bad_id": _("“%(old)s” is not an id of this register."),
    "shared_id": _("“%(old)s” is also another row's or another association's, so it was left out."),
    # Words
    "word_cut": READ_AS,
    "word_twice": _("“%(old)s” stood twice."),
}
