"""The link in the mail: one click and no login, and everything that closes it."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from associations import private_services, services
from associations.confirmation_services import answer_by_link, confirm_own
from associations.membership_services import leave
from associations.models import (
    Association,
    Confirmation,
    ConfirmationLink,
    ContactPerson,
    Delivery,
)
from tests import cast
from tests.builders import make_association
from tests.confirmation.post import asked, days_go_by, token_for, token_in
from tests.membership.people import actions
from tests.membership.post import delivered

pytestmark = pytest.mark.django_db


def url(token):
    return reverse("confirm_by_link", args=[token])


def confirmed_on(association):
    return Association.objects.get(pk=association.pk).confirmed_on


def everything():
    models = (Association, Confirmation, ConfirmationLink, Delivery)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_mail_shows_the_page_and_one_link(choir, rut):
    [mail] = asked(choir)
    assert mail.to == [rut.email]
    assert "Vi sjunger." in mail.body
    assert "info@kor.example" in mail.body
    assert mail.body.count("/bekrafta/") == 1


def test_one_click_without_login(client, choir, rut):
    token = token_for(choir)
    page = client.get(url(token))
    assert page.status_code == 200
    assert "Allt stämmer" in page.content.decode()
    response = client.post(url(token), {"answer": "right"}, follow=True)
    assert "Tack" in response.content.decode()
    assert confirmed_on(choir) == localdate()
    confirmation = Confirmation.objects.get()
    assert (confirmation.state, confirmation.how) == ("right", "link")
    assert confirmation.answered_by == rut
    assert actions(choir).count("associations.confirm") == 1


def test_a_new_board_gives_a_task(client, choir, rut):
    client.post(url(token_for(choir)), {"answer": "new_board"})
    assert Confirmation.objects.get().state == "new_board"
    assert confirmed_on(choir) == localdate()
    client.force_login(rut)
    page = client.get(reverse("my_association", args=[choir.slug])).content.decode()
    assert "Ni har svarat att styrelsen är ny." in page
    changes = {"name": "Siv Granlund", "role": "chair"}
    private_services.save_private(ContactPerson(association=choir), changes=changes, by=rut)
    page = client.get(reverse("my_association", args=[choir.slug])).content.decode()
    assert "Ni har svarat att styrelsen är ny." not in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, choir, rut, method):
    token = token_for(choir)
    before = everything()
    for _time in range(3):
        assert getattr(client, method)(url(token)).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("data", [{}, {"answer": "yes"}, {"answer": ""}])
def test_a_post_that_says_nothing_changes_nothing(client, choir, rut, data):
    token = token_for(choir)
    before = everything()
    assert client.post(url(token), data).status_code == 200
    assert everything() == before


def test_a_link_is_used_once(client, choir, rut):
    token = token_for(choir)
    client.post(url(token), {"answer": "right"})
    before, log = everything(), actions(choir)
    page = client.post(url(token), {"answer": "new_board"})
    assert page.status_code == 200
    assert "bekräftades" in page.content.decode()
    assert (everything(), actions(choir)) == (before, log)


def test_after_a_colleague_has_answered_it_says_so(client, choir, rut):
    nils = cast.colleague("nils", choir)
    tokens = {mail.to[0]: token_in(mail) for mail in asked(choir)}
    assert set(tokens) == {rut.email, nils.email}
    client.post(url(tokens[rut.email]), {"answer": "right"})
    client.post(url(tokens[nils.email]), {"answer": "new_board"})
    assert Confirmation.objects.get().state == "right"


def test_a_link_runs_out(client, choir, rut):
    token = token_for(choir)
    days_go_by(89)
    assert client.get(url(token)).status_code == 200
    days_go_by(2)
    before = everything()
    page = client.post(url(token), {"answer": "right"})
    assert page.status_code == 410
    assert "gått ut" in page.content.decode()
    assert everything() == before


def test_who_has_left_can_no_longer_answer_and_learns_nothing(client, choir, rut):
    cast.colleague("tove", choir, "responsible")
    tokens = {mail.to[0]: token_in(mail) for mail in asked(choir)}
    leave(choir, by=rut)
    before = everything()
    page = client.post(url(tokens[rut.email]), {"answer": "right"})
    assert page.status_code == 410
    assert choir.name not in page.content.decode()
    assert everything() == before


def test_who_has_left_does_not_learn_that_others_answered(client, choir, rut):
    tove = cast.colleague("tove", choir, "responsible")
    tokens = {mail.to[0]: token_in(mail) for mail in asked(choir)}
    leave(choir, by=rut)
    confirm_own(choir, by=tove)
    assert client.get(url(tokens[rut.email])).status_code == 410


def test_who_is_deactivated_can_no_longer_answer(client, choir, rut):
    token = token_for(choir)
    rut.is_active = False
    rut.save()
    assert client.post(url(token), {"answer": "right"}).status_code == 410
    assert confirmed_on(choir) is None


def test_who_only_answers_invitations_is_not_asked(choir, rut):
    cast.colleague("nils", choir, "answers")
    assert [mail.to for mail in asked(choir)] == [[rut.email]]


def test_a_letter_that_waits_is_not_sent_to_who_has_left(choir, rut):
    from associations.confirmation_services import ask

    cast.colleague("tove", choir, "responsible")
    ask([choir])
    leave(choir, by=rut)
    assert [mail.to for mail in delivered()] == [["tove@bjorkvik.example"]]


def test_another_associations_link_is_only_its_own(client, choir, rut, stig):
    token_for(choir)
    neighbour = Association.objects.get(name="Grannkören")
    client.force_login(rut)
    client.post(url(token_for(neighbour)), {"answer": "right", "association": choir.pk})
    assert confirmed_on(choir) is None
    assert confirmed_on(neighbour) == localdate()


@pytest.mark.parametrize("token", ["x", "0" * 43, "..%2F", "%27"])
def test_a_made_up_link_leads_nowhere(client, choir, rut, token):
    asked(choir)
    before = everything()
    assert client.post(f"/mina-sidor/bekrafta/{token}/", {"answer": "right"}).status_code == 404
    assert everything() == before


def test_only_the_hash_is_kept(choir, rut):
    token = token_for(choir)
    assert token not in str(everything())


def test_a_dissolved_association_is_not_confirmed(client, choir, rut):
    token = token_for(choir)
    services.dissolve(choir, on=localdate(), by=None)
    assert client.post(url(token), {"answer": "right"}).status_code == 410
    assert confirmed_on(choir) is None


class TestTheAssociationsAddress:
    """Nobody looks after the page: the letter goes to the address on file."""

    def test_all_is_right_and_no_more(self, client, choir):
        [mail] = asked(choir)
        assert mail.to == ["info@kor.example"]
        page = client.get(url(token_in(mail))).content.decode()
        assert "Allt stämmer" in page
        assert "styrelsen är ny" not in page
        assert reverse("claim_how", args=[choir.slug]) in page
        client.post(url(token_in(mail)), {"answer": "right"})
        assert confirmed_on(choir) == localdate()
        assert Confirmation.objects.get().answered_by is None

    def test_it_cannot_speak_of_the_board(self, client, choir):
        token = token_for(choir)
        assert client.post(url(token), {"answer": "new_board"}).status_code == 403
        assert confirmed_on(choir) is None

    def test_an_address_that_was_changed_is_out(self, client, choir):
        token = token_for(choir)
        services.change_facts(choir, changes={"email": "ny@kor.example"}, by=None)
        assert client.post(url(token), {"answer": "right"}).status_code == 410
        assert confirmed_on(choir) is None

    def test_without_an_address_nothing_is_sent(self, choir):
        lonely = make_association("Utan adress")
        assert asked(lonely) == []
        assert Delivery.objects.get(association=lonely).state == "skipped"


def test_answering_on_a_service_twice_is_refused(choir, rut):
    from associations.refusals import AlreadyDecided

    token = token_for(choir)
    answer_by_link(token)
    with pytest.raises(AlreadyDecided):
        answer_by_link(token)
