"""Yes and no, status, legal form and month, in the words of registers and of our own export."""

import re

from associations.importing.parsed import Parsed, refused
from associations.importing.tidy import fold
from associations.models import LegalForm, Status

_YES = frozenset({"ja", "yes", "true", "sant", "1", "j", "y", "x", "publik", "publicerad"})
_NO = frozenset({"nej", "no", "false", "falskt", "0", "n", "ej publik", "dold"})


def read_yes_no(text: str) -> Parsed:
    word = fold(text)
    return Parsed(word in _YES) if word in _YES | _NO else refused("bad_choice", text)


_STATUS = {
    "aktiv": Status.ACTIVE,
    "active": Status.ACTIVE,
    "godkänd": Status.ACTIVE,
    "vilande": Status.DORMANT,
    "passiv": Status.DORMANT,
    "inaktiv": Status.DORMANT,
    "dormant": Status.DORMANT,
    "upplöst": Status.DISSOLVED,
    "nedlagd": Status.DISSOLVED,
    "avslutad": Status.DISSOLVED,
    "avregistrerad": Status.DISSOLVED,
    "dissolved": Status.DISSOLVED,
    "ansökt": Status.APPLIED,
    "ny ansökan": Status.APPLIED,
    "applied": Status.APPLIED,
    "uppgått i annan": Status.MERGED,
    "sammanslagen": Status.MERGED,
    "merged": Status.MERGED,
    "flyttad": Status.MOVED,
    "utflyttad": Status.MOVED,
    "moved": Status.MOVED,
}
STATUS_WORDS = {
    Status.ACTIVE: "aktiv",
    Status.DORMANT: "vilande",
    Status.DISSOLVED: "upplöst",
    Status.APPLIED: "ansökt",
    Status.MERGED: "uppgått i annan",
    Status.MOVED: "utflyttad",
}
LEGAL_FORM_WORDS = {
    LegalForm.NON_PROFIT: "ideell förening",
    LegalForm.COOPERATIVE: "ekonomisk förening",
    LegalForm.FOUNDATION: "stiftelse",
    LegalForm.FAITH_COMMUNITY: "registrerat trossamfund",
    LegalForm.JOINT_PROPERTY: "samfällighetsförening",
    LegalForm.NETWORK: "nätverk utan juridisk person",
    LegalForm.OTHER: "annan form",
}
_LEGAL_FORM = {fold(word): form for form, word in LEGAL_FORM_WORDS.items()} | {
    form.value.replace("_", " "): form for form in LegalForm
}


def read_status(text: str) -> Parsed:
    status = _STATUS.get(fold(text))
    return Parsed(status.value) if status else refused("bad_choice", text)


def read_legal_form(text: str) -> Parsed:
    form = _LEGAL_FORM.get(fold(text))
    return Parsed(form.value) if form else refused("bad_choice", text)


_SWEDISH = "januari februari mars april maj juni juli augusti september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
MONTH_WORDS = dict(enumerate(_SWEDISH.split(), start=1))
_MONTH = (
    {word: number for number, word in MONTH_WORDS.items()}
    | {word[:3]: number for number, word in MONTH_WORDS.items()}
    | {word: number for number, word in enumerate(_ENGLISH.split(), start=1)}
)
# 2026-03-15 and 2026-03: registers often hold the day of the last meeting.
_DATE = re.compile(r"(?:19|20)\d\d-(\d\d)(?:-\d\d)?(?: .*)?")


def read_month(text: str) -> Parsed:
    """1 to 12, from a month's name or number, or from a date in it."""
    word = text.strip().removesuffix(".0")
    if date := _DATE.fullmatch(word):
        word = date[1]
    month = int(word) if re.fullmatch(r"\d{1,2}", word) else _MONTH.get(fold(word), 0)
    return Parsed(month) if 1 <= month <= 12 else refused("bad_month", text)
