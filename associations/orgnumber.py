"""Organisation numbers, and the personal identity numbers that must never pass for one.

An organisation number has ten digits, the third of them 2 or more, and a check digit. A personal
identity number has a date where the organisation number cannot have one; a sole trader's firm uses
the owner's. In every real register some stand in the number column, so this module also finds them
in running text. No message, name or representation here contains a refused number.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

REMOVED = "[personnummer borttaget]"

# The group numbers of bodies governed by public law: state, regions, municipalities.
PUBLIC_BODY_PREFIXES = ("20", "21", "22", "23")
COMPANY_PREFIXES = ("5", "96")

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−.]+")
_SEPARATOR = r"[-+‐‑‒–—−]"
_PERSONAL = re.compile(r"(?:1[89]|20)?\d{6}[-+]?\d{4}")
# Between year, month, day and the last four, as people part them; a time of day has no such parts.
_GAP = r"[\s\-+‐‑‒–—−./,:_|()]{1,3}"
_CANDIDATES = re.compile(
    rf"""(?<!\d)(?:
        (?P<joined>(?P<century>1[89]|20)?\d{{6}}(?P<separator>\s*{_SEPARATOR}\s*|\s)?\d{{4}})
        | (?P<dashed>(?:1[89]|20)\d\d{_SEPARATOR}\d\d{_SEPARATOR}\d\d\s*{_SEPARATOR}\s*\d{{4}})
        | (?P<vat>(?<=SE)\d{{10}}01)
        | (?P<parted>(?:1[89]|20)?\d\d(?:\d{{4}}|{_GAP}\d\d{_GAP}\d\d){_GAP}\d\d[\s-]?\d\d)
    )(?!\d)""",
    re.VERBOSE,
)


class OrgNumberError(ValueError):
    """The text is not an organisation number. `str()` says why, plainly and without the text."""

    message: str | Promise = _(
        "Write the organisation number with ten digits, for example 802002-4280."
    )

    def __str__(self) -> str:
        return str(self.message)


class WrongLength(OrgNumberError):
    pass


class WrongCheckDigit(OrgNumberError):
    message = _("The digits do not add up to an organisation number. Check that each one is right.")


class WrongThirdDigit(OrgNumberError):
    message = _("The third digit of an organisation number is always 2 or more.")


class PersonalIdentityNumber(OrgNumberError):
    message = _(
        "This looks like a personal identity number. The register keeps only organisation numbers;"
        " leave the field empty if the association has none."
    )


@dataclass(frozen=True, slots=True, order=True)
class OrgNumber:
    """A valid organisation number. Make it with `parse`."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ten digits, or twelve that begin with 16; spaces and hyphens do not matter.

        Raises OrgNumberError, or its PersonalIdentityNumber for what is dated like one.
        """
        if is_personal_identity_number(text):
            raise PersonalIdentityNumber
        digits = _SEPARATORS.sub("", text)
        if len(digits) == 12 and digits.startswith("16"):
            digits = digits[2:]
        if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
            raise WrongLength
        if digits[2] < "2":
            raise WrongThirdDigit
        if not luhn.is_valid(digits):
            raise WrongCheckDigit
        return cls(digits)

    @property
    def formatted(self) -> str:
        """NNNNNN-NNNN, as people write it."""
        return f"{self.digits[:6]}-{self.digits[6:]}"

    @property
    def is_public_body(self) -> bool:
        """True for the state, regions and municipalities."""
        return self.digits.startswith(PUBLIC_BODY_PREFIXES)

    @property
    def is_company(self) -> bool:
        """True for limited companies and trading partnerships."""
        return self.digits.startswith(COMPANY_PREFIXES)

    def __str__(self) -> str:
        return self.formatted


def is_personal_identity_number(text: str) -> bool:
    """True when the whole text is dated like a personal or co-ordination number.

    The check digit does not matter: a mistyped personal number is still a person's.
    """
    compact = re.sub(r"[‐‑‒–—−]", "-", "".join(_ascii_digits(text).split()))
    if compact.count("-") > 1:
        compact = compact.replace("-", "")
    return bool(_PERSONAL.fullmatch(compact)) and _is_dated(re.sub(r"\D", "", compact))


def redact_personal_numbers(text: str, *, is_phone: bool = False) -> tuple[str, int]:
    """Replace every personal number in a running text; return the text and how many there were.

    What is parted in an unusual way counts when its check digit is right, or when it is the whole
    text. Ten digits in a row that begin with 0 are usually a telephone number, so of those only
    the ones with a right check digit count, and none where the text is known to be a phone number.
    """
    if sum(map(str.isdigit, text)) < 10:
        return text, 0
    if _is_nothing_else(text):
        return REMOVED, 1
    ascii_text = _ascii_digits(text)
    pieces, end, count = [], 0, 0
    for match in _CANDIDATES.finditer(ascii_text):
        if _is_personal_match(match, is_phone=is_phone):
            pieces += [text[end : match.start()], REMOVED]
            end, count = match.end(), count + 1
    return "".join([*pieces, text[end:]]), count


def _is_nothing_else(text: str) -> bool:
    """True if the whole text is a personal number, however parted, and no telephone number."""
    return not text.lstrip().startswith(("0", "+")) and is_personal_identity_number(text)


def _is_personal_match(match: re.Match[str], *, is_phone: bool) -> bool:
    digits = re.sub(r"\D", "", match[0])
    if match["vat"]:
        # A sole trader's VAT number is made of the owner's number.
        return _is_dated(digits[:10])
    if not _is_dated(digits):
        return False
    if match["parted"]:
        is_abroad = match.string[match.start() - 1 : match.start()] == "+"
        return not (digits.startswith("0") or is_abroad) and luhn.is_valid(digits[-10:])
    if match["dashed"] or (match["century"] and not (match["separator"] or "").isspace()):
        return True
    if (match["separator"] or "").isspace():
        # "240115 1830" is a date and a time more often than a person.
        return luhn.is_valid(digits[-10:])
    if not match["separator"] and digits.startswith("0"):
        return not is_phone and luhn.is_valid(digits)
    return True


def _is_dated(digits: str) -> bool:
    """True when ten or twelve digits begin with a date; co-ordination numbers add 60 to the day.

    A co-ordination number may have 00 for an unknown month or day.
    """
    if len(digits) == 12 and not "1800" <= digits[:4] <= "2099":
        return False
    month, day = int(digits[-8:-6]), int(digits[-6:-4])
    return (1 <= month <= 12 and 1 <= day <= 31) or (month <= 12 and 60 <= day <= 91)


def _ascii_digits(text: str) -> str:
    """The same text, as long, with digits of other scripts and widths as ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
