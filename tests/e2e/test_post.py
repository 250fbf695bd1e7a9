"""Mail in a browser: a resident writes, an association chooses, and a link declines."""

import pytest
from playwright.sync_api import expect

from associations import outbox
from associations.models import Association, RelayMessage
from associations.outbox import choices
from associations.outbox.recipients import address_hash, mark_broken, to_association
from tests import cast
from tests.e2e.axe import violations
from tests.e2e.conftest import session_of
from tests.e2e.site import FULL, LIST

WIDTHS = [360, 1280]


@pytest.fixture
def club(site):
    return Association.objects.get(slug=FULL)


def test_a_resident_writes_to_an_association(either_page, watch, club, mailoutbox):
    page = either_page
    page.goto(f"{LIST}{FULL}/")
    page.get_by_role("link", name="Skriv till föreningen genom webbplatsen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Skriv till {club.name}")
    assert club.email not in page.locator("main").inner_text()
    page.get_by_label("Ditt meddelande").fill("Får jag vara med?")
    page.get_by_label("Din e-postadress").fill("bo")
    with watch.expecting(422):
        page.get_by_role("button", name="Skicka meddelandet").click()
        page.get_by_role("link", name="Skriv e-postadressen").click()
    expect(page.get_by_label("Ditt meddelande")).to_have_value("Får jag vara med?")
    page.get_by_label("Din e-postadress").fill("bo@boende.example")
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ditt meddelande är på väg")
    outbox.deliver_due()
    assert mailoutbox[0].reply_to == ["bo@boende.example"]
    assert RelayMessage.objects.get().text == ""


def test_an_association_looks_after_its_post(either_page, live_server, club):
    page = either_page
    page.context.add_cookies([session_of(cast.rut(club), live_server.url)])
    mark_broken(hashed=address_hash(club.email), code="550")
    page.goto("/mina-sidor/")
    page.get_by_role("link", name=f"Adressen {club.email} fungerar inte: byt den").click()
    page.get_by_role("button", name="Prova adressen igen").click()
    expect(page.get_by_role("status")).to_contain_text("Vi har skickat ett mejl")
    page.get_by_label("Invånare får skriva till oss").uncheck()
    page.get_by_label("Påminnelser").uncheck()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_label("Invånare får skriva till oss")).not_to_be_checked()
    expect(page.get_by_label("Påminnelser")).not_to_be_checked()
    expect(page.get_by_label("Frågor och inbjudningar")).to_be_checked()
    page.goto(f"{LIST}{FULL}/kontakta/")
    expect(page.get_by_text("Det går inte att skriva till den här föreningen")).to_be_visible()


def test_a_link_declines_without_signing_in(either_page, club):
    page = either_page
    who = choices.chooser(to_association(club.pk), club.email, ["questions"])
    page.goto(f"/utskick/{choices.token(who)}/")
    page.get_by_label("Frågor och inbjudningar").uncheck()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_have_text("Ditt val är sparat.")
    assert choices.declined(who) == {"questions"}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_accessible(open_page, watch, club, width):
    rut = cast.rut(club)
    mark_broken(hashed=address_hash(club.email), code="550")
    who = choices.chooser(to_association(club.pk), club.email)
    page = open_page(user=rut, viewport={"width": width, "height": 800})
    found = {}
    for address in (
        f"/mina-sidor/forening/{FULL}/post/",
        "/mina-sidor/utskick/",
        f"/utskick/{choices.token(who)}/",
        f"{LIST}{FULL}/kontakta/",
        f"{LIST}bjorkviks-flickfotboll/kontakta/",
        f"{LIST}bjorkviks-flickfotboll/kontakta/tack/",
    ):
        page.goto(address)
        found[address] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    with watch.expecting(422):
        page.goto(f"{LIST}bjorkviks-flickfotboll/kontakta/")
        page.get_by_role("button", name="Skicka meddelandet").click()
        page.wait_for_selector(".error-summary")
        found["errors"] = violations(page)
    assert not {name: faults for name, faults in found.items() if faults}
