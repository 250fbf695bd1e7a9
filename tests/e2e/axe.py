"""Axe's verdict on a page."""

from collections.abc import Mapping, Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# All that another colour scheme can break.
COLOURS = ("color-contrast", "link-in-text-block")
# A colour on its way from one scheme to the other is neither.
SETTLED = """() => Promise.all(
    document.getAnimations()
        .filter(motion => isFinite(motion.effect.getComputedTiming().endTime))
        .map(motion => motion.finished.catch(() => 0))
)"""

_axe = Axe()


def violations(
    page: Page,
    *,
    rules: Sequence[str] = (*WCAG, "best-practice"),
    but_for: Mapping[str, str] | None = None,
) -> list[str]:
    """What is wrong by these rules, and where, in light colours and in dark.

    `but_for` is rule → selector of what is not ours to mend.
    """
    found = _told(page, list(rules), but_for or {})
    page.emulate_media(color_scheme="dark")
    colours = {"type": "rule", "values": list(COLOURS)}
    found += [f"dark: {fault}" for fault in _told(page, colours, but_for or {})]
    page.emulate_media(color_scheme="light")
    return found


def _told(page: Page, only: list | dict, but_for: Mapping[str, str]) -> list[str]:
    page.evaluate(SETTLED)
    found = _axe.run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {violation['help']} ({' '.join(map(str, node['target']))})"
        for violation in found.response["violations"]
        for node in violation["nodes"]
        if not _is_spared(page, node["target"], but_for.get(violation["id"]))
    ]


def _is_spared(page: Page, target: Sequence[str], selector: str | None) -> bool:
    if selector is None:
        return False
    element = page.locator(target[-1]).first
    return element.evaluate("(element, selector) => element.matches(selector)", selector)
