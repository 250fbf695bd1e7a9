"""The frame of the site in templates: what surrounds a page, and where the page stands in it."""

from django import template

from cms.chrome import Chrome, chrome

register = template.Library()


@register.simple_tag
def site_frame() -> Chrome:
    """For templates without a request, or where `site` means something else."""
    return chrome()


@register.filter
def is_below(path: str, address: str) -> bool:
    """Whether a page lies below another in the tree of addresses."""
    return path.startswith(address)
