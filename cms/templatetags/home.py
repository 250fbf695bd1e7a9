"""What a door on the home page has behind it, from what the page has read of the register."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def behind_door(context, kind: str) -> Any:
    """The content that `cms.home.home_content` read for doors of this kind."""
    return context.get("register", {}).get(kind)
