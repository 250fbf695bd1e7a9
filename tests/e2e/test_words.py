"""What is on the screen is Swedish, whoever wrote the page."""

import re

from tests.e2e.site import PAGES

# Common in English, and no words of ours.
ENGLISH = re.compile(r"\b(the|and|that|with|of|is|are|this|password|search|page)\b", re.IGNORECASE)


def test_no_page_speaks_english(page, site):
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        # Names in code are for programs.
        words = page.evaluate("""() => {
            for (const element of document.querySelectorAll("code, dt")) element.remove()
            return [document.title, document.body.innerText].join(" ")
        }""")
        found[name] = {match.group().lower() for match in ENGLISH.finditer(words)}
        assert page.locator("html").get_attribute("lang") == "sv"
    assert not {name: words for name, words in found.items() if words}
