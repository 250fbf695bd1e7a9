"""Every public page: its policies, and that it asks nothing of any other host.

Read from the table of routes, so that a new page is here as soon as it is there.
"""

import re
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.media.models import PublicDocument
from cms.styles import BUNDLE, parts
from tests.builders import make_association
from tests.cms.blocks import (
    every_content_block,
    every_home_block,
    home,
    make_content_page,
    publish,
)
from tests.pages import page
from tests.routes import PUBLIC

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'self'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
# What a browser fetches by itself.
FETCHED = {
    "src": ("script", "img", "source", "iframe", "audio", "video", "embed", "track", "input"),
    "srcset": ("img", "source"),
    "poster": ("video",),
    "data": ("object",),
}


@pytest.fixture
def addresses():
    """One of each kind of page."""
    association = make_association("Kören", website="https://koren.example/", ingress="Vi sjunger.")
    document = PublicDocument.objects.create(
        title="Stadgar", file=ContentFile(b"%PDF-", name="stadgar.pdf")
    )
    content = make_content_page("Om oss", body=every_content_block(document))
    front = home()
    front.body = every_home_block(content)
    publish(front)
    world = SimpleNamespace(association=association)
    found = [reverse(name, args=route.args(world)) for name, route in PUBLIC.items()]
    return [
        *found,
        "/",
        "/om-oss/",
        "/tillganglighet/",
        "/finns/inte/",
        "/foreningar/?q=x&sprak=fi",
    ]


def pages(client, addresses):
    """Address and page of those that are HTML."""
    for address in addresses:
        response = client.get(address)
        if response.get("Content-Type", "").startswith("text/html"):
            yield address, response, page(response)


def test_there_are_pages(client, addresses):
    assert len(list(pages(client, addresses))) >= 9


def policy(response) -> dict[str, set[str]]:
    rules = (rule.split() for rule in response["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in rules}


def test_every_answer_has_the_strict_policy(client, addresses):
    for address in addresses:
        response = client.get(address)
        found = policy(response)
        styles = found.pop("style-src")
        assert found == POLICY, address
        assert "'self'" in styles
        assert not {value for value in styles - {"'self'"} if not value.startswith("'nonce-")}


def test_every_answer_has_the_other_headers(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] == "same-origin", address
        assert response["X-Frame-Options"] == "DENY", address
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", address


def test_over_https_it_stays_https(settings, addresses):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    for address in addresses:
        if address == reverse("health"):
            continue  # Asked by the machine itself, over plain http.
        assert client.get(address)["Location"].startswith("https://"), address
        response = client.get(address, secure=True)
        assert response["Strict-Transport-Security"] == "max-age=31536000", address


def test_no_page_sets_a_cookie_but_that_with_a_form(client, addresses):
    for address, response, html in pages(client, addresses):
        if not html.select("form[method=post]"):
            assert not response.cookies, address


def test_the_forms_cookie_is_kept_from_scripts_and_other_sites(client, settings):
    association = make_association()
    settings.CSRF_COOKIE_SECURE = True
    response = client.get(reverse("suggest_change", args=[association.slug]))
    [cookie] = response.cookies.values()
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"


def test_nothing_is_fetched_from_elsewhere(client, addresses):
    for address, _response, html in pages(client, addresses):
        fetched = [
            element[attribute]
            for attribute, names in FETCHED.items()
            for element in html.find_all(names, attrs={attribute: True})
        ]
        fetched += [link["href"] for link in html.find_all("link") if link["rel"] != ["canonical"]]
        assert fetched, address
        for place in fetched:
            assert place.startswith("/"), (address, place)
            assert not place.startswith("//"), (address, place)


def test_forms_are_sent_here(client, addresses):
    for address, _response, html in pages(client, addresses):
        for form in html.find_all("form"):
            action = form.get("action", "")
            assert action == "" or (action[0] == "/" and action[:2] != "//"), address


def test_no_script_or_style_stands_in_a_page(client, addresses):
    """Only what the policy lets through, so that nothing is missing when it is obeyed."""
    for address, _response, html in pages(client, addresses):
        for script in html.find_all("script"):
            assert script.get("src") or script["type"] == "application/ld+json", address
        for style in html.find_all("style"):
            assert style["nonce"], address
        for element in html.find_all(True):
            handlers = [name for name in element.attrs if name == "style" or name[:2] == "on"]
            assert not handlers, (address, element)


def test_the_stylesheet_fetches_from_here():
    for place in re.findall(r"url\(([^)]*)\)", BUNDLE.read_text()):
        assert not re.match(r"""['"]?(https?:|//)""", place)
        assert (BUNDLE.parent / place.strip("\"'")).is_file()
    assert "@import" not in BUNDLE.read_text()
    assert len(parts()) > 10


def test_no_script_of_ours_names_a_host():
    for script in (BUNDLE.parent / "js").glob("*.js"):
        assert not re.search(r"//\w", script.read_text())


def test_every_page_can_be_read_by_ear_and_by_keyboard(client, addresses):
    for address, _response, html in pages(client, addresses):
        assert html.html["lang"] == "sv", address
        assert len(html.find_all("h1")) == 1, address
        assert len(html.find_all("main")) == 1, address
        assert html.title.text.strip(), address
        skip = html.body.find("a")
        assert skip["href"] == f"#{html.main['id']}", address
        ids = [element["id"] for element in html.find_all(id=True)]
        assert len(ids) == len(set(ids)), address
        for picture in html.find_all("img"):
            assert picture.has_attr("alt"), address
        for field in html.select("input:not([type=hidden]), textarea, select"):
            named = field.find_parent("label") or html.select(f'label[for="{field.get("id")}"]')
            assert named, (address, field)
