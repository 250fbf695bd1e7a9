"""A real browser, a real server, and a watch that lets no fault pass unseen.

The browser lives as long as these tests: its event loop would stand in the way of others.
"""

import os

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from scripts import machine
from tests.e2e.site import make_site
from tests.e2e.watch import Watch

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 20_000  # milliseconds: the machine may be busy with other tests
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="package")
def browser():
    patch = pytest.MonkeyPatch()
    # Playwright runs an event loop in this thread; Django's tables are read between its turns.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    path = os.environ.get("CHROMIUM") or machine.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
    patch.undo()


@pytest.fixture
def site(live_server):
    """A register and a page of every kind: what `tests.e2e.site.PAGES` leads to."""
    make_site()


@pytest.fixture
def watch(live_server):
    """What went wrong in any page of this test; anything at all fails it."""
    watch = Watch(live_server.url)
    yield watch
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def open_page(browser, live_server, watch):
    """A new visitor's page. Options are those of Playwright's contexts, `user` who is signed in."""
    contexts = []

    def open_page(*, user=None, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="sv-SE", reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if user:
            context.add_cookies([session_of(user, live_server.url)])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def either_page(open_page, request):
    """The same journey twice: JavaScript only improves what works without it."""
    return open_page(java_script_enabled=request.param)


def session_of(user, url: str) -> dict:
    """The cookie of someone who has signed in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": url}
