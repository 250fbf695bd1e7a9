"""Yes and no, status and legal form, in the words of registers and of our own export."""

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
}
STATUS_WORDS = {
    Status.ACTIVE: "aktiv",
    Status.DORMANT: "vilande",
    Status.DISSOLVED: "upplöst",
    Status.APPLIED: "ansökt",
    Status.MERGED: "uppgått i annan",
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
