"""Nothing is cut off or too small to hit, on small screens and with large text."""

import pytest

from tests.e2e.measures import OUTSIDE, SMALL
from tests.e2e.site import MISSING, PAGES


def walk(page, watch, look) -> dict[str, list[str]]:
    """What `look` finds on each kind of page of ours."""
    found = {}
    for name in PAGES.keys() - {"sign in"}:
        page.goto(PAGES[name])
        found[name] = look()
    with watch.expecting(404):
        page.goto(MISSING)
        found["not there"] = look()
    return {name: faults for name, faults in found.items() if faults}


def test_nothing_is_outside_a_window_of_320_pixels(open_page, watch, site):
    """As wide as a window of 1280 at 400 %."""
    page = open_page(viewport={"width": 320, "height": 640})
    assert not walk(page, watch, lambda: page.evaluate(OUTSIDE))


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_outside_or_cut_at_twice_the_text_size(open_page, watch, site, width):
    page = open_page(viewport={"width": width, "height": 800})

    def look():
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        return page.evaluate(OUTSIDE)

    assert not walk(page, watch, look)


def test_targets_are_large_enough(open_page, watch, site):
    """24 pixels with a mouse; 44 for everything but links in sentences where one uses a finger."""
    page = open_page(viewport={"width": 1280, "height": 800})
    assert not walk(page, watch, lambda: page.evaluate(SMALL, 24))
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert not walk(page, watch, lambda: page.evaluate(SMALL, 44))
