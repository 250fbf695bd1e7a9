"""What stands on the admin's pages, wherever its words come from: no English is left."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse

from associations import services
from associations.suggestions import leave_suggestion
from cms.models import ContentPage, HomePage
from tests import cast
from tests.builders import make_activity, make_association

pytestmark = pytest.mark.django_db

# Common in English interfaces, and no words in Swedish.
ENGLISH = re.compile(
    r"\b(account|actions?|add|and|any|apply|been|cancel|change|choose|close|create|date|delete"
    r"|documents?|edit|exploring|false|filters|go|has|have|history|home|images?|items|latest"
    r"|listing|live|locked|login|name|new|next|no|not|now|of|pages?|password|pictures?|please"
    r"|preview|previous|private|publish(ed)?|remove|saved?|search|select|settings|show|snippets?"
    r"|sort|task|that|the|there|these|this|title|toggle|true|unknown|unpublish|updated?|upload"
    r"|usage|users?|view|website|welcome|with|workflow|yes|you|your)\b",
    re.IGNORECASE,
)
ON_ELEMENTS = {"title", "placeholder", "aria-label", "alt", "value"}


class Texts(HTMLParser):
    """Collects what people read, hear or see on hovering; not what only scripts read."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.links: set[str] = set()
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("script", "style"):
            self._silent += 1
        if tag == "a" and attrs.get("href"):
            self.links.add(attrs["href"])
        for name in ON_ELEMENTS & attrs.keys():
            if name != "value" or (tag == "input" and attrs.get("type") == "submit"):
                self.found.append(attrs[name] or "")

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self._silent -= 1

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


def pages_from_start(client, most: int):
    """The pages one comes to by links, each kind once: address and texts."""
    waiting, seen = [reverse("wagtailadmin_home")], set()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        parts = urlsplit(address)
        keys = parse_qs(parts.query).keys() - {"ordering", "p", "next"}
        kind = re.sub(r"\d+", "N", parts.path) + "".join(sorted(keys))
        if kind in seen or "logout" in kind or not kind.startswith("/admin/"):
            continue
        seen.add(kind)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        texts = Texts(html)
        yield address, texts.found
        # The menu is drawn by a script, from data in the page.
        waiting += sorted(texts.links) + re.findall(r'"url": "(/admin/[^"]+)"', html)


@pytest.fixture
def register():
    """One of each thing a page may show."""
    call_command("sync_roles", verbosity=0)
    association = make_association("Björkviks kör", ingress="Vi sjunger.")
    make_activity("Sång")
    rut = cast.rut(association)
    changes = {"ingress": "Vi sjunger på torsdagar."}
    services.propose_presentation(association, changes=changes, by=rut)
    leave_suggestion(association, topic="wrong", text="Fel dag.", reply_to="", sender="192.0.2.7")
    HomePage.objects.get().add_child(instance=ContentPage(title="Om", slug="om"))


@pytest.mark.parametrize(("who", "least"), [("olga", 45), ("edit", 20)])
def test_no_english_is_left(client, register, who, least):
    client.force_login(getattr(cast, who)())
    visited = 0
    for address, texts in pages_from_start(client, most=80):
        visited += 1
        assert [text.strip() for text in texts if ENGLISH.search(text)] == [], address
    assert visited >= least
