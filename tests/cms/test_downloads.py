"""The list as a file: every hit of the same search, public facts alone, safe to open."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from associations import services
from associations.api import summaries
from associations.models import ContactPerson, InternalNote, PaymentDetails
from tests.associations.register import make_register
from tests.builders import make_activity, make_area, make_association
from tests.pages import page

pytestmark = pytest.mark.django_db

URL = "/foreningar/ladda-ner"
COLUMNS = [
    *("id", "slug", "name", "url", "api_url", "org_number", "org_id", "legal_form", "status"),
    *("ingress", "when_and_where", "activities", "areas", "target_groups", "languages"),
    *("email", "phone", "website", "social_links", "visiting_address", "postal_code", "town"),
    *("latitude", "longitude", "confirmed_on", "updated_at"),
]


def get(client, extension: str, **params) -> bytes:
    response = client.get(f"{URL}.{extension}", params)
    assert response.status_code == 200
    return response.getvalue()


def rows(client, **params) -> list[dict[str, str]]:
    text = get(client, "csv", **params).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def names(found) -> list[str]:
    return [row["name"] for row in found]


@pytest.fixture
def choir():
    return make_association(
        "Norrtuna kör",
        org_number="8020028711",
        activities=[make_activity("Körsång"), make_activity("Teater")],
        areas=[make_area("Norrtuna")],
        visiting_address="Storgatan 1",
        postal_code="640 52",
        town="Norrtuna",
        latitude=58.9,
        longitude=17.1,
        confirmed_on=date(2026, 5, 1),
        email="info@norrtunakor.example",
        website="https://norrtunakor.example",
        social_links=[
            {"kind": "facebook", "url": "https://facebook.com/kor"},
            {"kind": "other", "url": "https://krets.example/kor"},
        ],
    )


class TestTable:
    def test_opens_in_a_swedish_excel(self, client, choir):
        response = client.get(f"{URL}.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="foreningar.csv"'
        content = response.getvalue()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.decode("utf-8-sig").splitlines()[0] == ";".join(COLUMNS)

    def test_each_fact_has_a_column(self, client, choir):
        [row] = rows(client)
        expected = {
            "name": "Norrtuna kör",
            "org_number": "8020028711",
            "org_id": "SE-ON-8020028711",
            "activities": "Körsång, Teater",
            "areas": "Norrtuna",
            "email": "info@norrtunakor.example",
            "phone": "",
            "social_links": "https://facebook.com/kor, https://krets.example/kor",
            "town": "Norrtuna",
            "postal_code": "640 52",
            "latitude": "58.9",
            "longitude": "17.1",
            "confirmed_on": "2026-05-01",
        }
        assert {name: row[name] for name in expected} == expected

    def test_what_is_not_known_is_an_empty_cell(self, client):
        make_association("Tysta klubben")
        [row] = rows(client)
        filled = {name for name, value in row.items() if value}
        assert filled == {
            *("id", "slug", "name", "url", "api_url", "legal_form", "status", "updated_at")
        }

    def test_no_hits_are_a_heading(self, client, choir):
        text = get(client, "csv", q="kvantfysik").decode("utf-8-sig")
        assert text == ";".join(COLUMNS) + "\r\n"

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "'="])
    def test_no_cell_is_a_formula(self, client, sign):
        text = f"{sign}HYPERLINK(1)"
        make_association(text, town=text, ingress=text, visiting_address=text)
        [row] = rows(client)
        for name in ("name", "ingress", "town", "visiting_address"):
            assert row[name].startswith("'"), name
            assert not row[name].startswith(("=", "+", "-", "@", "\t"))

    def test_a_cell_may_hold_semicolons_quotes_and_lines(self, client):
        make_association('Kör; "Norr"', ingress="En rad\noch en till")
        [row] = rows(client)
        assert (row["name"], row["ingress"]) == ('Kör; "Norr"', "En rad\noch en till")


class TestData:
    def test_json_is_what_the_api_gives(self, client, choir):
        [row] = json.loads(get(client, "json"))
        [summary] = client.get("/api/v1/associations/").json()["results"]
        assert set(row) == set(summary)
        for name in ("name", "activities", "contact", "address", "position", "org_id"):
            assert row[name] == summary[name], name

    def test_geojson_has_the_longitude_first(self, client, choir):
        make_association("Utan plats")
        data = json.loads(get(client, "geojson"))
        assert data["type"] == "FeatureCollection"
        placed, unplaced = data["features"]
        assert placed["type"] == "Feature"
        assert placed["geometry"] == {"type": "Point", "coordinates": [17.1, 58.9]}
        assert placed["properties"]["name"] == "Norrtuna kör"
        assert "position" not in placed["properties"]
        assert unplaced["geometry"] is None

    def test_on_the_equator_is_somewhere(self, client):
        make_association(latitude=0.0, longitude=0.0)
        [feature] = json.loads(get(client, "geojson"))["features"]
        assert feature["geometry"]["coordinates"] == [0.0, 0.0]
        [row] = rows(client)
        assert (row["latitude"], row["longitude"]) == ("0.0", "0.0")

    def test_no_hits_are_valid_too(self, client, choir):
        assert json.loads(get(client, "json", q="kvantfysik")) == []
        assert json.loads(get(client, "geojson", q="kvantfysik"))["features"] == []

    @pytest.mark.parametrize(
        ("extension", "content_type"),
        [
            ("json", "application/json; charset=utf-8"),
            ("geojson", "application/geo+json; charset=utf-8"),
        ],
    )
    def test_types(self, client, extension, content_type):
        response = client.get(f"{URL}.{extension}")
        assert response["Content-Type"] == content_type
        assert response["X-Content-Type-Options"] == "nosniff"


class TestWhich:
    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"q": "fotboll"},
            {"verksamhet": ["idrott", "korsang"], "omrade": "asa"},
            {"q": "åsa", "sortering": "namn"},
            {"sprak": "fi", "form": "network"},
        ],
        ids=str,
    )
    def test_those_of_the_page_in_the_same_order(self, client, params):
        make_register()
        shown = page(client.get("/foreningar/", params)).select(".card h3")
        expected = [heading.text.strip() for heading in shown]
        assert expected
        for extension in ("csv", "json"):
            found = (
                rows(client, **params)
                if extension == "csv"
                else json.loads(get(client, extension, **params))
            )
            assert names(found) == expected
        features = json.loads(get(client, "geojson", **params))["features"]
        assert [feature["properties"]["name"] for feature in features] == expected

    def test_the_pages_own_links_are_these(self, client):
        make_register()
        html = page(client.get("/foreningar/", {"q": "kör", "omrade": "asa", "sida": "1"}))
        addresses = [link["href"] for link in html.select(".downloads a")]
        assert addresses == [
            f"{URL}.{name}?q=k%C3%B6r&omrade=asa" for name in ("csv", "json", "geojson")
        ]
        whole = page(client.get("/foreningar/")).select_one(".downloads a")
        assert whole["href"] == f"{URL}.csv"

    def test_all_of_them_whatever_the_page(self, client):
        for number in range(25):
            make_association(f"Lag {number:02}")
        assert len(rows(client, sida="2")) == 25

    def test_what_residents_may_not_read_is_in_none(self, client, choir):
        services.set_contact(choir, field="phone", value="070-999 88 77", is_public=False, by=None)
        ContactPerson.objects.create(association=choir, name="Siv Hemlig", email="h@h.example")
        InternalNote.objects.create(association=choir, text="Hemlig anteckning")
        PaymentDetails.objects.create(association=choir, bankgiro="50501055")
        make_association("Hemlig klubb", listed=False)
        make_association("Hemlig ansökan", status="applied")
        gone = make_association("Hemlig nedlagd")
        services.dissolve(gone, on=date(2025, 6, 1), by=None)
        for extension in ("csv", "json", "geojson"):
            text = get(client, extension).decode()
            assert "Norrtuna kör" in text
            for secret in ("emlig", "070-999", "h@h", "5050"):
                assert secret not in text, (extension, secret)


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_in_pieces_it_is_the_same(client, monkeypatch, extension):
    make_register()
    whole = get(client, extension)
    monkeypatch.setattr(summaries, "CHUNK", 3)
    assert get(client, extension) == whole


def test_questions_to_the_database_do_not_grow_with_the_rows(client):
    counts = []
    for _round in range(2):
        for _number in range(8):
            make_association(activities=[make_activity(f"Sak {len(counts)}{_number}")])
        get(client, "csv")
        with CaptureQueriesContext(connection) as queries:
            get(client, "csv")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_other_formats_and_verbs_are_refused(client):
    assert client.get(f"{URL}.xlsx").status_code == 404
    assert client.get(f"{URL}.").status_code == 404
    assert client.post(f"{URL}.csv").status_code == 405
    assert client.head(f"{URL}.csv").status_code == 200
