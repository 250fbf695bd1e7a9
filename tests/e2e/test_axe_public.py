"""No violation of WCAG 2.2 AA on any kind of public page, in both widths and both colours."""

import pytest

from tests.e2e.axe import violations
from tests.e2e.site import MISSING, PAGES, SUGGEST


@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages(open_page, watch, site, width):
    page = open_page(viewport={"width": width, "height": 800})
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        found[name] = violations(page)
    with watch.expecting(404):
        page.goto(MISSING)
        found["not there"] = violations(page)
    with watch.expecting(422):
        page.goto(SUGGEST)
        page.get_by_role("button", name="Skicka förslaget").click()
        page.wait_for_selector(".error-summary")
        found["suggestion with errors"] = violations(page)
    assert not {name: faults for name, faults in found.items() if faults}


def test_a_violation_is_seen(page):
    page.goto("/foreningar/")
    assert not violations(page)
    page.evaluate("""() => {
        document.querySelector(".search-box label").remove()
        document.querySelector("h1").style.color = "#D8D8D8"
        document.querySelector(".site-footer h2").style.color = "#333"
    }""")
    found = "\n".join(violations(page))
    assert "\nlabel: " in f"\n{found}"
    assert "\ncolor-contrast: " in f"\n{found}"
    assert "dark: color-contrast: " in found
