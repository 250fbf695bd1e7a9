"""No violation of WCAG 2.2 AA on the coordinator's pages, but for what is Wagtail's own."""

import pytest

from tests.e2e import desk
from tests.e2e.axe import WCAG, violations
from tests.routes import OLGA
from tests.test_permissions import world  # noqa: F401

# The handle of the minimap lies 20 pixels from the edge of a phone's screen.
WAGTAILS = {"target-size": "#w-minimap-toggle"}


@pytest.fixture
def olgas(live_server, world):  # noqa: F811
    return world


def look(page) -> list[str]:
    return violations(page, rules=WCAG, but_for=WAGTAILS)


# A third each, so that they can be run side by side.
@pytest.mark.parametrize("third", range(3))
def test_the_coordinators_pages(olgas, open_page, third):
    page = open_page(user=olgas.people[OLGA], viewport={"width": 1280, "height": 800})
    found = {}
    for name, address in [*desk.pages(olgas)][third::3]:
        if not name.startswith(desk.ALIKE):
            page.goto(address)
            found[name] = look(page)
    assert not {name: faults for name, faults in found.items() if faults}


def test_on_a_phone(olgas, open_page):
    page = open_page(user=olgas.people[OLGA], viewport={"width": 360, "height": 740})
    found = {}
    addresses = dict(desk.pages(olgas))
    page.goto(addresses["associations:edit"])
    for tab in page.get_by_role("tab").all():
        tab.click()
        found[tab.inner_text()] = look(page)
    for name in (name for name in addresses if name.startswith("associations_import:")):
        page.goto(addresses[name])
        found[name] = look(page)
    page.goto(addresses["associations_import:columns"])
    page.get_by_label("Namn").select_option("")
    page.get_by_role("button", name="Visa vad som skulle hända").click()
    found["columns with an error"] = look(page)
    assert not {name: faults for name, faults in found.items() if faults}
