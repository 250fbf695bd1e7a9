"""Tells whether what a form was opened with is still what is stored, field by field.

A form carries `token(values)`; when it comes back, `changed(token, values)` says which of the
values have become others meanwhile. Hashes alone travel, so that the page holds no second copy of
anything, and whoever makes one up deceives nobody but himself.
"""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

_LENGTH = 6  # bytes: enough to tell a handful of values apart


def token(values: Mapping[str, Any]) -> str:
    """What the form carries."""
    return ",".join(f"{name}:{_digest(value)}" for name, value in sorted(values.items()))


def changed(opened_with: str, values: Mapping[str, Any]) -> set[str]:
    """The names whose values are others than when the form was opened; all for no token."""
    known = dict(part.partition(":")[::2] for part in opened_with.split(","))
    return {name for name, value in values.items() if known.get(name) != _digest(value)}


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=_LENGTH).hexdigest()
