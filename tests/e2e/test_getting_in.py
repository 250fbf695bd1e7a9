"""An association is claimed with a code, a colleague comes in, one hands over, asks back, leaves.

Two people, each in a browser of their own; the codes and links are read from the mail that is sent.
"""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.builders import make_association
from tests.e2e.axe import violations
from tests.membership.people import roles
from tests.membership.post import code_in, sent_to, token_in
from tests.sign_in.steps import code_in as sign_in_code_in

PHONE = {"viewport": {"width": 360, "height": 740}}
NILS, TOVE = "nils@annanstans.example", "tove@annanstans.example"


@pytest.fixture
def choir(live_server):
    return make_association("Björkviks kör", email="info@kor.example")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(open_page, request):
    """A new person's telephone; `look` has axe's verdict where there is a script to give it."""

    def phone() -> Page:
        return open_page(java_script_enabled=request.param, **PHONE)

    phone.look = violations if request.param else lambda _page: []
    return phone


def sign_in(page: Page, address: str) -> None:
    page.get_by_label("E-post").fill(address)
    page.get_by_role("button", name="Skicka en kod").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv koden")
    page.get_by_label("Kod").fill(sign_in_code_in(mail.outbox[-1]))
    page.get_by_role("main").get_by_role("button", name="Logga in").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))


def test_claimed_shared_handed_over_and_left(phone, watch, choir):
    found = {}

    def look(page: Page, name: str) -> None:
        found[name] = phone.look(page)

    nils, tove = phone(), phone()
    nils.goto(reverse("association_detail", args=[choir.slug]))
    nils.get_by_role("link", name="Är det här er förening?").click()
    look(nils, "how")
    nils.get_by_role("link", name="Logga in och gå vidare").click()
    sign_in(nils, NILS)
    heading(nils, "Är det här er förening")
    look(nils, "start")
    nils.get_by_label("Din roll i föreningen").fill("Jag valdes till ordförande.")
    nils.get_by_role("button", name="Skicka koden").click()

    # Whoever reads the association's mail hands the code on; it is mistaken once.
    code = code_in(sent_to("info@kor.example"))
    heading(nils, "Skriv koden")
    with watch.expecting(422):
        nils.get_by_label("Kod").fill("0000 0000" if code != "0000 0000" else "1111 1111")
        nils.get_by_role("button", name="Ta hand om sidan").click()
        expect(nils.get_by_role("alert")).to_contain_text("Koden stämmer inte")
        expect(nils.get_by_text("Du har 2 försök")).to_be_visible()
        look(nils, "wrong code")
    nils.get_by_label("Kod").fill(code)
    nils.get_by_role("button", name="Ta hand om sidan").click()
    heading(nils, "Björkviks kör")
    look(nils, "tasks")

    nils.get_by_role("link", name="Kollegor").click()
    expect(nils.get_by_text("Bli minst två ansvariga.")).to_be_visible()
    nils.get_by_role("link", name="Sluta", exact=True).click()
    heading(nils, "Du kan inte sluta ännu")
    look(nils, "last one")
    nils.get_by_role("link", name="Bjud in din efterträdare").click()
    look(nils, "invite")
    nils.get_by_label("Din kollegas e-post").fill(TOVE)
    nils.get_by_label("Redaktör").check()
    nils.get_by_role("button", name="Skicka inbjudan").click()
    expect(nils.get_by_text("Inbjudan är på väg")).to_be_visible()
    look(nils, "colleagues with an invitation")

    tove.goto(reverse("colleague_invitation", args=[token_in(sent_to(TOVE))]))
    look(tove, "invitation before signing in")
    tove.get_by_role("link", name="Logga in och svara").click()
    sign_in(tove, TOVE)
    heading(tove, "Vill du hjälpa till")
    expect(tove.get_by_text(NILS)).to_be_visible()
    look(tove, "invitation")
    tove.get_by_role("button", name="Tacka ja").click()
    heading(tove, "Björkviks kör")

    nils.get_by_role("link", name="Tillbaka till uppgifterna").click()
    nils.get_by_role("link", name="Kollegor").click()
    nils.get_by_role("link", name="Lämna över och sluta").click()
    look(nils, "hand over")
    nils.get_by_label(TOVE).check()
    nils.get_by_role("button", name="Lämna över och sluta").click()
    expect(nils.get_by_text("Du har lämnat över")).to_be_visible()
    with watch.expecting(404):
        nils.goto(reverse("my_colleagues", args=[choir.slug]))

    # Nils asks to be let in again, as whoever finds the page looked after.
    nils.goto(reverse("claim_start", args=[choir.slug]))
    heading(nils, "Be att få vara med")
    look(nils, "ask to join")
    nils.get_by_role("button", name="Be att få vara med").click()
    expect(nils.get_by_text("Väntar på svar")).to_be_visible()
    look(nils, "my pages")
    # Tove has another role now, and signs in anew.
    tove.goto(reverse("my_colleagues", args=[choir.slug]))
    sign_in(tove, TOVE)
    tove.get_by_role("link", name=NILS).click()
    look(tove, "request")
    tove.get_by_role("button", name="Släpp in personen").click()
    expect(tove.get_by_text("Din kollega är med nu")).to_be_visible()
    look(tove, "colleagues")

    nils.goto(reverse("my_leave", args=[choir.slug]))
    look(nils, "leave")
    nils.get_by_role("button", name="Sluta").click()
    expect(nils.get_by_text("Du har slutat")).to_be_visible()
    assert list(roles(choir).values()) == ["responsible"]
    assert not {name: faults for name, faults in found.items() if faults}
