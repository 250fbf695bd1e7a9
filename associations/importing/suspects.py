"""Rows that may not be associations: parts of public bodies, companies, test rows."""

import re

from associations.models.importing import Suspicion
from associations.orgnumber import OrgNumber

_TEST = re.compile(
    r"\b(test|testförening\w*|testar|xxx+|dummy|demo|ta bort|används? ej|används inte|raderas?)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(\w*förvaltning(en)?|\w*nämnd(en)?|\w*kontoret|\bkommun(en)?|\bregion(en)?"
    r"|kommunstyrelse\w*|\benhet(en)?|\w*avdelning(en)?|\w*verket|\bbibliotek(et)?|kulturskola\w*"
    r"|\w*gymnasi(um|et)|\w*skolan?|\w*förskola\w*|räddningstjänst\w*|polisen"
    r"|kommunfullmäktige|kommunfastigheter|stadskansliet|kommunkansliet|gymnasieantagning\w*"
    r"|\w+ långtid)$|\w+förv\.|^räddningstjänst\w*|^region \w+ -",
    re.IGNORECASE,
)
# Popular education, not a municipality's schools.
_OWN_SCHOOL = re.compile(r"(medborgar|vuxen|folkhög|sommar|söndags|dans|musik)skolan?$", re.I)

# Without a number to go by, only a name no association has.
# "Långtid" is how booking systems call a hall let for the season.
_SURELY_PUBLIC = re.compile(
    r"(\w+förvaltning(en)?|kommunstyrelse\w*|gymnasieantagning\w*|\w+ långtid)$|^gymnasieantagning",
    re.IGNORECASE,
)


def suspicion_about(name: str, org_number: str) -> str:
    """A `Suspicion` about a row with this name and ten-digit number, or ""."""
    number = OrgNumber(org_number) if org_number else None
    is_public_name = bool(_PUBLIC.search(name)) and not _OWN_SCHOOL.search(name)
    if _TEST.search(name):
        return Suspicion.TEST_ROW
    if number and number.is_public_body:
        # Real associations carry the municipality's own number too, so the name must tell as well.
        return Suspicion.PUBLIC_BODY if is_public_name else Suspicion.PUBLIC_NUMBER
    if number and number.is_company:
        return Suspicion.COMPANY
    return Suspicion.PUBLIC_BODY if not number and _SURELY_PUBLIC.search(name) else ""
