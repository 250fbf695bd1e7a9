"""Pages that are cut by key, so that the last of 100,000 rows is as near as the first.

A `next` link names the last rows seen and their number. Rows that come or go meanwhile neither
repeat nor hide another; only if all of the last ones are gone is the number all there is to go by.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.utils.urls import replace_query_param

PAGE_SIZE, LARGEST_PAGE = 50, 200
AFTER, SIZE = "after", "page_size"
# As many rows at the end of a page may go at once without a trace.
REMEMBERED = 3


@dataclass(frozen=True)
class Cut:
    """A page of keys, and the cursor of the next one ("" for none)."""

    keys: Sequence[int]
    after: str


def cut(keys: Sequence[int], params) -> Cut:
    """The page of `keys` that the parameters ask for; ValidationError says what is wrong."""
    start = _start(keys, params.get(AFTER, ""))
    stop = start + _size(params.get(SIZE, ""))
    page = keys[start:stop]
    return Cut(page, cursor(stop, page[-REMEMBERED:]) if stop < len(keys) else "")


def next_url(request, after: str) -> str | None:
    return replace_query_param(request.build_absolute_uri(), AFTER, after) if after else None


def cursor(number: int, last: Sequence[int]) -> str:
    """For the rows after number `number`, of which the `last` ones have these keys."""
    text = ".".join(map(str, (number, *reversed(last))))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _start(keys: Sequence[int], text: str) -> int:
    if not text:
        return 0
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        decoded = base64.urlsafe_b64decode(padded).decode("ascii")
        number, *last = map(int, decoded.split(".", REMEMBERED))
    except (ValueError, binascii.Error):
        raise ValidationError({AFTER: [_("Use the address in `next` as it is.")]}) from None
    for before, key in enumerate(last):
        place = number - before
        if 0 < place <= len(keys) and keys[place - 1] == key:
            return place
        if key in keys:
            return keys.index(key) + 1
    return max(number - len(last), 0)


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LARGEST_PAGE:
        message = _("Ask for 1 to %(largest)s rows.") % {"largest": LARGEST_PAGE}
        raise ValidationError({SIZE: [message]})
    return int(text)
