"""An invented municipality's associations, for `make demo`. Nobody here exists."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from associations import listings, own_services, services
from associations.claim_services import ask_municipality
from associations.membership_services import appoint_representative
from associations.models import (
    Activity,
    Area,
    Association,
    ContactPerson,
    Language,
    Offer,
    Presentation,
    Status,
    TargetGroup,
)
from associations.people import person_at
from associations.request_services import ask_to_join
from associations.slugs import slugify
from associations.vocabulary.seeding import seed_vocabulary

AREAS = ("Centrum", "Norra Björkvik", "Södra Björkvik", "Åsa", "Granlunda", "Ekön")
CHILDREN, TEENS = "Barn 7–12 år", "Ungdomar 13–19 år"


class Row(NamedTuple):
    name: str
    area: str
    activities: tuple[str, ...]
    groups: tuple[str, ...]
    ingress: str
    when: str
    join: str = "Kom och prova tre gånger innan du bestämmer dig."
    languages: tuple[str, ...] = ("svenska",)
    # Months since the details were confirmed; None for never.
    confirmed: int | None = 3
    # Paragraphs of what they do, beyond the ingress.
    about: tuple[str, ...] = ()


ROWS = (
    Row(
        "Björkviks flickfotboll",
        "Norra Björkvik",
        ("Fotboll",),
        (CHILDREN, TEENS),
        "Fotboll för flickor från sex år. Alla får spela, ingen toppar laget. Låna skor och benskydd hos oss första terminen.",
        "Tisdagar och torsdagar kl. 17 på Norrvallen",
        about=(
            "Vi har sex lag, från sexåringar till tonåringar. Varje lag har minst två ledare som har gått utbildning, och alla lag får lika mycket tid på planen.",
            "Under sommaren ordnar vi en veckas läger på Ekön. Den som inte har råd åker med ändå: prata med en ledare.",
        ),
    ),
    Row(
        "IK Åsa",
        "Åsa",
        ("Fotboll", "Innebandy", "Skidåkning"),
        (CHILDREN, TEENS, "Vuxna"),
        "Idrottsklubb med fotboll, innebandy och skidor. Lag i alla åldrar.",
        "Hela veckan i Åsahallen",
        confirmed=26,
    ),
    Row(
        "Kulturföreningen Ugglan",
        "Centrum",
        ("Bild och konst", "Integration"),
        (CHILDREN, "Familjer"),
        "Pyssel, måleri och samtal för barn och föräldrar som är nya i Sverige.",
        "Lördagar kl. 11–14 på Ugglans gård",
        languages=("svenska", "arabiska", "somaliska"),
        about=(
            "Barnen bygger, målar och leker. Föräldrarna får tid att prata med varandra och med någon som kan Björkvik.",
            "Vi bjuder på frukost och har allt material på plats. Tolkar finns nästan varje gång.",
        ),
    ),
    Row(
        "Björkviks kammarkör",
        "Centrum",
        ("Körsång",),
        ("Vuxna", "Äldre"),
        "Blandad kör som sjunger allt från folkvisor till nyskrivet. Vi tar in nya röster varje höst.",
        "Måndagar kl. 19 i musikskolan",
        "Kom på öppet hus i augusti och sjung med oss.",
        about=(
            "Vi är trettio sångare mellan tjugofem och åttio år. Tre gånger om året håller vi konsert, alltid någon av dem utomhus.",
            "Du behöver inte kunna läsa noter. Vi övar stämma för stämma och spelar in, så att du kan öva hemma.",
        ),
    ),
    Row(
        "Granlunda byalag",
        "Granlunda",
        ("Bygd och lokal utveckling",),
        ("Alla åldrar",),
        "Vi håller badplatsen öppen, ordnar midsommar och för Granlundas talan i kommunen.",
        "Möten första söndagen i månaden i bystugan",
    ),
    Row(
        "Språkkafé Björkvik",
        "Centrum",
        ("Språkkafé", "Integration"),
        ("Vuxna", "Nya i Sverige"),
        "Kom och prata svenska över en kopp kaffe. Du behöver inte anmäla dig.",
        "Onsdagar kl. 17–19 på biblioteket",
        "Kom som du är. Det kostar ingenting.",
        ("svenska", "arabiska", "ukrainska", "engelska"),
        about=(
            "Vid varje bord sitter någon som har svenska som modersmål. Vi pratar om vardagen: jobbet, skolan, vädret och vad man gör en söndag.",
            "Barn är välkomna. Vid ett av borden spelar vi spel.",
        ),
    ),
    Row(
        "Ekö hembygdsförening",
        "Ekön",
        ("Hembygd", "Kulturarv och historia"),
        ("Alla åldrar",),
        "Vi vårdar hembygdsgården och berättar öns historia för besökare och skolklasser.",
        "Hembygdsgården är öppen söndagar kl. 12–16 i juni–augusti",
    ),
    Row(
        "Björkviks scoutkår",
        "Södra Björkvik",
        ("Scouting", "Friluftsliv"),
        (CHILDREN, TEENS),
        "Äventyr, eld och vänner i skogen. Vi börjar från årskurs två.",
        "Måndagar kl. 18 i scoutstugan",
    ),
    Row(
        "Seniorerna i Björkvik",
        "Centrum",
        ("Äldre", "Motion och friskvård"),
        ("Äldre",),
        "Promenader, gymnastik, resor och föredrag för dig som har slutat arbeta.",
        "Tisdagar kl. 10 i Folkets hus",
        confirmed=1,
    ),
    Row(
        "Norrvallens ryttarförening",
        "Norra Björkvik",
        ("Ridning och hästsport", "Parasport"),
        (CHILDREN, TEENS, "Personer med funktionsnedsättning"),
        "Ridskola med ponnyer och stora hästar. Vi har lift och egna grupper för ryttare med funktionsnedsättning.",
        "Hela veckan i ridhuset",
    ),
    Row(
        "Björkviks schacksällskap",
        "Centrum",
        ("Schack",),
        ("Alla åldrar",),
        "Nybörjare och klubbmästare vid samma bord.",
        "Torsdagar kl. 18 i Folkets hus",
    ),
    Row(
        "Ateljé Åsikten",
        "Åsa",
        ("Bild och konst", "Slöjd och hantverk"),
        ("Unga vuxna 20–25 år", "Vuxna"),
        "Öppen verkstad med drejskivor, symaskiner och en vävstol.",
        "Tisdagar kl. 18–21 i gamla skolan",
        confirmed=None,
    ),
    Row(
        "Björkviks naturskyddare",
        "Granlunda",
        ("Natur- och miljövård",),
        ("Alla åldrar",),
        "Vi inventerar fåglar, slår ängar och ordnar vandringar för alla.",
        "Följ vårt program på webbplatsen",
    ),
    Row(
        "Kvinnojouren Ljuset",
        "Centrum",
        ("Brottsoffer och kvinnojour",),
        ("Vuxna",),
        "Stöd och skyddat boende för dig som lever med våld. Vi har tystnadsplikt.",
        "Telefonen är öppen varje dag kl. 9–21",
        "Ring oss, eller bli stödmedlem.",
        ("svenska", "engelska", "arabiska"),
    ),
    Row(
        "Björkviks simklubb",
        "Södra Björkvik",
        ("Simning",),
        (CHILDREN, TEENS),
        "Simskola, tävlingssim och vattenlek i simhallen.",
        "Måndag till lördag i simhallen",
    ),
    Row(
        "Södra Björkviks odlare",
        "Södra Björkvik",
        ("Matlagning och odling", "Biodling"),
        ("Alla åldrar",),
        "Kolonilotter, bikupor och en gemensam skördefest.",
        "Arbetsdagar varannan lördag från april",
    ),
    Row(
        "Teatergruppen Björnen",
        "Centrum",
        ("Teater och scenkonst",),
        (TEENS, "Vuxna"),
        "Vi sätter upp en pjäs om året, med plats på scenen och bakom den.",
        "Söndagar kl. 15 i Folkets hus",
    ),
    Row(
        "Somaliska föreningen Hiddo",
        "Södra Björkvik",
        ("Kultur från andra länder", "Läxhjälp"),
        (CHILDREN, TEENS, "Familjer"),
        "Kultur, läxhjälp och sommarläger för familjer.",
        "Lördagar kl. 13 i Södra skolan",
        languages=("svenska", "somaliska"),
    ),
    Row(
        "Åsa båtsällskap",
        "Åsa",
        ("Segling och båtliv",),
        ("Alla åldrar",),
        "Seglarskola och bryggplatser i Åsaviken.",
        "Onsdagar kl. 18 vid bryggan, maj–september",
        confirmed=30,
    ),
    Row(
        "Björkviks spelmanslag",
        "Granlunda",
        ("Folkmusik och spelmanslag", "Folkdans"),
        ("Alla åldrar",),
        "Låtar från bygden på fiol, nyckelharpa och dragspel. Vi lär ut på gehör.",
        "Torsdagar kl. 19 i bystugan",
    ),
    Row(
        "Funktionsrätt Björkvik",
        "Centrum",
        ("Funktionsnedsättning",),
        ("Personer med funktionsnedsättning",),
        "Vi driver på för ett Björkvik där alla kommer in, hörs och kan delta.",
        "Öppet hus första tisdagen i månaden kl. 16",
        languages=("svenska", "svenskt teckenspråk"),
    ),
    Row(
        "E-sport Björkvik",
        "Centrum",
        ("Datorspel och e-sport",),
        (TEENS, "Unga vuxna 20–25 år"),
        "Träna tillsammans, inte ensam på rummet. Vi äter också.",
        "Fredagar kl. 17–22 på ungdomens hus",
    ),
    Row(
        "Ekö fiskevårdsförening",
        "Ekön",
        ("Fiske", "Natur- och miljövård"),
        ("Alla åldrar",),
        "Fiskekort, fiskevård och metardag för barn.",
        "Metardagen är sista lördagen i maj",
        confirmed=14,
    ),
    Row(
        "Hundklubben Noset",
        "Norra Björkvik",
        ("Hund",),
        (TEENS, "Vuxna"),
        "Valpkurser, spår och agility på egen plan.",
        "Söndagar kl. 10 på Norrvallen",
    ),
)
ENDED = ("Björkviks bollsällskap", "Björkviks flickfotboll")


@transaction.atomic
def seed_associations() -> int:
    """Add the demo's associations that are missing; return how many were added."""
    seed_vocabulary()
    for name in AREAS:
        Area.objects.get_or_create(slug=slugify(name), defaults={"name": name})
    added = sum(_add(number, row) for number, row in enumerate(ROWS))
    old, new = ENDED
    if not Association.objects.filter(name=old).exists():
        ended = services.register_association(name=old, by=None, is_listed=True)
        target = Association.objects.get(name=new)
        services.merge_into(ended, target=target, on=localdate() - timedelta(days=400), by=None)
        added += 1
    return added


def _add(number: int, row: Row) -> bool:
    if Association.objects.filter(name=row.name).exists():
        return False
    address = f"info@{slugify(row.name)}.example"
    association = services.register_association(
        name=row.name,
        by=None,
        is_listed=True,
        status=Status.ACTIVE,
        email=address,
        website=f"https://{slugify(row.name)}.example",
        town="Björkvik",
        postal_code=f"12{number % 10} {40 + number}",
        founded_year=1921 + 4 * number,
        annual_meeting_month=(2, 3, 3, 4, None)[number % 5],
        latitude=59.1 + number * 0.004,
        longitude=16.2 + (number * 7 % 24) * 0.006,
        activities=Activity.objects.filter(name__in=row.activities),
        target_groups=TargetGroup.objects.filter(name__in=row.groups),
        areas=Area.objects.filter(name=row.area),
        languages=Language.objects.filter(name__in=row.languages),
    )
    if row.confirmed is not None:
        on = localdate() - timedelta(days=30 * row.confirmed)
        services.confirm(association, on=on, by=None)
    presentation = Presentation.objects.get(association=association)
    presentation.ingress = row.ingress
    presentation.when_and_where = row.when
    presentation.how_to_join = row.join
    if row.about:
        presentation.body = [("text", "".join(f"<p>{text}</p>" for text in row.about))]
    presentation.save()
    listings.refresh([association.pk])
    return True


LOOKED_AFTER, CLAIMED = "IK Åsa", "Björkviks kammarkör"
# What those who look after it have written, and the municipality is to review.
JOIN = "Kom på en träning, så hjälper en ledare dig till rätta. De tre första gångerna är gratis."
BODY = [
    ("text", "<p>Vi har lag för alla från sex år. Ingen toppar laget, och alla får spela.</p>"),
    ("heading", "Det kan du börja med"),
    ("text", "<ul><li>fotboll</li><li>innebandy</li><li>skidor</li></ul>"),
]

OFFERS = (
    ("offer", "premises", "Klubbstugan med kök, för trettio personer.", "Vardagar före kl. 16"),
    ("offer", "knowledge", "Vi hjälper nya klubbar med bidrag och försäkringar.", ""),
    ("wish", "volunteers", "Ledare till flickor födda 2018.", "Onsdagar i Åsahallen"),
)
BOARD = (("Siv Granlund", "chair"), ("Bo Ek", "treasurer"))


@transaction.atomic
def seed_people() -> None:
    """Somebody responsible, a colleague, one who wants to join, and one who asks the municipality.

    The first has written something new, which waits for review.
    """
    club = Association.objects.get(name=LOOKED_AFTER)
    if club.memberships.exists():
        return
    siv = person_at("siv@ik-asa.example")
    appoint_representative(club, user=siv, note="Protokoll från årsmötet", by=None)
    bo = person_at("bo@ik-asa.example")
    appoint_representative(club, user=bo, role="editor", note="Protokoll från årsmötet", by=None)
    for direction, kind, text, place in OFFERS:
        changes = {"direction": direction, "kind": kind, "text": text, "when_and_where": place}
        own_services.save_offer(Offer(association=club), changes=changes, by=siv)
    for name, role in BOARD:
        person = ContactPerson(association=club)
        own_services.save_person(person, changes={"name": name, "role": role}, by=siv)
    services.propose_presentation(club, changes={"body": BODY, "how_to_join": JOIN}, by=siv)
    ask_to_join(club, by=person_at("my@ik-asa.example"), message="Jag är ny sekreterare.")
    ask_municipality(
        Association.objects.get(name=CLAIMED),
        by=person_at("per@kammarkor.example"),
        message="Kassören har flyttat, och ingen av oss har inloggningen. Fråga gärna revisorn.",
    )
