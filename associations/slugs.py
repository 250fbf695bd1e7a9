"""Names as they stand in addresses."""

import re

from django.utils.text import slugify as _slugify

# Django leaves these out, so that "7–12 år" would become "712-ar".
_JOINING = re.compile(r"[‐‑‒–—/·&+]")


def slugify(name: str) -> str:
    """The name in lower case letters, digits and hyphens; "" when nothing is left of it."""
    return _slugify(_JOINING.sub("-", name))
