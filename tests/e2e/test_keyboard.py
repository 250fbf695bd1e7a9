"""With the keyboard alone: one gets everywhere, sees where one is, and is never caught."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.measures import FOCUS
from tests.e2e.site import LIST, SUGGEST

MANY = 300
NARROWED = f"{LIST}?q=klubb&omrade=asa"
WHERE = """() => {
    const element = document.activeElement
    return element === document.body ? "" : [...document.querySelectorAll("*")].indexOf(element)
}"""


def walk(page: Page, key: str) -> tuple[list[int], list[str]]:
    """Every stop from one end of the page to the other, and what is wrong at each."""
    stops, faults = [], []
    for _ in range(MANY):
        page.keyboard.press(key)
        stop = page.evaluate(WHERE)
        # Past the end, or where there is nothing outside the page, at the beginning again.
        if stop == "" or stop in stops[:1]:
            return stops, faults
        assert stop not in stops, f"caught at {page.evaluate('document.activeElement.outerHTML')}"
        stops.append(stop)
        faults += page.evaluate(FOCUS)
    raise AssertionError("no end to the page")


@pytest.mark.parametrize(
    ("address", "width"), [("/", 360), (NARROWED, 360), (NARROWED, 1280), (SUGGEST, 360)]
)
def test_every_stop_is_seen(open_page, site, address, width):
    page = open_page(viewport={"width": width, "height": 600})
    page.goto(address)
    forward, faults = walk(page, "Tab")
    assert not faults
    backward, faults = walk(page, "Shift+Tab")
    assert not faults
    assert forward == backward[::-1]
    assert len(forward) > 10


def test_finds_an_association_and_opens_it(page, site):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("spelmanslag")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_have_text("1 förening")

    language = page.locator(".facet", has_text="Språk")
    language.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("svenska")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ta bort svenska")).to_be_visible()

    link = page.get_by_role("link", name="Björkviks spelmanslag")
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Björkviks spelmanslag")
