"""On paper: what is said about associations, and nothing to press."""

import pytest

from tests.e2e.site import FULL, LIST

NOT_PRINTED = (
    ".site-header, .site-footer, .skip, .crumbs, .search-box, .filters, .chips-clear, .sorts,"
    " .pager, .downloads, .association-foot, button, input, summary"
)


@pytest.fixture
def paper(page):
    page.emulate_media(media="print")
    return page


def shown(page, selector: str) -> list[str]:
    return page.eval_on_selector_all(
        selector,
        "all => all.filter(e => e.checkVisibility()).map(e => e.className || e.localName)",
    )


@pytest.mark.parametrize("address", [f"{LIST}?q=klubb&omrade=asa", LIST, f"{LIST}{FULL}/"])
def test_nothing_to_press_is_printed(paper, site, address):
    paper.goto(address)
    assert paper.locator(NOT_PRINTED).count()
    assert shown(paper, NOT_PRINTED) == []


def test_a_list_says_what_it_is_narrowed_to(paper, site):
    paper.goto(f"{LIST}?q=klubb&omrade=asa")
    assert len(shown(paper, ".chip")) == 2
    assert paper.locator(".chip").first.evaluate("e => getComputedStyle(e).color") == (
        paper.locator("body").evaluate("e => getComputedStyle(e).color")
    )
    assert "IK Åsa" in paper.locator(".card").first.inner_text()


def test_an_associations_page_has_all_it_says(paper, site):
    paper.goto(f"{LIST}{FULL}/")
    words = paper.locator("main").inner_text()
    for said in ("IK Åsa", "Lag för alla åldrar", "0470-123 45", "info@ik-asa.example", "1925"):
        assert said in words
    assert paper.pdf().startswith(b"%PDF-")
