"""Nobody learns from the sign-in who has a login: the same answer, by the same work."""

import re

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.sign_in.steps import PASSWORD, RUT

pytestmark = pytest.mark.django_db

UNKNOWN = "ingen@bjorkvik.example"


def _asked(address: str):
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.post("/logga-in/", {"address": address})
    # Before the next request, which forgets them.
    work = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    page = client.get("/logga-in/kod/").text.replace(address, "")
    page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
    return (response.status_code, response["Location"], page), work


def _deactivated():
    person = cast.stig()
    person.is_active = False
    person.save()
    return person.email


def test_asking_for_a_code_tells_nothing():
    cast.rut_alone()
    closed = _deactivated()
    answers = {address: _asked(address) for address in (RUT, UNKNOWN, closed)}
    assert answers[RUT][0] == answers[UNKNOWN][0] == answers[closed][0]
    assert answers[RUT][1] == answers[UNKNOWN][1] == answers[closed][1]
    assert len(mail.outbox) == 3, "all get a mail, so that none is quicker"


def test_no_query_for_a_code_asks_about_people():
    cast.rut_alone()
    _answer, work = _asked(RUT)
    assert work
    assert not [sql for sql in work if "users_user" in sql]


@pytest.fixture
def hashes(monkeypatch):
    """How many passwords have been hashed, the slow part of a password login."""
    hasher = type(get_hasher())
    counted = []
    encode = hasher.encode

    def count(self: BasePasswordHasher, *args):
        counted.append(1)
        return encode(self, *args)

    monkeypatch.setattr(hasher, "encode", count)
    return counted


def _tried(username: str, hashes: list) -> tuple[int, str, int]:
    hashes.clear()
    response = Client().post(
        "/logga-in/losenord/", {"username": username, "password": f"{PASSWORD}-fel"}
    )
    page = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.text)
    return response.status_code, page.replace(username, ""), len(hashes)


def test_a_wrong_password_tells_nothing(hashes):
    cast.olga()
    known = _tried("olga", hashes)
    assert known[2] == 1
    assert known == _tried("ingen", hashes)
    # Not even for a representative, who has a password here and never one of the staff's.
    cast.rut_alone()
    assert known == _tried("rut", hashes)


def test_a_representatives_password_is_as_wrong_as_any():
    cast.rut_alone()
    response = Client().post("/logga-in/losenord/", {"username": "rut", "password": PASSWORD})
    assert response.status_code == 422
    assert "Användarnamnet eller lösenordet är fel" in response.text
