"""A municipality's colours are refused when they cannot be read."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.colours import (
    COMFORTABLE,
    DARK_GROUNDS,
    INK,
    LIGHT_GROUNDS,
    contrast,
    darkened,
    least_contrast,
    lightened,
)
from cms.models import SiteSettings
from cms.styles import FOLDER
from tests import cast
from tests.pages import page, words

colours = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def faults(**values) -> dict[str, list[str]]:
    site = SiteSettings(**values)
    try:
        site.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        # As WebAIM's checker has them.
        ("#777777", "#FFFFFF", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_the_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_the_shipped_colours_are_readable():
    assert faults() == {}


@pytest.mark.parametrize("colour", ["#FFFFFF", "#F4C430", "#777777", "#6E6E6E"])
def test_a_main_colour_too_pale_is_refused_with_a_reason(colour):
    [told] = faults(brand_colour=colour)["brand_colour"]
    assert re.fullmatch(
        r"Kontrasten är \d+,\d till 1 och måste vara minst 4,5 till 1\. Välj en mörkare\.", told
    )


@pytest.mark.parametrize("colour", ["#000000", "#1C2430", "#1F5A46"])
def test_a_highlight_too_dark_is_refused_with_a_reason(colour):
    [told] = faults(accent_colour=colour)["accent_colour"]
    assert told.endswith("Välj en ljusare.")


def test_both_are_told_at_once():
    assert set(faults(brand_colour="#FFFFFF", accent_colour="#000000")) == {
        *("brand_colour", "accent_colour")
    }


@given(colours)
def test_the_line_goes_at_four_and_a_half(colour):
    refused = "brand_colour" in faults(brand_colour=colour)
    assert refused == (least_contrast(colour, LIGHT_GROUNDS) < 4.5)
    refused = "accent_colour" in faults(accent_colour=colour)
    assert refused == (contrast(colour, INK) < 4.5)


@given(colours)
def test_in_dark_mode_any_colour_can_be_read(colour):
    assert least_contrast(lightened(colour), DARK_GROUNDS) >= COMFORTABLE


@given(colours)
def test_pressed_it_is_darker(colour):
    assert contrast(darkened(colour), "#000000") <= contrast(colour, "#000000")


@pytest.mark.parametrize(
    "colour", ["", "red", "#12", "#1F5A4", "1F5A46", "#1F5A4G", "#1F5A46\n", "#1F5A46;x", "#ÅÄÖ"]
)
def test_what_is_no_colour_is_refused_and_no_crash(colour):
    assert "brand_colour" in faults(brand_colour=colour)
    assert "accent_colour" in faults(accent_colour=colour)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("colour", "told"),
    [
        ("red", "Skriv färgen som # och sex tecken, till exempel #1F5A46."),
        ("#FFFFFF", "Kontrasten är 1,0 till 1 och måste vara minst 4,5 till 1. Välj en mörkare."),
    ],
)
def test_the_admin_says_what_is_wrong(client, colour, told):
    client.force_login(cast.ada())
    url = reverse("wagtailsettings:edit", args=["cms", "sitesettings"])
    data = {
        "municipality_name": "Björkvik",
        "place_name": "Björkvik",
        "brand_colour": colour,
        "accent_colour": "#F4C430",
        "footer_links-count": "0",
        "logo": "",
    }
    response = client.post(client.get(url)["Location"], data)
    assert response.status_code == 200
    assert words(page(response).select_one('[id$="brand_colour-errors"]')) == told
    assert SiteSettings.load().brand_colour == "#1F5A46"


def test_the_grounds_are_those_of_the_stylesheet():
    tokens = (FOLDER / "css" / "tokens.css").read_text()
    light, dark = tokens.split("prefers-color-scheme: dark")
    for name, place in (("paper", 0), ("surface", 1), ("sunken", 2)):
        assert f"--{name}: {LIGHT_GROUNDS[place]};" in light
        assert f"--{name}: {DARK_GROUNDS[place]};" in dark
    assert f"--ink: {INK};" in light
