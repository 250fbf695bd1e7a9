"""A volunteer changes the presentation on a phone; the coordinator sends it back, then approves."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import cast
from tests.builders import make_association
from tests.e2e.axe import WCAG, violations
from tests.e2e.test_axe_admin import look

PHONE = {"width": 360, "height": 740}
OLD, NEW = "Vi sjunger.", "Blandad kör för alla som vill sjunga."
ABOUT = "Vi övar varje vecka.\n\n## Det här sjunger vi\n\n- visor\n- gospel"
ALT = "Kören på en scen i Folkets hus"


@pytest.fixture
def choir(live_server):
    return make_association("Björkviks kör", ingress=OLD)


@pytest.fixture
def desk(open_page, choir) -> Page:
    """Where Olga sits, signed in."""
    return open_page(user=cast.olga(), viewport={"width": 1280, "height": 900})


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(open_page, choir, desk, request) -> Page:
    """Rut's, on which she is signed in."""
    page = open_page(user=cast.rut(choir), viewport=PHONE, java_script_enabled=request.param)
    page.has_script = request.param
    return page


def photo() -> dict:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#5E8C61").save(buffer, "JPEG")
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def is_well(page: Page) -> None:
    """Nothing wrong for anyone, and nothing wider than the phone."""
    # Axe is a script itself.
    if getattr(page, "has_script", True):
        assert violations(page, rules=(*WCAG, "best-practice")) == []
    width = page.locator("html").evaluate("element => element.scrollWidth")
    assert width <= page.viewport_size["width"]


def said(page: Page):
    return page.locator(".said")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def write(phone: Page) -> None:
    phone.goto("/mina-sidor/")
    phone.get_by_role("link", name="Presentation").click()
    phone.get_by_label("I en eller två meningar").fill(NEW)
    phone.get_by_label("Det här gör vi").fill(ABOUT)
    is_well(phone)
    press(phone, "Spara och lägg till en bild")


def add_picture(phone: Page) -> None:
    is_well(phone)
    press(phone, "Spara bilden")
    expect(phone.get_by_role("alert")).to_contain_text("Välj en bild")
    phone.get_by_label("Bild", exact=True).set_input_files(photo())
    phone.get_by_label("Vad visar bilden?").fill(ALT)
    phone.get_by_label("Uppe", exact=True).check()
    press(phone, "Spara bilden")
    expect(phone.get_by_label("Det här gör vi")).to_have_value(f"{ABOUT}\n\n[bild 1]")
    is_well(phone)


def look_through_and_send(phone: Page) -> None:
    press(phone, "Spara och förhandsvisa")
    expect(phone.get_by_role("img", name=ALT)).to_be_visible()
    expect(phone.get_by_role("heading", name="Det här sjunger vi")).to_be_visible()
    is_well(phone)
    phone.get_by_role("link", name="Tillbaka till presentationen").click()
    press(phone, "Spara och skicka …")
    expect(phone.get_by_role("main")).to_contain_text(OLD)
    is_well(phone)
    press(phone, "Skicka för granskning")
    expect(said(phone)).to_contain_text("Texten är skickad")
    is_well(phone)


def send_back(desk: Page) -> None:
    desk.goto("/admin/")
    desk.get_by_role("link", name="1 presentation väntar på granskning").click()
    assert look(desk) == []
    desk.get_by_role("link", name="Björkviks kör").click()
    assert look(desk) == []
    press(desk, "Skicka tillbaka med kommentarer")
    expect(desk.get_by_role("alert")).to_contain_text("Skriv vad som ska ändras")
    desk.get_by_label("Kommentar till ”Det här gör vi”").fill("Skriv var ni övar.")
    press(desk, "Skicka tillbaka med kommentarer")
    expect(desk.locator(".messages")).to_contain_text("Skickad tillbaka till Björkviks kör")


def mend_and_send(phone: Page) -> None:
    phone.goto("/mina-sidor/")
    expect(phone.get_by_role("main")).to_contain_text("Kommunen ber er ändra något")
    phone.get_by_role("link", name="Presentation").click()
    is_well(phone)
    phone.locator(".sent-back").get_by_role("link", name="Det här gör vi").click()
    text = phone.get_by_label("Det här gör vi")
    mended = text.input_value().replace("varje vecka", "i musikskolan varje vecka")
    text.fill(mended)
    press(phone, "Spara och skicka …")
    press(phone, "Skicka för granskning")
    expect(said(phone)).to_contain_text("Texten är skickad")


def approve(desk: Page) -> None:
    desk.goto("/admin/granska/")
    desk.get_by_role("link", name="Björkviks kör").click()
    press(desk, "Godkänn och publicera")
    expect(desk.locator(".messages")).to_contain_text("är publicerad")
    expect(desk.get_by_role("main")).to_contain_text("Inget väntar på granskning")


def test_from_a_phone_to_the_public_page(phone, desk, open_page, watch):
    with watch.expecting(422):
        write(phone)
        add_picture(phone)
    look_through_and_send(phone)
    send_back(desk)
    resident = open_page()
    resident.goto("/foreningar/bjorkviks-kor/")
    expect(resident.locator(".lead")).to_have_text(OLD)
    mend_and_send(phone)
    approve(desk)
    resident.reload()
    expect(resident.locator(".lead")).to_have_text(NEW)
    expect(resident.get_by_role("main")).to_contain_text("i musikskolan varje vecka")
    expect(resident.get_by_role("img", name=ALT)).to_be_visible()
    # Cropped to the proportions of the page.
    size = resident.get_by_role("img", name=ALT).evaluate("i => [i.naturalWidth, i.naturalHeight]")
    assert size == [960, 640]


def test_the_buttons_write_the_marks(open_page, choir, desk):
    page = open_page(user=cast.rut(choir), viewport=PHONE)
    page.goto(f"/mina-sidor/forening/{choir.slug}/presentation/")
    text = page.get_by_label("Det här gör vi")
    text.fill("alla")
    text.select_text()
    press(page, "Fet")
    expect(text).to_have_value("**alla**")
    press(page, "Lista")
    expect(text).to_have_value("- **alla**")


def test_two_at_once_on_a_phone(open_page, choir, desk, watch):
    first = open_page(user=cast.rut(choir), viewport=PHONE)
    second = open_page(user=cast.colleague("tove", choir), viewport=PHONE)
    address = f"/mina-sidor/forening/{choir.slug}/presentation/"
    for page, words in ((first, "Ruts ord."), (second, "Toves ord.")):
        page.goto(address)
        page.get_by_label("I en eller två meningar").fill(words)
    press(second, "Spara utkastet")
    with watch.expecting(409):
        press(first, "Spara utkastet")
        expect(first.get_by_role("alert")).to_contain_text("Någon annan har sparat")
        expect(first.locator(".sides").first).to_contain_text("Toves ord.")
        is_well(first)
    press(first, "Spara utkastet")
    expect(first.get_by_label("I en eller två meningar")).to_have_value("Ruts ord.")
