"""In a real browser: passkeys made and used, under the content policy, nothing from outside."""

from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connections
from playwright.sync_api import sync_playwright

from scripts import machine
from tests import cast
from tests.sign_in.steps import code_in, factors_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# A key inside the machine that its owner has opened: what a telephone or a laptop has.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser(monkeypatch):
    # Playwright keeps a loop in this thread, and the test asks the database between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        # Beside its loop the thread has other connections, to the database of the test before.
        connections.close_all()
        started = playwright.chromium.launch(
            executable_path=machine.chromium(), args=["--no-sandbox"]
        )
        yield started
        started.close()
        connections.close_all()


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on(
        "console",
        lambda said: "Content Security" in said.text and page.faults.append(said.text),
    )
    page.on(
        "request",
        lambda request: (
            request.url.startswith((live_server.url, "data:")) or page.faults.append(request.url)
        ),
    )
    yield page
    assert page.faults == []
    context.close()


def _sign_in_by_mail(page, address: str) -> None:
    page.goto("/logga-in/")
    page.fill("#address", address)
    page.click("text=Skicka en kod")
    page.wait_for_url("**/kod/")
    page.fill("#code", code_in(mail.outbox[-1]))
    page.click("main button:has-text('Logga in')")


def test_a_passkey_is_added_and_is_enough_to_open_the_admin(page):
    olga = cast.olga()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    _sign_in_by_mail(page, olga.email)
    page.wait_for_url("**/mina-sidor/inloggning/")
    assert page.is_visible("text=Administrationen kräver ett andra steg")
    page.click("a:has-text('en passnyckel')")
    page.fill("#name", "Olgas telefon")
    page.click("main button:has-text('Lägg till en passnyckel')")
    page.wait_for_url("**/koder/")
    assert factors_of(olga) == {"webauthn", "recovery_codes"}
    page.click("text=Jag har sparat dem")
    assert page.is_visible("text=Olgas telefon")
    page.click("text=Logga ut")
    page.goto("/admin/")
    assert urlsplit(page.url).path == "/logga-in/"
    page.click("text=Använd en passnyckel")
    page.wait_for_url(lambda url: urlsplit(url).path == "/admin/")


def test_it_is_the_second_step_too(page):
    rut = cast.rut_alone()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    _sign_in_by_mail(page, rut.email)
    page.goto("/mina-sidor/inloggning/passkey/")
    page.click("main button:has-text('Lägg till en passnyckel')")
    page.wait_for_url("**/koder/")
    page.goto("/mina-sidor/inloggning/")
    page.click("text=Logga ut")
    _sign_in_by_mail(page, rut.email)
    page.wait_for_url("**/andra-steget/")
    page.click("text=Använd en passnyckel")
    page.wait_for_url("**/mina-sidor/")


def test_without_a_key_it_is_said_and_the_mail_is_still_there(page):
    page.goto("/logga-in/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.click("text=Använd en passnyckel")
    page.wait_for_selector("text=Passnyckeln användes inte")
    assert page.is_visible("text=Skicka en kod")
