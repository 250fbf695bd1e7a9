"""The admin is the municipality's: its name, mark and colours, not Wagtail's."""

import re

import pytest

from cms.colours import darkened, lightened, parts_of
from cms.models import SiteSettings
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    site = SiteSettings.load()
    site.municipality_name = "Björkviks kommun"
    site.brand_colour, site.accent_colour = "#5A1F46", "#F4C430"
    site.save()
    return site


def test_the_colours_are_the_municipalitys(client, site):
    client.force_login(cast.olga())
    html = client.get("/admin/").text
    for name, colour in (("primary", darkened(site.brand_colour)), ("secondary", "#5A1F46")):
        for part, value in parts_of(colour).items():
            assert f"--w-color-{name}-{part}:{value}" in html
    assert f"--w-color-text-link-default:{lightened(site.brand_colour)}" in html
    site.brand_colour = "#1F5A46"
    site.save()
    assert f"--w-color-secondary-hue:{parts_of('#1F5A46')['hue']};" in client.get("/admin/").text


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
