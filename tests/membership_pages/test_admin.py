"""The coordinator: who wants in, who acts, appoint and end."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, now

from associations.admin.home import to_do
from associations.claim_services import ask_municipality, start_claim
from associations.models import (
    Basis,
    Claim,
    ClaimState,
    JoinRequest,
    Membership,
    RegisterFile,
    RequestState,
)
from associations.request_services import ask_to_join
from tests import cast
from tests.membership.people import may_act, roles, rows_agree
from tests.membership.post import delivered
from tests.pages import links, page, words

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%protokoll\n"


@pytest.fixture
def olga():
    return cast.olga()


@pytest.fixture
def desk(as_person, olga):
    """Olga's browser."""
    return as_person(olga)


@pytest.fixture
def minutes(as_person, stig, choir):
    """Stig's claim with minutes, handed in on the page."""
    given = {
        "file": SimpleUploadedFile("Årsmöte.pdf", PDF),
        "year": localdate().year,
        "message": "Jag är ordförande.",
    }
    as_person(stig).post(reverse("claim_minutes", args=[choir.slug]), given)
    return Claim.objects.get()


def read(claim):
    return reverse("claims:read", args=[claim.pk])


def appoint(association):
    return reverse("associations:appoint", args=[association.pk])


def lines() -> dict[str, str]:
    return {line["text"]: line["url"] for line in to_do() if line["count"]}


class TestClaims:
    def test_the_list_says_who_asks_for_what(self, desk, stig, minutes):
        shown = words(page(desk.get(reverse("claims:index") + "?waiting=true")))
        for word in ("Björkviks kör", stig.email, "Väntar på kommunen"):
            assert word in shown

    def test_what_is_decided_is_not_waiting(self, desk, minutes):
        Claim.objects.update(state=ClaimState.DROPPED)
        shown = words(page(desk.get(reverse("claims:index") + "?waiting=true")).main)
        assert "Björkviks kör" not in shown

    def test_the_page_has_the_words_and_the_minutes(self, desk, stig, minutes):
        shown = page(desk.get(read(minutes)))
        assert stig.email in words(shown)
        assert "Jag är ordförande." in words(shown)
        opened = desk.get(links(shown)["Årsmöte.pdf"])
        assert b"".join(opened.streaming_content) == PDF
        assert "attachment" in opened["Content-Disposition"]

    def test_yes(self, desk, olga, stig, choir, minutes):
        desk.post(read(minutes), {"decision": "approve"})
        assert roles(choir) == {"stig": "responsible"}
        row = Membership.objects.get(user=stig, association=choir)
        assert (row.basis, row.granted_by, row.document) == (
            Basis.MINUTES,
            olga,
            minutes.document,
        )
        assert sorted(message.to[0] for message in delivered()) == [
            "info@kor.example",
            stig.email,
        ]

    def test_no_with_a_reason(self, desk, stig, choir, minutes):
        assert desk.post(read(minutes), {"decision": "refuse"}).status_code == 422
        desk.post(read(minutes), {"decision": "refuse", "reason": "Fel förening."})
        minutes.refresh_from_db()
        assert (minutes.state, minutes.reason) == (ClaimState.REFUSED, "Fel förening.")
        assert not may_act(stig, choir)
        assert [message.to for message in delivered()] == [[stig.email]]

    def test_a_question_is_answered_with_what_it_rests_on(self, desk, stig, choir):
        claim = ask_municipality(choir, by=stig, message="Ingen är kvar.")
        assert desk.post(read(claim), {"decision": "approve"}).status_code == 422
        assert not may_act(stig, choir)
        desk.post(read(claim), {"decision": "approve", "note": "Samtal med revisorn."})
        assert Membership.objects.get(association=choir).note == "Samtal med revisorn."

    def test_a_code_is_not_hers_to_say_yes_to(self, desk, stig, choir):
        claim = start_claim(choir, by=stig)
        assert not page(desk.get(read(claim))).select("main form[method=post]")
        desk.post(read(claim), {"decision": "approve"})
        assert roles(choir) == {}

    def test_deciding_twice_changes_nothing(self, desk, choir, minutes):
        desk.post(read(minutes), {"decision": "refuse", "reason": "Fel förening."})
        response = desk.post(read(minutes), {"decision": "approve"}, follow=True)
        assert "redan avgjort" in words(page(response))
        assert roles(choir) == {}

    def test_a_coordinator_does_not_let_herself_in(self, desk, as_person, olga, choir):
        claim = ask_municipality(choir, by=olga, message="Jag är ordförande.")
        desk.post(read(claim), {"decision": "approve", "note": "Jag vet."})
        assert roles(choir) == {}

    @pytest.mark.parametrize("who", ["edit", "hans", "rut_alone"])
    def test_not_for_others(self, as_person, choir, minutes, who):
        client = as_person(getattr(cast, who)())
        for method in (client.get, client.post):
            response = method(read(minutes), {"decision": "approve"})
            assert response.status_code in (302, 404)
        assert roles(choir) == {}


class TestRequests:
    @pytest.fixture
    def asked(self, choir, rut, stig):
        return ask_to_join(choir, by=stig)

    def address(self, asked):
        return reverse("join_requests:read", args=[asked.pk])

    def test_those_that_wait_too_long_or_have_nobody(self, desk, choir, rut, asked):
        index = reverse("join_requests:index") + "?unanswered=true"

        def shown():
            return "Björkviks kör" in words(page(desk.get(index)).main)

        assert not shown()
        JoinRequest.objects.update(created_at=now() - timedelta(days=9))
        assert shown()
        JoinRequest.objects.update(created_at=now())
        get_user_model().objects.filter(pk=rut.pk).update(is_active=False)
        assert shown()
        JoinRequest.objects.update(state=RequestState.DROPPED)
        assert not shown()

    def test_yes_in_a_role(self, desk, choir, asked):
        given = {"decision": "approve", "role": "responsible"}
        desk.post(self.address(asked), given)
        assert roles(choir) == {"rut": "responsible", "stig": "responsible"}

    def test_no(self, desk, stig, choir, asked):
        desk.post(self.address(asked), {"decision": "refuse", "reason": "Fråga föreningen."})
        asked.refresh_from_db()
        assert asked.state == RequestState.REFUSED
        assert not may_act(stig, choir)


class TestPeople:
    def test_the_associations_page_shows_them(self, desk, choir, rut, minutes):
        shown = page(desk.get(reverse("associations:edit", args=[choir.pk])))
        tab = shown.select_one("#tab-people")
        for word in (rut.email, "Ansvarig", "Väntar på kommunen"):
            assert word in words(tab)

    def test_one_is_appointed_who_has_never_signed_in(self, desk, olga, choir):
        given = {"address": "Ny@Kor.example", "role": "responsible", "note": "Dnr 2026-17"}
        assert desk.get(appoint(choir)).status_code == 200
        desk.post(appoint(choir), given)
        row = Membership.objects.get(association=choir)
        assert (row.user.email, row.role, row.note) == (
            "ny@kor.example",
            "responsible",
            "Dnr 2026-17",
        )
        assert not row.user.has_usable_password()
        assert sorted(message.to[0] for message in delivered()) == [
            "info@kor.example",
            "ny@kor.example",
        ]
        assert rows_agree()

    def test_a_person_who_has_the_address_is_the_one(self, desk, choir, stig):
        given = {"address": stig.email.upper(), "role": "editor", "note": "Dnr 2026-17"}
        desk.post(appoint(choir), given)
        assert roles(choir) == {"stig": "editor"}

    @pytest.mark.parametrize(
        "wrong", [{"note": " "}, {"role": "owner"}, {"address": "ny"}, {"address": ""}]
    )
    def test_what_is_wrong_is_asked_again(self, desk, choir, wrong):
        given = {"address": "ny@kor.example", "role": "responsible", "note": "Dnr 1"} | wrong
        assert desk.post(appoint(choir), given).status_code == 422
        assert roles(choir) == {}
        assert not get_user_model().objects.filter(email="ny@kor.example").exists()

    def test_a_closed_login_stays_closed(self, desk, choir, stig):
        get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
        given = {"address": stig.email, "role": "responsible", "note": "Dnr 1"}
        response = desk.post(appoint(choir), given, follow=True)
        assert "kan inte logga in" in words(page(response))
        assert roles(choir) == {}

    def test_not_oneself(self, desk, olga, choir):
        given = {"address": olga.email, "role": "responsible", "note": "Dnr 1"}
        desk.post(appoint(choir), given)
        assert roles(choir) == {}

    def test_a_role_is_ended_also_the_last_one(self, desk, choir, rut):
        address = reverse("associations:end_role", args=[Membership.objects.get().pk])
        assert desk.get(address).status_code == 200
        assert may_act(rut, choir)
        desk.post(address)
        assert roles(choir) == {}
        assert [message.to for message in delivered()] == [[rut.email]]
        assert desk.post(address).status_code == 404


class TestToDo:
    def test_lines_lead_to_what_they_count(self, desk, choir, rut, minutes):
        asked = ask_to_join(choir, by=cast.somebody())
        JoinRequest.objects.filter(pk=asked.pk).update(created_at=now() - timedelta(days=9))
        found = lines()
        claims = found["1 begäran att ta hand om en förening väntar på ditt beslut"]
        requests = found["1 person vill vara med i en förening och får inget svar"]
        for address in (claims, requests):
            assert "Björkviks kör" in words(page(desk.get(address)).main)

    def test_nothing_is_said_of_what_is_done(self, choir):
        assert not [text for text in lines() if "ta hand om" in text or "vara med" in text]


def test_the_file_is_still_private(client, minutes):
    address = reverse("register_files:open", args=[RegisterFile.objects.get().pk])
    assert "/logga-in/" in client.get(address)["Location"]
