"""Every block an editor can use, once."""

from datetime import date

from django.utils.text import slugify

from cms.models import ContentPage, HomePage
from tests.pictures import make_picture


def home() -> HomePage:
    return HomePage.objects.get()


def publish(page):
    page.save_revision().publish()
    return page


def make_content_page(title: str, *, parent=None, **extra) -> ContentPage:
    page = ContentPage(title=title, slug=slugify(title), **extra)
    (parent or home()).add_child(instance=page)
    return publish(page)


def every_content_block(document, picture=None) -> list:
    return [
        ("heading", "Så gör du"),
        ("text", '<h3>Mer</h3><p>Ett <b>ord</b> och en <a href="/foreningar/">länk</a>.</p>'),
        (
            "picture",
            {"image": picture or make_picture(), "alt": "En vy", "caption": "Utsikt mot sjön"},
        ),
        ("facts", {"heading": "Bra att veta", "text": "<p>Det kostar inget.</p>"}),
        (
            "steps",
            {
                "steps": [
                    {"heading": "Välj", "text": "<p>En förening.</p>"},
                    {"heading": "Skriv", "text": ""},
                ]
            },
        ),
        ("question", {"question": "Vad kostar det?", "answer": "<p>Inget.</p>"}),
        ("document", document),
    ]


def every_home_block(page) -> list:
    door = {"text": "Det mesta går att prova."}
    return [
        (
            "doors",
            [
                ("activities", {"heading": "Vad vill du göra?", **door}),
                ("areas", {"heading": "Nära dig", **door}),
                ("confirmed", {"heading": "Nyss bekräftade", **door}),
            ],
        ),
        (
            "notices",
            {
                "heading": "På gång",
                "notices": [
                    {
                        "date": date(2026, 9, 5),
                        "heading": "Föreningarnas dag",
                        "text": "Kom till torget.",
                        "page": page,
                        "url": "",
                    },
                    {
                        "date": None,
                        "heading": "Sök bidrag",
                        "text": "",
                        "page": None,
                        "url": "https://bidrag.example/",
                    },
                    {"date": None, "heading": "Nytt", "text": "", "page": None, "url": ""},
                ],
            },
        ),
        (
            "call",
            {
                "heading": "Är det här er förening?",
                "text": "Säg till om något är fel.",
                "link": {"label": "Så gör ni", "page": page, "url": ""},
            },
        ),
        ("text", "<h2>Om registret</h2><p>Det är öppet för alla.</p>"),
    ]
