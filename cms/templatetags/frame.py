"""The frame of the site in templates: what surrounds a page, and where the page stands in it."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from cms.chrome import Chrome, chrome

register = template.Library()


@register.simple_tag
def site_frame() -> Chrome:
    """For templates without a request, or where `site` means something else."""
    return chrome()


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """The header, with the present page's place in the menu; for templates with a request."""
    return context["site"].header(context["request"].path)
