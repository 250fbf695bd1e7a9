"""The demo municipality's own words: its name, what is going on, and pages to read."""

from datetime import timedelta

from django.utils.timezone import localdate
from wagtail.models import Page

from cms.models import AssociationIndexPage, ContentPage, HomePage, SiteSettings

SETTINGS = {
    "municipality_name": "Björkviks kommun",
    "place_name": "Björkvik",
    "contact_name": "Föreningsservice",
    "contact_email": "foreningsservice@bjorkvik.example",
    "contact_phone": "0500-12 34 56",
    "contact_address": "Kulturhuset, Storgatan 4\nÖppet måndag–torsdag kl. 9–16",
    "footer_text": "Här finns föreningarna i Björkvik. De sköter själva sina uppgifter, och vi ser "
    "till att registret hålls levande.",
}
REGISTER_STEPS = [
    {
        "heading": "Se om ni redan finns här",
        "text": "<p>Sök på föreningens namn. De flesta som har bokat en lokal eller sökt bidrag av "
        "oss är redan med.</p>",
    },
    {
        "heading": "Skriv till oss",
        "text": "<p>Berätta vad ni heter, vad ni gör och hur man når er. En adress som hör till "
        "föreningen är bättre än någons egen.</p>",
    },
    {
        "heading": "Vi hör av oss inom en vecka",
        "text": "<p>När vi har läst uppgifterna syns ni i listan. Ni får veta när det är klart."
        "</p>",
    },
]
FOR_ASSOCIATIONS = [
    ("text", "<p>Registret är öppet för alla föreningar, stiftelser, samfund och nätverk som är "
     "verksamma i Björkvik och arbetar utan vinstsyfte.</p>"),
    ("heading", "Så kommer ni med"),
    ("steps", {"steps": REGISTER_STEPS}),
    ("heading", "Frågor vi ofta får"),
    ("question", {
        "question": "Måste vi ha ett organisationsnummer?",
        "answer": "<p>Nej. Nybildade föreningar och nätverk saknar ofta nummer, och är välkomna "
        "ändå. Skriv aldrig någons personnummer.</p>",
    }),
    ("question", {
        "question": "Vilka uppgifter syns för alla?",
        "answer": "<p>Det ni gör, för vem, när och var, och hur man når föreningen. Namn på "
        "personer i styrelsen visas inte.</p>",
    }),
    ("question", {
        "question": "Hur ändrar vi något?",
        "answer": "<p>Öppna er sida och välj <b>Föreslå en ändring</b> längst ner.</p>",
    }),
    ("facts", {
        "heading": "Bra att veta",
        "text": "<p>Det ni skickar till kommunen blir allmän handling. Registret är öppna data: "
        "andra får läsa och använda det som är offentligt.</p>",
    }),
]  # fmt: skip


def seed_site() -> None:
    """Give the site the demo municipality's words; does nothing where somebody has written."""
    site = SiteSettings.load()
    if site.municipality_name != SiteSettings._meta.get_field("municipality_name").default:
        return
    for name, value in SETTINGS.items():
        setattr(site, name, value)
    site.full_clean()
    site.save()
    home = HomePage.objects.order_by("path").get()
    _front(home, _for_associations(home))
    index = AssociationIndexPage.objects.get()
    index.heading = "Hitta en förening i Björkvik"
    index.search_hint = home.search_hint
    index.save_revision().publish()


def _for_associations(home: HomePage) -> ContentPage:
    page = ContentPage(
        title="För föreningar",
        slug="for-foreningar",
        show_in_menus=True,
        ingress="Syns ni i registret blir ni hittade: av den som vill börja, av skolan som söker "
        "någon att samarbeta med, av oss.",
        body=FOR_ASSOCIATIONS,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _front(home: HomePage, page: Page) -> None:
    today = localdate()
    home.heading = "Hitta en förening i Björkvik"
    home.ingress = (
        "Allt från barnfotboll till språkkafé. Föreningarna berättar själva vad de gör och hur du "
        "kommer med."
    )
    notices = [
        {
            "date": today + timedelta(days=9),
            "heading": "Öppet hus i Kulturhuset",
            "text": "Träffa tjugo föreningar under ett tak. Ingen anmälan.",
        },
        {
            "date": today + timedelta(days=23),
            "heading": "Frågestund om bidrag och lokaler",
            "text": "Föreningsservice svarar på frågor, på plats och på telefon.",
        },
        {
            "date": today + timedelta(days=52),
            "heading": "Prova på-veckan",
            "text": "En vecka då alla i skolåldern får prova utan kostnad.",
            "page": page,
        },
    ]
    home.body.append(("notices", {"heading": "På gång", "notices": notices}))
    home.body.append(
        (
            "call",
            {
                "heading": "Är det här er förening?",
                "text": "Se till att uppgifterna om er stämmer. Saknas ni? Så här kommer ni med.",
                "link": {"label": "Läs mer för föreningar", "page": page, "url": ""},
            },
        )
    )
    home.save_revision().publish()
