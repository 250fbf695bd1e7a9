"""How often one may ask and try, and that nobody gets more by saying to be somebody else."""

import pytest
from django.core import mail
from django.test import Client

from tests import cast
from tests.sign_in.steps import PASSWORD, RUT, app_shows, ask, give_app, is_in, write

pytestmark = pytest.mark.django_db


def _ask(address: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client().post("/logga-in/", {"address": address}, headers=headers)


def test_ten_codes_an_hour_for_one_address():
    for _again in range(10):
        assert _ask(RUT).status_code == 302
    response = _ask(RUT)
    assert response.status_code == 429
    assert "<title>Fel: " in response.text
    assert len(mail.outbox) == 10
    # Also from elsewhere, and for others there is no difference.
    assert _ask(RUT.upper(), "192.0.2.1").status_code == 429
    assert _ask("stig@bjorkvik.example").status_code == 302


@pytest.mark.parametrize(("proxies", "spoofed", "allowed"), [(0, True, 60), (1, True, 60)])
def test_sixty_from_one_place_whatever_it_says_it_is(settings, proxies, spoofed, allowed):
    settings.TRUSTED_PROXIES = proxies
    answers = []
    for number in range(allowed + 2):
        # What a visitor makes up stands before what the proxy adds.
        forwarded = f"198.51.100.{number}" + (", 192.0.2.7" if proxies else "")
        answers.append(_ask(f"person{number}@bjorkvik.example", forwarded).status_code)
    assert answers == [302] * allowed + [429, 429]


def test_behind_a_proxy_each_place_has_its_own(settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(62):
        forwarded = f"192.0.2.{number}"
        assert _ask(f"person{number}@bjorkvik.example", forwarded).status_code == 302


def _try(username: str, password: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    data = {"username": username, "password": password}
    return Client().post("/logga-in/losenord/", data, headers=headers)


def test_eight_wrong_passwords_and_the_door_is_shut():
    cast.olga()
    for number in range(7):
        assert _try("olga", "fel", f"198.51.100.{number}").status_code == 422
    response = _try("olga", "fel", "198.51.100.8")
    assert response.status_code == 429
    assert "Vänta 20 minuter" in response.text
    assert _try("olga", PASSWORD, "198.51.100.9").status_code == 429
    # An office is not locked out for what one person in it does.
    cast.edit()
    assert _try("edit", PASSWORD).status_code == 302


def test_the_second_factor_is_not_guessed_either():
    olga = cast.olga()
    secret = give_app(olga)
    for number in range(5):
        client = Client()
        write(client, ask(client, olga.email))
        response = client.post("/logga-in/andra-steget/", {"code": f"00000{number}"})
        assert "Koden stämmer inte" in response.text
    client = Client()
    write(client, ask(client, olga.email))
    response = client.post("/logga-in/andra-steget/", {"code": app_shows(secret)})
    assert "För många fel koder" in response.text
    assert not is_in(client)
