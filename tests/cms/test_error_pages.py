"""Pages for what goes wrong: in Swedish, with a way on, and without what may be broken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.views.defaults import permission_denied

from cms.views import server_error
from tests.pages import links, page, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/finns/inte/", "/foreningar/finns-inte/", "/foreningar/ladda-ner.exe", "/%00/", "/å/"]
)
def test_what_is_not_here_is_looked_for(client, path):
    response = client.get(path)
    assert response.status_code == 404
    html = page(response)
    assert html.html["lang"] == "sv"
    assert words(html.h1) == "Sidan finns inte här"
    assert words(html.title) == "Sidan finns inte här – Kommunen"
    assert html.main.form["action"] == "/foreningar/"
    assert html.main.select_one("label[for=q]")
    assert links(html.main)["Till startsidan"] == "/"
    # The way round the page is there too.
    assert html.select_one(".site-menu")


def test_who_may_no_longer_do_it_is_told_so(rf):
    response = permission_denied(rf.post("/mina-sidor/"), PermissionDenied())
    assert response.status_code == 403
    html = page(response)
    assert words(html.h1) == "Du får inte göra det här"
    assert links(html.main) == {"Till Mina sidor": "/mina-sidor/"}


def test_a_missing_slash_is_added(client):
    response = client.get("/foreningar?q=k%C3%B6r")
    assert (response.status_code, response["Location"]) == (301, "/foreningar/?q=k%C3%B6r")


def test_other_systems_are_told_in_json(client):
    response = client.get("/api/v1/finns-inte/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/")
    assert "json" in response["Content-Type"]


@pytest.fixture
def broken_database(monkeypatch):
    def gone(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)


@pytest.mark.parametrize("path", ["/", "/foreningar/", "/foreningar/koren/", "/finns/inte/"])
def test_without_a_database_there_is_a_page(broken_database, path):
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == 500
    html = page(response)
    assert html.html["lang"] == "sv"
    assert words(html.h1) == words(html.title) == "Något gick fel"
    assert "Felet är vårt, inte ditt." in words(html.main)
    assert links(html.main)["Till startsidan"] == "/"
    assert html.select_one("link[rel=stylesheet]")["href"] == "/static/cms/site.css"
    assert "gone" not in response.text
    assert response["Content-Security-Policy"]


def test_the_page_itself_asks_the_database_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert server_error(rf.get("/")).status_code == 500
