"""Answers that say when nothing has changed, so that harvesters need not fetch it again."""

import hashlib
from datetime import datetime

from associations.models.listing import ListingVersion

# Part of every version: raise it when the same facts are shown in another way.
REPRESENTATION = "1"


def register_version() -> tuple[str, datetime | None]:
    """What the register was last changed to, and when. One query."""
    version = ListingVersion.objects.first()
    if version is None:
        return REPRESENTATION, None
    return f"{REPRESENTATION}-{version.stamp.hex}", version.at


def etag(*parts: object) -> str:
    """A weak ETag: the same facts, though perhaps not the same bytes (compression)."""
    digest = hashlib.sha256("\x00".join(map(str, parts)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'
