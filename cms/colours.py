"""A municipality's two colours, and whether they can be read."""

import colorsys
from functools import lru_cache

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

MINIMUM = 4.5
# Dark mode is read in dim light; a lightened brand colour gets a margin.
COMFORTABLE = 7.0

# As in css/tokens.css: the darkest light ground and the lightest dark one are the hard cases.
LIGHT_GROUNDS = ("#FBFAF6", "#FFFFFF", "#F1EEE6")
DARK_GROUNDS = ("#14191E", "#1C2329", "#0F1317")
INK = "#1C2430"

hex_colour = RegexValidator(
    r"^#[0-9A-Fa-f]{6}\Z", _("Write the colour as # and six characters, for example #1F5A46.")
)


def is_colour(text: str) -> bool:
    return bool(hex_colour.regex.search(text))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, 1–21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    return min(contrast(colour, ground) for ground in grounds)


@lru_cache(maxsize=64)
def lightened(colour: str) -> str:
    """The colour with just enough white in it to be read comfortably in dark mode."""
    for share in range(0, 101, 4):
        mixed = _mix(colour, "#FFFFFF", share)
        if least_contrast(mixed, DARK_GROUNDS) >= COMFORTABLE:
            return mixed
    return "#FFFFFF"


def darkened(colour: str) -> str:
    """The colour as it looks when pressed, and behind white text in chips."""
    return _mix(colour, "#000000", 35)


def parts_of(colour: str) -> dict[str, str]:
    """Hue, saturation and lightness, as CSS writes them."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return {
        "hue": f"{hue * 360:.1f}",
        "saturation": f"{saturation:.1%}",
        "lightness": f"{lightness:.1%}",
    }


def _mix(colour: str, other: str, percent: int) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    mixed = [round(one + (two - one) * percent / 100) for one, two in pairs]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
