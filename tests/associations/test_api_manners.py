"""How the API behaves to programs: unchanged, too often, wrong, and from other sites."""

import pytest
from django.core.cache import cache
from rest_framework.settings import api_settings

from associations import services, term_services
from associations.api.throttling import VisitorThrottle
from associations.models import Presentation
from tests.builders import make_activity, make_area, make_association

pytestmark = pytest.mark.django_db

LIST, ENDED, SCHEMA = "/api/v1/associations/", "/api/v1/associations/ended/", "/api/v1/schema/"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def association():
    return make_association(
        "Norrtuna kör",
        ingress="Vi sjunger.",
        activities=[make_activity("Körsång")],
        areas=[make_area("Norr")],
    )


def addresses(association) -> list[str]:
    return [
        LIST,
        f"{LIST}?q=kör&page_size=5",
        ENDED,
        f"{LIST}{association.public_id}/",
        f"{LIST}by-slug/{association.slug}/",
    ]


def test_what_has_not_changed_is_not_sent_again(client, association):
    for url in addresses(association):
        whole = client.get(url)
        asked = (
            {"If-None-Match": whole["ETag"]},
            {"If-Modified-Since": whole["Last-Modified"]},
            {"If-None-Match": f'"other", {whole["ETag"]}', "If-Modified-Since": "x"},
        )
        for headers in asked:
            again = client.get(url, headers=headers)
            assert (again.status_code, again.content) == (304, b""), url
            assert (again["ETag"], again["Last-Modified"]) == (
                whole["ETag"],
                whole["Last-Modified"],
            )
        assert client.head(url, headers=asked[0]).status_code == 304


def test_every_address_has_its_own_version(client, association):
    versions = [client.get(url)["ETag"] for url in addresses(association)]
    assert len(set(versions)) == len(versions)


def _publish(association) -> None:
    draft = Presentation.objects.get(association=association)
    draft.ingress = "Vi sjunger högt."
    draft.save_revision().publish()


CHANGES = {
    "a fact": lambda a: services.change_facts(a, changes={"town": "Söderby"}, by=None),
    "a contact": lambda a: services.set_contact(
        a, field="email", value="a@kor.example", is_public=True, by=None
    ),
    "the words": _publish,
    "a name in the vocabulary": lambda a: term_services.save_term(
        a.activities.get(), changes={"name": "Sång"}, by=None
    ),
    "its day of confirmation": lambda a: services.confirm(a, on=a.created_at.date(), by=None),
    "its end": lambda a: services.dissolve(a, on=a.created_at.date(), by=None),
    "another one": lambda _a: make_association("Nykomlingen"),
    "one less": lambda a: make_association("Borta").delete(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_change_everything_is_sent_anew(client, association, what):
    before = {url: client.get(url)["ETag"] for url in addresses(association)}
    CHANGES[what](association)
    for url, version in before.items():
        again = client.get(url, headers={"If-None-Match": version})
        assert again.status_code == 200, url
        assert again["ETag"] != version


def test_one_that_is_no_longer_listed_is_gone_also_to_those_who_had_it(client, association):
    url = f"{LIST}{association.public_id}/"
    version = client.get(url)["ETag"]
    services.set_listed([association], is_listed=False, by=None)
    assert client.get(url, headers={"If-None-Match": version}).status_code == 404


def test_caches_are_told_to_ask_and_keep_no_cookie(client, association):
    for url in addresses(association):
        response = client.get(url)
        assert "must-revalidate" in response["Cache-Control"]
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("url", [LIST, ENDED, SCHEMA])
def test_a_visitor_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch, url):
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    # An address of one's own making makes no new visitor.
    invented = ({}, {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2, 10.0.0.1"})
    assert [client.get(url, headers=headers).status_code for headers in invented] == [200] * 3
    for headers in invented:
        response = client.get(url, headers=headers)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert response["Content-Type"] == PROBLEM
        assert response.json()["status"] == 429
    assert client.get(url, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_behind_a_trusted_proxy_each_visitor_has_a_count_of_their_own(client, monkeypatch):
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": "1/min"})
    monkeypatch.setattr(api_settings, "NUM_PROXIES", 1)
    statuses = [
        client.get(LIST, headers={"X-Forwarded-For": forwarded}).status_code
        for forwarded in ("192.0.2.1", "192.0.2.2", "made-up, 192.0.2.1")
    ]
    assert statuses == [200, 200, 429]


def test_the_counts_hold_no_ones_address(client):
    client.get(LIST, REMOTE_ADDR="198.51.100.7")
    kept = " ".join(cache._cache)
    assert "throttle" in kept
    assert "198.51.100.7" not in kept


@pytest.mark.parametrize(
    ("method", "url", "headers", "status"),
    [
        ("get", "/api/v1/", {}, 404),
        ("get", "/api/v1/finns/inte", {}, 404),
        ("get", f"{LIST}6f2f1f3e-53c5-4a39-9d65-6a4f4b7c2d11/", {}, 404),
        ("get", f"{LIST}17/", {}, 404),
        ("get", f"{LIST}by-slug/finns-inte/", {}, 404),
        ("get", f"{LIST}by-slug/Å/", {}, 404),
        ("get", f"{LIST}?page_size=x", {}, 400),
        ("post", LIST, {}, 405),
        ("put", LIST, {}, 405),
        ("patch", ENDED, {}, 405),
        ("delete", f"{LIST}by-slug/finns-inte/", {}, 405),
        ("post", SCHEMA, {}, 405),
        ("post", "/api/v1/finns/inte/", {}, 405),
        ("trace", LIST, {}, 405),
        ("get", LIST, {"Accept": "text/xml"}, 406),
        ("get", LIST, {"Accept": "text/html"}, 406),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(client, method, url, headers, status):
    response = getattr(client, method)(url, headers=headers)
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert problem["detail"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_problem_tells_nothing_of_the_code(client):
    text = client.get(f"{LIST}by-slug/finns-inte/").text
    assert "Association" not in text
    assert "query" not in text


def test_a_browser_on_another_site_may_read_and_sends_nobodys_cookies(client, association):
    origin = {"Origin": "https://karta.example"}
    for url in (*addresses(association), SCHEMA):
        response = client.get(url, headers=origin)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert "ETag" in response["Access-Control-Expose-Headers"]
    asked = client.options(LIST, headers=origin | {"Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert "POST" not in asked["Access-Control-Allow-Methods"]
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_unchanged_may_be_read_from_another_site_too(client, association):
    version = client.get(LIST)["ETag"]
    again = client.get(LIST, headers={"If-None-Match": version, "Origin": "https://karta.example"})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
