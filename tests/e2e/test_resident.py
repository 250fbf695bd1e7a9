"""A resident finds an association, reads how to reach it, and says what is not right."""

import pytest
from playwright.sync_api import Page, expect

from associations.models import Suggestion
from tests.e2e.site import FULL, LIST, SUGGEST

TEXT = "Träningen har flyttat till onsdagar kl. 18."


def names(page: Page) -> list[str]:
    return page.locator(".card h3").all_inner_texts()


def hits(page: Page) -> str:
    return page.locator("#hits").inner_text()


def test_finds_by_words_and_filters_and_reads_the_contact(either_page, site):
    page = either_page
    page.goto("/")
    page.get_by_role("searchbox").fill("barnfotboll")
    page.get_by_role("button", name="Sök").click()
    assert names(page)[0] == "Björkviks flickfotboll"
    assert len(names(page)) > 1

    page.get_by_label("Norra Björkvik").check()
    page.get_by_label("Barn 7–12 år").check()
    page.get_by_role("button", name="Visa föreningar").click()
    assert hits(page) == "1 förening"
    chips = page.get_by_role("list", name="Valda filter").get_by_role("link")
    assert chips.count() == 4  # one each, and one for all
    page.get_by_role("link", name="Ta bort barnfotboll").click()
    assert "Norrvallens ryttarförening" in names(page)
    expect(page.get_by_label("Norra Björkvik")).to_be_checked()
    expect(page.get_by_role("searchbox")).to_have_value("")

    page.get_by_role("link", name="Björkviks flickfotboll").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Björkviks flickfotboll")
    contact = page.get_by_role("region", name="Kontakta oss")
    mail = contact.get_by_role("link", name="info@bjorkviks-flickfotboll.example")
    expect(mail).to_have_attribute("href", "mailto:info@bjorkviks-flickfotboll.example")


def test_turns_the_pages_and_shares_the_address(either_page, site):
    page = either_page
    page.goto(LIST)
    first = names(page)
    assert len(first) == 20
    page.get_by_role("link", name="Nästa").click()
    rest = names(page)
    assert not set(first) & set(rest)
    # In Swedish order, and sorted over all pages.
    assert rest[-1] == "Åsa båtsällskap"
    # The address alone leads another person to the same page.
    address = page.url
    page.goto("/")
    page.goto(address)
    assert names(page) == rest
    page.get_by_role("link", name="Föregående").click()
    assert names(page) == first


def test_filters_are_folded_on_a_phone(open_page, site):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(LIST)
    expect(page.get_by_label("Åsa")).to_be_hidden()
    page.get_by_text("Filtrera").first.tap()
    page.get_by_label("Åsa").tap()
    page.get_by_role("button", name="Visa föreningar").tap()
    expect(page.get_by_role("link", name="Ta bort Åsa")).to_be_visible()
    assert "IK Åsa" in names(page)
    page.get_by_text("Meny").tap()
    expect(page.get_by_role("link", name="Om registret").first).to_be_visible()


def test_is_led_on_when_nothing_is_found(either_page, site):
    page = either_page
    page.goto(f"{LIST}?q=fotboll&omrade=ekon")
    assert hits(page) == "0 föreningar"
    page.get_by_role("link", name="Visa ").click()
    assert names(page)


def test_suggests_a_change_with_an_error_first(either_page, watch, site):
    page = either_page
    page.goto(f"{LIST}{FULL}/")
    page.get_by_role("link", name="Föreslå en ändring").click()
    page.get_by_label("Vad ska det stå på sidan?").fill(TEXT)
    page.get_by_label("Din e-post").fill("rutan@")
    with watch.expecting(422):
        page.get_by_role("button", name="Skicka förslaget").click()
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("Välj vad ditt förslag gäller")
    assert page.title().startswith("Fel: ")
    expect(page.get_by_label("Vad ska det stå på sidan?")).to_have_value(TEXT)
    expect(page.get_by_label("Din e-post")).to_have_value("rutan@")
    assert not Suggestion.objects.exists()

    summary.get_by_role("link").first.click()
    expect(page.locator(":target")).to_be_visible()
    page.get_by_label("Något är inaktuellt").check()
    page.get_by_label("Din e-post").fill("rut@bjorkvik.example")
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack för ditt förslag")
    kept = Suggestion.objects.get()
    assert (kept.text, kept.reply_to) == (TEXT, "rut@bjorkvik.example")


def test_is_moved_to_the_errors(page, watch, site):
    page.goto(SUGGEST)
    with watch.expecting(422):
        page.get_by_role("button", name="Skicka förslaget").click()
        expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Något är inaktuellt")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("avslutade-sallskapet", "upplöstes 31 mars 2025"),
        ("bjorkviks-bollsallskap", "Björkviks flickfotboll"),
    ],
)
def test_is_told_that_an_association_has_ended(either_page, site, name, words):
    page = either_page
    page.goto(f"{LIST}{name}/")
    expect(page.locator(".notice-ended")).to_contain_text(words)
    assert page.get_by_role("region", name="Kontakta oss").count() == 0
