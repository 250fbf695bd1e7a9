"""Documents: what they are is read from the content, and nobody else reads them."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from associations.models import Claim, ClaimState, ClaimWay, RegisterFile
from tests import cast
from tests.my_pages.own.forms import own

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 stadgar"


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    kept = FileSystemStorage(location=tmp_path, base_url=None)
    monkeypatch.setattr(RegisterFile._meta.get_field("file"), "storage", kept)


def hand_in(client, association, content=PDF, name="stadgar.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    data = {"kind": "bylaws", "year": "2026", "file": file}
    return client.post(own("my_documents", association), data)


@pytest.fixture
def bylaws(client, choir, rut):
    client.force_login(rut)
    assert hand_in(client, choir).status_code == 302
    return RegisterFile.objects.get()


def test_a_document_is_handed_in_and_served_as_an_attachment(client, choir, rut, bylaws):
    page = client.get(own("my_documents", choir)).content.decode()
    assert "allmän handling" in page
    assert "stadgar.pdf" in page
    response = client.get(own("my_document", choir, bylaws.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90", b""]
)
def test_what_it_is_called_does_not_matter(client, choir, rut, content):
    client.force_login(rut)
    assert hand_in(client, choir, content).status_code == 422
    assert not RegisterFile.objects.exists()


def test_one_that_is_too_large_is_refused(client, choir, rut, monkeypatch):
    monkeypatch.setattr("associations.uploads.MAX_SIZE", 10)
    client.force_login(rut)
    assert hand_in(client, choir).status_code == 422


def test_one_takes_back_ones_own(client, choir, rut, bylaws):
    client.get(own("my_document_remove", choir, bylaws.pk))
    assert RegisterFile.objects.exists()
    client.post(own("my_document_remove", choir, bylaws.pk))
    assert not RegisterFile.objects.exists()


def test_one_does_not_take_back_anothers(client, choir, rut, bylaws):
    client.force_login(cast.colleague("tove", choir))
    client.post(own("my_document_remove", choir, bylaws.pk))
    assert RegisterFile.objects.exists()


def test_minutes_that_a_claim_rests_on_stay(client, choir, rut, bylaws):
    claim = Claim.objects.create(
        association=choir,
        user=rut,
        way=ClaimWay.MINUTES,
        state=ClaimState.APPROVED,
        document=bylaws,
    )
    client.post(own("my_document_remove", choir, bylaws.pk))
    assert RegisterFile.objects.exists()
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.REFUSED, reason="Fel protokoll.")
    assert client.get(own("my_document", choir, bylaws.pk)).status_code == 404


@pytest.mark.parametrize("route", ["my_document", "my_document_remove"])
def test_anothers_documents_are_not_there(client, choir, stig, bylaws, route):
    client.force_login(stig)
    theirs = stig.memberships.get().association
    for association in (choir, theirs):
        assert client.get(own(route, association, bylaws.pk)).status_code == 404
        assert client.post(own(route, association, bylaws.pk)).status_code == 404
    assert RegisterFile.objects.exists()
    client.logout()
    assert client.get(own("my_document", choir, bylaws.pk)).status_code == 302
