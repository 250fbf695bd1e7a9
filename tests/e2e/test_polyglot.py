"""Harm written in every text there is: each page is opened, nothing runs, nothing breaks."""

import io

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as SitePage

from associations.importing import desk as importing
from associations.models import Association
from tests.associations.files import csv_bytes
from tests.e2e import desk, polyglot
from tests.e2e.site import PAGES, make_site
from tests.routes import ADA, OLGA
from tests.test_permissions import world  # noqa: F401

DATA = ("/api/v1/associations/", "/api/v1/associations/ended/", "/api/v1/schema/", "/robots.txt")
EDITORS = (
    "/admin/",
    "/admin/pages/",
    "/admin/settings/cms/sitesettings/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/reports/site-history/",
)
# What would run if it could, says so in the console, where the watch hears it.
ALARM = "window.polyglot = () => console.error('the polyglot ran')"
GROWN = """() => [...document.querySelectorAll("[onerror], [onload], img[src='x']")]
    .map(element => element.outerHTML)"""


@pytest.fixture
def spoilt(live_server, world):  # noqa: F811
    make_site()
    register = csv_bytes([[polyglot.TEXT, "Verksamhet"], *[[polyglot.TEXT, polyglot.TEXT]] * 2])
    world.upload = importing.receive(
        io.BytesIO(register), name=polyglot.TEXT, source=polyglot.TEXT[:60], by=world.people[OLGA]
    )
    polyglot.spread()
    return world


def look(page: Page, name: str, address: str) -> list[str]:
    """What has come of the text where it was shown."""
    answer = page.goto(address)
    faults = [f"{name}: {element}" for element in page.evaluate(GROWN)]
    if answer.status != 200:
        faults.append(f"{name}: {answer.status}")
    if polyglot.COUNTED in page.locator("body").inner_text():
        faults.append(f"{name}: a sum was worked out")
    return faults


def visit(page: Page, addresses) -> None:
    page.add_init_script(ALARM)
    faults = [fault for name, address in addresses for fault in look(page, name, address)]
    assert not faults, "\n".join(faults)


def test_residents_pages(page, spoilt):
    associations = {a.slug: f"/foreningar/{a.slug}/" for a in Association.objects.listed()[:5]}
    visit(page, [*PAGES.items(), *associations.items(), *zip(DATA, DATA, strict=True)])
    page.goto(PAGES["association"])
    assert page.get_by_role("heading", level=1).inner_text().startswith("\"'><img src=x onerror")
    page.goto(f"/foreningar/?q={polyglot.RUNS}")
    assert page.locator(".card").count()


def test_the_coordinators_pages(open_page, spoilt):
    page = open_page(user=spoilt.people[OLGA], viewport={"width": 1280, "height": 800})
    visit(page, desk.pages(spoilt))


def test_what_the_admin_says_when_something_is_done(open_page, spoilt):
    page = open_page(user=spoilt.people[OLGA], viewport={"width": 1280, "height": 800})
    addresses = dict(desk.pages(spoilt))
    for name in ("associations:confirm", "associations:rest"):
        visit(page, [(name, addresses[name])])
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator(".messages")).to_contain_text("onerror=polyglot()")
        assert page.evaluate(GROWN) == []


def test_the_editors_pages(open_page, spoilt):
    page = open_page(user=spoilt.people[ADA], viewport={"width": 1280, "height": 800})
    pages = SitePage.objects.filter(depth__gt=1).values_list("pk", flat=True)
    addresses = [*EDITORS, *(f"/admin/pages/{pk}/edit/" for pk in pages)]
    visit(page, zip(addresses, addresses, strict=True))
