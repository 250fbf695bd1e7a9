"""Which column is what: guessed from the headings, then from what the cells hold."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from associations.importing.table import Cell
from associations.importing.tidy import fold

# What a column can be. The order is that of the choices in the mapping form.
TARGETS = {
    "name": _("Name"),
    "org_number": _("Organisation number"),
    "type": _("Kind of association"),
    "legal_form": _("Legal form"),
    "activities": _("Activities"),
    "target_groups": _("Target groups"),
    "areas": _("Areas"),
    "languages": _("Languages"),
    "description": _("Description"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "website": _("Website"),
    "social_links": _("Social media"),
    "visiting_address": _("Visiting address"),
    "postal_code": _("Postal code"),
    "town": _("Town"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "founded_year": _("Founded (year)"),
    "national_federation": _("National federation"),
    "annual_meeting_month": _("Month of the annual meeting"),
    "when_and_where": _("When and where"),
    "how_to_join": _("How to join"),
    "source_id": _("Id in the source system"),
    "status": _("Status"),
    "ended_on": _("Ended on"),
    "is_listed": _("Listed for residents"),
    "confirmed_on": _("Details confirmed on"),
    "email_shown": _("E-mail is public (yes or no)"),
    "phone_shown": _("Phone is public (yes or no)"),
    "website_shown": _("Website is public (yes or no)"),
    "social_links_shown": _("Social media are public (yes or no)"),
    "public_id": _("Stable id in this register"),
    "slug": _("Address name"),
    "continues_in": _("Continues in (stable id)"),
}

# Headings as real registers write them, folded. The first word of each row is the export's own.
HEADINGS: dict[str, str] = {
    "name": "namn|föreningsnamn|föreningens namn|förening|organisation|organisationsnamn|"
    "officiellt namn|name|association|association name|organisation name|organization name",
    "org_number": "organisationsnummer|org nr|orgnr|org nummer|orgnummer|organisationsnr|"
    "föreningsorgnr|organization number|organizationnumber|organisation number|"
    "organisationnumber|org number|orgnumber|orgno|registration number",
    "type": "föreningstyp|typ av förening|typ|förenings typ|kategori|föreningskategori|"
    "huvudkategori|type|association type|associationtype|associationtypes|association types|"
    "category|categories",
    "legal_form": "juridisk form|associationsform|organisationsform|bolagsform|"
    "legal form|legalform",
    "activities": "verksamheter|verksamhet|aktiviteter|aktivitet|verksamhetsområde|"
    "verksamhetsområden|inriktning|idrott|idrotter|sysselsättning|activities|activity|occupations",
    "target_groups": "målgrupper|målgrupp|ålder|åldersgrupp|åldersgrupper|vänder sig till|"
    "target groups|target group|targetgroups|ages|age groups",
    "areas": "områden|område|kommundel|kommundelar|stadsdel|stadsdelar|geografiskt område|distrikt|"
    "ortsområde|areas|area|district|districts|borough",
    "languages": "språk|languages|language",
    "description": "beskrivning|presentation|om föreningen|information|information om föreningen|"
    "publik information|text|ändamål|syfte|description|about|public information|summary",
    "email": "e post|epost|mejl|mail|e mail|email|e postadress|epostadress|föreningens e post|"
    "mailadress|mejladress|e mail address|email address",
    "phone": "telefon|telefonnummer|tel|tfn|tel nr|telefonnr|mobil|mobiltelefon|mobilnummer|"
    "phone|telephone|phone number|mobile",
    "website": "webbplats|hemsida|webbadress|webb|webbsida|url|länk|hemsideadress|www|"
    "homepage|website|web|web page|site",
    "social_links": "sociala medier|facebook|instagram|social media|social links",
    "visiting_address": "besöksadress|gatuadress|adress|utdelningsadress|postadress|gata|"
    "visiting address|address|street|street address|postal address",
    "postal_code": "postnummer|postnr|post nr|postal code|postalcode|postcode|zip|zip code|zipcode",
    "town": "ort|postort|stad|city|town|post town|postal town",
    "latitude": "latitud|lat|latitude",
    "longitude": "longitud|long|lon|lng|longitude",
    "founded_year": "bildad år|bildad|grundad|grundat|startår|bildades|bildningsår|bildad datum|"
    "år bildad|founded|founded year|year founded",
    "national_federation": "riksorganisation|riksförbund|förbund|tillhör förbund|"
    "national federation|federation|national organisation",
    "annual_meeting_month": "årsmötesmånad|månad för årsmöte|månad för årsmötet|årsmöte månad|"
    "årsmöte|annual meeting month|annual meeting",
    "when_and_where": "när och var|tid och plats|when and where",
    "how_to_join": "bli medlem|så går du med|how to join",
    "source_id": "id i källsystemet|id|föreningsid|förenings id|nr|löpnummer|kundnummer|kundnr|"
    "source id|external id|association id|associationid|guid",
    "status": "status|state",
    "ended_on": "upphörde|avslutad datum|ended on",
    "is_listed": "visas för invånare|publicerad|listed|published",
    "confirmed_on": "uppgifterna bekräftade|bekräftad|confirmed on",
    "email_shown": "e post visas",
    "phone_shown": "telefon visas",
    "website_shown": "webbplats visas",
    "social_links_shown": "sociala medier visas",
    "slug": "adressnamn|slug",
    "continues_in": "fortsätter i|continues in",
    "public_id": "beständigt id|samklang id|public id|publicid",
}
_BY_HEADING = {
    heading: target for target, words in HEADINGS.items() for heading in words.split("|")
}

_CONTENT = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}[;.\s]*"),
    "website": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE),
    "org_number": re.compile(r"(16)?\d\d[2-9]\d{3}[- ]?\d{4}"),
    "postal_code": re.compile(r"(SE-?)?\d{3} ?\d{2}"),
    "founded_year": re.compile(r"(1[6-9]|20)\d\d"),
    "target_groups": re.compile(r".*\(\s*\d+\s*(-|–|\+)\s*\d*\s*\+?\s*år\s*\).*"),
}
# What the cells say overrules the heading where headings are known to mislead.
_OVERRULED = {("activities", "target_groups"), ("type", "target_groups")}
_SHARE = 0.8
_MINIMUM = 3


@dataclass(slots=True)
class Mapping:
    """Target per column, "" for a column that is left out; and headings that stand twice."""

    targets: list[str]
    duplicates: list[str] = field(default_factory=list)

    def index(self, target: str) -> int | None:
        return self.targets.index(target) if target in self.targets else None


def heading_target(heading: str) -> str:
    """What a heading means, or "". CamelCase and punctuation do not matter."""
    words = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", heading)
    return _BY_HEADING.get(fold(words)) or _BY_HEADING.get(fold(heading)) or ""


def guess_mapping(header: Sequence[str], sample: Iterable[Sequence[Cell]]) -> Mapping:
    """Guess by heading, then by content for columns no heading explains. One column per target.

    Of two columns for one target the first wins. Two columns with the very same heading are left
    to the person, and named in `duplicates`.
    """
    columns = list(zip(*sample, strict=True)) or [()] * len(header)
    contents = [_content_target(column) for column in columns]
    targets = [""] * len(header)
    folded = [fold(heading) for heading in header]
    twice = {heading for heading in folded if heading and folded.count(heading) > 1}
    for index, heading in enumerate(header):
        target = heading_target(heading)
        if (target, contents[index]) in _OVERRULED:
            target = contents[index]
        if target and folded[index] not in twice and target not in targets:
            targets[index] = target
    for index, content in enumerate(contents):
        if not targets[index] and not heading_target(header[index]) and folded[index] not in twice:
            targets[index] = content if content not in targets else ""
    duplicates = [h for h, key in zip(header, folded, strict=True) if key in twice]
    return Mapping(targets, [h for h in duplicates if heading_target(h)])


def _content_target(column: Sequence[Cell]) -> str:
    values = [
        text.strip()
        for cell in column
        for text in (cell if isinstance(cell, list) else [cell])
        if text.strip()
    ]
    if len(values) >= _MINIMUM:
        for target, pattern in _CONTENT.items():
            if sum(bool(pattern.fullmatch(value)) for value in values) >= _SHARE * len(values):
                return target
    return ""
