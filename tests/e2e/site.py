"""A whole site for a browser to walk through: the demo's register, and a page of every kind."""

import io
from datetime import date

from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from associations import listings, services
from associations.demo import seed_associations
from associations.models import Activity, Association, Language, Presentation
from cms.models import (
    AccessibilityStatementPage,
    AssociationIndexPage,
    ContentPage,
    HomePage,
    SiteSettings,
)
from tests.builders import make_association

LIST = "/foreningar/"
FULL, EMPTY, ENDED = "ik-asa", "foreningen-utan-ord", "bjorkviks-bollsallskap"
SUGGEST = f"{LIST}{FULL}/foresla-andring/"
# Long enough to break a line that does not know how to.
LONG = "Björkviks skogsbilvägsunderhållssamfällighetsförening"
TEXT = "<p>Vi hjälper föreningar med <b>bidrag</b>, <i>lokaler</i> och kontakter.</p>"

PAGES = {
    "home": "/",
    "content": "/om-registret/",
    "list": LIST,
    "list filtered": f"{LIST}?q=klubb&omrade=asa&omrade=centrum&malgrupp=vuxna",
    "list respelt": f"{LIST}?q=fotbol",
    "list page two": f"{LIST}?sida=2",
    "list without hits": f"{LIST}?q=fotboll+k%C3%B6rs%C3%A5ng&omrade=ekon",
    "association": f"{LIST}{FULL}/",
    "association without words": f"{LIST}{EMPTY}/",
    "association with a long name": f"{LIST}{slugify(LONG)}/",
    "association that has ended": f"{LIST}{ENDED}/",
    "is it yours": f"{LIST}{EMPTY}/ar-det-er-forening/",
    "suggestion": SUGGEST,
    "suggestion sent": f"{SUGGEST}tack/",
    "message": f"{LIST}{FULL}/kontakta/",
    "message sent": f"{LIST}{FULL}/kontakta/tack/",
    "message to nobody": f"{LIST}{EMPTY}/kontakta/",
    "accessibility": "/tillganglighet/",
    "open data": "/api/v1/docs/",
    "sign in": "/logga-in/",
    "sign in by password": "/logga-in/losenord/",
}
MISSING = "/finns-inte/"


def make_site() -> None:
    """What `PAGES` leads to."""
    seed_associations()
    picture = make_picture()
    _associations(picture)
    home = HomePage.objects.get()
    content = home.add_child(
        instance=ContentPage(
            title="Om registret",
            slug="om-registret",
            show_in_menus=True,
            ingress="Så hittar du bland föreningarna, och så får din förening en plats här.",
            body=_content(picture),
        )
    )
    content.add_child(
        instance=ContentPage(title="Bli registrerad", slug="bli-registrerad", show_in_menus=True)
    )
    _front(home, content)
    AccessibilityStatementPage.objects.update(
        shortcomings=TEXT, burdensome=TEXT, outside_law=TEXT, method=TEXT
    )
    _settings(content)


def make_picture(title: str = "Ett fält i två gröna toner"):
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 800), "#5E8C61").save(buffer, "JPEG")
    file = ContentFile(buffer.getvalue(), name="falt.jpg")
    return get_image_model().objects.create(title=title, file=file)


def _associations(picture) -> None:
    make_association("Föreningen utan ord")
    make_association(LONG, ingress="Vi sköter vägarna i Granlunda.")
    services.dissolve(make_association("Avslutade sällskapet"), on=date(2025, 3, 31), by=None)
    services.set_dormant(make_association("Vilande fanfarkåren"), by=None)
    full = Association.objects.get(slug=FULL)
    services.change_facts(
        full,
        changes={
            "org_number": "8020024280",
            "national_federation": "Riksidrottsförbundet",
            "visiting_address": "Åsahallen, Skolvägen 4",
            "phone": "0470-123 45",
            "social_links": [{"kind": "facebook", "url": "https://facebook.example/ikasa"}],
            "activities": list(Activity.objects.filter(icnpo__startswith="1")[:8]),
            "languages": list(Language.objects.all()[:6]),
        },
        by=None,
    )
    text = Presentation.objects.get(association=full)
    text.logo, text.logo_alt = picture, "Klubbens märke: en gran"
    text.body = [
        ("heading", "Lag för alla åldrar"),
        ("text", "<p>Vi spelar på <a href='https://asahallen.example/'>Åsahallen</a>.</p>"),
        ("text", "<ul><li>Flickor och pojkar från sex år</li><li>Damer och herrar</li></ul>"),
        ("picture", {"image": picture, "alt": "En fotbollsplan", "caption": "Norrvallen i maj"}),
    ]
    text.save()
    listings.refresh([full.pk])


def _content(picture) -> list:
    document = get_document_model().objects.create(
        title="Stadgar, ett exempel", file=ContentFile(b"%PDF-1.7", name="stadgar.pdf")
    )
    steps = [{"heading": "Skriv stadgar", "text": TEXT}, {"heading": "Välj styrelse", "text": ""}]
    return [
        ("heading", "Vad är det här?"),
        ("text", TEXT + "<h3>Vem ser vad</h3><ul><li>Alla ser föreningens uppgifter</li></ul>"),
        ("picture", {"image": picture, "alt": "Ett fält", "caption": "Granlunda i juni"}),
        ("facts", {"heading": "Vad kostar det?", "text": TEXT}),
        ("steps", {"steps": steps}),
        ("question", {"question": "Måste vi ha ett organisationsnummer?", "answer": TEXT}),
        ("question", {"question": "Vem kan se våra uppgifter?", "answer": TEXT}),
        ("document", document),
    ]


def _front(home: HomePage, content: ContentPage) -> None:
    home.ingress = "Här finns idrott, kultur, hembygd och allt däremellan."
    home.search_hint = "Till exempel: fotboll för flickor, kör, språkkafé"
    door = {"heading": "Det här kan du göra", "text": "De vanligaste verksamheterna"}
    notices = [
        {"date": date(2026, 12, 3), "heading": "Bidrag att söka", "text": "Sök före jul."},
        {"heading": "Öppet hus", "text": "Kom och prova.", "page": content},
    ]
    home.body = [
        (
            "doors",
            [
                ("activities", door),
                ("areas", {"heading": "Nära dig", "text": ""}),
                ("confirmed", {"heading": "Nyss bekräftade", "text": ""}),
            ],
        ),
        ("notices", {"heading": "På gång", "notices": notices}),
        (
            "call",
            {
                "heading": "Är det här er förening?",
                "text": "Ta hand om er sida.",
                "link": {"label": "Så går det till", "page": content},
            },
        ),
        ("text", "<h2>Om webbplatsen</h2>" + TEXT),
    ]
    home.save_revision().publish()
    index = AssociationIndexPage.objects.get()
    index.search_hint = home.search_hint
    index.no_hits_help = "<p>Ring oss, så hjälper vi dig att leta.</p>"
    index.after_list = "<h2>Saknas er förening?</h2><p>Hör av er till oss.</p>"
    index.save_revision().publish()


def _settings(content: ContentPage) -> None:
    settings = SiteSettings.load()
    settings.municipality_name, settings.place_name = "Björkviks kommun", "Björkvik"
    settings.contact_name = "Föreningsservice"
    settings.contact_email = "foreningsservice@bjorkvik.example"
    settings.contact_phone = "0470-123 00"
    settings.contact_address = "Stadshuset, Storgatan 1\nVardagar kl. 9–16"
    settings.footer_text = "Björkviks föreningar, samlade på ett ställe."
    settings.footer_links = [("link", {"label": "Om registret", "page": content})]
    settings.save()
