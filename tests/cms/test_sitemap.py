"""What search engines are told of: every page a resident can open, and no other."""

from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils.timezone import localtime

from associations import services
from cms.open_data import Associations
from tests.builders import make_association
from tests.cms.blocks import make_content_page

pytestmark = pytest.mark.django_db

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address: str) -> list[str]:
    parts = urlsplit(address)
    response = client.get(f"{parts.path}?{parts.query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    return [place.text for place in tree.findall(".//s:loc", SPACE)]


def every_page(client) -> list[str]:
    """The addresses in all of the maps, without host."""
    maps = locations(client, "/sitemap.xml")
    assert all(place.startswith("http://testserver/") for place in maps)
    return [urlsplit(place).path for address in maps for place in locations(client, address)]


def test_every_listed_association_and_every_page(client):
    make_association("Kören")
    gone = make_association("Laget")
    services.dissolve(gone, on=date(2025, 6, 1), by=None)
    make_association("Dold", listed=False)
    make_association("Ny", status="applied")
    make_content_page("Om oss")
    make_content_page("Utkast").unpublish()
    assert sorted(every_page(client)) == [
        "/",
        "/foreningar/",
        "/foreningar/koren/",
        "/foreningar/laget/",
        "/om-oss/",
        "/tillganglighet/",
    ]


def test_all_of_them_can_be_opened(client):
    make_association("Kören")
    make_content_page("Om oss")
    for path in every_page(client):
        assert client.get(path).status_code == 200, path


def test_more_than_one_map_holds(client, monkeypatch):
    monkeypatch.setattr(Associations, "limit", 2)
    for number in range(5):
        make_association(f"Lag {number}")
    assert len(locations(client, "/sitemap.xml")) == 4
    found = every_page(client)
    assert {f"/foreningar/lag-{number}/" for number in range(5)} <= set(found)
    assert len(found) == len(set(found))


def test_when_it_was_changed_is_told(client):
    association = make_association("Kören")
    text = client.get("/sitemap-foreningar.xml").text
    assert f"<lastmod>{localtime(association.updated_at):%Y-%m-%d}" in text


@pytest.mark.parametrize(
    "address", ["/sitemap-annat.xml", "/sitemap-sidor.xml?p=99", "/sitemap-sidor.xml?p=x"]
)
def test_maps_that_are_not_there(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_where_the_map_is(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Sitemap: http://testserver/sitemap.xml",
    ]
