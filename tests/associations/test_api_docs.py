"""The page about the API, for people: complete, and at home on this site."""

import re

import pytest

pytestmark = pytest.mark.django_db

DOCS = "/api/v1/docs/"


def test_every_address_parameter_and_field_is_explained(client):
    page = client.get(DOCS).text
    schema = client.get("/api/v1/schema/").json()
    for path, methods in schema["paths"].items():
        assert path in page
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for name in ("results[].contact.email", "merged_into.url", "presentation.ingress"):
        assert f"<code>{name}</code>" in page
    assert 'href="/api/v1/schema/"' in page


def test_every_text_is_in_swedish(client):
    page = client.get(DOCS).text
    for english in ("Associations", "public facts", "Read only", "The ", "Returns"):
        assert english not in page


def test_nothing_is_asked_of_another_site_and_no_script_is_needed(client):
    page = client.get(DOCS).text
    for address in re.findall(r'(?:src|href|action|srcset)="([^"]+)"', page):
        assert address.startswith(("/", "#", "mailto:")), address
    assert "//" not in "".join(re.findall(r'src="([^"]+)"', page))
    main = page[page.index("<main") : page.index("</main")]
    assert "<script" not in main
