"""What a person does to sign in, step by step."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail

RUT = "rut@bjorkvik.example"
PASSWORD = "Granbarr-7-mossa"


def ask(client, address: str = RUT, **extra) -> str:
    """Ask for a code; return the one that came by mail."""
    response = client.post("/logga-in/", {"address": address, **extra})
    assert response.status_code == 302, response.status_code
    assert response["Location"] == "/logga-in/kod/"
    return code_in(mail.outbox[-1])


def code_in(letter) -> str:
    return "".join(re.search(r"(?m)^(\d{4}) (\d{4})$", letter.body).groups())


def write(client, code: str):
    return client.post("/logga-in/kod/", {"code": code})


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 10**8:08}"


def is_in(client) -> bool:
    return client.get("/mina-sidor/inloggning/").status_code == 200


def give_app(person) -> str:
    """The person adds an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def app_shows(secret: str) -> str:
    """The code of this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def factors_of(person) -> set[str]:
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
