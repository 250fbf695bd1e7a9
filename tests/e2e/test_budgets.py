"""Light pages stay light: requests, bytes, and nothing that jumps."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from associations import listings
from associations.models import Activity, Association, Language, TargetGroup
from cms.styles import BUNDLE, bundle
from tests.builders import make_area
from tests.e2e.site import FULL, LIST

# How much what has been drawn moved, as Chromium counts it for Core Web Vitals.
SHIFT = """() => new Promise(resolve => {
    let sum = 0
    const seen = (list) => { for (const entry of list.getEntries()) sum += entry.value }
    new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true })
    setTimeout(() => resolve(sum), 300)
})"""


@pytest.fixture
def crowded(site):
    """Every word of the vocabulary in use, so that the filters are as long as they get."""
    areas = [make_area(f"Kommundel {number}") for number in range(20)]
    terms = {
        "activities": list(Activity.objects.all()),
        "areas": areas,
        "target_groups": list(TargetGroup.objects.all()),
        "languages": list(Language.objects.all()),
    }
    association = Association.objects.get(slug=FULL)
    for name, values in terms.items():
        getattr(association, name).set(values)
    listings.refresh([association.pk])


def test_the_list_is_light(page, watch, crowded):
    answer = page.goto(LIST)
    page.wait_for_load_state("networkidle")
    # Pictures come when they are scrolled to; each association has its own.
    asked = [url for url in watch.requests if not urlsplit(url).path.startswith("/media/")]
    assert len(asked) <= 6, asked
    assert page.locator(".card").count() == 20
    assert len(answer.body()) <= 60_000


def test_style_and_script_are_light():
    assert BUNDLE.stat().st_size <= 25_000
    scripts = (Path(BUNDLE).parent / "js").glob("*.js")
    assert sum(script.stat().st_size for script in scripts) <= 10_000


def test_the_bundle_is_made_of_its_parts():
    assert BUNDLE.read_text() == bundle(), "run manage.py bundle_css"


PAINTED = """() => new Promise(done => {
    const look = () => performance.getEntriesByName("first-contentful-paint").length
        ? done() : requestAnimationFrame(look)
    look()
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps(open_page, site, width):
    page = open_page(viewport={"width": width, "height": 800})
    for address in ("/", LIST, f"{LIST}{FULL}/", "/om-registret/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFT) <= 0.02, address


def test_a_jump_is_seen(page):
    page.goto(LIST)
    # Nothing can jump that has not been painted.
    page.evaluate(PAINTED)
    page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    assert page.evaluate(SHIFT) > 0.02
