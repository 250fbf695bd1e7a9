"""The pages on which an association is claimed with a code."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.timezone import now

from associations import services
from associations.models import Claim, ClaimState, JoinRequest
from associations.outbox.recipients import address_hash, mark_broken
from tests import cast
from tests.builders import make_association
from tests.membership.people import may_act, roles
from tests.membership.post import code_in, delivered, sent_to
from tests.pages import links, page, words

pytestmark = pytest.mark.django_db


def how(association):
    return reverse("claim_how", args=[association.slug])


def start(association):
    return reverse("claim_start", args=[association.slug])


def mine(claim):
    return reverse("my_claim", args=[claim.pk])


@pytest.fixture
def client_of_stig(as_person, stig):
    return as_person(stig)


@pytest.fixture
def claim(client_of_stig, choir):
    client_of_stig.post(start(choir), {"message": "Jag är ordförande."})
    return Claim.objects.get()


@pytest.fixture
def code(claim):
    return code_in(sent_to("info@kor.example"))


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def test_the_public_page_links_to_how_it_works(client, choir):
    found = links(page(client.get(reverse("association_detail", args=[choir.slug]))))
    assert found["Är det här er förening?"] == how(choir)


def test_how_it_works_is_the_same_for_everybody_and_may_be_kept(client, choir, as_person):
    first = client.get(how(choir))
    signed_in = as_person(cast.rut(choir)).get(how(choir))
    assert first.status_code == signed_in.status_code == 200
    for response in (first, signed_in):
        assert "Cookie" not in response.get("Vary", "")
        assert "Set-Cookie" not in response
    assert words(page(first).main) == words(page(signed_in).main)
    assert links(page(first))["Logga in och gå vidare"] == start(choir)


def test_signing_in_leads_back_to_the_claim(client, choir):
    assert client.get(start(choir))["Location"] == f"/logga-in/?next={start(choir)}"


@pytest.mark.parametrize("route", ["claim_how", "claim_start", "claim_minutes", "claim_ask"])
@pytest.mark.parametrize("which", ["unlisted", "applied", "ended"])
def test_what_residents_cannot_find_is_not_there(as_person, stig, route, which):
    status = "applied" if which == "applied" else "active"
    hidden = make_association("Dolda kören", listed=which != "unlisted", status=status)
    if which == "ended":
        services.dissolve(hidden, on=now().date(), by=None)
    client = as_person(stig)
    assert client.get(reverse(route, args=[hidden.slug])).status_code == 404
    assert client.get(reverse(route, args=["finns-inte"])).status_code == 404


def test_the_address_on_file_is_never_shown(as_person, stig, choir):
    quiet = make_association("Tysta kören")
    services.set_contact(quiet, field="email", value="hemlig@kor.example", is_public=False, by=None)
    client = as_person(stig)
    for association in (choir, quiet):
        shown = client.get(start(association)).content.decode()
        client.post(start(association))
        shown += client.get(mine(Claim.objects.latest("pk"))).content.decode()
        for part in ("hemlig", "info@", "kor.example"):
            assert part not in shown


def test_with_the_code_the_person_is_responsible(client_of_stig, stig, choir, claim, code):
    shown = client_of_stig.get(mine(claim))
    assert shown.status_code == 200
    assert not may_act(stig, choir)
    response = client_of_stig.post(mine(claim), {"code": f" {code} "})
    assert response["Location"] == reverse("my_association", args=[choir.slug])
    assert roles(choir) == {"stig": "responsible"}


def test_a_wrong_code_says_how_many_tries_are_left(client_of_stig, stig, choir, claim, code):
    for left in ("2 försök", "ett försök kvar"):
        response = client_of_stig.post(mine(claim), {"code": wrong(code)})
        assert response.status_code == 422
        assert left in words(page(response).main)
        assert "Koden stämmer inte" in words(page(response).select_one(".error-summary"))
    response = client_of_stig.post(mine(claim), {"code": wrong(code)})
    assert response.status_code == 410
    assert "tre gånger" in words(page(response).h1)
    assert client_of_stig.post(mine(claim), {"code": code}).status_code == 410
    assert not may_act(stig, choir)


@pytest.mark.parametrize("typed", ["", "\x00", "1" * 5000, "<script>"])
def test_what_is_no_code_is_told_so(client_of_stig, stig, choir, claim, typed):
    assert client_of_stig.post(mine(claim), {"code": typed}).status_code == 422
    assert not may_act(stig, choir)


def test_a_code_that_has_run_out_is_told_so_before_anybody_has_noted_it(
    client_of_stig, stig, choir, claim, code
):
    Claim.objects.update(expires_at=now() - timedelta(seconds=1))
    assert "gått ut" in words(page(client_of_stig.get(mine(claim))).h1)
    assert client_of_stig.post(mine(claim), {"code": code}).status_code == 410
    assert not may_act(stig, choir)


def test_reading_tries_nothing(client_of_stig, claim, code):
    client_of_stig.get(mine(claim), {"code": code})
    claim.refresh_from_db()
    assert (claim.state, claim.tries) == (ClaimState.CODE_ASKED, 0)


@pytest.mark.parametrize("who", ["olga", "edit", "hans", "somebody"])
def test_another_persons_claim_is_not_there(as_person, choir, claim, code, who):
    other = getattr(cast, who)()
    client = as_person(other)
    assert client.get(mine(claim)).status_code == 404
    assert client.post(mine(claim), {"code": code}).status_code == 404
    claim.refresh_from_db()
    assert (claim.state, claim.tries) == (ClaimState.CODE_ASKED, 0)
    assert roles(choir) == {}


def test_a_deactivated_person_is_out_at_the_next_request(client_of_stig, stig, choir, claim, code):
    get_user_model().objects.filter(pk=stig.pk).update(is_active=False)
    assert "/logga-in/" in client_of_stig.post(mine(claim), {"code": code})["Location"]
    assert not may_act(stig, choir)


def test_where_somebody_is_responsible_it_becomes_a_request(as_person, rut, stig, choir):
    client = as_person(stig)
    assert "Be att få vara med" in words(page(client.get(start(choir))).h1)
    response = client.post(start(choir), {"message": "Jag är ny kassör."}, follow=True)
    assert not Claim.objects.exists()
    assert JoinRequest.objects.get().message == "Jag är ny kassör."
    assert "Väntar på svar" in words(page(response).main)
    assert [message.to for message in delivered()] == [[rut.email]]


def test_when_somebody_was_first_the_code_makes_a_request(client_of_stig, choir, claim, code):
    cast.rut(choir)
    response = client_of_stig.post(mine(claim), {"code": code}, follow=True)
    assert "gått vidare" in words(page(response).h1)
    assert JoinRequest.objects.count() == 1
    assert roles(choir) == {"rut": "responsible"}


def test_an_association_that_ends_meanwhile_is_told_so(client_of_stig, choir, claim, code):
    services.dissolve(choir, on=now().date(), by=None)
    response = client_of_stig.post(mine(claim), {"code": code})
    assert response.status_code == 410
    assert "inte längre i registret" in words(page(response).h1)


@pytest.mark.parametrize("address", ["", "borta@kor.example"])
def test_without_an_address_that_works_there_are_other_ways(as_person, stig, address):
    mark_broken(hashed=address_hash("borta@kor.example"), code="550")
    association = make_association("Stumma kören", email=address)
    client = as_person(stig)
    shown = page(client.get(start(association)))
    assert not shown.select("main form")
    assert "Skicka årsmötets protokoll" in links(shown)
    response = client.post(start(association))
    assert response.status_code == 409
    assert not Claim.objects.exists()


def test_the_sixth_code_of_a_day_is_refused_in_words(as_person, choir):
    for number in range(5):
        as_person(get_user_model().objects.create_user(f"p{number}")).post(start(choir))
    response = as_person(cast.stig()).post(start(choir))
    assert response.status_code == 429
    assert Claim.objects.count() == 5


def test_a_message_too_long_is_kept_and_refused(as_person, stig, choir):
    response = as_person(stig).post(start(choir), {"message": "x" * 501})
    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()
    assert not Claim.objects.exists()


def test_who_is_responsible_already_is_sent_on(as_person, rut, choir):
    client = as_person(rut)
    for route in ("claim_start", "claim_minutes", "claim_ask"):
        address = reverse(route, args=[choir.slug])
        assert client.post(address)["Location"] == reverse("my_association", args=[choir.slug])
    assert not Claim.objects.exists()


class TestOnMyPages:
    def test_a_claim_that_waits_is_there_with_its_state(self, client_of_stig, claim):
        shown = page(client_of_stig.get(reverse("my_pages")))
        assert links(shown)["Björkviks kör"] == mine(claim)
        assert "Väntar på koden" in words(shown.main)

    def test_so_is_a_refusal_with_its_reason_for_a_month(self, client_of_stig, stig, claim):
        settled = {"state": ClaimState.REFUSED, "reason": "Vi känner inte igen dig."}
        Claim.objects.update(settled_at=now(), **settled)
        assert "känner inte igen" in client_of_stig.get(reverse("my_pages")).content.decode()
        Claim.objects.update(settled_at=now() - timedelta(days=31))
        assert client_of_stig.get(reverse("my_pages")).status_code == 302

    def test_anothers_is_not(self, as_person, claim):
        shown = as_person(cast.somebody()).get(reverse("my_pages")).content.decode()
        assert "Björkviks kör" not in shown

    def test_it_costs_two_queries_however_many(
        self, as_person, stig, django_assert_max_num_queries
    ):
        for number in range(4):
            association = make_association(f"Kör {number}")
            Claim.objects.create(
                association=association, user=stig, way="minutes", state="to_decide"
            )
            JoinRequest.objects.create(association=association, user=stig)
        client = as_person(stig)
        client.get(reverse("my_pages"))
        with django_assert_max_num_queries(12):
            client.get(reverse("my_pages"))
