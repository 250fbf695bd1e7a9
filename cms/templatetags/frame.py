"""What the frame of a page asks about the page in it."""

from django import template

register = template.Library()


@register.filter
def is_below(path: str, address: str) -> bool:
    """Whether a page lies below another in the tree of addresses."""
    return path.startswith(address)
