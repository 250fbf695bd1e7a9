"""The watch itself: whatever it is there to see, it sees."""

import pytest

from tests.e2e.watch import Watch

MARKUP = "void document.body.insertAdjacentHTML('beforeend', '{}')"


@pytest.fixture
def watch(live_server):
    """Not the one that fails the test: here there are to be faults."""
    return Watch(live_server.url)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("console.error('trasigt')", "console: trasigt"),
        ("void setTimeout(() => { throw new Error('brast') })", "uncaught"),
        ("void (location.href = 'https://utanfor.example/')", "left the site"),
        ("void fetch('/finns-inte/')", "404: GET"),
        ("void setTimeout(() => alert('hej'))", "dialog: hej"),
        (MARKUP.format("<img src=data: onerror=f()>"), "script-src"),
        (MARKUP.format("<p style=color:red>"), "style-src"),
        (MARKUP.format("<img src=https://utanfor.example/>"), "img-src"),
    ],
)
def test_a_fault_is_seen(page, watch, script, told):
    page.route("https://utanfor.example/**", lambda route: route.abort())
    page.goto("/")
    assert not watch.faults
    page.evaluate(script)
    for _ in range(100):
        if any(told in fault for fault in watch.faults):
            break
        page.wait_for_timeout(50)
    assert any(told in fault for fault in watch.faults), watch.faults


def test_an_expected_answer_is_no_fault(page, watch):
    with watch.expecting(404):
        page.goto("/finns-inte/")
    assert not watch.faults
    page.goto("/finns-inte/")
    assert watch.faults
