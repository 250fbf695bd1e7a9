"""Who looks after the page: the page itself, and each thing that is done there."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.timezone import localdate, now

from associations import services
from associations.models import (
    ColleagueInvitation,
    InvitationState,
    JoinRequest,
    Membership,
    RequestState,
)
from associations.request_services import ask_to_join
from tests import cast
from tests.membership.people import may_act, roles, rows_agree
from tests.membership.post import delivered
from tests.pages import links, page, words

pytestmark = pytest.mark.django_db


def at(route, association, *more):
    return reverse(route, args=[association.slug, *more])


def of(user, association):
    return Membership.objects.current().get(user=user, association=association)


@pytest.fixture
def tove(choir, rut):
    """An editor."""
    return cast.colleague("tove", choir)


@pytest.fixture
def client_of_rut(as_person, rut):
    return as_person(rut)


class TestThePage:
    def test_it_tells_who_does_what_until_when(self, client_of_rut, choir, rut, tove):
        shown = words(page(client_of_rut.get(at("my_colleagues", choir))).main)
        for word in (rut.email, tove.email, "Ansvarig", "Redaktör", "Bli minst två ansvariga"):
            assert word in shown

    def test_with_two_responsible_nobody_is_asked_for_more(self, client_of_rut, choir, rut):
        cast.colleague("nils", choir, "responsible")
        shown = words(page(client_of_rut.get(at("my_colleagues", choir))).main)
        assert "minst två" not in shown

    def test_an_editor_reads_and_may_leave(self, as_person, choir, rut, tove):
        ask_to_join(choir, by=cast.somebody())
        ColleagueInvitation.objects.create(
            association=choir,
            address="nils@annanstans.example",
            role="editor",
            invited_by=rut,
            expires_at=now() + timedelta(days=1),
        )
        shown = page(as_person(tove).get(at("my_colleagues", choir)))
        found = {
            address
            for address in links(shown.main).values()
            if address.startswith(at("my_colleagues", choir))
        }
        assert found == {at("my_leave", choir)}
        assert rut.email in words(shown.main)
        assert "nils@annanstans.example" not in words(shown.main)
        assert "somebody@" not in words(shown.main)

    def test_a_role_that_runs_out_says_so(self, client_of_rut, choir, rut):
        Membership.objects.update(ends_on=localdate() + timedelta(days=10))
        shown = words(page(client_of_rut.get(at("my_colleagues", choir))).main)
        assert "Går snart ut" in shown
        assert "Förläng" in shown

    def test_it_asks_no_more_for_more_people(
        self, client_of_rut, choir, rut, django_assert_max_num_queries
    ):
        for number in range(6):
            cast.colleague(f"kollega{number}", choir)
            ask_to_join(choir, by=get_user_model().objects.create_user(f"p{number}"))
        client_of_rut.get(at("my_colleagues", choir))
        with django_assert_max_num_queries(14):
            client_of_rut.get(at("my_colleagues", choir))


class TestInviting:
    def test_a_mail_goes_out(self, client_of_rut, choir):
        given = {"address": "Nils@Annanstans.example ", "role": "editor"}
        response = client_of_rut.post(at("invite_colleague", choir), given, follow=True)
        assert "Inbjudan är på väg" in words(page(response).main)
        assert "nils@annanstans.example" in words(page(response).main)
        assert [message.to for message in delivered()] == [["nils@annanstans.example"]]

    def test_known_and_unknown_addresses_answer_alike(self, client_of_rut, choir):
        known = cast.somebody().email
        answers = set()
        for address in (known, "ingen@annanstans.example"):
            given = {"address": address, "role": "editor"}
            response = client_of_rut.post(at("invite_colleague", choir), given, follow=True)
            shown = words(page(response).main)
            ColleagueInvitation.objects.all().delete()
            answers.add((response.status_code, shown.replace(address, "?")))
        assert len(answers) == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"address": ""},
            {"address": "nils"},
            {"address": "nils@annanstans.example\nBcc: x@y.example"},
            {"role": ""},
            {"role": "owner"},
        ],
    )
    def test_what_is_wrong_is_told_and_kept(self, client_of_rut, choir, wrong):
        given = {"address": "nils@annanstans.example", "role": "editor"} | wrong
        response = client_of_rut.post(at("invite_colleague", choir), given)
        assert response.status_code == 422
        assert page(response).select(".error-summary a")
        assert not ColleagueInvitation.objects.exists()

    def test_twenty_a_day(self, client_of_rut, choir):
        for number in range(21):
            given = {"address": f"p{number}@annanstans.example", "role": "editor"}
            response = client_of_rut.post(at("invite_colleague", choir), given)
        assert response.status_code == 429
        assert ColleagueInvitation.objects.count() == 20

    def test_taken_back_and_sent_again(self, client_of_rut, choir):
        given = {"address": "nils@annanstans.example", "role": "answers"}
        client_of_rut.post(at("invite_colleague", choir), given)
        first = ColleagueInvitation.objects.get()
        for route in ("invite_again", "revoke_invitation"):
            assert client_of_rut.get(at(route, choir, first.pk)).status_code == 200
        assert ColleagueInvitation.objects.get().state == InvitationState.OPEN
        client_of_rut.post(at("invite_again", choir, first.pk))
        second = ColleagueInvitation.objects.get(state=InvitationState.OPEN)
        assert (second.pk != first.pk, second.role) == (True, "answers")
        client_of_rut.post(at("revoke_invitation", choir, second.pk))
        assert not ColleagueInvitation.objects.filter(state=InvitationState.OPEN).exists()
        # What is settled is not there any more.
        for route in ("invite_again", "revoke_invitation"):
            assert client_of_rut.post(at(route, choir, second.pk)).status_code == 404


class TestRequests:
    @pytest.fixture
    def asked(self, choir, rut, stig):
        return ask_to_join(choir, by=stig, message="Jag är ny sekreterare.")

    def test_the_page_says_who_asks_and_why(self, client_of_rut, choir, stig, asked):
        shown = words(page(client_of_rut.get(at("join_request", choir, asked.pk))).main)
        assert stig.email in shown
        assert "Jag är ny sekreterare." in shown
        assert not may_act(stig, choir)

    @pytest.mark.parametrize("role", ["editor", "answers", "responsible"])
    def test_yes_in_a_role(self, client_of_rut, choir, stig, asked, role):
        given = {"decision": "approve", "role": role}
        response = client_of_rut.post(at("join_request", choir, asked.pk), given)
        assert response["Location"] == at("my_colleagues", choir)
        assert roles(choir) == {"rut": "responsible", "stig": role}

    def test_no_with_a_reason(self, client_of_rut, choir, stig, asked):
        given = {"decision": "refuse", "reason": "Vi känner dig inte."}
        client_of_rut.post(at("join_request", choir, asked.pk), given)
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == (RequestState.REFUSED, "Vi känner dig inte.")
        assert not may_act(stig, choir)

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"decision": "refuse"},
            {"decision": "refuse", "reason": "  "},
            {"decision": "approve", "role": "owner"},
            {"reason": "Nej."},
        ],
    )
    def test_neither_is_asked_again(self, client_of_rut, choir, asked, given):
        response = client_of_rut.post(at("join_request", choir, asked.pk), given)
        assert response.status_code == 422
        asked.refresh_from_db()
        assert asked.state == RequestState.WAITING

    def test_decided_twice_is_not_there(self, client_of_rut, choir, asked):
        given = {"decision": "approve", "role": "editor"}
        client_of_rut.post(at("join_request", choir, asked.pk), given)
        assert client_of_rut.post(at("join_request", choir, asked.pk), given).status_code == 404


class TestRoles:
    def test_a_role_is_changed(self, client_of_rut, choir, rut, tove):
        address = at("change_colleague", choir, of(tove, choir).pk)
        assert client_of_rut.get(address).status_code == 200
        assert roles(choir)["tove"] == "editor"
        client_of_rut.post(address, {"role": "responsible"})
        assert roles(choir)["tove"] == "responsible"
        assert client_of_rut.post(address, {"role": "owner"}).status_code == 422

    def test_the_last_one_responsible_keeps_hers(self, client_of_rut, choir, rut, tove):
        address = at("change_colleague", choir, of(rut, choir).pk)
        response = client_of_rut.post(address, {"role": "editor"})
        assert response.status_code == 409
        assert "Någon måste vara ansvarig" in words(page(response).h1)
        assert roles(choir)["rut"] == "responsible"

    def test_a_role_is_renewed(self, client_of_rut, choir, rut, tove):
        row = of(tove, choir)
        Membership.objects.filter(pk=row.pk).update(ends_on=localdate() + timedelta(days=3))
        address = at("renew_colleague", choir, row.pk)
        assert client_of_rut.get(address).status_code == 200
        client_of_rut.post(address)
        assert of(tove, choir).ends_on > localdate() + timedelta(days=360)

    def test_a_role_is_ended(self, client_of_rut, choir, rut, tove):
        address = at("end_colleague", choir, of(tove, choir).pk)
        assert client_of_rut.get(address).status_code == 200
        assert may_act(tove, choir)
        client_of_rut.post(address)
        assert not may_act(tove, choir)
        assert rows_agree()
        assert [message.to for message in delivered()] == [[tove.email]]

    def test_ones_own_role_is_left_instead(self, client_of_rut, choir, rut, tove):
        address = at("end_colleague", choir, of(rut, choir).pk)
        assert client_of_rut.post(address)["Location"] == at("my_leave", choir)
        assert may_act(rut, choir)


class TestGoing:
    def test_handing_over(self, client_of_rut, choir, rut, tove):
        address = at("hand_over", choir)
        assert tove.email in words(page(client_of_rut.get(address)).main)
        response = client_of_rut.post(address, {"to": of(tove, choir).pk})
        assert response["Location"] == reverse("my_pages")
        assert roles(choir) == {"tove": "responsible"}
        assert client_of_rut.get(at("my_colleagues", choir)).status_code == 404

    def test_to_nobody_or_to_oneself(self, client_of_rut, choir, rut, tove):
        for to in ("", of(rut, choir).pk, "x", 10**9):
            response = client_of_rut.post(at("hand_over", choir), {"to": to})
            assert response.status_code == 422
        assert roles(choir) == {"rut": "responsible", "tove": "editor"}

    def test_not_by_an_editor(self, as_person, choir, rut, tove):
        client = as_person(tove)
        for method in (client.get, client.post):
            assert method(at("hand_over", choir), {"to": of(rut, choir).pk}).status_code == 404

    def test_leaving(self, as_person, choir, rut, tove):
        client = as_person(tove)
        assert client.get(at("my_leave", choir)).status_code == 200
        assert may_act(tove, choir)
        assert client.post(at("my_leave", choir))["Location"] == reverse("my_pages")
        assert roles(choir) == {"rut": "responsible"}

    def test_the_last_one_is_told_what_to_do_instead(self, client_of_rut, choir, rut, tove):
        response = client_of_rut.get(at("my_leave", choir))
        assert at("invite_colleague", choir) in links(page(response).main).values()
        assert not page(response).select("main form")
        assert client_of_rut.post(at("my_leave", choir)).status_code == 409
        assert may_act(rut, choir)


class TestNotForEditors:
    """What a colleague who is not responsible may not do is not there."""

    def test_all_of_it(self, as_person, choir, rut, tove, stig):
        asked = ask_to_join(choir, by=stig)
        invitation = ColleagueInvitation.objects.create(
            association=choir,
            address="nils@annanstans.example",
            role="editor",
            invited_by=rut,
            expires_at=now() + timedelta(days=1),
        )
        client, row = as_person(tove), of(rut, choir).pk
        before = roles(choir)
        for address, given in {
            at("invite_colleague", choir): {"address": "x@y.example", "role": "responsible"},
            at("revoke_invitation", choir, invitation.pk): {},
            at("invite_again", choir, invitation.pk): {},
            at("join_request", choir, asked.pk): {"decision": "approve", "role": "editor"},
            at("change_colleague", choir, row): {"role": "editor"},
            at("change_colleague", choir, of(tove, choir).pk): {"role": "responsible"},
            at("renew_colleague", choir, row): {},
            at("end_colleague", choir, row): {},
        }.items():
            assert client.get(address).status_code == 404, address
            assert client.post(address, given).status_code == 404, address
        assert roles(choir) == before
        assert JoinRequest.objects.get().state == RequestState.WAITING
        assert ColleagueInvitation.objects.get().state == InvitationState.OPEN


class TestTheTask:
    def line(self, client, choir):
        shown = page(client.get(reverse("my_association", args=[choir.slug])))
        [line] = [row for row in shown.select(".tasks li") if "Kollegor" in words(row)]
        return words(line)

    def test_one_alone_is_asked_to_be_two(self, client_of_rut, choir):
        assert "Att göra" in self.line(client_of_rut, choir)
        assert "Bli minst två" in self.line(client_of_rut, choir)

    def test_two_are_done(self, client_of_rut, choir):
        cast.colleague("nils", choir, "responsible")
        assert "Klart" in self.line(client_of_rut, choir)

    def test_who_waits_is_counted_for_those_who_decide(
        self, as_person, client_of_rut, choir, tove, stig
    ):
        ask_to_join(choir, by=stig)
        assert "1 person vill vara med" in self.line(client_of_rut, choir)
        assert "vill vara med" not in self.line(as_person(tove), choir)

    def test_a_role_that_runs_out_is_told(self, as_person, choir, rut, tove):
        Membership.objects.update(ends_on=localdate() + timedelta(days=5))
        assert "Din roll går ut" in self.line(as_person(tove), choir)


@pytest.mark.parametrize("how", ["dissolved", "run out", "deactivated"])
def test_nobody_acts_any_more(client_of_rut, choir, rut, how):
    if how == "dissolved":
        services.dissolve(choir, on=date(2026, 3, 1), by=None)
    elif how == "run out":
        Membership.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))
    else:
        get_user_model().objects.filter(pk=rut.pk).update(is_active=False)
    response = client_of_rut.get(at("my_colleagues", choir))
    assert response.status_code == (302 if how == "deactivated" else 404)
    response = client_of_rut.post(
        at("invite_colleague", choir), {"address": "x@y.example", "role": "editor"}
    )
    assert response.status_code == (302 if how == "deactivated" else 404)
    assert not ColleagueInvitation.objects.exists()
