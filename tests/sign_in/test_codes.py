"""Signing in with an address and a code, and everything a code is not good for."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from associations.access import represented_by
from cms.users import codes
from cms.users.models import SignInCode
from tests import cast
from tests.sign_in.steps import RUT, ask, code_in, is_in, write, wrong

pytestmark = pytest.mark.django_db
People = get_user_model().objects


@pytest.fixture
def rut():
    return cast.rut_alone()


def test_address_then_code_then_in(client, rut):
    response = write(client, ask(client))
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(rut.pk)
    assert is_in(client)


def test_the_mail_says_what_it_must(client, rut, settings):
    ask(client)
    [letter] = mail.outbox
    assert letter.to == [RUT]
    assert code_in(letter)[:4] in letter.subject[:9]
    assert letter.alternatives, "simple HTML beside the plain text"
    assert "Var det inte du?" in letter.body
    assert "http" not in letter.body, "a code to write, and no link to follow"


@pytest.mark.parametrize("between", [" ", "-", "  ", "\t"])
def test_the_code_may_be_pasted_as_it_stands(client, rut, between):
    code = ask(client)
    write(client, f" {code[:4]}{between}{code[4:]} ")
    assert is_in(client)


def test_the_field_is_one_for_codes(client, rut):
    ask(client)
    page = client.get("/logga-in/kod/").text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert RUT in page


def test_where_one_was_going_is_where_one_comes(client, rut):
    code = ask(client, next="/foreningar/")
    assert write(client, code)["Location"] == "/foreningar/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_elsewhere(client, rut, elsewhere):
    code = ask(client, next=elsewhere)
    assert "evil" not in write(client, code)["Location"]


def test_a_new_person_comes_into_being_with_the_code_and_not_before(client):
    code = ask(client, "ny@bjorkvik.example")
    assert not People.exists()
    write(client, wrong(code))
    assert not People.exists()
    write(client, code)
    [person] = People.all()
    assert person.email == "ny@bjorkvik.example"
    assert not person.has_usable_password()
    assert "ny" not in person.username
    assert is_in(client)


def test_a_new_person_may_do_nothing(client):
    write(client, ask(client, "ny@bjorkvik.example"))
    person = People.get()
    assert not represented_by(person).exists()
    assert not person.get_all_permissions()
    assert client.get("/admin/").status_code == 404


def test_the_same_person_whatever_the_letters(client, rut):
    write(client, ask(client, "RUT@Bjorkvik.EXAMPLE "))
    assert client.session["_auth_user_id"] == str(rut.pk)
    assert mail.outbox[-1].to == [RUT], "written to as it is looked up"


@pytest.mark.parametrize("address", ["k\u0131m@bjorkvik.example", "\u212aim@bj\u0131rkvik.example"])
def test_an_address_that_only_looks_the_same_opens_nothing(client, address):
    """A dotless i and a Kelvin sign fold into Latin letters: in some places, not in all."""
    kim = People.create_user("kim", "kim@bjorkvik.example")
    response = client.post("/logga-in/", {"address": address})
    if response.status_code == 302:
        assert mail.outbox[-1].to != [kim.email]
        write(client, code_in(mail.outbox[-1]))
        assert client.session.get("_auth_user_id") != str(kim.pk)


def test_three_tries(client, rut):
    code = ask(client)
    assert write(client, wrong(code)).status_code == 422
    assert write(client, wrong(code)).status_code == 422
    assert write(client, wrong(code)).status_code == 410
    assert write(client, code).status_code == 404
    assert not is_in(client)
    assert codes.redeem(SignInCode.objects.get().key, code)[0] is codes.Outcome.OVER


def test_the_third_try_may_be_right(client, rut):
    code = ask(client)
    write(client, wrong(code))
    write(client, wrong(code))
    write(client, code)
    assert is_in(client)


def test_an_empty_try_is_no_try(client, rut):
    code = ask(client)
    for _again in range(5):
        response = write(client, "")
        assert response.status_code == 422
        assert "<title>Fel: " in response.text
    write(client, code)
    assert is_in(client)


def test_it_expires(client, rut):
    code = ask(client)
    SignInCode.objects.update(expires_at=now() - timedelta(seconds=1))
    assert write(client, code).status_code == 410
    assert not is_in(client)
    codes.forget_expired()
    assert not SignInCode.objects.exists()


def test_it_lasts_a_quarter_of_an_hour(client, rut):
    ask(client)
    left = SignInCode.objects.get().expires_at - now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_another_browser_has_no_use_for_it(client, rut):
    code = ask(client)
    other = Client()
    assert write(other, code).status_code == 404
    assert not is_in(other)
    # Nor one that has asked for a code of its own, for another address or for the same.
    for address in ("stig@bjorkvik.example", RUT):
        other = Client()
        ask(other, address)
        assert write(other, code).status_code == 422
        assert not is_in(other)
    write(client, code)
    assert is_in(client)


def test_it_is_used_once(client, rut):
    code = ask(client)
    pending = client.session["sign_in.pending"]
    write(client, code)
    client.logout()
    session = client.session
    session["sign_in.pending"] = pending
    session.save()
    assert write(client, code).status_code == 410
    assert not is_in(client)


def test_a_new_one_replaces_the_old(client, rut):
    first = ask(client)
    second = ask(client)
    assert SignInCode.objects.count() == 1
    assert first == second or write(client, first).status_code == 422
    write(client, second)
    assert is_in(client)


def test_no_code_is_kept_in_clear(client, rut):
    code = ask(client)
    kept = str(SignInCode.objects.values().get()) + str(dict(client.session))
    assert code not in kept


def test_the_session_gets_a_new_key(client, rut):
    code = ask(client)
    before = client.session.session_key
    write(client, code)
    assert client.session.session_key != before


def test_the_deactivated_do_not_come_in(client, rut):
    rut.is_active = False
    rut.save()
    response = client.post("/logga-in/kod/", {"code": ask(client)}, follow=True)
    assert response.redirect_chain == [("/logga-in/avstangd/", 302)]
    assert not is_in(client)


def test_the_deactivated_are_out_at_their_next_request(client, rut):
    write(client, ask(client))
    assert is_in(client)
    rut.is_active = False
    rut.save(update_fields=["is_active"])
    assert not is_in(client)


@pytest.mark.parametrize("address", ["", "rut", "rut@", "rut@x", "a" * 300 + "@x.example"])
def test_what_is_no_address_is_said_so(client, address):
    response = client.post("/logga-in/", {"address": address})
    assert response.status_code == 422
    assert "<title>Fel: " in response.text
    assert 'href="#address"' in response.text
    assert not mail.outbox


def test_when_mail_is_down_it_is_said_and_nothing_kept(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = client.post("/logga-in/", {"address": RUT})
    assert response.status_code == 503
    assert f'value="{RUT}"' in response.text, "what was typed is kept"
    assert not SignInCode.objects.exists()


def test_no_form_goes_without_its_token(rut):
    careful = Client(enforce_csrf_checks=True)
    assert careful.post("/logga-in/", {"address": RUT}).status_code == 403
    assert not mail.outbox
