"""An invented register of any size: the same every time, and no row a copy of another.

Names, words and choices come from the shipped vocabulary and from lists below, unevenly as in real
registers: a few activities are common, most are rare, and many names hold a word no other has.
"""

# ruff: noqa: SIM905 - a line of words is easier to read than a list of them.

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from associations.vocabulary import shipped

SEED = 20261124
PLACE_STARTS = (
    "Björk Al Ek Lind Sten Ås Öster Väster Norr Söder Gran Tall Kvarn Sjö Berg Ängs Hav Lom Rå "
    "Små Ljung Häll Tor Ramn Vall Färg"
).split()
PLACE_ENDS = "vik by torp hult köping mo fors holm näs lunda rum sätra dal skog".split()
AREAS = {
    "Centrum": "Gamla stan|Hamnen|Stationsområdet|Västerport|Slottsstaden",
    "Norra kommundelen": "Norrvik|Granby|Åsen|Kvarnbacken|Ljungtorp",
    "Södra kommundelen": "Södertorp|Lindhult|Ängsholmen|Sjölunda|Ramnäs",
    "Västra kommundelen": "Västerby|Ekebol|Hällarp|Torsmo|Bergsäter",
    "Östra kommundelen": "Österhult|Almunda|Rånäs|Stensjö|Lomfors",
    "Skärgården": "Storön|Lillön|Måsskär|Fyrholmen|Sälgrund",
}
ENDINGS = "förening klubb sällskap förbund gille lag grupp nätverk vänner krets".split()
PATTERNS = (
    "{place}s {activity_lower}{ending}",
    "{activity}{ending}en i {place}",
    "{place} {activity_lower}",
    "Föreningen {rare}, {place}",
    "{rare} {activity_lower} {place}",
    "IF {rare}",
    "{place}s IK {rare}",
    "Stiftelsen {rare} för {activity_lower}",
    "{place}s {rare}{ending}",
    "Kulturföreningen {rare}",
)
SYLLABLES = (
    "al be da dro el fa fjä ga gla hal hu il jo ka klö la lom ma mil na nor o pil ra rö sa ska sol "
    "sto ta tre tu u va vin yl ång ägg öd"
).split()
TAILS = "a an en ing o us ik ör äng and ström gren".split()
SENTENCES = (
    "Vi är en öppen förening som samlar alla som tycker om {activity}",
    "Hos oss i {place} är både nybörjare och vana välkomna",
    "Föreningen drivs helt av frivilliga och har funnits sedan {year}",
    "Vi ordnar träffar, kurser och läger om {activity} under hela året",
    "Medlemmarna möts varje {day} för att {verb} tillsammans",
    "Barn och unga prövar på utan kostnad under höstlovet",
    "På {rare} finns lokal, kök och utrustning att låna",
    "Vi samarbetar med skolor, bibliotek och grannföreningar i {place}",
    "Årsmötet hålls i mars och alla medlemmar får rösta",
    "Till sommaren planerar vi en {verb}dag med {rare} som tema",
    "Den som vill hjälpa till som ledare får utbildning av oss",
    "Avgiften är låg för att ingen ska behöva stå utanför",
)
VERBS = "träna spela sjunga läsa laga bygga vandra sy odla dansa paddla samtala måla".split()
DAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()
FEDERATIONS = ("", "", "", "Riksförbundet Samspel", "Svenska Granförbundet", "Unga Ekens förbund")
LEGAL_FORMS = ("non_profit",) * 16 + (
    *("cooperative", "foundation", "foundation", "faith_community", "joint_property"),
    *("network", "other"),
)
COMMON = (
    *("Fotboll", "Musik", "Körsång", "Friluftsliv", "Gymnastik", "Hembygd", "Ishockey"),
    *("Teater och scenkonst", "Fiske", "Hund"),
)
STATUSES = ("active",) * 94 + ("dormant",) * 3 + ("dissolved",) * 3


@dataclass(frozen=True, slots=True)
class Row:
    """One association with the vocabulary's words by name."""

    number: int
    name: str
    org_number: str
    legal_form: str
    status: str
    is_listed: bool
    activities: tuple[str, ...]
    areas: tuple[str, ...]
    target_groups: tuple[str, ...]
    languages: tuple[str, ...]
    email: str
    phone: str
    website: str
    visiting_address: str
    postal_code: str
    town: str
    latitude: float | None
    longitude: float | None
    founded_year: int
    national_federation: str
    ingress: str
    body: tuple[str, ...]
    when_and_where: str
    how_to_join: str


def rows(size: int) -> Iterator[Row]:
    """The first `size` associations; a larger register begins with a smaller one's rows."""
    chance = random.Random(SEED)
    activities = [activity.name for activity in shipped.activities()]
    chance.shuffle(activities)
    # The common ones first, in their own order; the sort keeps the others as shuffled.
    activities.sort(key=lambda name: COMMON.index(name) if name in COMMON else len(COMMON))
    # Zipf-like: the first is some hundred times as common as the last.
    weights = list(itertools.accumulate(1 / (place + 2) for place in range(len(activities))))
    groups = [group.name for group in shipped.target_groups()]
    languages = [name for code, name in shipped.languages().items() if code != "sv"]
    areas = [name for names in AREAS.values() for name in names.split("|")]
    taken: set[str] = set()
    for number in range(size):
        count = chance.choice((1, 1, 2, 3))
        mine = tuple(dict.fromkeys(chance.choices(activities, cum_weights=weights, k=count)))
        yield _row(chance, number, mine, groups, languages, areas, taken)


def _row(chance, number, activities, groups, languages, areas, taken) -> Row:
    words = {
        "place": chance.choice(PLACE_STARTS) + chance.choice(PLACE_ENDS),
        "activity": activities[0],
        "activity_lower": activities[0].lower(),
        "ending": chance.choice(ENDINGS),
        "rare": _rare(chance),
    }
    name = chance.choice(PATTERNS).format(**words)
    while name.casefold() in taken:
        name = f"{name} {_rare(chance)}"
    taken.add(name.casefold())
    has_position = chance.random() < 0.6
    return Row(
        number=number,
        name=name,
        org_number=_org_number(number) if chance.random() < 0.75 else "",
        legal_form=chance.choice(LEGAL_FORMS),
        status=chance.choice(STATUSES),
        is_listed=chance.random() < 0.97,
        activities=activities,
        areas=tuple(dict.fromkeys(chance.choices(areas, k=chance.choice((0, 1, 1, 1, 2))))),
        target_groups=tuple(dict.fromkeys(chance.choices(groups, k=chance.choice((0, 1, 1, 2))))),
        languages=("svenska", *chance.sample(languages, k=chance.choice((0, 0, 0, 1, 2)))),
        email=f"kontakt{number}@forening.example",
        phone=f"0500-{10 + number % 90} {number // 90 % 100:02d} {number // 9000 % 100:02d}",
        website=f"https://forening.example/{number}" if chance.random() < 0.5 else "",
        visiting_address=f"{words['rare']}gatan {chance.randrange(1, 90)}",
        postal_code=f"{chance.randrange(100, 990)} {chance.randrange(10, 99)}",
        town=words["place"],
        latitude=round(57 + chance.random(), 5) if has_position else None,
        longitude=round(13 + chance.random(), 5) if has_position else None,
        founded_year=chance.randrange(1880, 2026),
        national_federation=chance.choice(FEDERATIONS),
        ingress=_sentence(chance, words),
        body=tuple(
            " ".join(_sentence(chance, words) for _ in range(chance.randrange(2, 5)))
            for _ in range(chance.randrange(1, 4))
        ),
        when_and_where=f"Varje {chance.choice(DAYS)} kl. {chance.randrange(9, 20)}.00, "
        f"{words['rare']}huset i {words['place']}",
        how_to_join="Skriv till oss eller kom förbi. " + _sentence(chance, words),
    )


def _sentence(chance: random.Random, words: dict[str, str]) -> str:
    return (
        chance.choice(SENTENCES).format(
            activity=words["activity_lower"],
            place=words["place"],
            rare=words["rare"],
            verb=chance.choice(VERBS),
            day=chance.choice(DAYS),
            year=chance.randrange(1880, 2026),
        )
        + "."
    )


def _rare(chance: random.Random) -> str:
    syllables = "".join(chance.choices(SYLLABLES, k=chance.randrange(2, 4)))
    return (syllables + chance.choice(TAILS)).capitalize()


def _org_number(number: int) -> str:
    """A number of the kind non-profit associations have, with its check digit."""
    digits = f"8{(number * 7919 + 20_000_000) % 100_000_000:08d}"
    if digits[2] in "01":
        digits = digits[:2] + "2" + digits[3:]
    # Luhn, as Skatteverket counts: every other digit doubled, from the first.
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(digits)
    )
    return digits + str(-total % 10)
