"""Handing in minutes, or telling that nobody has the login any more: the coordinator decides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from associations.models import Claim, ClaimState, ClaimWay, RegisterFile
from tests.membership.people import may_act
from tests.pages import page, words

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%protokoll\n"


def minutes(association):
    return reverse("claim_minutes", args=[association.slug])


def ask(association):
    return reverse("claim_ask", args=[association.slug])


def form(content=PDF, name="Årsmöte.pdf", **more):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return {"file": file, "year": localdate().year, "message": "Jag är ordförande.", **more}


def test_the_minutes_wait_for_the_coordinator(as_person, stig, choir):
    response = as_person(stig).post(minutes(choir), form(), follow=True)
    claim = Claim.objects.get()
    assert response.redirect_chain[-1][0] == reverse("my_claim", args=[claim.pk])
    assert "Vi på kommunen läser" in words(page(response).h1)
    assert (claim.way, claim.state) == (ClaimWay.MINUTES, ClaimState.TO_DECIDE)
    assert (claim.document.original_name, claim.message) == ("Årsmöte.pdf", "Jag är ordförande.")
    assert not may_act(stig, choir)


def test_also_where_somebody_is_responsible(as_person, rut, stig, choir):
    as_person(stig).post(minutes(choir), form())
    assert Claim.objects.get().state == ClaimState.TO_DECIDE


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": b"<html><script>alert(1)</script>"},
        {"content": b"<svg xmlns='http://www.w3.org/2000/svg'/>"},
        {"content": b""},
        {"year": ""},
        {"year": "i fjol"},
        {"year": localdate().year + 1},
        {"message": "x" * 501},
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(as_person, stig, choir, wrong):
    response = as_person(stig).post(minutes(choir), form(**wrong))
    assert response.status_code == 422
    assert page(response).select(".error-summary a")
    assert not Claim.objects.exists()
    assert not RegisterFile.objects.exists()


def test_whose_minutes_they_are_cannot_open_them_by_guessing(as_person, stig, choir):
    client = as_person(stig)
    client.post(minutes(choir), form())
    address = reverse("register_files:open", args=[RegisterFile.objects.get().pk])
    assert client.get(address).status_code == 404


def test_nobody_has_the_login_arrives_at_the_coordinator(as_person, stig, choir):
    words_of_stig = "Kassören har flyttat. Fråga revisorn."
    response = as_person(stig).post(ask(choir), {"message": words_of_stig}, follow=True)
    claim = Claim.objects.get()
    assert (claim.way, claim.state) == (ClaimWay.ASKED, ClaimState.TO_DECIDE)
    assert claim.message == words_of_stig
    assert "Vi på kommunen läser" in words(page(response).h1)
    assert not may_act(stig, choir)


def test_without_a_word_it_is_not_sent(as_person, stig, choir):
    response = as_person(stig).post(ask(choir), {"message": "  "})
    assert response.status_code == 422
    assert not Claim.objects.exists()


def test_what_waits_for_the_coordinator_takes_no_code(as_person, stig, choir):
    client = as_person(stig)
    client.post(ask(choir), {"message": "Hjälp oss."})
    address = reverse("my_claim", args=[Claim.objects.get().pk])
    assert client.post(address, {"code": "12345678"}).status_code == 410
    assert Claim.objects.get().state == ClaimState.TO_DECIDE
