"""From the letter to the answer on a phone; and from 2,580 unconfirmed to a sent question."""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from associations import confirmation_services, schedule, services
from associations.models import Association, Confirmation, Delivery, Presentation
from tests import cast
from tests.builders import make_association
from tests.confirmation.post import token_in
from tests.e2e.axe import WCAG, violations
from tests.e2e.test_axe_admin import WAGTAILS
from tests.membership.post import delivered

MANY = 2_580


@pytest.fixture
def choir(live_server):
    return make_association("Björkviks kör", email="info@kor.example", ingress="Vi sjunger.")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(open_page, request):
    return open_page(
        viewport={"width": 360, "height": 740}, java_script_enabled=request.param
    ), request.param


def letter_to(association) -> str:
    """Where the link in the letter leads."""
    confirmation_services.ask([association])
    [mail] = delivered()
    return f"/mina-sidor/bekrafta/{token_in(mail)}/"


def look(page, is_scripted: bool) -> None:
    width = page.viewport_size["width"]
    if is_scripted:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)
    for button in page.locator(".answers .button").all():
        assert button.bounding_box()["height"] >= 44


def test_one_click_from_the_letter(choir, phone):
    page, is_scripted = phone
    cast.rut(choir)
    page.goto(letter_to(choir))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stämmer sidan om")
    expect(page.get_by_text("Vi sjunger.")).to_be_visible()
    look(page, is_scripted)
    page.get_by_role("button", name="Allt stämmer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack, det är noterat")
    look(page, is_scripted)
    assert Association.objects.get(pk=choir.pk).confirmed_on == localdate()
    page.get_by_role("link", name="Se sidan som alla ser den").click()
    expect(page.get_by_text("Uppgifterna bekräftades")).to_be_visible()


def test_the_board_is_new(choir, phone):
    page, is_scripted = phone
    cast.rut(choir)
    page.goto(letter_to(choir))
    page.get_by_role("button", name="Stämmer, men styrelsen är ny").click()
    expect(page.get_by_role("link", name="Fyll i den nya styrelsen")).to_be_visible()
    look(page, is_scripted)
    assert Confirmation.objects.get().state == "new_board"


def test_to_change_something_one_signs_in(choir, phone):
    page, _is_scripted = phone
    cast.rut(choir)
    page.goto(letter_to(choir))
    page.get_by_role("link", name="Ändra", exact=True).click()
    expect(page).to_have_url(re.compile("/logga-in/"))
    assert Association.objects.get(pk=choir.pk).confirmed_on is None


def test_a_link_that_leads_nowhere_says_so(live_server, phone, watch):
    page, is_scripted = phone
    with watch.expecting(404):
        page.goto("/mina-sidor/bekrafta/abc/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Länken leder ingenstans")
    look(page, is_scripted)


def test_on_my_pages(choir, phone, open_page):
    _page, is_scripted = phone
    page = open_page(
        user=cast.rut(choir),
        viewport={"width": 360, "height": 740},
        java_script_enabled=is_scripted,
    )
    page.goto("/mina-sidor/")
    page.get_by_role("link", name="Stämmer uppgifterna?").click()
    look(page, is_scripted)
    page.get_by_role("button", name="Allt stämmer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Tack")


def test_all_that_are_not_confirmed_are_asked_in_three_clicks(live_server, open_page):
    made = Association.objects.bulk_create(
        Association(name=f"Förening {n}", slug=f"forening-{n}", email=f"info@forening{n}.example")
        for n in range(MANY)
    )
    Presentation.objects.bulk_create(Presentation(association=one) for one in made)
    schedule.reschedule()
    services.listings.refresh()
    page = open_page(user=cast.olga(), viewport={"width": 1280, "height": 900})
    page.goto("/admin/")
    page.get_by_role("link", name="föreningar har inte bekräftat sina uppgifter").click()
    assert not violations(page, rules=WCAG, but_for=WAGTAILS)
    page.get_by_role("link", name="Fråga alla").click()
    expect(page.get_by_text("Stämmer sidan om Förening 0?")).to_be_visible()
    assert not violations(page, rules=WCAG, but_for=WAGTAILS)
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".messages")).to_contain_text("föreningar får frågan")
    assert Delivery.objects.filter(purpose="confirm_details").count() == MANY
