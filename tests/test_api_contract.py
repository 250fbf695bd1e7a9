"""What other systems rely on: the schema as agreed, and answers that are as the schema says."""

import json

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck
from schemathesis import checks

from associations import services
from associations.api.throttling import VisitorThrottle
from associations.models import Presentation
from cms.wsgi import application
from tests.api_schema import HOW, SNAPSHOT, as_text
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)

pytestmark = pytest.mark.django_db

LIST, ENDED = "/api/v1/associations/", "/api/v1/associations/ended/"

# Published, field by field. Anything more is a decision, taken here and in the serializers.
TERMS = {
    "activities": {"slug", "name", "icnpo"},
    "areas": {"slug", "name"},
    "target_groups": {"slug", "name", "age_from", "age_to"},
    "languages": {"code", "name"},
}
PARTS = {
    **TERMS,
    "contact": {"email", "phone", "website", "social_links"},
    "address": {"visiting_address", "postal_code", "town"},
    "position": {"latitude", "longitude"},
}
KNOWN_BY = {"id", "slug", "name", "url", "api_url", "org_number", "org_id", "status", "updated_at"}
FACTS = {"legal_form", "confirmed_on", *PARTS}
SUMMARY = KNOWN_BY | FACTS | {"ingress", "when_and_where"}
TOMBSTONE = KNOWN_BY | {"ended_on", "merged_into"}
WHOLE = (
    TOMBSTONE
    | FACTS
    | {
        *("founded_year", "national_federation", "meeting_times", "offers", "presentation"),
    }
)
PRESENTATION = {"ingress", "when_and_where", "how_to_join"}
REFERENCE = {"id", "name", "url"}
PAGE = {"count", "next", "results"}


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": None})


@pytest.fixture
def register():
    """A full association, an empty one, and two that have ended."""
    full = make_association(
        "Norrtuna kör",
        ingress="Vi sjunger.",
        org_number="8020028711",
        activities=[make_activity("Körsång")],
        areas=[make_area("Norr")],
        languages=[make_language("Finska", "fi")],
        target_groups=[make_target_group("Barn", age_from=0, age_to=12)],
        latitude=58.9,
        longitude=17.1,
        email="info@norrtunakor.example",
        social_links=[{"kind": "facebook", "url": "https://facebook.com/kor"}],
    )
    empty = make_association("Tomma föreningen")
    Presentation.objects.filter(association=empty).delete()
    merged, gone = make_association("Gamla kören"), make_association("Borta")
    day = full.created_at.date()
    services.merge_into(merged, target=full, on=day, by=None)
    services.dissolve(gone, on=day, by=None)
    return full, empty, merged, gone


def schema_of(client) -> dict:
    return client.get("/api/v1/schema/").json()


def test_the_schema_is_valid_and_the_one_agreed_on(client):
    schema = schema_of(client)
    validate_schema(schema)
    assert as_text(schema) == SNAPSHOT.read_text(), HOW


def test_the_schema_is_about_the_register_alone_and_read_only(client):
    schema = schema_of(client)
    assert all(path.startswith(LIST) for path in schema["paths"])
    assert {method for path in schema["paths"].values() for method in path} == {"get"}
    assert "admin" not in json.dumps(schema)


def test_every_field_is_on_the_list(client, register):
    full, empty, merged, _gone = register
    page = client.get(LIST).json()
    assert page.keys() == PAGE
    assert [row["name"] for row in page["results"]] == ["Norrtuna kör", "Tomma föreningen"]
    for row in page["results"]:
        assert row.keys() == SUMMARY
    ended = client.get(ENDED).json()
    assert ended.keys() == PAGE
    assert {frozenset(row) for row in ended["results"]} == {frozenset(TOMBSTONE)}
    whole = client.get(f"{LIST}{full.public_id}/").json()
    assert client.get(f"{LIST}{empty.public_id}/").json().keys() == whole.keys() == WHOLE
    assert client.get(f"{LIST}{merged.public_id}/").json()["merged_into"].keys() == REFERENCE
    for row in (page["results"][0], whole):
        for name, fields in PARTS.items():
            [part] = row[name] if isinstance(row[name], list) else [row[name]]
            assert part.keys() == fields, name
    assert whole["presentation"].keys() == PRESENTATION
    assert [link.keys() for link in whole["contact"]["social_links"]] == [{"kind", "url"}]


def test_the_schema_names_the_same_fields(client):
    parts = schema_of(client)["components"]["schemas"]
    named = {name: set(part["properties"]) for name, part in parts.items() if "properties" in part}
    assert named["Summary"] == SUMMARY
    assert named["Association"] == WHOLE
    assert named["Tombstone"] == TOMBSTONE
    assert named["Presentation"] == PRESENTATION
    assert named["Reference"] == REFERENCE
    assert named["Page"] == named["TombstonePage"] == PAGE
    assert (named["Contact"], named["Address"]) == (PARTS["contact"], PARTS["address"])


def test_what_the_lists_say_the_detail_says_too(client, register):
    for association in register[:3:2]:
        association.presentation.save_revision().publish()
    for path, fields in ((LIST, SUMMARY & WHOLE), (ENDED, TOMBSTONE)):
        for row in client.get(path).json()["results"]:
            whole = client.get(row["api_url"]).json()
            assert {name: whole[name] for name in fields} == {name: row[name] for name in fields}


@pytest.fixture
def one_transaction():
    """The application leaves the test's transaction open, as Django's test client has it do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_path(SNAPSHOT)
schema.app = application
CHECKS = [
    checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
]


@pytest.mark.usefixtures("one_transaction")
@pytest.mark.parametrize(
    ("path", "parameter", "column"),
    [("{public_id}/", "public_id", "public_id"), ("by-slug/{slug}/", "slug", "slug")],
)
def test_every_association_is_as_the_schema_says(register, path, parameter, column):
    for association in register:
        value = str(getattr(association, column))
        case = schema[LIST + path]["GET"].Case(path_parameters={parameter: value})
        response = case.call_and_validate(checks=CHECKS)
        assert response.status_code == 200


@schema.parametrize()
@pytest.mark.usefixtures("register", "one_transaction")
@hypothesis.settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_schema_says(case):
    """Whatever is asked: no server error, and no status, type, header or field but those named."""
    case.call_and_validate(checks=CHECKS)
