"""The coordinator brings in a register, puts an association in order, and residents find it."""

import pytest
from playwright.sync_api import Page, expect

from associations.models import Association, SourceRecord, TermMapping
from tests import cast
from tests.associations.files import csv_bytes
from tests.builders import make_activity, make_area, make_association
from tests.sign_in.steps import PASSWORD, app_shows, give_app

# Luhn is right and the day exists: the number of a person, though of nobody.
PERSONAL = "811218-9876"
NEW = "Tallåsens fotbollsklubb"
INGRESS = "Fotboll och futsal för alla som vill spela."
ROWS = [
    ["Benämning", "Org.nr", "Verksamhet", "Ort", "E-post", "Kommundel"],
    [
        NEW,
        PERSONAL,
        "Fotboll/futsal",
        "nybro",
        "info@tallasen.example; ola@tallasen.example",
        "Åsa",
    ],
    ["Björkviks visklubb", "802002-8711", "Visor", "Björkvik ", "visor@bjorkvik.example.", "Åsa"],
    ["Kulturförvaltningen", "", "Visor", "Björkvik", "@", ""],
    ["", "", "Visor", "Björkvik", "utan.namn@bjorkvik.example", ""],
]


@pytest.fixture
def olga(live_server):
    make_activity("Fotboll")
    make_activity("Visor")
    make_area("Åsa")
    return cast.olga()


@pytest.fixture
def desk(open_page, olga) -> Page:
    """Where Olga sits, signed in."""
    return open_page(user=olga, viewport={"width": 1280, "height": 900})


def told(page: Page):
    """What the admin says has happened."""
    return page.locator(".messages")


def part(page: Page, heading: str):
    """A part of the import's preview."""
    return page.locator("section", has=page.get_by_role("heading", name=heading))


def read_file(page: Page) -> None:
    page.get_by_role("link", name="Importera ett register").click()
    register = csv_bytes(ROWS, encoding="cp1252")
    page.get_by_label("Registerfil").set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": register}
    )
    page.get_by_label("Källsystem").fill("Bokningen")
    page.get_by_role("button", name="Läs filen").click()
    assert PERSONAL not in page.content()


def correct_a_column(page: Page) -> None:
    expect(page.get_by_label("Org.nr")).to_have_value("org_number")
    page.get_by_role("button", name="Visa vad som skulle hända").click()
    expect(page.get_by_role("alert")).to_contain_text("Ange vilken kolumn som är föreningens namn")
    page.get_by_label("Benämning").select_option("Namn")
    page.get_by_role("button", name="Visa vad som skulle hända").click()


def map_a_word(page: Page) -> None:
    page.get_by_role("link", name="Bestäm om 1 okänt ord").click()
    page.get_by_label("Fotboll/futsal").select_option("Fotboll")
    page.get_by_role("button", name="Spara").click()
    expect(told(page)).to_contain_text("1 ord")


def look_and_import(page: Page) -> None:
    expect(page.get_by_role("heading", level=2).first).to_have_text("4 rader i register.csv")
    expect(part(page, "Avvisade rader (1)")).to_contain_text("Namnet saknas")
    expect(part(page, "Rader att titta på (1)")).to_contain_text("Kulturförvaltningen")
    losses = part(page, "Celler som inte togs med")
    expect(losses).to_contain_text("Ett personnummer togs bort")
    expect(losses).to_contain_text("”ola@tallasen.example”")
    assert PERSONAL not in page.content()
    assert not Association.objects.exists()
    page.get_by_role("button", name="Importera").click()
    expect(told(page)).to_contain_text("3 nya")


def find(page: Page, name: str) -> None:
    page.get_by_role("link", name="Till föreningarna").click()
    page.get_by_role("button", name="Visa filter").click()
    page.get_by_role("button", name="Att se över").click()
    page.get_by_label("Saknar organisationsnummer").check()
    expect(page.get_by_role("link", name="Björkviks visklubb")).to_have_count(0)
    page.get_by_role("link", name=name).click()


def put_in_order(page: Page) -> None:
    page.get_by_role("tab", name="Kontakt").click()
    page.get_by_label("Telefon", exact=True).fill("0470-123 45")
    who = page.get_by_role("radiogroup", name="Vem ser telefonnumret?")
    who.get_by_label("Visas för alla").check()
    page.get_by_role("button", name="Spara").click()
    expect(told(page)).to_contain_text(f"{NEW} är sparad")


def write_presentation(page: Page) -> None:
    page.get_by_role("tab", name="Presentation").click()
    page.get_by_role("link", name="Ändra presentationen").click()
    page.get_by_role("textbox", name="I en eller två meningar").fill(INGRESS)
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name="Publicera").click()
    expect(told(page)).to_contain_text("sparad och publicerad")


def in_bulk(page: Page, action: str, done: str) -> None:
    page.goto("/admin/associations/")
    for name in (NEW, "Björkviks visklubb"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_role("link", name=f"{action}: de valda föreningarna").click()
    expect(page.get_by_role("main")).to_contain_text("2 föreningar är valda")
    page.get_by_role("button", name=action).click()
    expect(told(page)).to_contain_text(f"2 föreningar är {done}")


def test_imports_a_file_and_residents_find_what_came_in(page, open_page, olga):
    app = give_app(olga)
    page.goto("/logga-in/losenord/?next=/admin/")
    page.get_by_label("Användarnamn").fill("olga")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_label("Kod i appen").fill(app_shows(app))
    page.get_by_role("button", name="Fortsätt").click()

    read_file(page)
    correct_a_column(page)
    map_a_word(page)
    look_and_import(page)
    assert TermMapping.objects.get().activity.name == "Fotboll"
    assert PERSONAL[:6] not in str(list(SourceRecord.objects.values()))

    find(page, NEW)
    put_in_order(page)
    write_presentation(page)
    resident = open_page()
    in_bulk(page, "Avlista", "inte längre listade")
    resident.goto("/foreningar/?q=futsal")
    expect(resident.get_by_role("link", name=NEW)).to_have_count(0)
    in_bulk(page, "Lista för invånare", "nu listade")
    resident.goto("/foreningar/?q=futsal")
    resident.get_by_role("link", name=NEW).click()
    expect(resident.locator(".lead")).to_have_text(INGRESS)
    expect(resident.get_by_role("region", name="Kontakta oss")).to_contain_text("0470-123 45")
    # What may not be an association waits for Olga.
    resident.goto("/foreningar/?q=Kulturförvaltningen")
    expect(resident.locator(".card", has_text="Kulturförvaltningen")).to_have_count(0)


def test_dissolves_an_association_and_its_page_says_so(desk, open_page):
    heir = make_association("Björkviks sångare")
    ended = make_association("Björkviks kör", ingress="Vi sjunger.")
    desk.goto(f"/admin/associations/edit/{ended.pk}/")
    desk.get_by_role("link", name="Upplös").click()
    desk.get_by_role("button", name="Välj").first.click()
    desk.get_by_role("dialog").get_by_role("link", name=heir.name).click()
    desk.get_by_role("button", name="Upplös").click()
    expect(told(desk)).to_contain_text("Björkviks kör är upplöst")

    resident = open_page()
    resident.goto("/foreningar/bjorkviks-kor/")
    notice = resident.locator(".notice-ended")
    expect(notice).to_contain_text("Föreningen upplöstes")
    notice.get_by_role("link", name=heir.name).click()
    expect(resident.get_by_role("heading", level=1)).to_have_text(heir.name)
    resident.goto("/foreningar/")
    expect(resident.get_by_role("link", name="Björkviks kör")).to_have_count(0)
