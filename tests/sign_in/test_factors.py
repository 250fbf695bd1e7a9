"""The second factor: added, asked for, removed, and without it no admin."""

import re
import time

import pytest
from django.core import mail
from django.test import Client

from associations.models.delivery import Delivery
from cms.users import sessions
from tests import cast
from tests.sign_in.steps import (
    PASSWORD,
    app_shows,
    ask,
    factors_of,
    give_app,
    is_in,
    write,
)

pytestmark = pytest.mark.django_db
# What is told after a commit is told within the request, and not when the test has looked.
committing = pytest.mark.django_db(transaction=True)
OWN = "/mina-sidor/inloggning/"


@pytest.fixture
def olga():
    return cast.olga()


def _in(client, person):
    write(client, ask(client, person.email))
    return client


def _add_app(client) -> str:
    page = client.get(f"{OWN}app/").text
    secret = re.search(r'<code class="secret">([A-Z2-7]{32})</code>', page)[1]
    assert "data:image/svg+xml;base64," in page
    response = client.post(f"{OWN}app/", {"code": app_shows(secret)})
    assert response.status_code == 302, response.text
    return secret


@pytest.mark.parametrize("path", ["", "pages/", "associations/", "import/", "api/main/pages/"])
def test_staff_without_one_do_not_reach_the_admin(client, olga, path):
    _in(client, olga)
    for method in (client.get, client.post):
        response = method(f"/admin/{path}")
        assert (response.status_code, response["Location"]) == (302, OWN)
    assert "kräver ett andra steg" in client.get(OWN).text


@committing
def test_staff_who_add_one_do(client, olga):
    _in(client, olga)
    _add_app(client)
    assert factors_of(olga) == {"totp", "recovery_codes"}
    assert client.get("/admin/").status_code == 200


def test_from_then_on_it_is_asked_for(client, olga):
    secret = give_app(olga)
    response = write(client, ask(client, olga.email, next="/admin/pages/"))
    assert response["Location"] == "/logga-in/andra-steget/"
    assert not is_in(client)
    assert client.get("/admin/")["Location"].startswith("/logga-in/")
    page = client.get("/logga-in/andra-steget/").text
    assert 'autocomplete="one-time-code"' in page
    wrong = client.post("/logga-in/andra-steget/", {"code": "12"})
    assert "<title>Fel: " in wrong.text
    right = client.post("/logga-in/andra-steget/", {"code": app_shows(secret)})
    assert right["Location"] == "/admin/pages/"
    assert client.get("/admin/").status_code == 200


def test_the_apps_code_is_used_once(olga):
    secret = give_app(olga)
    code = app_shows(secret)
    first, second = _in(Client(), olga), _in(Client(), olga)
    first.post("/logga-in/andra-steget/", {"code": code})
    second.post("/logga-in/andra-steget/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_password_is_not_a_second_factor(client, olga):
    client.post("/logga-in/losenord/", {"username": "olga", "password": PASSWORD})
    assert is_in(client)
    assert client.get("/admin/")["Location"] == OWN
    give_app(olga)
    other = Client()
    response = other.post("/logga-in/losenord/", {"username": "olga", "password": PASSWORD})
    assert response["Location"] == "/logga-in/andra-steget/"
    assert not is_in(other)


@committing
def test_a_recovery_code_takes_its_place_once(client, olga):
    _in(client, olga)
    _add_app(client)
    codes = re.findall(r'<code class="secret">(\d{8})</code>', client.get(f"{OWN}koder/").text)
    assert len(codes) == 10
    for worked in (True, False):
        other = _in(Client(), olga)
        other.post("/logga-in/andra-steget/", {"code": codes[0]})
        assert is_in(other) is worked
    client.post(f"{OWN}koder/")
    other = _in(Client(), olga)
    other.post("/logga-in/andra-steget/", {"code": codes[1]})
    assert not is_in(other), "new codes, and the old ones are no longer good"


def test_the_half_signed_in_are_nobody(client, olga):
    """A mark left by one person is worth nothing to the next in the same browser."""
    give_app(olga)
    _in(client, olga)
    rut = cast.rut_alone()
    session = client.session
    session[sessions.SECOND_FACTOR] = str(rut.pk)
    session.save()
    edit = cast.edit()
    _in(client, edit)
    assert client.session["_auth_user_id"] == str(edit.pk)
    assert client.get("/admin/")["Location"] == OWN


@committing
def test_it_can_be_removed_and_the_admin_closes(client, olga):
    secret = give_app(olga)
    _in(client, olga)
    client.post("/logga-in/andra-steget/", {"code": app_shows(secret)})
    assert client.get(f"{OWN}app/ta-bort/").status_code == 200
    client.post(f"{OWN}app/ta-bort/")
    assert factors_of(olga) == set()
    assert is_in(client)
    assert _in(Client(), olga).get("/admin/")["Location"] == OWN


@pytest.mark.parametrize("path", ["app/", "passkey/", "koder/"])
def test_a_session_of_yesterday_changes_nothing(client, olga, path):
    _in(client, olga)
    session = client.session
    session[sessions.SIGNED_IN_AT] = time.time() - sessions.FRESH - 1
    session.save()
    for method in (client.get, client.post):
        assert method(OWN + path)["Location"].startswith("/logga-in/igen/")
    client.post("/logga-in/igen/", {"next": OWN + path})
    assert not is_in(client)


@committing
def test_the_person_is_told(client, olga):
    _in(client, olga)
    mail.outbox.clear()
    _add_app(client)
    [told] = Delivery.objects.filter(purpose="factors_changed")
    assert told.recipient == f"user:{olga.pk}"
    assert not mail.outbox, "it waits for the worker"


def test_a_passkey_that_nobody_has_is_refused(client, olga):
    options = client.get("/logga-in/passkey/", headers={"Accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in ("", "{}", '{"id": "x"}', "[]", "no json"):
        response = client.post("/logga-in/passkey/", {"credential": credential})
        assert response.status_code == 422, credential
    assert not is_in(client)


def test_another_persons_passkey_is_not_there(client, olga):
    from allauth.mfa.models import Authenticator

    theirs = Authenticator.objects.create(
        user=cast.rut_alone(), type="webauthn", data={"name": "Rut"}
    )
    _in(client, olga)
    for method in (client.get, client.post):
        assert method(f"{OWN}passkey/{theirs.pk}/ta-bort/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()
