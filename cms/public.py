"""Opens other packages' views to visitors; our own carry `login_not_required` where they stand.

`SignInMiddleware` closes every view that is not named, so a forgotten one is shut, not open.
"""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

# Wagtail's own, each with a reason to be met before anyone has signed in.
PAGE_VIEWS = {"wagtail_serve", "wagtailcore_authenticate_with_password"}
DOCUMENT_VIEWS = {"wagtaildocs_serve", "wagtaildocs_authenticate_with_password"}


def opened(patterns: Iterable[URLPattern | URLResolver], names: set[str]) -> list:
    """The same patterns, with the named views open to all; a name that is missing is an error."""
    patterns = list(patterns)
    found = _open(patterns, names)
    if names - found:
        raise LookupError(f"No such views: {', '.join(sorted(names - found))}")
    return patterns


def _open(patterns: Iterable[URLPattern | URLResolver], names: set[str]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _open(pattern.url_patterns, names)
        elif pattern.name in names:
            login_not_required(pattern.callback)
            found.add(pattern.name)
    return found
