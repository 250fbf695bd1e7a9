"""Listens to everything a browser says, and remembers what should not have been said."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

# Chromium's own words for an answer of 400 or above, which `_answered` judges.
FAILED_ANSWER = "Failed to load resource: the server responded with a status of"


class Watch:
    """Faults: errors in the console (a broken content policy is one), uncaught exceptions, dialogs,
    requests that leave the site, and answers of 400 or above that nobody expected.
    """

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.expected: set[int] = set()

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("dialog", self._asked)
        context.on("request", self._asked_for)
        context.on("response", self._answered)

    @contextmanager
    def expecting(self, status: int):
        """The page opened inside answers so, and is meant to."""
        self.expected.add(status)
        yield
        self.expected.discard(status)

    def _said(self, message) -> None:
        if message.type == "error" and not message.text.startswith(FAILED_ANSWER):
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def _asked(self, dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked_for(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss"):
            self.requests.append(request.url)
            if address.netloc != self.site:
                self.faults.append(f"left the site: {request.url}")

    def _answered(self, response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
