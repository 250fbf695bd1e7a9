"""The doors to the admin are the municipality's: its name, colours and words, not Wagtail's."""

import re

import pytest
from django.core import mail
from django.utils.html import strip_tags

from cms.colours import darkened, lightened, parts_of
from cms.models import SiteSettings
from tests import cast

pytestmark = pytest.mark.django_db

DOORS = (
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/not-a-token/",
    "/admin/password_reset/complete/",
)


@pytest.fixture(autouse=True)
def site():
    site = SiteSettings.load()
    site.municipality_name = "Björkviks kommun"
    site.brand_colour, site.accent_colour = "#5A1F46", "#F4C430"
    site.contact_name, site.contact_email = "Föreningsservice", "service@bjorkvik.example"
    site.save()
    return site


def words(response) -> str:
    """What is read on the page, without what only scripts and machines read."""
    html = re.sub(r"(?s)<(script|style|noscript).*?</\1>", "", response.content.decode())
    return " ".join(strip_tags(html).split())


def title(response) -> str:
    found = re.search(r"(?s)<title>(.*?)</title>", response.content.decode())
    return " ".join(found[1].split())


@pytest.mark.parametrize("door", DOORS)
def test_every_door_carries_the_name_the_mark_and_whom_to_ask(client, door):
    response = client.get(door)
    assert response.status_code == 200
    assert title(response).endswith(" - Björkviks kommun")
    assert 'class="mark"' in response.content.decode()
    assert "Föreningsservice, service@bjorkvik.example" in words(response)
    assert "Wagtail" not in words(response)


def test_the_sign_in_says_where_and_names_its_fields(client):
    response = client.get("/admin/login/")
    for text in ("Logga in till Björkviks kommun", "Användarnamn", "Lösenord", "Glömt lösenordet?"):
        assert text in words(response)
    assert "Password" not in words(response)
    assert title(response) == "Logga in - Björkviks kommun"


def test_a_wrong_password_says_what_to_do(client):
    response = client.post("/admin/login/", {"username": "olga", "password": "fel"})
    assert "Fel användarnamn eller lösenord. Försök igen" in words(response)


def test_too_many_wrong_passwords_say_how_long_to_wait(client):
    for _attempt in range(8):
        response = client.post("/admin/login/", {"username": "olga", "password": "fel"})
    assert response.status_code == 429
    assert "Försök igen om 20 minuter." in words(response)
    assert "Wagtail" not in words(response)


def test_the_colours_are_the_municipalitys(client, site):
    html = client.get("/admin/login/").content.decode()
    for name, colour in (("primary", darkened(site.brand_colour)), ("secondary", "#5A1F46")):
        for part, value in parts_of(colour).items():
            assert f"--w-color-{name}-{part}:{value}" in html
    assert f"--w-color-text-link-default:{lightened(site.brand_colour)}" in html
    site.brand_colour = "#1F5A46"
    site.save()
    assert f"--w-color-secondary-hue:{parts_of('#1F5A46')['hue']};" in (
        client.get("/admin/login/").content.decode()
    )


@pytest.mark.parametrize(
    ("colour", "hue", "saturation", "lightness"),
    [
        ("#FF0000", "0.0", "100.0%", "50.0%"),
        ("#1F5A46", "159.7", "48.8%", "23.7%"),
        ("#000000", "0.0", "0.0%", "0.0%"),
    ],
)
def test_a_colour_in_the_parts_css_writes(colour, hue, saturation, lightness):
    assert parts_of(colour) == {"hue": hue, "saturation": saturation, "lightness": lightness}


def test_a_new_password_goes_by_one_link_in_a_plain_mail(client):
    olga = cast.olga()
    client.post("/admin/password_reset/", {"email": olga.email})
    (message,) = mail.outbox
    assert message.subject == "Välj ett nytt lösenord – Björkviks kommun"
    assert "Ditt användarnamn är olga." in message.body
    assert "Fråga oss: Föreningsservice, service@bjorkvik.example" in message.body
    (link,) = re.findall(r"https?://\S+", message.body)
    response = client.get(link[link.index("/admin") :], follow=True)
    assert "Välj ett nytt lösenord" in words(response)
    answer = dict.fromkeys(("new_password1", "new_password2"), "Kastanj-9-vinter")
    response = client.post(response.request["PATH_INFO"], answer, follow=True)
    assert "Lösenordet är ändrat" in words(response)
    assert client.login(request=response.wsgi_request, username="olga", password="Kastanj-9-vinter")


def test_the_mail_is_true_about_how_long_the_link_works(settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 60 * 60


def test_a_name_with_an_ampersand_stays_so_in_the_mail(client, site):
    site.municipality_name = "Berg & Dal"
    site.save()
    client.post("/admin/password_reset/", {"email": cast.olga().email})
    assert mail.outbox[0].subject.endswith("– Berg & Dal")
    assert "Berg & Dal" in mail.outbox[0].body


def test_the_start_page_has_the_name_and_no_links_out(client):
    client.force_login(cast.olga())
    html = client.get("/admin/").content.decode()
    assert '<h1 class="w-h1">Björkviks kommun</h1>' in html
    assert not re.findall(r'<(?:a|img|script|link)[^>]+(?:href|src)="https?://', html)
    # She has no pages, so nothing to search among them.
    assert 'role="search"' not in html


def test_an_editor_searches_among_the_pages(client):
    client.force_login(cast.edit())
    assert 'role="search"' in client.get("/admin/").content.decode()
