"""Axe's verdict on a page, by the rules of WCAG 2.2 AA and its own best practices."""

from collections.abc import Iterator, Mapping, Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that another colour scheme can break.
COLOURS = ("color-contrast", "link-in-text-block")

_axe = Axe()


def violations(page: Page, *, but_for: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong, and where, in light colours and in dark.

    `but_for` is rule → selector of what is not ours to mend.
    """
    options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
    found = [*_told(page, options, but_for or {})]
    page.emulate_media(color_scheme="dark")
    options["runOnly"] = {"type": "rule", "values": list(COLOURS)}
    found += [f"dark: {fault}" for fault in _told(page, options, but_for or {})]
    page.emulate_media(color_scheme="light")
    return found


def _told(page: Page, options: dict, but_for: Mapping[str, str]) -> Iterator[str]:
    for violation in _axe.run(page, options=options).response["violations"]:
        for node in violation["nodes"]:
            if not _is_spared(page, node["target"], but_for.get(violation["id"])):
                yield f"{violation['id']}: {violation['help']} ({' '.join(node['target'])})"


def _is_spared(page: Page, target: Sequence[str], selector: str | None) -> bool:
    if selector is None:
        return False
    element = page.locator(target[-1]).first
    return element.evaluate("(element, selector) => element.matches(selector)", selector)
