"""Whether an imported contact detail may be shown: an organisation's, yes; a person's, no."""

import re

from associations.importing.matching import name_key

ROLE_WORDS = {
    "info",
    "information",
    "kansli",
    "kansliet",
    "styrelse",
    "styrelsen",
    "kontakt",
    "kontakta",
    "post",
    "mail",
    "mejl",
    "epost",
    "forening",
    "foreningen",
    "klubb",
    "klubben",
    "office",
    "ordforande",
    "ordf",
    "sekreterare",
    "kassor",
    "kassoren",
    "ekonomi",
    "medlem",
    "medlemmar",
    "bokning",
    "boka",
    "admin",
    "hej",
    "hello",
    "contact",
    "expedition",
    "kontor",
    "kontoret",
    "lokal",
    "uthyrning",
    "webb",
    "webmaster",
    "support",
    "sport",
    "idrott",
    "kor",
    "hembygd",
    "scout",
    "expeditionen",
    "kyrka",
    "forsamling",
    "verksamhet",
    "verksamhetsledare",
}
_FOLD = str.maketrans("åäöéü", "aaoeu")


def is_organisations_address(email: str, name: str) -> bool:
    """True if the address is plainly an organisation's: a role, or made of its name."""
    local = email.split("@")[0].casefold().translate(_FOLD)
    parts = [part for part in re.split(r"[\W\d_]+", local) if part]
    if any(part in ROLE_WORDS for part in parts):
        return True
    own_name = name_key(name).translate(_FOLD).replace(" ", "")
    joined = "".join(parts)
    return len(joined) >= 4 and (joined in own_name or own_name in joined)


def is_organisations_phone(phone: str) -> bool:
    """True for numbers that are not mobile: a mobile is nearly always a person's."""
    digits = re.sub(r"\D", "", phone).removeprefix("46").removeprefix("0")
    return bool(digits) and not digits.startswith("7")
